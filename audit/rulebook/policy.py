"""Policies: named selections of rules, severities and settings, and what they make of a rule book."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, TypeAlias

import msgspec

from audit.errors import RuleError, UsageError
from audit.records import FAMILIES, SEVERITIES, Reference, Severity
from audit.rulebook.book import POLICIES, Rulebook, builtin_ids, builtin_rules, load_document, make_rulebook
from audit.rulebook.faults import Fault, explained, suggestion
from audit.rulebook.rule import Rule, rule_with
from audit.rulebook.rulefile import ReferenceText
from audit.rulebook.yamlfile import Document

__all__ = ["Policy", "RuleChange", "Written", "builtin_policies", "changed", "load_policy", "with_policy"]

Text = Annotated[str, msgspec.Meta(min_length=1)]
MOST_EXTENDED = 20
Layer: TypeAlias = "Mapping[str, RuleChange]"


class Written(NamedTuple):
    """Where a change was written; line and column start at 1, 0 where unknown."""

    path: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """What becomes of a rule, or of every rule of a family; None leaves its state or severity as it is.

    `settings` has only the keys that change, groups in part; a value of None means the check's own default.
    """

    on: bool | None = None
    severity: Severity | None = None
    settings: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy: `layers` are the changes of the policies it extends, the farthest first, and its own.

    A layer has changes by id of a rule or name of a family.
    """

    name: str
    title: str
    summary: str
    references: tuple[Reference, ...]
    layers: tuple[Layer, ...]


