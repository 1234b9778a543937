"""What reading costs: size, time to load, words a second on one core, peak memory, and accuracy beside.

    python -m benchmarks.reading ARTICLES [--model DIR ...] [--data training/output/data]

Each model (by default the one shipped) is measured in a process of its own, on all plain-text articles of a folder;
time is processor time, the best of three rounds. With `--data`, accuracy is measured on PolNeAR's dev half as
training.evaluate does. Models to compare come from training.package: with `--float`, or of a network with fewer layers.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

SHIPPED = Path("audit/pipeline/model")
ROUNDS = 3


def measure(model: Path, articles: Path, data: Path | None) -> dict[str, float]:
    """The figures of one model, in this process."""
    begun = time.process_time()
    from audit.pipeline import Pipeline

    pipeline = Pipeline.load(model)
    loaded = time.process_time() - begun
    from audit.readers import read_path
    from audit.reading import read

    texts = [read_path(path) for path in sorted(articles.glob("*.txt"))]
    words = sum(len(article.text.split()) for article in texts)
    parsing = reading = float("inf")
    for _ in range(ROUNDS):
        spent = [0.0, 0.0]
        for article in texts:
            begun = time.process_time()
            (parse,) = pipeline.parse([article])
            parsed = time.process_time()
            read(article, parse)
            spent[0] += parsed - begun
            spent[1] += time.process_time() - parsed
        parsing, reading = min(parsing, spent[0]), min(reading, spent[1])
    figures = {
        "MB": sum(p.stat().st_size for p in model.rglob("*") if p.is_file()) / 1e6,
        "load s": loaded,
        "parse w/s": words / parsing,
        "read w/s": words / (parsing + reading),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    return figures | (_accuracy(model, data) if data else {})


def _accuracy(model: Path, data: Path) -> dict[str, float]:
    from audit.pipeline.component import Network
    from training.measure import dev_scores, judged_model

    scores = dev_scores(judged_model(Network(model / "audit_reader")), data)
    return {name: scores[name] for name in ("source", "cue", "content", "relation")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--model", type=Path, action="append", help="folder of a packaged model; repeatable")
    parser.add_argument("--data", type=Path, help="converted corpora, for accuracy (needs the extra [train])")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    models = args.model or [SHIPPED]
    if args.one:
        print(json.dumps(measure(models[0], args.articles, args.data)))
        return
    rows = []
    for model in models:
        own = [sys.executable, "-m", "benchmarks.reading", str(args.articles), "--model", str(model), "--one"]
        own += ["--data", str(args.data)] if args.data else []
        done = subprocess.run(own, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        if done.returncode:
            raise SystemExit(done.stderr)
        rows.append((model, json.loads(done.stdout)))
    print("| model | " + " | ".join(rows[0][1]) + " |\n|" + " --- |" * (len(rows[0][1]) + 1))
    for model, row in rows:
        cells = (f"{v:,.0f}" if v >= 100 else f"{v:.1f}" if v > 5 else f"{v:.3f}" for v in row.values())
        print(f"| {model} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
