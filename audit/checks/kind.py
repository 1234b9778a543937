"""What every kind of check is made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import msgspec

from audit.phrases import PhraseMatcher
from audit.records import Hit, Reading, Severity

__all__ = ["Check", "OneOrMore", "Part", "Settings", "Vocabulary", "Words", "lexicons_of"]

T = TypeVar("T")
OneOrMore: TypeAlias = T | tuple[T, ...]
Words: TypeAlias = str | tuple[str, ...]  # names of lexicons, or of sections of them
Vocabulary: TypeAlias = Mapping[str, PhraseMatcher]

_LEXICAL = (Words, Words | None, dict[str, Words])


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of settings; its fields are the allowed keys."""


class Settings(Part, frozen=True):
    """What a rule file may say under `settings`.

    `tiers` says, by severity, which of the other settings are different for it: a warning over 0.25, an error
    over 0.5. They are checked where a rule is built.
    """

    tiers: dict[Severity, dict[str, Any]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One kind of check: code that many rules share.

    `run` yields hits in any order, from the reading, the rule's settings and the lexicons that these name.
    `placeholders` are the values each hit has for the message.
    """

    settings: type[Settings]
    run: Callable[[Reading, Any, Vocabulary], Iterator[Hit]]
    placeholders: frozenset[str]


def lexicons_of(settings: Part) -> Iterator[str]:
    """Names of all lexicons that settings mention: what stands in their fields of type Words."""
    for field in msgspec.structs.fields(settings):
        value = getattr(settings, field.name)
        if isinstance(value, Part):
            yield from lexicons_of(value)
        elif field.type in _LEXICAL and value is not None:
            for words in value.values() if isinstance(value, dict) else (value,):
                yield from (words,) if isinstance(words, str) else words
