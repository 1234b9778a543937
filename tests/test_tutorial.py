"""The worked example of docs/rule-format.md, followed to the letter with the program as installed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = (Path(__file__).parent.parent / "docs" / "rule-format.md").read_text(encoding="utf-8")
SECTION = GUIDE.split("## Your own rule in ten minutes")[1].split("\n## ")[0]
STEPS = re.findall(r"```console\n\$ audit (.*)\n((?:.*\n)*?)```", SECTION)


def block(kind: str) -> str:
    """The first block of that kind in the section."""
    return re.findall(rf"```{kind}\n(.*?)```", SECTION, re.DOTALL)[0]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """What a reader has after the first step, and the story of the third."""
    (tmp_path / "my-rules").mkdir()
    (tmp_path / "my-rules" / "HOUSE001-self-vouched-source.yaml").write_text(block("yaml"), encoding="utf-8")
    (tmp_path / "story.txt").write_text(block("text"), encoding="utf-8")
    return tmp_path


def audit(desk: Path, command: str) -> str:
    done = subprocess.run([sys.executable, "-m", "audit", *command.split()], cwd=desk, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.decode()


def test_there_are_steps_to_follow() -> None:
    assert [command.split()[0] for command, _ in STEPS] == ["rules", "check", "check"]


@pytest.mark.parametrize(("command", "shown"), STEPS)
def test_each_command_prints_what_the_guide_shows(desk: Path, command: str, shown: str) -> None:
    """“…” in the guide stands for lines left out."""
    lines = [".*" if line == "…" else re.escape(line) for line in shown.splitlines()]
    assert re.fullmatch("\n".join(lines) + "\n", audit(desk, command), re.DOTALL)


def test_a_word_taken_out_fails_the_example_that_the_guide_names(desk: Path) -> None:
    rule = desk / "my-rules" / "HOUSE001-self-vouched-source.yaml"
    sound = rule.read_text(encoding="utf-8")
    rule.write_text(sound.replace("reliable|credible", "credible"), encoding="utf-8")
    shown = re.findall(r"```\n(HOUSE001/flag.*?)```", SECTION, re.DOTALL)[0]
    assert audit(desk, "rules test my-rules/") == shown
    rule.write_text(sound.replace("|trusted", ""), encoding="utf-8")
    assert audit(desk, "rules test my-rules/") == "4 of 4 examples pass\n"
