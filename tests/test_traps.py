"""The traps of real copy, through the real pipeline: who is read as unnamed, and who is left alone.

Each text is a small article; unnamed sources, and the cues of what nobody is named for, stand between double brackets.
"""

from collections.abc import Iterable
from functools import cache

import pytest

from audit.pipeline import Pipeline
from audit.readers import read_bytes
from audit.reading import read
from audit.records import UNNAMED_KINDS, Reading


@cache
def pipeline() -> Pipeline:
    return Pipeline.load()


def reading(text: str) -> Reading:
    article = read_bytes(text.encode(), path="story.txt", suffix=".txt")
    (parse,) = pipeline().parse([article])
    return read(article, parse)


def marked(text: str) -> tuple[str, list[str]]:
    """The text without its brackets, and what stood in them."""
    pieces = text.replace("]]", "[[").split("[[")
    return "".join(pieces), pieces[1::2]


def unnamed(found: Reading) -> Iterable[str]:
    """What is read as unnamed, in order, pronouns apart."""
    text = found.article.text
    for a in found.attributions:
        spans = a.cue if a.kind == "agentless" else a.source if a.kind in UNNAMED_KINDS else ()
        words = " ".join(text[span.start : span.end] for span in spans)
        if words and words.lower() not in ("he", "she", "they", "it", "who"):
            yield words


LEFT_ALONE = {
    "sources of energy": "Wind and tides are the island's cheapest sources of energy, the harbor board said on Monday.",
    "a river's source": "The source of the river lies two valleys north, according to the county survey office.",
    "official language": "The treaty was signed in Welsh, the country's official language, Mayor Ada Lund said.",
    "people who only act": (
        "Two officials resigned on Friday. Three aides carried boxes to a van, and a spokesman locked the door."
    ),
    "a quote inside a quote": (
        "“My neighbor says ‘experts agree’ whenever he is lost,” Ada Lund, a ferry pilot, told the council."
    ),
    "a byline and a credit": (
        "Pier to close for winter\n\nBy Ada Lund and Bo Reyes\n\nThe pier will close in May, Mayor Ines Falk said.\n\n"
        "Cy Dorn in Harrow contributed to this report."
    ),
    "a dateline": "HARROW, Wales (AP) — The pier will close in May, Mayor Ines Falk said on Tuesday.",
    "a caption between paragraphs": (
        "The pier will close in May, Mayor Ines Falk said.\n\n"
        "Officials inspect the pier in Harrow on Monday. (Photo: Ada Lund)\n\n"
        "“It is not safe,” Falk said."
    ),
    "an interview": (
        "Q: Who told you that the pier would close?\n\nA: The mayor did, in March.\n\n"
        "Q: Do experts agree?\n\nA: I have asked none."
    ),
    "a letters page": "Sir, the pier should stay open. My children learned to swim there. Ada Lund, Harrow",
    "a body that speaks": "The Pentagon said the range would stay closed, and the police said two roads would.",
    "a name in the next sentence": (
        "An engineer said the pier would fall. The engineer, Ada Lund, has worked on it since 2019."
    ),
    "a group whose member is named at once": (
        "Critics said the plan was rushed. “Nobody measured the piles,” said Ada Lund, who leads the swimmers' club."
    ),
    "an office that only one person holds": "The mayor said the pier would close, and the harbor master agreed.",
}


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_nobody_is_read_as_unnamed(text: str) -> None:
    assert list(unnamed(reading(text))) == []


READ = {
    "an unclosed quotation mark": (
        "“The pier is finished, Ada Lund said on Monday.\n\n[[Two engineers]] said the piles had been rotten for years."
    ),
    "a paragraph that a quotation runs on into": (
        "“We measured every pile,” Ada Lund said. “Nobody listened.\n\n“And nobody will.”\n\n"
        "[[A diver who saw the piles]] said they were hollow."
    ),
    "nobody named": "The pier [[is believed]] to be hollow, and the mayor [[reportedly]] knew.",
    "the same person again": (
        "[[A senior port official]] said the piles were hollow. “They crumble,” [[the official]] added."
    ),
    "a reason for two": (
        "[[A diver and a clerk]] said the piles were hollow. They spoke on condition of anonymity because the "
        "contract is sealed."
    ),
    "a tweet passed on": "“The pier is hollow!” [[one swimmer]] wrote in a leaflet handed out on Monday.",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ.keys())
def test_those_and_no_others_are_read_as_unnamed(text: str) -> None:
    plain, expected = marked(text)
    found = list(unnamed(reading(plain)))
    assert [any(e in f or f in e for f in found) for e in expected] == [True] * len(expected), found
    assert len(found) == len(expected), found


REWORDED = {
    "according to": "The pier is hollow, in response to [[a number of port officers]].",
    "a source": "[[One supply acquainted with the matter]] instructed the Ledger that the pier is hollow.",
}


@pytest.mark.parametrize("text", REWORDED.values(), ids=REWORDED.keys())
def test_machine_rewording_is_read_by_its_meaning(text: str) -> None:
    plain, expected = marked(text)
    assert [any(e in f or f in e for f in unnamed(reading(plain))) for e in expected] == [True] * len(expected)


@pytest.mark.parametrize(
    "text",
    [
        "“It is in response to a number of officers,” Ada Lund said.",
        "The board closed the pier in response to a number of accidents, Mayor Ines Falk said.",
        "The supply of timber has run out, the board said.",
    ],
)
def test_the_literal_sense_is_left_alone(text: str) -> None:
    assert list(unnamed(reading(text))) == []
