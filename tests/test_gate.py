"""The gate as a newsroom uses it: a pull request on an archive, in a real git repository, with the real pipeline."""

import json
import re
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from audit import examiner
from audit.cli.app import app
from audit.pipeline import Pipeline
from audit.render import RENDERERS
from tests.repositories import Repository, shut_off

TYPO = """# Bridge to close for the sumer

The Kestrel Bridge will close in June, sources said on Monday. The work is expected to take ten weeks and to cost more
than the council had set aside for it.

"We were told nothing," said Ada Renn, who runs the fish market beside the river. Traders on the east bank fear that
custmers will stay away for the whole season.

It is believed that the mayor knew of the rust two years ago.
"""
MOVED = """# Ferry late for a third week

The ferry to Pell left an hour late on Sunday, an official said. Critics say the engine should have been replaced.

"The engine is fine," said Captain Lew Orme.
"""
DELETED = """# Sources: market to move

The fish market will move to the old depot, sources said.
"""
GOOD = """# Library opens on Sundays

The Tarn Street library will open on Sundays from March, the librarian Ivo Marsh said on Tuesday.

"People asked for it for years," Mr. Marsh said. He showed the petition, signed by 412 readers, at a meeting on Monday.

Councillor Bea Holt said the extra hours would cost 9,000 crowns a year, a figure in the budget of last week.
"""
BAD = """# Paper mill to be sold

The Orrin paper mill will be sold to a rival before the end of the year, sources said.

Piet Lamm, who leads the union, said he had heard of no such plan.
"""
README = "# Archive\n\nThe mill will be sold, sources said.\n"
ARCHIVE = {"archive/bridge.md": TYPO, "archive/ferry.md": MOVED, "archive/market.md": DELETED, "README.md": README}

Places = set[tuple[str, int, str]]  # path, line and rule


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    shut_off(monkeypatch, home)


@pytest.fixture(autouse=True, scope="module")
def _one_pipeline():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examiner.Pipeline, "load", cache(Pipeline.load))
        yield


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def found(*arguments: str) -> dict[str, list[dict]]:
    """The findings that are not suppressed, by path."""
    result = audit("check", *arguments, "--format", "json")
    assert result.exit_code in (0, 1), result.stderr
    articles = json.loads(result.stdout)["articles"]
    return {a["path"]: [f for f in a["findings"] if not f["suppressed"]] for a in articles}


def suppressed(*arguments: str) -> dict[str, set[str]]:
    """How findings of each article are suppressed."""
    articles = json.loads(audit("check", *arguments, "--format", "json").stdout)["articles"]
    return {a["path"]: {f["suppressed"]["kind"] for f in a["findings"] if f["suppressed"]} for a in articles}


@pytest.fixture
def newsroom(tmp_path, monkeypatch) -> Repository:
    """A clone of an archive that has findings and a baseline of them."""
    remote = Repository.new(tmp_path / "remote")
    remote.commit(ARCHIVE)
    clone = remote.clone(tmp_path / "clone")
    monkeypatch.chdir(clone.root)
    assert audit("baseline", "write", "archive").exit_code == 0
    clone.commit()
    clone.git("push", "--quiet", "origin", "main")
    clone.git("switch", "--quiet", "--create", "story")
    return clone


@pytest.fixture
def pull_request(newsroom) -> Repository:
    """One bad and one good article added, typos mended in one, one article moved and one deleted."""
    newsroom.git("mv", "archive/ferry.md", "archive/ferry-late.md")
    newsroom.git("rm", "--quiet", "archive/market.md")
    newsroom.commit(
        {
            "new/mill.md": BAD,
            "new/library.md": GOOD,
            "archive/bridge.md": TYPO.replace("sumer", "summer").replace("custmers", "customers"),
        }
    )
    return newsroom


# ---------------------------------------------------------------- the story


@pytest.mark.parametrize(
    "gate",
    [
        ("--changed",),
        ("--changed", "--base", "main"),
        (".", "--baseline", "audit-baseline.json"),
        ("--changed", "--baseline", "audit-baseline.json"),
    ],
    ids=" ".join,
)
def test_exactly_the_new_articles_findings_fail(pull_request, gate):
    findings = found(*gate, "--fail-on", "info")
    assert set(findings) == {"archive/bridge.md", "archive/ferry-late.md", "new/library.md", "new/mill.md"}
    assert [path for path, some in findings.items() if some] == ["new/mill.md"]
    assert "ANON001" in {finding["rule"] for finding in findings["new/mill.md"]}
    assert audit("check", *gate).exit_code == 1
    (pull_request.root / "new" / "mill.md").unlink()
    assert audit("check", *gate, "--fail-on", "info").exit_code == 0


