"""Kill `audit archive` again and again, and see that nothing is lost, doubled or different; and how fast it is.

    python -m benchmarks.archive --articles 100000 --kills 5 --stand-in     # tiny articles, a stand-in for the pipeline
    python -m benchmarks.archive --articles 2000 --kills 5                  # of some 300 words, and the real pipeline

Articles are generated, the same ones each time, into JSON Lines, plain, gzip and zstd, and Parquet. One run is left
alone; another one, by the same command, is killed with SIGKILL at random moments and started anew. All files of both
must be the same, byte for byte, and every article there once.
"""

import argparse
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from audit.records import (
    Article,
    Attribution,
    Finding,
    Hedge,
    Measures,
    Parse,
    Reading,
    Report,
    Source,
    Span,
)
from audit.settings import Profile

ROOT = Path(__file__).parent.parent
SAID = re.compile(r"(\w+ \w+) said (.*?)[.\n]")
WORD = re.compile(r"\w+")
FULL_SENTENCES = 26
OUTLETS = ("harbour-post.example", "valley-news.example", "the-lantern.example")
PEOPLE = (
    "Ada Renn",
    "Milo Varga",
    "Ines Holt",
    "two officials",
    "a person close to the talks",
    "the council",
    "police",
)
SUBJECTS = (
    "the bridge",
    "the budget",
    "the ferry line",
    "the new clinic",
    "a tax on empty houses",
    "the harbour strike",
)
CLAIMS = (
    "{subject} would cost {number} million crowns",
    "{subject} may have to wait until the autumn",
    "nobody had asked the people who live beside {subject}",
    "reports about {subject} were wrong",
    "{number} workers had written to the mayor about {subject}",
)
ASIDES = (
    "The council meets again on the first Monday of the month.",
    "It is believed that a second offer came last week.",
    "The plan, which reportedly has {number} pages, was the largest in ten years.",
    "Two earlier attempts to settle the dispute failed.",
)


class StandIn:
    """Examines articles by two patterns, in no time; for `Request.examiner`."""

    def __init__(self, rule_folders: Sequence[str]) -> None:
        del rule_folders

    def report_on(self, article: Article, profile: Profile) -> Report:
        del profile
        said = list(SAID.finditer(article.text))
        words = len(WORD.findall(article.text))
        sources = tuple(
            Source(
                id=f"s{number}",
                kind="person",
                label=m[1],
                name=m[1],
                mentions=(Span(*m.span(1)),),
                attributions=1,
                words=2,
            )
            for number, m in enumerate(said, 1)
        )
        reading = Reading(
            article=article,
            parse=Parse(tokens=(), sentences=(), entities=(), drafts=(), model="stand-in 1"),
            quotations=(),
            voices=(),
            sources=sources,
            attributions=tuple(_attribution(m, number) for number, m in enumerate(said, 1)),
            claims=(),
            hedges=tuple(
                Hedge(span=Span(*m.span()), kind="modal", voice="writer") for m in re.finditer("may", article.text)
            ),
            measures=_measures(words, len(said)),
        )
        return Report(reading=reading, findings=tuple(map(_finding, said)))


def _attribution(match: re.Match[str], number: int) -> Attribution:
    return Attribution(
        source=(Span(*match.span(1)),),
        cue=(Span(match.end(1) + 1, match.end(1) + 5),),
        content=(Span(*match.span(2)),),
        kind="person",
        quote="indirect",
        confidence=0.9,
        source_id=f"s{number}",
    )


def _measures(words: int, named: int) -> Measures:
    return Measures(
        words=words,
        named_sources=named,
        anonymous_sources=(0, None),
        anonymous_share=None,
        attributed_share=0.5,
        reason_given_rate=None,
        hedges_per_1000=1.0,
        flesch_kincaid_grade=None,
        flesch_reading_ease=None,
    )


def _finding(match: re.Match[str]) -> Finding:
    return Finding(
        rule="ANON001",
        name="stand-in",
        family="anonymous",
        severity="info",
        message=f"“{match[1]}” is found.",
        advice="None.",
        span=Span(*match.span(1)),
        line=1,
        column=1,
        end_line=1,
        end_column=2,
        text=match[1],
        fingerprint=sha256(match[0].encode()).hexdigest()[:16],
    )


# ---------------------------------------------------------------- articles


