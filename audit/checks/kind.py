"""What every kind of check is made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import msgspec

from audit.phrases import PhraseMatcher
from audit.records import Hit, Reading

__all__ = ["Check", "OneOrMore", "Settings", "Vocabulary"]

T = TypeVar("T")
OneOrMore: TypeAlias = T | tuple[T, ...]
Vocabulary: TypeAlias = Mapping[str, PhraseMatcher]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a rule file may say under `settings`; its fields are the allowed keys."""


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
