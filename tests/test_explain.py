"""Explanations: they say of every place what the engine made of it, in words, and name the condition that decided."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from audit.checks import CHECKS, Verdict, lexicons_of
from audit.cli.app import app
from audit.engine import Ruling, audit_reading, rulings
from audit.errors import UsageError
from audit.explaining import Target, parse_target, render_json, render_text
from audit.explaining.answers import condition
from audit.explaining.gathering import Explanation, gather
from audit.phrases import parse_lexicon
from audit.records import Reading, Reason, Report, Suppression
from audit.rulebook import Rulebook, load_policy, load_rulebook, with_policy
from benchmarks.agreement import read_folder
from tests.build import reading

SEEDS = Path(__file__).parent.parent / "seeds"


# ---------------------------------------------------------------- explanations agree with findings, everywhere


@cache
def seeds() -> tuple[Reading, ...]:
    return tuple(read for read, _ in read_folder(SEEDS, SEEDS))


def every_rule(policy: str) -> Rulebook:
    """All rules there are, switched on, under a policy's settings."""
    book = with_policy(load_rulebook(), load_policy(policy))
    return Rulebook(rules=tuple(replace(rule, on=True) for rule in book.everything), digest="")


def explained(read: Reading, book: Rulebook, line: int | None = None, report: Report | None = None) -> Explanation:
    target = Target(path=read.article.path, line=line)
    return gather(target, report or audit_reading(read, book), rulings(read, book.rules), book)


def told(explanation: Explanation) -> Iterator[Ruling]:
    return (ruling for passage in explanation.passages for ruling in passage.rulings)


@pytest.mark.parametrize("policy", ["default", "strict"])
def test_what_is_explained_as_reported_is_what_the_engine_finds(policy: str) -> None:
    book = every_rule(policy)
    fired = set()
    for read in seeds():
        found = {(f.rule, f.span, f.severity, f.fingerprint) for f in audit_reading(read, book).findings}
        reported = [ruling.finding for ruling in told(explained(read, book)) if ruling.outcome == "reported"]
        assert {(f.rule, f.span, f.severity, f.fingerprint) for f in reported if f} == found
        assert None not in reported
        fired |= {finding[0] for finding in found}
    assert len(fired) > 20, "too few rules fire in the seeds for this to mean anything"


def test_every_line_tells_of_the_findings_that_begin_in_it() -> None:
    book = load_rulebook()
    for read in seeds()[:4]:
        report = audit_reading(read, book)
        for finding in report.findings:
            there = told(explained(read, book, line=finding.line, report=report))
            assert finding in [ruling.finding for ruling in there]


def test_a_ruling_says_why_and_nothing_that_contradicts_it() -> None:
    book = every_rule("default")
    ids = {rule.id: rule for rule in book.rules}
    for read in seeds():
        made = list(rulings(read, book.rules))
        hits = {(r.rule.id, r.verdict.hit.span) for r in made if r.verdict.hit}
        for ruling in made:
            *before, last = ruling.verdict.answers
            assert all(answer.holds for answer in before)
            assert last.holds is (ruling.outcome != "passed")
            assert (ruling.finding is not None) is (ruling.outcome == "reported")
            assert (ruling.instead is None) is (ruling.outcome in ("reported", "passed"))
            if ruling.instead:
                assert ruling.instead in hits
                rule = ids[ruling.instead[0]]
                assert rule.id in ruling.rule.yields_to if ruling.outcome == "yields" else rule is ruling.rule


def test_a_sentence_is_a_claim_where_what_speaks_for_it_outweighs_what_speaks_against() -> None:
    passages = [p for read in seeds() for p in explained(read, Rulebook(rules=(), digest="")).passages]
    assert {bool(p.claims) for p in passages if p.signs} == {True, False}
    assert [p.span for p in passages if bool(p.claims) != (bool(p.signs) and sum(p.signs.values()) >= 0)] == []


def test_a_source_of_whom_no_words_are_told_is_not_said_to_be_credited_with_any() -> None:
    read = seeds()[0]
    first = next(a for a in read.attributions if a.source and a.kind == "anonymous")
    silent = replace(read, attributions=(replace(first, cue=(), content=()),))
    line = read.article.text[: first.source[0].start].count("\n") + 1
    words = " ".join(render_text(explained(silent, load_rulebook(), line)).split())
    assert "is taken for a source, though no words of theirs are told" in words
    assert "is credited by" not in words


def test_every_condition_is_put_in_words() -> None:
    book = every_rule("default")
    asked = {(r.rule.id, a.asked): condition(r, a).text for s in seeds() for r in rulings(s, book.rules)
             for a in r.verdict.answers}  # fmt: skip
    assert len(asked) > 100
    assert {key: text for key, text in asked.items() if " " not in text} == {}


