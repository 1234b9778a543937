"""`audit init`, `audit config` and `audit waivers`: what they write and print."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audit import __version__
from audit.cli.app import app
from audit.cli.init import starter
from audit.settings import Settings, load_settings

SUGGESTION = re.compile(r"^# (?=[\w.-]+ = |\[)", re.MULTILINE)


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A repository that is the working directory."""
    root = tmp_path / "repo"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", root], check=True)
    monkeypatch.chdir(root)
    return root


# ---------------------------------------------------------------- init


def test_the_configuration_to_begin_with_changes_nothing(here):
    assert audit("init").stdout == "wrote audit.toml\n"
    begun, none = load_settings(), load_settings(search=False)
    assert begun.file == "audit.toml"
    assert begun.general.rules == ({},)
    assert [getattr(begun.general, name) for name in ("policy", "fail_on", "budgets", "limits")] == [
        getattr(none.general, name) for name in ("policy", "fail_on", "budgets", "limits")
    ]
    ignored = {"base", "file", "general"}
    fields = [name for name in Settings.__slots__ if name not in ignored]
    assert [getattr(begun, name) for name in fields] == [getattr(none, name) for name in fields]


def test_every_suggestion_in_it_is_understood(here):
    (here / "house-rules").mkdir()
    (here / "audit.toml").write_text(SUGGESTION.sub("", starter("audit.toml")), encoding="utf-8")
    settings = load_settings()
    assert settings.articles
    assert settings.general.budgets.max_warnings == 100
    assert len(settings.overrides) == 2
    keys = set(tomllib.loads((here / "audit.toml").read_text(encoding="utf-8")))
    assert keys == {
        *("articles", "exclude", "policy", "rule-folders", "fail-on", "baseline", "jobs", "cache"),
        *("rules", "budgets", "waivers", "limits", "overrides"),
    }


def test_nothing_is_overwritten_unless_it_is_forced(here):
    (here / "audit.toml").write_text("jobs = 2", encoding="utf-8")
    refused = audit("init")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "there is audit.toml already; --force overwrites" in refused.stderr
    (here / ".github/workflows").mkdir(parents=True)
    (here / ".github/workflows/audit.yml").write_text("mine", encoding="utf-8")
    assert audit("init", "--github", "--gitlab").exit_code == 2
    assert not (here / ".gitlab").exists()
    assert (here / ".github/workflows/audit.yml").read_text(encoding="utf-8") == "mine"
    assert audit("init", "--force").exit_code == 0
    assert "fail-on" in (here / "audit.toml").read_text(encoding="utf-8")


def test_a_dangling_link_is_a_file_that_is_there(here):
    (here / "audit.toml").symlink_to(here.parent / "elsewhere.toml")
    assert audit("init").exit_code == 2
    assert not (here.parent / "elsewhere.toml").exists()


def test_files_for_ci_systems_go_to_the_top_and_the_configuration_only_where_there_is_none(here, monkeypatch):
    (here / "audit.toml").write_text("jobs = 2", encoding="utf-8")
    (here / "desk").mkdir()
    monkeypatch.chdir(here / "desk")
    written = audit("init", "--github", "--gitlab", "--pre-commit")
    assert written.stdout.splitlines() == [
        "wrote ../.github/workflows/audit.yml",
        "wrote ../.gitlab/audit.yml",
        "wrote ../.pre-commit-config.yaml",
        "now include it in .gitlab-ci.yml, as its first lines say",
        "now run pre-commit install",
    ]
    assert not (here / "desk/audit.toml").exists()
    assert f"source-attribution-auditor=={__version__}" in (here / ".gitlab/audit.yml").read_text(encoding="utf-8")


def test_a_configuration_in_a_pyproject_is_not_doubled(here):
    (here / "pyproject.toml").write_text("[tool.audit]\njobs = 2", encoding="utf-8")
    refused = audit("init")
    assert (refused.exit_code, "pyproject.toml" in refused.stderr) == (2, True)
    assert audit("init", "--github").stdout == "wrote .github/workflows/audit.yml\n"
    assert not (here / "audit.toml").exists()


# ---------------------------------------------------------------- config

CONFIG = """\
policy = "strict"
[rules]
ANON003 = "off"
ANON006 = { severity = "error", settings = { where = { min_quoted_words = 8 } } }
[[overrides]]
paths = ["opinion/**"]
fail-on = "never"
rules = { hedges = "off" }
"""


