"""What strangers send does no harm: lines of docs/security.md that no other test shows, on real files and processes.

Each test has the attack work first in some way that it can see (a file made, a word printed), so that it can fail.
"""

import html.parser
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from audit.cache import Cache, cache_folder
from audit.records import Report
from audit.render import RENDERERS
from audit.render.visible import UNSAFE
from tests.repositories import Repository, shut_off

AUDIT = Path(sys.executable).with_name("audit")
BAD = "# Port sold\n\nThe port was sold on Monday, sources said.\n"
MARK = "touch owned"
NAMES = (
    "a\n::error::owned.md",
    "::add-mask::owned.md",
    "##[error]owned.md",
    "##vso[task.setvariable variable=x]owned.md",
    "b\x1b]0;owned\x07\x1b[31m.md",
    "c\u202egnp\u2066.md",
    "d [x](javascript:alert(1)) ![y](https:) www.example.org.md",
    "e @team #1 GH-2.md",
    "f <img src=x onerror=alert(1)>.md",
    '"><script>alert(1)<‚script>.md',
    "g|`x`|$y$.md",
    "h\u2028i\x85.md",
    "\ufeffj.md",
    f"$({MARK}) `{MARK}`; {MARK}.md",
    "--output=json=owned.md",
    "k {{7*7}} %0A::error::.md",
    os.fsdecode(b"caf\xe9.md"),
)
HOSTILE = """# <script>alert(1)</script> @team #1 [x](https://example.org) ::error::owned

::error::owned

The port was sold on Monday, sources \x1b[31m\u202e said. <img src=x onerror=alert(1)> ##[error]owned
##vso[task.setvariable variable=x]owned
<!-- audit: waive HEDGE001 because ::error::owned <script>alert(1)</script> @team \x1b[31m -->

It is reportedly “true”, experts said. {{7*7}} ${jndi} ]]> --><script>alert(1)</script>
"""