def test_without_the_gate_the_archive_fails(pull_request):
    findings = found(".")
    assert {"archive/bridge.md", "archive/ferry-late.md", "new/mill.md"} <= {
        path for path, some in findings.items() if some
    }
    assert "README.md" not in findings


def test_only_new_articles(pull_request):
    assert set(found("--new-only")) == {"new/library.md", "new/mill.md"}
    assert set(found("--changed", "archive")) == {"archive/bridge.md", "archive/ferry-late.md"}
    assert set(found("--changed", "archive/bridge.md", "archive/market.md", "new")) == {
        "archive/bridge.md",
        "new/library.md",
        "new/mill.md",
    }


def test_what_was_there_is_kept_in_machine_formats_and_marked(pull_request):
    assert suppressed("--changed") == {
        "archive/bridge.md": {"base"},
        "archive/ferry-late.md": {"base"},
        "new/library.md": set(),
        "new/mill.md": set(),
    }
    marks = suppressed(".", "--baseline", "audit-baseline.json")
    assert marks["archive/ferry-late.md"] == {"baseline"}
    results = json.loads(audit("check", "--changed", "--format", "sarif").stdout)["runs"][0]["results"]
    aside = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results if r.get("suppressions")}
    assert aside == {"archive/bridge.md", "archive/ferry-late.md"}


def test_standard_error_says_what_was_compared_and_what_is_stale(pull_request):
    told = audit("check", "--changed", "--baseline", "audit-baseline.json").stderr
    base = pull_request.git("rev-parse", "--short=10", "origin/main")
    assert f"audit: note: 4 articles changed since origin/main ({base})" in told
    assert re.search(r"audit: note: \d+ findings of the baseline are no longer there; `audit baseline prune`", told)


def test_pruning_forgets_what_is_gone_and_follows_what_moved(pull_request):
    listed = audit("baseline", "check")
    assert listed.exit_code == 1
    assert "archive/market.md: ANON001 “sources”" in listed.stdout
    assert audit("baseline", "prune").exit_code == 0
    text = (pull_request.root / "audit-baseline.json").read_text()
    assert "archive/ferry-late.md" in text
    assert "market.md" not in text
    assert "mill.md" not in text
    assert audit("baseline", "check").exit_code == 0
    assert audit("check", "archive", "--baseline", "audit-baseline.json", "--fail-on", "info").exit_code == 0


def test_a_change_of_an_old_article_fails_with_what_it_adds_alone(newsroom):
    newsroom.commit({"archive/ferry.md": MOVED + "\nThe yard is bankrupt, sources said.\n"})
    findings = found("--changed")["archive/ferry.md"]
    assert {(f["rule"], f["text"]) for f in findings if f["severity"] == "error"} == {("ANON001", "sources")}


def test_the_new_sentence_is_reported_and_not_the_old_one_of_the_same_words(newsroom):
    added = "The yard is bankrupt, sources said.\n\nThe fish market will move"
    newsroom.commit({"archive/market.md": DELETED.replace("The fish market will move", added)})
    lines = {f["line"] for f in found("--changed")["archive/market.md"] if f["rule"] == "ANON001"}
    assert lines == {3}


def test_nothing_changed_is_no_failure(newsroom):
    result = audit("check", "--changed", "--fail-on", "info")
    assert result.exit_code == 0
    assert "no articles changed since origin/main" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--changed", "--base", "--upload-pack=touch owned"), "cannot be the name of a branch"),
        (("--changed", "--base", "nowhere"), "no branch or commit nowhere"),
        (("--changed", "-"), "standard input has no history"),
        (("--changed", ".", ".."), "one repository at a time"),
        (("--new-only", "new/never.md"), "does not exist"),
        ((), "name articles or folders"),
    ],
)
def test_what_cannot_be_compared_is_2_and_explained(newsroom, arguments, message):
    result = audit("check", *arguments, "--format", "concise")
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert not (newsroom.root / "owned").exists()


def test_a_shallow_clone_says_what_to_fetch(newsroom, tmp_path, monkeypatch):
    newsroom.commit({"new/mill.md": BAD})
    newsroom.git("push", "--quiet", "origin", "story")
    shallow = Repository(tmp_path / "remote").clone(tmp_path / "shallow", "--depth=1", "--branch=story")
    monkeypatch.chdir(shallow.root)
    result = audit("check", "--changed")
    assert result.exit_code == 2
    assert "fetch-depth: 0" in result.stderr


