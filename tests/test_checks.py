"""Each kind of check on readings built by hand: what it reports, and the near misses it must not."""

from typing import Any

import msgspec
import pytest

from audit.checks import CHECKS, lexicons_of
from audit.phrases import parse_lexicon
from audit.records import Hit, Reading, Reason, Span
from tests.build import reading, texts


def run(name: str, read: Reading, lexicons: dict[str, str] | None = None, /, **settings: Any) -> list[Hit]:
    check = CHECKS[name]
    made = msgspec.convert(settings, check.settings)
    known = {name: parse_lexicon(text, name).compile() for name, text in (lexicons or {}).items()}
    named = {name: known[name] for name in lexicons_of(made)}
    hits = [verdict.hit for verdict in check.judge(read, made, named) if verdict.hit]
    assert all(set(hit.values) == check.placeholders for hit in hits)
    return hits


def found(name: str, read: Reading, lexicons: dict[str, str] | None = None, /, **settings: Any) -> list[str]:
    return texts(run(name, read, lexicons, **settings), read)


# ---------------------------------------------------------------- attribution

TWO = (
    "{Two officials|source:anonymous} {said|cue} {the bridge is safe|content}. "
    "{An aide|source1:anonymous} {claimed|cue1} “{it will fall down by spring|content1}”.\n\n"
    "{The officials|source2:anonymous} {added|cue2} {a date|content2}. {Mira Holt|source3 PERSON} {agreed|cue3}."
)
LEDGER = {
    0: {"descriptor": "role", "plural": True, "people": (2, 2)},
    1: {"descriptor": "none", "reason": Reason(kind="boilerplate", span=Span(0, 3))},
}


@pytest.fixture
def two() -> Reading:
    return reading(TWO, ledger=LEDGER, follows={2: 0})


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"kind": "anonymous"}, ["Two officials", "An aide", "The officials"]),
        ({"kind": ["person", "document"]}, ["Mira Holt"]),
        ({"descriptor": "none"}, ["An aide"]),
        ({"reason": "boilerplate"}, ["An aide"]),
        ({"reason": "none", "kind": "anonymous"}, ["Two officials", "The officials"]),
        ({"quote": "direct"}, ["An aide"]),
        ({"follow_up": True}, ["The officials"]),
        ({"plural": True, "follow_up": False}, ["Two officials"]),
        ({"counted": True, "plural": True}, ["Two officials", "The officials"]),
        ({"place": "lead", "kind": "anonymous"}, ["Two officials", "An aide"]),
        ({"place": "body"}, ["The officials", "Mira Holt"]),
        ({"min_quoted_words": 6}, ["An aide"]),
        ({"min_quoted_words": 7}, []),
        ({"min_confidence": 0.95}, []),
        ({"voice": "quote"}, []),
        ({"source_words": "w"}, ["An aide"]),
        ({"cue_words": "w"}, ["An aide"]),
        ({"content_words": "w"}, ["Two officials"]),
        ({"sentence_words": "date"}, ["The officials"]),
        ({"beside": "person"}, ["The officials"]),
    ],
)
def test_attribution_where(two: Reading, where: dict[str, Any], expected: list[str]) -> None:
    words = {"w": "aide\n~claim/NN\nbridge", "date": "date"}
    assert found("attribution", two, words, where=where) == expected


def test_attribution_is_dropped_by_any_single_condition_of_unless(two: Reading) -> None:
    unless = {"quote": "direct", "follow_up": True}
    assert found("attribution", two, where={"kind": "anonymous"}, unless=unless) == ["Two officials"]


def test_attribution_once_for_each_source(two: Reading) -> None:
    assert found("attribution", two, where={"kind": "anonymous"}, each="source") == ["Two officials", "An aide"]


def test_the_first_attribution_that_meets_the_conditions_reports_the_source() -> None:
    read = reading(
        "{Aides|source:anonymous} {met|cue} {a|content}. "
        "{The aides|source1:anonymous} {said|cue1} “{it is over|content1}”.",
        follows={1: 0},
    )
    assert found("attribution", read, where={"quote": "direct"}, each="source") == ["The aides"]


