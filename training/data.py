"""Converted documents to batches of windows, with names swapped and capitals varied at random."""

import json
import random
from collections.abc import Iterator, Sequence, Sized
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from audit.pipeline.decode import NAMES, ROLES
from audit.pipeline.windows import windows
from audit.pipeline.wordpiece import WordPiece, surface

IGNORE = -100


class HasPieces(Protocol):
    @property
    def pieces(self) -> Sized: ...


T = TypeVar("T", bound=HasPieces)


class Example(NamedTuple):
    """One window: numbers per piece, labels per word (IGNORE where the corpus has none)."""

    pieces: np.ndarray
    shapes: np.ndarray
    firsts: np.ndarray
    tags: np.ndarray
    sentences: np.ndarray
    names: np.ndarray
    roles: np.ndarray
    sources: list[tuple[int, int]]
    contents: list[tuple[int, int]]
    weight: float


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tag_set(documents: Sequence[dict]) -> list[str]:
    return sorted({tag for d in documents for tag in d.get("tags", ())})


def name_pool(documents: Sequence[dict]) -> tuple[list[str], list[str]]:
    """First and last names that the corpora know, each once."""
    first: set[str] = set()
    last: set[str] = set()
    for d in documents:
        names = d.get("names") or []
        for i, label in enumerate(names):
            goes_on = i + 1 < len(names) and names[i + 1] == "I-PERSON"
            word = d["words"][i]
            if label.endswith("PERSON") and word.istitle() and word.isalpha() and len(word) > 1:
                if label == "B-PERSON" and goes_on:
                    first.add(word)
                if label == "I-PERSON" and not goes_on:
                    last.add(word)
    return sorted(first), sorted(last)


def swap_names(document: dict, pool: tuple[list[str], list[str]], rng: random.Random) -> list[str]:
    """The document's words with each person's name replaced by another, the same one throughout."""
    words, names = document["words"], document.get("names")
    if not names:
        return words
    lower = {w for w in words if w.islower()}
    new: dict[str, str] = {}
    for i, label in enumerate(names):
        word = words[i]
        if (
            label.endswith("PERSON")
            and word.istitle()
            and word.isalpha()
            and len(word) > 2
            and word.lower() not in lower
        ):
            goes_on = i + 1 < len(names) and names[i + 1] == "I-PERSON"
            new.setdefault(word, rng.choice(pool[0 if label == "B-PERSON" and goes_on else 1]))
    return [new.get(w, new[w.title()].upper() if w.isupper() and w.title() in new else w) for w in words]


def vary(document: dict, pool: tuple[list[str], list[str]], rng: random.Random) -> dict:
    """Names swapped in half of the documents, some paragraphs in capitals, some documents in lower case."""
    words = swap_names(document, pool, rng) if rng.random() < 0.5 else document["words"]
    words = list(words)
    starts = [*document["breaks"], len(words)]
    for first, last in pairwise(starts):
        if last - first < 25 and rng.random() < 0.06:
            words[first:last] = [w.upper() for w in words[first:last]]
    return {**document, "words": words}


def examples(document: dict, vocabulary: WordPiece, tags: dict[str, int], limit: int) -> Iterator[Example]:
    """The windows of one document with their labels."""
    words = surface(document["words"], document["spaces"])
    starts = set(document.get("sentences", ()))
    roles = {r: i for i, r in enumerate(ROLES)}
    names = {n: i for i, n in enumerate(NAMES)}
    for window in windows(words, document["breaks"], vocabulary, limit):
        a, b = window.first, window.last

        def labels(key: str, table: dict[str, int], a: int = a, b: int = b) -> np.ndarray:
            values = document.get(key)
            return np.array([table.get(v, IGNORE) for v in values[a:b]] if values else [IGNORE] * (b - a))

        inside = range(a, b)
        yield Example(
            np.array(window.pieces), np.array(window.shapes), np.array(window.firsts),
            labels("tags", tags),
            np.array([int(i in starts) for i in inside] if starts else [IGNORE] * (b - a)),
            labels("names", names), labels("roles", roles),
            [(c - a, max(s - a, -1)) for c, s in document.get("sources", ()) if c in inside and (s in inside or s < 0)],
            [(p - a, c - a) for p, c in document.get("contents", ()) if p in inside and c in inside],
            document.get("weight", 1.0),
        )  # fmt: skip


def batches(items: Sequence[T], size: int, rng: random.Random) -> Iterator[list[T]]:
    """Batches of windows of like length, in random order."""
    order = sorted(range(len(items)), key=lambda i: (len(items[i].pieces) // 32, rng.random()))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield [items[i] for i in group]


def epoch(
    documents: Sequence[dict], vocabulary: WordPiece, tags: dict[str, int], pool: tuple[list[str], list[str]],
    limit: int, seed: int,
) -> list[Example]:  # fmt: skip
    """One pass, varied anew: each document as often as its "draws" say on average; windows of several sizes."""
    rng = random.Random(seed)
    out: list[Example] = []
    for document in documents:
        for _ in range(int(document["draws"] + rng.random())):
            size = rng.choice((limit, limit, limit * 3 // 4, limit // 2))
            out += examples(vary(document, pool, rng), vocabulary, tags, size)
    return out
