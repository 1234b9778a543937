"""How long one waits for what costs nothing: `audit --help`, and a check of articles that have not changed.

    python -m benchmarks.startup [--articles 1000] [--repeat 5] [--proselint PATH]

Prints times, best of several, and their ratios to `python -c pass` and to one run of proselint
(pip install proselint, perhaps into an environment of its own) on the same files.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.costs import cost_of
from benchmarks.stories import write_stories

SHORT = (4, 3)  # paragraphs, and sentences of each


def seconds(command: Sequence[str], environment: Mapping[str, str], repeat: int) -> float:
    """Wall time of the fastest of several runs."""
    return min(cost_of(command, environment).wall for _ in range(repeat))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--proselint", default=shutil.which("proselint"), metavar="PATH")
    options = parser.parse_args()
    audit = [sys.executable, "-m", "audit"]
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        write_stories(articles, options.articles, SHORT)
        environment = {"AUDIT_CACHE_DIR": str(Path(folder) / "cache")}
        check = [*audit, "check", str(articles), "--no-config", "--format", "concise"]
        one = [*audit, "check", str(articles / "000000.txt"), "--no-config", "--format", "concise"]
        times = {
            "python -c pass": seconds([sys.executable, "-c", "pass"], environment, options.repeat * 3),
            "audit --help": seconds([*audit, "--help"], environment, options.repeat),
            f"audit check, {options.articles} articles, first run": seconds(check, environment, 1),
            f"audit check, {options.articles} articles, unchanged": seconds(check, environment, options.repeat),
            "audit check, 1 article, unchanged": seconds(one, environment, options.repeat),
        }
        if options.proselint:
            command = [options.proselint, "check", str(articles)]
            times[f"proselint check, {options.articles} articles"] = seconds(command, environment, 2)
    report(times)


def report(times: Mapping[str, float]) -> None:
    nothing = times["python -c pass"]
    proselint = next((seconds for name, seconds in times.items() if name.startswith("proselint")), None)
    print(f"{'':44}{'seconds':>9}{'x pass':>9}{'x proselint':>13}")
    for name, spent in times.items():
        against = f"{spent / proselint:13.2f}" if proselint else f"{'-':>13}"
        print(f"{name:44}{spent:9.3f}{spent / nothing:9.1f}{against}")


if __name__ == "__main__":
    main()
