"""CITATION.cff is one, and cites the version that is here."""

import subprocess
import sys
from pathlib import Path

import yaml

from audit import __version__

CITATION = Path(__file__).parent.parent / "CITATION.cff"
SCHEMA = ("check_jsonschema", "--builtin-schema", "vendor.citation-file-format")


def valid(path: Path) -> bool:
    return subprocess.run([sys.executable, "-m", *SCHEMA, str(path)], capture_output=True, check=False).returncode == 0


def test_the_citation_is_valid_and_current(tmp_path: Path) -> None:
    assert valid(CITATION)
    assert yaml.safe_load(CITATION.read_text(encoding="utf-8"))["version"] == __version__
    broken = tmp_path / "CITATION.cff"
    broken.write_text(CITATION.read_text(encoding="utf-8").replace("authors:", "writers:"), encoding="utf-8")
    assert not valid(broken)
