"""Why a source is not named: whose reason it is, and what it is worth."""

import pytest

from tests.parses import ledger_of

SPECIFIC = [
    "A nurse, who asked/VBD not to be named because the clinic fired a friend, said the ward was full.",
    "A clerk said the books were false. She asked/VBD not to be named for fear of reprisals.",
    "A clerk, speaking on condition of anonymity because the file is sealed by a court, said so.",
    "Fearing/VBG reprisals, two guards, who asked/VBD not to be identified, said the cells were full.",
    "A clerk said the books were false. The clerk spoke on condition of anonymity because the file is classified.",
    "A clerk, who talked/VBD on situation of anonymity as a result of the tender is sealed by law, said so.",
    "An aide, citing fear of dismissal, declined/VBD to be named. The aide said the books were false.",
]
BOILERPLATE = [
    "An aide, who spoke on condition of anonymity because he was not authorized to speak publicly, said so.",
    "An aide, granted/VBN anonymity to speak candidly, said so.",
    "An aide said so. He asked/VBD not to be identified given the sensitivity of the matter.",
    "A banker, who asked/VBD not to be named discussing/VBG private talks because they are private, said so.",
]
BOILERPLATE_ALONE = [
    "Two aides, who were not authorized to speak/VB publicly, said so.",
    "An aide who is not authorized to discuss the matter said so.",
]
NONE = [
    "An aide, who spoke on condition of anonymity, said so.",
    "An aide who declined/VBD to be named said so.",
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((t, "specific") for t in SPECIFIC),
        *((t, "boilerplate") for t in (*BOILERPLATE, *BOILERPLATE_ALONE)),
        *((t, "none") for t in NONE),
    ],
)
def test_reason(text: str, kind: str) -> None:
    sources, *_ = ledger_of(text)
    anonymous = [s for s in sources if s.kind == "anonymous"]
    assert [s.reason.kind if s.reason else None for s in anonymous] == [kind]
    assert all(s.reason and s.reason.span for s in anonymous)


@pytest.mark.parametrize(
    "text",
    [
        "An aide said the books were false.",
        "The agency is not authorized to issue fines, an aide said.",
        "“I asked not to be named because I fear them,” a clerk said.",
    ],
)
def test_no_reason_is_told(text: str) -> None:
    sources, *_ = ledger_of(text)
    assert [s.reason for s in sources if s.kind == "anonymous"] == [None]


def test_one_sentence_for_several_sources() -> None:
    text = (
        "Two officials said a deal was near. A third person familiar with the talks said it was not.\n"
        "The two officials and the third person insisted/VBD on anonymity because the draft is classified."
    )
    sources, *_ = ledger_of(text)
    assert [(s.label, s.reason and s.reason.kind) for s in sources if s.kind == "anonymous"] == [
        ("Two officials", "specific"),
        ("A third person familiar with the talks", "specific"),
    ]


def test_they_are_the_sources_of_the_sentence_before() -> None:
    text = (
        "A diplomat said the ship sank. Two guards and a nurse said it burned.\n"
        "They spoke on condition of anonymity because they fear reprisals."
    )
    sources, *_ = ledger_of(text)
    assert [(s.label, bool(s.reason)) for s in sources if s.kind == "anonymous"] == [
        ("A diplomat", False),
        ("Two guards and a nurse", True),
    ]


def test_the_reason_ends_where_the_sentence_goes_on() -> None:
    sources, _, _, text = ledger_of(
        "An aide, who spoke on condition of anonymity because the file is sealed, said the books were false."
    )
    reason = sources[0].reason
    assert reason is not None
    assert reason.span is not None
    assert text[slice(*reason.span)] == "because the file is sealed"


def test_a_named_source_has_no_reason() -> None:
    text = "{Ana Ruiz|source} {said|cue} {it burned|content}. An aide asked/VBD not to be named because she fears them."
    sources, *_ = ledger_of(text)
    assert all(s.reason is None for s in sources if s.kind == "person")


def test_a_groups_reason_holds_for_one_of_them_who_turns_up_later() -> None:
    sources, *_ = ledger_of(
        "Three clerks, who asked/VBD not to be named because the file is sealed by a court, said so.\n"
        "One clerk said the roof fell. One guard said the wall fell."
    )
    assert [(s.label.split()[-1], s.reason.kind if s.reason else None) for s in sources[1:]] == [
        ("clerk", "specific"),
        ("guard", None),
    ]
