"""What is asked of an archive, in SQL, and what the answers amount to.

Shares of an article are whole thousandths and densities whole tenths, as the archive has them rounded: all sums are of
whole numbers, and come out the same however the archive is cut into files.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.records import Tool
from audit.trends.intervals import Sums, of_articles, ratio
from audit.trends.records import DIMENSIONS, MEASURES, PERIODS, Dimension, Group, MeasureName, RuleRow

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["everything", "groups", "months_of", "prepare", "repeated", "tools", "unread"]

SHARES = {measure.name for measure in MEASURES if measure.is_share}

_PREPARED = """
CREATE TABLE unnamed AS
SELECT article, count(*) AS sources, count(*) FILTER (reason_class <> 'none') AS with_reason
FROM sources WHERE kind = 'anonymous' GROUP BY article;

CREATE TABLE reported AS
SELECT article, rule, count(*) AS findings
FROM findings WHERE suppressed IS NULL GROUP BY article, rule;

CREATE TABLE rules AS
SELECT rule, max(name) AS name
FROM findings WHERE suppressed IS NULL GROUP BY rule;

CREATE TABLE figures AS
SELECT id, words,
  coalesce(trim(outlet), '') AS outlet, coalesce(trim(desk), '') AS desk, coalesce(trim(genre), '') AS genre,
  CASE WHEN regexp_full_match(month, '[0-9]{4}-(0[1-9]|1[0-2])') THEN month ELSE '' END AS month,
  left(month, 4) AS year,
  CASE WHEN len(authors) > 0 THEN list_distinct(authors) ELSE [''] END AS author,
  anonymous_sources_min > 0 AS has_unnamed,
  anonymous_words, attributed_words,
  coalesce(with_reason, 0) AS with_reason, coalesce(sources, 0) AS unnamed,
  round(1000 * attributed_share)::HUGEINT * words AS attributed,
  round(10 * hedges_per_1000)::HUGEINT * words AS hedged
