"""The keys of a rule file."""

from typing import Annotated, Any, Generic, TypeVar

import msgspec

from audit.checks import CHECKS, Settings
from audit.records import Family, Severity
from audit.rulebook.faults import explained, suggestion
from audit.rulebook.yamlfile import Document

__all__ = ["Examples", "ReferenceText", "RuleFile", "decode", "json_schema"]

S = TypeVar("S")
Text = Annotated[str, msgspec.Meta(min_length=1)]
RuleId = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,}[0-9]{3}$", description="such as ANON001")]
RuleName = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", description="such as anonymous-lead")]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: unknown keys are errors."""


class ReferenceText(_Strict, frozen=True):
    """A policy that gives the rule its reason, and where it can be read."""

    title: Text
    url: str = ""


class ExampleText(_Strict, frozen=True):
    """An example as written: [[ ]] around what must be reported.

    `times` repeats the text, paragraph after paragraph, for rules that judge only long articles.
    """

    text: Text
    note: str = ""
    genre: str = "news"
    headline: str = ""
    times: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1


class Examples(_Strict, frozen=True):
    """What the rule must report, and near misses it must pass over."""

    flag: tuple[ExampleText, ...]
    pass_: tuple[ExampleText, ...] = msgspec.field(name="pass")


class RuleFile(_Strict, Generic[S], frozen=True):
    """One rule file; with `on: false` a rule that only a policy switches on.

    `lexicons` holds small lexicons of the rule's own, each a block of patterns.
    """

    id: RuleId
    name: RuleName
    family: Family
    severity: Severity
    summary: Text
    why: Text
    advice: Text
    message: Text
    check: str
    settings: S
    examples: Examples
    on: bool = True
    references: tuple[ReferenceText, ...] = ()
    skip_genres: tuple[str, ...] = ()
    yields_to: tuple[RuleId, ...] = ()
    limit: Annotated[int, msgspec.Meta(ge=1)] | None = None
    lexicons: dict[str, str] = {}


def decode(document: Document) -> RuleFile[Settings]:
    """The rule in a document; RuleError at the key or value that is wrong."""
    if not isinstance(document.value, dict):
        document.fail((), "a rule file is a list of keys and values, as in docs/rule-format.md")
    kind = document.value.get("check")
    if kind is None:
        document.fail((), "the key “check” is missing")
    if not isinstance(kind, str) or kind not in CHECKS:
        document.fail(("check",), f"there is no check “{kind}”{suggestion(kind, CHECKS)}; known: {', '.join(CHECKS)}")
    try:
        rule: RuleFile[Settings] = msgspec.convert(document.value, _file_type(kind))
    except msgspec.ValidationError as error:
        document.fail_at(explained(error, _file_type(kind)))
    return rule


def json_schema() -> dict[str, Any]:
    """JSON Schema of a rule file, for editors that complete and check YAML; one variant for each kind of check."""
    variants, components = msgspec.json.schema_components([_file_type(kind) for kind in CHECKS])
    for kind, variant in zip(CHECKS, variants, strict=True):
        components[variant["$ref"].rpartition("/")[2]]["properties"]["check"] = {"const": kind}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rule file",
        "anyOf": list(variants),
        "$defs": dict(sorted(components.items())),
    }


def _file_type(kind: str) -> Any:  # a type known only when the file is read
    return RuleFile[CHECKS[kind].settings]  # type: ignore[misc]
