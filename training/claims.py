"""Choose what the signs of claims are worth, on articles marked by hand.

    python -m training.claims POLNEAR/train/text [--check FOLDER --marks FOLDER] [--write]

training/claims holds the marks, one a line with its place; the articles' text belongs to their publishers and is found
in PolNeAR (networkdynamics/PolNeAR). Sentences with a firm mark are claims, those with an optional mark (only a strict
editor would make it) count neither way. Beside them lie invented sentences, short ones of every class, since claims of
some classes are rare in a hundred articles. A logistic regression weighs the signs; printed are precision, recall and
F1 over articles that a fold's weights have not seen, and on the articles of --check. With --write the weights of all
go to audit/reading/claims.json.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from audit.reading import claims, read
from audit.records import Reading, Sentence
from benchmarks.agreement import load_marks
from training.logistic import fit

MARKS = Path(__file__).with_name("claims")
WEIGHTS = Path("audit/reading/claims.json")
FOLDS = 8
PENALTY = 10.0
INVENTED = 0.5  # how much an invented sentence counts
# Too grave, or too plain, to be missed because a hundred articles hold few of them.
LEAST = {"words: accusation": 2.2, "words: causal": 1.0}
FIRM, OPTIONAL, NONE = 2, 1, 0


class Candidate(NamedTuple):
    """A sentence in the writer's voice: its article, its signs, and whether it is marked."""

    article: str
    signs: Mapping[str, float]
    marked: int


def candidates(articles: Path, marks: Path) -> list[Candidate]:
    """The candidates of all articles that have marks."""
    found = []
    paths = [articles / path.name.replace(".marks.jsonl", ".txt") for path in sorted(marks.glob("*.marks.jsonl"))]
    for path, said in zip(paths, readings(paths), strict=True):
        spans = load_marks(marks / f"{path.stem}.marks.jsonl", said.article.text).get("claim", [])
        for sentence, signs in candidates_in(said):
            here = [o for (start, end), o in spans if start < sentence.end and sentence.start < end]
            found.append(Candidate(path.stem, signs, NONE if not here else OPTIONAL if all(here) else FIRM))
    return found


def invented() -> list[Candidate]:
    """The candidates of the invented sentences; each counts as an article of its own."""
    kinds = {MARKS / "invented-claims.txt": FIRM, MARKS / "invented-facts.txt": NONE}
    return [
        Candidate(f"{path.stem} {number}", signs, marked)
        for (path, marked), said in zip(kinds.items(), readings(list(kinds)), strict=True)
        for number, (_, signs) in enumerate(candidates_in(said))
    ]


def readings(paths: Sequence[Path]) -> list[Reading]:
    from audit.pipeline import Pipeline
    from audit.readers import read_path

    decoded = [read_path(path) for path in paths]
    return [read(article, parse) for article, parse in zip(decoded, Pipeline.load().parse(decoded), strict=True)]


def candidates_in(said: Reading) -> Iterator[tuple[Sentence, Mapping[str, float]]]:
    return claims.candidates(said.article, said.parse, said.voices, said.attributions, said.hedges)


def weigh(some: list[Candidate], names: list[str]) -> np.ndarray:
    told = [c for c in some if c.marked != OPTIONAL]
    each = np.array([INVENTED if c.article.startswith("invented") else 1.0 for c in told])
    w = fit(table(told, names), np.array([c.marked == FIRM for c in told], dtype=float), PENALTY, each)
    return np.maximum(w, [*(LEAST.get(name, -np.inf) for name in names), -np.inf])


def table(some: list[Candidate], names: list[str]) -> np.ndarray:
    return np.array([[c.signs.get(name, 0.0) for name in names] for c in some])


def score(some: list[Candidate], odds: np.ndarray) -> str:
    marked = np.array([c.marked for c in some])
    said = odds >= 0
    hit, false, miss = (
        (said & (marked == FIRM)).sum(),
        (said & (marked == NONE)).sum(),
        (~said & (marked == FIRM)).sum(),
    )
    precision, recall = hit / (hit + false), hit / (hit + miss)
    return f"precision {precision:.2f}, recall {recall:.2f}, F1 {2 * precision * recall / (precision + recall):.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--check", type=Path, help="other articles, to measure the weights on")
    parser.add_argument("--marks", type=Path, help="where the marks of --check are, if not beside its articles")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    short = invented()
    known = candidates(args.articles, MARKS) + short
    names = sorted({name for c in known for name in c.signs})
    order = sorted({c.article for c in known})
    folds = np.array([order.index(c.article) % FOLDS for c in known])
    odds = np.zeros(len(known))
    for fold in range(FOLDS):
        w = weigh([c for c, f in zip(known, folds, strict=True) if f != fold], names)
        odds[folds == fold] = table([c for c, f in zip(known, folds, strict=True) if f == fold], names) @ w[:-1] + w[-1]
    for name, here in (("articles", len(known) - len(short)), ("invented", len(short))):
        part = slice(0, here) if name == "articles" else slice(len(known) - here, None)
        said = f"{here} sentences, {sum(c.marked == FIRM for c in known[part])} claims"
        print(f"{name}: {said}; on unseen folds {score(known[part], odds[part])}")
    w = weigh(known, names)
    if args.check:
        others = candidates(args.check, args.marks or args.check)
        print(f"{args.check}: {score(others, table(others, names) @ w[:-1] + w[-1])}")
    if args.write:
        worth = {"bias": w[-1], **dict(zip(names, w, strict=False))}
        stored = {
            "origin": "training/claims.py on PolNeAR training articles marked for this project; licence as the model's",
            "weights": {name: round(float(value), 2) for name, value in worth.items()},
        }
        WEIGHTS.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for value, name in sorted(zip(w, names, strict=False)):
        print(f"{value:6.2f} {name}")


if __name__ == "__main__":
    main()