@pytest.mark.parametrize(
    ("mark", "expected"), [("source", "An aide"), ("cue", "claimed"), ("content", "it will"), ("reason", "Two")]
)
def test_attribution_mark(two: Reading, mark: str, expected: str) -> None:
    (text,) = found("attribution", two, where={"descriptor": "none"}, mark=mark)
    assert text.startswith(expected)


def test_a_cue_without_a_source_is_reported_whole() -> None:
    read = reading("The lake {is|cue:agentless} now {believed to|cue} {be clean|content}.")
    assert found("attribution", read, where={"kind": "agentless"}, mark="cue") == ["is now believed to"]


@pytest.mark.parametrize(("sentences", "expected"), [(0, ["Critics"]), (1, ["Critics"]), (2, [])])
def test_a_collective_is_excused_by_a_name_that_follows(sentences: int, expected: list[str]) -> None:
    read = reading("{Critics|source:collective} {scoff|cue}. It rained. {Mira Holt|source1 PERSON} {laughed|cue1}.")
    assert found("attribution", read, where={"kind": "collective"}, unless_named_within=sentences) == expected


def test_a_crowd_taken_for_a_name_does_not_excuse_itself() -> None:
    read = reading("{Critics|source:collective PERSON} {scoff|cue}.")
    assert found("attribution", read, where={"kind": "collective"}, unless_named_within=2) == ["Critics"]


def test_a_named_person_who_says_nothing_excuses_no_collective() -> None:
    read = reading("{Critics|source:collective} {scoff|cue}. {Mira Holt|PERSON} walked by.")
    assert found("attribution", read, where={"kind": "collective"}, unless_named_within=2) == ["Critics"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Critics|source:collective}, including {Mira Holt|PERSON}, {scoff|cue}.", []),
        ("{Critics|source:collective} of {Mira Holt|PERSON} {scoff|cue}.", ["Critics"]),
    ],
)
def test_a_collective_is_excused_by_one_of_its_number(text: str, expected: list[str]) -> None:
    assert found("attribution", reading(text), where={"kind": "collective"}, unless_named_within=0) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{An aide|source:anonymous} {said|cue} so. {Mira Holt|PERSON} then left.", []),
        ("{An aide|source:anonymous} {said|cue} so. {Mira Holt|PERSON}, the mayor, left.", ["An aide"]),
        ("Mayor Holt left. {An aide|source:anonymous} {said|cue} so. {Mira Holt|PERSON} agreed.", ["An aide"]),
        ("{An aide|source:anonymous} {said|cue} so.", ["An aide"]),
    ],
)
def test_an_unnamed_source_may_get_its_name_in_the_next_sentence(text: str, expected: list[str]) -> None:
    assert found("attribution", reading(text), where={"kind": "anonymous"}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Officials|source:anonymous} {said|cue} so.", ["Officials"]),
        ("{Officials|source:anonymous} may have {said|cue} so.", []),
        ("{Officials|source:anonymous} {told|cue} him so.", []),
        ("So {said|cue} {officials|source:anonymous}. They may go.", ["officials"]),
    ],
)
def test_the_predicate_runs_from_the_source_to_the_word_after_its_cue(text: str, expected: list[str]) -> None:
    settings = {"where": {"kind": "anonymous"}, "unless": {"predicate_words": "w"}}
    assert found("attribution", reading(text), {"w": "may\n~tell him"}, **settings) == expected


@pytest.mark.parametrize(("gap", "expected"), [("\n\n", []), ("\n\nIt rained.\n\n", ["A poll"])])
def test_words_near_by_stand_in_the_paragraph_or_beside_it(gap: str, expected: list[str]) -> None:
    read = reading("{A poll|source:evidence} {shows|cue} so." + gap + "The Halden poll is old.")
    settings = {"where": {"kind": "evidence"}, "unless": {"near_words": "w"}}
    assert found("attribution", read, {"w": "halden poll"}, **settings) == expected


def test_the_mark_can_be_the_first_quotation_that_is_long_enough() -> None:
    read = reading("{“Meh,”|content} {wrote|cue} {an aide|source:anonymous}, {“it will fall down”|content}.")
    settings = {"where": {"kind": "anonymous", "min_quoted_words": 3}, "mark": "quotation"}
    assert found("attribution", read, **settings) == ["“it will fall down”"]


