"""Nothing at run time touches the network."""

import os
import subprocess
import sys
from pathlib import Path

CUT = """
import socket
def refuse(*arguments, **keywords):
    raise OSError("the network is cut off in this test")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""


def run_cut_off(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "sitecustomize.py").write_text(CUT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "HOME": str(tmp_path)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)


def test_the_cut_is_real(tmp_path: Path) -> None:
    done = run_cut_off(tmp_path, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))")
    assert "the network is cut off" in done.stderr


def test_a_whole_audit_without_network(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<html><head><title>Crane arrives</title></head><body><article><h1>Crane arrives</h1>"
        + "<p>The new crane reached the harbour on Monday, Mayor Ana Ruiz said at the quay.</p>" * 4
        + "</article></body></html>",
        encoding="utf-8",
    )
    done = run_cut_off(tmp_path, "-m", "audit", "report", "page.html", "--format", "json", "--output-dir", "out")
    assert done.returncode == 0, done.stderr
    written = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "out").rglob("*.json"))
    assert "flesch_kincaid_grade" in written
