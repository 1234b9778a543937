"""From the network's scores to spans and relations; numpy only, shared by training and run time."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["NAMES", "NOBODY", "ROLES", "Found", "Piece", "bio", "relations", "spans", "viterbi"]

Scores = NDArray[np.float32]

ROLES = ("O", "B-CUE", "I-CUE", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT")
NAMES = ("O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
NOBODY = -1

_NEVER = np.float32(-1e4)


def bio(labels: Sequence[str]) -> Scores:
    """Transition penalties that forbid an I that does not go on from its own B or I; shape (labels, labels)."""
    allowed = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for i, before in enumerate(labels):
        for j, label in enumerate(labels):
            if label.startswith("I-") and before[2:] != label[2:]:
                allowed[i, j] = _NEVER
    return allowed


def viterbi(scores: Scores, transitions: Scores, labels: Sequence[str]) -> NDArray[np.int64]:
    """The best label of each word; scores (words, labels), transitions (labels, labels)."""
    n, k = scores.shape
    best = scores[0] + np.array([_NEVER if x.startswith("I-") else 0 for x in labels], dtype=np.float32)
    back = np.zeros((n, k), dtype=np.int64)
    for i in range(1, n):
        paths = best[:, None] + transitions
        back[i] = paths.argmax(axis=0)
        best = paths[back[i], np.arange(k)] + scores[i]
    out = np.zeros(n, dtype=np.int64)
    out[-1] = best.argmax()
    for i in range(n - 1, 0, -1):
        out[i - 1] = back[i, out[i]]
    return out


class Piece(NamedTuple):
    """An unbroken span of words with its label's name and confidence."""

    first: int
    last: int
    label: str
    confidence: float


def spans(path: NDArray[np.int64], labels: Sequence[str], chances: Scores) -> list[Piece]:
    """The labelled spans of a path; confidence is the mean chance of the labels along the span."""
    out: list[Piece] = []
    first = None
    for i in range(len(path) + 1):
        name = labels[path[i]] if i < len(path) else "O"
        if first is not None and not name.startswith("I-"):
            sure = float(np.mean([chances[j, path[j]] for j in range(first, i)]))
            out.append(Piece(first, i, labels[path[first]][2:], sure))
            first = None
        if name.startswith("B-"):
            first = i
    return out


class Found(NamedTuple):
    """One relation in words: its cue, its sources (none or one piece) and its content pieces."""

    cue: Piece | None
    source: tuple[Piece, ...]
    content: tuple[Piece, ...]
    confidence: float


def relations(pieces: Sequence[Piece], links: Scores, nobody: Scores) -> list[Found]:
    """Link cues to sources and contents to cues.

    `links` has four vectors a word: a cue's question, a source's answer, a content's question, a cue's answer;
    shape (words, 4, size). `nobody` is the answer for a cue without a source.
    """
    cues = [p for p in pieces if p.label == "CUE"]
    sources = [p for p in pieces if p.label == "SOURCE"]
    contents = [p for p in pieces if p.label == "CONTENT"]
    if not cues:
        return []
    scale = np.float32(1 / np.sqrt(links.shape[-1]))
    at_cue = [p.first for p in cues]
    asked, answered = links[at_cue, 0], links[at_cue, 3]
    chosen: dict[int, int] = {}
    if sources:
        scores = (asked @ links[[p.first for p in sources], 1].T) * scale
        none = (asked @ nobody) * scale
        for i in range(len(cues)):
            best = int(scores[i].argmax())
            if scores[i, best] > none[i]:
                chosen[i] = best
        _adopt(len(sources), scores, chosen)
    parts: dict[int, list[Piece]] = {i: [] for i in range(len(cues))}
    if contents:
        scores = (links[[p.first for p in contents], 2] @ answered.T) * scale
        for piece, row in zip(contents, scores, strict=True):
            parts[int(row.argmax())].append(piece)
    out = []
    for i, cue in enumerate(cues):
        source = (sources[chosen[i]],) if i in chosen else ()
        sure = [p.confidence for p in (cue, *source, *parts[i])]
        out.append(Found(cue, source, tuple(parts[i]), float(np.prod(sure) ** (1 / len(sure)))))
    return out


def _adopt(sources: int, scores: Scores, chosen: dict[int, int]) -> None:
    """A source that no cue chose goes to the cue that fits it best, if that cue has none."""
    for j in range(sources):
        if j not in chosen.values():
            best = int(scores[:, j].argmax())
            chosen.setdefault(best, j)
