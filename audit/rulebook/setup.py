"""A check's settings made ready for one rule: its own, those of each tier, and the lexicons that they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import msgspec

from audit.checks import Settings, Vocabulary, lexicons_of
from audit.phrases import Lexicon, PhraseMatcher
from audit.records import SEVERITIES, Severity
from audit.rulebook.faults import Fault, explained

__all__ = ["Setup", "Shelf", "resettled", "set_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """`tiers` are the rule's own settings and those of its tiers, the gravest first."""

    settings: Settings
    tiers: tuple[tuple[Severity, Settings], ...]
    words: Vocabulary


class Shelf:
    """Lexicons that rules may name, each compiled once however many rules use it."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self.lexicons = lexicons
        self._made: dict[str, PhraseMatcher] = {}

    def matcher(self, reference: str, own: Mapping[str, Lexicon]) -> PhraseMatcher:
        """The matcher for "lexicon" or "lexicon.group"; a rule's own come first. KeyError with a message if none."""
        name, _, group = reference.partition(".")
        if name in own:
            return self._compile(own[name], group)
        if name not in self.lexicons:
            raise KeyError(f"there is no lexicon “{name}”; known: {', '.join(sorted({*self.lexicons, *own}))}")
        if reference not in self._made:
            self._made[reference] = self._compile(self.lexicons[name], group)
        return self._made[reference]

    @staticmethod
    def _compile(lexicon: Lexicon, group: str) -> PhraseMatcher:
        if group and group not in lexicon.groups:
            raise KeyError(f"lexicon “{lexicon.name}” has no section [{group}]; it has: {', '.join(lexicon.groups)}")
        return lexicon.compile([group] if group else None)


def set_up(
    settings: Settings,
    severity: Severity,
    shelf: Shelf,
    own: Mapping[str, Lexicon] = MappingProxyType({}),
) -> Setup:
    """Settings and the lexicons they name, for a rule of that severity; raises Fault, seen from the settings."""
    tiers = [(severity, settings), *(_tier(settings, name) for name in settings.tiers)]
    if severity in settings.tiers:
        raise Fault(("tiers", severity), f"the rule itself is of severity {severity}; leave this tier out")
    words: dict[str, PhraseMatcher] = {}
    for reference in (name for _, chosen in tiers for name in lexicons_of(chosen)):
        try:
            words[reference] = shelf.matcher(reference, own)
        except KeyError as error:
            raise Fault(_place_of(reference, settings), error.args[0]) from error
    tiers.sort(key=lambda tier: -SEVERITIES.index(tier[0]))
    return Setup(settings=settings, tiers=tuple(tiers), words=MappingProxyType(words))


def resettled(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """Settings with some of them changed, groups key by key; null means as if not set. Fault where one is wrong."""
    kind = type(settings)
    try:
        return msgspec.convert(_merged(msgspec.to_builtins(settings), changes), kind)
    except msgspec.ValidationError as error:
        raise explained(error, kind) from error


def _tier(settings: Settings, severity: Severity) -> tuple[Severity, Settings]:
    changes = settings.tiers[severity]
    if "tiers" in changes:
        raise Fault(("tiers", severity, "tiers"), "a tier has no tiers of its own", key=True)
    try:
        return severity, resettled(settings, changes)
    except Fault as fault:
        raise fault.under("tiers", severity) from fault


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in changes.items():
        before = result.get(key)
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping):
            result[key] = _merged(before if isinstance(before, Mapping) else {}, value)
        else:
            result[key] = value
    return result


def _place_of(value: object, settings: Settings) -> tuple[str | int, ...]:
    """Where in the settings that value stands; empty if it is a default."""

    def find(part: object, where: tuple[str | int, ...]) -> tuple[str | int, ...] | None:
        if part == value:
            return where
        pairs = part.items() if isinstance(part, Mapping) else enumerate(part) if isinstance(part, list | tuple) else ()
        return next((found for key, inner in pairs if (found := find(inner, (*where, key)))), None)

    return find(msgspec.to_builtins(settings), ()) or ()
