"""Several known speakers in the words of one source are several entries of the ledger."""

from dataclasses import replace

import pytest

from audit.reading import ledger
from audit.reading.page import turn
from audit.records import Entity
from tests.parses import ledger_of, parse_of

TOLD = "{said|cue} {it burned|content}."
SHARED = {
    "two names": ("{Mara Roe and Lev Ost|source}", ["Mara Roe", "Lev Ost"]),
    "three": ("{Mara Roe, Lev Ost and Rosa Lund|source}", ["Mara Roe", "Lev Ost", "Rosa Lund"]),
    "names among others": (
        "{Mara Roe, Lev Ost and other officials|source}",
        ["Mara Roe", "Lev Ost", "other officials"],
    ),
    "with a trade": ("{Mara Roe, a baker, and Lev Ost|source}", ["Mara Roe", "Lev Ost"]),
    "with a clause": ("{Mara Roe, who was at Orl, and Lev Ost|source}", ["Mara Roe", "Lev Ost"]),
    "a wife": ("{Mara Roe and her/PRP$ wife|source}", ["Mara Roe", "Mara Roe's wife"]),
    "a deputy with a name": (
        "{Mara Roe and her/PRP$ deputy, Lev Ost,|source}",
        ["Mara Roe", "Mara Roe's deputy, Lev Ost"],
    ),
    "he and a name": ("{He and Lev Ost|source}", ["He", "Lev Ost"]),
    "two bodies": ("{The company and the union|source}", ["The company", "the union"]),
    "both": ("{Both Mara Roe and the union|source}", ["Mara Roe", "the union"]),
    "a name and others": ("{Mara Roe and other officials|source}", ["Mara Roe", "other officials"]),
    "not whom it denies": ("{Mara Roe, not Lev Ost, and Rosa Lund|source}", ["Mara Roe", "Rosa Lund"]),
    "a deputy once": (
        "{Mara Roe and her/PRP$ deputy, Lev Ost, and Rosa Lund|source}",
        ["Mara Roe", "Mara Roe's deputy, Lev Ost", "Rosa Lund"],
    ),
    "a body and officials": ("{The company and other officials|source}", ["The company", "other officials"]),
}
ONE = [
    "{Mara Roe, a baker and a friend of Lev Ost|source}",
    "{Mara Roe, a baker and Lev Ost's wife|source}",
    "{Mara Roe, who knew Rosa and Lev Ost|source}",
    "{Mara Roe of the town of Orl and Ost|source}",
    "{The club of Mara Roe and Lev Ost|source}",
    "{The bread and the butter of Orl|source}",
    "{The company and unions|source}",
    "{Rosa and Lev|source}",  # a firm's name, for all that is told of them
    "{Mara Roe and her/PRP$ spokesman|source}",
    "{Mara Roe and Roe|source}",
]


@pytest.mark.parametrize("case", SHARED)
def test_speakers_of_one_source(case: str) -> None:
    text, expected = SHARED[case]
    sources, attributions, *_ = ledger_of(f"{text} {TOLD}")
    assert [s.label for s in sources] == expected
    assert [s.attributions for s in sources] == [1] * len(expected)
    assert len(attributions) == len(expected)


@pytest.mark.parametrize("text", ONE)
def test_one_speaker_of_whom_more_is_told(text: str) -> None:
    assert len(ledger_of(f"{text} {TOLD}")[0]) == 1


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("{Food and Drug|source}", {"Food and Drug": "ORG"}, ["Food and Drug"]),
        ("{Ford and Tern|source}", {"Ford": "ORG", "Tern": "ORG"}, ["Ford", "Tern"]),
        ("{Harwick and Orl|source}", {"Harwick": "LOC", "Orl": "LOC"}, ["Harwick and Orl"]),  # may be one country
        ("{Mara Roe of Orl and Lev Ost|source}", {"Orl": "LOC"}, ["Mara Roe", "Lev Ost"]),
    ],
)
def test_bodies_and_places(text: str, names: dict[str, str], expected: list[str]) -> None:
    article, parse, _ = parse_of(f"{text} {TOLD}")
    begins = {name: article.text.index(name) for name in names}
    entities = [Entity(at, at + len(name), names[name]) for name, at in begins.items()]
    parse = replace(parse, entities=tuple(sorted((*parse.entities, *entities))))
    assert [s.label for s in ledger.build(turn(article, parse))[0]] == expected


def test_surnames_met_elsewhere_are_people() -> None:
    sources, *_ = ledger_of(f"Mara Roe met Lev Ost. {{Roe and Ost|source}} {TOLD}")
    assert [s.name for s in sources] == ["Mara Roe", "Lev Ost"]


@pytest.mark.parametrize("text", ["{Both she and other officials|source}", "{Both|source}", "{Mara Roe and|source}"])
def test_no_mention_is_empty(text: str) -> None:
    for source in ledger_of(f"{text} {TOLD}")[0]:
        assert source.label
        assert all(mention.start < mention.end for mention in source.mentions)


def test_words_that_end_the_text() -> None:
    (source,), *_ = ledger_of("{It burned|content}, {said|cue} {Mara Roe and to|source}")
    assert source.label == "Mara Roe"


def test_who_spoke_with_another_is_one_with_who_speaks_alone() -> None:
    sources, attributions, _, text = ledger_of(
        "{Mara Roe and Lev Ost|source} {said|cue} {it burned|content}. {Ost|source2} {said|cue2} {it sank|content2}."
    )
    assert [(s.name, [text[m.start : m.end] for m in s.mentions]) for s in sources] == [
        ("Mara Roe", ["Mara Roe"]),
        ("Lev Ost", ["Lev Ost", "Ost"]),
    ]
    assert [text[a.source[0].start : a.source[0].end] for a in attributions] == [
        "Mara Roe and Lev Ost",
        "Mara Roe and Lev Ost",
        "Ost",
    ]
