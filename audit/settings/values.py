"""Single values of a configuration: from what TOML gave to what a setting needs. Each raises BadValueError."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from audit.patterns import BadPatternError, path_patterns
from audit.records import SEVERITIES, Severity
from audit.settings.records import FAIL_LEVELS, FailOn, Level

__all__ = [
    "BUILTIN",
    "BadValueError",
    "Paths",
    "fail_level",
    "level",
    "patterns",
    "severity",
    "share",
    "suggestion",
    "switch",
]

BUILTIN = "builtin"
GRAVEST_FIRST = SEVERITIES[::-1]


class BadValueError(ValueError):
    """A value that is not what its key needs; `item` is its index where an item of a list is meant."""

    def __init__(self, message: str, *item: int) -> None:
        super().__init__(message)
        self.item = item


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of a message: which of the known words was perhaps meant."""
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean “{close[0]}”?" if close else ""


def switch(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise BadValueError("must be true or false, without quotes")
    return value


def whole_number(least: int, most: int | None = None) -> Callable[[object], int]:
    """A reader of whole numbers within limits."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least or (most and value > most):
            limits = f"of {least} or more" if most is None else f"from {least} to {most}"
            raise BadValueError(f"must be a whole number {limits}")
        return value

    return read


def share(value: object) -> float:
    """A part of the whole, 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadValueError("must be a number from 0 to 1, such as 0.4")
    return float(value)


def fail_level(value: object) -> FailOn:
    """The least severity that fails a run, or "never"."""
    return cast("FailOn", _one_of(value, FAIL_LEVELS))


def level(value: object) -> Level:
    """A severity, or "off"."""
    return cast("Level", _one_of(value, (*GRAVEST_FIRST, "off")))


def severity(value: object) -> Severity:
    """A severity."""
    return cast("Severity", _one_of(value, GRAVEST_FIRST))


def _one_of(value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        raise BadValueError(f"cannot be “{value}”{suggestion(str(value), known)}; known: {', '.join(known)}")
    return str(value)


def patterns(value: object) -> tuple[str, ...]:
    """Patterns of paths, in the syntax of .gitignore."""
    found = _texts(value)
    try:
        path_patterns(found)
    except BadPatternError as error:
        item = () if error.number is None else (error.number,)
        raise BadValueError(f"is not understood: {error}", *item) from error
    return found


def _texts(value: object) -> tuple[str, ...]:
    """A list of texts; a single text stands for a list of it."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list):
        raise BadValueError('must be a list of texts, such as ["stories/**"]')
    for number, item in enumerate(items):
        if not _is_text(item):
            raise BadValueError('must be a list of texts, such as ["stories/**"]', number)
    return tuple(items)


def _text(value: object) -> str:
    if not _is_text(value):
        raise BadValueError("must be text in quotes")
    return cast("str", value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != "" and "\0" not in value


class Paths:
    """Paths of a configuration, which somebody else's branch may have brought: none leads out of the repository."""

    def __init__(self, base: Path, boundary: Path) -> None:
        self._base = base
        self._boundary = boundary.resolve()

    def file(self, value: object) -> Path:
        """A path within the boundary, links followed; given from the working directory, as people type it."""
        text = _text(value)
        path = (self._base / text).resolve()
        if not path.is_relative_to(self._boundary):
            raise BadValueError(f"leads out of the repository, to {text}; only the command line can name such a path")
        return Path(os.path.relpath(path))

    def folders(self, value: object) -> tuple[str, ...]:
        """Folders of rules; "builtin" stands for the built-in ones."""
        texts = _texts(value)
        if not texts:
            raise BadValueError(f'names no folder; leave it out for ["{BUILTIN}"]')
        return tuple(self._folder(text, number) for number, text in enumerate(texts))

    def _folder(self, text: str, number: int) -> str:
        if text == BUILTIN:
            return text
        try:
            folder = self.file(text)
        except BadValueError as error:
            raise BadValueError(str(error), number) from error
        for path in folder.rglob("*"):
            if path.is_symlink() and not path.resolve().is_relative_to(self._boundary):
                raise BadValueError(f"holds a link that leads out of the repository, {path}", number)
        return str(folder)

    def policy(self, value: object) -> str:
        """The name of a built-in policy, or the path of a policy file, which ends in .yaml."""
        text = _text(value)
        return str(self.file(text)) if text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text else text