def generated(number: int, sentences: int) -> dict[str, object]:
    """An article of so many sentences; the same for the same number."""
    chance = random.Random(number)
    day = date(2025, 1, 1) + timedelta(days=chance.randrange(365))

    def sentence() -> str:
        subject, figure = chance.choice(SUBJECTS), chance.randrange(2, 900)
        if chance.random() < 0.35:
            return chance.choice(ASIDES).format(number=figure)
        person = chance.choice(PEOPLE)
        claim = chance.choice(CLAIMS).format(subject=subject, number=figure)
        return f"{person[0].upper()}{person[1:]} said {claim}."

    paragraphs = [" ".join(sentence() for _ in range(min(3, sentences))) for _ in range(-(-sentences // 3))]
    return {
        "id": f"a{number}",
        "title": f"Report {number} on {chance.choice(SUBJECTS)}",
        "text": "\n\n".join(paragraphs),
        "domain": chance.choice(OUTLETS),
        "publish_date": day.isoformat(),
        "authors": [chance.choice(("Nell Ashdown", "Ann Roe"))],
    }


def write_inputs(folder: Path, articles: int, sentences: int) -> None:
    """The articles in four files of a quarter each."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir()
    quarter = -(-articles // 4)
    ranges = [range(start, min(start + quarter, articles)) for start in range(0, articles, quarter)]
    for name, codec, numbers in zip(
        ("a.jsonl", "b.jsonl.gz", "c.jsonl.zst"), (None, "gzip", "zstd"), ranges, strict=False
    ):
        with pa.output_stream(str(folder / name), compression=codec) as file:
            for number in numbers:
                file.write(_line(generated(number, sentences)))
    if len(ranges) == 4:
        rows = [generated(number, sentences) for number in ranges[3]]
        pq.write_table(pa.Table.from_pylist(rows), folder / "d.parquet", row_group_size=500)


def _line(fields: dict[str, object]) -> bytes:
    import json

    return json.dumps(fields).encode() + b"\n"


# ---------------------------------------------------------------- runs


def run_here(inputs: str, output: str, jobs: int, part_records: int, is_stand_in: bool) -> bool:
    """What a process that is to be killed does; whether there were problems."""
    from audit.archive.usecase import Request, archive
    from audit.settings import Settings

    settings = Settings(base=Path(inputs), jobs=jobs)
    examiner = StandIn if is_stand_in else None
    request = Request(
        names=(inputs,),
        output=output,
        settings=settings,
        today=date(2026, 1, 1),
        part_records=part_records,
        examiner=examiner,
    )
    return archive(request).problems > 0


def started(options: argparse.Namespace, inputs: Path, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.archive", "--run", str(inputs), str(output)]
    command += ["--jobs", str(options.jobs), "--part-records", str(options.part_records)]
    command += ["--stand-in"] if options.stand_in else []
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, env={**os.environ, "OMP_NUM_THREADS": "1"})


def killed(options: argparse.Namespace, inputs: Path, output: Path, seconds: float) -> list[tuple[float, int]]:
    """When each kill came, and how many parts were whole then; the last run ends by itself."""
    chance = random.Random(options.seed)
    kills = []
    for _ in range(options.kills):
        process = started(options, inputs, output)
        moment = chance.uniform(0.2, 1.4) * seconds / options.kills
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        kills.append((moment, len(list((output / "parts").glob("*.json")))))
    if started(options, inputs, output).wait():
        raise SystemExit("the last run failed")
    return kills


def files_in(folder: Path) -> dict[str, str]:
    """A hash of every file by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def counted(folder: Path) -> tuple[int, int]:
    """Rows of the table articles, and different ids among them."""
    import pyarrow.parquet as pq

    ids = pq.read_table(folder / "articles", columns=["given_id"]).column(0)
    return len(ids), len(ids.unique())


def lines(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    inputs = folder / "inputs"
    write_inputs(inputs, options.articles, 2 if options.stand_in else FULL_SENTENCES)
    begun = time.monotonic()
    if started(options, inputs, folder / "alone").wait():
        raise SystemExit("the run that was left alone failed")
    seconds = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = used.ru_utime + used.ru_stime
    size = sum(path.stat().st_size for path in (folder / "alone").rglob("*.parquet"))
    yield f"left alone: {options.articles:,} articles in {seconds:.1f} s with {options.jobs} jobs"
    yield f"            {1000 * worked / options.articles:.2f} ms of processor time for each, {worked:,.0f} s in all"
    yield f"            {used.ru_maxrss / 1024:,.0f} MB at most in one process; tables of {size / 1e6:,.1f} MB"
    for number, (moment, parts) in enumerate(killed(options, inputs, folder / "killed", seconds), 1):
        yield f"kill {number}: after {moment:.1f} s, {parts} parts whole"
    alone, other = files_in(folder / "alone"), files_in(folder / "killed")
    different = sorted(name for name in alone.keys() | other.keys() if alone.get(name) != other.get(name))
    rows, ids = counted(folder / "killed")
    yield f"after the kills: {rows:,} articles, {ids:,} different; {len(other)} files, {len(different)} not the same"
    if different or not rows == ids == options.articles:
        raise SystemExit(f"that is wrong: {different[:5]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--part-records", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--stand-in", action="store_true", help="tiny articles, and a stand-in for the pipeline")
    parser.add_argument("--run", nargs=2, metavar=("INPUTS", "OUTPUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        raise SystemExit(run_here(*options.run, options.jobs, options.part_records, options.stand_in))
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(options, Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
