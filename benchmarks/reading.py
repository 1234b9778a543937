"""What reading costs: size, time to load, words a second on one core, peak memory, and accuracy beside.

    python -m benchmarks.reading ARTICLES [--model DIR ...] [--data training/output/data]

Each model (by default the one shipped) is measured in a process of its own, on all plain-text articles of a folder;
time is processor time, the best of three rounds. With `--data`, accuracy is measured on PolNeAR's dev half as
training.evaluate does. Models to compare come from training.package: with `--float`, or of a network with fewer layers.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from benchmarks.costs import in_own_process, table

SHIPPED = Path("audit/pipeline/model")
ROUNDS = 3


def measure(model: Path, articles: Path, data: Path | None) -> dict[str, float]:
    """The figures of one model, in this process."""
    if data is None:
        sys.modules["torch"] = None  # type: ignore[assignment]  # only who trains has it, and spaCy imports what is there
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
        data = ["--data", str(args.data)] if args.data else []
        told = in_own_process("benchmarks.reading", str(args.articles), "--model", str(model), "--one", *data)
        rows.append((model, json.loads(told)))
    cells = [
        [str(model), *(f"{v:,.0f}" if v >= 100 else f"{v:.1f}" if v > 5 else f"{v:.3f}" for v in row.values())]
        for model, row in rows
    ]
    print(table(("model", *rows[0][1]), cells))


if __name__ == "__main__":
    main()
