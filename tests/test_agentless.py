"""Agentless attributions: one sentence a case, with the cues that are to be found marked."""

import pytest

from audit.reading import agentless
from audit.records import Attribution
from tests.build import Reading, reading

FOUND = [
    "The singer {reportedly|cue:agentless} paid 9 million for the house.",
    "The driver was {allegedly|cue:agentless} drunk.",
    "The {alleged|cue:agentless tag:JJ} plot failed.",
    "They met over a {purported|cue:agentless tag:VBN} letter.",
    "{It is believed that|cue:agentless} the fire began in the kitchen.",
    "{It has long been rumored that|cue:agentless} the mine is empty.",
    "The general {is said to|cue:agentless} be ill.",
    "The north {is not thought to|cue:agentless} have ships.",
    "The bank {is expected to|cue:agentless} raise rates.",
    "The valley {is widely regarded as|cue:agentless} the birthplace of the craft.",
    "His choice {was seen as|cue:agentless} a betrayal.",
    "The gap {has been singled out as|cue:agentless} a weakness.",
    "Two men {{believed|tag:VBN} to|cue:agentless} be armed fled.",
    "It is the port's only line {,|tag:,} and {{considered|tag:VBN}|cue:agentless} the oldest.",
    "A ruling {is {expected|tag:VBN}|cue:agentless} next week.",
    "A ruling {{expected|tag:VBN}|cue:agentless} in May could end it.",
    "{The Ledger|ORG} {{has|tag:VBZ} {learned|tag:VBN}|cue:agentless} that the bank is for sale.",
    "The plan {was widely {criticized|tag:VBN} as|cue:agentless} too costly.",
    "{Word has it|cue:agentless} that the jury is split.",
    "{Conventional wisdom has it|cue:agentless} that the bridge is safe.",
    "{By some accounts|cue:agentless}, she runs the place.",
    "{It was always said|cue:agentless} in the town that the mine is empty.",
    "{It has been widely noted that|cue:agentless} the treasurer left.",
    "A sale {is rumoured|cue:agentless}; the mayor will not say.",
    "The unrest {is {generally|tag:RB} reckoned to|cue:agentless} have begun in May.",
    "The plan {is being {criticized|tag:VBN} as|cue:agentless} too costly.",
    "A report {is not {expected|tag:VBN}|cue:agentless} for a year.",
    "The board, which {is seen as|cue:agentless} weak, answered by {abruptly|tag:RB} {leaving|tag:VBG}.",
    "She has {been mentioned as|cue:agentless} a candidate for the board.",
    "Holt {is accused of|cue:agentless} taking bribes.",
    "{Conventional wisdom holds|cue:agentless} that the bridge is safe.",
    "Higher tolls, {the thinking goes|cue:agentless}, thin the traffic.",
    "The shares rose on {rumors that|cue:agentless} the yard is for sale.",
    "{There is talk of|cue:agentless} a second bridge.",
    "It is home to a {painter|tag:NN} {{considered|tag:VBN}|cue:agentless} {one|tag:CD} of the finest.",
]

SILENT = [
    "“You must leave,” he {said|tag:VBD} to him at the gate.",
    "He {said|tag:VBD} to be careful.",
    "The fire {is believed|tag:VBN} by insurers to have begun in the kitchen.",
    "The verdict is seen as a betrayal by the unions.",
    "{The prosecutor|source PERSON} {says|cue} {the {alleged|tag:JJ} plot failed|content}.",
    "The prosecutor {alleged|tag:VBD} fraud.",
    "“He reportedly paid nine million,” {said|cue} {Kay Lim|source PERSON}.",
    "{Mara Stone|PERSON} has learned that patience pays.",
    "{The Ledger|ORG} has learned to wait.",
    "They {expected|tag:VBD} to win.",
    "He wants to be seen as a peacemaker.",
    "It was, as {expected|tag:VBN}, a long night.",
    "Prosecutors charged him over the {alleged|tag:JJ} plot.",
    "The talks are set to end on Tuesday.",
    "She is known for her soup.",
    "The village {is|tag:VBZ} widely {known|tag:VBN}.",
    "No one can {be expected to|tag:VBN} wait that long.",
    "He would not be accused of haste.",
    "The wall is considered unsafe by the engineers.",
    "The mayor is accused of taking bribes by a clerk.",
    "The plan was widely criticized for its cost by the unions.",
    "Nothing came of the accusations that the mayor drank.",
]


def cues(case: Reading, found: tuple[Attribution, ...]) -> list[str]:
    return [case.article.text[slice(*a.cue[0])] for a in found]


@pytest.mark.parametrize("marked", [*FOUND, *SILENT])
def test_finds_what_is_marked_and_nothing_else(marked: str) -> None:
    case = reading(marked)
    credited = tuple(a for a in case.attributions if a.source)
    found = agentless.find(case.parse, case.voices, credited)
    wanted = tuple(a for a in case.attributions if a.kind == "agentless")
    assert cues(case, found) == cues(case, wanted)


def test_content_is_the_clause_around_the_cue() -> None:
    case = reading("Prices fell, but the bank {is|tag:VBZ} said to be calm; nobody asked.")
    (found,) = agentless.find(case.parse, case.voices, ())
    assert found.source == ()
    assert [case.article.text[slice(*s)] for s in found.content] == ["the bank", "be calm"]
    assert (found.kind, found.quote) == ("agentless", "indirect")
