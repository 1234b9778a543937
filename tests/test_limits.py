"""A rule's limit counts what counts: what is waived or known hides no other place of the same rule."""

import json
from functools import cache

import pytest
from typer.testing import CliRunner, Result

from audit import examiner
from audit.cli.app import app
from audit.pipeline import Pipeline
from tests.repositories import Repository, shut_off

RULE = """\
id: HOUSE001
name: plainly
family: hedges
severity: error
summary: s
why: w
advice: Cut it.
check: wording
settings: {words: own}
message: “{text}”
limit: 1
examples:
  flag: [{text: "It [[plainly]] rained."}, {text: "[[Plainly]] it rained."}]
  pass: [{text: It rained.}, {text: It snowed.}]
lexicons:
  own: plainly
"""
FIRST, SECOND, THIRD = (f"The {thing} was plainly shut.\n\n" for thing in ("gate", "mill", "lock"))
WAIVER = "<!-- audit: waive HOUSE001 because the gate was seen -->\n"


@pytest.fixture(autouse=True)
def repository(monkeypatch, tmp_path) -> Repository:
    (home := tmp_path / "home").mkdir()
    shut_off(monkeypatch, home)
    monkeypatch.setattr(examiner.Pipeline, "load", cache(Pipeline.load))
    made = Repository.new(tmp_path / "newsroom")
    monkeypatch.chdir(made.root)
    made.commit({"house/HOUSE001-plainly.yaml": RULE, "audit.toml": 'rule-folders = ["house"]\n'})
    return made


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def counting(*arguments: str) -> list[tuple[int, int]]:
    """The line of each finding that counts, and how many places it points at."""
    result = audit("check", *arguments, "--format", "json")
    assert result.exit_code in (0, 1), result.stderr
    (article,) = json.loads(result.stdout)["articles"]
    return [(f["line"], len(f["related"])) for f in article["findings"] if not f["suppressed"]]


def test_one_finding_points_at_the_rest(repository):
    repository.write({"story.md": FIRST + SECOND + THIRD})
    assert counting("story.md") == [(1, 2)]


def test_a_waived_place_takes_no_others_place(repository):
    repository.write({"story.md": WAIVER + FIRST + SECOND + THIRD})
    assert counting("story.md") == [(4, 1)]
    told = audit("explain", "story.md:6").stdout
    assert "the finding at 4:14 points here" in told


def test_a_waiver_may_cover_a_place_that_a_finding_only_pointed_at(repository):
    repository.write({"story.md": FIRST + WAIVER + SECOND})
    assert counting("story.md") == [(1, 0)]


def test_what_the_base_had_hides_nothing_new(repository):
    repository.commit({"story.md": FIRST})
    repository.write({"story.md": FIRST + SECOND})
    assert counting("--changed", "--base", "HEAD") == [(3, 0)]


def test_a_baseline_knows_all_places_and_hides_no_later_one(repository):
    repository.write({"story.md": FIRST + SECOND})
    assert audit("baseline", "write").exit_code == 0
    assert counting("story.md", "--baseline", "audit-baseline.json") == []
    repository.write({"story.md": FIRST + SECOND + THIRD})
    assert counting("story.md", "--baseline", "audit-baseline.json") == [(5, 0)]


def test_a_folder_of_rules_that_is_not_there_has_no_line(repository):
    result = audit("check", ".", "--rules", "hause")
    assert (result.exit_code, result.stderr) == (2, "audit: hause: there is no such folder of rules\n")


def test_a_rule_that_there_is_not_is_told_with_the_one_perhaps_meant(repository):
    result = audit("rules", "show", "HOUSE01", "--rules", "house")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("audit: there is no rule HOUSE01; did you mean “HOUSE001”?")
