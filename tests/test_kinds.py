"""What kind of source a phrase is: one text a case, the unnamed sources between double brackets."""

import pytest

from audit.records import UNNAMED_KINDS
from tests.parses import ledger_of

ANONYMOUS = [
    "{[[Two aides]]|source}, Rosa Lund said/VBD, {told/VBD|cue} Lev Boyle {it burned|content}.",
    "{[[A banker]]|source} {pegged|cue} {the cost at a billion|content}.",
    "The contract will be cancelled, [[sources]] said.",
    "According to [[an insider]], the talks collapsed.",
    "[[One source]] told the Gazette that the audit was shelved.",
    "[[A senior official in the debt office]], who drafted the memo, said the plan was dead.",
    "The plant will close, according to [[a manager who saw the letter]].",
    "The bank is for sale, according to [[people familiar with the matter]].",
    "[[Two nurses]] said the alarm was off.",
    "[[Three lawmakers]] said the vote was lost.",
    "[[Several Democrats]] said the vote was lost.",
    "[[Officials]] said the dam was safe.",
    "[[Federal officials briefed on the case]] said the dam was safe.",
    "“It is finished,” said [[a banker involved in the sale]].",
    "[[Two officials]] said one thing: Ana Ruiz had/VBD resigned/VBN.",
    "“It is finished,” said [[a woman at the bus stop]].",
    "The Herald, citing [[unnamed aides]], reported a delay.",
    "In response to [[two folks acquainted/VBN with the matter]], the valve leaks.",
    "The valve leaks, in response to [[a number of ministry officers]].",
    "One [[supply]] briefed on the plan instructed/VBD the Ledger that it leaks.",
    "“It leaks,” [[the supply]] stated.",
    "[[Officials who were briefed on the planning]] have been warning/VBG of floods.",
    "[[The mayor's allies]] say the vote was lost.",
    "[[Other senators]] said they had not met him.",
    "[[A witness interviewed by the council]] said the gate was open.",
    "[[Several people I have spoken/VBN with]] said the gate was open.",
    "According to interviews with [[six of her friends]], the vote was lost.",
    "[[Harbour officials]] defended the plan.",
    "[[The mayor's advisers]] believe the vote was lost.",
    "{[[Several town insiders]]|source} {said|cue} {the date had passed|content}.",
    "[[Town insiders]] told me that the date had passed.",
    "[[Several people in the mayor's orbit]] said/VBD the date had passed.",
    "{[[Those around/IN him]]|source} {acknowledge/VBP|cue} {that the date has passed|content}.",
    "Privately, [[some party officials]] think/VBP the vote was lost.",
    "{Rosa Lund|PERSON}, [[a top aide]] said/VBD, “is/VBZ very sure.”",
    "{[[Aides who saw the list]]|source} {made clear|cue} {that it was long|content}.",
    "[[A senior officer]] said, requesting/VBG anonymity, that the list was long.",
    "[[A senior Ruiz/NNP adviser]] said the list was long. According to [[the adviser]], Ana Ruiz was told of it.",
    "The allegations come/VBP from [[two nurses who saw the list]].",
    "He was/VBD calm, in the telling/NN of [[two aides]].",
    "This account was/VBD drawn/VBN from [[six officials]] and a diary.",
    "We spoke to [[six nurses]] about the list.",
    "[[Nurses I spoke with]] said the list was long.",
    "But [[one banker]] was/VBD blunter/JJR. “It is finished. Nobody will buy it.”",
    "[[A banker]] went/VBD further/RB: “It is finished, and everybody knows.”",
    "But [[one banker]] was/VBD not/RB so/RB sure/JJ about the sale.",
    "[[A Ruritanian/JJ aide]] said the dam was old.",
    "{[[A normally/RB loyal/JJ aide]]|source} {said|cue} {the date had passed|content}.",
    "{[[Several aides]] Tuesday|source} {said|cue} {the date had passed|content}.",
]
IN_HEADLINES = [
    "Bank to be sold: [[sources]]\n\nThe bank was quiet.",
    "Bank to be sold — [[sources]]\n\nThe bank was quiet.",
    "[[Sources]] say bank to be sold\n\nThe bank was quiet.",
]
SPOKESPERSON = [
    "[[A spokesman for the council]] said the bridge was safe.",
    "The leak was contained, [[a company spokesperson]] said.",
    "[[Police officials]] said a second car was found.",
    "[[His lawyer]] said he would not answer.",
    "In a statement, [[a ministry official]] said the road was open.",
    "[[A council aide]] said the road was open. “It is safe,” [[the aide]] said in an emailed statement.",
    "[[Officials]] told residents that the water was safe.",
    "{[[Officials]]|source} {have said/VBN|cue} {the water is safe|content}.",
    "[[Border officials]] say the road is open.",
    "In a statement, [[a station representative]] said the road was open.",
    "[[A Ruritanian/JJ representative]] said the dam was old.",
]
COLLECTIVE = [
    "[[Critics]] say the fee is too high.",
    "[[Experts]] point/VBP out that welds rupture.",
    "[[Consultants]] level/VBP out that welds rupture.",
    "[[Some]] say the fee is too high.",
    "[[Many]] believe the vote was lost.",
    "[[Republicans]] said the vote was lost.",
    "[[Many lawmakers]] say there are gaps.",
    "The ruling left, leaving/VBG [[some]] to wonder whether it was law.",
    "For years [[some critics]] had been predicting/VBG ruin.",
    "[[Strategists]] say the fee is too high.",
    "[[Critics]] charged that the fee was too high.",
    "[[Media outlets]] estimate/VBP that the vote was lost.",
    "{[[Harbour officials]]|source} {praised|cue} {the plan|content}.",
    "The mayor rebuked [[critics]] who say the fee is too high.",
    "Tobin Reyes and [[other experts]] say the fee is too high.",
    "{She and [[her critics]]|source} {say/VBP|cue} {that the fee is too high|content}.",
    "{[[Harbour officials]]|source} {have worried/VBN about|cue} {the old gates|content}.",
    "[[Some harbour officials]] said the gates were old.",
    "[[Dock/NN workers]] say/VBP the gates are old.",
    "{[[The mayor's allies]]|source} {think/VBP|cue} {the fee is too high|content}.",
    "{[[Her allies]]|source} {fear/VBP|cue} {that the fee is too high|content}.",
    "{[[Hikers seen/VBN by the river]]|source} {said|cue} {the fee is too high|content}.",
    "{[[Critics]] today|source} {argue/VBP|cue} {the fee is too high|content}.",
    "[[An increasing/VBG number of lawmakers]] say/VBP the fee is too high.",
]
EVIDENCE = [
    "[[Studies]] show that cats sleep.",
    "[[Recent polls]] show a dead heat.",
    "According to [[one report]], the gates are old.",
    "{[[A ledger obtained/VBN by the Gazette]]|source} {shows|cue} {that the gates are old|content}.",
    "{[[Cables reviewed/VBN by the Gazette]]|source} {show|cue} {that the gates are old|content}.",
    "[[Documents seen by the Gazette]] show that the gates are old.",
    "[[The survey data]] show a dead heat.",
    "[[Polls in the town he calls/VBZ home]] show/VBP a dead heat.",
]
SILENT = [
    "Solar and wind are now the main sources of energy, the ministry said.",
    "The river's source, said Ana Brandt, lies to the north.",
    "The talks were held in the official language of each country.",
    "People familiar with the old town will remember the market square.",
    "Two officials resigned in February.",
    "According to a congressional report, the gates are old. The report said the pumps leak.",
    "Officials, including the envoy Mara Lund, said the road was open.",
    "The rule helped/VBD a reporter write/VBD a book.",
    "{The mayor led|content} {in|cue} {polls|source} and in the count.",
    "Four in 10 voters said the fee was too high.",
    "A group of 32 engineers said the gates were old.",
    "The supporters ripped/VBD them away.",
    "Nearly 400,000 people told the census that they had moved.",
    "“An official told me to leave,” said Tobin Reyes.",
    "“Critics say many things, and sources said worse,” said Tobin Reyes.",
    "Two officials declined to comment.",
    "Lawmakers have not said when they would vote.",
    "The official, Lev Boyle, said a bill was needed.",
    "A senior official said a bill was needed. The official, Lev Boyle, said no more.",
    "Ana Ruiz, a lawyer familiar with the case, said an appeal was certain.",
    "Council spokesman Lev Nair said the bridge was safe.",
    "Critics, including Rosa Lund, said the fee was high.",
    "Critics said the fee was high. {“Far too high,”|content} {said|cue} {Rosa Lund|source}.",
    "The Pentagon said the ships had sailed.",
    "Prosecutors said the ships had sailed.",
    "The mayor said the ships had sailed.",
    "A Tern Research poll shows a dead heat.",
    "The report said the gates were old.",
    "{Both|source} and she {said|cue} {that the gates are old|content}.",
    "{A report Tuesday from WKOW|source} {shows|cue} {that the gates are old|content}.",
    "In response to critics, the mayor raised the fee.",
    "The agency said patients should not change their dose.",
    "Ana Ruiz met Lev Boyle. The two men said it burned.",
    "{Two aides, Rosa Lund and Lev Boyle,|source} {said|cue} {it burned|content}.",
    "A welder named/VBN Rosa Lund said it burned.",
    "A welder calling himself/PRP Lev Boyle said it burned.",
    "A large majority of voters believe it burned.",
    "A top adviser said it burned. Rosa Lund, who leads the council of advisers, said no more.",
    "The minister of the economy, Rosa Lund, said it burned.",
    "A New York judge rejected the request.",
    "By Rosa Lund and Lev Boyle, staff writers\nThe mayor said it burned.",
    "The aides refused to say who lied.",
    "Two thirds of voters said they were torn.",
    "Ruiz's campaign manager said she was torn.",
    "{Bankers|source} who {concluded/VBD|cue} {that it was safe|content} stayed away.",
    "{One delegate from the town, Rosa Lund,|source} {said|cue} {she was torn|content}.",
    "Only a quarter of voters said they were torn.",
    "{Club members|source} used the site {to claim/VB|cue} {credit for the prank|content}.",
    "The mayor spoke to six nurses about the list.",
    "She was/VBD warm to a nurse. “Sit/VB down and rest,” she said.",
    "The fair ended with {volunteers|source} {urging/VBG|cue} {guests to go home|content}.",
]


