"""What a configuration says, with the place where each value was written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

from audit.readers import Limits
from audit.records import Severity

__all__ = [
    "BUILT_IN",
    "FAIL_LEVELS",
    "Budgets",
    "FailOn",
    "Level",
    "Origin",
    "Override",
    "Profile",
    "RuleSetting",
    "Settings",
]

FailOn = Literal["error", "warning", "info", "never"]
Level = Literal["error", "warning", "info", "off"]
FAIL_LEVELS: tuple[FailOn, ...] = ("error", "warning", "info", "never")

K = TypeVar("K")
V = TypeVar("V")


def _nothing() -> Mapping[K, V]:
    return MappingProxyType({})


class Origin(NamedTuple):
    """Where a value was written; no path for what is built in, line 0 for what has none."""

    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        if not self.path:
            return "built in"
        return f"{self.path}:{self.line}" if self.line else self.path


BUILT_IN = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetting:
    """What becomes of a rule or family of rules; None and {} leave its state, severity and settings as they are."""

    on: bool | None = None
    severity: Severity | None = None
    settings: Mapping[str, object] = field(default_factory=_nothing)
    origin: Origin = BUILT_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """How much is borne: of an article its anonymous share (0 to 1) and its warnings, of a run its warnings."""

    max_anonymous_share: float | None = None
    max_warnings_per_article: int | None = None
    max_warnings: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What holds for one article.

    `rules` are changes by id of a rule or name of a family, to be made one mapping after the other on top of
    the policy. `origins` has the place of each value by its key as written, such as "budgets.max-warnings".
    """

    policy: str = "default"
    rules: tuple[Mapping[str, RuleSetting], ...] = ()
    fail_on: FailOn = "error"
    budgets: Budgets = Budgets()
    limits: Limits = field(default_factory=Limits)
    origins: Mapping[str, Origin] = field(default_factory=_nothing)

    @property
    def key(self) -> str:
        """The same text for profiles whose rules are the same: policy and changes, as JSON."""
        layers = [{name: [s.on, s.severity, s.settings] for name, s in layer.items()} for layer in self.rules]
        return json.dumps([self.policy, layers], sort_keys=True, default=str)

    def origin(self, key: str) -> Origin:
        """Where the value of a key comes from."""
        return self.origins.get(key, BUILT_IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What is different for articles whose paths match one of the patterns; None where nothing is."""

    paths: tuple[str, ...]
    policy: str | None = None
    rules: Mapping[str, RuleSetting] = field(default_factory=_nothing)
    fail_on: FailOn | None = None
    max_anonymous_share: float | None = None
    max_warnings_per_article: int | None = None
    origins: Mapping[str, Origin] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A whole configuration; as built in where nothing is given.

    Patterns and paths count from `base`, the folder of the configuration file. `rule_folders` holds "builtin"
    and absolute paths, `baseline` is absolute. `general` holds where no override does.
    """

    base: Path
    file: str = ""
    articles: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rule_folders: tuple[str, ...] = ("builtin",)
    baseline: Path | None = None
    jobs: int = 1
    cache: bool = True
    unused_waivers: Level = "warning"
    expired_waivers: Level = "warning"
    general: Profile = Profile()
    overrides: tuple[Override, ...] = ()
