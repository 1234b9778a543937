"""Measure the packaged pipeline on the dev halves and write the scores, tied to the model by its hash.

python -m training.evaluate --model audit/pipeline/model --data training/output/data --output training/scores.json
"""

import argparse
import hashlib
import json
from pathlib import Path

from audit.pipeline.component import Network
from training.measure import Judged, dev_scores


def model_hash(model: Path) -> str:
    """One hash over the reader's digests."""
    return "sha256:" + hashlib.sha256((model / "audit_reader" / "digests.json").read_bytes()).hexdigest()


def evaluate(model: Path, folder: Path) -> dict:
    network = Network(model / "audit_reader")
    judged = Judged(
        lambda w: network.scores(w.pieces, w.shapes, w.firsts),
        network.vocabulary, network.tags, network.transitions, network.nobody, network.window,
    )  # fmt: skip
    size = sum(p.stat().st_size for p in model.rglob("*") if p.is_file())
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    return {
        "model": f"{meta['lang']}_{meta['name']} {meta['version']}",
        "hash": model_hash(model),
        "megabytes": round(size / 1e6, 1),
        "dev": dev_scores(judged, folder),
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