def unnamed(marked: str) -> tuple[list[str], list[str], set[str]]:
    _, attributions, expected, text = ledger_of(marked)
    found = [a for a in attributions if a.kind in UNNAMED_KINDS]
    texts = list(dict.fromkeys(text[slice(*a.source[0])] for a in found))
    return texts, expected, {a.kind for a in found}


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        *((m, "anonymous") for m in ANONYMOUS),
        *((m, "spokesperson") for m in SPOKESPERSON),
        *((m, "collective") for m in COLLECTIVE),
        *((m, "evidence") for m in EVIDENCE),
    ],
)
def test_found(marked: str, kind: str) -> None:
    found, expected, kinds = unnamed(marked)
    assert kinds == {kind}
    assert len(found) == len(expected)
    assert all(e.split()[-1] in f or f in e for f, e in zip(found, expected, strict=True)), (found, expected)


@pytest.mark.parametrize("marked", IN_HEADLINES)
def test_found_in_a_headline(marked: str) -> None:
    _, attributions, (expected,), text = ledger_of(marked, headline=True)
    assert [(a.kind, text[slice(*a.source[0])]) for a in attributions] == [("anonymous", expected)]


@pytest.mark.parametrize("text", SILENT)
def test_no_unnamed_source(text: str) -> None:
    assert unnamed(text)[0] == []


