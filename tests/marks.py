"""Marks of an editor beside an article, and how well a reading agrees with them.

    python -m tests.marks seeds        scores per category over all articles of a folder

NAME.marks.jsonl holds one mark a line: {"layer", "label", "text", "nth", …}. A reading's span and a mark match
when they overlap and their categories are equal; each counts once. Optional marks count neither way.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from audit.records import UNNAMED_KINDS, Reading

PRONOUNS = frozenset("he she they it we i you who him her them us his their".split())
Spans = list[tuple[tuple[int, int], bool]]


def load_marks(path: Path, text: str) -> dict[str, Spans]:
    """The marks of one article by category, each with whether it is optional."""
    marks: dict[str, Spans] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            mark = json.loads(line)
            at = -1
            for _ in range(mark.get("nth", 1)):
                at = text.find(mark["text"], at + 1)
            assert at >= 0, f"{path}:{number}: “{mark['text']}” does not occur {mark.get('nth', 1)} times"
            category = mark["label"] if mark["layer"] == "source" else mark["layer"]
            marks[category].append(((at, at + len(mark["text"])), mark.get("optional", False)))
    return marks


def spans_of(reading: Reading) -> dict[str, set[tuple[int, int]]]:
    """What a reading says, in the categories of the marks."""
    spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for a in reading.attributions:
        pieces = a.cue if a.kind == "agentless" else a.source
        if pieces and (a.kind in UNNAMED_KINDS or a.kind == "agentless"):
            start, end = pieces[0].start, pieces[-1].end
            if reading.article.text[start:end].lower() not in PRONOUNS:
                spans[a.kind].add((start, end))
    spans["claim"] = {tuple(c.span) for c in reading.claims}
    spans["hedge"] = {tuple(h.span) for h in reading.hedges}
    return spans


def agree(found: set[tuple[int, int]], marks: Spans) -> tuple[int, list[tuple[int, int]], list[tuple[int, int]]]:
    """Hits, false alarms and misses; pairs are made one to one, the best overlap first."""
    pairs = sorted(
        (-(min(b, d) - max(a, c)) / max(b - a, d - c), i, j)
        for i, (a, b) in enumerate(sorted(found))
        for j, ((c, d), _) in enumerate(marks)
        if min(b, d) > max(a, c)
    )
    used_found: set[int] = set()
    used_marks: set[int] = set()
    for _, i, j in pairs:
        if i not in used_found and j not in used_marks:
            used_found.add(i)
            used_marks.add(j)
    hits = sum(not marks[j][1] for j in used_marks)
    false = [s for i, s in enumerate(sorted(found)) if i not in used_found]
    missed = [s for j, (s, optional) in enumerate(marks) if j not in used_marks and not optional]
    return hits, false, missed


def score(readings: list[tuple[Reading, dict[str, Spans]]]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each category over many articles."""
    n: Counter[str] = Counter()
    for reading, marks in readings:
        spans = spans_of(reading)
        for category in spans.keys() | marks.keys():
            hits, false, missed = agree(spans[category], marks.get(category, []))
            n[category + " hit"] += hits
            n[category + " false"] += len(false)
            n[category + " miss"] += len(missed)
    out = {}
    for category in sorted({key.rsplit(" ", 1)[0] for key in n}):
        hit, false_, miss = (n[f"{category} {k}"] for k in ("hit", "false", "miss"))
        precision, recall = hit / max(1, hit + false_), hit / max(1, hit + miss)
        out[category] = (precision, recall, 2 * hit / max(1, 2 * hit + false_ + miss))
    return out


def read_folder(folder: Path) -> list[tuple[Reading, dict[str, Spans]]]:
    """Readings of a folder's articles that have marks, with the marks."""
    from audit.pipeline import Pipeline
    from audit.readers import read_path
    from audit.reading import read

    paths = [
        p for p in sorted(folder.iterdir()) if p.with_suffix(".marks.jsonl").exists() and p.suffix in (".txt", ".md")
    ]
    articles = [read_path(p) for p in paths]
    parses = Pipeline.load().parse(articles)
    marks = (load_marks(p.with_suffix(".marks.jsonl"), a.text) for p, a in zip(paths, articles, strict=True))
    return [(read(a, parse), m) for a, parse, m in zip(articles, parses, marks, strict=True)]


if __name__ == "__main__":
    print(f"{'category':14} precision recall F1")
    for name, (p, r, f) in score(read_folder(Path(sys.argv[1]))).items():
        print(f"{name:14} {p:9.2f} {r:6.2f} {f:.2f}")
