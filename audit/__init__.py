"""Source-attribution auditor: who says so, how do they know, why aren't they named, who answered?"""

__version__ = "0.1.0"
__all__ = ["__version__"]
