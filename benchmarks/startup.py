"""How long one waits for what costs nothing: `audit --help`, and a check of articles that have not changed.

    python -m benchmarks.startup [--articles 1000] [--repeat 5] [--proselint PATH]

Prints times, best of several, and their ratios to `python -c pass` and to one run of proselint
(pip install proselint, perhaps into an environment of its own) on the same files.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PLACES = "Harbor Mill Tarn Pell Orrin Kestrel Wick Sable Dunmore Estley".split()
NAMES = "Ada Renn,Ivo Marsh,Bea Holt,Lew Orme,Piet Lamm,Nell Ashdown,Ana Ruiz,Tom Keel".split(",")
SENTENCES = (
    "The {place} council will vote on the plan on Monday, {name} said.",
    "“We were not asked,” said {name}, who runs the fish market in {place}.",
    "The work in {place} will cost {number} crowns, officials said.",
    "Critics say the {place} bridge should have been mended years ago.",
    "{name} showed a petition with {number} names at a meeting in {place} on Tuesday.",
    "It may take {number} days, people familiar with the matter said.",
    "The ferry to {place} was late again, according to a notice at the pier.",
    "“{place} needs a doctor,” {name} said. “We have waited {number} days.”",
)


def story(number: int) -> str:
    """An invented article of about 150 words, the same each time."""
    chance = random.Random(number)

    def sentence() -> str:
        values = {"place": chance.choice(PLACES), "name": chance.choice(NAMES), "number": chance.randint(3, 900)}
        return chance.choice(SENTENCES).format(**values)

    paragraphs = (" ".join(sentence() for _ in range(3)) for _ in range(4))
    return "\n\n".join((f"{chance.choice(PLACES)} plan goes to a vote", *paragraphs)) + "\n"


def seconds(command: Sequence[str], environment: Mapping[str, str], repeat: int) -> float:
    """Wall time of the fastest of several runs."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode not in (0, 1) or b"Traceback" in done.stderr:  # 1: findings
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr.decode()}")
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--proselint", default=shutil.which("proselint"), metavar="PATH")
    options = parser.parse_args()
    audit = [sys.executable, "-m", "audit"]
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        for number in range(options.articles):
            (articles / f"{number:05}.txt").write_text(story(number), encoding="utf-8")
        environment = {**os.environ, "AUDIT_CACHE_DIR": str(Path(folder) / "cache")}
        check = [*audit, "check", str(articles), "--no-config", "--format", "concise"]
        one = [*audit, "check", str(articles / "00000.txt"), "--no-config", "--format", "concise"]
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
