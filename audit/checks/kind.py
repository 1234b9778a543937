"""What every kind of check is made of: its settings, and a verdict on each place that it looks at.

What a check reports and the reasons why not come from one pass.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

import msgspec

from audit.phrases import PhraseMatcher
from audit.records import Hit, Reading, Severity, Span

__all__ = [
    "Answer",
    "Bound",
    "Check",
    "Found",
    "OneOrMore",
    "Part",
    "Settings",
    "Verdict",
    "Vocabulary",
    "Words",
    "judged",
    "lexicons_of",
]

T = TypeVar("T")
OneOrMore: TypeAlias = T | tuple[T, ...]
Words: TypeAlias = str | tuple[str, ...]  # names of lexicons, or of sections of them
Vocabulary: TypeAlias = Mapping[str, PhraseMatcher]

Bound: TypeAlias = tuple[str, Literal["over", "under"], float]
Found: TypeAlias = Span | str | float | None

_LEXICAL = (Words, Words | None, dict[str, Words])


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of settings; its fields are the allowed keys."""


class Settings(Part, frozen=True):
    """What a rule file may say under `settings`.

    `tiers` says, by severity, which of the other settings are different for it: a warning over 0.25, an error
    over 0.5. They are checked where a rule is built.
    """

    tiers: dict[Severity, dict[str, Any]] = {}


class Answer(NamedTuple):
    """What came of one condition at one place.

    `asked` is the setting it stands for, such as "where.kind", or for a condition of the check's own that
    condition in words. `found` is what the article has there: a place in it, or a value.
    """

    asked: str
    holds: bool
    found: Found = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One place that a check looked at.

    `answers` end with the first that does not hold. Where all hold there is a hit, or the place is part of the
    hit of another one, which stands at `into`.
    """

    span: Span
    answers: tuple[Answer, ...]
    hit: Hit | None = None
    into: Span | None = None


def judged(span: Span, answers: Iterable[Answer], hit: Callable[[], Hit]) -> Verdict:
    """The verdict on a place: no answer is asked for after the first that does not hold."""
    given: list[Answer] = []
    for answer in answers:
        given.append(answer)
        if not answer.holds:
            return Verdict(span=span, answers=tuple(given))
    return Verdict(span=span, answers=tuple(given), hit=hit())


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One kind of check: code that many rules share.

    `judge` yields verdicts in any order, from the reading, the rule's settings and the lexicons that these name.
    `placeholders` are the values each hit has for the message, `limits` those that settings set to measures, each
    as name of the measure, side and value.
    """

    settings: type[Settings]
    judge: Callable[[Reading, Any, Vocabulary], Iterator[Verdict]]
    placeholders: frozenset[str]
    limits: Callable[[Any], Iterable[Bound]] = lambda _settings: ()


def lexicons_of(settings: Part) -> Iterator[str]:
    """Names of all lexicons that settings mention: what stands in their fields of type Words."""
    for field in msgspec.structs.fields(settings):
        value = getattr(settings, field.name)
        if isinstance(value, Part):
            yield from lexicons_of(value)
        elif field.type in _LEXICAL and value is not None:
            for words in value.values() if isinstance(value, dict) else (value,):
                yield from (words,) if isinstance(words, str) else words
