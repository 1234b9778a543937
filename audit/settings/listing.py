"""A configuration as a list of keys, values and where they come from, for people who ask what holds and why."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import NamedTuple

from audit.settings.records import Origin, Profile, RuleSetting, Settings

__all__ = ["Row", "listed"]


class Row(NamedTuple):
    """A key as it is written in a configuration, its value in plain types, and where the value comes from."""

    key: str
    value: object
    origin: Origin


def listed(settings: Settings, profile: Profile) -> tuple[Row, ...]:
    """What holds under a profile: all keys in a fixed order, then changes of rules in the order they are made."""
    return (*(Row(key, value, profile.origin(key)) for key, value in _values(settings, profile)), *_rules(profile))


def _values(settings: Settings, profile: Profile) -> Iterator[tuple[str, object]]:
    yield "articles", list(settings.articles)
    yield "exclude", list(settings.exclude)
    yield "policy", profile.policy
    yield "rule-folders", list(settings.rule_folders)
    yield "fail-on", profile.fail_on
    yield "baseline", settings.baseline and settings.baseline.as_posix()
    yield "jobs", settings.jobs
    yield "cache", settings.cache
    yield "budgets.max-anonymous-share", profile.budgets.max_anonymous_share
    yield "budgets.max-warnings-per-article", profile.budgets.max_warnings_per_article
    yield "budgets.max-warnings", profile.budgets.max_warnings
    yield "waivers.unused", settings.unused_waivers
    yield "waivers.expired", settings.expired_waivers
    for name, most in asdict(profile.limits).items():
        yield f"limits.{name.replace('_', '-')}", most


def _rules(profile: Profile) -> Iterator[Row]:
    for layer in profile.rules:
        for name, setting in layer.items():
            yield Row(f"rules.{name}", _change(setting), setting.origin)


def _change(setting: RuleSetting) -> object:
    """A change in its shortest form: a word where one says it all."""
    state = None if setting.on is None else "on" if setting.on else "off"
    if not setting.settings and (state is None) != (setting.severity is None):
        return state or setting.severity
    parts = {"on": setting.on, "severity": setting.severity, "settings": dict(setting.settings) or None}
    return {key: value for key, value in parts.items() if value is not None}