def run(*arguments: str | Path, cwd: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([AUDIT, *arguments], cwd=cwd, capture_output=True, check=False, **options)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """Where the few articles of these tests are kept once they were read."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def checkout(tmp_path, monkeypatch, kept) -> Repository:
    """A pull request as a CI system checks it out."""
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(kept))
    home = tmp_path / "home"
    home.mkdir()
    shut_off(monkeypatch, home)
    origin = Repository.new(tmp_path / "origin")
    origin.commit({"articles/old.md": BAD})
    work = origin.clone(tmp_path / "work")
    work.git("switch", "--quiet", "--create", "feature")
    return work


# ---------------------------------------------------------------- what is printed


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A folder of articles with hostile names and words, and what each command and format printed of it."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / ".git").mkdir()
    for name in NAMES:
        (folder / name).write_bytes(HOSTILE.encode())
    (folder / "broken\n::error::owned.md").write_bytes(b"\x00\x01")
    environment = {**os.environ, "AUDIT_CACHE_DIR": str(tmp_path_factory.mktemp("cache"))}
    out = tmp_path_factory.mktemp("out")
    printed = {}

    def keep(name: str, *arguments: str) -> None:
        done = run(*arguments, cwd=folder, env=environment)
        assert done.returncode in (0, 1, 2), done.stderr
        assert b"Traceback" not in done.stderr
        printed[name] = done.stdout.decode()
        printed[f"{name}, told"] = done.stderr.decode()

    files = [f"--output={name}={out / name}" for name in RENDERERS]
    keep("check", "check", ".", "--verbose", *files)
    printed |= {name: (out / name).read_bytes().decode() for name in RENDERERS}
    keep("report", "report", ".", "--output-dir", str(out / "reports"))
    printed["index"] = (out / "reports" / "index.html").read_text()
    keep("write", "baseline", "write", "--baseline", "b\n::error::owned.json")
    keep("waivers", "waivers")
    keep("explain", "explain", f"./{NAMES[0]}:5")
    keep("config", "config", NAMES[0])
    for name in NAMES:
        (folder / name).write_text("It rained.\n")
    keep("stale", "baseline", "check", "--baseline", "b\n::error::owned.json")
    assert "owned" in printed["stale"]
    assert not (folder / "owned").exists()
    return folder, printed


MACHINE = ("json", "jsonl", "sarif", "gitlab", "rdjson")


@pytest.mark.slow
def test_nothing_printed_steers_a_terminal_or_a_ci_system(hostile):
    annotation = re.compile(r"::(error|warning|notice) (file|title)=")  # whose line is read no further for commands
    for name, text in hostile[1].items():
        assert not UNSAFE.search(text.replace("\n", "")), name
        lines = [line for line in text.splitlines() if not (name == "github" and annotation.match(line))]
        assert not [line for line in lines if re.match(r"\s*::", line)], name
        assert not [line for line in lines if re.search(r"##(\[|vso)", line)], name


@pytest.mark.slow
def test_every_article_is_named_once_in_every_format_for_programs(hostile):
    folder, printed = hostile
    paths = [article["path"] for article in json.loads(printed["json"])["articles"]]
    assert len(set(paths)) == len(NAMES)
    assert {path for path in paths if (folder / path).exists()} == set(NAMES) - {NAMES[-1]}  # which is no Unicode
    for name in MACHINE:
        for line in printed[name].splitlines() if name == "jsonl" else [printed[name]]:
            json.loads(line)


class Page(html.parser.HTMLParser):
    """Elements that run or load something, and attributes that do."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts, self.handlers = 0, []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.scripts += tag == "script"
        self.handlers += [tag] if tag in ("img", "iframe", "object", "embed", "base", "form") else []
        for name, value in attrs:
            if name.startswith("on") or re.match(r"\s*(javascript|data|https?):", value or "", re.IGNORECASE):
                self.handlers.append(f"{tag} {name}={value}")


@pytest.mark.slow
def test_no_page_runs_or_loads_what_an_article_says(hostile):
    for name in ("html", "index"):
        page = Page(hostile[1][name])
        assert page.handlers == [], name
        assert page.scripts <= 1, name  # the page's own


@pytest.mark.slow
def test_markdown_calls_nobody_and_links_nowhere(hostile):
    for name in ("markdown", "github-summary"):
        text = hostile[1][name]
        tokens = [t for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text) for t in token.children or []]
        assert not [token for token in tokens if token.type in ("link_open", "image")], name
        found = {token.content for token in tokens if token.type == "html_inline"}
        assert found <= {"<b>", "</b>", "<!-- -->"}, name
        assert not re.search(r"@team|#1\b|https://example|www\.example", text), name


def test_a_rule_of_a_stranger_marks_nothing_up(checkout):
    source = next((Path(__file__).parent.parent / "rules").rglob("ANON001*.yaml")).read_text(encoding="utf-8")
    name = r"\x1b[31m <script>alert(1)</script> ##[error]owned \u202e @team"
    rule = re.sub(r"^(id): .*", r"\1: EVIL001", source, flags=re.MULTILINE)
    rule = re.sub(
        r"^(message|summary|why|advice|title): .*\n(?:  .*\n)*", rf'\1: "{re.escape(name)}"\n', rule, flags=re.MULTILINE
    )
    rule = rule.replace(re.escape(name), name)
    checkout.write({"rules/EVIL001-x.yaml": rule, "a.txt": "Port sold\n\nThe port was sold on Monday, sources said.\n"})
    for command in (["rules", "list"], ["rules", "show", "EVIL001"], ["rules", "manual"], ["check", "a.txt"]):
        done = run(*command, "--rules", "rules", cwd=checkout.root)
        text = (done.stdout + done.stderr).decode()
        assert "EVIL001" in text
        assert not UNSAFE.search(text.replace("\n", "")), command
        assert "##[error]" not in text, command
        assert "<script>" not in text or command[1] != "manual"


# ---------------------------------------------------------------- what is run and read


