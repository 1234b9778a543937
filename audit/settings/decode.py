"""From a TOML document to settings; everything that is not understood is an error at its line."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn, TypeVar, cast

from audit.readers import Limits
from audit.records import FAMILIES, SEVERITIES, Severity
from audit.settings import values
from audit.settings.records import Budgets, Level, Origin, Override, Profile, RuleSetting, Settings
from audit.settings.tomlfile import Document, Where

__all__ = ["decode"]

MOST_JOBS = 64
MOST_TABLES = 500  # [[overrides]]
MOST_TIMES = 10  # what a limit is by default
LEAST = {"english_percent": 0}
STATES = ("on", "off", *SEVERITIES)
T = TypeVar("T")


def decode(document: Document, where: Where, *, base: Path, boundary: Path) -> Settings:
    """The settings in a table of the document; paths in it count from `base` and must stay below `boundary`.

    Raises ConfigError for keys that are unknown and for values that are wrong.
    """
    table = _Table(document, where, _at(document, where))
    paths = values.Paths(base, boundary)
    settings = Settings(
        base=base,
        file=document.path,
        articles=table.read("articles", values.patterns, ()),
        exclude=table.read("exclude", values.patterns, ()),
        rule_folders=table.read("rule-folders", paths.folders, (values.BUILTIN,)),
        baseline=table.read("baseline", paths.file, None),
        jobs=table.read("jobs", values.whole_number(1, MOST_JOBS), 1),
        cache=table.read("cache", values.switch, True),
        **_waiver_levels(table.table("waivers")),
        general=Profile(
            policy=table.read("policy", paths.policy, "default"),
            rules=(_rules(table.table("rules")),),
            fail_on=table.read("fail-on", values.fail_level, "error"),
            budgets=_budgets(table.table("budgets")),
            limits=_limits(table.table("limits")),
            origins=table.origins(),
        ),
        overrides=tuple(_override(item, paths) for item in table.tables("overrides")),
    )
    table.finish()
    return settings


def _at(document: Document, where: Where) -> object:
    value: object = document.value
    for step in where:
        value = cast("Mapping[str, object]", value)[cast("str", step)]
    return value


class _Table:
    """A table that is being read: a key that nobody asks for is unknown."""

    def __init__(self, document: Document, where: Where, value: object) -> None:
        if not isinstance(value, dict):
            document.fail(where, f"“{where[-1]}” must be a table of keys and values")
        self.values: dict[str, object] = value
        self._document = document
        self._where = where
        self._asked: list[str] = []

    def read(self, key: str, reader: Callable[[object], T], missing: T) -> T:
        """The value of a key as the reader understands it."""
        self._asked.append(key)
        if key not in self.values:
            return missing
        try:
            return reader(self.values[key])
        except values.BadValueError as error:
            self.fail(f"“{key}” {error}", key, *error.item)

    def table(self, key: str) -> "_Table":
        """The table below a key, empty where there is none."""
        self._asked.append(key)
        return _Table(self._document, (*self._where, key), self.values.get(key, {}))

    def tables(self, key: str) -> list["_Table"]:
        """The tables of an array of tables."""
        self._asked.append(key)
        items = self.values.get(key, [])
        if not isinstance(items, list):
            self.fail(f"“{key}” must be written [[{key}]], once for each", key)
        if len(items) > MOST_TABLES:
            self.fail(f"“{key}” has {len(items):,} tables, and at most {MOST_TABLES:,} are read", key)
        return [_Table(self._document, (*self._where, key, number), item) for number, item in enumerate(items)]

    def origin(self, key: str) -> Origin:
        """Where a key of this table stands."""
        return Origin(self._document.path, self._document.line((*self._where, key)))

    def origins(self) -> Mapping[str, Origin]:
        """Where each key stands; a key of a table below this one by its whole path, as in "budgets.max-warnings"."""
        depth = len(self._where)
        below = {where[depth:]: line for where, line in self._document.lines.items() if where[:depth] == self._where}
        return MappingProxyType(
            {
                ".".join(map(str, where)): Origin(self._document.path, line)
                for where, line in below.items()
                if where and all(isinstance(step, str) for step in where)
            }
        )

    def finish(self) -> None:
        """Raise ConfigError for the first key that nobody asked for."""
        for key in self.values:
            if key not in self._asked:
                self.fail(f"unknown key “{key}”{values.suggestion(key, self._asked)}", key)

    def fail(self, message: str, *where: str | int) -> NoReturn:
        """Raise ConfigError at a key of this table, or at the table itself."""
        self._document.fail((*self._where, *where), message)


# ---------------------------------------------------------------- parts


def _rules(table: _Table) -> Mapping[str, RuleSetting]:
    return MappingProxyType({name: _rule(table, name) for name in table.values})


def _rule(table: _Table, name: str) -> RuleSetting:
    """`"off"`, `"on"`, a severity, or a table with `on`, `severity` and `settings`."""
    value, origin = table.values[name], table.origin(name)
    if isinstance(value, dict):
        return _rule_in_full(table.table(name), name, origin)
    if not isinstance(value, str) or value not in STATES:
        hint = values.suggestion(str(value), STATES)
        table.fail(f"“{value}” is not known here{hint}; write “off”, “on”, a severity, or a table of settings", name)
    if value in ("on", "off"):
        return RuleSetting(on=value == "on", origin=origin)
    return RuleSetting(severity=cast("Severity", value), origin=origin)


def _rule_in_full(table: _Table, name: str, origin: Origin) -> RuleSetting:
    setting = RuleSetting(
        on=table.read("on", values.switch, None),
        severity=table.read("severity", values.severity, None),
        settings=MappingProxyType(table.table("settings").values),
        origin=origin,
    )
    table.finish()
    if name in FAMILIES and setting.settings:
        table.fail(f"settings can be changed for one rule only, not for the family “{name}”", "settings")
    return setting


def _budgets(table: _Table) -> Budgets:
    budgets = Budgets(
        max_anonymous_share=table.read("max-anonymous-share", values.share, None),
        max_warnings_per_article=table.read("max-warnings-per-article", values.whole_number(0), None),
        max_warnings=table.read("max-warnings", values.whole_number(0), None),
    )
    table.finish()
    return budgets


def _limits(table: _Table) -> Limits:
    """Each may be raised so far only that nobody's configuration makes a run endless."""
    limits = {
        name: table.read(name.replace("_", "-"), values.whole_number(LEAST.get(name, 1), usual * MOST_TIMES), usual)
        for name, usual in asdict(Limits()).items()
    }
    table.finish()
    return Limits(**limits)


def _waiver_levels(table: _Table) -> dict[str, Level]:
    levels: dict[str, Level] = {
        "unused_waivers": table.read("unused", values.level, "warning"),
        "expired_waivers": table.read("expired", values.level, "warning"),
    }
    table.finish()
    return levels


def _override(table: _Table, paths: values.Paths) -> Override:
    budgets = table.table("budgets")
    if "max-warnings" in budgets.values:
        budgets.fail("“max-warnings” counts a whole run; write “max-warnings-per-article” here", "max-warnings")
    limits = _budgets(budgets)
    override = Override(
        paths=table.read("paths", values.patterns, ()),
        policy=table.read("policy", paths.policy, None),
        rules=_rules(table.table("rules")),
        fail_on=table.read("fail-on", values.fail_level, None),
        max_anonymous_share=limits.max_anonymous_share,
        max_warnings_per_article=limits.max_warnings_per_article,
        origins=table.origins(),
    )
    table.finish()
    if not override.paths:
        table.fail("these overrides need “paths”, such as paths = ['opinion/**']")
    return override
