"""Entities put right by all that an article tells of a name: titles off, companies no persons, persons everywhere."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from audit.reading.lexicon import words
from audit.reading.roles import PERSONAL, is_human
from audit.records import Token, Tokens

__all__ = ["mended"]

_HE_OR_SHE = frozenset(("he", "she", "his", "her", "him"))
_ITS = frozenset(("its", "itself"))
_APPOSITION = 7
_CLAUSE = 8


class _Text:
    """Tokens with their entities, being mended."""

    def __init__(self, tokens: Sequence[Token], labels: Sequence[frozenset[str]], entities: Sequence[str]) -> None:
        self.tokens, self.labels, self.entities = Tokens.of(tokens), labels, list(entities)

    def norm(self, at: int) -> str:
        return self.tokens.norms[at] if 0 <= at < len(self.tokens) else ""

    def is_name(self, at: int) -> bool:
        """Whether a token is capitalised as a name is."""
        return 0 <= at < len(self.tokens) and self.tokens[at].text[0].isupper() and self.tokens[at].tag[:2] == "NN"

    def runs(self) -> Iterator[tuple[int, int]]:
        """Persons' names as half-open ranges; none crosses a sentence."""
        persons = list(self._persons())
        together = groupby(enumerate(persons), lambda one: (one[1] - one[0], self.tokens[one[1]].sentence))
        for run in ([at for _, at in members] for _, members in together):
            yield run[0], run[-1] + 1

    def _persons(self) -> Iterator[int]:
        at = -1
        for _ in range(self.entities.count("PERSON")):
            at = self.entities.index("PERSON", at + 1)
            yield at

    def label(self, first: int, last: int, label: str) -> None:
        self.entities[first:last] = [label] * (last - first)


def mended(tokens: Sequence[Token], labels: Sequence[frozenset[str]], entities: Sequence[str]) -> tuple[str, ...]:
    """Entity labels by token; `labels` has the sections of the head-noun lexicon for each."""
    text = _Text(tokens, labels, entities)
    _to_their_ends(text)
    titled = set(_without_titles(text))
    _bodies(text, titled)
    _everywhere(text)
    return tuple(text.entities)


def _to_their_ends(text: _Text) -> None:
    """Draw names out over a hyphen with what goes on in lower case, as in Ki-moon, and take families for no person."""
    runs = list(text.runs())
    surnames = {text.norm(last - 1) for first, last in runs if last - first > 1}
    for first, last in runs:
        if text.norm(last - 1) == "-":
            last -= 1
            text.label(last, last + 1, "")
        if _goes_on_hyphened(text, first, last):
            text.label(last, last + 2, "PERSON")
        elif last - first == 1 and text.tokens[first].tag == "NNPS" and text.norm(first) not in surnames:
            text.label(first, last, "MISC")


def _goes_on_hyphened(text: _Text, first: int, last: int) -> bool:
    """Whether the name's last part follows after a hyphen: Ki-moon, but not "Roe-led" or "Ost-era rules"."""
    if last - first < 2 or last + 1 >= len(text.tokens) or text.norm(last) != "-":
        return False
    before, hyphen, part = text.tokens[last - 1 : last + 2]
    joined = before.end == hyphen.start and hyphen.end == part.start
    noun_next = text.tokens[last + 2].tag.startswith("NN") if last + 2 < len(text.tokens) else False
    return joined and part.text.isalpha() and part.text.islower() and not (part.tag[:2] in ("VB", "JJ") or noun_next)


def _without_titles(text: _Text) -> Iterator[str]:
    """Take titles and common nouns out of names; yields the last words of names that had or have a title."""
    for first, last in list(text.runs()):
        start = first
        while start < last - 1 and text.norm(start) in words("title"):
            start += 1
        text.label(first, start, "")
        if last - start == 1 and text.labels[start] & {"document", "institution"}:
            text.label(start, last, "")
        elif start > first or text.norm(start - 1) in words("title"):
            yield text.norm(last - 1)


# ---------------------------------------------------------------- bodies


def _bodies(text: _Text, titled: set[str]) -> None:
    """Take a name for a body's where more speaks for it, over the whole article, than for a person's."""
    votes: Counter[str] = Counter()
    runs = list(text.runs())
    for first, last in runs:
        votes[text.norm(last - 1)] += _for_person(text, first, last) - _for_body(text, first, last)
    whole = {text.norm(last - 1) for first, last in runs if last - first > 1}
    votes.update(whole)
    votes.subtract(2 * [name for name, margin in _told_bodies(text, runs).items() if margin > 0])
    names = {text.norm(last - 1) for _, last in runs} - whole
    for at in text.tokens.places(names):
        if text.is_name(at) and _goes_on_as_body(text, at + 1):
            votes[text.norm(at)] -= 2
    for first, last in runs:
        key = text.norm(last - 1)
        if votes[key] < 0 and key not in titled:
            text.label(first, last, "ORG")


