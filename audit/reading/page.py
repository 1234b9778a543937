"""One article as the ledger looks at it: tokens by number, with the facts about each that every step needs."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from audit.reading import names, tags
from audit.reading.lexicon import lexicon
from audit.records import Article, Parse, Quotation, Sentence, Span, Token, Tokens

__all__ = ["NOUNS", "Page", "turn"]

NOUNS = ("NN", "NNS", "NNP", "NNPS")


@dataclass(frozen=True)
class Page:
    """Tokens are meant by number, ranges are half open. `labels` are sections of the lexicon of head nouns."""

    article: Article
    parse: Parse
    quotations: tuple[Quotation, ...]
    labels: tuple[frozenset[str], ...]
    entities: tuple[str, ...]
    quoted: tuple[bool, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the article."""
        return self.parse.tokens

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self.parse.tokens]

    @cached_property
    def names(self) -> tuple[tuple[int, int], ...]:
        """Where persons' names stand, in order."""
        starts = [at for at, label in enumerate(self.entities) if label == "PERSON" and self._starts_name(at)]
        ends = [at + 1 for at, label in enumerate(self.entities) if label == "PERSON" and self._starts_name(at + 1)]
        return tuple(zip(starts, ends, strict=True))

    def _starts_name(self, at: int) -> bool:
        """Whether no name goes on over the border before a token."""
        if at == 0 or at == len(self.tokens) or self.tokens[at].sentence != self.tokens[at - 1].sentence:
            return True
        return "PERSON" not in self.entities[at - 1 : at] or self.entities[at] != "PERSON"

    @cached_property
    def surnames(self) -> dict[str, int]:
        """Where the last word of a person's name first stands."""
        first: dict[str, int] = {}
        for _, last in self.names:
            first.setdefault(self.tokens[last - 1].norm, last - 1)
        return first

    def range(self, spans: Iterable[Span]) -> tuple[int, int]:
        """The tokens from the first to the last of these spans."""
        spans = list(spans)
        first = bisect_left(self._starts, min(s.start for s in spans))
        return first, max(first + 1, bisect_left(self._starts, max(s.end for s in spans)))

    def at(self, offset: int) -> int:
        """The token that begins at or last before an offset."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def span(self, first: int, last: int) -> Span:
        """Where tokens stand in the text."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def text(self, first: int, last: int) -> str:
        """Tokens as printed, on one line."""
        return " ".join(self.article.text[slice(*self.span(first, last))].split())

    def sentence(self, at: int) -> Sentence:
        """The sentence of a token."""
        return self.parse.sentences[self.tokens[at].sentence]

    def block(self, at: int) -> int:
        """The paragraph of a token."""
        return self.sentence(at).block

    def norms(self, first: int, last: int) -> tuple[str, ...]:
        """Tokens in lower case."""
        return tuple(t.norm for t in self.tokens[first:last])

    def is_noun(self, at: int) -> bool:
        """Whether a token is a noun or a name."""
        return self.tokens[at].tag in NOUNS


def turn(article: Article, parse: Parse, quotations: Sequence[Quotation]) -> Page:
    """The page of an article."""
    count = len(parse.tokens)
    labels: list[set[str]] = [set() for _ in range(count)]
    for match in lexicon("heads").find(parse.tokens):
        for at in range(match.first, match.last):
            labels[at].add(match.label)
    parse = replace(parse, tokens=Tokens(tags.mended(parse.tokens, labels)))
    found = tuple(map(frozenset, labels))
    starts = [t.start for t in parse.tokens]
    entities = [""] * count
    for entity in parse.entities:
        for at in range(bisect_left(starts, entity.start), bisect_left(starts, entity.end)):
            entities[at] = entity.label
    quoted = [False] * count
    for quotation in quotations:
        for at in range(bisect_left(starts, quotation.span.start), bisect_left(starts, quotation.span.end)):
            quoted[at] = True
    return Page(
        article=article,
        parse=parse,
        quotations=tuple(quotations),
        labels=found,
        entities=names.mended(parse.tokens, found, entities),
        quoted=tuple(quoted),
    )
