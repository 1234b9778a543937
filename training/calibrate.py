"""Make the packaged model's confidence mean what it says: of relations at 0.8, eight in ten should be right.

    python -m training.calibrate --model audit/pipeline/model --data training/output/data

Fits a rising curve from raw confidence to the share that annotators agree with, on PolNeAR dev, and writes it into
the model.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from audit.pipeline.component import Network
from training.measure import judged_model, relation_checks

POINTS = 12


def fit(checks: list[tuple[float, bool]]) -> np.ndarray:
    """A rising curve through the means of equally large groups; shape (2, points). Nothing to fit changes nothing."""
    if not checks:
        return np.array([[0.0, 1.0], [0.0, 1.0]], dtype=np.float32)
    ordered = sorted(checks)
    groups = [g for g in np.array_split(np.array(ordered, dtype=np.float64), min(POINTS, len(ordered))) if len(g)]
    x = np.array([g[:, 0].mean() for g in groups])
    y = np.array([g[:, 1].mean() for g in groups])
    rising = np.maximum.accumulate(y) / 2 + np.minimum.accumulate(y[::-1])[::-1] / 2
    return np.array([x, rising], dtype=np.float32)


def apply(curve: np.ndarray, sure: float) -> float:
    return float(np.interp(sure, curve[0], curve[1]))


def cross_calibrated(articles: list[list[tuple[float, bool]]]) -> list[tuple[float, bool]]:
    """Each half of the articles calibrated by the other: what the curve is worth on articles it was not fitted on."""
    out = []
    for half in (0, 1):
        curve = fit([c for a in articles[half::2] for c in a])
        out += [(apply(curve, sure), right) for a in articles[1 - half :: 2] for sure, right in a]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("audit/pipeline/model"))
    parser.add_argument("--data", type=Path, default=Path("training/output/data"))
    args = parser.parse_args()
    folder = args.model / "audit_reader"
    network = Network(folder)
    curve = fit([c for article in relation_checks(judged_model(network), args.data) for c in article])
    arrays = folder / "arrays.npz"
    with np.load(arrays) as kept:
        np.savez(arrays, **{**{k: kept[k] for k in kept.files}, "curve": curve})
    digests = json.loads((folder / "digests.json").read_text(encoding="utf-8"))
    digests["arrays.npz"] = hashlib.sha256(arrays.read_bytes()).hexdigest()
    (folder / "digests.json").write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
    print("\n".join(f"{x:.2f} -> {y:.2f}" for x, y in curve.T))


if __name__ == "__main__":
    main()