@pytest.mark.parametrize(
    ("settings", "reported"),
    [
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_least": 2, "share_over": 0.5, "where": {}}, True),
        ({"at_least": 2, "share_over": 0.7, "where": {"kind": ["anonymous", "person"], "plural": False}}, False),
    ],
)
def test_attributions_reported_once_for_the_article(two: Reading, settings: dict[str, Any], reported: bool) -> None:
    hits = run("attribution", two, **({"where": {"kind": "anonymous"}, "each": "source"} | settings))
    assert len(hits) == reported
    assert all(int(h.values["count"]) <= int(h.values["all"]) and len(h.related) > 1 for h in hits)


# ---------------------------------------------------------------- attribution, compared with the rest of the article


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        ("{Sun|source:organization}, citing {aides|source1:anonymous}, {said|cue} {so|content}.", {}, []),
        (
            "{Sun|source:organization}, citing {aides|source1:anonymous}, {said|cue} {so|content}.",
            {"relays": "anonymous"},
            ["Sun"],
        ),
        (
            "{Sun|source:organization} {said|cue} {so|content}. {Aides|source1:anonymous} {agreed|cue1}.",
            {"relays": "anonymous"},
            [],
        ),
        ("{Sun|source:organization} {called|cue} {him lazy|content}.", {"said_words": "called"}, ["Sun"]),
        ("{Sun|source:organization} {saw|cue} {him lazy|content}.", {"said_words": "called"}, []),
        ("It rained. {Sun|source:organization} {fell|cue}.", {"beside_words": "rain"}, ["Sun"]),
        ("It rained. No. {Sun|source:organization} {fell|cue}.", {"beside_words": "rain"}, []),
        ("{Sun|source:organization} {said|cue} {“he fell in the well”|content}.", {"first_quotation": True}, ["Sun"]),
        ("“He fell in it.” {Sun|source:organization} {said|cue} {“so he did”|content}.", {"first_quotation": True}, []),
    ],
)  # fmt: skip
def test_attribution_beside_others(text: str, where: dict[str, Any], expected: list[str]) -> None:
    words = {"called": "called .. lazy", "rain": "rained"}
    where = {"kind": "organization", **where} if where else {"kind": "document"}
    assert found("attribution", reading(text), words, where=where) == expected


@pytest.mark.parametrize(
    ("kinds", "people", "expected"),
    [
        ("person", (1, 1), ["Sun"]),
        ("person", (2, None), []),
        (("person", "organization"), (2, None), ["Sun"]),
        (("document", "organization"), (1, 1), []),
    ],
)
def test_a_crowd_is_no_named_person(kinds: Any, people: tuple[int, int | None], expected: list[str]) -> None:
    text = "{Sun|source:organization}, citing {voters|source1:person}, {said|cue} {so|content}."
    read = reading(text, ledger={1: {"people": people}})
    assert found("attribution", read, where={"kind": "organization", "relays": kinds}) == expected


def test_a_crowd_named_after_somebody_names_nobody_soon() -> None:
    text = (
        "{Critics|source:collective} {say|cue} {so|content}. {{Ana Ruiz|PERSON}'s voters|source1:person} {agree|cue1}."
    )
    crowd = reading(text, ledger={1: {"people": (2, None)}})
    assert found("attribution", crowd, where={"kind": "collective"}, unless_named_within=2) == ["Critics"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("{An aide|source1:anonymous} {said|cue1} {he stole the bell|content1}.", []),
        ("{An aide|source1:anonymous} {said|cue1} {he was tired|content1}.", ["A clerk"]),
        ("{A blog|source1:evidence} {said|cue1} {he stole the bell|content1}.", ["A clerk"]),
        ("{The clerk|source1:anonymous} {said|cue1} {he stole the bell|content1}.", ["A clerk", "The clerk"]),
    ],
)
def test_what_nobody_else_tells(other: str, expected: list[str]) -> None:
    read = reading(
        "{A clerk|source:anonymous} {said|cue} {he stole a bell|content}. " + other,
        follows={1: 0} if "clerk" in other else {},
    )
    where = {"kind": "anonymous", "content_words": "theft", "not_told_by": ["person", "anonymous"]}
    assert found("attribution", read, {"theft": "stole"}, where=where) == expected


