"""How often each rule is right, and what it misses: on copy written for the purpose, and on articles judged by hand.

    python -m benchmarks.rules [--errors]     the figures; with --errors also every finding that differs
    python -m benchmarks.rules --write        and writes them where `audit rules show` and reports find them

Copy written for the purpose: the example articles (seeds/NAME.rules.jsonl says which rules ought to report what in
them) and the passages in benchmarks/labelled, one file for each family of rules, which count for that family alone.
Judged by hand: the findings in benchmarks/judged (benchmarks/judged.py). A finding is right if it overlaps a place
that was marked for its rule; each counts once. What an editor may take either way counts neither way.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import yaml

from audit.engine import audit_reading
from audit.records import FAMILIES, Article, Finding, Reading, Tally
from audit.rulebook import Rulebook, builtin_rules, load_rulebook
from audit.rulebook.marks import example
from audit.rulebook.measured import FILE, Basis, Measured, Share, share
from benchmarks.agreement import articles_with, place, read_articles
from benchmarks.judged import JUDGED, judged_basis

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
LABELLED = HERE / "labelled"
ANYWHERE = (0, 10**9)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place that a rule ought to report; an optional one it may pass over."""

    rule: str
    span: tuple[int, int]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """An article or passage, what is wanted in it, and the families of rules that it is for."""

    article: Article
    wanted: tuple[Wanted, ...]
    families: tuple[str, ...] = FAMILIES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule found in a case: findings that are right and wrong, wanted places that it missed."""

    rule: str
    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]
    missed: tuple[Wanted, ...]


def seed_cases(folder: Path = SEEDS) -> Iterator[Case]:
    """The example articles."""
    for article, path in articles_with(folder, ".rules.jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        wanted = (
            _wanted(json.loads(line), article.text, f"{path.name}:{number}") for number, line in enumerate(lines, 1)
        )
        yield Case(article, tuple(wanted))


def _wanted(line: dict[str, Any], text: str, where: str) -> Wanted:
    span = place(line, text, where) if "text" in line else ANYWHERE
    return Wanted(line["rule"], span, line.get("optional", False))


def labelled_cases(folder: Path = LABELLED) -> Iterator[Case]:
    """The labelled passages. A file's opening is the first paragraph of all but those that are leads themselves."""
    for path in sorted(folder.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, passage in enumerate(document["passages"], 1):
            yield _labelled_case(passage, document.get("opening", ""), path.stem, number)


def _labelled_case(passage: dict[str, Any], opening: str, family: str, number: int) -> Case:
    lead = "" if passage.get("lead") else opening
    body = "\n\n".join(filter(None, [lead, *[passage["text"].strip()] * passage.get("times", 1)]))
    made = example(
        body, path=f"{family}[{number}]", headline=passage.get("headline", ""), genre=passage.get("genre", "news")
    )
    wanted = [Wanted(rule, ANYWHERE) for rule in passage["rules"]]
    wanted += [Wanted(rule, ANYWHERE, optional=True) for rule in passage.get("maybe", ())]
    return Case(made.article, tuple(wanted), (family,))


def found_in(reading: Reading, book: Rulebook) -> list[Finding]:
    """What the rules report, each of those that are off as if it were on."""
    on = list(audit_reading(reading, book).findings)
    off = {rule.id for rule in book.off}
    if not off:
        return on
    everything = replace(book, rules=book.everything, off=())
    return on + [finding for finding in audit_reading(reading, everything).findings if finding.rule in off]


def outcomes(case: Case, reading: Reading, book: Rulebook) -> Iterator[Outcome]:
    """What became of a case, for each rule that it is for."""
    found = found_in(reading, book)
    for rule in book.everything:
        if rule.card.family in case.families:
            mine = [finding for finding in found if finding.rule == rule.id]
            wanted = [want for want in case.wanted if want.rule == rule.id]
            whole = case.families != FAMILIES  # a passage is right or wrong as a whole
            yield matched(rule.id, mine[:1] if whole else mine, wanted)


def matched(rule: str, found: list[Finding], wanted: list[Wanted]) -> Outcome:
    """Each finding with the place that it reports, if it was wanted."""
    left = sorted(wanted, key=lambda want: (want.optional, want.span))
    right, wrong = [], []
    for finding in found:
        match = next((want for want in left if _overlap(finding, want)), None)
        if match is None:
            wrong.append(finding)
            continue
        left.remove(match)
        if not match.optional:
            right.append(finding)
    return Outcome(rule, tuple(right), tuple(wrong), tuple(want for want in left if not want.optional))


def _overlap(finding: Finding, want: Wanted) -> bool:
    return finding.span.start < want.span[1] and want.span[0] < finding.span.end


def measure(cases: Iterable[Case], book: Rulebook) -> list[tuple[Case, Outcome]]:
    """Read all cases and try the rules on them."""
    cases = list(cases)
    readings = read_articles([case.article for case in cases])
    return [(c, outcome) for c, r in zip(cases, readings, strict=True) for outcome in outcomes(c, r, book)]


def tallies(results: Iterable[Outcome], book: Rulebook) -> dict[str, Tally]:
    """The counts of each rule."""
    counted = {rule.id: Tally(right=0, wrong=0) for rule in book.everything}
    for result in results:
        before = counted[result.rule]
        counted[result.rule] = Tally(
            right=before.right + len(result.right),
            wrong=before.wrong + len(result.wrong),
            missed=before.missed + len(result.missed),
        )
    return counted


def written_basis(results: list[tuple[Case, Outcome]], book: Rulebook) -> Basis:
    """The figures on copy written for the purpose."""
    cases = {case.article.path: case.families == FAMILIES for case, _ in results}
    articles = sum(cases.values())
    on = f"copy written for the purpose: {articles} articles and {len(cases) - articles} passages"
    return Basis(on=on, rules=tallies((outcome for _, outcome in results), book))


def as_bytes(measured: Measured) -> bytes:
    """The figures as the file that comes with the rules."""
    return msgspec.json.format(msgspec.json.encode(measured), indent=1) + b"\n"


def table(measured: Measured) -> Iterator[str]:
    """The figures, a line for each rule."""
    yield f"{'':9} {measured.written.on} | {measured.judged.on}"
    yield f"{'':9} {'precision':>25}  {'recall':>25} | {'precision':>25}"
    for rule, tally in measured.written.rules.items():
        judged = measured.judged.rules.get(rule, Tally(right=0, wrong=0))
        precision = _told(tally.right, tally.right + tally.wrong)
        recall = _told(tally.right, tally.right + tally.missed)
        yield f"{rule:9} {precision:>25}  {recall:>25} | {_told(judged.right, judged.right + judged.wrong):>25}"


def _told(part: int, whole: int) -> str:
    figure: Share | None = share(part, whole)
    return f"{figure.value:.2f} ({figure.low:.2f}-{figure.high:.2f}) {part:>3}/{whole:<3}" if figure else "none"


def differences(results: Iterable[tuple[Case, Outcome]]) -> Iterator[str]:
    """Every finding that nobody wanted and every wanted one that is not there."""
    for case, outcome in results:
        name = Path(case.article.path).name
        for finding in outcome.wrong:
            yield f"{outcome.rule} wrong  {name}: {finding.text!r}"
        for want in outcome.missed:
            text = case.article.text if want.span == ANYWHERE else case.article.text[slice(*want.span)]
            yield f"{outcome.rule} missed {name}: {text[-160:]!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print every finding that differs")
    parser.add_argument("--write", action="store_true", help="write the figures to the folder of rules")
    args = parser.parse_args()
    book = load_rulebook()
    results = measure([*seed_cases(), *labelled_cases()], book)
    measured = Measured(written=written_basis(results, book), judged=judged_basis(JUDGED))
    print("\n".join(table(measured)))
    if args.errors:
        print("\n".join(sorted(differences(results))))
    if args.write:
        (builtin_rules() / FILE).write_bytes(as_bytes(measured))


if __name__ == "__main__":
    main()
