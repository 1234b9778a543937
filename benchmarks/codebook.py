"""Writes docs/codebook.md: every column of an archive, what it is, how it is measured and how well.

    python -m benchmarks.codebook --write       without --write it is printed

What a column holds comes from audit/archive/tables.py, how it is measured from benchmarks/codebook_columns.py, and how
well from what was measured: benchmarks/measures.json, rules/measured.json, training/scores.json.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

from audit.archive.tables import TABLES, Column, Table
from audit.records import Tally
from audit.rulebook import builtin_rules, load_rulebook
from audit.rulebook.measured import Measured, load_measured, share
from audit.trends.records import MEASURES
from benchmarks.codebook_columns import COLUMNS, EXACT, TRENDS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "codebook.md"
FRAME = Path(__file__).with_suffix(".md")
MEASURES_KEPT = Path(__file__).with_name("measures.json")
SCORES = ROOT / "training" / "scores.json"
FAMILIES = {"ANON": "anonymous", "CLAIM": "claims", "HEDGE": "hedges", "ART": "article"}
CATEGORIES = {
    "attributions": "whole attributions",
    "anonymous": "unnamed people",
    "spokesperson": "unnamed spokespeople",
    "collective": "unnamed groups",
    "evidence": "unnamed evidence",
    "agentless": "attributions to nobody",
    "claim": "unsupported claims",
    "hedge": "hedges",
}
ARTICLES = {
    "anonymous_share": "`anonymous_share`",
    "attributed_share": "`attributed_share`",
    "hedges_per_1000": "`hedges_per_1000`",
}
LEDGER = {
    "entries": "has a row for the source",
    "kind": "`kind`",
    "name": "`name`",
    "descriptor": "`descriptor`",
    "reason": "`reason_class`",
    "people": "`people_min` and `people_max`",
    "mentions": "`mentions`: which source each belongs to",
}
Counts = Mapping[str, int]


def page() -> str:
    """The codebook as Markdown."""
    figures = json.loads(MEASURES_KEPT.read_text(encoding="utf-8"))
    rules = load_measured(builtin_rules())
    assert rules is not None
    wells = {**EXACT, **_wells(figures, rules)}
    return Template(FRAME.read_text(encoding="utf-8")).substitute(
        articles=_articles(figures),
        any_unnamed=_any_unnamed(figures["any_unnamed"]),
        spans=_spans(figures),
        ledger=_ledger(figures["ledger"]),
        reader=_reader(json.loads(SCORES.read_text(encoding="utf-8"))),
        rules=_rules(rules),
        tables="\n\n".join(_table(table, wells) for table in TABLES.values()),
        trends=_trends(wells),
    )


def part(right: int, of: int) -> str:
    """A share with Wilson's interval, such as: 8 of 14, 57% (33% to 79%)."""
    known = share(right, of)
    return f"{right} of {of}, {known.value:.0%} ({known.low:.0%} to {known.high:.0%})" if known else "none to judge"


def rows(*lines: tuple[str, ...]) -> str:
    head, *rest = lines
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ("---",) * len(head), *rest))


def _told_and_found(counts: Counts) -> tuple[str, str]:
    right = counts["right"]
    return part(right, right + counts["wrong"]), part(right, right + counts["missed"])


def _for_each(counts: Counts) -> str:
    """How many are told for each one that people marked: what a count of many articles is off by."""
    return f"{(counts['right'] + counts['wrong']) / (counts['right'] + counts['missed']):.2f}"


def _counted(figures: Mapping[str, Any]) -> Mapping[str, Counts]:
    return {**figures["spans"], "attributions": figures["attributions"]}


def _spans(figures: Mapping[str, Any]) -> str:
    counted = _counted(figures)
    lines = [(name, *_told_and_found(counted[key]), _for_each(counted[key])) for key, name in CATEGORIES.items()]
    return rows(("what", "right of those told", "found of those marked", "told for each one marked"), *lines)


def _signed(figure: float, digits: int) -> str:
    return f"{figure:+.{digits}f}".replace("-", "−")


def _shift(figure: Mapping[str, float], digits: int) -> str:
    low, high = _signed(figure["low"], digits), _signed(figure["high"], digits)
    return f"{_signed(figure['difference'], digits)} ({low} to {high})"


def _articles(figures: Mapping[str, Any]) -> str:
    lines = []
    for key, name in ARTICLES.items():
        one, digits = figures["articles"][key], 1 if key.endswith("1000") else 3
        means = (f"{one['program']:.{digits}f}", f"{one['people']:.{digits}f}")
        lines.append((name, str(one["articles"]), *means, _shift(one, digits), f"{one['typical_error']:.{digits}f}"))
    return rows(("column", "articles", "program", "people", "program − people", "one article is off by"), *lines)


