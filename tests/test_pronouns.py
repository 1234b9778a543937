"""Whom pronouns mean: he, she, who, which, that."""

from dataclasses import replace

import pytest

from audit.reading import ledger
from audit.reading.page import turn
from audit.records import Entity
from tests.parses import ledger_of, parse_of

Told = tuple[str, str]


def last_told(marked: str) -> Told:
    """The kind and label of the source whose attribution stands last in the text."""
    sources, attributions, *_ = ledger_of(marked)
    source = next(s for s in sources if s.id == attributions[-1].source_id)
    return source.kind, source.name or source.label


RELATIVE = {
    "a name": ("It was Mara Roe, {who|source} {said|cue} {it burned|content}.", ("person", "Mara Roe")),
    "a name with its town": (
        "It was Mara Roe of Orl, {who|source} {said|cue} {it burned|content}.",
        ("person", "Mara Roe"),
    ),
    "a name with a note": (
        "It was Mara Roe (Orl), {who|source} {said|cue} {it burned|content}.",
        ("person", "Mara Roe"),
    ),
    "a name with a trade": (
        "It was Mara Roe, the head of the club, {who|source} {said|cue} {it burned|content}.",
        ("person", "Mara Roe"),
    ),
    "not the owner": (
        "Mara Roe's voters, {who|source} {feared|cue} {it burned|content}.",
        ("person", "Mara Roe's voters"),
    ),
    "nor whom another clause names": (
        "Mara Roe was at Orl, {who|source} {said|cue} {it burned|content}.",
        ("person", "who"),
    ),
    "nor who only owns": ("Mara Roe's talk in Orl, {who|source} {said|cue} {it burned|content}.", ("person", "who")),
    "whose": ("Mara Roe, {whose/WP$|source} {claim|cue} {it burned|content}, came.", ("person", "Mara Roe")),
    "whose book": (
        "It was Mara Roe, {whose/WP$ book/NN|source} {said|cue} {it burned|content}.",
        ("document", "Mara Roe's book"),
    ),
    "people with a note": (
        "Ask the voters (in Orl), {who|source} {said|cue} {it burned|content}.",
        ("person", "the voters"),
    ),
    "never a month": ("It was July, {which/WDT|source} {showed|cue} {it burned|content}.", ("organization", "which")),
    "a second clause": (
        "A mayor who left and {who|source} {said|cue} {it burned|content} came.",
        ("person", "A mayor"),
    ),
    "a body": (
        "It went to the club, {which/WDT|source} {ruled|cue} {it burned|content}.",
        ("organization", "the club"),
    ),
    "a body of a place": (
        "It went to the Bank of Orl, {which/WDT|source} {ruled|cue} {it burned|content}.",
        ("organization", "Bank"),
    ),
    "not a month": (
        "She saw the report in July, {which/WDT|source} {showed|cue} {it burned|content}.",
        ("document", "the report"),
    ),
    "no person": (
        "It was a cancer, {which/WDT|source} {showed|cue} {it burned|content}.",
        ("organization", "a cancer"),
    ),
    "a sign": ("A sign {that/WDT|source} {said|cue} {it burned|content} hung there.", ("document", "A sign")),
}


@pytest.mark.parametrize("case", RELATIVE)
def test_relative_pronouns(case: str) -> None:
    text, expected = RELATIVE[case]
    assert last_told(text) == expected


def test_that_is_no_place() -> None:
    """Of "an ad aimed at Orl that mocked her" nobody can tell the head but by what it means; it is not Orl."""
    article, parse, _ = parse_of("They saw an ad near Orl {that/WDT|source} {said|cue} {it burned|content}.")
    at = article.text.index("Orl")
    parse = replace(parse, entities=(*parse.entities, Entity(at, at + 3, "LOC")))
    (source,), _ = ledger.build(turn(article, parse))
    assert (source.kind, source.label) == ("organization", "that")


def test_who_was_spoken_of_so_is_one_with_who_speaks_next() -> None:
    sources, *_ = ledger_of(
        "Ask the old/JJ mayor, {who|source} {said|cue} {it burned|content}. "
        "{The mayor|source2} {said|cue2} {it sank|content2}."
    )
    assert [(s.label, s.attributions) for s in sources] == [("The mayor", 2)]