FROM (SELECT * EXCLUDE sources FROM articles) LEFT JOIN unnamed ON article = id;
"""

_RATIOS: Mapping[MeasureName, tuple[str, str, float]] = {
    "unnamed_share": ("anonymous_words", "attributed_words", 1),
    "reason_share": ("with_reason", "unnamed", 1),
    "attributed_share": ("attributed", "words", 1 / 1000),
    "hedges_per_1000": ("hedged", "words", 1 / 10),
}
"""Numerator and denominator of each measure that is a ratio of totals, and what to multiply it by."""

_ALL = "SELECT *, '' AS name FROM figures"
_NAMED: Mapping[Dimension, str] = {
    dimension: f"SELECT *, {'unnest(author)' if dimension == 'author' else dimension} AS name FROM figures"  # noqa: S608
    for dimension in DIMENSIONS
}
"""Articles with the name of their group; those of several authors stand once for each."""


def prepare(database: "DuckDBPyConnection") -> None:
    """Make the tables that the questions are put to.

    `figures` has a row for each article, `reported` one for each article and rule, `rules` one for each rule.
    """
    database.execute(_PREPARED)


def tools(database: "DuckDBPyConnection") -> tuple[Tool, ...]:
    """Every program, rules and model that audited any of it."""
    found = database.execute("SELECT DISTINCT tool, rules, model FROM articles ORDER BY ALL").fetchall()
    return tuple(Tool(version=version, rules=rules, model=model) for version, rules, model in found)


def unread(database: "DuckDBPyConnection") -> int:
    """How many records and inputs could not be audited."""
    return _number(database, "SELECT count(*) FROM problems")


def repeated(database: "DuckDBPyConnection") -> int:
    """How many articles have the words of another one that is counted."""
    return _number(database, "SELECT count(*) - count(DISTINCT text_digest) FROM articles")


def _number(database: "DuckDBPyConnection", query: str) -> int:
    row = database.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def everything(database: "DuckDBPyConnection", *, fewest: int) -> Group:
    """All articles as one group."""
    found = _groups(database, _ALL, fewest=fewest)
    return found[0] if found else Group(name="", articles=0, words=0, measures=())


def groups(database: "DuckDBPyConnection", dimension: Dimension, *, fewest: int) -> tuple[Group, ...]:
    """The groups of a dimension: periods in their order, others by number of articles; last those that give none."""
    found = _groups(database, _NAMED[dimension], fewest=fewest)
    if dimension not in PERIODS:
        found.sort(key=lambda group: -group.articles)
    return tuple(sorted(found, key=lambda group: not group.name))


def months_of(database: "DuckDBPyConnection", dimension: Dimension, name: str, *, fewest: int) -> tuple[Group, ...]:
    """One group of a dimension, cut into months; articles without a month are left out. Rules are not told."""
    named = f"SELECT * EXCLUDE name, month AS name FROM ({_NAMED[dimension]}) WHERE name = $only AND month <> ''"  # noqa: S608
    return tuple(_groups(database, named, fewest=fewest, parameters={"only": name}, with_rules=False))


def _groups(
    database: "DuckDBPyConnection",
    named: str,
    *,
    fewest: int,
    parameters: Mapping[str, str] = MappingProxyType({}),
    with_rules: bool = True,
) -> list[Group]:
    """Articles by the `name` that a query gives them, in its order."""
    rows = database.execute(_measured(named), dict(parameters)).fetchall()
    known = database.execute("SELECT rule, name FROM rules ORDER BY rule").fetchall() if with_rules else []
    reported = _reported(database, named, fewest) if with_rules else {}
    return [_group(row, _rule_rows(row, known, reported, fewest), fewest) for row in rows]


def _measured(named: str) -> str:
    """A query for name, articles, words, squares of words, articles with an unnamed source, and six sums a ratio."""
    sums = ", ".join(
        f"count(*) FILTER ({x} > 0), sum({y}), sum({x}), sum({y}::HUGEINT * {y}), sum({x}::HUGEINT * {y}), "
        f"sum({x}::HUGEINT * {x})"
        for y, x, _ in _RATIOS.values()
    )
    counted = "count(*), sum(words), sum(words::HUGEINT * words), count(*) FILTER (has_unnamed)"
    return f"SELECT name, {counted}, {sums} FROM ({named}) GROUP BY name ORDER BY name"  # noqa: S608


def _group(row: Sequence[Any], rules: tuple[RuleRow, ...], fewest: int) -> Group:
    name, articles, words, _, with_unnamed, *sums = row
    estimates = {"articles_with_unnamed": of_articles(with_unnamed, articles, fewest=fewest)}
    for number, (measure, (_, _, factor)) in enumerate(_RATIOS.items()):
        found = Sums(*map(int, sums[6 * number : 6 * number + 6]))
        estimates[measure] = ratio(found, factor, is_share=measure in SHARES, fewest=fewest)
    measures = tuple(estimates[measure.name] for measure in MEASURES)
    return Group(name=name, articles=articles, words=int(words), measures=measures, rules=rules)


class _Reported(NamedTuple):
    """Sums over the articles of a group in which a rule reports: findings, their squares, and with words."""

    articles: int = 0
    y: int = 0
    yy: int = 0
    xy: int = 0


def _reported(database: "DuckDBPyConnection", named: str, fewest: int) -> Mapping[tuple[str, str], _Reported]:
    """What rules report in groups that have enough articles, by name of the group and rule."""
    query = f"""
        WITH named AS ({named}), enough AS (SELECT name FROM named GROUP BY name HAVING count(*) >= $fewest)
        SELECT name, rule, count(*), sum(findings), sum(findings * findings), sum(findings::HUGEINT * words)
        FROM named SEMI JOIN enough USING (name) JOIN reported ON id = article
        GROUP BY name, rule
    """  # noqa: S608
    found = database.execute(query, {"fewest": fewest}).fetchall()
    return {(name, rule): _Reported(*map(int, sums)) for name, rule, *sums in found}


def _rule_rows(
    row: Sequence[Any],
    known: Sequence[tuple[str, str]],
    reported: Mapping[tuple[str, str], _Reported],
    fewest: int,
) -> tuple[RuleRow, ...]:
    """All rules that report anything in the archive, in a group that has enough articles."""
    group, articles, words, squares, *_ = row
    if articles < fewest:
        return ()
    rows = []
    for rule, name in known:
        found = reported.get((group, rule), _Reported())
        sums = Sums(articles=articles, y=found.y, x=int(words), yy=found.yy, xy=found.xy, xx=int(squares))
        rate = ratio(sums, 1000, is_share=False, fewest=fewest)
        share = of_articles(found.articles, articles, fewest=fewest)
        rows.append(RuleRow(rule=rule, name=name, findings=found.y, per_1000=rate, articles=share))
    return tuple(rows)
