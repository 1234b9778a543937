"""The ready-made parts for CI systems: well formed, safe against what strangers send, and doing what they say."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from audit import __version__
from audit.cli.init import starter
from tests.repositories import Repository, shut_off

ROOT = Path(__file__).parent.parent
ACTION = ROOT / "action.yml"
SCRIPTS = Path(sys.executable).parent
GOOD = "# Port sold\n\nThe port was sold on Monday, Mayor Ana Ruiz said. “It was time,” she said.\n"
BAD = "# Port sold\n\nThe port was sold on Monday, sources said.\n"


def scripts(value: object) -> Iterator[str]:
    """Every piece of shell in a workflow, an action or a pipeline."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("run", "script", "before_script"):
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from scripts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scripts(inner)


PARTS = {
    "vendor.github-actions": ACTION.read_text(encoding="utf-8"),
    "vendor.github-workflows": starter("github.yml"),
    "vendor.gitlab-ci": starter("gitlab.yml"),
}


@pytest.mark.parametrize("schema", PARTS)
def test_parts_fit_the_schema_of_their_system(tmp_path, schema):
    file = tmp_path / "part.yml"
    file.write_text(PARTS[schema], encoding="utf-8")
    command = [SCRIPTS / "check-jsonschema", "--builtin-schema", schema, file]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("schema", PARTS)
def test_nothing_is_pasted_into_a_script(schema):
    found = list(scripts(yaml.safe_load(PARTS[schema])))
    assert found
    assert not [script for script in found if "${{" in script or "eval" in script]


def test_the_workflow_needs_no_more_than_to_read():
    workflow = yaml.safe_load(PARTS["vendor.github-workflows"])
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow[True] == {"pull_request": None}  # YAML reads `on` as true; never pull_request_target
    assert "secrets" not in PARTS["vendor.github-workflows"] + PARTS["vendor.github-actions"]


def test_actions_are_pinned_to_commits():
    used = re.findall(r"uses: (\S+)", PARTS["vendor.github-workflows"] + PARTS["vendor.github-actions"])
    assert len(used) == 3
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action) for action in used)


def test_a_linter_of_workflows_finds_nothing(tmp_path):
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/audit.yml").write_text(starter("github.yml"), encoding="utf-8")
    shutil.copy(ACTION, tmp_path)
    command = [SCRIPTS / "zizmor", "--offline", "--no-progress", tmp_path]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("github.md", "github.yml"),
        ("gitlab.md", "gitlab.yml"),
        ("pre-commit.md", "pre-commit.yaml"),
    ],
)
def test_the_documentation_shows_what_init_writes(page, name):
    assert f"```yaml\n{starter(name)}```" in (ROOT / "docs/ci" / page).read_text(encoding="utf-8")


def test_the_documentation_speaks_of_this_version():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/ci").glob("*.md")))
    assert set(re.findall(r"source-attribution-auditor(?:==|@v)([\d.]+\d)", text)) == {__version__}


# ---------------------------------------------------------------- the action's own script


@pytest.fixture
def request_(tmp_path, monkeypatch) -> Repository:
    """A pull request's checkout: its merge with the branch that it goes to, on no branch of its own."""
    shut_off(monkeypatch, tmp_path)
    origin = Repository.new(tmp_path / "origin")
    origin.commit({"articles/old.md": BAD, "README.md": "Sources said.\n"})
    work = origin.clone(tmp_path / "work")
    work.git("switch", "--quiet", "--create", "feature")
    return work


def run_action(work: Repository, tmp_path: Path, **inputs: str) -> tuple[int, str, str, str]:
    """The exit status of the action's last step, what it printed, its outputs, and the summary of the job."""
    step = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"][-1]
    defaults = dict.fromkeys(step["env"], "") | {"AUDIT_ALL": "false"}
    files = {name: tmp_path / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    script = tmp_path / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    environment = {
        **os.environ,
        **defaults,
        **inputs,
        **{name: str(file) for name, file in files.items()},
        "GITHUB_BASE_REF": "main",
        "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
        "AUDIT_CACHE_DIR": str(tmp_path / "cache"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", script]
    done = subprocess.run(command, cwd=work.root, env=environment, capture_output=True, text=True, check=False)
    outputs, summary = (file.read_text(encoding="utf-8") for file in files.values())
    return done.returncode, done.stdout + done.stderr, outputs, summary


@pytest.mark.slow
def test_the_action_fails_for_what_the_request_brings_and_for_nothing_else(request_, tmp_path):
    request_.commit({"articles/new good.md": GOOD})
    status, printed, outputs, summary = run_action(request_, tmp_path)
    assert (status, outputs) == (0, "status=0\n"), printed
    assert "old.md" not in printed + summary
    request_.commit({"articles/new – bad.md": BAD})
    status, printed, outputs, summary = run_action(request_, tmp_path)
    assert (status, outputs) == (1, "status=1\n"), printed
    assert "::error file=articles/new – bad.md,line=3" in printed
    assert "old.md" not in printed + summary
    assert "bad.md" in summary


@pytest.mark.slow
def test_the_action_obeys_its_inputs(request_, tmp_path):
    request_.commit({"articles/bad.md": BAD})
    assert run_action(request_, tmp_path, AUDIT_FAIL_ON="never")[0] == 0
    assert run_action(request_, tmp_path, AUDIT_BASE="no-such-branch")[0] == 2
    status, printed, _, _ = run_action(request_, tmp_path, AUDIT_ALL="true", AUDIT_PATHS="articles/old.md\n")
    assert (status, "old.md" in printed, "bad.md" in printed) == (1, True, False)


@pytest.mark.slow
def test_the_action_gives_code_scanning_what_counts_and_nothing_else(request_, tmp_path):
    """GitHub would open an alert for what is marked as suppressed."""
    waiver = "<!-- audit: waive ANON001 because she would lose her job -->\n"
    request_.commit(
        {
            "articles/old.md": BAD + "\nThe yard too, sources said.\n",
            "articles/né.md": BAD.replace("The", waiver + "The"),
        }
    )
    status, printed, _, _ = run_action(request_, tmp_path, AUDIT_SARIF="out dir/audit.sarif")
    assert status == 1, printed
    (run,) = json.loads((request_.root / "out dir/audit.sarif").read_text(encoding="utf-8"))["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"] if result["ruleId"] == "ANON001"]
    assert [(p["artifactLocation"]["uri"], p["region"]["startLine"]) for p in places] == [("articles/old.md", 5)]
    assert not any(result["suppressions"] for result in run["results"])


@pytest.mark.slow
def test_nothing_that_a_stranger_names_is_run(request_, tmp_path):
    names = ["$(touch owned).md", "`touch owned`.md", "; touch owned; .md", "a\n::error::owned.md", "--output=owned.md"]
    request_.commit({f"articles/{name}": BAD.replace("Port", "$(touch owned) ::error::owned") for name in names})
    inputs = {
        "AUDIT_PATHS": "articles\n$(touch owned)",
        "AUDIT_BASE": "main; touch owned",
        "AUDIT_SARIF": "`touch owned`",
    }
    for case in ({}, *({name: value} for name, value in inputs.items())):
        printed = run_action(request_, tmp_path, **case)[1]
        assert "\n::error::owned" not in printed
        assert not list(request_.root.rglob("owned*"))
    status, printed, _, _ = run_action(request_, tmp_path)
    assert status == 1, printed
    assert len(set(re.findall("::error file=(articles/.*?),line=3", printed))) == len(names)
