"""Scores of a network on the dev halves, in words, with the decoding that run time uses."""

from collections import Counter
from pathlib import Path

import numpy as np
import torch

from audit.pipeline.decode import NAMES, ROLES, bio, relations, spans, viterbi
from audit.pipeline.windows import windows
from audit.pipeline.wordpiece import WordPiece, surface
from training import data
from training.network import Network


def f1(hit: float, found: float, want: float) -> float:
    return round(2 * hit / (found + want), 4) if hit else 0.0


@torch.no_grad()
def predict(network: Network, vocabulary: WordPiece, document: dict, device: str, limit: int) -> list[tuple]:
    """Per window: the window and its five score arrays."""
    out = []
    for w in windows(surface(document["words"], document["spaces"]), document["breaks"], vocabulary, limit):
        row = [torch.tensor([x], device=device) for x in (w.pieces, w.shapes, w.firsts)]
        out.append((w, [s[0].float().cpu().numpy() for s in network(*row)]))
    return out


def soft(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def dev_scores(
    network: Network, vocabulary: WordPiece, tags: dict[str, int], folder: Path, device: str, limit: int
) -> dict[str, float]:
    """Accuracy of tags, F1 of sentence starts, names (exact), roles (exact) and relations."""
    network.eval()
    n: Counter = Counter()
    rows = network.transitions.detach().float().cpu().numpy() + bio(ROLES)
    nobody = network.nobody.detach().float().cpu().numpy()
    for part in ("attribution", "syntax", "names"):
        for document in data.read(folder / f"{part}.dev.jsonl"):
            found: list = []
            for w, (tag, sent, name, role, link) in predict(network, vocabulary, document, device, limit):
                a, b = w.first, w.last
                if document.get("tags"):
                    gold = [tags.get(t, -1) for t in document["tags"][a:b]]
                    n["tag hit"] += int((tag.argmax(-1) == gold).sum())
                    n["tag all"] += b - a
                    said = {i + a for i in np.flatnonzero(sent.argmax(-1))}
                    want = {i for i in document["sentences"] if a <= i < b}
                    _count(n, "sentences", said, want)
                if document.get("names"):
                    got = spans(viterbi(name, bio(NAMES), NAMES), NAMES, soft(name))
                    _count(n, f"names {part}", {(p.first + a, p.last + a, p.label) for p in got}, _gold(document["names"], a, b))
                if document.get("roles"):
                    got = spans(viterbi(role, rows, ROLES), ROLES, soft(role))
                    for kind in ("SOURCE", "CUE", "CONTENT"):
                        _count(n, kind, {(p.first + a, p.last + a) for p in got if p.label == kind},
                               {(s, e) for s, e, k in _gold(document["roles"], a, b) if k == kind})  # fmt: skip
                    for r in relations(got, link.reshape(len(link), 4, -1), nobody):
                        found.append(tuple({i + a for p in x for i in range(p.first, p.last)} for x in ((r.cue,), r.source, r.content)))
            if document.get("roles"):
                _relations(n, found, document)
    keys = sorted({k.rsplit(" ", 1)[0] for k in n if k.endswith("want")})
    return {"tags": round(n["tag hit"] / n["tag all"], 4), **{k: f1(n[k + " hit"], n[k + " found"], n[k + " want"]) for k in keys}}


def _count(n: Counter, key: str, found: set, want: set) -> None:
    n[key + " hit"] += len(found & want)
    n[key + " found"] += len(found)
    n[key + " want"] += len(want)


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
        want.append((set(range(cue, ends.get(cue, cue + 1))), set(range(source, ends.get(source, source + 1))) if source >= 0 else set(), content))
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
