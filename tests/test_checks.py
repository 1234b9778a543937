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
    hits = list(check.run(read, made, named))
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
