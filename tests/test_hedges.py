"""Hedges: one sentence a case, with the hedges that are to be found marked, and none where nothing is marked."""

import pytest

from audit.reading import hedges
from tests.build import reading, texts

FOUND = [
    "The ruling {may|tag:MD hedge:modal} change the way millions work.",
    "Storms {might|tag:MD hedge:modal} close the pass.",
    "The leak {could|tag:MD hedge:modal} delay the launch.",
    "They {may|tag:MD hedge:modal} not be perfect, but they are here.",
    "{Perhaps|hedge:adverb} the dam will hold.",
    "He is {probably|hedge:adverb} in the capital.",
    "Prices are {likely|tag:JJ hedge:adverb} to fall.",
    "The price is {unlikely|hedge:adverb} to fall.",
    "The {apparent|tag:JJ hedge:adverb} winner waved.",
    "She named a {possible|tag:JJ hedge:adverb} heir.",
    "The singer {reportedly|hedge:adverb} bought an island.",
    "Police hold the {alleged|tag:JJ hedge:adverb} thief.",
    "The envoy {appears to|hedge:verb} have left.",
    "The mayor {seemed|hedge:verb} tired.",
    "That {suggests|hedge:verb} a change of course.",
    "Early figures {suggest|hedge:verb} a change of course.",
    "The deal {{looks|tag:VBZ} like|hedge:verb} a bargain.",
    "It cost {about|hedge:approximator} 40 crowns.",
    "It cost {about|hedge:approximator} {$|tag:$}40.",
    "{Some|tag:DT hedge:approximator} 9,000 people came.",
    "{Nearly|hedge:approximator} every seat was taken.",
    "The hall holds {up to|hedge:approximator} 900.",
    "{As many as|hedge:approximator} 900 came.",
    "{A number of|hedge:approximator} members left.",
    "It cost {an estimated|hedge:approximator} 900 crowns.",
    "The plan is {somewhat|hedge:limiter} late.",
    "It failed {in part|hedge:limiter} because of the rain.",
    "The hall was {largely|hedge:limiter} empty.",
    "It is a {fairly|tag:RB hedge:limiter} {old|tag:JJ} hall.",
    "She stretched the facts {a bit|hedge:limiter}.",
    "It is {possible|tag:JJ hedge:adverb} for {her|tag:PRP} to win.",
    "The {potential|tag:JJ hedge:adverb} {turn|tag:NN} has both camps worried.",
    "It was a {rather|tag:RB hedge:limiter} {blunt|tag:JJ} letter.",
]

SILENT = [
    "The court sat in {May|tag:NNP} for nine days.",
    "{May|tag:NNP} Holt sings.",
    "She {could|tag:MD} hear the sirens.",
    "She {could|tag:MD} not find her shoes.",
    "He {could|tag:MD} only wait.",
    "They moved so {they|tag:PRP} {could|tag:MD} work.",
    "She ran as {fast|tag:RB} as {she|tag:PRP} {could|tag:MD}.",
    "If {he|tag:PRP} {could|tag:MD} be convinced, so be it.",
    "Residents {may|tag:MD} only park here.",
    "He said he would go.",
    "Come as soon as {possible|tag:JJ} {,|tag:,} please.",
    "Among {likely|tag:JJ} voters she leads.",
    "She is more {likely|tag:JJ} to win than he.",
    "Among {likely|tag:JJ} {rural|tag:JJ} voters she leads.",
    "He met three {potential|tag:JJ} donors.",
    "They spoke of what he {may|tag:MD} or {may|tag:MD} not have meant.",
    "She named the men who {could|tag:MD} have {run|tag:VBN} but did not.",
    "He told them how {some|tag:DT} {farmers|tag:NNS} {could|tag:MD} stay.",
    "She {appeared|tag:VBD} in court on Monday.",
    "He spoke about {the|tag:DT} letters.",
    "They walked around {the|tag:DT} lake.",
    "{Some|tag:DT} of the {yards|tag:NNS} were open.",
    "More than 900 came, at least 40 of them by boat.",
    "Dozens came, several by boat.",
    "The {number|tag:NN} of shops fell to 41.",
    "It was not nearly enough.",
    "He pushed her roughly {after|tag:IN} the game.",
    "She chose tea rather than coffee.",
    "This is the {sort|tag:NN} of day he likes.",
    "It is {pretty|tag:JJ}.",
    "It is a fair day.",
    "“It may well be so, and probably is,” said Ada Renn.",
]


@pytest.mark.parametrize("marked", [*FOUND, *SILENT])
def test_finds_what_is_marked_and_nothing_else(marked: str) -> None:
    case = reading(marked)
    found = hedges.find(case.parse, case.voices)
    assert texts(found, case) == texts(case.hedges, case)
    assert found == case.hedges


def test_voice_is_that_of_its_place() -> None:
    case = reading("{Ana Ruiz|source} {said|cue} {rents {may|tag:MD} fall|content}. They {may|tag:MD} not.")
    assert [h.voice for h in hedges.find(case.parse, case.voices)] == ["paraphrase", "writer"]


def test_a_hedge_of_two_words_is_reported_once() -> None:
    case = reading("He {was|tag:VBD} {very|tag:RB} {likely|tag:RB} out, in large part asleep.")
    assert texts(hedges.find(case.parse, case.voices), case) == ["likely", "in large part"]
