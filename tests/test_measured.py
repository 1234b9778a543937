"""What is told of a rule's precision and recall: counted right, current, and acted upon."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from audit.records import Finding, Span, Tally
from audit.rulebook import Rulebook, builtin_rules, load_rulebook
from audit.rulebook.measured import FEWEST_JUDGED, Basis, Measured, load_measured, share, with_figures
from audit.rulebook.rule import rule_with
from benchmarks.judged import JUDGED, Verdict, judged_basis, load_verdicts, unjudged, write_verdicts
from benchmarks.rules import LABELLED, Case, Outcome, Wanted, labelled_cases, matched, measure, seed_cases, tallies

GOOD_ENOUGH = 0.8
SLACK = 2  # findings by which another machine's arithmetic may differ


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def measured() -> Measured:
    found = load_measured(builtin_rules())
    assert found is not None, "no figures: python -m benchmarks.rules --write"
    return found


@pytest.fixture(scope="module")
def results(book: Rulebook) -> list[tuple[Case, Outcome]]:
    return measure([*seed_cases(), *labelled_cases()], book)


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    figure = share(8, 10)
    assert figure is not None
    assert figure == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)
    assert share(0, 0) is None
    assert share(5, 5) == pytest.approx((1.0, 0.5655, 1.0), abs=1e-4)


@pytest.mark.parametrize("family", ["anonymous", "claims", "hedges", "article"])
def test_each_family_has_forty_passages_and_each_rule_is_wanted_somewhere(family: str, book: Rulebook) -> None:
    cases = [case for case in labelled_cases() if case.families == (family,)]
    assert len(cases) >= 40
    assert sum(not case.wanted for case in cases) >= 10, "too few near misses"
    wanted = {want.rule for case in cases for want in case.wanted if not want.optional}
    rules = {rule.id for rule in book.everything if rule.card.family == family}
    assert rules <= wanted, f"no passage for {sorted(rules - wanted)}"


def test_every_label_names_a_rule(book: Rulebook) -> None:
    known = {rule.id for rule in book.everything}
    named = {want.rule for case in (*seed_cases(), *labelled_cases()) for want in case.wanted}
    assert named <= known, f"no such rule: {sorted(named - known)}"


def test_passages_are_no_examples_of_the_rules(book: Rulebook) -> None:
    examples = {e.article.text.strip() for rule in book.everything for e in (*rule.flag, *rule.passes)}
    for path in LABELLED.glob("*.yaml"):
        assert not [text for text in examples if text in path.read_text(encoding="utf-8")]


def test_the_figures_are_those_of_these_rules(
    measured: Measured, results: list[tuple[Case, Outcome]], book: Rulebook
) -> None:
    now = tallies((outcome for _, outcome in results), book)
    assert measured.written.rules.keys() == now.keys(), "stale: python -m benchmarks.rules --write"
    for rule, tally in now.items():
        kept = measured.written.rules[rule]
        for part in ("right", "wrong", "missed"):
            difference = abs(getattr(tally, part) - getattr(kept, part))
            assert difference <= SLACK, f"{rule}: stale, python -m benchmarks.rules --write"
    assert measured.judged == judged_basis(JUDGED), "stale: python -m benchmarks.rules --write"


def test_a_rule_that_is_often_wrong_does_not_speak_loudly(measured: Measured, book: Rulebook) -> None:
    for rule in book.rules:
        tally = measured.judged.rules.get(rule.id, Tally(right=0, wrong=0))
        findings = tally.right + tally.wrong
        if rule.card.severity != "info" and findings >= FEWEST_JUDGED:
            assert tally.right >= GOOD_ENOUGH * findings, f"{rule.id}: {tally.right} of {findings} findings are right"


def test_precision_is_told_only_where_enough_was_judged(book: Rulebook) -> None:
    card = replace(book.rules[0].card, precision=None, precision_basis="", figures=None)
    written = Basis(on="copy", rules={card.id: Tally(right=3, wrong=1, missed=2)})
    few = with_figures(card, Measured(written=written, judged=Basis(on="news", rules={card.id: _tally(8, 1)})))
    enough = with_figures(card, Measured(written=written, judged=Basis(on="news", rules={card.id: _tally(8, 2)})))
    assert (few.precision, few.precision_basis) == (None, "")
    assert (enough.precision, enough.precision_basis) == (0.8, "news; 10 findings")
    assert few.figures is not None
    assert few.figures.written == Tally(right=3, wrong=1, missed=2)


def test_copied_rules_have_no_figures(book: Rulebook, tmp_path: Path) -> None:
    """Who copies rules changes them, and then the figures are no longer theirs."""
    source = Path(book.rules[0].path)
    (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "measured.json").write_bytes((builtin_rules() / "measured.json").read_bytes())
    copied = load_rulebook(tmp_path).rules[0].card
    assert book.rules[0].card.figures is not None
    assert copied.figures is None
    assert copied.precision is None


def test_other_settings_have_no_figures_but_another_severity_has(book: Rulebook) -> None:
    rule = next(rule for rule in book.rules if rule.id == "ANON003")
    louder = rule_with(rule, on=None, severity="error", settings={})
    wider = rule_with(rule, on=None, severity=None, settings={"where": {"descriptor": ["none", "access"]}})
    assert louder.card.figures == rule.card.figures
    assert wider.card.figures is None


def test_a_finding_counts_once_and_an_optional_place_not_at_all() -> None:
    wanted = [Wanted("ANON001", (0, 5)), Wanted("ANON001", (10, 15)), Wanted("ANON001", (20, 25), optional=True)]
    found = [_finding(0, 5), _finding(2, 4), _finding(20, 22), _finding(30, 31)]
    result = matched("ANON001", found, wanted)
    assert [f.span for f in result.right] == [(0, 5)]
    assert [f.span for f in result.wrong] == [(2, 4), (30, 31)]
    assert [w.span for w in result.missed] == [(10, 15)]


def test_verdicts_hold_no_text_and_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "story.judged.jsonl"
    write_verdicts(path, [Verdict(9, 12, "ANON001", False), Verdict(0, 5, "ANON001", True)])
    assert load_verdicts(path) == [Verdict(0, 5, "ANON001", True), Verdict(9, 12, "ANON001", False)]
    assert judged_basis(tmp_path).rules == {"ANON001": _tally(1, 1)}
    assert [f.span for f in unjudged([_finding(0, 5), _finding(1, 5)], load_verdicts(path))] == [(1, 5)]
    for kept in JUDGED.glob("*.jsonl"):
        for line in kept.read_text(encoding="utf-8").splitlines():
            assert json.loads(line).keys() == {"rule", "start", "end", "right"}


def _tally(right: int, wrong: int) -> Tally:
    return Tally(right=right, wrong=wrong)


def _finding(start: int, end: int) -> Finding:
    return Finding(
        rule="ANON001",
        name="bare-anonymous-source",
        family="anonymous",
        severity="error",
        message="",
        advice="",
        span=Span(start, end),
        line=1,
        column=1,
        end_line=1,
        end_column=1,
        text="",
        fingerprint="",
    )