# ---------------------------------------------------------------- wording

BOOSTERS = {"certainty": "clearly\nof course", "court": "court", "ferry": "ferry"}


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ("It clearly failed.", {}, ["clearly"]),
        ("“It clearly failed,” he said.", {}, []),
        ("“It clearly failed,” he said.", {"voice": ["writer", "quote"]}, ["clearly"]),
        ("{Ruiz|source} {said|cue} {it clearly failed|content}.", {}, []),
        ("It clearly failed.\n\nClearly so.", {"place": "body"}, ["Clearly"]),
        ("It clearly failed in court. Of course.", {"unless_in_sentence": "court"}, ["Of course"]),
        ("It clearly failed in court. Of course.", {"unless_near": "court"}, []),
        ("It clearly failed, {Ruiz|source} {said|cue}. Of course.", {"unless_attributed_to": "person"}, ["Of course"]),
        ("Clearly, of course, so. Of course.", {"words_apart": 2}, ["Clearly", "Of course"]),
        ("Clearly so. Of course.", {"mark": "sentence"}, ["Clearly so.", "Of course."]),
        ("Clearly so. Of course.", {"each": "paragraph"}, ["Clearly"]),
        ("Clearly so. Of course.", {"each": "paragraph", "at_least": 2}, ["Clearly"]),
        ("Clearly so.\n\nOf course.", {"each": "paragraph", "at_least": 2}, []),
        ("Clearly so.\n\nOf course.", {"each": "article", "at_least": 2}, ["Clearly so."]),
        ("Clearly so. Clearly.", {"each": "article", "at_least": 2}, ["Clearly so. Clearly."]),
        ("Clearly so. Clearly.", {"each": "article", "at_least": 2, "different": True}, []),
        ("It clearly failed in court. Of course.", {"unless_in_paragraph": "court"}, []),
        ("It clearly failed.\n\nA court.", {"unless_in_paragraph": "court"}, ["clearly"]),
        ("It clearly failed.\n\nA court.", {"unless_in_article": "court"}, []),
        ("It clearly fell. {Ruiz|source} {said|cue} so.", {"unless_paragraph_attributed_to": "person"}, []),
        ("It clearly fell.", {"needs": {"a court": "court"}}, ["clearly"]),
        ("It clearly fell.\n\nA court.", {"needs": {"a court": "court"}}, []),
        ("It clearly fell.\n\nA court.", {"needs": {"a court": "court"}, "within": "paragraph"}, ["clearly"]),
        ("It clearly fell. A court.", {"needs": {"a court": "court", "b": "ferry"}, "missing": 2}, []),
    ],
)
def test_wording(text: str, settings: dict[str, Any], expected: list[str]) -> None:
    assert found("wording", reading(text), BOOSTERS, words="certainty", **settings) == expected


def test_wording_leaves_headlines_alone_unless_asked() -> None:
    read = reading("Clearly a headline\n\nIt rained.", headline=True)
    assert found("wording", read, BOOSTERS, words="certainty") == []
    assert found("wording", read, BOOSTERS, words="certainty", place="headline") == ["Clearly"]


def test_wording_reported_once_points_at_all_of_it() -> None:
    (hit,) = run("wording", reading("Clearly so. Of course."), BOOSTERS, words="certainty", each="paragraph")
    assert [place.span for place in hit.related] == [Span(12, 21)]
    (hit,) = run("wording", reading("Clearly so. Of course."), BOOSTERS, words="certainty", each="article")
    assert [place.span for place in hit.related] == [Span(0, 7), Span(12, 21)]
    assert hit.values["count"] == "2"


