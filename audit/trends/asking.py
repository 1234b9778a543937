"""What is asked of an archive, in SQL, and what the answers amount to.

Shares of an article are whole thousandths and densities whole tenths, as the archive has them rounded: all sums are of
whole numbers, and come out the same however the archive is cut into files.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.records import Tool
from audit.trends.intervals import Sums, of_articles, ratio
from audit.trends.records import DIMENSIONS, MEASURES, PERIODS, Dimension, Group, RuleRow

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["everything", "groups", "months_of", "prepare", "repeated", "tools", "unread"]

_PREPARED = """
CREATE TABLE unnamed AS
SELECT article, count(*) AS sources, count(*) FILTER (reason_class <> 'none') AS with_reason
FROM sources WHERE kind = 'anonymous' GROUP BY article;

CREATE TABLE reported AS
SELECT article, rule, any_value(name) AS name, count(*) AS findings
FROM findings WHERE suppressed IS NULL GROUP BY article, rule;

CREATE TABLE figures AS
SELECT id, words,
  coalesce(trim(outlet), '') AS outlet, coalesce(trim(desk), '') AS desk, coalesce(trim(genre), '') AS genre,
  coalesce(month, '') AS month, coalesce(left(month, 4), '') AS year,
  CASE WHEN len(authors) > 0 THEN list_distinct(authors) ELSE [''] END AS author,
  anonymous_sources_min > 0 AS has_unnamed,
  anonymous_words, attributed_words,
  coalesce(with_reason, 0) AS with_reason, coalesce(sources, 0) AS unnamed,
  round(1000 * attributed_share)::HUGEINT * words AS attributed,
  round(10 * hedges_per_1000)::HUGEINT * words AS hedged
FROM (SELECT * EXCLUDE sources FROM articles) LEFT JOIN unnamed ON article = id;
"""

_RATIOS: Mapping[str, tuple[str, str, float]] = {
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
    """Make the table `figures`, a row for each article, and `reported`, one for each article and rule."""
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
    return found[0] if found else Group(name="", articles=0, words=0, measures=(), rules=())


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
    rules = _rules(database, named, fewest) if with_rules else {}
    return [_group(row, rules.get(row[0], ()), fewest) for row in rows]


def _measured(named: str) -> str:
    """A query for name, articles, words, squares of words, articles with an unnamed source, and six sums a ratio."""
    sums = ", ".join(
        f"count(*) FILTER ({x} > 0), sum({y}), sum({x}), sum({y}::HUGEINT * {y}), sum({x}::HUGEINT * {y}), "
        f"sum({x}::HUGEINT * {x})"
        for y, x, _ in _RATIOS.values()
    )
    counted = "count(*), sum(words), sum(words::HUGEINT * words), count(*) FILTER (has_unnamed)"
    return f"SELECT name, {counted}, {sums} FROM ({named}) GROUP BY name ORDER BY name"  # noqa: S608


def _group(row: Sequence[Any], rules: Sequence["_Reported"], fewest: int) -> Group:
    name, articles, words, squares, with_unnamed, *sums = row
    estimates = {"articles_with_unnamed": of_articles(with_unnamed, articles, fewest=fewest)}
    for number, (measure, (_, _, factor)) in enumerate(_RATIOS.items()):
        found = Sums(*map(int, sums[6 * number : 6 * number + 6]))
        estimates[measure] = ratio(found, factor, is_share=measure.endswith("share"), fewest=fewest)
    return Group(
        name=name,
        articles=articles,
        words=int(words),
        measures=tuple(estimates[measure.name] for measure in MEASURES),
        rules=tuple(_rule_row(rule, articles, int(words), int(squares), fewest) for rule in rules),
    )


class _Reported(NamedTuple):
    """Sums over the articles of a group in which a rule reports: findings, their squares, and with words."""

    rule: str
    name: str
    articles: int
    y: int
    yy: int
    xy: int


def _rules(database: "DuckDBPyConnection", named: str, fewest: int) -> Mapping[str, Sequence[_Reported]]:
    """What rules report in each group that has enough articles, by its name."""
    found: dict[str, list[_Reported]] = defaultdict(list)
    query = f"""
        WITH named AS ({named}), enough AS (SELECT name FROM named GROUP BY name HAVING count(*) >= $fewest)
        SELECT named.name, rule, max(reported.name), count(*), sum(findings), sum(findings * findings),
          sum(findings::HUGEINT * words)
        FROM named SEMI JOIN enough USING (name) JOIN reported ON id = article
        GROUP BY named.name, rule ORDER BY ALL
    """  # noqa: S608
    for name, *rest in database.execute(query, {"fewest": fewest}).fetchall():
        found[name].append(_Reported(*rest))
    return found


def _rule_row(rule: _Reported, articles: int, words: int, squares: int, fewest: int) -> RuleRow:
    sums = Sums(articles=articles, y=int(rule.y), x=words, yy=int(rule.yy), xy=int(rule.xy), xx=squares)
    return RuleRow(
        rule=rule.rule,
        name=rule.name,
        findings=sums.y,
        per_1000=ratio(sums, 1000, is_share=False, fewest=fewest),
        articles=of_articles(rule.articles, articles, fewest=fewest),
    )
