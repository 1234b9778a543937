"""One article as the ledger looks at it: tokens by number, with the facts about each that every step needs."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from itertools import pairwise
from typing import Any, Concatenate, ParamSpec, TypeVar

from audit.reading import names, tags
from audit.reading.lexicon import lexicon
from audit.records import Article, Entity, Parse, Quotation, Sentence, Span, Tokens
from audit.text import find_quotations

__all__ = ["NOUNS", "Page", "remembered", "turn"]

P = ParamSpec("P")
R = TypeVar("R")

NOUNS = ("NN", "NNS", "NNP", "NNPS")
_SUFFIXES = frozenset(("jr.", "jr", "sr.", "sr", "ii", "iii", "iv"))
_NO_LABELS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Page:
    """Tokens are meant by number, ranges are half open. `labels` are sections of the lexicon of head nouns."""

    article: Article
    parse: Parse
    quotations: tuple[Quotation, ...]
    labels: tuple[frozenset[str], ...]
    entities: tuple[str, ...]
    quoted: tuple[bool, ...]

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the article."""
        return Tokens.of(self.parse.tokens)

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What `remembered` functions have found out about this page."""
        return {}

    @cached_property
    def _is_noun(self) -> list[bool]:
        return [token.tag in NOUNS for token in self.tokens]

    @cached_property
    def names(self) -> tuple[tuple[int, int], ...]:
        """Where persons' names stand, in order."""
        starts = [at for at, label in enumerate(self.entities) if label == "PERSON" and self._starts_name(at)]
        ends = [at + 1 for at, label in enumerate(self.entities) if label == "PERSON" and self._starts_name(at + 1)]
        return tuple(zip(starts, ends, strict=True))

    @cached_property
    def named(self) -> tuple[tuple[str, ...], ...]:
        """The words of these names."""
        return tuple([self.called(name) for name in self.names])

    def called(self, name: tuple[int, int]) -> tuple[str, ...]:
        """The words of a person's name in lower case; without "Jr.", unless a namesake without it is told of."""
        own = self.norms(*name)
        alone = len(own) > 1 and own[-1] in _SUFFIXES and own[:-1] not in self._as_printed
        return own[:-1] if alone else own

    @cached_property
    def _as_printed(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self.norms(*name) for name in self.names)

    @cached_property
    def hunches(self) -> dict[int, tuple[float, ...]]:
        """What the trained reader suspects of tokens: the chance of each of HUNCH_KINDS."""
        return dict(self.parse.hunches or ())

    def _starts_name(self, at: int) -> bool:
        """Whether no name goes on over the border before a token."""
        if at == 0 or at == len(self.tokens) or self.tokens[at].sentence != self.tokens[at - 1].sentence:
            return True
        return "PERSON" not in self.entities[at - 1 : at] or self.entities[at] != "PERSON"

    @cached_property
    def surnames(self) -> dict[str, int]:
        """Where the last word of a person's name first stands."""
        first: dict[str, int] = {}
        for (begins, _), own in zip(self.names, self.named, strict=True):
            first.setdefault(own[-1], begins + len(own) - 1)
        return first

    def range(self, spans: Collection[Span]) -> tuple[int, int]:
        """The tokens from the first to the last of these spans."""
        starts = self.tokens.starts
        first = bisect_left(starts, min(spans).start)
        return first, max(first + 1, bisect_left(starts, max([span.end for span in spans])))

    def at(self, offset: int) -> int:
        """The token that begins at or last before an offset."""
        return max(0, bisect_right(self.tokens.starts, offset) - 1)

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
        return self.tokens.norms[first:last]

    def is_noun(self, at: int) -> bool:
        """Whether a token is a noun or a name."""
        return self._is_noun[at]


def remembered(ask: Callable[Concatenate[Page, P], R]) -> Callable[Concatenate[Page, P], R]:
    """A question about a page that is asked again and again: its answer is kept with the page."""

    @wraps(ask)
    def answer(page: Page, /, *args: P.args, **kwargs: P.kwargs) -> R:
        asked = (ask, args, *kwargs.items())
        if asked not in page.answers:
            page.answers[asked] = ask(page, *args, **kwargs)
        return page.answers[asked]  # type: ignore[no-any-return]  # what `ask` returned

    return answer


def turn(article: Article, parse: Parse) -> Page:
    """The page of an article, its quotations found, its tags and entities mended."""
    count = len(parse.tokens)
    labels = [_NO_LABELS] * count
    plain = Tokens.of(parse.tokens)
    for match in lexicon("heads").find(plain):
        for at in range(match.first, match.last):
            labels[at] |= {match.label}
    tokens = plain.retagged(tags.mended(plain, labels))
    starts = tokens.starts
    told = [""] * count
    for entity in parse.entities:
        for at in range(bisect_left(starts, entity.start), bisect_left(starts, entity.end)):
            told[at] = entity.label
    entities = names.mended(tokens, labels, told)
    borders = {entity.start for entity in parse.entities}
    parse = replace(parse, tokens=tokens, entities=tuple(_entities(tokens, entities, borders)))
    quotations = find_quotations(article.prose, [block.span for block in article.blocks])
    quoted = [False] * count
    for quotation in quotations:
        for at in range(bisect_left(starts, quotation.span.start), bisect_left(starts, quotation.span.end)):
            quoted[at] = True
    return Page(
        article=article,
        parse=parse,
        quotations=quotations,
        labels=tuple(labels),
        entities=entities,
        quoted=tuple(quoted),
    )


def _entities(tokens: Tokens, labels: Sequence[str], borders: Container[int]) -> Iterator[Entity]:
    """Words of one label beside each other, parted where a sentence or one of the trained reader's names begins."""
    opens = [
        at
        for at, token in enumerate(tokens)
        if at == 0
        or labels[at] != labels[at - 1]
        or token.sentence != tokens[at - 1].sentence
        or token.start in borders
    ]
    for first, last in pairwise((*opens, len(tokens))):
        if labels[first]:
            yield Entity(tokens[first].start, tokens[last - 1].end, labels[first])