def test_wording_tells_what_is_missing() -> None:
    needs = {"a court": "court", "a ferry": "ferry", "certainty": "certainty"}
    (hit,) = run("wording", reading("It clearly fell."), BOOSTERS, words="certainty", needs=needs)
    assert hit.values["missing"] == "a court, a ferry"


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ("{A Dock Trust aide|source:anonymous} {said|cue} so. The Dock Trust declined.", {}, ["declined"]),
        ("{A Castle aide|source:anonymous} {said|cue} so. The Dock Trust declined.", {}, []),
        ("{A Dock Trust aide|source:person} {said|cue} so. The Dock Trust declined.", {}, []),
        ("{An aide to Vos|source:anonymous} {said|cue} so. Old {Vos|PERSON} declined.", {}, []),
        ("{An aide to Vos|source:anonymous} {said|cue} so. One {for|tag:IN} {Vos|PERSON} declined.", {}, ["declined"]),
        ("{A foe of Vos|source:anonymous} {said|cue} so. One {for|tag:IN} {Vos|PERSON} declined.", {}, ["declined"]),
        (
            "{A foe of Vos|source:anonymous} {said|cue} so. One {for|tag:IN} {Vos|PERSON} declined.",
            {"described_by": "aide"},
            [],
        ),
    ],
)  # fmt: skip
def test_wording_of_those_who_share_a_name(text: str, settings: dict[str, Any], expected: list[str]) -> None:
    words = {"no": "declined", "aide": "aide to [/NNP]"}
    assert found("wording", reading(text), words, words="no", shares_name_with="anonymous", **settings) == expected


def test_what_counts_says_where() -> None:
    with pytest.raises(msgspec.ValidationError, match="say which with `each`"):
        run("wording", reading("Clearly so."), BOOSTERS, words="certainty", at_least=2)


# ---------------------------------------------------------------- hedge


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ("It {may|hedge:modal} fall.", {}, ["may"]),
        ("It {may|hedge:modal} fall.", {"kind": "adverb"}, []),
        ("“It {may|hedge:modal} fall.”", {}, []),
        ("{Ruiz|source} {said|cue} {it {may|hedge:modal} fall|content}.", {"voice": "paraphrase"}, ["may"]),
        ("It {may|hedge:modal} and {might|hedge:modal}.", {"words": "may"}, ["may"]),
        ("It {may|hedge:modal} fall, {Ruiz|source} {said|cue}.", {"unless_attributed_to": ["person"]}, []),
        ("It {could|hedge:modal} {possibly|hedge:adverb} fall.", {"stacked": {}}, ["could possibly"]),
        ("It {could|hedge:modal} {may|hedge:modal} fall.", {"stacked": {}}, []),
        ("It {could|hedge:modal} a b c d e {possibly|hedge:adverb}.", {"stacked": {}}, []),
        ("It {could|hedge:modal}. {Possibly|hedge:adverb} so.", {"stacked": {}}, []),
        ("It {could|hedge:modal} {possibly|hedge:adverb} {seem|hedge:verb} so.", {"stacked": {"count": 4}}, []),
        ("{About|hedge:approximator} 1317 came.", {"kind": "approximator", "exact_figure": True}, ["About"]),
        ("{About|hedge:approximator} {$|tag:$}43127 went.", {"kind": "approximator", "exact_figure": True}, ["About"]),
        ("{About|hedge:approximator} 1300 came.", {"kind": "approximator", "exact_figure": True}, []),
        ("{About|hedge:approximator} 1325 came.", {"kind": "approximator", "exact_figure": True}, []),
        ("{About|hedge:approximator} 1994 it rose.", {"kind": "approximator", "exact_figure": True}, []),
        ("{About|hedge:approximator} half came.", {"kind": "approximator", "exact_figure": True}, []),
    ],
)
def test_hedge(text: str, settings: dict[str, Any], expected: list[str]) -> None:
    assert found("hedge", reading(text), {"may": "may"}, **settings) == expected


def test_a_pile_of_hedges_lists_its_cues() -> None:
    (hit,) = run("hedge", reading("It {could|hedge:modal} yet {possibly|hedge:adverb} fall."), stacked={})
    assert hit.values == {"text": "could yet possibly", "cues": "could, possibly", "count": "1"}


