"""Several known speakers in the words of one source: "Ada Lund and Peter Roe", "the bank and the union"."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.reading import kinds
from audit.reading.credit import Credit
from audit.reading.known import are_people, known_kind
from audit.reading.mentions import Mention, words_of
from audit.reading.nouns import Phrase, phrase_in
from audit.reading.page import Page
from audit.reading.persons import same_person
from audit.reading.roles import is_human
from audit.records import UNNAMED_KINDS, Span

__all__ = ["each_speaker"]

_PARTS = ("WP", "WDT", "WP$", "VBD", "VBZ", "VBP", "VBG", "VBN", "MD", "TO", "IN")


def each_speaker(page: Page, told: Sequence[Credit]) -> Iterator[Credit]:
    """Credits with one more for each further known speaker; who shares words with others is told so."""
    by_cue: dict[tuple[Span, ...], list[Credit]] = defaultdict(list)
    for credit in told:
        if credit.draft.cue and credit.kind in UNNAMED_KINDS:
            by_cue[credit.draft.cue].append(credit)
    for credit in told:
        found = [other for other in by_cue[credit.draft.cue] if _is_part(page, other, credit)]
        heads = {other.mention.phrase.head for other in found}
        others = [other for other in _further(page, credit) if other.mention.phrase.head not in heads]
        shares = bool(others or found)
        yield replace(credit, joint=True) if shares else credit
        yield from others


def _is_part(page: Page, other: Credit, credit: Credit) -> bool:
    """Whether another source of the same words stands inside this one's: the officials of "the bank and officials"."""
    first, last = page.range(credit.draft.source)
    begins, ends = page.range(other.draft.source)
    return first < begins and ends <= last


def _further(page: Page, credit: Credit) -> Iterator[Credit]:
    if credit.kind in UNNAMED_KINDS or not _is_somebody(page, credit.mention):
        return
    first, last = page.range(credit.draft.source)
    joins = [at for at in range(first + 1, last - 1) if _joins(page, first, at)]
    commas = [at for at in range(first + 1, max(joins, default=0)) if page.tokens[at].norm == ","]
    names = [page.called(credit.mention.name)] if credit.mention.name else []
    for at in sorted((*joins, *commas)):
        mention = words_of(page, phrase_in(page, at + 1, last, last))
        speaks = _is_listed(page, mention.phrase) if at in commas else _is_somebody(page, mention)
        name = page.called(mention.name) if mention.name else ()
        people = at in joins and are_people(page, mention)
        unnamed = not people and _is_unnamed(page, credit, mention)
        if not (speaks or people) or unnamed or any(same_person(name, other) for other in names if name):
            continue
        if not name or len(name) > 1 or _is_met(page, mention):
            names += [name] if name else []
            yield replace(credit, mention=mention, kind=known_kind(page, mention), joint=True)


def _is_unnamed(page: Page, credit: Credit, mention: Mention) -> bool:
    """Whether words without a name may be an unnamed source's: "Lund and her spokesman"."""
    return mention.name is None and kinds.kind_of(page, mention, credit.cue) in UNNAMED_KINDS


def _is_met(page: Page, mention: Mention) -> bool:
    """Whether a lone surname is somebody's whom the article tells more of: Lund, but not the Spencer of a firm."""
    assert mention.name is not None
    first, last = mention.name
    titled = first > 0 and page.tokens[first - 1].tag in ("NNP", "NN", "JJ") and page.tokens[first - 1].norm != "and"
    return titled or sum(own[-1] == page.called((first, last))[-1] for own in page.named) > 1


def _joins(page: Page, first: int, at: int) -> bool:
    """Whether an "and" joins speakers: it is no part of a name, nor of what is told of the speaker before."""
    if page.tokens[at].norm != "and" or (page.entities[at] and page.entities[at] == page.entities[at - 1]):
        return False
    opened = next((i for i in range(at - 1, first, -1) if page.tokens[i].norm in (",", "and")), first)
    if opened == at - 1:
        return True
    told = page.tokens[opened].norm == "," and not _is_listed(page, phrase_in(page, opened + 1, at, at))
    parts = (i for i in range(opened, at) if page.tokens[i].tag in _PARTS and page.entities[i + 1] != "LOC")
    return not told and next(parts, None) is None


def _is_listed(page: Page, phrase: Phrase) -> bool:
    """Whether words that begin after a comma name one more, and do not tell who the one before is."""
    return page.entities[phrase.head] == "PERSON" and page.tokens[phrase.first - 1].norm == ","


def _is_somebody(page: Page, mention: Mention) -> bool:
    """Whether words name a person or body, or the one person who is somebody's: Lund, the bank, his wife."""
    phrase = mention.phrase
    opens, label = page.tokens[phrase.first], page.entities[phrase.head]
    if mention.name or mention.pronoun in ("he", "she"):
        return True
    if mention.owned and is_human(page.tokens[phrase.head].norm):
        return True
    return label == "ORG" or (mention.is_body and opens.tag in ("DT", "PRP$"))
