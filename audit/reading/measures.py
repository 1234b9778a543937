"""Figures of one article: how much is attributed, how much of it namelessly, how hedged, how hard to read."""

import warnings
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from audit.reading.voices import tokens_in
from audit.records import Article, Attribution, Hedge, Measures, Parse, Source, Span, Tokens

__all__ = ["measure"]

EPISTEMIC = frozenset({"modal", "adverb", "verb"})
_KNOWN_WORDS = 30_000
_REASON_WEIGHT = {"specific": 1.0, "boilerplate": 0.5, "none": 0.0}


def measure(
    article: Article,
    parse: Parse,
    sources: Sequence[Source],
    attributions: Sequence[Attribution],
    hedges: Sequence[Hedge],
) -> Measures:
    """The measures of one article.

    A word is a token with a letter or digit. Attributed words stand in a cue or content of an attribution that
    has a source; the anonymous share is the part of them that unnamed people are credited with.
    """
    word = Tokens.of(parse.tokens).is_word
    words = sum(word)

    def count(spans: Iterable[Span]) -> int:
        return sum([word[i] for i in tokens_in(parse.tokens, spans)])

    owned = [a for a in attributions if a.kind != "agentless"]
    attributed = count(s for a in owned for s in (*a.cue, *a.content))
    nameless = count(s for a in owned if a.kind == "anonymous" for s in (*a.cue, *a.content))
    anonymous = [s for s in sources if s.kind == "anonymous"]
    reasons = [_REASON_WEIGHT[s.reason.kind] if s.reason else 0.0 for s in anonymous]
    weak = sum(h.kind in EPISTEMIC and h.voice == "writer" for h in hedges)
    grade, ease = _readability(_body(article))
    return Measures(
        words=words,
        named_sources=sum(s.kind == "person" and s.name is not None for s in sources),
        anonymous_sources=_people(anonymous),
        anonymous_share=round(nameless / attributed, 3) if attributed else 0.0,
        attributed_share=round(count(s for a in owned for s in a.content) / words, 3) if words else 0.0,
        reason_given_rate=round(sum(reasons) / len(reasons), 3) if reasons else None,
        hedges_per_1000=round(1000 * weak / words, 1) if words else 0.0,
        flesch_kincaid_grade=grade,
        flesch_reading_ease=ease,
    )


def _people(sources: Sequence[Source]) -> tuple[int, int | None]:
    """Least and most persons behind the entries; no most where one entry has none."""
    least = sum(s.people[0] for s in sources)
    most = [s.people[1] for s in sources]
    return least, None if None in most else sum(m for m in most if m is not None)


def _body(article: Article) -> str:
    texts = (article.prose[slice(*b.span)] for b in article.blocks if b.kind == "paragraph")
    return " ".join(" ".join(text.split()) for text in texts)


def _readability(body: str) -> tuple[float | None, float | None]:
    """Flesch-Kincaid grade and Flesch reading ease of running text, headline left out."""
    if not any(c.isalpha() for c in body):
        return None, None
    textstat = _textstat()
    return round(textstat.flesch_kincaid_grade(body), 1), round(textstat.flesch_reading_ease(body), 1)


@cache
def _textstat() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # textstat 0.7.4 uses pkg_resources: docs/decisions/0003
        from textstat.textstat import textstatistics

    counter = textstatistics()
    counter.set_lang("en_US")
    counter.pyphen = _Hyphens(counter.pyphen)
    return counter


class _Hyphens:
    """Where words can be hyphenated. pyphen itself keeps every word that it was ever asked for."""

    def __init__(self, pyphen: Any) -> None:
        self._pyphen = pyphen
        self.positions = lru_cache(_KNOWN_WORDS)(self._positions)

    def _positions(self, word: str) -> list[int]:
        found: list[int] = self._pyphen.positions(word)
        self._pyphen.hd.cache.clear()
        return found