def test_config_shows_each_value_and_where_it_comes_from(here):
    (here / "audit.toml").write_text(CONFIG, encoding="utf-8")
    lines = [re.split(r"\s{2,}", line) for line in audit("config").stdout.splitlines()]
    assert lines[0] == ["audit.toml"]
    assert ["policy", '"strict"', "audit.toml:1"] in lines
    assert ["fail-on", '"error"', "built in"] in lines
    assert ["rules.ANON003", '"off"', "audit.toml:3"] in lines
    assert not any("hedges" in line[0] for line in lines)


def test_config_shows_what_holds_for_an_article(here):
    (here / "audit.toml").write_text("articles = ['opinion/']\n" + CONFIG, encoding="utf-8")
    shown = json.loads(audit("config", "opinion/a.md", "--json").stdout)
    assert (shown["file"], shown["path"], shown["article"]) == ("audit.toml", "opinion/a.md", True)
    by_key = {entry["key"]: entry for entry in shown["settings"]}
    assert by_key["fail-on"] == {"key": "fail-on", "value": "never", "file": "audit.toml", "line": 8}
    assert by_key["jobs"] == {"key": "jobs", "value": 1, "file": None, "line": None}
    assert by_key["rules.hedges"]["value"] == "off"
    assert by_key["rules.ANON006"]["value"] == {"severity": "error", "settings": {"where": {"min_quoted_words": 8}}}
    assert json.loads(audit("config", "news/a.md", "--json").stdout)["article"] is False


def test_config_says_what_is_wrong(here):
    (here / "audit.toml").write_text("polcy = 'x'", encoding="utf-8")
    result = audit("config")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "audit: audit.toml:1: unknown key “polcy”; did you mean “policy”?\n"
    assert audit("config", "--no-config").exit_code == 0


def test_config_shows_hostile_values_harmlessly(here):
    (here / "audit.toml").write_text('exclude = ["a\\u001b[31m##[error]\\u202e"]', encoding="utf-8")
    for arguments in (["config"], ["config", "--json"]):
        shown = audit(*arguments).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown


# ---------------------------------------------------------------- waivers

STORY = """\
# Port sold

The port was sold on Monday, sources said. <!-- audit: waive ANON001 because she fears for her job (by Ana Ruiz) -->

The mayor knew, sources said. <!-- audit: waive ANON001 -->

The sale was legal, sources said. <!-- audit: waive ANON001 because it was so (until 2020-01-31) -->

Nobody asked. <!-- audit: false-alarm HEDGE001, ANON001 because Sources is a band -->
"""


def test_waivers_are_listed_with_what_became_of_them(here):
    Path("a.md").write_text(STORY, encoding="utf-8")
    Path("gone.txt.waivers").write_text("waive ANON001 because it is gone\n", encoding="utf-8")
    Path(".hidden.txt.waivers").write_text("waive ANON001 because it is gone\n", encoding="utf-8")
    result = audit("waivers", "--no-cache")
    assert result.exit_code == 0
    lines = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert lines == [
        "a.md:3: used: waive ANON001 because she fears for her job (by Ana Ruiz)",
        "a.md:5: broken: waive ANON001",
        "a.md:7: expired: waive ANON001 because it was so (until 2020-01-31)",
        "a.md:9: unused: false-alarm HEDGE001, ANON001 because Sources is a band",
        "gone.txt.waivers:1: unused: waive ANON001 because it is gone",
        "5 waivers: 1 used, 2 unused, 1 expired, 1 broken. False alarms: ANON001 1, HEDGE001 1.",
    ]


def test_waivers_can_be_chosen_and_printed_as_json(here):
    Path("a.md").write_text(STORY, encoding="utf-8")
    shown = json.loads(
        audit("waivers", "a.md", "--json", "--only", "expired", "--only", "false-alarm", "--no-cache").stdout
    )
    assert shown["schema"] == 1
    assert [(w["line"], w["state"], w["kind"]) for w in shown["waivers"]] == [
        (7, "expired", "waive"),
        (9, "unused", "false-alarm"),
    ]
    assert shown["waivers"][0]["until"] == "2020-01-31"
    assert len(shown["waivers"][0]["findings"]) == 1


def test_without_waivers_that_is_said(here):
    Path("a.txt").write_text("Nobody asked.\n", encoding="utf-8")
    assert audit("waivers", "--no-cache").stdout == "No waivers.\n"
