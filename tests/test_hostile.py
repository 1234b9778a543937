"""A sample of `python -m benchmarks.hostile`: no traceback, no hang, output that parses, an exit status as promised."""

import pytest
from typer.testing import CliRunner, Result

from audit.cli.app import app
from benchmarks.hostile import others
from benchmarks.hostile.__main__ import Tally, named_in, run
from benchmarks.hostile.articles import articles
from benchmarks.hostile.special import special_files

SMALL = 0.003
EVERY = 3  # article of the sample


@pytest.mark.slow
def test_hostile_articles_end_in_reports_or_problems(tmp_path):
    (tmp_path / "articles").mkdir()
    for name, content in list(articles(SMALL))[::EVERY]:
        (tmp_path / "articles" / name).write_bytes(content)
    special = special_files(tmp_path / "articles")
    tally = Tally()
    printed = {
        format_: run(tally, tmp_path, format_, ["check", "articles", "--format", format_], format_)
        for format_ in ("json", "jsonl", "sarif", "junit", "gitlab", "rdjson")
    }
    assert named_in(printed["json"]) >= len(special) + len(list(articles(SMALL))[::EVERY]) - 3  # folder, hidden, option
    run(tally, tmp_path, "named", ["check", "--format", "json", "--", *map(str, special)], "json")
    assert tally.faults == []
    assert tally.runs == 7
    assert not list(tmp_path.rglob("owned*"))


def audit(*arguments: str) -> Result:
    """A command that must end in an exit status, and not in an exception."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code in (0, 2)
    assert result.exit_code == 0 or result.stderr.startswith("audit: ")
    return result


@pytest.mark.parametrize("name", others.RULE_FILES)
def test_a_hostile_rule_file_is_read_or_refused(name, tmp_path):
    (tmp_path / "HOUSE001-plainly.yaml").write_bytes(others.RULE_FILES[name])
    result = audit("rules", "list", "--rules", str(tmp_path))
    assert name != "sound" or result.exit_code == 0


@pytest.mark.parametrize("name", others.LEXICONS)
def test_a_hostile_lexicon_is_read_or_refused(name, tmp_path):
    sound = others.RULE_FILES["sound"].replace(b"words: own", b"words: house")
    (tmp_path / "HOUSE001-plainly.yaml").write_bytes(sound)
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "house.txt").write_bytes(others.LEXICONS[name])
    audit("rules", "list", "--rules", str(tmp_path))


@pytest.mark.parametrize("name", others.POLICIES)
def test_a_hostile_policy_is_refused(name, tmp_path):
    (tmp_path / "policy.yaml").write_bytes(others.POLICIES[name])
    assert audit("rules", "list", "--policy", str(tmp_path / "policy.yaml")).exit_code == 2


@pytest.mark.parametrize("name", others.CONFIGURATIONS)
def test_a_hostile_configuration_is_read_or_refused(name, tmp_path):
    (tmp_path / "audit.toml").write_bytes(others.CONFIGURATIONS[name])
    audit("config", "--config", str(tmp_path / "audit.toml"))
