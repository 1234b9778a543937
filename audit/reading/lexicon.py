"""The reading's own lexicons, each read once."""

from functools import cache
from pathlib import Path

from audit.phrases import PhraseMatcher, load_lexicon

__all__ = ["lexicon"]

_FOLDER = Path(__file__).parent / "lexicons"


@cache
def lexicon(name: str, *groups: str) -> PhraseMatcher:
    """The matcher for a file of `lexicons` by its stem, or for some sections of it; raises RuleError if it is broken."""
    return load_lexicon(_FOLDER / f"{name}.txt").compile(groups or None)
