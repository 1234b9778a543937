"""The same articles give the same bytes, whatever else is different: real processes, every format."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audit.render import RENDERERS

AUDIT = Path(sys.executable).with_name("audit")
ARTICLES = {
    "i-Istanbul.md": "# Ferry delayed\n\nThe ferry was late on Monday, sources said. “İt's ıce,” Ayşe Kaya said.\n",
    "Zebra.txt": "Zoo closes\n\nThe zoo will reportedly close, officials said. Experts fear 1,5 million losses.\n",
    "zebra2.html": "<article><h1>Zoo</h1><p>Two people briefed on it said the zoo, allegedly, lied.</p></article>",
    "äpfel.md": "---\naudit: waive ANON001 because she asked (until 2031-01-01)\n---\n# Rain\n\nRain, sources said.\n",
    "broken.txt": "\0\1",
    "sub/a.txt": "Rain\n\nIt rained, a source said. It is believed that more will come.\n",
}
USUAL = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "COLUMNS": "80"}
ASCII = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
TURKISH = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}  # where this machine has it
GERMAN = {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}
OTHERS = {
    "backwards, in ASCII, far east, on a narrow terminal": (
        {**ASCII, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "COLUMNS": "40"},
        ["--no-cache"],
        sorted(ARTICLES, reverse=True),
    ),
    "by chance, in Turkish, far west, by two processes": (
        {**TURKISH, "PYTHONHASHSEED": "random", "TZ": "America/Adak"},
        ["--no-cache", "--jobs", "2"],
        random.Random(4).sample(sorted(ARTICLES), len(ARTICLES)),
    ),
    "as folders, in German, from the cache, by many threads": (
        {**GERMAN, "OMP_NUM_THREADS": "4", "TERM": "dumb", "NO_COLOR": "1"},
        ["--jobs", "4"],
        ["sub", "broken.txt", "."],
    ),
}


def written(
    folder: Path, names: list[str], environment: dict[str, str], options: list[str], out: Path
) -> dict[str, bytes]:
    """What a process writes in every format, to files and to its two streams."""
    files = [f"--output={name}={out / name}" for name in RENDERERS]
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONH", "PYTHONU"))
    }
    done = subprocess.run(
        [AUDIT, "check", *names, *files, "--verbose", *options],
        cwd=folder,
        env={**kept, **USUAL, "AUDIT_CACHE_DIR": str(folder / ".cache"), **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    texts = {path.name: path.read_bytes() for path in out.iterdir()}
    return {**texts, "standard output": done.stdout, "standard error": done.stderr}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def usual(folder, tmp_path_factory) -> dict[str, bytes]:
    texts = written(folder, list(ARTICLES), {}, [], tmp_path_factory.mktemp("out"))
    assert len(texts) == len(RENDERERS) + 2
    assert b"ANON001" in texts["json"]
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("other", OTHERS)
def test_nothing_about_a_run_changes_a_byte(folder, usual, tmp_path, other):
    environment, options, names = OTHERS[other]
    texts = written(folder, names, environment, options, tmp_path)
    assert [name for name in usual if texts[name] != usual[name]] == []


@pytest.mark.slow
def test_where_an_article_lies_changes_its_path_only(folder, usual, tmp_path):
    """Another working directory, another time of writing, and other company in the run."""
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(folder / "Zebra.txt", tmp_path / "elsewhere")
    command = [AUDIT, "check", tmp_path / "elsewhere" / "Zebra.txt", "--format", "jsonl", "--no-cache"]
    alone = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).stdout.splitlines()
    together = usual["jsonl"].splitlines()
    (found,) = [line for line in together if b'"path":"Zebra.txt"' in line.replace(b": ", b":")]
    path = bytes(tmp_path / "elsewhere")
    assert found in [line.replace(path + b"/", b"") for line in alone]
