"""The built wheel works alone: in an empty environment, outside the checkout."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_wheel_audits_an_article_in_an_empty_environment(tmp_path: Path) -> None:
    def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        return subprocess.run(
            [str(c) for c in command], cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
        )

    built = run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, ROOT)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    installed = run(python, "-m", "pip", "install", "--quiet", wheel)
    assert installed.returncode == 0, installed.stderr
    (tmp_path / "story.txt").write_text("The contract will be cancelled on Friday, sources said.\n", encoding="utf-8")
    (tmp_path / "rules").mkdir()  # a folder that merely lies here must not replace the rules
    checked = run(tmp_path / "venv" / "bin" / "audit", "check", "story.txt", "--format", "json")
    assert checked.returncode == 1, checked.stderr
    (article,) = json.loads(checked.stdout)["articles"]
    assert "ANON001" in {f["rule"] for f in article["findings"]}
    tested = run(tmp_path / "venv" / "bin" / "audit", "rules", "test")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    rule = next((tmp_path / "venv").rglob("_rules/**/ANON001*.yaml"))
    rule.write_bytes(rule.read_bytes() + b"# touched\n")
    refused = run(tmp_path / "venv" / "bin" / "audit", "check", "story.txt")
    assert refused.returncode == 2
    assert "is not as it was installed" in refused.stderr
