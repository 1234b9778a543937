"""How well the reading agrees with an editor's marks.

    python -m benchmarks.agreement seeds                                  articles with their marks beside them
    python -m benchmarks.agreement FOLDER --marks benchmarks/held-out     marks kept apart from their articles

NAME.marks.jsonl holds one mark a line: {"layer", "label", …}, with its place as "start" and "end", or as "text" and
"nth", its occurrence. A reading's span and a mark match when they overlap and their categories are equal; each counts
once. Optional marks (only a strict editor would make them) count neither way.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from audit.records import UNNAMED_KINDS, Article, Reading

PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "you", "who", "him", "her", "them", "us", "his", "their"))
ARTICLES = (".txt", ".md", ".html")
Spans = list[tuple[tuple[int, int], bool]]


def load_marks(path: Path, text: str) -> dict[str, Spans]:
    """The marks of one article by category, each with whether it is optional."""
    marks: dict[str, Spans] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            mark = json.loads(line)
            category = mark["label"] if mark["layer"] == "source" else mark["layer"]
            marks[category].append((place(mark, text, f"{path}:{number}"), mark.get("optional", False)))
    return marks


def place(mark: dict[str, Any], text: str, where: str) -> tuple[int, int]:
    """The span of a mark in its article's text."""
    if "start" in mark:
        return mark["start"], mark["end"]
    at = -1
    for _ in range(mark.get("nth", 1)):
        at = text.find(mark["text"], at + 1)
        if at < 0:
            raise SystemExit(f"{where}: “{mark['text']}” does not occur {mark.get('nth', 1)} times")
    return at, at + len(mark["text"])


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
        spans["unnamed"] = set().union(*(spans[kind] for kind in UNNAMED_KINDS))
        marks = {**marks, "unnamed": [mark for kind in UNNAMED_KINDS for mark in marks.get(kind, [])]}
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


def articles_with(folder: Path, ending: str, beside: Path | None = None) -> Iterator[tuple[Article, Path]]:
    """The articles in a folder that have a file NAME + ending beside them, or in another folder; with that file."""
    from audit.readers import read_path

    for path in sorted(folder.iterdir()):
        companion = (beside or folder) / f"{path.stem}{ending}"
        if path.suffix in ARTICLES and companion.exists():
            yield read_path(path), companion


def read_articles(articles: Sequence[Article]) -> list[Reading]:
    """The readings of some articles."""
    from audit.pipeline import Pipeline
    from audit.reading import read

    return [read(article, parse) for article, parse in zip(articles, Pipeline.load().parse(articles), strict=True)]


def read_folder(articles: Path, marks: Path) -> list[tuple[Reading, dict[str, Spans]]]:
    """Readings of the articles that have marks, with the marks."""
    marked = list(articles_with(articles, ".marks.jsonl", marks))
    readings = read_articles([article for article, _ in marked])
    return [(r, load_marks(path, r.article.text)) for r, (_, path) in zip(readings, marked, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--marks", type=Path, help="where the marks are, if not beside the articles")
    args = parser.parse_args()
    readings = read_folder(args.articles, args.marks or args.articles)
    print(f"{len(readings)} articles\n{'category':14} precision recall  F1")
    for name, (precision, recall, f1) in score(readings).items():
        print(f"{name:14} {precision:9.2f} {recall:6.2f} {f1:.2f}")


if __name__ == "__main__":
    main()