# ---------------------------------------------------------------- claim


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"kind": "statistic"}, ["Rents rose 9 percent."]),
        ({"kind": ["statistic", "causal"]}, ["Rents rose 9 percent.", "The ferry caused it."]),
        ({"kind": "causal", "place": "headline"}, []),
        ({"kind": "causal", "unless_words": "ferry"}, []),
    ],
)
def test_claim(settings: dict[str, Any], expected: list[str]) -> None:
    read = reading("{Rents rose 9 percent.|claim:statistic} {The ferry caused it.|claim:causal}")
    assert found("claim", read, {"ferry": "ferry"}, **settings) == expected


# ---------------------------------------------------------------- measure


@pytest.mark.parametrize(("share", "reported"), [(None, False), (0.25, False), (0.26, True)])
def test_measure_reports_what_is_beyond_a_limit(share: float | None, reported: bool) -> None:
    read = reading("One.\n\nTwo.", anonymous_share=share, reason_given_rate=share and 1 - share)
    assert bool(run("measure", read, over={"anonymous_share": 0.25})) is reported
    assert bool(run("measure", read, under={"reason_given_rate": 0.75})) is reported


@pytest.mark.parametrize(
    ("floor", "reported"),
    [({"words": 200}, True), ({"words": 201}, False), ({"attributed_words": 101}, False), ({"attributions": 1}, False)],
)
def test_measure_needs_enough_to_judge(floor: dict[str, int], reported: bool) -> None:
    read = reading("One.", words=200, attributed_share=0.5, anonymous_share=0.9)
    assert bool(run("measure", read, over={"anonymous_share": 0.5}, at_least=floor)) is reported


def test_measure_is_shown_at_the_headline_and_tells_its_figures() -> None:
    read = reading("Head\n\nText.", headline=True, flesch_reading_ease=27.4)
    (hit,) = run("measure", read, under={"flesch_reading_ease": 30})
    assert hit.span == Span(0, 4)
    assert hit.values == {"measure": "Flesch reading ease", "value": "27.4", "limit": "30.0"}


def test_shares_are_told_in_percent() -> None:
    (hit,) = run("measure", reading("One.", anonymous_share=0.254), over={"anonymous_share": 0.25})
    assert (hit.values["value"], hit.values["limit"]) == ("25.4%", "25.0%")


# ---------------------------------------------------------------- sources


@pytest.mark.parametrize(
    ("text", "settings", "reported"),
    [
        ("{Ana|source} {said|cue} {a|content}.", {"count": ["person"], "fewer_than": 2}, True),
        ("{Ana|source} {said|cue}. {Bo|source1} {said|cue1}.", {"count": ["person"], "fewer_than": 2}, False),
        ("It rained.", {"count": ["person"], "fewer_than": 1, "if_any": ["anonymous"]}, False),
        ("{Aides|source:anonymous} {said|cue}.", {"count": ["person"], "fewer_than": 1, "if_any": "anonymous"}, True),
        (
            "{Aides|source:anonymous} {said|cue}. {Bo|source1} {declined|cue1}.",
            {"count": ["person"], "fewer_than": 1, "if_any": "anonymous", "except_words": "refusal"},
            True,
        ),
        ("{Ana|source} {said|cue}.", {"count": ["person"], "fewer_than": 2, "at_least": {"attributions": 2}}, False),
    ],
)
def test_sources(text: str, settings: dict[str, Any], reported: bool) -> None:
    assert bool(run("sources", reading(text), {"refusal": "~decline"}, **settings)) is reported


def test_sources_point_at_each_first_mention() -> None:
    (hit,) = run("sources", reading("{Ana|source} {said|cue} {so|content}."), count="person", fewer_than=2)
    assert [place.span for place in hit.related] == [Span(0, 3)]


# ---------------------------------------------------------------- quotation

