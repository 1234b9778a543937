"""Patterns of paths in the syntax of .gitignore, which anybody may have written, in time that grows with the path."""

import os
import re
import warnings
from collections.abc import Callable, Sequence

__all__ = ["BadPatternError", "Decision", "path_patterns"]

MOST = 1000
LONGEST = 200  # characters

Decision = Callable[[str], bool | None]


class BadPatternError(ValueError):
    """A pattern that cannot be read; `number` is its index, None where all are too much together."""

    def __init__(self, message: str, number: int | None = None) -> None:
        super().__init__(message)
        self.number = number


def path_patterns(patterns: Sequence[str]) -> Decision:
    """What the patterns say of a path: True if the last that fits it names it, False if that one is a “!”, else None.

    Raises BadPatternError for what is no pattern, and for more or longer ones than anybody needs.
    """
    if not patterns:
        return lambda _: None
    if len(patterns) > MOST:
        raise BadPatternError(f"there are {len(patterns):,} patterns, and at most {MOST:,} are read")
    for number, pattern in enumerate(patterns):
        if len(pattern) > LONGEST:
            message = f"“{pattern[:40]}…” has {len(pattern):,} characters, and at most {LONGEST} are read"
            raise BadPatternError(message, number)
    decide = _decision(patterns)
    if decide is not None:
        return decide
    for number, pattern in enumerate(patterns):
        if _decision([pattern]) is None:
            raise BadPatternError(f"“{pattern}” cannot be read; write it as in .gitignore, like drafts/*.md", number)
    raise BadPatternError(f"these {len(patterns):,} patterns are too many together; write fewer and shorter ones")


def _decision(patterns: Sequence[str]) -> Decision | None:
    """The patterns as RE2 has them, whose time never explodes as that of Python's own expressions does; None if bad."""
    import re2
    from pathspec import GitIgnoreSpec

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's view of an expression that RE2 will read
            spec = GitIgnoreSpec.from_lines(patterns, backend="re2")
    except (ValueError, re.error, re2.error):
        return None
    return lambda path: spec.check_file(os.fsencode(path).decode("utf-8", "replace")).include
