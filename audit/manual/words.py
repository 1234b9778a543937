"""Settings of a rule, and what a check found, in words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

from audit.checks import Found, Part, Settings
from audit.manual.phrases import PHRASES, Phrase
from audit.records import Span

__all__ = ["Clause", "Role", "clause", "clauses", "listed", "told"]

Role: TypeAlias = Literal["if", "unless", "how"]
_NOTHING: tuple[object, ...] = (None, (), {})


class Clause(NamedTuple):
    """One setting in words: a condition for a report, something that excuses, or how something is reported."""

    asked: str
    text: str
    role: Role


def clauses(settings: Settings) -> tuple[Clause, ...]:
    """What settings say, in the order of their check's phrases; defaults that go without saying are left out."""
    values = dict(_values(settings))
    phrases = PHRASES[type(settings)]
    said = ((name, phrase, *values[name]) for name, phrase in phrases.items() if name in values)
    made = (_clause(name, phrase, value) for name, phrase, value, usual in said if phrase.always or not usual)
    return tuple(one for one in made if one.text)


def clause(settings: Settings, asked: str) -> Clause:
    """The condition that an answer names, in words; one of the check's own is in words already."""
    phrase = PHRASES[type(settings)].get(asked)
    if phrase is None:
        return Clause(asked, asked, "unless" if asked.startswith("unless") else "if")
    return _clause(asked, phrase, reduce(getattr, asked.split("."), settings))


def told(settings: Settings, asked: str, found: Found) -> str:
    """What was found where an answer's condition was asked, in words; "" for nothing and for a place of the article."""
    if found is None or isinstance(found, Span):
        return ""
    if isinstance(found, bool):
        return "yes" if found else "no"
    phrase = PHRASES[type(settings)].get(asked)
    return phrase.words.get(str(found), str(found)) if phrase else str(found)


def _values(part: Part, prefix: str = "") -> Iterator[tuple[str, tuple[Any, bool]]]:
    """Every setting by its path in a rule file: its value, and whether that is the check's default."""
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        if isinstance(value, Part):
            yield from _values(value, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name, (value, value == field.default or value in _NOTHING)


def _clause(asked: str, phrase: Phrase, value: Any) -> Clause:
    role: Role = "how" if phrase.how else "unless" if asked.startswith("unless") else "if"
    text = phrase.no if value is False else phrase.text
    return Clause(asked, text.replace("{}", _shown(value, phrase)), role)


def _shown(value: Any, phrase: Phrase) -> str:
    if isinstance(value, tuple):
        return listed([_shown(one, phrase) for one in value])
    if isinstance(value, Mapping):
        return listed([phrase.pair.format(phrase.words.get(key, key), _shown(v, phrase)) for key, v in value.items()])
    if isinstance(value, float):
        return f"{value:.0%}" if value <= 1 else f"{value:g}"
    return phrase.words.get(str(value), str(value))


def listed(words: Sequence[str], last: str = "or") -> str:
    """A list in words: “a, b or c”."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
