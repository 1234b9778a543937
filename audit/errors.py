"""Everything that can go wrong, as one tree.

AuditError
├── UsageError        the command was asked for something that cannot be done
├── ArticleError      one article cannot be read; the others still can
├── RuleError         a rule file or lexicon is wrong, with file, line and column
├── ConfigError       the configuration is wrong, with file and line
└── PipelineError     the trained pipeline is missing, damaged or does not fit this version

A broken article becomes a Problem in the run's result. Every other error stops the run before
the first article. Messages are written for the person who has to mend the thing.
"""

__all__ = ["ArticleError", "AuditError", "ConfigError", "PipelineError", "RuleError", "UsageError"]


class AuditError(Exception):
    """Base of every error this program raises on purpose."""


class UsageError(AuditError):
    """The command line asks for something that cannot be done."""


class ArticleError(AuditError):
    """One article cannot be read."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


class RuleError(AuditError):
    """A rule file or lexicon is wrong; line and column start at 1, 0 where unknown."""

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.line = line
        self.column = column
        self.message = message


class ConfigError(AuditError):
    """The configuration is wrong; the line starts at 1, 0 where unknown."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.line = line
        self.message = message


class PipelineError(AuditError):
    """The trained pipeline cannot be used."""
