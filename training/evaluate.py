"""Measure the packaged pipeline on the dev halves and write the scores, tied to the model by its hash.

python -m training.evaluate --model audit/pipeline/model --data training/output/data --output training/scores.json
"""

import argparse
import hashlib
import json
from pathlib import Path

from audit.pipeline.component import Network
from training.calibrate import cross_calibrated
from training.measure import dev_scores, judged_model, relation_checks


def model_hash(model: Path) -> str:
    """One hash over the reader's digests."""
    return "sha256:" + hashlib.sha256((model / "audit_reader" / "digests.json").read_bytes()).hexdigest()


def reliability(checks: list[tuple[float, bool]]) -> list[dict]:
    """In tenths of confidence: how many relations, how sure on average, how many of them right."""
    rows = []
    for low in range(10):
        inside = [(sure, right) for sure, right in checks if low == min(9, int(sure * 10))]
        if inside:
            mean = [round(sum(column) / len(inside), 3) for column in zip(*inside, strict=True)]
            rows.append({"from": low / 10, "relations": len(inside), "confidence": mean[0], "right": mean[1]})
    return rows


def evaluate(model: Path, folder: Path) -> dict:
    network = Network(model / "audit_reader")
    judged = judged_model(network)
    articles = relation_checks(judged, folder)
    size = sum(p.stat().st_size for p in model.rglob("*") if p.is_file())
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    return {
        "model": f"{meta['lang']}_{meta['name']} {meta['version']}",
        "hash": model_hash(model),
        "megabytes": round(size / 1e6, 1),
        "dev": dev_scores(judged, folder),
        "reliability": reliability(cross_calibrated(articles)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("audit/pipeline/model"))
    parser.add_argument("--data", type=Path, default=Path("training/output/data"))
    parser.add_argument("--output", type=Path, default=Path("training/scores.json"))
    args = parser.parse_args()
    scores = evaluate(args.model, args.data)
    args.output.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