def test_an_article_not_yet_known_to_git_is_new(newsroom):
    newsroom.write({"mill.md": BAD})
    assert [path for path, some in found("--changed").items() if some] == ["mill.md"]
    assert set(found("--new-only")) == {"mill.md"}


def test_a_base_version_that_cannot_be_read_is_said_and_counts_for_nothing(newsroom):
    (newsroom.root / "archive" / "pdf.md").write_bytes(b"%PDF-1.7 nothing to read")
    newsroom.commit()
    newsroom.commit({"archive/pdf.md": BAD})
    result = audit("check", "--changed", "--base", "HEAD~1", "--format", "concise")
    assert result.exit_code == 1
    assert "archive/pdf.md: all its findings count" in result.stderr


# ---------------------------------------------------------------- waivers


def test_a_waiver_clears_the_article_and_an_expired_one_brings_its_findings_back(pull_request):
    before = found("--changed")["new/mill.md"]
    rules = {finding["rule"] for finding in before}
    comment = (
        f"<!-- audit: waive {', '.join(sorted(rules))} in this article because the staff would be fired (by Ana Ruiz"
    )
    pull_request.commit({"new/mill.md": f"{comment}, until 9999-12-31) -->\n\n{BAD}"})
    assert audit("check", "--changed", "--fail-on", "info").exit_code == 0
    assert suppressed("--changed")["new/mill.md"] == {"waiver"}
    pull_request.commit({"new/mill.md": f"{comment}, until 2026-01-31) -->\n\n{BAD}"})
    result = audit("check", "--changed")
    assert result.exit_code == 1
    after = found("--changed")["new/mill.md"]
    assert {finding["rule"] for finding in after} == rules | {"WAIVER002"}


# ---------------------------------------------------------------- each format says the same set


def in_json(text: str) -> Places:
    return {
        (article["path"], finding["line"], finding["rule"])
        for article in json.loads(text)["articles"]
        for finding in article["findings"]
        if not finding["suppressed"]
    }


def in_jsonl(text: str) -> Places:
    _, *articles = text.splitlines()
    return in_json(f'{{"articles": [{",".join(articles)}]}}')


def in_concise(text: str) -> Places:
    lines = (re.fullmatch(r"(.+?):(\d+):\d+: \w+ (\w+) .*", line) for line in text.splitlines())
    return {(line[1], int(line[2]), line[3]) for line in lines if line}


def in_sarif(text: str) -> Places:
    places = set()
    for result in json.loads(text)["runs"][0]["results"]:
        if not result.get("suppressions"):
            where = result["locations"][0]["physicalLocation"]
            places.add((where["artifactLocation"]["uri"], where["region"]["startLine"], result["ruleId"]))
    return places


def in_github(text: str) -> Places:
    lines = (re.match(r"::\w+ file=(.+?),line=(\d+),.*?title=(\w+) ", line) for line in text.splitlines())
    return {(line[1], int(line[2]), line[3]) for line in lines if line}


def in_gitlab(text: str) -> Places:
    return {(e["location"]["path"], e["location"]["lines"]["begin"], e["check_name"]) for e in json.loads(text)}


def in_junit(text: str) -> Places:
    cases = ElementTree.fromstring(text).iter("testcase")
    standing = (case for case in cases if case.find("failure") is not None)
    return {(case.get("file"), int(case.get("line")), case.get("name").split()[0]) for case in standing}


def in_rdjson(text: str) -> Places:
    return {
        (d["location"]["path"], d["location"]["range"]["start"]["line"], d["code"]["value"])
        for d in json.loads(text)["diagnostics"]
    }


READ: dict[str, Callable[[str], Places]] = {
    "json": in_json,
    "jsonl": in_jsonl,
    "concise": in_concise,
    "sarif": in_sarif,
    "github": in_github,
    "gitlab": in_gitlab,
    "junit": in_junit,
    "rdjson": in_rdjson,
}


def test_each_format_says_the_same_set(pull_request, tmp_path):
    options = [f"--output={name}={tmp_path / name}" for name in RENDERERS]
    printed = audit("check", "--changed", "--fail-on", "info", "--verbose", *options)
    assert printed.exit_code == 1
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in RENDERERS}
    expected = in_json(texts["json"])
    assert {path for path, _, _ in expected} == {"new/mill.md"}
    assert {name: read(texts[name]) for name, read in READ.items()} == dict.fromkeys(READ, expected)
    for text in (printed.stdout, texts["html"], texts["markdown"]):
        assert {rule for _, _, rule in expected} <= set(re.findall(r"\b[A-Z]+\d{3}\b", text))
    assert set(RENDERERS) == {*READ, "text", "html", "markdown", "github-summary"}
