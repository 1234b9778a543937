"""Scores on the dev halves, in words, with the decoding that run time uses."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from audit.pipeline.component import Network
from audit.pipeline.decode import Found, WindowReading, read_window
from audit.pipeline.windows import Window, windows
from audit.pipeline.wordpiece import WordPiece, surface
from training import data


class Judged(NamedTuple):
    """What is measured: window scores (tags, sentences, names, roles, links), and what decoding needs."""

    scores: Callable[[Window], list[np.ndarray]]
    vocabulary: WordPiece
    tags: list[str]
    transitions: np.ndarray
    nobody: np.ndarray
    window: int


def judged_model(network: Network) -> Judged:
    """The packaged network as the measuring code wants it."""
    return Judged(
        lambda w: network.scores(w.pieces, w.shapes, w.firsts),
        network.vocabulary, network.tags, network.transitions, network.nobody, network.window,
    )  # fmt: skip


def f1(hit: float, found: float, want: float) -> float:
    return round(2 * hit / (found + want), 4) if hit else 0.0


def dev_scores(judged: Judged, folder: Path) -> dict[str, float]:
    """Accuracy of tags, F1 of sentence starts, names (exact), roles (exact) and relations; each also per genre."""
    n: Counter = Counter()
    for part in ("attribution", "syntax", "names"):
        for document in data.read(folder / f"{part}.dev.jsonl"):
            _judge(n, judged, document, part)
    scores = {k[:-4]: round(n[k] / n[k[:-4] + " all"], 4) for k in n if k.startswith("tags") and k.endswith(" hit")}
    keys = {k[:-5] for k in n if k.endswith(" want")}
    return dict(sorted((scores | {k: f1(n[k + " hit"], n[k + " found"], n[k + " want"]) for k in keys}).items()))


class Told(NamedTuple):
    """A relation as sets of word numbers."""

    cue: set[int]
    source: set[int]
    content: set[int]
    confidence: float = 1.0


class Decoded(NamedTuple):
    """One window as run time reads it, its relations beside in word numbers of the document."""

    window: Window
    read: WindowReading
    told: list[Told]


def _decoded(judged: Judged, document: dict) -> Iterator[Decoded]:
    words = surface(document["words"], document["spaces"])
    for w in windows(words, document["breaks"], judged.vocabulary, judged.window):
        read = read_window(
            judged.scores(w), words[w.first : w.last],
            [i - w.first for i in document["breaks"] if w.first <= i < w.last],
            tags=judged.tags, transitions=judged.transitions, nobody=judged.nobody,
        )  # fmt: skip
        yield Decoded(w, read, [_told(r, w.first) for r in read.relations])


def _told(found: Found, offset: int) -> Told:
    roles = ((found.cue,), found.source, found.content)
    return Told(*({i + offset for p in x if p for i in range(p.first, p.last)} for x in roles), found.confidence)


def _judge(n: Counter, judged: Judged, document: dict, part: str) -> None:
    genre = document.get("genre", {"attribution": "us-politics", "names": "encyclopedia, social"}.get(part, part))
    tags = {t: i for i, t in enumerate(judged.tags)}
    found: list[Told] = []
    for w, read, told in _decoded(judged, document):
        a, b = w.first, w.last
        found += told
        if document.get("tags"):
            right = int((read.tags == [tags.get(t, -1) for t in document["tags"][a:b]]).sum())
            for key in ("tags", f"tags, {genre}"):
                n[key + " hit"] += right
                n[key + " all"] += b - a
            inside = {i for i in document["sentences"] if a <= i < b}
            _count(n, "sentences", genre, {i + a for i in np.flatnonzero(read.starts)}, inside)
        if document.get("names"):
            marks, golds = {(p.first + a, p.last + a, p.label) for p in read.names}, _gold(document["names"], a, b)
            _count(n, "names", genre, marks, golds)
            _count(n, "persons", genre, {m for m in marks if m[2] == "PERSON"}, {g for g in golds if g[2] == "PERSON"})
        if document.get("roles"):
            gold = _gold(document["roles"], a, b)
            for kind in ("SOURCE", "CUE", "CONTENT"):
                marks = {(p.first + a, p.last + a) for p in read.roles if p.label == kind}
                _count(n, kind.lower(), "", marks, {(s, e) for s, e, k in gold if k == kind})
    if document.get("roles"):
        want = _wanted(document)
        n["relation hit"] += sum(_agreeing(found, want))
        n["relation found"] += len(found)
        n["relation want"] += len(want)


def relation_checks(judged: Judged, folder: Path) -> list[list[tuple[float, bool]]]:
    """For each dev article, the confidence of each relation found and whether an annotator agrees with it."""
    out = []
    for document in data.read(folder / "attribution.dev.jsonl"):
        found = [t for decoded in _decoded(judged, document) for t in decoded.told]
        flags = _agreeing(found, _wanted(document))
        out.append([(t.confidence, flag) for t, flag in zip(found, flags, strict=True)])
    return out


def _count(n: Counter, key: str, genre: str, found: set, want: set) -> None:
    for name in (key, f"{key}, {genre}") if genre else (key,):
        n[name + " hit"] += len(found & want)
        n[name + " found"] += len(found)
        n[name + " want"] += len(want)


def _gold(labels: list[str], a: int, b: int) -> set[tuple[int, int, str]]:
    out, first = set(), None
    for i in range(a, b + 1):
        here = labels[i] if i < b else "O"
        if first is not None and not here.startswith("I-"):
            out.add((first, i, labels[first][2:]))
            first = None
        if here.startswith("B-"):
            first = i
    return out


def _wanted(document: dict) -> list[Told]:
    """The annotated relations of a document."""
    ends = {s: e for s, e, _ in _gold(document["roles"], 0, len(document["roles"]))}

    def words(first: int) -> set[int]:
        return set(range(first, ends.get(first, first + 1))) if first >= 0 else set()

    contents = document["contents"]
    return [
        Told(words(cue), words(source), set().union(*(words(p) for p, c in contents if c == cue)))
        for cue, source in document["sources"]
    ]


def _agreeing(found: list[Told], want: list[Told]) -> list[bool]:
    """Which of the relations found agree with an annotated one; each of those counts once."""
    used: set[int] = set()
    flags = []
    for x in found:
        fits = (
            j
            for j, y in enumerate(want)
            if x.cue & y.cue and _alike(x.source, y.source) and _alike(x.content, y.content)
        )
        match = next((j for j in fits if j not in used), None)
        used |= {match} if match is not None else set()
        flags.append(match is not None)
    return flags


def _alike(a: set, b: set) -> bool:
    if not a and not b:
        return True
    shared = len(a & b)
    return bool(shared) and shared / len(a) >= 0.5 and shared / len(b) >= 0.5