# ---------------------------------------------------------------- the condition that decided


def verdicts(name: str, read: Reading, lexicons: Mapping[str, str] | None = None, **settings: Any) -> list[Verdict]:
    check = CHECKS[name]
    made = msgspec.convert(settings, check.settings)
    known = {name: parse_lexicon(text, name).compile() for name, text in (lexicons or {}).items()}
    return list(check.judge(read, made, {name: known[name] for name in lexicons_of(made)}))


def decided(name: str, read: Reading, lexicons: Mapping[str, str] | None = None, **settings: Any) -> tuple[Any, ...]:
    """Of the only place that was looked at: the last answer, with the words of the article if it names some."""
    (verdict,) = verdicts(name, read, lexicons, **settings)
    asked, holds, found = verdict.answers[-1]
    words = read.article.text[slice(*found)] if isinstance(found, tuple) else found
    return asked, holds, words


AIDE = "{An aide|source:anonymous} {claimed|cue} {it will fall|content}. Mira Holt left."
NAMED = "{An aide|source:anonymous} {claimed|cue} {it will fall|content}. {Mira Holt|PERSON} then left."


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        (AIDE, {"where": {"kind": "person"}}, ("where.kind", False, "anonymous")),
        (AIDE, {"where": {"kind": "anonymous", "reason": "none"}}, ("where.reason", False, "boilerplate")),
        (AIDE, {"where": {"kind": "anonymous", "cue_words": "w"}}, ("where.cue_words", False, None)),
        (AIDE, {"where": {}, "unless": {"source_words": "w"}}, ("unless.source_words", False, "aide")),
        (NAMED, {"where": {"kind": "anonymous"}}, ("it is not named after all", False, "Mira Holt")),
        (AIDE, {"where": {"kind": "anonymous"}}, ("it is not named after all", True, None)),
    ],
)  # fmt: skip
def test_an_attribution_names_what_decided(text: str, settings: dict[str, Any], expected: tuple[Any, ...]) -> None:
    read = reading(text, ledger={0: {"reason": Reason(kind="boilerplate")}})
    assert decided("attribution", read, {"w": "aide"}, **settings) == expected


def test_a_source_reported_once_points_at_its_first_place() -> None:
    read = reading("{Aides|source:anonymous} {met|cue}. {The aides|source1:anonymous} {said|cue1} so.", follows={1: 0})
    first, second = verdicts("attribution", read, where={"kind": "anonymous"}, each="source")
    assert first.hit
    assert second.hit is None
    assert second.answers[-1] == ("each", False, first.span)


def test_places_reported_together_point_at_their_finding_and_too_few_say_so() -> None:
    read = reading("A surely {small|tag:JJ} step.\n\nIt surely rained.", headline=True)
    words = {"w": "surely"}
    enough = verdicts("wording", read, words, words="w", place=["headline", "body", "lead"], each="article", at_least=2)
    (whole,) = (v for v in enough if v.hit)
    assert [v.into for v in enough if not v.hit] == [whole.span, whole.span] == [read.article.headline] * 2
    few = verdicts("wording", read, words, words="w", place=["headline", "lead"], each="article", at_least=3)
    assert [(v.hit, v.into, v.answers[-1]) for v in few] == [(None, None, ("at_least", False, 2))] * 2


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ("place", True, "lead")),
        ({"place": "body"}, ("place", False, "lead")),
        ({"voice": "quote"}, ("voice", False, "writer")),
        ({"unless_in_sentence": "excuse"}, ("unless_in_sentence", False, "rained")),
        ({"unless_near": "nothing"}, ("unless_near", True, None)),
        ({"unless_attributed_to": "person"}, ("unless_attributed_to", False, "said")),
        ({"needs": {"a day": "excuse"}}, ("needs", False, "")),
        ({"needs": {"a day": "nothing"}}, ("needs", True, "a day")),
    ],
)
def test_wording_names_what_decided(settings: dict[str, Any], expected: tuple[Any, ...]) -> None:
    read = reading("It surely rained, {Mira Holt|source} {said|cue}.")
    words = {"w": "surely", "excuse": "rained", "nothing": "snowed"}
    assert decided("wording", read, words, words="w", **settings) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It will fall down soon,” {said|cue} {Mira Holt|source PERSON}.", ("nobody is credited near it", False)),
        ("“Fall down.”", ("min_words", False)),
        ("“The Fall Down Of Rome” was dull.", ("it is no title", False)),
        ("She left. “It will fall down soon.”", ("unless_person_before", False)),
        ("Rain. “It will fall down soon.”", ("unless_person_before", True)),
    ],
)
def test_a_quotation_names_what_decided(text: str, expected: tuple[str, bool]) -> None:
    assert decided("quotation", reading(text))[:2] == expected


