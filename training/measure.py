"""Scores on the dev halves, in words, with the decoding that run time uses."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from audit.pipeline.decode import NAMES, ROLES, bio, layout, relations, sentence_starts, spans, viterbi
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


def f1(hit: float, found: float, want: float) -> float:
    return round(2 * hit / (found + want), 4) if hit else 0.0


def soft(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def dev_scores(judged: Judged, folder: Path) -> dict[str, float]:
    """Accuracy of tags, F1 of sentence starts, names (exact), roles (exact) and relations; each also per genre."""
    n: Counter = Counter()
    for part in ("attribution", "syntax", "names"):
        for document in data.read(folder / f"{part}.dev.jsonl"):
            _judge(n, judged, document, part)
    scores = {k[:-4]: round(n[k] / n[k[:-4] + " all"], 4) for k in n if k.startswith("tags") and k.endswith(" hit")}
    keys = {k[:-5] for k in n if k.endswith(" want")}
    return dict(sorted((scores | {k: f1(n[k + " hit"], n[k + " found"], n[k + " want"]) for k in keys}).items()))


def _judge(n: Counter, judged: Judged, document: dict, part: str) -> None:
    genre = document.get("genre", {"attribution": "us-politics", "names": "encyclopedia, social"}.get(part, part))
    tags = {t: i for i, t in enumerate(judged.tags)}
    found: list = []
    words = surface(document["words"], document["spaces"])
    for w in windows(words, document["breaks"], judged.vocabulary, judged.window):
        tag, sent, name, role, link = judged.scores(w)
        a, b = w.first, w.last
        begins = sentence_starts(words[a:b], sent[:, 1] > sent[:, 0])
        if document.get("tags"):
            right = int((tag.argmax(-1) == [tags.get(t, -1) for t in document["tags"][a:b]]).sum())
            for key in ("tags", f"tags, {genre}"):
                n[key + " hit"] += right
                n[key + " all"] += b - a
            said, want = (
                {i + a for i in np.flatnonzero(begins)},
                {i for i in document["sentences"] if a <= i < b},
            )
            _count(n, "sentences", genre, said, want)
        if document.get("names"):
            got = spans(viterbi(name, bio(NAMES), NAMES), NAMES, soft(name))
            marks, golds = {(p.first + a, p.last + a, p.label) for p in got}, _gold(document["names"], a, b)
            _count(n, "names", genre, marks, golds)
            _count(n, "persons", genre, {m for m in marks if m[2] == "PERSON"}, {g for g in golds if g[2] == "PERSON"})
        if document.get("roles"):
            got = spans(viterbi(role, judged.transitions, ROLES), ROLES, soft(role))
            gold = _gold(document["roles"], a, b)
            for kind in ("SOURCE", "CUE", "CONTENT"):
                marks = {(p.first + a, p.last + a) for p in got if p.label == kind}
                _count(n, kind.lower(), "", marks, {(s, e) for s, e, k in gold if k == kind})
            inside = [i - a for i in document["breaks"] if a <= i < b]
            where = layout(inside, begins)
            for r in relations(got, link.reshape(len(link), 4, -1), judged.nobody, where):
                places = ((r.cue,), r.source, r.content)
                found.append(tuple({i + a for p in x for i in range(p.first, p.last)} for x in places))
    if document.get("roles"):
        _relations(n, found, document)


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


def _relations(n: Counter, found: list, document: dict) -> None:
    ends = {s: e for s, e, _ in _gold(document["roles"], 0, len(document["roles"]))}
    want = []
    for cue, source in document["sources"]:
        content = {i for p, c in document["contents"] if c == cue for i in range(p, ends.get(p, p + 1))}
        who = set(range(source, ends.get(source, source + 1))) if source >= 0 else set()
        want.append((set(range(cue, ends.get(cue, cue + 1))), who, content))
    used: set[int] = set()
    for x in found:
        for j, y in enumerate(want):
            if j not in used and x[0] & y[0] and _alike(x[1], y[1]) and _alike(x[2], y[2]):
                used.add(j)
                break
    n["relation hit"] += len(used)
    n["relation found"] += len(found)
    n["relation want"] += len(want)


def _alike(a: set, b: set) -> bool:
    if not a and not b:
        return True
    shared = len(a & b)
    return bool(shared) and shared / len(a) >= 0.5 and shared / len(b) >= 0.5
