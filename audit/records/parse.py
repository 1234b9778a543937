"""What the trained pipeline hands over."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from audit.records.article import Span

__all__ = ["HUNCH_KINDS", "Draft", "Entity", "Hunch", "Parse", "Sentence", "Token", "Tokens"]


class Token(NamedTuple):
    """One token; `norm` is lower case with straight quotes, `tag` a Penn Treebank tag, `sentence` an index."""

    start: int
    end: int
    text: str
    norm: str
    tag: str
    sentence: int


class Tokens(tuple[Token, ...]):
    """The tokens of one article, with what many look up in them: each view is made once, when it is first asked for."""

    @classmethod
    def of(cls, tokens: Iterable[Token]) -> "Tokens":
        """These tokens with their views; themselves if they have them already."""
        return tokens if isinstance(tokens, cls) else cls(tokens)

    def retagged(self, tokens: Iterable[Token]) -> "Tokens":
        """The same tokens with other tags; what does not hang on tags is not looked up anew."""
        other = Tokens(tokens)
        other.__dict__.update({name: self.__dict__[name] for name in _WITHOUT_TAGS if name in self.__dict__})
        return other

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What has been looked for in these tokens, with what was found."""
        return {}

    @cached_property
    def norms(self) -> tuple[str, ...]:
        """The norm of each."""
        return tuple([token.norm for token in self])

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each begins."""
        return tuple([token.start for token in self])

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where each ends."""
        return tuple([token.end for token in self])

    @cached_property
    def is_word(self) -> tuple[bool, ...]:
        """Whether each has a letter or digit in it."""
        return tuple([text.isalnum() or (len(text) > 1 and any(map(str.isalnum, text))) for _, _, text, *_ in self])

    @cached_property
    def at_norm(self) -> Mapping[str, list[int]]:
        """The numbers of the tokens of each norm, in order."""
        return _places(self.norms)

    @cached_property
    def at_tag(self) -> Mapping[str, list[int]]:
        """The numbers of the tokens of each tag, in order."""
        return _places([token.tag for token in self])

    def places(self, norms: Iterable[str]) -> list[int]:
        """The numbers of the tokens of any of these norms, in order."""
        return sorted(at for norm in set(norms) for at in self.at_norm.get(norm, ()))

    @cached_property
    def sentences(self) -> Mapping[int, tuple[int, int]]:
        """The tokens of each sentence as a half-open range."""
        ranges = {}
        first = 0
        for number, count in Counter([token.sentence for token in self]).items():
            ranges[number] = (first, first + count)
            first += count
        return ranges


_WITHOUT_TAGS = ("norms", "starts", "ends", "is_word", "at_norm", "sentences")


def _places(values: Iterable[str]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        places[value].append(at)
    return dict(places)


class Sentence(NamedTuple):
    """One sentence: its span, its block's index, and its tokens as a half-open range of token indexes."""

    start: int
    end: int
    block: int
    first: int
    last: int


class Entity(NamedTuple):
    """A named entity; labels are PERSON, ORG, LOC and MISC."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An attribution as the trained pipeline sees it; source and content may be empty or in pieces."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


HUNCH_KINDS = ("anonymous", "spokesperson", "collective", "evidence", "agentless")


class Hunch(NamedTuple):
    """A token that may tell of an unnamed source: its number, and the chance of each of HUNCH_KINDS."""

    token: int
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Tokens, sentences, entities, drafts and hunches of one article, in order of the text.

    A reader that knows no kinds leaves `hunches` None.
    """

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    drafts: tuple[Draft, ...]
    model: str
    hunches: tuple[Hunch, ...] | None = None
