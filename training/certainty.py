"""Measure benchmarks/certainty.py on the training half of the CoNLL-2010 Wikipedia task.

    python -m training.certainty FOLDER

FOLDER holds wiki_train_certain.txt and wiki_train_uncertain.txt, one sentence a line (CoNLL-2010 shared task, task 1,
https://rgai.inf.u-szeged.hu/node/118; for research). Printed are the F1 of the cues as they stand, and of their
sections with points that a logistic regression chooses afresh on four fifths for the last one, which no choice of
points has seen. Folds are stretches of the files, so that an article's sentences stay together. Since the task's
sentences are certain more often than this half's, both are also told with certain sentences weighted to the task's
share. Last comes every section: in how many sentences of either kind it occurs, its points, and those proposed.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.certainty import ENOUGH, points, sections
from training.logistic import fit

FOLDS = 5
POINT = 1 / 3  # log odds
UNCERTAIN_IN_TASK = 2484 / 11111  # sentences of the whole training set


def load(folder: Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Sentences, whether each is uncertain, and its fold."""
    texts, labels, folds = [], [], []
    for label, name in enumerate(("wiki_train_certain.txt", "wiki_train_uncertain.txt")):
        lines = [line for line in (folder / name).read_text(encoding="utf-8").split("\n") if line.strip()]
        texts += lines
        labels += [label] * len(lines)
        folds += [i * FOLDS // len(lines) for i in range(len(lines))]
    return texts, np.array(labels), np.array(folds)


def f1(said: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> float:
    hits = (weights * said * truth).sum()
    return 2 * hits / ((weights * said).sum() + (weights * truth).sum())


def occurrences(texts: Sequence[str], names: Sequence[str]) -> np.ndarray:
    found = np.zeros((len(texts), len(names)))
    for i, text in enumerate(texts):
        here = sections(text)
        found[i] = [name in here for name in names]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    texts, y, folds = load(parser.parse_args().folder)
    worth = points()
    names = list(worth)
    x = occurrences(texts, names)
    certain = (1 - UNCERTAIN_IN_TASK) / UNCERTAIN_IN_TASK * y.sum() / (len(y) - y.sum())
    weights = np.where(y == 1, 1.0, certain)

    shipped = x @ np.array(list(worth.values())) >= ENOUGH
    afresh = np.zeros(len(y), dtype=bool)
    for fold in range(FOLDS):
        rest = folds != fold
        afresh[~rest] = x[~rest] @ np.round(fit(x[rest], y[rest])[:-1] / POINT) >= ENOUGH
    print(f"{len(y)} sentences, {y.mean():.1%} uncertain; weighted to {UNCERTAIN_IN_TASK:.1%}")
    for name, said in (("points as shipped", shipped), (f"points afresh, {FOLDS} folds", afresh)):
        print(f"{name:24} F1 {f1(said, y, np.ones(len(y))):.3f}, weighted {f1(said, y, weights):.3f}")
    proposed = np.round(fit(x, y)[:-1] / POINT).astype(int)
    print(f"\n{'section':22} uncertain certain points proposed")
    for i, name in enumerate(names):
        held = (x[y == 1, i].sum(), x[y == 0, i].sum())
        print(f"{name:22} {held[0]:9.0f} {held[1]:7.0f} {worth[name]:6} {proposed[i]:8}")


if __name__ == "__main__":
    main()