def test_figures_are_told_whether_or_not_they_are_beyond_their_limit() -> None:
    below, above = (reading("It rained.", anonymous_share=share) for share in (0.2, 0.3))
    limit = {"over": {"anonymous_share": 0.25}}
    asked = "a figure is beyond its limit"
    assert decided("measure", below, **limit) == (asked, False, "share of attributed words that is anonymous 20.0%")
    assert decided("measure", above, **limit)[1]
    assert decided("measure", above, **limit, at_least={"words": 300}) == ("at_least.words", False, 2)


def test_piled_hedges_tell_how_many_kinds_there_are() -> None:
    read = reading("It {may|hedge:modal} {perhaps|hedge:adverb} rain. It {might|hedge:modal} snow.")
    both, one = verdicts("hedge", read, stacked={"count": 2, "within": 2})
    assert both.hit
    assert both.answers[-1] == ("stacked.count", True, 2)
    assert one.hit is None
    assert one.answers[-1] == ("stacked.count", False, 1)


# ---------------------------------------------------------------- on paper


RULE = """\
id: {id}
name: words
family: hedges
severity: warning
summary: s
why: w
advice: Cut it.
check: wording
settings: {{words: own, unless_in_sentence: excuse}}
message: "“{{text}}” again"
examples:
  flag: [{{text: "[[surely]]"}}, {{text: "so [[surely]]"}}]
  pass: [{{text: so}}, {{text: it rained}}]
lexicons:
  own: {words}
  excuse: honestly
{more}
"""


