"""What is installed is written down: locks are whole, hashed, name no place of one machine, and fit pyproject.toml."""

import ast
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {"run": [], "dev": PROJECT["project"]["optional-dependencies"]["dev"]}


def pins(lock: str) -> dict[str, set[str]]:
    """The versions of each package, which may differ by system and Python, and whether each has a hash."""
    found: dict[str, set[str]] = {}
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    for entry in re.findall(r"^[^#\s](?:[^\n]|(?<=\\)\n)*", text, re.MULTILINE):
        name, version = re.match(r"([\w.-]+)(?:\[[\w,]+\])?==([\w.+!]+)", entry).groups()
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), f"{name} has no hash"
        found.setdefault(normal(name), set()).add(version)
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_asked_for_is_written_down_in_a_version_that_fits(lock):
    found = pins(lock)
    build = [line for line in (ROOT / "requirements/build.in").read_text().splitlines() if not line.startswith("#")]
    asked = [*PROJECT["project"]["dependencies"], *LOCKS[lock], *build, *PROJECT["build-system"]["requires"]]
    for requirement in map(Requirement, asked):
        versions = found.get(normal(requirement.name), set())
        assert versions, f"{requirement.name} is not in requirements/{lock}.txt: run `make lock`"
        assert all(Version(version) in requirement.specifier for version in versions), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_and_nothing_that_each_machine_has_its_own_build_of(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert not re.search(r"index-url|find-links|://|^-|@ ", text, re.MULTILINE)
    assert "torch" not in pins(lock)


def test_what_runs_is_the_same_for_those_who_use_it_and_those_who_make_it():
    run, made = pins("run"), pins("dev")
    assert {name: versions for name, versions in run.items() if made.get(name) != versions} == {}


def test_nothing_is_installed_by_name_alone():
    for file in ("Makefile", "action.yml"):
        text = (ROOT / file).read_text(encoding="utf-8")
        calls = re.findall(r"^\s*(?:\$\(PIP\)|pip) (.*)", text, re.MULTILINE)
        assert calls
        by_name = [call for call in calls if not call.startswith(("--require-hashes", "--no-deps"))]
        assert by_name == (['--no-build-isolation --editable ".[train]"'] if file == "Makefile" else [])


IMPORTED_AS = {
    "charset-normalizer": "charset_normalizer",
    "google-re2": "re2",
    "markdown-it-py": "markdown_it",
    "python-docx": "docx",
    "pyyaml": "yaml",
}
IF_WANTED = {"fsspec"}  # for archives behind addresses; who has any installs what reads them
FOR_ANOTHER = {"setuptools", "lxml_html_clean"}  # textstat and trafilatura import them


def test_nothing_is_needed_to_run_but_what_is_imported_and_nothing_imported_that_is_not_asked_for():
    asked = names(PROJECT["project"]["dependencies"]) - FOR_ANOTHER
    extras = PROJECT["project"]["optional-dependencies"]
    optional = {IMPORTED_AS.get(name, name) for some in ("archive", "ray") for name in names(extras[some])}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "audit").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    roots = {name.partition(".")[0] for name in imported} - sys.stdlib_module_names - {"audit"}
    assert {IMPORTED_AS.get(name, name) for name in asked} == roots - optional - IF_WANTED


def names(requirements: list[str]) -> set[str]:
    return {Requirement(line).name for line in requirements}


# ---------------------------------------------------------------- known vulnerabilities


@pytest.fixture
def check(monkeypatch):
    """The check, with an answer that nobody gave; None for no answer at all."""
    spec = importlib.util.spec_from_file_location("vulnerabilities", ROOT / ".ci" / "vulnerabilities.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def answered(answer: list[dict] | None) -> int:
        def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
            if answer is not None:
                Path(command[command.index("--output") + 1]).write_text(json.dumps({"dependencies": answer}))
            return subprocess.CompletedProcess(command, 1, "", "ConnectionError: no way there\n")

        monkeypatch.setattr(module.subprocess, "run", run)
        return module.main("requirements/dev.txt")

    return answered


SOUND = {"name": "a", "version": "1", "vulns": []}
HURT = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        (None, 0, "SKIPPED: nobody could be asked for known vulnerabilities (ConnectionError: no way there)\n"),
        (
            [UNKNOWN],
            0,
            "SKIPPED: nobody could be asked for known vulnerabilities: of 1 packages the index told nothing\n",
        ),
        ([SOUND], 0, "No known vulnerability in 1 packages of requirements/dev.txt\n"),
        ([SOUND, HURT, UNKNOWN], 1, "b 2: PYSEC-1 CVE-1, mended in 3\nSKIPPED: of 1 packages nothing is known\n"),
    ],
)
def test_no_answer_is_no_clean_bill(check, capsys, answer, status, told):
    assert check(answer) == status
    assert capsys.readouterr().out == told
