"""Conditions that many checks have in common, asked at one place."""

from collections.abc import Iterable, Iterator

from audit.checks.kind import Answer, Found, Vocabulary, Words
from audit.checks.scene import many, match_in
from audit.records import Reading, Span

__all__ = ["is_among", "with_words", "without_words"]


def is_among(asked: str, found: Found, wanted: object) -> Answer:
    """Whether a value is one of those that a setting lists."""
    return Answer(asked, found in many(wanted), found)


def with_words(
    asked: str, names: Words, reading: Reading, spans: Iterable[Span], words: Vocabulary
) -> Iterator[Answer]:
    """Whether one of these lexicons matches there; no answer where none is named."""
    if names:
        match = match_in(reading, spans, (words[name] for name in many(names)))
        yield Answer(asked, match is not None, match)


def without_words(
    asked: str, names: Words, reading: Reading, spans: Iterable[Span], words: Vocabulary
) -> Iterator[Answer]:
    """Whether none of these lexicons matches there; no answer where none is named."""
    for _, matches, found in with_words(asked, names, reading, spans, words):
        yield Answer(asked, not matches, found)
