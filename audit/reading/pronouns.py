"""Whom a pronoun means: the nearest source, or the person named nearby, that it can stand for."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from audit.reading.entry import Entry, latest_first
from audit.reading.mentions import PRONOUNS, Mention
from audit.reading.page import Page, remembered
from audit.reading.persons import full_name, gender_of, roles_of, same_person

__all__ = ["for_pronoun", "named_in", "named_nearby", "person_called", "within_reach"]

_REACH = 3  # sentences that are not only quoted
_FARTHEST = 30  # sentences of any kind
_OBJECT = 5  # words in which "he told Lund" names whom he is not
_NOBODY = frozenset(("no one", "nobody", "anyone", "anybody", "everyone", "everybody", "each"))


def for_pronoun(page: Page, mention: Mention, entries: list[Entry]) -> Entry | None:
    """The nearest source, or named person, that a pronoun can mean."""
    gender, first = mention.pronoun, mention.phrase.first
    if page.tokens[first].tag.startswith("W"):
        return next((e for e in reversed(entries) if any(last in (first - 1, first) for _, last in e.mentions)), None)
    reached = within_reach(page, first)
    near = (e for e in latest_first(entries) if page.tokens[e.last_seen].sentence in reached and _suits(e, gender))
    best = next(near, None)
    if gender in ("he", "she"):
        after = best.last_seen if best else -1
        others = _opening(page, first, after) if best else named_nearby(page, first, reached)
        named = chain(_subject(page, mention, after), _owner(page, mention, best), others)
        met = _met(page, first)
        people = (name for name in named if page.called(name)[-1] not in met)
        person = next((p for p in people if gender_of(page, page.called(full_name(page, p))) in (None, gender)), None)
        if person is not None:
            best = person_called(page, person, entries, gender)
    if best is not None and gender in ("he", "she") and best.kind == "person":
        best.gender = gender
    return _body(page, first, reached, entries) if best is None and gender == "it" else best


def _body(page: Page, at: int, reached: Sequence[int], entries: list[Entry]) -> Entry | None:
    """The body with whose name the sentence itself or the one before opens, new if need be."""
    for number in reversed(reached[-2:]):
        sentence = page.parse.sentences[number]
        first = sentence.first + (page.entities[sentence.first] != "ORG" and page.tokens[sentence.first].norm == "the")
        last = next((i for i in range(first, sentence.last) if page.entities[i] != "ORG"), sentence.last)
        if first < last <= at and not page.quoted[first]:
            return _entry_of_body(page, first, last, entries)
    return None


def _entry_of_body(page: Page, first: int, last: int, entries: list[Entry]) -> Entry:
    own = [norm for norm in page.norms(first, last) if norm != "the"]
    known = next((e for e in reversed(entries) if e.kind == "organization" and e.key == " ".join(own)), None)
    if known is None:
        known = Entry(kind="organization", plural=False, people=(1, 1), key=" ".join(own), proper=True)
        known.body, known.heads = page.text(first, last), {own[-1]} if own else set()
        entries.append(known)
    return known


def _met(page: Page, at: int) -> set[str]:
    """Names soon after a pronoun, of whom it is not: "he told Lund"."""
    soon = range(at + 1, min(at + _OBJECT, page.sentence(at).last))
    return {page.tokens[i].norm for i in soon if page.entities[i] == "PERSON"}


def within_reach(page: Page, at: int) -> range:
    """The sentence of a token and those shortly before; what is only quoted does not count."""
    reached = here = page.tokens[at].sentence
    counted = 0
    while reached > 0 and counted < _REACH and here - reached < _FARTHEST:
        counted += not _is_quoted(page, reached)
        reached -= 1
    return range(reached, here + 1)


@remembered
def _is_quoted(page: Page, number: int) -> bool:
    sentence = page.parse.sentences[number]
    return all(page.quoted[at] for at in range(sentence.first, sentence.last) if page.tokens.is_word[at])


def named_in(page: Page, number: int) -> Sequence[tuple[int, int]]:
    """Persons' names in a sentence, in order; none crosses its end."""
    sentence = page.parse.sentences[number]
    return page.names[bisect_left(page.names, (sentence.first, 0)) : bisect_left(page.names, (sentence.last, 0))]


def named_nearby(page: Page, at: int, reached: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Persons' names before a pronoun, those of the nearest sentence first, in each owners last, else in order."""
    for number in reversed(reached):
        before = (name for name in named_in(page, number) if name[1] <= at)
        here = (name for name in before if page.quoted[name[0]] <= page.quoted[at])
        yield from sorted(here, key=lambda name: page.tokens[name[1]].tag == "POS")


def _suits(entry: Entry, pronoun: str | None) -> bool:
    if not entry.name and (PRONOUNS.get(entry.key, pronoun) != pronoun or entry.key in _NOBODY):
        return False  # "I" is whoever is quoted
    if pronoun in ("he", "she"):
        human = entry.kind in ("person", "anonymous", "spokesperson")
        return human and not entry.plural and entry.gender in (None, pronoun)
    if pronoun == "it":
        return entry.kind in ("organization", "document", "evidence")
    if pronoun == "they":
        return entry.plural or entry.kind in ("organization", "anonymous")
    return False


def _owner(page: Page, mention: Mention, entry: Entry | None) -> Iterator[tuple[int, int]]:
    """The person whose aide was heard in the paragraph before: "One of Mr. Roe's aides said …. ¶ He denied it"."""
    if entry is None or entry.kind != "anonymous" or page.block(entry.last_seen) == page.block(mention.phrase.first):
        return
    first, last = entry.mentions[-1]
    yield from (n for n in page.names if first <= n[0] and n[1] <= last and _owns(page, n))


def _owns(page: Page, name: tuple[int, int]) -> bool:
    """Whether an aide is a person's: "Mr. Roe's aide", "an aide to Mr. Roe"."""
    before = name[0] - (page.tokens[name[0] - 1].tag == "NNP")
    return page.norms(name[1], name[1] + 1) in (("'s",), ("'",)) or page.norms(before - 1, before) in (("to",), ("of",))


def _subject(page: Page, mention: Mention, after: int) -> Iterator[tuple[int, int]]:
    """Whom the sentence itself names, owners last, where nobody spoke in it since and no such pronoun comes before."""
    at = mention.phrase.first
    number = page.tokens[at].sentence
    opens = page.sentence(at).first
    name = next(named_nearby(page, at, (number,)), None) if after < opens else None
    if name is not None and all(PRONOUNS.get(norm) != mention.pronoun for norm in page.norms(opens, name[0])):
        yield name


def _opening(page: Page, at: int, after: int) -> Iterator[tuple[int, int]]:
    """Whom the sentence before names first, past what is only quoted, where nobody spoke since."""
    here = page.tokens[at].sentence
    number = here - 1
    while number > 0 and here - number < _FARTHEST and _is_quoted(page, number):
        number -= 1
    if number >= 0 and after < page.parse.sentences[number].first:
        yield from islice((name for name in named_in(page, number) if not page.quoted[name[0]]), 1)


def person_called(page: Page, name: tuple[int, int], entries: list[Entry], gender: str | None) -> Entry:
    """The entry of a person who is named there, new if need be."""
    norms = page.called(full_name(page, name))
    known = next((e for e in reversed(entries) if e.name and same_person(e.name, norms)), None)
    if known is None:
        known = Entry(
            kind="person",
            plural=False,
            people=(1, 1),
            name=norms,
            shown=page.text(*full_name(page, name)),
            gender=gender or gender_of(page, norms),
        )
        known.roles |= roles_of(page, norms)
        entries.append(known)
    return known