def _any_unnamed(counts: Counts) -> str:
    told, untold = counts["right"] + counts["wrong"], counts["silent"] + counts["missed"]
    right, silent = part(counts["right"], told), part(counts["silent"], untold)
    return (
        f"Whether an article has an unnamed person at all: the program says so of {told} of these {told + untold},\n"
        f"and is right in {right}. Where it says no, it is right in {silent}."
    )


def _ledger(figures: Mapping[str, Counts]) -> str:
    lines = [(name, part(figures[key]["right"], figures[key]["of"])) for key, name in LEDGER.items()]
    return rows(("what of a source", "right"), *lines)


def _reader(scores: Mapping[str, Any]) -> str:
    dev, people = scores["dev"], {"source": "0.785", "cue": "0.713", "content": "0.691", "relation": "0.68"}
    names = {"source": "sources", "cue": "cues", "content": "contents", "relation": "whole attributions"}
    lines = [(name, f"{dev[key]:.2f}", people[key]) for key, name in names.items()]
    return rows(("what, exact to the word", "program, F1", "two people, F1"), *lines)


def _pooled(rules: Mapping[str, Tally], prefix: str = "") -> Tally:
    some = [tally for rule, tally in rules.items() if rule.startswith(prefix)]
    return Tally(right=sum(t.right for t in some), wrong=sum(t.wrong for t in some), missed=sum(t.missed for t in some))


def _rules(rules: Measured) -> str:
    lines = []
    for prefix, family in FAMILIES.items():
        judged, written = _pooled(rules.judged.rules, prefix), _pooled(rules.written.rules, prefix)
        right, found = _told_and_found({"right": written.right, "wrong": written.wrong, "missed": written.missed})
        lines.append((f"`{family}`", part(judged.right, judged.right + judged.wrong), right, found))
    head = ("family", f"right, {rules.judged.on}", f"right, {rules.written.on}", "found there")
    return rows(head, *lines)


def _wells(figures: Mapping[str, Any], rules: Measured) -> dict[str, str]:
    """How well, by the keys that COLUMNS uses; the tables above tell of how many."""
    wells = {}
    for category, counts in _counted(figures).items():
        name, told, found = CATEGORIES[category], *_told_and_found(counts)
        wells[category] = f"{name.capitalize()}: right {_share(told)}, found {_share(found)}."
    for key in ARTICLES:
        one, digits = figures["articles"][key], 1 if key.endswith("1000") else 3
        wells[key] = f"Off by {_shift(one, digits)} on average, by {one['typical_error']:.{digits}f} in one article."
    for field, counts in figures["ledger"].items():
        wells[f"ledger {field}"] = f"Right in invented articles: {_share(part(counts['right'], counts['of']))}."
    counts = figures["any_unnamed"]
    any_right = part(counts["right"], counts["right"] + counts["wrong"])
    wells["any unnamed"] = f"That there is one at all is right in {any_right}, where it is told."
    for severity, tally in _by_severity(rules.judged.rules).items():
        right = _share(part(tally.right, tally.right + tally.wrong))
        wells[f"findings {severity}"] = f"Right: {right}; what is missed nobody counted."
    return wells


def _share(told: str) -> str:
    """The share of `part` without its counts."""
    return told.partition(", ")[2] or told


def _by_severity(rules: Mapping[str, Tally]) -> Mapping[str, Tally]:
    """Verdicts by the severity of the rule as it comes, and on all of them."""
    severity = {rule.id: rule.card.severity for rule in load_rulebook().everything}
    found = {
        name: _pooled({rule: tally for rule, tally in rules.items() if severity.get(rule) == name})
        for name in ("error", "warning", "info")
    }
    return {**found, "all": _pooled(rules)}


def _table(table: Table, wells: Mapping[str, str]) -> str:
    lines = [_column(table, column, wells) for column in table.columns]
    head = rows(("column", "type", "what it is", "how it is measured", "how well"), *lines)
    return f"### `{table.name}`\n\n{table.row}\n\n{head}"


def _column(table: Table, column: Column, wells: Mapping[str, str]) -> tuple[str, ...]:
    how, well = COLUMNS[table.name, column.name]
    kind = f"{column.type}, may be null" if column.nullable else column.type
    return f"`{column.name}`", kind, column.description, how, _well(well, wells)


def _well(keys: str, wells: Mapping[str, str]) -> str:
    return " ".join(wells[key] for key in keys.split(" + "))


def _trends(wells: Mapping[str, str]) -> str:
    lines = []
    for measure in MEASURES:
        how, well = TRENDS[measure.name]
        lines.append((f"`{measure.name}`", measure.explained.capitalize() + ".", how, _well(well, wells)))
    return rows(("column", "what it is", "how it is measured", "how well"), *lines)


def missing() -> Iterator[str]:
    """Columns of which nothing is told, and those told of that are no more."""
    known = {(table.name, column.name) for table in TABLES.values() for column in table.columns}
    yield from (f"{table}.{column}" for table, column in sorted(known ^ COLUMNS.keys()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write docs/codebook.md")
    args = parser.parse_args()
    if args.write:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")


if __name__ == "__main__":
    main()