MODULES = (
    "multiprocessing",
    "concurrent",
    "spacy",
    "yaml",
    "typer",
    "json",
    "sitecustomize",
    "usercustomize",
    "audit_hook",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        [AUDIT, "check", "articles", "--jobs", "2", "--fail-on", "never", "--no-cache"],
        [sys.executable, "-m", "audit", "rules", "test"],
    ],
)
def test_no_module_of_a_checkout_is_imported(checkout, command):
    for module in MODULES:
        checkout.write({f"{module}.py": "open('owned', 'w')\n"})
    checkout.write({"articles/new.md": BAD})
    done = subprocess.run(command, cwd=checkout.root, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (checkout.root / "owned").exists()


@pytest.mark.parametrize("target", ["../secret.md", "/dev/zero", ".git/secret.md"])
def test_no_link_shows_what_lies_elsewhere(checkout, tmp_path, target):
    for folder in (tmp_path, checkout.root / ".git"):
        (folder / "secret.md").write_text(BAD.replace("port", "password"))
    (checkout.root / "articles" / "link.md").symlink_to(checkout.root / target)
    done = run("check", ".", "--format", "json", cwd=checkout.root)
    assert done.returncode == 2
    found = json.loads(done.stdout)
    assert [article["path"] for article in found["articles"]] == ["articles/old.md"]
    assert "link" in found["problems"][0]["message"]
    assert b"password" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("place", "configuration"),
    [
        ("rules/EVIL001.yaml", 'rule-folders = ["rules"]'),
        ("rules/lexicons/evil.txt", 'rule-folders = ["rules"]'),
        ("house.yaml", 'policy = "house.yaml"'),
        ("known.json", 'baseline = "known.json"'),
        ("audit.toml", None),
    ],
)
@pytest.mark.parametrize("target", ["secret", "/dev/zero", "pipe"])
def test_no_file_that_is_named_shows_what_lies_elsewhere_or_is_waited_for(
    checkout, tmp_path, place, configuration, target
):
    (tmp_path / "secret").write_text("password = 1\n")
    os.mkfifo(tmp_path / "pipe")
    if configuration:
        checkout.write({"audit.toml": configuration})
    if place.startswith("rules"):
        checkout.write({"rules/OTHER001.yaml": "id: OTHER001\n"})
    (checkout.root / place).parent.mkdir(parents=True, exist_ok=True)
    (checkout.root / place).symlink_to(tmp_path / target)
    done = run("check", ".", cwd=checkout.root, timeout=60)
    assert done.returncode == 2
    assert b"password" not in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


# ---------------------------------------------------------------- what is hidden


def counted(done: subprocess.CompletedProcess[bytes]) -> Iterator[tuple[str, str | None]]:
    """Each finding's rule, and what keeps it from counting."""
    yield from counted_in(done.stdout.decode())


def counted_in(text: str) -> Iterator[tuple[str, str | None]]:
    for article in json.loads(text)["articles"]:
        for finding in article["findings"]:
            yield finding["rule"], (finding["suppressed"] or {}).get("kind")


def test_a_planted_cache_is_not_believed(checkout, monkeypatch):
    """Where results are kept in the checkout, as some CI systems want it: what is committed there is a stranger's."""
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(checkout.root / ".cache"))
    assert ("ANON001", None) in counted(run("check", "articles", "--format", "json", cwd=checkout.root))
    entries = [path for path in (checkout.root / ".cache").glob("??/*") if path.is_file()]
    assert entries
    forged = [forge(path) for path in entries]
    assert any(forged)
    believed = run("check", "articles", "--format", "json", cwd=checkout.root)
    assert ("ANON001", None) not in counted(believed)  # the forgery is good: only where it lies tells
    checkout.git("add", "--force", ".cache")
    done = run("check", "articles", "--format", "json", cwd=checkout.root)
    assert ("ANON001", None) in counted(done)
    assert b"come with the repository" in done.stderr


def forge(path: Path) -> bool:
    """Take the findings out of a kept report, as whoever knows the program can."""
    cache, key = Cache(cache_folder()), path.parent.name + path.name
    report = cache.get(key, Report)
    if report:
        cache.put(key, replace(report, findings=()))
    return report is not None


