"""Choose what the signs of an unnamed source's kind are worth, on copy with marks.

    python -m training.weighing POLNEAR/train/text --chances FILE.chances.npz [--write]

Grammar and lexicons make something of a source's words, the trained reader's crown something of the sentence; how far
to believe each is learned here. The chances come from crowns that have not seen the article (training.crown --folds).
With --write the weights go to audit/reading/weighing.json.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from audit.pipeline.border import hunches_of
from audit.readers import read_bytes
from audit.reading import credited, weighing
from audit.reading.page import turn
from audit.records import UNNAMED_KINDS, Article, Parse
from benchmarks.agreement import Spans, articles_with, load_marks
from training import kinds
from training.logistic import fit

MARKS = Path("benchmarks/development")
WEIGHTS = Path("audit/reading/weighing.json")
WEIGHED = (*sorted(UNNAMED_KINDS), "other")
PENALTY = 3.0
LENIENCE = 0.3
"""How much more than it is worth crowds, evidence and spokespeople count, in log odds: fewer are missed."""


class Candidate(NamedTuple):
    """A source whose kind is in question: its article, its signs, and the kind it is marked as."""

    article: str
    signs: Mapping[str, float]
    kind: str


def marked(articles: Path, marks: Path, invented: Path) -> Iterator[tuple[str, Article, Mapping[str, Spans]]]:
    """Names, articles and their marks: those of PolNeAR that have marks, and the invented copy."""
    for article, companion in articles_with(articles, ".marks.jsonl", marks):
        yield companion.name.removesuffix(".marks.jsonl"), article, load_marks(companion, article.text)
    for piece in kinds.pieces(invented):
        told: dict[str, Spans] = defaultdict(list)
        for start, end, kind, optional in piece.marks:
            told[kind].append(((start, end), optional))
        yield piece.name, read_bytes(piece.text.encode(), path=piece.name, suffix=".txt"), told


def candidates(name: str, article: Article, parse: Parse, told: Mapping[str, Spans]) -> Iterator[Candidate]:
    """The sources of an article that can be weighed; none that only a strict editor would mark."""
    page = turn(article, parse)
    for credit in credited.unweighed(page):
        if not credited.can_be_weighed(page, credit):
            continue
        start, end = min(s.start for s in credit.draft.source), max(s.end for s in credit.draft.source)
        here = [
            (min(b, end) - max(a, start), kind, optional)
            for kind in sorted(UNNAMED_KINDS)
            for (a, b), optional in told.get(kind, [])
            if a < end and start < b
        ]
        if not any(optional for *_, optional in here):
            kind = max(here)[1] if here else "other"
            yield Candidate(name, weighing.signs_of(page, credit.mention, credit.kind), kind)


def learned(rows: list[Candidate]) -> dict[str, dict[str, float]]:
    """What each sign is worth for each kind."""
    names = sorted({sign for row in rows for sign in row.signs} - {"bias"})
    x = np.array([[row.signs.get(name, 0.0) for name in names] for row in rows])
    weights = {}
    for kind in WEIGHED:
        *worth, bias = fit(x, np.array([row.kind == kind for row in rows], dtype=float), PENALTY).tolist()
        bias += LENIENCE * (kind not in ("other", "anonymous"))
        weights[kind] = {name: round(w, 3) for name, w in zip((*names, "bias"), (*worth, bias), strict=True)}
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--chances", type=Path, required=True)
    parser.add_argument("--marks", type=Path, default=MARKS)
    parser.add_argument("--invented", type=Path, default=kinds.INVENTED)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    from audit.pipeline import Pipeline

    chances = dict(np.load(args.chances))
    known = [told for told in marked(args.articles, args.marks, args.invented) if told[0] in chances]
    rows: list[Candidate] = []
    skipped = 0
    for (name, article, marks), parse in zip(known, Pipeline.load().parse([a for _, a, _ in known]), strict=True):
        if len(chances[name]) == len(parse.tokens):
            rows += candidates(name, article, replace(parse, hunches=hunches_of(chances[name])), marks)
        else:
            skipped += 1  # soft hyphens are words to one and not to the other
    if not rows:
        raise SystemExit("no article has the words that its chances are for")
    weights = learned(rows)
    print(f"{len(rows)} sources of {len(known) - skipped} of {len(known)} articles")
    if args.write:
        WEIGHTS.write_text(json.dumps({"weights": weights}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
