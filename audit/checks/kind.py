"""What every kind of check is made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import msgspec

from audit.phrases import PhraseMatcher
from audit.records import Hit, Reading, Severity

__all__ = ["Check", "OneOrMore", "Part", "Settings", "Vocabulary"]

T = TypeVar("T")
OneOrMore: TypeAlias = T | tuple[T, ...]
Vocabulary: TypeAlias = Mapping[str, PhraseMatcher]


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

    `run` yields hits in any order, from the reading, the rule's settings and the lexicons that
    `lexicons` names for those settings. `placeholders` are the values each hit has for the message.
    """

    settings: type[Settings]
    run: Callable[[Reading, Any, Vocabulary], Iterator[Hit]]
    lexicons: Callable[[Any], Iterator[str]]
    placeholders: frozenset[str]
