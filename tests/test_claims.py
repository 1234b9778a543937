"""Claims: one short text a case, with the sentences that are to be found marked with their class."""

from pathlib import Path

import pytest

from audit.reading import claims
from audit.reading.signs import weights
from tests.build import Reading, reading

FOUND = [
    "{{Tickets|tag:NNS} in the capital now {cost|tag:VBP} 38 percent {more|tag:JJR} than before|claim:statistic}.",
    "{The scheme {costs|tag:VBZ} the valley $4 million every {single|tag:JJ} year|claim:statistic}.",
    "{Harlow {stole|tag:VBD} the money and {hid|tag:VBD} it in the crypt|claim:accusation}.",
    "{The remark about the widow was simply a {lie|tag:NN}|claim:accusation}.",
    "{{Lax|tag:JJ} {checks|tag:NNS} {led|tag:VBD} directly to the {heavy|tag:JJ} losses|claim:causal}.",
    "{The spree {pushed|tag:VBD} out {other|tag:JJ} shops because nobody stood in its way|claim:causal}.",
    "{It is the {largest|tag:JJS} seizure on that coast|claim:superlative}.",
    "{{No|tag:DT} court {has|tag:VBZ} {ever|tag:RB} {issued|tag:VBN} such an order|claim:superlative}.",
    "{The mayor {fears|tag:VBZ} a quarrel over the ships|claim:motive}.",
    "{The governor is desperate to avoid a second round|claim:motive}.",
    "{The quarrel {will|tag:MD} soon {tear|tag:VB} the {whole|tag:JJ} coalition apart|claim:prediction}.",
    "{Vasser became a controversial figure in the old town|claim:evaluation}.",
    "{Her warm reception {underscores|tag:VBZ} a change of heart|claim:evaluation}.",
]

SILENT = [
    "She will visit the harbor on Thursday, and the council next month.",
    "The council {voted|tag:VBD} on Tuesday to close the bridge.",
    "Ruiz {was|tag:VBD} elected in 2019.",
    "Under federal law the firms must {file|tag:VB} a report.",
    "Will the harbor ever be the largest in the north?",
    "Never again.",
    "“It is the {largest|tag:JJS} seizure we ever had in the north,” {said|cue} {Ana Ruiz|source PERSON}.",
    "{Ana Ruiz|source PERSON} {{said|tag:VBD}|cue} {it was the {largest|tag:JJS} seizure ever|content}.",
    "{Rents rose 38 percent|content}, {according {to|tag:IN}|cue} {the housing board|source ORG}.",
    "{Critics|source:collective} {fear|cue} {the dam will never hold|content}.",
    "The poll {found|tag:VBD} that 38 percent of the town would stay.",
    "She {called|tag:VBD} the towpath “the {worst|tag:JJS} in the whole of the north”.",
    "I hope the ferry runs on all days.",
    "The Ledger {has {learned|tag:VBN}|cue:agentless} that the bank is up for sale.",
    "The program requires firms to hire 38 percent of staff in the valley.",
    "The pipeline carries 38 percent of the gas, in response to the ministry.",
    "At least a dozen people {came|tag:VBD} by boat on Monday.",
    "The bank is expected to meet in the spring.",
]


def found(case: Reading) -> list[tuple[str, str]]:
    made = claims.find(case.article, case.parse, case.voices, case.attributions, case.hedges)
    return [(case.article.text[slice(*c.span)].rstrip("."), c.kind) for c in made]


@pytest.mark.parametrize("marked", [*FOUND, *SILENT])
def test_finds_what_is_marked_and_nothing_else(marked: str) -> None:
    case = reading(marked)
    assert found(case) == [(case.article.text[slice(*c.span)], c.kind) for c in case.claims]


def test_a_view_that_nobody_tells_is_the_writers() -> None:
    case = reading(
        "{The party|source:organization} {{fears|tag:VBZ}|cue} {that the closures will end in riots|content}."
    )
    assert [kind for _, kind in found(case)] == ["motive"]


def test_contrast_and_doubt_add_up_to_a_claim() -> None:
    alone = reading("Turnout {could|hedge:modal} rise in the river wards.")
    argued = reading("But turnout {could|hedge:modal} rise in the river wards.")
    assert (len(found(alone)), len(found(argued))) == (0, 1)


def test_headings_and_markup_assert_nothing() -> None:
    assert found(reading("The worst crisis ever in the north\n\nRain fell.", headline=True)) == []
    assert found(reading("<tweet: the worst crisis ever in the north>")) == []


def test_what_a_source_said_elsewhere_does_not_cover_a_sentence() -> None:
    case = reading(
        "{Ana Ruiz|source PERSON} {{said|tag:VBD}|cue} {nothing was lost|content}. "
        "{It was the {worst|tag:JJS} storm the north ever saw|content}."
    )
    assert [text for text, _ in found(case)] == ["It was the worst storm the north ever saw"]


def test_every_weight_is_one_of_a_sign() -> None:
    """A section renamed in claims.txt, or a sign renamed in signs.py, would silently count for nothing."""
    from audit.phrases import load_lexicon

    sections = load_lexicon(Path(claims.__file__).parent / "lexicons" / "claims.txt").groups
    words = {label if "-" not in label else label.partition("-")[0] for label in sections}
    kinds = {name.partition(": ")[2] for name in weights() if name.startswith(("words: ", "weak words: "))}
    plain = {name for name in weights() if ": " not in name and name in sections}
    case = reading("The {largest|tag:JJS} fair {ended|tag:VBD}.")
    made = {n for _, signs in claims.candidates(case.article, case.parse, case.voices, (), ()) for n in signs}
    assert kinds | plain == words
    assert made <= weights().keys() | {"verb: past"}


def test_the_more_speaks_for_a_claim_the_sooner_it_is_one() -> None:
    worth = weights()
    assert worth["words: accusation"] > worth["words: causal"] >= 1 > worth["weak words: causal"]
    assert all(worth[name] < 0 for name in ("names", "deed", "telling", "quotes"))
