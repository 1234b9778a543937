"""benchmarks/certainty.py, run as outside tools run it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.certainty import points, uncertain

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "certainty.py"


def answers(given: bytes, folder: Path) -> list[dict[str, int]]:
    done = subprocess.run([sys.executable, SCRIPT], input=given, capture_output=True, cwd=folder, check=True)
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


def line(text: object) -> bytes:
    return json.dumps({"text": text}).encode()


def test_one_answer_for_each_line_whatever_it_holds(tmp_path: Path) -> None:
    vague, plain = "Many believe the abbey was probably a fort.", "The abbey has four towers."
    given = [line(vague), b"", line(plain), b"{", b"[1]", line(None), b'{"words": 1}', b"\xff", line(vague)]
    expected = [1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert answers(b"\n".join(given), tmp_path) == [{"uncertain": u} for u in expected]


def test_a_line_ends_only_where_json_lines_end(tmp_path: Path) -> None:
    text = "The abbey\u2028has four towers.\u0085"
    assert len(answers(json.dumps({"text": text}, ensure_ascii=False).encode(), tmp_path)) == 1


def test_nothing_in_is_nothing_out(tmp_path: Path) -> None:
    assert answers(b"", tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        "Some critics argue that the second wing was a mistake.",
        "It is widely believed that the bell came from the north.",
        "The painting is considered one of the finest of its school.",
        "The name probably derives from a lost river.",
        "It has been suggested that the two sagas share an author.",
        "-LRB- It is said that `` nobody '' saw the comet. -RRB-",
    ],
)
def test_weasel_words_make_a_sentence_uncertain(text: str) -> None:
    assert uncertain(text, points())


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was opened on May 4, 1921, by the mayor.",
        "Hale was born in Norrby in 1882 and studied law.",
        "Some 400 families live on the island.",
        "The crest may be used by members only.",
        "He died in May 1903.",
        "",
    ],
)
def test_plain_statements_are_certain(text: str) -> None:
    assert not uncertain(text, points())


def test_one_strong_cue_is_enough_and_weak_ones_add_up() -> None:
    worth = points()
    weak = "The style is popular today"
    assert not uncertain(weak + ".", worth)
    assert uncertain(weak + ", although it might fade.", worth)
    assert uncertain("It is allegedly older.", worth)


def test_points_come_from_a_regression_that_finds_what_decides() -> None:
    np = pytest.importorskip("numpy")
    from training.logistic import fit

    x = np.array([[1, 1], [1, 0], [0, 1], [0, 0]] * 25, dtype=float)
    y = x[:, 0]
    decisive, idle, intercept = fit(x, y)
    assert decisive > 4 > 0.1 > abs(idle)
    assert intercept < 0
    assert fit(x, y, each=np.where(y == 1, 5.0, 1.0))[-1] > intercept
