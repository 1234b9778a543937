"""Findings on news articles that no author of a rule wrote, judged one by one by a person as an editor would.

    python -m benchmarks.judged ARTICLES NAME …     the findings in these articles that nobody has judged yet
    python -m benchmarks.judged ARTICLES --prune    drop verdicts on what the rules no longer report

NAME.judged.jsonl holds one verdict a line: "rule", "start" and "end" in the article's file, and whether it is "right".
The articles belong to their publishers and are not here (benchmarks/judged/README.md says which they are).
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from audit.engine import audit_reading
from audit.readers import read_path
from audit.records import Finding, Reading, Tally
from audit.rulebook import Rulebook, load_rulebook
from audit.rulebook.measured import Basis
from benchmarks.agreement import read_articles

JUDGED = Path(__file__).parent / "judged"
ENDING = ".judged.jsonl"


class Verdict(NamedTuple):
    """What a person said of one finding."""

    start: int
    end: int
    rule: str
    right: bool


def load_verdicts(path: Path) -> list[Verdict]:
    """The verdicts on one article."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [Verdict(**json.loads(line)) for line in lines if line.strip()]


def write_verdicts(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Write them in order; an article in which nothing was found keeps an empty file, for it was read."""
    lines = (
        json.dumps({"rule": v.rule, "start": v.start, "end": v.end, "right": v.right}) + "\n"
        for v in sorted(set(verdicts))
    )
    path.write_text("".join(lines), encoding="utf-8")


def judged_basis(folder: Path) -> Basis:
    """How many findings of each rule were judged right and wrong."""
    files = sorted(folder.glob(f"*{ENDING}"))
    counted = Counter((v.rule, v.right) for path in files for v in load_verdicts(path))
    rules = sorted({rule for rule, _ in counted})
    return Basis(
        on=f"{len(files)} news articles, findings judged by hand",
        rules={rule: Tally(right=counted[rule, True], wrong=counted[rule, False]) for rule in rules},
    )


def findings_in(articles: list[Path], book: Rulebook) -> Iterator[tuple[Reading, tuple[Finding, ...]]]:
    """What the rules that are on report in these articles."""
    for reading in read_articles([read_path(path) for path in articles]):
        yield reading, audit_reading(reading, book).findings


def unjudged(findings: Iterable[Finding], verdicts: Iterable[Verdict]) -> list[Finding]:
    """Findings without a verdict."""
    known = {(v.rule, v.start, v.end) for v in verdicts}
    return [finding for finding in findings if (finding.rule, *finding.span) not in known]


def shown(finding: Finding, text: str) -> str:
    """A finding in the paragraph it stands in."""
    start, end = finding.span
    before = text[:start].rsplit("\n\n", 1)[-1][-300:].replace("\n", " ")
    after = text[end:].split("\n\n", 1)[0][:300].replace("\n", " ")
    return f"{finding.rule} {finding.severity} {start} {end}\n  {before}[[{text[start:end]}]]{after}"


def prune(path: Path, findings: Iterable[Finding]) -> int:
    """Drop verdicts on what is no longer found; how many that were."""
    found = {(f.rule, *f.span) for f in findings}
    verdicts = load_verdicts(path)
    kept = [v for v in verdicts if (v.rule, v.start, v.end) in found]
    write_verdicts(path, kept)
    return len(verdicts) - len(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, help="the folder of the articles' texts")
    parser.add_argument("names", nargs="*", help="articles, without .txt; those that have verdicts if none are given")
    parser.add_argument("--prune", action="store_true", help="drop verdicts on what the rules no longer report")
    args = parser.parse_args()
    names = args.names or [path.name.removesuffix(ENDING) for path in sorted(JUDGED.glob(f"*{ENDING}"))]
    book = load_rulebook()
    paths = [args.articles / f"{name}.txt" for name in names]
    for name, (reading, findings) in zip(names, findings_in(paths, book), strict=True):
        verdicts_file = JUDGED / f"{name}{ENDING}"
        if args.prune:
            print(f"{name}: {prune(verdicts_file, findings)} dropped")
            continue
        left = unjudged(findings, load_verdicts(verdicts_file))
        print(f"## {name} ({len(left)} of {len(findings)} not judged)")
        for finding in left:
            print(shown(finding, reading.article.text))


if __name__ == "__main__":
    main()
