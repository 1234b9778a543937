"""The figures as CSV: one file for each dimension, one for its groups by month, one for rules, one for everything."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain

from audit.trends.records import MEASURES, Comparison, Estimate, Group, RuleRow, Trends

__all__ = ["spreadsheets"]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
GROUP_COLUMNS = (
    "articles",
    "words",
    *chain.from_iterable((m.name, f"{m.name}_low", f"{m.name}_high", f"{m.name}_articles") for m in MEASURES),
)
RULE_COLUMNS = (
    "dimension", "group", "rule", "name", "findings",
    "per_1000_words", "per_1000_words_low", "per_1000_words_high",
    "articles_with", "articles_with_low", "articles_with_high", "articles",
)  # fmt: skip
Row = Sequence[object]


def spreadsheets(trends: Trends) -> Mapping[str, str]:
    """The text of each file by its name. Empty cells are figures that there are not, or too few articles for."""
    files = {"all.csv": _written(GROUP_COLUMNS, [_group(trends.everything)]), "rules.csv": _rules(trends)}
    for comparison in trends.comparisons:
        name = comparison.dimension
        rows = [(group.name, *_group(group)) for group in comparison.groups]
        files[f"{name}.csv"] = _written((name, *GROUP_COLUMNS), rows)
        if comparison.by_month:
            files[f"{name}-by-month.csv"] = _written((name, "month", *GROUP_COLUMNS), _by_month(comparison))
    return files


def _by_month(comparison: Comparison) -> Iterator[Row]:
    for crossed in comparison.by_month:
        for group in crossed.months:
            yield crossed.name, group.name, *_group(group)


def _group(group: Group) -> Row:
    figures = chain.from_iterable((*_figures(estimate), estimate.articles) for estimate in group.measures)
    return group.articles, group.words, *figures


def _rules(trends: Trends) -> str:
    groups = [("all", trends.everything)]
    groups += [(comparison.dimension, group) for comparison in trends.comparisons for group in comparison.groups]
    rows = (
        (dimension, group.name, *_rule(rule), group.articles) for dimension, group in groups for rule in group.rules
    )
    return _written(RULE_COLUMNS, rows)


def _rule(row: RuleRow) -> Row:
    return row.rule, row.name, row.findings, *_figures(row.per_1000), *_figures(row.articles)


def _figures(estimate: Estimate) -> tuple[str, ...]:
    return tuple("" if figure is None else f"{figure:.6g}" for figure in estimate[:3])


def _written(columns: Sequence[str], rows: Iterable[Row]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: object) -> object:
    """Names come from strangers: a spreadsheet would run one that begins as a formula does."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
