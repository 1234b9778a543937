"""Known sources: people are no bodies, and who owns what is told is the source, not the thing."""

import pytest

from tests.parses import ledger_of

PEOPLE = {
    "a crowd": "{Voters/NNS|source} {want/VBP|cue} {it to end|content}.",
    "a share": "{Half of the voters/NNS|source} {want/VBP|cue} {it to end|content}.",
    "an unlisted trade": "{The candidates/NNS|source} {want/VBP|cue} {it to end|content}.",
    "those": "{Those who stayed|source} {want/VBP|cue} {it to end|content}.",
    "no noun": "On Monday {they|source} {want/VBP|cue} {it to end|content}.",
    "a listed noun": "{The children/NNS|source} {want/VBP|cue} {it to end|content}.",
}
BODIES = {
    "several bodies": "{The companies/NNS|source} {want/VBP|cue} {it to end|content}.",
    "the police": "{Police/NNS|source} {want/VBP|cue} {it to end|content}.",
    "several things": "{The storms/NNS|source} {suggest|cue} {it will end|content}.",
}
OWNERS = {
    "a pronoun": ("Ana Ruiz spoke. {Her|source} {claim|cue} {that it burned|content} is new.", ("person", "Ana Ruiz")),
    "a name": ("{Ana Ruiz's|source} {claim|cue} {that it burned|content} is new.", ("person", "Ana Ruiz")),
    "a body": ("{The council's|source} {claim|cue} {that it burned|content} is new.", ("organization", "The council")),
}


@pytest.mark.parametrize("marked", PEOPLE.values(), ids=PEOPLE)
def test_several_people_are_no_organization(marked: str) -> None:
    (source,), *_ = ledger_of(marked)
    assert source.kind == "person"
    assert source.people[0] > 1


@pytest.mark.parametrize("marked", BODIES.values(), ids=BODIES)
def test_bodies_and_things_are_no_people(marked: str) -> None:
    (source,), *_ = ledger_of(marked)
    assert source.kind == "organization"


@pytest.mark.parametrize(("marked", "expected"), OWNERS.values(), ids=OWNERS)
def test_who_owns_what_is_told_is_its_source(marked: str, expected: tuple[str, str]) -> None:
    (source,), *_ = ledger_of(marked)
    assert (source.kind, source.label) == expected


LABELS = {
    "a comma": ("{Ana Ruiz, a baker,|source} {said|cue} {it burned|content}.", "Ana Ruiz, a baker"),
    "an owner": ("{The council's|source} {claim|cue} {that it burned|content} is new.", "The council"),
    "a preposition": ("{Nurses for|source} {said|cue} {it burned|content}.", "Nurses"),
    "a verb": ("{Video/NN surfaced/VBD|source} {showing/VBG|cue} {it burned|content}.", "Video"),
    "a day": ("{The report/NN on Tuesday/NNP|source} {said|cue} {it burned|content}.", "The report"),
    "a year": ("{A group/NN of nurses in 2015|source} {said|cue} {it burned|content}.", "A group of nurses"),
    "a preposition before": ("It is known {to the council|source}, {say|cue} {so|content}.", "the council"),
    "an aside on a body": (
        "{The council, which/WDT met late|source}, {said|cue} {it burned|content}.",
        "The council",
    ),
    "what a name alone needs": (
        "{Ana Ruiz, who was there|source}, {said|cue} {it burned|content}.",
        "Ana Ruiz, who was there",
    ),
    "what a name with more does not": (
        "{Ana Ruiz, a baker, who was there|source}, {said|cue} {it burned|content}.",
        "Ana Ruiz, a baker",
    ),
}
NAMES = {
    "a body": ("On Monday {the Orl Gazette/NNP|source} {said|cue} {it burned|content}.", "Orl Gazette"),
    "in an apposition": (
        "On Monday {the Orl Gazette/NNP, a paper,|source} {said|cue} {it burned|content}.",
        "Orl Gazette",
    ),
    "after common words": (
        "On Monday {the weekly/JJ Orl Gazette/NNP|source} {said|cue} {it burned|content}.",
        "Orl Gazette",
    ),
    "one of many": ("On Monday {a Gazette/NNP|source} {said|cue} {it burned|content}.", None),
    "no name": ("On Monday {the council|source} {said|cue} {it burned|content}.", None),
}


@pytest.mark.parametrize(("marked", "expected"), LABELS.values(), ids=LABELS)
def test_a_label_is_without_what_says_nothing_of_who_it_is(marked: str, expected: str) -> None:
    (source,), *_ = ledger_of(marked)
    assert source.label == expected


def test_a_label_comes_from_the_text_before_the_headline() -> None:
    (source, *_), *_ = ledger_of(
        "{Report|source}: {it burned|content}\n"
        "The council met. {The report of the council|source2} {said|cue2} {so|content2}.",
        headline=True,
    )
    assert source.label == "The report of the council"


@pytest.mark.parametrize(("marked", "expected"), NAMES.values(), ids=NAMES)
def test_a_body_with_a_name_of_its_own_has_it(marked: str, expected: str | None) -> None:
    (source,), *_ = ledger_of(marked)
    assert source.name == expected


NUMBERS = {
    "a share": "{66% of voters/NNS|source} {want/VBP|cue} {it to end|content}.",
    "a share in words": "{Forty percent|source} {want/VBP|cue} {it to end|content}.",
    "a ratio": "{One in four voters/NNS|source} {want/VBP|cue} {it to end|content}.",
    "an army": "{An army/NN of voters/NNS|source} {want/VBP|cue} {it to end|content}.",
}


@pytest.mark.parametrize("marked", NUMBERS.values(), ids=NUMBERS)
def test_a_part_of_a_crowd_tells_no_number_of_people(marked: str) -> None:
    (source,), *_ = ledger_of(marked)
    assert (source.kind, source.people) == ("person", (2, None))