# ---------------------------------------------------------------- reading a policy


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: unknown keys are errors."""


class ChangeText(_Strict, frozen=True):
    """A change as written out."""

    on: bool | None = None
    severity: Severity | None = None
    settings: dict[str, Any] = {}


class PolicyFile(_Strict, frozen=True):
    """One policy file. A change is `off`, `on`, a severity, or all of it key by key."""

    name: Text
    title: Text
    summary: Text
    extends: Text | None = None
    references: tuple[ReferenceText, ...] = ()
    changes: dict[str, bool | str | ChangeText] = {}


def builtin_policies() -> tuple[str, ...]:
    """Names of the policies that come with the program, `default` first."""
    names = sorted(path.stem for path in (builtin_rules() / POLICIES).glob("*.yaml"))
    return tuple(sorted(names, key=lambda name: name != "default"))


def load_policy(name_or_path: str) -> Policy:
    """The policy of a built-in name, or in a file (a path ends in .yaml), with those that it extends.

    Raises UsageError for a name that is none, RuleError for what is wrong in a file.
    """
    known = builtin_policies()
    if not _is_path(name_or_path) and name_or_path not in known:
        raise UsageError(
            f"there is no policy “{name_or_path}”{suggestion(name_or_path, known)}; known: {', '.join(known)}, "
            "or the path of a policy file, which ends in .yaml"
        )
    path = Path(name_or_path) if _is_path(name_or_path) else _builtin_file(name_or_path)
    file, layers = _load(path, (), path.resolve().parent)
    return Policy(
        name=file.name,
        title=" ".join(file.title.split()),
        summary=" ".join(file.summary.split()),
        references=tuple(Reference(r.title, r.url) for r in file.references),
        layers=layers,
    )


def _is_path(text: str) -> bool:
    return text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text


def _builtin_file(name: str) -> Path:
    return builtin_rules() / POLICIES / f"{name}.yaml"


def _load(path: Path, above: tuple[Path, ...], folder: Path) -> tuple[PolicyFile, tuple[Layer, ...]]:
    """The file at a path, and its layers over those of the file that it extends, which lies in the folder or below."""
    document = load_document(path)
    file, own = decode_policy(document)
    below = () if file.extends is None else _extended(document, file.extends, (*above, path.resolve()), folder)
    return file, (*below, own)


def decode_policy(document: Document) -> tuple[PolicyFile, Layer]:
    """The policy in a document, and its own changes; RuleError at the key or value that is wrong."""
    try:
        file = msgspec.convert(document.value, PolicyFile)
    except msgspec.ValidationError as error:
        document.fail_at(_explained(error, document))
    stem = Path(document.path).stem
    if file.name != stem:
        document.fail(("name",), f"the name must be that of the file: {stem}, not {file.name}")
    return file, MappingProxyType({key: _change(document, key, value) for key, value in file.changes.items()})


def _explained(error: msgspec.ValidationError, document: Document) -> Fault:
    """What is wrong; msgspec does not tell under which rule, so each change is tried alone."""
    changes = document.value.get("changes") if isinstance(document.value, dict) else None
    for key, value in changes.items() if isinstance(changes, dict) else ():
        try:
            msgspec.convert(value, bool | str | ChangeText)
        except msgspec.ValidationError as inner:
            return explained(inner, ChangeText).under("changes", key)
    return explained(error, PolicyFile)


def _extended(document: Document, name: str, above: tuple[Path, ...], folder: Path) -> tuple[Layer, ...]:
    known = builtin_policies()
    if not _is_path(name) and name not in known:
        document.fail(("extends",), f"there is no policy “{name}”{suggestion(name, known)}")
    if not _is_path(name):
        return _load(_builtin_file(name), above, builtin_rules())[1]
    path = Path(document.path).parent / name
    if not name.isprintable():
        document.fail(("extends",), "this is no path")
    if not path.resolve().is_relative_to(folder):
        document.fail(("extends",), f"{path} is not in the folder of the policy, nor below it; put a copy there")
    if path.resolve() in above:
        document.fail(("extends",), f"policies extend each other in a circle: {path} extends this one")
    if len(above) > MOST_EXTENDED:
        document.fail(("extends",), f"more than {MOST_EXTENDED} policies extend each other")
    return _load(path, above, folder)[1]


def _change(document: Document, key: str, value: bool | str | ChangeText) -> RuleChange:
    where = ("changes", key)
    written = Written(document.path, *document.keys[where])
    if isinstance(value, bool):
        return RuleChange(on=value, written=written)
    if isinstance(value, ChangeText):
        return RuleChange(
            on=value.on, severity=value.severity, settings=MappingProxyType(value.settings), written=written
        )
    if value not in SEVERITIES:
        hint = suggestion(value, (*SEVERITIES, "on", "off"))
        document.fail(where, f"“{value}” is not known here{hint}; write off, on or a severity")
    return RuleChange(severity=value, written=written)


# ---------------------------------------------------------------- applying changes


def with_policy(rulebook: Rulebook, policy: Policy) -> Rulebook:
    """The rule book under a policy; raises RuleError as `changed` does."""
    for layer in policy.layers:
        rulebook = changed(rulebook, layer, origin=policy.name)
    return rulebook


def changed(rulebook: Rulebook, changes: Mapping[str, RuleChange], *, origin: str) -> Rulebook:
    """The rule book after changes by id of a rule or name of a family; those of a rule go before its family's.

    Changes of built-in rules that this book lacks are passed over. Raises RuleError for an id that no rule has and
    for settings that a rule's check does not take, at the place where the change was written, else at `origin`.
    """
    rules = rulebook.everything
    _check_names(rules, changes, origin)
    result = [_changed(rule, changes, origin) for rule in rules]
    before, after = (json.dumps([_state(rule) for rule in book], sort_keys=True) for book in (rules, result))
    if before == after:
        return rulebook
    digest = hashlib.sha256(f"{rulebook.digest}\0{after}".encode()).hexdigest()
    return make_rulebook(result, f"sha256:{digest}")


def _check_names(rules: tuple[Rule, ...], changes: Mapping[str, RuleChange], origin: str) -> None:
    ids = {rule.id for rule in rules}
    for key, change in changes.items():
        if key in FAMILIES and change.settings:
            raise _error(change, origin, f"{key}: settings can be changed for one rule only, not for a family")
        if key not in FAMILIES and key not in ids and key not in (known := builtin_ids()):
            raise _error(
                change, origin, f"there is no rule or family “{key}”{suggestion(key, {*FAMILIES, *ids, *known})}"
            )


def _changed(rule: Rule, changes: Mapping[str, RuleChange], origin: str) -> Rule:
    for key in (rule.card.family, rule.id):
        change = changes.get(key)
        if change is None:
            continue
        try:
            rule = rule_with(rule, on=change.on, severity=change.severity, settings=change.settings)
        except Fault as fault:
            where = ".".join(map(str, (key, "settings", *fault.where)))
            raise _error(change, origin, f"{where}: {fault.message}") from fault
    return rule


def _error(change: RuleChange, origin: str, message: str) -> RuleError:
    return RuleError(*(change.written or Written(origin)), message)


def _state(rule: Rule) -> list[object]:
    return [rule.id, rule.on, rule.card.severity, msgspec.to_builtins(rule.settings)]