def test_those_who_are_others_each_time() -> None:
    sources, *_ = ledger_of(
        "It split those {who|source} {said|cue} {it burned|content} "
        "and those {who|source2} {said|cue2} {it sank|content2}."
    )
    assert [s.label for s in sources] == ["those", "those"]


NAMED = {
    "in the sentence": ("Peter Roe left before {he|source} {said|cue} {it burned|content}.", "Peter Roe"),
    "in the sentence before": ("At noon Peter Roe left. {He|source} {said|cue} {it burned|content}.", "Peter Roe"),
    "before a long quotation": (
        "At noon Peter Roe left. “{It burned. It sank. It rose. It fell. It ended|content},” {he|source} {said|cue}.",
        "Peter Roe",
    ),
    "not long ago": (
        "At noon Peter Roe left. It burned. It sank. It rose. It fell. {He|source} {said|cue} {it fell again|content}.",
        "He",
    ),
    "not a woman": ("Peter Roe met Helen Lund. {He|source} {said|cue} {it burned|content}.", "Peter Roe"),
    "not a man": ("Peter Roe met Helen Lund. {She|source} {said|cue} {it burned|content}.", "Helen Lund"),
    "not whom he speaks to": ("Peter Roe met Lev Ost. {He|source} {told|cue} Roe {it burned|content}.", "Lev Ost"),
    "in his own sentence first": (
        "At noon Lev Ost left. As Peter Roe came {he|source} {said|cue} {it burned|content}.",
        "Peter Roe",
    ),
    "after another spoke": (
        "{Lev Ost|source} {said|cue} {so|content}. At noon Peter Roe left. “It sank.” "
        "{He|source2} {said|cue2} {it rose|content2}.",
        "Peter Roe",
    ),
    "his own sentence's first after another spoke": (
        "{Lev Ost|source} {said|cue} {so|content}. As Peter Roe came {he|source2} {said|cue2} {it rose|content2}.",
        "Peter Roe",
    ),
    "but not where he was meant before": (
        "{Lev Ost|source} {said|cue} {so|content}. He came as Peter Roe left, {he|source2} {said|cue2}.",
        "Lev Ost",
    ),
    "who spoke last": (
        "Lev Ost came as {Peter Roe|source} {said|cue} {so|content}. {He|source2} {said|cue2} {it rose|content2}.",
        "Peter Roe",
    ),
    "no nobody": (
        "At noon Peter Roe left. {Nobody/NN|source} {said|cue} {so|content}. "
        "{He|source2} {said|cue2} {it rose|content2}.",
        "Peter Roe",
    ),
    "but who speaks next": ("Peter Roe left. {He|source} {said|cue} {so|content}. Roe ate.", "Peter Roe"),
    "whose name is a word": ("Peter Price left. {He|source} {said|cue} {the price fell|content}.", "Peter Price"),
    "an owner last": ("As Lev Ost's club met Peter Roe {he|source} {said|cue} {it burned|content}.", "Peter Roe"),
    "not whom a quotation names": (
        "At noon Peter Roe left. “Lev Ost burned it.” {He|source} {said|cue} {it sank|content}.",
        "Peter Roe",
    ),
}


@pytest.mark.parametrize("case", NAMED)
def test_whoever_is_named_nearby(case: str) -> None:
    text, expected = NAMED[case]
    assert last_told(text) == ("person", expected)


def test_a_first_name_tells_whose_words_they_are() -> None:
    """Also where another source spoke last."""
    text = (
        "{Helen Lund|source} {said|cue} {it burned|content}. {Peter Roe|source2} {said|cue2} {it sank|content2}. "
        "{She|source3} {said|cue3} {it rose|content3}."
    )
    assert last_told(text) == ("person", "Helen Lund")


def test_he_is_not_the_i_of_a_quotation() -> None:
    text = (
        "At noon Peter Roe left. “{I|source} {said|cue} {it burned|content}.” "
        "{He|source2} {said|cue2} {it sank|content2}."
    )
    assert last_told(text) == ("person", "Peter Roe")