SIGNS = {"signs": "sign|poster ~read"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Snow fell on the gate. “Nobody told us of the flood.”", ["“Nobody told us of the flood.”"]),
        ("“{Nobody told us of the flood|content},” {Ruiz|source} {said|cue}.", []),
        ("“No word of it.”", []),
        ("“{We will pay|content},” {Ruiz|source} {said|cue}. “Nobody told us of the flood.”", []),
        (
            "“{We will pay|content},” {Ruiz|source} {said|cue}.\n\n“Nobody told us of the flood.”",
            ["“Nobody told us of the flood.”"],
        ),
        (
            "{Ruiz|source} {left|cue}. It rained. Snow fell. “Nobody told us of the flood.”",
            ["“Nobody told us of the flood.”"],
        ),
        ("{Beata Wolski|PERSON} stood up. “Nobody told us of the flood.”", []),
        ("{Beata Wolski|PERSON} stood up.\n\n“Nobody told us of the flood.”", []),
        ("Then she went on: “Nobody told us of the flood.”", []),
        ("“Nobody told us of the flood.”\n\nThe sign read so.", []),
        ("Snow fell. A band played “Nobody Told Us of the Flood”.", []),
        ("The sign read “Nobody told us of the flood”.", []),
        ("{Ruiz|source} {said|cue}: “{Nobody told us of the flood|content}.\n\n“Nobody told us of the fire.”", []),
    ],
)
def test_quotation(text: str, expected: list[str]) -> None:
    assert found("quotation", reading(text), SIGNS, unless_near="signs") == expected


def test_a_person_in_the_sentence_before_excuses_only_if_the_rule_says_so() -> None:
    read = reading("{Beata Wolski|PERSON} stood up. “Nobody told us of the flood.”")
    assert len(run("quotation", read, unless_person_before=False)) == 1


def test_a_spokesman_and_the_body_he_speaks_for_are_one_source() -> None:
    text = (
        "{The ministry|source:organization} {said|cue} {so|content}. "
        "The ministry spokesman {Ray Holt|source1 PERSON} {agreed|cue1}. {Ida Moe|source2 PERSON} {did not|cue2}."
    )
    settings = {"count": ["person", "organization"], "fewer_than": 3, "speaks_for": "voice"}
    (hit,) = run("sources", reading(text), {"voice": "spokesman"}, **settings)
    assert (hit.values["count"], hit.values["all"]) == ("2", "3")
    (hit,) = run("sources", reading(text), {"voice": "baker"}, **{**settings, "fewer_than": 4})
    assert hit.values["count"] == "3"


@pytest.mark.parametrize(("headline", "reported"), [("Holt: we stay", False), ("Ferry to stop", True)])
def test_a_headline_may_say_whose_words_are_reported(headline: str, reported: bool) -> None:
    text = f"{headline}\n\n{{Ray Holt|source PERSON}} {{said|cue}} {{so|content}}."
    read = reading(text, headline=True, ledger={0: {"name": "Ray Holt"}})
    settings = {"count": "person", "fewer_than": 2, "unless_in_headline": True}
    assert bool(run("sources", read, **settings)) is reported


# ---------------------------------------------------------------- headline

CARRIED = "{Aides|source:anonymous} {said|cue} {the minister {offered|tag:VBD} to quit|content}."


@pytest.mark.parametrize(
    ("body", "settings", "reported"),
    [
        (CARRIED, {}, True),
        (CARRIED, {"carried_by": "agentless"}, False),
        (CARRIED, {"shared_words": 5}, False),
        (CARRIED, {"unless_words": "minister"}, False),
        (CARRIED, {"unless_in_sentence": "minister"}, False),
        (CARRIED + " The minister {offered|tag:VBD} to quit.", {}, False),
        ("{Ida Moe|source} {said|cue} {the minister {offered|tag:VBD} to quit|content}.", {}, False),
        ("The minister {may|hedge:modal} have {offered|tag:VBN} to quit.", {}, True),
        ("The minister {may|hedge:modal} have {offered|tag:VBN} to quit.", {"or_hedged": False}, False),
        ("The minister {offered|tag:VBD} to quit and {may|hedge:modal} leave.", {}, False),
        ("{Aides|source:anonymous} {said|cue} {the minister wept|content}.", {}, False),
        ("{Aides|source:anonymous} {said|cue} {of the minister an offer to quit|content}.", {}, False),
    ],
)
def test_headline(body: str, settings: dict[str, Any], reported: bool) -> None:
    read = reading(f"Minister {{offers|tag:VBZ}} to quit\n\n{body}", headline=True)
    words = {"minister": "minister"}
    made = {"carried_by": ["anonymous", "agentless"], "shared_words": 2, **settings}
    assert bool(run("headline", read, words, **made)) is reported


