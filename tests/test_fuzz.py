"""Every input that fuzzing begins with, and every one on which it once broke the program."""

from pathlib import Path

import pytest

from fuzz.targets import TARGETS

FUZZ = Path(__file__).parent.parent / "fuzz"
INPUTS = sorted(path for folder in ("corpus", "found") for path in (FUZZ / folder).glob("*/*"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.parent.name}-{path.parent.name}-{path.name}")
def test_nothing_breaks_a_promise(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_inputs_and_bears_none(name):
    assert any(path.parent.name == name for path in INPUTS)
    TARGETS[name](b"")
