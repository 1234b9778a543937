"""Ledgers of small articles through the real pipeline: each source once, as an editor would call it."""

import pytest

from tests.test_traps import reading

LEDGERS = {
    "a suffix, an abbreviated office and a deputy": (
        "Vice President Martin R. Holloway Jr. opened the bridge on Monday.\n\n"
        "“It will stand,” Mr. Holloway said.\n\n"
        "Sen. Dora Finch (D-Vt.) said the cost was too high. The senator said she would vote against the bill.\n\n"
        "The vice president said the money was there.",
        {"Martin R. Holloway": 2, "Dora Finch": 2},
    ),
    "father and son": (
        "Martin Holloway said he knew nothing of the meeting. Martin Holloway Jr. said they spoke of adoptions.",
        {"Martin Holloway": 1, "Martin Holloway Jr.": 1},
    ),
    "a hyphen": (
        "SEOUL — Park Min-ho, the director of the port, said on Tuesday that the cranes would be repaired.\n\n"
        "“We have the parts,” he said. Mr. Park said the work would take a week.",
        {"Park Min-ho": 3},
    ),
    "owners": (
        "Laura Dane won the first round. Her campaign said she would fight on.\n\n"
        "Victor Sorrel came second. His campaign said the count had been slow. The Dane campaign said it was fair.",
        {"Laura Dane's campaign": 2, "Victor Sorrel's campaign": 1},
    ),
    "two who speak together": (
        "Ruth Amsel and Peter Coyle said the river had been poisoned. They said they would go to court.",
        {"Ruth Amsel": 2, "Peter Coyle": 2},
    ),
    "a trade for a surname, beside another's name": (
        "WASHINGTON — Amanda Carpenter, a former aide to Sen. Rafael Holt, said on Monday that it was time.",
        {"Amanda Carpenter": 1},
    ),
    "a spokesman who is a woman": (
        "The bridge is closed, Holt spokesman Dora Hicks confirmed. “They were not asked,” she said, adding that they "
        "would not be.",
        {"Dora Hicks": 3},
    ),
    "a paper whose name ends in a day": (
        "USA TODAY identified dozens of large donations. It said the money came from Texas.",
        {"USA TODAY": 2},
    ),
    "courts": (
        "A federal appeals court ruled on Friday that the list was unlawful. The Supreme Court said in May that "
        "it would not hear the case.\n\nThe appeals court said the state had not told the voters.",
        {"A federal appeals court": 2, "Supreme Court": 1},
    ),
}


@pytest.mark.parametrize(("text", "expected"), LEDGERS.values(), ids=LEDGERS)
def test_each_source_once(text: str, expected: dict[str, int]) -> None:
    found = {source.name or source.label: source.attributions for source in reading(text).sources}
    assert found == expected


def test_crowds_are_people_and_bodies_are_none() -> None:
    text = (
        "Voters in the valley want a new school, and many parents fear that the old one will fall.\n\n"
        "The school board said it had no money. Republicans on the council want to wait."
    )
    kinds = {source.label: (source.kind, source.people[0]) for source in reading(text).sources}
    assert kinds["The school board"] == ("organization", 1)
    assert all(kind in ("person", "collective") for label, (kind, _) in kinds.items() if label != "The school board")
    assert len(kinds) > 2
