"""What msgspec finds wrong with a value, in words for the person who wrote it."""

import difflib
import re
from collections.abc import Iterable
from typing import Any, TypeAlias

import msgspec

__all__ = ["Fault", "Where", "explained", "suggestion"]

Where: TypeAlias = tuple[str | int, ...]

_AT = re.compile(r"(?P<what>.*?)(?: - at (?:`key` in )?`\$(?P<path>.*)`)?", re.DOTALL)
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]|(\[\.\.\.\])")
_PLAIN_NAMES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "keys and values",
    "null": "nothing",
}


class Fault(ValueError):  # noqa: N818  # it becomes a RuleError
    """What is wrong, and where in the value; with `key` it is the key itself that is."""

    def __init__(self, where: Where, message: str, *, key: bool = False) -> None:
        super().__init__(message)
        self.where = where
        self.message = message
        self.key = key

    def under(self, *where: str | int) -> "Fault":
        """The same fault of a value that is part of another one."""
        return Fault((*where, *self.where), self.message, key=self.key)


def explained(error: msgspec.ValidationError, expected: Any) -> Fault:
    """The fault that an error tells of; `expected` is the type that the value should have had."""
    found = _AT.fullmatch(str(error))
    what = found["what"] if found else str(error)
    where = _where((found and found["path"]) or "")
    keys, choices = _vocabulary(expected)
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", what):
        name = unknown[1]
        return Fault((*where, name), f"unknown key “{name}”{suggestion(name, keys)}", key=True)
    if missing := re.fullmatch(r"Object missing required field `(.*)`", what):
        return Fault(where, f"the key “{missing[1]}” is missing")
    if invalid := re.fullmatch(r"Invalid enum value '(.*)'", what):
        return Fault(where, f"“{invalid[1]}” is not known here{suggestion(invalid[1], choices)}")
    for type_name, plain in _PLAIN_NAMES.items():
        what = what.replace(f"`{type_name}`", plain).replace(f"`{type_name} | null`", plain)
    return Fault(where, what[0].lower() + what[1:])


def suggestion(word: object, known: Iterable[str]) -> str:
    """The end of a message: which of the known words was perhaps meant."""
    close = difflib.get_close_matches(str(word), sorted(known), n=1)
    return f"; did you mean “{close[0]}”?" if close else ""


def _where(path: str) -> Where:
    """msgspec's path as keys and indexes, as far as it goes: keys of a free mapping it does not tell."""
    steps: list[str | int] = []
    for step in _STEP.finditer(path):
        if step[3]:
            break
        steps.append(step[1] if step[1] is not None else int(step[2]))
    return tuple(steps)


def _vocabulary(expected: Any) -> tuple[set[str], set[str]]:
    """Every key and every fixed value that such a value may hold."""
    keys: set[str] = set()
    choices: set[str] = set()
    rest: list[Any] = [msgspec.json.schema(expected)]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            keys |= set(part.get("properties", ()))
            choices |= {c for c in part.get("enum", ()) if isinstance(c, str)}
            rest.extend(part.values())
        elif isinstance(part, list):
            rest.extend(part)
    return keys, choices