def _told_bodies(text: _Text, runs: Sequence[tuple[int, int]]) -> Counter[str]:
    """How much oftener the trained reader takes a word for a body than for the end of a person's name."""
    told = Counter(token.norm for token, label in zip(text.tokens, text.entities, strict=True) if label == "ORG")
    told.subtract(Counter(text.norm(last - 1) for _, last in runs))
    return told


def _for_person(text: _Text, first: int, last: int) -> int:
    before, after = text.norm(first - 1), text.norm(last)
    told = _apposition(text, last)
    marks = (
        first > 0 and text.tokens[first - 1].tag == "NN" and _is_personal(text, first - 1),
        before == "," and _is_personal(text, first - 2),
        after == "who" or (after == "," and text.norm(last + 1) in ("who", "whose")),
        after == "," and text.norm(last + 1).isdigit() and text.norm(last + 2) in (",", "."),
        told is not None and _is_personal(text, told),
        bool(_HE_OR_SHE.intersection(_clause(text, last))),
    )
    return sum(marks)


def _for_body(text: _Text, first: int, last: int) -> int:
    told = _apposition(text, last)
    own = text.norm(last) == "'s" and any(text.norm(at) in words("possession") for at in range(last + 1, last + 4))
    marks = (
        any(text.norm(at) in words("body") for at in range(first, last)),
        text.norm(first - 1) == "the" and not (last < len(text.tokens) and text.tokens[last].tag[:2] in ("NN", "PO")),
        told is not None and text.norm(told) in words("body"),
        first > 0 and text.tokens[first - 1].tag == "NN" and text.norm(first - 1) in words("body"),
        text.norm(last) in words("possession") or own,
        last < len(text.tokens) and text.tokens[last].tag == "VBP" and text.norm(first - 1) not in ("and", "or"),
    )
    return 2 * sum(marks) + bool(_ITS.intersection(_clause(text, last)))


def _goes_on_as_body(text: _Text, at: int) -> bool:
    return text.is_name(at) and text.norm(at) in words("body") and text.entities[at] != "PERSON"


def _is_personal(text: _Text, at: int) -> bool:
    norm = text.norm(at)
    return at >= 0 and norm not in words("body") and (bool(text.labels[at] & PERSONAL) or is_human(norm))


def _apposition(text: _Text, after: int) -> int | None:
    """The head of ", the main contractor," after a name."""
    if text.norm(after) != "," or text.norm(after + 1) not in ("a", "an", "the", "its", "his", "her", "their"):
        return None
    at = after + 2
    while at < min(len(text.tokens), after + _APPOSITION) and text.tokens[at].tag[:2] in ("JJ", "NN", "CD", "VB", "PO"):
        at += 1
    return at - 1


def _clause(text: _Text, after: int) -> tuple[str, ...]:
    """The words after a name, up to another name or the end of the sentence."""
    out = []
    for at in range(after, min(len(text.tokens), after + _CLAUSE)):
        if text.tokens[at].tag in (".", "``", "''") or text.is_name(at):
            break
        out.append(text.norm(at))
    return tuple(out)


# ---------------------------------------------------------------- persons


def _everywhere(text: _Text) -> None:
    """Find a person's surname again where it has no label, with the first name before it."""
    surnames = {text.tokens[last - 1].text for _, last in text.runs()}
    for at in text.tokens.places(text.norm(last - 1) for _, last in text.runs()):
        token = text.tokens[at]
        word = token.text.title() if token.text.isupper() else token.text  # a transcript's speakers
        if word not in surnames or text.entities[at] or text.is_name(at + 1):
            continue
        first = at
        while first > 0 and at - first < 2 and _is_first_name(text, first - 1, token.sentence):
            first -= 1
        text.label(first, at + 1, "PERSON")


def _is_first_name(text: _Text, at: int, sentence: int) -> bool:
    token = text.tokens[at]
    common = text.labels[at] or token.norm in words("title") | words("body") or _is_personal(text, at)
    return text.is_name(at) and not text.entities[at] and token.sentence == sentence and not common
