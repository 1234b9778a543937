"""What was changed in an installed package is noticed, and a checkout is left alone."""

import base64
import hashlib
from pathlib import Path

import pytest

from audit.errors import PipelineError, RuleError
from audit.installed import RECORD, changed_since_installed
from audit.pipeline import loader
from audit.rulebook import book

FILES = {"audit/_rules/a.yaml": b"a", "audit/_rules/lexicons/b.txt": b"b", "audit/other.py": b"c"}


@pytest.fixture
def packages(tmp_path) -> Path:
    """A folder of packages as pip leaves it."""
    lines = []
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(content)}\n")
    (tmp_path / RECORD).parent.mkdir()
    (tmp_path / RECORD).write_text("".join([*lines, f"{RECORD},,\n"]))
    return tmp_path


def test_what_is_as_it_was_installed_passes(packages):
    (packages / "audit" / "other.py").write_text("changed, but elsewhere")
    assert changed_since_installed(packages / "audit" / "_rules", packages) is None


@pytest.mark.parametrize("what", ["changed", "added", "taken away"])
def test_a_shipped_file_that_was_changed_is_refused(packages, monkeypatch, what):
    rules = packages / "audit" / "_rules"
    file = rules / ("new.yaml" if what == "added" else "lexicons/b.txt")
    file.unlink() if what == "taken away" else file.write_bytes(b"x")
    assert changed_since_installed(rules, packages) == file
    for module in (book, loader):
        monkeypatch.setattr(module, "changed_since_installed", lambda folder: changed_since_installed(rules, packages))
    with pytest.raises(RuleError, match=f"{file.name}: is not as it was installed.*--rules"):
        book.load_rulebook()
    with pytest.raises(PipelineError, match=f"{file.name} is not as it was installed"):
        loader.Pipeline.load()


def test_a_checkout_may_be_changed(packages):
    assert changed_since_installed(packages / "audit" / "_rules", packages / "elsewhere") is None
    (packages / RECORD).write_text("audit.pth,,\n")
    assert changed_since_installed(packages / "audit" / "_rules", packages) is None