def test_what_a_baseline_or_a_waiver_hides_is_listed(checkout):
    waiver = "<!-- audit: waive ANON001 ANON013 because the editor knows -->\n\n"
    checkout.write({"articles/known.md": BAD, "articles/waived.md": BAD.replace("The", f"{waiver}The")})
    written = run("baseline", "write", "articles/known.md", "--baseline", "known.json", cwd=checkout.root)
    assert written.returncode == 0, written.stderr
    files = [f"--output={name}=out/{name}" for name in ("json", "sarif", "github-summary", "junit")]
    done = run("check", "articles", "--baseline", "known.json", *files, cwd=checkout.root)
    printed = {path.name: path.read_text() for path in (checkout.root / "out").iterdir()}
    assert ("ANON001", "baseline") in counted_in(printed["json"])
    assert ("ANON001", "waiver") in counted_in(printed["json"])
    suppressed = [r for r in json.loads(printed["sarif"])["runs"][0]["results"] if r["suppressions"]]
    assert {r["ruleId"] for r in suppressed} >= {"ANON001"}
    assert "the editor knows" in printed["github-summary"]
    assert re.search(r"finding\w* of the baseline set aside", printed["github-summary"])
    assert "set aside (baseline)" in printed["junit"]
    assert "set aside (waiver)" in printed["junit"]
    assert b"set aside" in done.stdout


@pytest.mark.parametrize(
    ("name", "text"),
    [("audit.toml", '[rules]\nANON001 = "off"\n'), ("known.json", '{"baseline": 1, "articles": []}\n')],
)
def test_a_change_that_brings_its_own_measure_is_told_of(checkout, name, text):
    checkout.write({"audit.toml": 'baseline = "known.json"\n', "known.json": '{"baseline": 1, "articles": [] }\n'})
    checkout.commit()
    checkout.git("push", "--quiet", "origin", "HEAD:main")
    checkout.write({name: text, "articles/new.md": BAD})
    told = run("check", "--changed", cwd=checkout.root).stderr.decode()
    assert [line for line in told.splitlines() if "judged by what it says now" in line] == [
        f"audit: note: {name} is not as in origin/main, and this change is judged by what it says now"
    ]


def test_a_gitignore_hides_no_article_that_a_change_brings(checkout):
    checkout.write({".gitignore": "*.md\n", "articles/.gitignore": "*\n", "articles/new.md": BAD})
    checkout.git("add", "--all", "--force")
    checkout.commit()
    done = run("check", "--changed", "--format", "json", cwd=checkout.root)
    assert ("ANON001", None) in counted(done)


def test_an_article_that_calls_itself_an_opinion_is_named(checkout):
    checkout.write({f"articles/{number}.md": f"---\ngenre: Opinion\n---\n{BAD}" for number in range(7)})
    done = run("check", "articles", "--format", "json", cwd=checkout.root)
    genres = [article["genre"] for article in json.loads(done.stdout)["articles"]]
    assert genres == ["opinion"] * 7 + ["news"]
    named = ", ".join(f"articles/{number}.md" for number in range(5))
    told = f"audit: note: {named} and 2 more: read as opinion, as labelled there, where some rules are silent\n"
    assert told in done.stderr.decode()


def test_a_configuration_cannot_move_the_day_on_which_waivers_end(checkout):
    waiver = "<!-- audit: waive ANON001 because he asked (until 2026-01-31) -->\n\n"
    checkout.write({"articles/new.md": BAD.replace("The", f"{waiver}The"), "audit.toml": 'today = "2026-01-01"\n'})
    assert b"unknown key" in run("check", "articles", cwd=checkout.root).stderr
    (checkout.root / "audit.toml").unlink()
    done = run("check", "articles/new.md", "--format", "json", cwd=checkout.root)
    assert ("ANON001", None) in counted(done)


# ---------------------------------------------------------------- the page that promises all this

ROOT = Path(__file__).parent.parent


def test_every_line_of_the_threat_model_names_tests_that_there_are():
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 30
    assert {len(row) for row in rows} == {4}
    for brought_by, harm, _, tried_by in rows:
        named = re.findall(r"`(\w+)::(\w+)`", tried_by)
        assert named, f"nothing shows that of {brought_by}: {harm}"
        assert re.sub(r"`\w+::\w+`", "", tried_by).strip() == ""
        for module, test in named:
            source = (ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8")
            assert re.search(rf"^def {test}\(", source, re.MULTILINE), f"there is no {module}::{test}"


@pytest.mark.parametrize(
    "source",
    "article|front matter|file name|rule file|lexicon|policy|configuration|baseline|cache|waiver|archive|branch".split(
        "|"
    ),
)
def test_the_threat_model_speaks_of_whatever_is_read(source):
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| [^|]*\b{source}\b", page, re.MULTILINE)
