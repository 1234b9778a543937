"""The configuration and waivers at work in `audit check`, on real repositories."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audit.cli.app import app
from tests.repositories import Repository, shut_off

BAD = "The port was sold on Monday, sources said.\n"
WAIVER = "waive ANON001, ANON013, ART002 because she fears for her job"
NEWS = """\
The port was sold on Monday, {} said. {} said that the price had been agreed in the spring, that the council had been
told of it in May, and that the cranes were to go to a yard in the south before the winter. {} also said that nobody
would lose work over it this year or the next, that the harbour office would stay where it is, and that the ferry would
keep its berth. {} added that the papers were to be laid open in the autumn, that a third of the sum had been paid, that
two banks stood behind the buyer, and that the mayor had been in the room when hands were shaken on it.
"""


@pytest.fixture
def newsroom(tmp_path, monkeypatch) -> Repository:
    shut_off(monkeypatch, tmp_path)
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIT_TODAY", "2026-11-21")
    repository = Repository.new(tmp_path / "newsroom")
    monkeypatch.chdir(repository.root)
    return repository


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", "--format", "json", *arguments])


def counting(result: Result) -> dict[str, set[str]]:
    """By article, the rules whose findings count."""
    articles = json.loads(result.stdout)["articles"]
    return {a["path"]: {f["rule"] for f in a["findings"] if not f["suppressed"]} for a in articles}


# ---------------------------------------------------------------- configuration


def test_a_folder_may_be_judged_by_other_rules(newsroom):
    newsroom.write({"news/a.txt": BAD, "opinion/a.txt": BAD, "README.md": BAD})
    newsroom.write({"audit.toml": "[[overrides]]\npaths = ['opinion/']\nrules = {ANON001 = 'off'}\n"})
    found = counting(check("."))
    assert "ANON001" in found["news/a.txt"]
    assert "ANON001" not in found["opinion/a.txt"]
    assert set(found) == {"news/a.txt", "opinion/a.txt"}


def test_a_policy_that_there_is_not_is_told_with_its_line(newsroom):
    newsroom.write({"a.txt": BAD, "audit.toml": "fail-on = 'error'\npolicy = 'strct'\n"})
    assert "audit: audit.toml:2: there is no policy “strct”; did you mean “strict”?" in check("a.txt").stderr
    assert check("a.txt", "--policy", "strct").stderr.startswith("audit: there is no policy “strct”")


def test_a_configuration_that_is_wrong_is_2_before_anything_is_read(newsroom):
    newsroom.write({"a.txt": BAD, "audit.toml": "[rules]\nANON01 = 'off'\n"})
    result = check("a.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "audit.toml:2: there is no rule or family “ANON01”; did you mean “ANON0" in result.stderr


def test_a_share_of_unnamed_people_beyond_the_budget_is_an_error_that_may_be_waived(newsroom):
    newsroom.write({"audit.toml": "policy = 'default'\n[budgets]\nmax-anonymous-share = 0.2\n"})
    unnamed = NEWS.format("a port official", "The official", "The official", "The official")
    newsroom.write({"a.md": unnamed, "b.md": NEWS.format("Mayor Ana Ruiz", "Ruiz", "Ruiz", "Ruiz")})
    result = check(".")
    found = counting(result)
    assert "BUDGET001" in found["a.md"]
    assert "BUDGET001" not in found["b.md"]
    assert result.exit_code == 1
    newsroom.write({"a.md": "<!-- audit: waive BUDGET001 because so it is -->\n" + unnamed})
    assert "BUDGET001" not in counting(check("a.md"))["a.md"]


def test_too_many_warnings_fail_an_article_or_a_run(newsroom):
    newsroom.write({"a.txt": BAD, "b.txt": BAD, "audit.toml": "[rules]\nANON001 = 'warning'\nART002 = 'off'\n"})
    assert check(".").exit_code == 0
    newsroom.write({"audit.toml": "[rules]\nANON001 = 'warning'\nART002 = 'off'\n[budgets]\nmax-warnings = 0\n"})
    result = check(".")
    assert result.exit_code == 1
    assert "the budget of the run is 0 (audit.toml:5)" in result.stderr
    newsroom.write(
        {"audit.toml": "[rules]\nANON001 = 'warning'\nART002 = 'off'\n[budgets]\nmax-warnings-per-article = 0\n"}
    )
    result = check("a.txt")
    assert (result.exit_code, "BUDGET002" in counting(result)["a.txt"]) == (1, True)
    assert check("a.txt", "--fail-on", "never").exit_code == 0


# ---------------------------------------------------------------- waivers and what changed


def test_a_waiver_past_its_day_brings_back_what_was_waived_in_the_base_too(newsroom, monkeypatch):
    text = f"<!-- audit: {WAIVER} (until 2026-12-31) -->\n{BAD}"
    newsroom.commit({"a.md": text})
    newsroom.git("switch", "--quiet", "--create", "feature")
    newsroom.commit({"a.md": text + "\nNobody else was told.\n"})
    assert "ANON001" not in counting(check("--changed", "--base", "main"))["a.md"]
    monkeypatch.setenv("AUDIT_TODAY", "2027-01-01")
    result = check("--changed", "--base", "main")
    assert result.exit_code == 1
    assert {"ANON001", "WAIVER002"} <= counting(result)["a.md"]


def test_a_waiver_that_is_taken_out_brings_its_finding_back(newsroom):
    newsroom.commit({"a.md": f"<!-- audit: {WAIVER} -->\n{BAD}"})
    newsroom.git("switch", "--quiet", "--create", "feature")
    newsroom.commit({"a.md": BAD})
    result = check("--changed", "--base", "main")
    assert (result.exit_code, "ANON001" in counting(result)["a.md"]) == (1, True)


def test_a_change_to_the_waivers_beside_an_article_is_a_change_to_the_article(newsroom):
    newsroom.commit({"a.txt": BAD, "a.txt.waivers": WAIVER, "b.txt": BAD, "c.txt": BAD, "c.txt.waivers": WAIVER})
    newsroom.git("switch", "--quiet", "--create", "feature")
    assert counting(check("--changed", "--base", "main")) == {}
    newsroom.git("rm", "--quiet", "a.txt.waivers")
    newsroom.commit({"b.txt.waivers": WAIVER, "c.txt.waivers": "waive ANON001"})
    result = check("--changed", "--base", "main")
    found = counting(result)
    assert "ANON001" in found["a.txt"]
    assert "ANON001" not in found["b.txt"]
    assert {"ANON001", "WAIVER001"} <= found["c.txt"]
    assert result.exit_code == 1


def test_a_waiver_moves_with_its_article(newsroom):
    newsroom.commit({"a.txt": BAD, "a.txt.waivers": WAIVER})
    newsroom.git("switch", "--quiet", "--create", "feature")
    (newsroom.root / "moved").mkdir()
    newsroom.git("mv", "a.txt", "moved/b.txt")
    newsroom.commit()
    assert "ANON001" in counting(check("--changed", "--base", "main"))["moved/b.txt"]
    newsroom.git("mv", "a.txt.waivers", "moved/b.txt.waivers")
    newsroom.commit()
    assert "ANON001" not in counting(check("--changed", "--base", "main"))["moved/b.txt"]


@pytest.mark.parametrize("options", [[], ["--changed", "--base", "main"]])
def test_a_file_of_waivers_that_is_named_stands_for_its_article(newsroom, options):
    newsroom.commit({"a.txt": "Nobody asked.\n"})
    newsroom.git("switch", "--quiet", "--create", "feature")
    newsroom.write({"a.txt": BAD, "a.txt.waivers": WAIVER})
    result = check("a.txt.waivers", *options)
    assert "ANON001" not in counting(result)[str(Path("a.txt"))]
    assert result.exit_code == 0
