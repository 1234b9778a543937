"""How fast the audit is beside what it is built on and beside other checkers of prose, and whether it stays so.

    python -m benchmarks.speed [FOLDER] [--articles 300] [--largest 1000] [--proselint PATH] [--textlint PATH]

Without a FOLDER of .txt articles, invented ones are written (benchmarks/stories.py). The first table has, measured in
one run, on the same articles: spaCy's tokenizer alone, which is the floor; the bare trained pipeline; and the whole
audit, from a file's bytes to its JSON, on one core, on all, and with results kept. The three on one core take turns,
article by article, each with a vocabulary of its own, in processor time; a ratio is the median over lots of articles.
What runs in processes of its own is measured by the clock, the median of `--repeat` runs, from the first result on:
give it enough articles, and a machine that does nothing else.

The second table shows what an article costs, in time and memory, when there are ten times as many: tiny ones, through
`audit archive` and `audit check`. `--largest 10000` is worth its ten minutes.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.costs import Cost, cost_of, in_own_process, machine, table
from benchmarks.stories import TINY, write_stories

LOTS = 10
WARM = 3  # articles before the clock starts
SMALLEST = 10
OTHERS = "do far less: they look for fixed words in one text"


class Speed(NamedTuple):
    """Words a second, how often that of the bare pipeline, and the most memory that it took, in MB."""

    name: str
    words: float
    ratio: float
    peak: float | None = None


# ---------------------------------------------------------------- one core, side by side


def side_by_side(paths: Sequence[Path]) -> list[dict[str, float]]:
    """For each lot of articles its words, and by what was done the processor time that these took, in seconds."""
    steps = _steps()
    for path in paths[:WARM]:
        for step in steps.values():
            step(path)
    lots: list[dict[str, float]] = []
    size = max(1, -(-len(paths) // LOTS))
    for first in range(0, len(paths), size):
        spent = {"words": 0.0, **dict.fromkeys(steps, 0.0)}
        for path in paths[first : first + size]:
            spent["words"] += words_in(path)
            for name, step in steps.items():
                start = time.process_time()
                step(path)
                spent[name] += time.process_time() - start
        lots.append(spent)
    return lots


def _steps() -> dict[str, Callable[[Path], object]]:
    """What is compared, from an article's file on."""
    import spacy

    from audit.examiner import Examiner
    from audit.limits import within_limits
    from audit.pipeline.loader import SHIPPED
    from audit.records import Run, Tool
    from audit.render.machine import render_jsonl
    from audit.settings import Profile

    blank, bare = spacy.blank("en"), spacy.load(SHIPPED)
    examiner, profile, tool = Examiner(("builtin",)), Profile(), Tool(version="", rules="", model="")

    def whole(path: Path) -> str:
        report = examiner.examine(path.read_bytes(), path=path.name, suffix=path.suffix, profile=profile)
        return render_jsonl(Run(tool=tool, reports=(within_limits(report),)))

    return {
        "tokens": lambda path: blank(path.read_text(encoding="utf-8")),
        "bare": lambda path: bare(path.read_text(encoding="utf-8")),
        "audit": whole,
    }


def compared(lots: Sequence[Mapping[str, float]], name: str) -> tuple[float, float]:
    """Words a second over all lots, and the median ratio of the speed to that of the bare pipeline."""
    words = sum(lot["words"] for lot in lots) / sum(lot[name] for lot in lots)
    return words, statistics.median(lot["bare"] / lot[name] for lot in lots)


