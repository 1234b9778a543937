"""Policies: selections, severities and settings on top of each other, and mistakes pointed at."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from audit.engine import audit_reading
from audit.errors import RuleError, UsageError
from audit.pipeline import Pipeline
from audit.readers import read_bytes
from audit.reading import read
from audit.records import Reading
from audit.rulebook import (
    Rulebook,
    RuleChange,
    builtin_policies,
    changed,
    load_policy,
    load_rulebook,
    with_policy,
)
from tests.build import reading

RULE = """\
id: {id}
name: words
family: hedges
severity: warning
summary: s
why: w
advice: Cut it.
check: wording
settings: {{words: own}}
message: "“{{text}}” again"
examples:
  flag: [{{text: "[[surely]]"}}, {{text: "so [[surely]]"}}, {{text: "[[surely]] so"}}, {{text: "as [[surely]]"}}]
  pass: [{{text: so}}, {{text: it rained}}, {{text: as}}, {{text: now}}]
lexicons:
  own: surely
  other: rained
{more}
"""

POLICY = """\
name: {name}
title: t
summary: s
{rest}
"""


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    folder = tmp_path / "rules"
    folder.mkdir()
    for rule_id, more in (("TEST001", ""), ("TEST002", "on: false")):
        (folder / f"{rule_id}-words.yaml").write_text(RULE.format(id=rule_id, more=more), encoding="utf-8")
    return load_rulebook(folder)


def policy(folder: Path, name: str, rest: str) -> str:
    (folder / f"{name}.yaml").write_text(POLICY.format(name=name, rest=rest), encoding="utf-8")
    return str(folder / f"{name}.yaml")


def found(book: Rulebook) -> list[tuple[str, str, str]]:
    findings = audit_reading(reading("It surely rained."), book).findings
    return [(f.rule, f.severity, f.text) for f in findings]


def test_a_rule_that_is_off_is_silent_until_switched_on(book: Rulebook) -> None:
    assert [r.id for r in book.rules] == ["TEST001"]
    assert [r.id for r in book.off] == ["TEST002"]
    other = changed(book, {"TEST001": RuleChange(on=False), "TEST002": RuleChange(on=True)}, origin="x")
    assert found(other) == [("TEST002", "warning", "surely")]
    assert [r.id for r in other.everything] == ["TEST001", "TEST002"]


def test_severity_and_settings_change_what_is_found(book: Rulebook) -> None:
    other = changed(book, {"TEST001": RuleChange(severity="error", settings={"words": "other"})}, origin="x")
    assert found(other) == [("TEST001", "error", "rained")]
    assert found(book) == [("TEST001", "warning", "surely")]


def test_a_change_back_to_the_default_takes_a_setting_away(book: Rulebook) -> None:
    quoted = changed(book, {"TEST001": RuleChange(settings={"voice": "quote"})}, origin="x")
    assert found(quoted) == []
    again = changed(quoted, {"TEST001": RuleChange(settings={"voice": None})}, origin="x")
    assert found(again) == found(book)


def test_a_rule_goes_before_its_family(book: Rulebook) -> None:
    changes = {"TEST001": RuleChange(severity="error"), "hedges": RuleChange(on=True, severity="info")}
    assert {(rule, severity) for rule, severity, _ in found(changed(book, changes, origin="x"))} == {
        ("TEST001", "error"),
        ("TEST002", "info"),
    }


def test_tiers_make_the_gravest_of_what_is_found_and_fall_with_a_new_severity(book: Rulebook) -> None:
    tiers = {"words": "other", "tiers": {"error": {"words": "own"}, "info": {"words": "own"}}}
    tiered = changed(book, {"TEST001": RuleChange(settings=tiers)}, origin="x")
    assert found(tiered) == [("TEST001", "error", "surely"), ("TEST001", "warning", "rained")]
    quiet = changed(tiered, {"TEST001": RuleChange(severity="info")}, origin="x")
    assert found(quiet) == [("TEST001", "info", "rained")]


def test_the_digest_tells_what_was_changed(book: Rulebook) -> None:
    assert changed(book, {}, origin="x") is book
    assert changed(book, {"TEST001": RuleChange(severity="warning")}, origin="x") is book
    others = [
        changed(book, {"TEST001": change}, origin="x")
        for change in (RuleChange(on=False), RuleChange(severity="info"), RuleChange(settings={"words_apart": 3}))
    ]
    assert len({book.digest, *(other.digest for other in others)}) == 4
    assert changed(book, {"TEST001": RuleChange(on=False)}, origin="y").digest == others[0].digest


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"TEST003": RuleChange(on=False)}, "there is no rule or family “TEST003”; did you mean “TEST002”?"),
        ({"hedge": RuleChange(on=False)}, "did you mean “hedges”?"),
        ({"hedges": RuleChange(settings={"words": "own"})}, "one rule only"),
        (
            {"TEST001": RuleChange(settings={"wrds": "own"})},
            "TEST001.settings.wrds: unknown key “wrds”; did you mean “words”?",
        ),
        ({"TEST001": RuleChange(settings={"words": "owl"})}, "TEST001.settings.words: there is no lexicon “owl”"),
        ({"TEST001": RuleChange(settings={"words_apart": "far"})}, "expected a whole number"),
        ({"TEST001": RuleChange(settings={"tiers": {"grave": {}}})}, "“grave” is not known here"),
        (
            {"TEST001": RuleChange(settings={"tiers": {"error": {"wrds": "own"}}})},
            "TEST001.settings.tiers.error.wrds: unknown key",
        ),
        ({"TEST001": RuleChange(settings={"tiers": {"warning": {}}})}, "the rule itself is of severity warning"),
        ({"TEST001": RuleChange(settings={"tiers": {"error": {"tiers": {}}}})}, "no tiers of its own"),
    ],
)
def test_a_change_that_fits_no_rule_is_refused(book: Rulebook, changes: dict[str, RuleChange], message: str) -> None:
    with pytest.raises(RuleError) as caught:
        changed(book, changes, origin="audit.toml")
    assert caught.value.path == "audit.toml"
    assert message in caught.value.message


def test_changes_of_built_in_rules_are_passed_over_where_these_are_not_loaded(book: Rulebook) -> None:
    assert changed(book, {"ANON001": RuleChange(severity="info")}, origin="x") is book


def test_a_policy_stands_on_the_one_it_extends(tmp_path: Path, book: Rulebook) -> None:
    policy(tmp_path, "below", "changes: {TEST001: {severity: error, settings: {words: other}}, TEST002: on}")
    above = policy(
        tmp_path, "above", "extends: below.yaml\nchanges: {TEST001: {settings: {place: lead}}, TEST002: info}"
    )
    assert found(with_policy(book, load_policy(above))) == [
        ("TEST002", "info", "surely"),
        ("TEST001", "error", "rained"),
    ]


def test_a_family_goes_before_the_rules_of_what_is_extended(tmp_path: Path, book: Rulebook) -> None:
    policy(tmp_path, "below", "changes: {TEST001: error, TEST002: on}")
    above = policy(tmp_path, "above", "extends: below.yaml\nchanges: {hedges: off, TEST002: {on: on, severity: info}}")
    assert found(with_policy(book, load_policy(above))) == [("TEST002", "info", "surely")]


@pytest.mark.parametrize(
    ("rest", "line", "column", "message"),
    [
        ("extend: default", 4, 1, "unknown key “extend”; did you mean “extends”?"),
        ("extends: defualt", 4, 10, "there is no policy “defualt”; did you mean “default”?"),
        ("extends: mine.yaml", 4, 10, "in a circle"),
        ("changes:\n  TEST001: wrning", 5, 12, "did you mean “warning”?"),
        ("changes:\n  TEST001: {severty: info}", 5, 13, "unknown key “severty”; did you mean “severity”?"),
        ("changes:\n  TEST001: {severity: infos}", 5, 23, "did you mean “info”?"),
        ("changes: [TEST001]", 4, 10, "expected keys and values"),
        ("name: mine", 4, 1, "given twice"),
    ],
)
def test_mistakes_in_a_policy_are_refused_where_they_stand(
    tmp_path: Path, rest: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(RuleError) as caught:
        load_policy(policy(tmp_path, "mine", rest))
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in caught.value.message


def test_a_wrong_id_in_a_policy_is_pointed_at(tmp_path: Path, book: Rulebook) -> None:
    path = policy(tmp_path, "mine", "changes:\n  TEST009: off")
    with pytest.raises(RuleError) as caught:
        with_policy(book, load_policy(path))
    assert (caught.value.path, caught.value.line, caught.value.column) == (path, 5, 3)


def test_no_policy_extends_one_outside_its_folder(tmp_path: Path) -> None:
    text = "name: {}\ntitle: t\nsummary: s\nextends: {}\n"
    (tmp_path / "secret.yaml").write_text("password: hunter2\n")
    (here := tmp_path / "house").mkdir()
    (here / "a.yaml").write_text(text.format("a", "../secret.yaml"))
    (here / "b.yaml").write_text(text.format("b", "./link.yaml"))
    (here / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    for name in ("a.yaml", "b.yaml"):
        with pytest.raises(RuleError, match="is not in the folder of the policy") as refused:
            load_policy(str(here / name))
        assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("name", ["./a\\0.yaml", "./a\\ud800.yaml", "./a\\n.yaml"])
def test_what_is_no_path_is_not_extended(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.yaml").write_text(f'name: a\ntitle: t\nsummary: s\nextends: "{name}"\n')
    with pytest.raises(RuleError, match="this is no path"):
        load_policy(str(tmp_path / "a.yaml"))


def test_a_long_chain_of_policies_is_refused(tmp_path: Path) -> None:
    for number in range(40):
        text = f"name: p{number}\ntitle: t\nsummary: s\nextends: ./p{number + 1}.yaml\n"
        (tmp_path / f"p{number}.yaml").write_text(text)
    with pytest.raises(RuleError, match="more than 20 policies extend each other"):
        load_policy(str(tmp_path / "p0.yaml"))


def test_a_policy_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="did you mean “strict”"):
        load_policy("strct")
    with pytest.raises(RuleError, match="cannot read"):
        load_policy("nowhere/house.yaml")


@pytest.mark.parametrize("name", builtin_policies())
def test_every_policy_that_is_shipped_fits_the_rules(name: str) -> None:
    policy = load_policy(name)
    assert policy.name == name
    with_policy(load_rulebook(), policy)


def test_the_default_policy_changes_nothing() -> None:
    assert builtin_policies()[0] == "default"
    book = load_rulebook()
    assert with_policy(book, load_policy("default")) is book


# ---------------------------------------------------------------- where policies disagree

ROTE = """\
The dam will be drained, said an engineer at the county, who spoke on condition of anonymity because she was not
authorized to talk to reporters. Olaf Strand, who runs it, said it was sound."""
NO_REASON = "The dam will be drained, said an engineer at the county. Olaf Strand, who runs it, said it was sound."
UNCOUNTED = "Olaf Strand runs the dam.\n\nHe said it was sound. Senior engineers at the county said it was cracked."
HIDDEN_LEAD = "The dam is cracked, a senior official at the county said.\n\nIt is sound, said Olaf Strand, who runs it."
ALONE = "The dam is cracked, an engineer at the county said. The engineer said the county knew it."
RELAYED = "The Harbor Tribune reported that the dam was cracked. Olaf Strand, who runs it, said it was sound."
COUNTED_TWICE = """\
Three people at the county said the dam was cracked. Both people said it would be drained, and Olaf Strand, who runs
it, said that it was sound."""


@pytest.fixture(scope="module")
def read_text() -> Callable[[str], Reading]:
    pipeline = Pipeline.load()

    @cache
    def read_one(text: str) -> Reading:
        article = read_bytes(text.encode(), path="dam.txt", suffix=".txt")
        return read(article, next(iter(pipeline.parse((article,)))))

    return read_one


@pytest.mark.parametrize(
    ("text", "rules", "expected"),
    [
        (
            ROTE,
            "ANON004 ANON005",
            {
                "default": "ANON005 info",
                "after-ap": "",
                "after-reuters": "",
                "after-npr": "ANON005 info",
                "after-nyt": "ANON005 warning",
                "strict": "ANON004 warning, ANON005 warning",
            },
        ),
        (
            NO_REASON,
            "ANON004 ANON005",
            {
                "default": "ANON004 warning",
                "after-ap": "ANON004 error",
                "after-reuters": "ANON004 info",
                "after-bbc": "ANON004 warning",
                "after-nyt": "ANON004 info",
                "strict": "ANON004 warning",
            },
        ),
        (UNCOUNTED, "ANON011", {"after-ap": "ANON011 info", "after-reuters": "ANON011 warning"}),
        (HIDDEN_LEAD, "ANON013", {"default": "ANON013 warning", "wire": "ANON013 error"}),
        (ALONE, "ART001 ART002", {"default": "ART002 error", "after-bbc": "ART002 error"}),
        (RELAYED, "ANON010", {"default": "", "strict": "ANON010 warning"}),
        (COUNTED_TWICE, "ART008", {"after-ap": "ART008 info", "after-reuters": "ART008 warning"}),
    ],
    ids=["a rote reason", "no reason", "uncounted", "a hidden lead", "one hidden source", "relayed", "counted twice"],
)
def test_policies_disagree_in_what_they_find(
    text: str, rules: str, expected: dict[str, str], read_text: Callable[[str], Reading]
) -> None:
    book = load_rulebook()
    for name, findings in expected.items():
        report = audit_reading(read_text(text), with_policy(book, load_policy(name)))
        found = dict.fromkeys(f"{f.rule} {f.severity}" for f in report.findings if f.rule in rules.split())
        assert (name, ", ".join(sorted(found))) == (name, findings)


def test_an_opinion_piece_may_judge_and_guess_but_not_pass_on_hearsay(read_text: Callable[[str], Reading]) -> None:
    text = "The dam may well be the ugliest thing in the county. It has reportedly been sold. Perhaps that is a mercy."
    book = load_rulebook()
    families = {
        name: {f.rule for f in audit_reading(read_text(text), with_policy(book, load_policy(name))).findings}
        for name in ("default", "opinion")
    }
    assert "HEDGE001" in families["opinion"]
    assert "HEDGE002" in families["default"] - families["opinion"]