@pytest.mark.parametrize("headline", ["Minister {offers|tag:VBZ} to quit?", "Minister “{offers|tag:VBZ}” to quit"])
def test_a_headline_that_asks_or_quotes_is_left_alone(headline: str) -> None:
    read = reading(f"{headline}\n\n{CARRIED}", headline=True)
    assert run("headline", read, carried_by="anonymous", shared_words=2) == []


# ---------------------------------------------------------------- reply

ACCUSED = {"accused": "accused [/NNP (/NNP)] of fraud", "answers": "denied|unreachable", "decided": "convicted"}


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("It rained.", ["Bram Vos"]),
        ("Old Vos denied it.", []),
        ("No. He was unreachable.", []),
        ("No. No. No. He was unreachable.", ["Bram Vos"]),
        ("The mayor denied it.", ["Bram Vos"]),
        ("“No,” {Mr Vos|source1 PERSON} {said|cue1}.", []),
        ("They accused {Bram Vos|PERSON} of fraud.", ["Bram Vos"]),
        ("They accused {Ida Moe|PERSON} of fraud. Old Vos denied it.", ["Ida Moe"]),
        ("A judge convicted him.", []),
    ],
)
def test_reply(rest: str, expected: list[str]) -> None:
    read = reading("They accused {Bram Vos|PERSON} of fraud. " + rest)
    assert found("reply", read, ACCUSED, accused="accused", answers="answers", unless_near="decided") == expected


@pytest.mark.parametrize("text", ["They accused Paris of fraud.", "“They accused {Bram Vos|PERSON} of fraud.”"])
def test_only_people_and_bodies_accused_outside_quotations_are_asked_after(text: str) -> None:
    assert found("reply", reading(text), ACCUSED, accused="accused", answers="answers") == []


# ---------------------------------------------------------------- tally


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Four clerks|source:anonymous}, two of them old and one young, {said|cue tag:VBD} so.", ["4: 2 + 1"]),
        ("{Four clerks|source:anonymous}, two of them old and two young, {said|cue tag:VBD} so.", []),
        ("{Two clerks|source:anonymous}, a guard and two cooks {said|cue tag:VBD} so.", []),
        ("{Two clerks|source:anonymous} - a cook and two guards - {said|cue tag:VBD} so.", ["2: 1 + 2"]),
        ("{Three clerks|source:anonymous}, one of them old, {said|cue tag:VBD} so.", []),
        ("{Three clerks|source:anonymous}, old and young, {said|cue tag:VBD} so.", []),
        (
            "{Three clerks|source:anonymous} {said|cue tag:VBD} so. {Both clerks|source1:anonymous} {wept|cue1}.",
            ["3: 2"],
        ),
        ("{Two clerks|source:anonymous} {said|cue tag:VBD} so. {Both clerks|source1:anonymous} {wept|cue1}.", []),
        (
            "{A clerk|source:anonymous} {sat|cue}. {A cook|source1:anonymous} {sat|cue1}. "
            "{Both people|source2:anonymous} {wept|cue2}.",
            [],
        ),
        (
            "{Two clerks|source:anonymous} {sat|cue}. {A cook|source1:anonymous} {sat|cue1}. "
            "{All three people|source2:anonymous} {wept|cue2}.",
            [],
        ),
        (
            "{Two clerks|source:anonymous} {sat|cue}. {All four people|source2:anonymous} {wept|cue2}.",
            ["2: 4"],
        ),
    ],
)
def test_tally(text: str, expected: list[str]) -> None:
    hits = run("tally", reading(text))
    assert [f"{hit.values['stated']}: {hit.values['found']}" for hit in hits] == expected


def test_either_half_of_a_tally_can_be_left_out() -> None:
    parts = reading("{Four clerks|source:anonymous} - a cook and a guard - {said|cue tag:VBD} so.")
    assert run("tally", parts, parts=False) == []
    totals = reading("{Three clerks|source:anonymous} {sat|cue}. {Both clerks|source1:anonymous} {wept|cue1}.")
    assert run("tally", totals, totals=False) == []