def words_in(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").split())


# ---------------------------------------------------------------- several processes, by the clock


def timed(paths: Sequence[Path], jobs: int) -> dict[str, float]:
    """Words a second of the audit in so many processes, from the first result on."""
    from audit.cache import Cache
    from audit.desk import Desk, Task
    from audit.settings import Profile

    tasks = [Task(source=path, path=path.name, suffix=path.suffix, profile=Profile()) for path in paths]
    results = Desk(("builtin",), cache=Cache(None), jobs=jobs).audit(tasks)
    next(results)
    start = time.perf_counter()
    for _ in results:
        pass
    return {"words": sum(map(words_in, paths[1:])) / (time.perf_counter() - start)}


# ---------------------------------------------------------------- more and more articles


def growth(counts: Sequence[int], folder: Path) -> Iterator[tuple[str, int, Cost]]:
    """What each command costs on so many tiny articles."""
    for count in counts:
        stories = folder / f"tiny-{count}"
        write_stories(stories, count, TINY)
        for name, arguments in (
            ("archive", ["--output", str(folder / f"tables-{count}")]),
            ("check", ["--format", "jsonl", "--no-cache"]),
        ):
            yield name, count, cost_of([*AUDIT, name, str(stories), "--no-config", *arguments])
        shutil.rmtree(stories)


def counts_to(largest: int) -> list[int]:
    """10, 100 and so on."""
    counts = [SMALLEST]
    while counts[-1] * 10 <= largest:
        counts.append(counts[-1] * 10)
    return counts


def growth_rows(costs: Sequence[tuple[str, int, Cost]]) -> list[list[str]]:
    """A row for each run: milliseconds for each article beyond those of the run before, and peak memory."""
    rows = []
    before: dict[str, tuple[int, Cost]] = {}
    for name, count, cost in sorted(costs, key=lambda one: one[:2]):
        each = "-"
        if name in before:
            less, cheaper = before[name]
            each = f"{1000 * (cost.processor - cheaper.processor) / (count - less):.1f}"
        before[name] = count, cost
        rows.append([f"audit {name}", f"{count:,}", f"{cost.processor:.1f}", each, f"{cost.peak:,.0f}"])
    return rows


# ---------------------------------------------------------------- the run


AUDIT = [sys.executable, "-m", "audit"]


def on_one_core(folder: Path) -> list[Speed]:
    lots = json.loads(in_own_process("benchmarks.speed", str(folder), "--part", "side-by-side"))
    names = {
        "tokens": "spaCy's tokenizer alone (the floor)",
        "bare": "bare pipeline",
        "audit": "audit, one core: reading, rules, JSON",
    }
    return [Speed(shown, *compared(lots, name)) for name, shown in names.items()]


def on_all_cores(folder: Path, audit: Speed, repeat: int) -> list[Speed]:
    """The audit in one process and in as many as there are cores, by turns; told against the one of before."""
    cores = os.cpu_count() or 1
    speeds: dict[int, list[float]] = {1: [], cores: []}
    for _ in range(repeat):
        for jobs, found in speeds.items():
            told = in_own_process("benchmarks.speed", str(folder), "--part", "jobs", "--jobs", str(jobs))
            found.append(json.loads(told)["words"])
    gain = statistics.median(several / one for one, several in zip(speeds[1], speeds[cores], strict=True))
    return [Speed(f"audit, {cores} cores ({gain:.2f} times one)", gain * audit.words, gain * audit.ratio)]


def in_full(folder: Path, words: int, bare: Speed, repeat: int) -> list[Speed]:
    """`audit check` as it is run, from its start to its end: the first time, and when nothing has changed."""
    with tempfile.TemporaryDirectory() as kept:
        command = [*AUDIT, "check", str(folder), "--no-config", "--format", "jsonl"]
        runs = [cost_of(command, {"AUDIT_CACHE_DIR": kept}) for _ in range(repeat + 1)]
    again = sorted(runs[1:], key=lambda cost: cost.processor)[repeat // 2]
    told = (("audit check, with its start", runs[0]), ("audit check again, results kept", again))
    return [_of_command(name, cost, words, bare) for name, cost in told]


def others(folder: Path, words: int, bare: Speed, options: argparse.Namespace) -> list[Speed]:
    texts = sorted(map(str, folder.glob("*.txt")))
    commands = {}
    if options.proselint:
        commands["proselint*"] = [options.proselint, "check", *texts]
    if options.textlint:
        rules = str(Path(options.textlint).resolve().parents[2])  # installed beside it: node_modules
        own = [options.textlint, "--rules-base-directory", rules, "--rule", "write-good"]
        commands["textlint with write-good*"] = [*own, *texts]
    return [_of_command(name, cost_of(command), words, bare) for name, command in commands.items()]


def _of_command(name: str, cost: Cost, words: int, bare: Speed) -> Speed:
    return Speed(name, words / cost.processor, words / cost.processor / bare.words, cost.peak)


def speed_rows(speeds: Sequence[Speed]) -> list[list[str]]:
    return [
        [speed.name, f"{speed.words:,.0f}", f"{speed.ratio:.2f}", f"{speed.peak:,.0f}" if speed.peak else "-"]
        for speed in speeds
    ]


def report(folder: Path, options: argparse.Namespace, work: Path) -> Iterator[str]:
    paths = sorted(folder.glob("*.txt"))
    words = sum(map(words_in, paths))
    yield f"{machine()}; {len(paths):,} articles, {words:,} words\n"
    speeds = on_one_core(folder)
    _, bare, audit = speeds
    speeds += on_all_cores(folder, audit, options.repeat) if options.repeat else []
    speeds += in_full(folder, words, bare, max(1, options.repeat))
    speeds += others(folder, words, bare, options)
    yield table(("", "words a second", "x bare pipeline", "peak MB"), speed_rows(speeds))
    if any(speed.name.endswith("*") for speed in speeds):
        yield f"\\* with their start; they {OTHERS}, and know no sources"
    if options.largest:
        rows = growth_rows(list(growth(counts_to(options.largest), work)))
        yield "\n" + table(("tiny articles", "number", "seconds", "ms for each more", "peak MB"), rows)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="articles to measure on; invented ones without it")
    parser.add_argument("--articles", type=int, default=300, help="how many invented ones")
    parser.add_argument(
        "--repeat", type=int, default=3, help="runs of what is timed by the clock; 0: none on all cores"
    )
    parser.add_argument("--largest", type=int, default=1000, help="most articles of the second table; 0: leave it out")
    parser.add_argument("--proselint", default=shutil.which("proselint"), metavar="PATH")
    parser.add_argument("--textlint", default=shutil.which("textlint"), metavar="PATH")
    parser.add_argument("--part", choices=("side-by-side", "jobs"), help=argparse.SUPPRESS)
    parser.add_argument("--jobs", type=int, default=1, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main() -> None:
    options = parsed()
    if options.part:
        paths = sorted(options.folder.glob("*.txt"))
        print(json.dumps(side_by_side(paths) if options.part == "side-by-side" else timed(paths, options.jobs)))
        return
    with tempfile.TemporaryDirectory() as work:
        folder = options.folder or Path(work) / "articles"
        if options.folder is None:
            write_stories(folder, options.articles)
        if not any(folder.glob("*.txt")):
            sys.exit(f"no .txt article in {folder}")
        for part in report(folder, options, Path(work)):
            print(part, flush=True)


if __name__ == "__main__":
    main()
