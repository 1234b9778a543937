"""Which files the configuration calls articles, and what holds for each."""

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from audit.patterns import Decision, path_patterns
from audit.settings.records import Origin, Override, Profile, Settings

__all__ = ["Matcher"]


class Matcher:
    """Answers for single paths; patterns are compiled for the first that needs them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._profiles: dict[tuple[int, ...], Profile] = {(): settings.general}

    def is_article(self, path: Path) -> bool:
        """Whether a path, from the working directory or absolute, is one of `articles` and none of `exclude`."""
        inside = self._inside(path)
        if inside is None:
            return not self._settings.articles
        if self._settings.articles and not self._included(inside):
            return False
        return not (self._settings.exclude and self._excluded(inside))

    def profile(self, path: Path) -> Profile:
        """What holds for an article: the general settings, then every override that matches, in order."""
        if not self._settings.overrides or (inside := self._inside(path)) is None:
            return self._settings.general
        matching = tuple(number for number, decide in enumerate(self._decisions) if decide(inside))
        if matching not in self._profiles:
            overrides = [self._settings.overrides[number] for number in matching]
            self._profiles[matching] = _overridden(self._settings.general, overrides)
        return self._profiles[matching]

    def _inside(self, path: Path) -> str | None:
        """The path from the configuration's folder; None outside it."""
        absolute = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links
        if not absolute.is_relative_to(self._settings.base):
            return None
        return absolute.relative_to(self._settings.base).as_posix()

    @cached_property
    def _included(self) -> Decision:
        return path_patterns(self._settings.articles)

    @cached_property
    def _excluded(self) -> Decision:
        return path_patterns(self._settings.exclude)

    @cached_property
    def _decisions(self) -> list[Decision]:
        return [path_patterns(override.paths) for override in self._settings.overrides]


def _overridden(profile: Profile, overrides: Sequence[Override]) -> Profile:
    for override in overrides:
        budgets = profile.budgets
        if override.max_anonymous_share is not None:
            budgets = replace(budgets, max_anonymous_share=override.max_anonymous_share)
        if override.max_warnings_per_article is not None:
            budgets = replace(budgets, max_warnings_per_article=override.max_warnings_per_article)
        origins: dict[str, Origin] = {**profile.origins, **override.origins}
        profile = Profile(
            policy=override.policy or profile.policy,
            rules=(*profile.rules, override.rules),
            fail_on=override.fail_on or profile.fail_on,
            budgets=budgets,
            origins=MappingProxyType(origins),
        )
    return profile
