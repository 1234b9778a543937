"""The rule book in words: settings, figures, policies and examples, on a terminal and as Markdown."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from audit.checks import CHECKS
from audit.cli.app import app
from audit.manual.card import card
from audit.manual.examples import paragraphs_of
from audit.manual.measured import measured
from audit.manual.page import page
from audit.manual.stances import Stance, in_words, stances
from audit.manual.words import clauses, listed
from audit.records import Figures, Reference, Tally
from audit.rulebook import Rule, Rulebook, load_rulebook
from audit.rulebook.marks import example

BOOK = load_rulebook()


def rule(rule_id: str) -> Rule:
    return next(rule for rule in BOOK.everything if rule.id == rule_id)


def flat(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("check", "settings", "expected"),
    [
        (
            "attribution",
            {"where": {"kind": ["anonymous", "collective"], "follow_up": False}, "unless": {"cue_words": "tweets"}},
            {
                ("if", "the source is an unnamed person or an unnamed group"),
                ("if", "the source does not point back to one already introduced"),
                ("unless", "the cue has words of tweets"),
            },
        ),
        (
            "measure",
            {"over": {"flesch_kincaid_grade": 14, "hedges_per_1000": 8}, "at_least": {"words": 300}},
            {
                ("if", "the Flesch-Kincaid grade is over 14 or hedges per 1,000 words is over 8"),
                ("if", "the article has 300 words or more"),
            },
        ),
        (
            "wording",
            {"words": "polls", "place": "lead", "needs": {"who paid": "polls.sponsor"}},
            {
                ("if", "they are words of polls"),
                ("if", "it stands in the writer's own voice"),
                ("if", "it stands in the first paragraph"),
                ("if", "what it calls for is missing: who paid (polls.sponsor)"),
            },
        ),
        ("quotation", {"unless_person_before": False}, {("if", "it has 5 words or more")}),
    ],
)  # fmt: skip
def test_settings_read_as_conditions(check: str, settings: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    made = msgspec.convert(settings, CHECKS[check].settings)
    assert {(clause.role, clause.text) for clause in clauses(made)} == expected


@pytest.mark.parametrize(
    ("words", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (list("abc"), "a, b or c")]
)
def test_lists_read_aloud(words: list[str], expected: str) -> None:
    assert listed(words) == expected


def test_every_rule_says_something_of_its_settings() -> None:
    for one in BOOK.everything:
        said = clauses(one.settings)
        assert said, one.id
        assert [clause.text for clause in said if "{}" in clause.text or not clause.text.strip()] == []


# ---------------------------------------------------------------- figures and policies


def test_figures_are_called_what_they_are() -> None:
    figures = Figures(
        written=Tally(right=12, wrong=1, missed=2),
        written_on="copy written for the purpose",
        judged=Tally(right=4, wrong=1),
        judged_on="60 news articles, findings judged by hand",
    )
    ours, others = measured(replace(rule("ANON001").card, figures=figures, precision=None))
    assert ours.startswith(
        "Copy written for the purpose. Right: 12 of 13 findings, 92% (with 95% confidence 67% to 99%)."
    )
    assert "Found: 12 of 14 places to report, 86%" in ours
    assert others.startswith("60 news articles, findings judged by hand. Right: 4 of 5 findings, 80%")
    assert others.endswith("Under 10 findings tell little of a rule. Nobody looked there for what it missed.")
    none = replace(figures, judged=Tally(right=0, wrong=0))
    assert list(measured(replace(rule("ANON001").card, figures=none)))[1].endswith("by hand: none of this rule's.")


def test_a_rule_without_figures_has_none() -> None:
    assert list(measured(replace(rule("ANON001").card, figures=None))) == ["Nobody has measured this rule."]


def test_policies_tell_what_they_change() -> None:
    given = {stance.policy: stance for stance in stances(BOOK)["ART003"]}
    assert given["default"].changes == ()
    assert any("anonymous is over" in change for change in given["strict"].changes)
    opinion = {stance.policy: stance.state for stance in stances(BOOK)["CLAIM018"]}
    assert opinion["default"] != opinion["opinion"]


def test_policies_of_one_mind_are_told_together() -> None:
    same = [Stance("default", "error", ()), Stance("strict", "error", ())]
    assert in_words(same) == "error in every one"
    assert in_words([*same, Stance("wire", "off", ())]) == "error in default and strict; off in wire"


# ---------------------------------------------------------------- examples


def test_a_paragraph_that_is_repeated_is_shown_once() -> None:
    made = example("Rain [[fell]].\n\nRain [[fell]].\n\nSnow.", path="x", headline="Weather")
    shown = paragraphs_of(made, str.upper, lambda text: f"[{text}]")
    assert list(shown) == ["WEATHER", "RAIN [fell]. (2 times)", "SNOW."]


# ---------------------------------------------------------------- as a whole


def hostile(text: str) -> Rule:
    """A rule all of whose words are hostile."""
    one = rule("ANON001")
    bad = {"summary": text, "why": text, "advice": text, "references": (Reference(text, f"javascript:{text}"),)}
    flag = tuple(replace(example(f"[[{text}]]", path="x"), note=text) for _ in range(2))
    return replace(one, card=replace(one.card, **bad), message=text, flag=flag, passes=flag, path=text)


def test_a_hostile_rule_steers_no_terminal() -> None:
    shown = card(hostile("\x1b[31mred\u202e \x07"), stances(BOOK)["ANON001"])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert "\\x1b[31mred" in shown


def test_a_hostile_rule_marks_nothing_up() -> None:
    text = "<script>x</script> | [a](http://b.c) @all"
    book = Rulebook(rules=(hostile(text),), digest="")
    made = page(book, {"ANON001": ()})
    assert "<script>" not in made
    assert "](http://b.c)" not in made
    assert "](javascript:" not in made
    assert "@all" not in made


def test_every_card_fits_a_terminal() -> None:
    given: Mapping[str, Any] = stances(BOOK)
    for one in BOOK.everything:
        lines = card(one, given[one.id]).splitlines()[:-1]  # the last one is the file
        assert max(map(len, lines)) <= 80, one.id


def show(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["rules", "show", *arguments])
    assert result.exit_code == 0, result.stderr
    return flat(result.stdout)


def test_show_tells_all_there_is_to_know() -> None:
    shown = show("high-anonymous-share")
    for part in (
        "ART003 high-anonymous-share",
        "Why:",
        "Read more:",
        "How to mend it:",
        "It looks at figures of the whole article, and reports where:",
        "- the share of attributed words that is anonymous is over 25%",
        "- as an error: the share of attributed words that is anonymous is over 50%",
        "- it is silent where ART002 reports some of the same words",
        "It reports what is marked:",
        "It passes over:",
        "How often it is right:",
        "Policies:",
        "File: ",
    ):
        assert part in shown


def test_show_knows_rules_that_are_off() -> None:
    (off, *_) = BOOK.off
    assert f"{off.id} {off.card.name} off, {off.card.family}" in show(off.id.lower())
