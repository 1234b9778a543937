"""From what is named to inputs: files of records, and folders."""

import os
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from audit.archive.records import Input, InputKind
from audit.archive.stores import files_at, is_url, open_input
from audit.errors import UsageError
from audit.readers import READERS, article_files, shown_path
from audit.records import Problem
from audit.settings import Matcher

__all__ = ["LOOSE_FILES", "files_of", "find_inputs", "kind_of"]

KINDS: tuple[tuple[str, InputKind], ...] = (
    *((f"{name}{packing}", "lines") for name in (".jsonl", ".ndjson") for packing in ("", ".gz", ".zst")),
    *((name, "parquet") for name in (".parquet", ".pq")),
    *((f".warc{packing}", "warc") for packing in ("", ".gz", ".zst")),
)
LOOSE_FILES = "files"
LOOKED_AT = 1 << 16  # bytes at either end of a file


def kind_of(name: str) -> InputKind | None:
    """What kind of records a file holds, by its name; None for others."""
    folded = name.casefold()
    if Path(folded).suffix in READERS:
        return "articles"
    return next((kind for ending, kind in KINDS if folded.endswith(ending)), None)


def find_inputs(names: Sequence[str], matcher: Matcher, output: str) -> tuple[Input, ...]:
    """The inputs that files, folders and URLs stand for, each file once, in the order named.

    A folder stands for each file of records below it, in a fixed order, and for all its articles together, as
    `audit check` finds them; articles named one by one are one input as well. A URL stands for a file of records, for
    those below it, or for those that it is a pattern of. What lies in `output` is none.
    UsageError for what is not there or cannot hold records.
    """
    found: dict[str, Input] = {}
    roots: dict[str, str] = {}
    loose: dict[str, str] = {}
    for name in names:
        if is_url(name):
            found |= {url: _file(url) for url in files_at(name) if kind_of(url) not in (None, "articles")}
        elif Path(name).is_dir():
            for path in _below(Path(name), output):
                found.setdefault(os.path.realpath(path), _file(shown_path(path)))
            roots.setdefault(os.path.realpath(name), name)
        elif not Path(name).exists():
            raise UsageError(f"{name} does not exist; check the spelling of the path")
        elif kind_of(name) == "articles":
            loose.setdefault(os.path.realpath(name), name)
        else:
            found.setdefault(os.path.realpath(name), _file(name))
    folders = [name for real, name in roots.items() if not _is_inside(real, roots)]
    files = tuple(name for real, name in loose.items() if not _is_inside(real, roots))
    articles = [_articles(shown_path(Path(name)), (name,), matcher) for name in folders]
    if files:
        articles.append(_articles(LOOSE_FILES, files, matcher))
    inputs = (*found.values(), *(item for item in articles if item.size))
    if not inputs:
        raise UsageError(f"no article in {', '.join(names)}; docs/archive.md tells what can be read")
    return inputs


def files_of(item: Input, matcher: Matcher) -> Iterator[Path | Problem]:
    """The article files of an input, one after the other, and folders that cannot be opened."""
    for root in item.roots:
        for found in article_files(Path(root)):
            if isinstance(found, Problem) or not Path(root).is_dir() or _is_wanted(found, Path(root), matcher):
                yield found


def _is_wanted(path: Path, root: Path, matcher: Matcher) -> bool:
    """Links to files that are found anyhow are not wanted."""
    if path.is_symlink() and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        return False
    return matcher.is_article(path)


def _below(folder: Path, output: str) -> Iterator[Path]:
    """Files of records by name, before those of the folders beside them; nothing hidden, and no links to folders."""
    out = os.path.realpath(output)
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and os.path.realpath(Path(place, f)) != out)
        for name in sorted(files):
            if not name.startswith(".") and kind_of(name) not in (None, "articles"):
                yield Path(place, name)


def _is_inside(real: str, roots: dict[str, str]) -> bool:
    return any(str(parent) in roots for parent in Path(real).parents)


def _file(name: str) -> Input:
    kind = kind_of(name)
    if kind is None:
        endings = ", ".join(ending for ending, _ in KINDS)
        raise UsageError(f"{name} is of a kind that holds no records; files that end in {endings} do")
    try:
        with open_input(name) as file:
            head = file.read(LOOKED_AT)
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LOOKED_AT))
            tail = file.read(LOOKED_AT)
    except OSError as error:
        raise UsageError(f"{name} cannot be opened: {error.strerror or error}") from error
    return Input(name=name, kind=kind, size=size, digest=blake2b(head + tail, digest_size=16).hexdigest())


def _articles(name: str, roots: tuple[str, ...], matcher: Matcher) -> Input:
    """All articles below some folders, or some files; told from others by their paths and sizes."""
    item = Input(name=name, kind="articles", size=0, digest="", roots=roots)
    digest, total = blake2b(digest_size=16), 0
    for found in files_of(item, matcher):
        if isinstance(found, Path):
            size = size_of(found)
            total += size
            digest.update(f"{shown_path(found)}\0{size}\0".encode())
    return Input(name=name, kind="articles", size=total, digest=digest.hexdigest(), roots=roots)


def size_of(path: Path) -> int:
    """The size of a file in bytes, at least 1 so that it counts, though it be empty or gone."""
    try:
        return max(1, path.stat().st_size)
    except OSError:
        return 1
