"""Whether the files that come with the program are still what they were when it was installed."""

import csv
import hashlib
from base64 import urlsafe_b64encode
from pathlib import Path

from audit import __version__

__all__ = ["changed_since_installed"]

PACKAGES = Path(__file__).resolve().parent.parent
RECORD = f"source_attribution_auditor-{__version__}.dist-info/RECORD"


def changed_since_installed(folder: Path, packages: Path = PACKAGES) -> Path | None:
    """The first file below a folder of the package that was changed, added or taken away since; None if none was.

    A wheel's RECORD has the SHA-256 of each of its files (packaging.python.org, Recording installed projects). In a
    checkout, where the files are anybody's to change, there is none.
    """
    try:
        with (packages / RECORD).open(encoding="utf-8", newline="") as file:
            recorded = {packages / row[0]: row[1] for row in csv.reader(file)}
    except OSError:
        return None
    expected = {path: digest for path, digest in recorded.items() if path.is_relative_to(folder)}
    if not expected:  # installed in place, with files that lie elsewhere
        return None
    there = {path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__"}
    different = there ^ expected.keys() | {path for path in there & expected.keys() if _digest(path) != expected[path]}
    return min(different, default=None)


def _digest(path: Path) -> str:
    return "sha256=" + urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