def rulebook(folder: Path, **rules: str) -> Rulebook:
    for rule_id, text in rules.items():
        words, _, more = text.partition("\n")
        (folder / f"{rule_id}-words.yaml").write_text(RULE.format(id=rule_id, words=words, more=more), encoding="utf-8")
    return load_rulebook(folder)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_text_tells_what_stands_for_a_finding_that_is_not_reported(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely so", TEST002="surely\nyields_to: [TEST001]", TEST003="so|it\nlimit: 1")
    text = flat(render_text(explained(reading("It is surely so, and it rained."), book, line=1)))
    assert "Reported: warning TEST001 words at 1:7 “surely so” again" in text
    assert "“surely” (1:7) - TEST002: would report it, but yields to TEST001 at 1:7" in text
    assert "“so” (1:14) - TEST003: reports no more than 1: the finding at 1:1 points here" in text


def test_text_tells_what_excuses_a_place(tmp_path: Path) -> None:
    text = flat(render_text(explained(reading("It surely, honestly rained."), rulebook(tmp_path, TEST001="surely"), 1)))
    assert "“surely” (1:4) - TEST001: excused: its sentence has words of excuse, “honestly” (1:12)" in text
    assert "Reported" not in text


def test_text_names_rules_that_are_silent_or_off(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely\nskip_genres: [opinion]", TEST002="surely\non: false")
    text = render_text(explained(reading("It surely rained.", genre="opinion"), book, line=1))
    assert "Silent in this genre: TEST001" in text
    assert "Off: TEST002" in text
    assert "Reported" not in text


def test_a_finding_that_does_not_count_says_why(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely")
    read = reading("It surely rained.")
    (finding,) = audit_reading(read, book).findings
    waived = replace(finding, suppressed=Suppression(kind="waiver", reason="a motto", by="M. Vale", until="2031-01-31"))
    explanation = explained(read, book, line=1, report=Report(reading=read, findings=(waived,)))
    assert "(does not count: waiver by M. Vale until 2031-01-31: a motto)" in flat(render_text(explanation))


def test_what_steers_a_terminal_is_made_visible(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely")
    read = reading("::error::It surely \x1b[31mrained\u202e.")
    for line in (None, 1):
        text = render_text(
            replace(explained(read, book, line), target=Target(path="a\x1b[2J\n::error::x.txt", line=line))
        )
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert not re.search(r"^\s*::", text, re.MULTILINE)
    assert "\x1b" not in render_json(explained(read, book, 1))


def test_a_whole_file_lists_the_lines_in_which_there_is_something(tmp_path: Path) -> None:
    read = reading("It rained.\n\nIt {may|hedge:modal} rain; it surely will.\n\n{Aides|source} {said|cue} so.")
    lines = render_text(explained(read, rulebook(tmp_path, TEST001="surely"))).splitlines()
    assert lines[0] == "built.txt"
    assert [line.strip() for line in lines[2:4]] == ["3  1 hedge; TEST001", "5  1 attribution"]


# ---------------------------------------------------------------- targets


def test_targets() -> None:
    assert parse_target("a/story.txt") == Target(path="a/story.txt")
    assert parse_target("story.txt:12") == Target(path="story.txt", line=12)
    assert parse_target("C:\\news\\story.txt:12:3") == Target(path="C:\\news\\story.txt", line=12, column=3)
    assert parse_target("-:4") == Target(path="-", line=4)
    assert parse_target("story.txt:x") == Target(path="story.txt:x")


def test_a_file_whose_name_ends_in_a_number_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "story:12"
    path.write_text("It rained.")
    assert parse_target(str(path)) == Target(path=str(path))
    assert parse_target(f"{path}:3") == Target(path=str(path), line=3)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (Target(path="x", line=4), "has no line 4; its last is 3"),
        (Target(path="x", line=0), "has no line 0"),
        (Target(path="x", line=1, column=11), "has no column 11; its last is 10"),
        (Target(path="x", line=1, column=0), "has no column 0"),
    ],
)
def test_a_place_that_is_not_there_is_an_error(tmp_path: Path, target: Target, message: str) -> None:
    read = reading("It rained.\n\nIt snowed.")
    book = rulebook(tmp_path, TEST001="surely")
    with pytest.raises(UsageError, match=message):
        gather(target, audit_reading(read, book), (), book)


def test_a_column_is_explained_by_its_sentence_alone(tmp_path: Path) -> None:
    read, book = reading("It rained. It surely snowed."), rulebook(tmp_path, TEST001="surely")
    made = tuple(rulings(read, book.rules))
    first, second = (
        gather(Target(path="x", line=1, column=column), audit_reading(read, book), made, book) for column in (4, 14)
    )
    assert [len(list(told(explanation))) for explanation in (first, second)] == [0, 1]
    assert [read.article.text[slice(*passage.span)] for passage in second.passages] == ["It surely snowed."]


# ---------------------------------------------------------------- the command


STORY = """\
Mill to close

The mill will close in May, sources said.

<!-- audit: waive ANON001 because the editor knows them (by Ana Vale) -->
A source said the roof was unsafe.
"""


def audit(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_the_command_agrees_with_the_check(story: Path) -> None:
    checked = json.loads(audit("check", story, "--no-cache", "--no-config", "--format", "json").stdout)
    result = audit("explain", story, "--no-config", "--format", "json")
    assert result.exit_code == 0
    explained = json.loads(result.stdout)
    made = [ruling["finding"] for sentence in explained["sentences"] for ruling in sentence["rulings"]]
    findings = [finding for finding in made if finding] + explained["remarks"]
    (article,) = checked["articles"]
    assert sorted(findings, key=str) == sorted(article["findings"], key=str)
    assert any(finding["suppressed"] for finding in findings)
    assert any(not finding["suppressed"] for finding in findings)


def test_the_command_explains_a_line_of_standard_input() -> None:
    result = audit("explain", "--no-config", "--rule", "ANON001", "--", "-:3", stdin=STORY.encode())
    assert result.exit_code == 0
    assert "Reported: error ANON001 bare-anonymous-source at 3:29" in flat(result.stdout)
    assert "ANON002" not in result.stdout


def test_a_rule_that_found_nothing_to_look_at_says_what_it_looks_for(story: Path) -> None:
    result = audit("explain", f"{story}:3", "--no-config", "--policy", "strict", "--rule", "orphan-quote")
    assert "CLAIM012 looks at quotations, and found none here." in flat(result.stdout)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.md:3",), "missing.md"),
        (("{folder}",), "is a folder; name one article"),
        (("{story}:99",), "has no line 99"),
        (("{story}:3", "--rule", "NONE001"), "there is no rule NONE001"),
        (("{story}:3", "--rule", "bare-anonymous-sorce"), "did you mean “bare-anonymous-source”?"),
    ],
)
def test_what_cannot_be_explained_is_said_in_a_line(story: Path, arguments: tuple[str, ...], message: str) -> None:
    filled = [argument.format(folder=story.parent, story=story) for argument in arguments]
    result = audit("explain", *filled, "--no-config")
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_it_tells_what_the_trained_reader_suspects_of_a_source_without_a_name(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(
        "Two officials briefed on the sale said it was off.\n\nAna Ruiz said it was on.\n", encoding="utf-8"
    )
    unnamed, named = (CliRunner().invoke(app, ["explain", f"{story}:{line}"]).stdout for line in (1, 3))
    assert re.search(r"by its sentence it\s+looks like an unnamed person\s+to \d+%", unnamed)
    assert "looks like" not in named
    told = json.loads(CliRunner().invoke(app, ["explain", f"{story}:1", "--format", "json"]).stdout)
    (suspected,) = told["sentences"][0]["suspected"]
    assert suspected["anonymous"] > 0.2