def test_a_crowd_and_one_of_it() -> None:
    _, attributions, _, _ = ledger_of("Critics said the fee was high, but one critic said privately it was fair.")
    assert [a.kind for a in attributions] == ["collective", "anonymous"]


def test_a_headline_sums_up_only_what_is_told_below() -> None:
    lead = "\nRosa Lund said the dam may break."
    assert ledger_of("Dam may break, officials say" + lead, headline=True)[1] == ()
    assert [a.kind for a in ledger_of("Dam may break, sources say" + lead, headline=True)[1]][:1] == ["anonymous"]


def test_a_name_that_closes_the_sentence_tells_what_was_hearsay() -> None:
    hearsay = "{The duke|content} {reportedly|cue} {sold/VBD his stables|content}"
    _, (told,), _, text = ledger_of(hearsay + ", Ana Ruiz wrote/VBD in June.")
    assert [text[slice(*span)] for span in (*told.source, *told.cue)] == ["Ana Ruiz", "wrote"]
    assert text[slice(*told.content[0])] == "The duke reportedly sold his stables"
    assert ledger_of(hearsay + ", and Ana Ruiz wrote/VBD in June.")[1] == ()


KNOWN = {
    "person": [
        "{Ana Ruiz|source} {said|cue} {it burned|content}.",
        "{The retired plumber|source} {said|cue} {it burned|content}.",
        "{The Mayor|source} {said|cue} {it burned|content}.",
        "{He|source} {said|cue} {it burned|content}.",
        "{The 43-year-old former clerk|source} {said|cue} {it burned|content}.",
    ],
    "organization": [
        "{The Harbour Ministry|source} {said|cue} {it burned|content}.",
        "{the ombudsman's office|source} {said|cue} {it burned|content}.",
        "{The water board|source} {said|cue} {it burned|content}.",
        "{Quayside Rovers|source} {said|cue} {it burned|content}.",
        "{It|source} {said|cue} {it burned|content}.",
        "{Fritter|source} {said|cue} {it burned|content}.",
        "Later {Fritter|source} {said|cue} {it burned|content}.",
        "{Dana Foods|source} {said|cue} {it burned|content}.",
        "{Mara|source} {said|cue} {it burned|content}. Mara shares/NNS fell.",
        "{Mara|source}, the main supplier, {said|cue} {it burned|content}.",
    ],
    "document": [
        "{The new leaflet|source} {said|cue} {it burned|content}.",
        "{The council's minutes|source} {said|cue} {it burned|content}.",
        "{The secretary of state's registry|source} {said|cue} {it burned|content}.",
        "{Its filings|source} {said|cue} {it burned|content}.",
        "{The memo signed by Ana Ruiz|source} {said|cue} {it burned|content}.",
    ],
}


@pytest.mark.parametrize(("kind", "marked"), [(kind, m) for kind, texts in KNOWN.items() for m in texts])
def test_sources_whom_the_reader_can_find(kind: str, marked: str) -> None:
    assert [s.kind for s in ledger_of(marked)[0]] == [kind]


def test_a_person_with_a_company_is_a_person() -> None:
    text = "{Mara Lund|source} {said|cue} {it burned|content}. The Lund Foundation met. Lund said its roof fell."
    assert [(s.kind, s.name) for s in ledger_of(text)[0]] == [("person", "Mara Lund")]
