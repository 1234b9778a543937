"""One rule: from a document to something ready to run."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from audit.checks import CHECKS, Check, Settings, Verdict, Vocabulary
from audit.errors import RuleError
from audit.phrases import Lexicon, parse_lexicon
from audit.records import Limit, Reading, Reference, RuleCard, Severity
from audit.rulebook.faults import Fault, Where
from audit.rulebook.marks import Example, example
from audit.rulebook.rulefile import RuleFile, decode
from audit.rulebook.setup import Setup, Shelf, resettled, set_up
from audit.rulebook.yamlfile import Document

__all__ = ["Rule", "build_rule", "rule_with"]

FEWEST_EXAMPLES = 2  # of each kind
LONGEST_EXAMPLE = 20_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, ready to run; with `on` false it exists, but only a policy would make it report anything.

    `check` is the code it uses, `words` the lexicons that its settings name, `lexicons` all that they could
    name. `tiers` are its settings and those of its tiers by severity, the gravest first.
    """

    card: RuleCard
    on: bool
    message: str
    check: Check
    settings: Settings
    tiers: tuple[tuple[Severity, Settings], ...]
    words: Vocabulary
    lexicons: Mapping[str, Lexicon]
    skip_genres: tuple[str, ...]
    yields_to: tuple[str, ...]
    limit: int | None
    flag: tuple[Example, ...]
    passes: tuple[Example, ...]
    path: str

    @property
    def id(self) -> str:
        """Such as ANON001."""
        return self.card.id

    def verdicts(self, reading: Reading) -> Iterator[tuple[Severity, Verdict]]:
        """Every place the rule looks at in a reading, with the severity it is tried at, the gravest first."""
        for severity, settings in self.tiers:
            for verdict in self.check.judge(reading, settings, self.words):
                yield severity, verdict


def build_rule(document: Document, shelf: Shelf) -> Rule:
    """The rule in a document; RuleError at what is wrong with it."""
    file = decode(document)
    check = CHECKS[file.check]
    stem = Path(document.path).stem
    if stem != f"{file.id}-{file.name}":
        document.fail(("id",), f"id and name must make the file's name: {file.id}-{file.name}.yaml, not {stem}.yaml")
    _check_message(document, file.message, check)
    own = {name: _own_lexicon(document, name, text) for name, text in file.lexicons.items()}
    setup = _set_up(document, file, shelf, own)
    return Rule(
        card=RuleCard(
            id=file.id,
            name=file.name,
            family=file.family,
            severity=file.severity,
            summary=_line(file.summary),
            why=_line(file.why),
            advice=_line(file.advice),
            references=tuple(Reference(r.title, r.url) for r in file.references),
            limits=_limits(check, setup),
        ),
        on=file.on,
        message=_line(file.message),
        check=check,
        settings=setup.settings,
        tiers=setup.tiers,
        words=setup.words,
        lexicons=MappingProxyType({**shelf.lexicons, **own}),
        skip_genres=file.skip_genres,
        yields_to=file.yields_to,
        limit=file.limit,
        flag=_examples(document, file, "flag"),
        passes=_examples(document, file, "pass"),
        path=document.path,
    )


def rule_with(rule: Rule, *, on: bool | None, severity: Severity | None, settings: Mapping[str, object]) -> Rule:
    """The rule with another state, severity or some other settings; None and {} leave it as it is.

    A severity holds for the whole rule: its tiers fall away unless the settings name them. What was measured of
    the rule does not hold for other settings. Raises Fault, from `settings` on, where a setting is wrong.
    """
    card = replace(rule.card, severity=severity or rule.card.severity)
    if settings:
        card = replace(card, precision=None, precision_basis="", figures=None)
    rule = replace(rule, card=card, on=rule.on if on is None else on)
    if severity is None and not settings:
        return rule
    changes = {"tiers": None, **settings} if severity else settings
    setup = set_up(resettled(rule.settings, changes), card.severity, Shelf(rule.lexicons))
    card = replace(card, limits=_limits(rule.check, setup))
    return replace(rule, card=card, settings=setup.settings, tiers=setup.tiers, words=setup.words)


def _limits(check: Check, setup: Setup) -> tuple[Limit, ...]:
    return tuple(Limit(*bound, severity) for severity, settings in setup.tiers for bound in check.limits(settings))


def _line(text: str) -> str:
    return " ".join(text.split())


def _check_message(document: Document, message: str, check: Check) -> None:
    known = ", ".join(f"{{{name}}}" for name in sorted(check.placeholders))
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(message)]
    except ValueError as error:
        document.fail(("message",), f"broken placeholder: {error}")
    for name, spec, conversion in fields:
        if name is not None and (name not in check.placeholders or spec or conversion):
            document.fail(("message",), f"this check has no placeholder {{{name}}}; it has {known}")


def _set_up(document: Document, file: RuleFile[Settings], shelf: Shelf, own: Mapping[str, Lexicon]) -> Setup:
    try:
        return set_up(file.settings, file.severity, shelf, own)
    except Fault as fault:
        document.fail_at(fault.under("settings"))


def _own_lexicon(document: Document, name: str, text: str) -> Lexicon:
    try:
        return parse_lexicon(text, name)
    except RuleError as error:
        document.fail(("lexicons", name), f"line {error.line} of this lexicon: {error.message}")


def _examples(document: Document, file: RuleFile[Settings], kind: str) -> tuple[Example, ...]:
    written = file.examples.flag if kind == "flag" else file.examples.pass_
    if len(written) < FEWEST_EXAMPLES:
        document.fail(("examples", kind), f"at least {FEWEST_EXAMPLES} examples to {kind} are needed")
    return tuple(_examples_of(document, file, kind))


def _examples_of(document: Document, file: RuleFile[Settings], kind: str) -> Iterator[Example]:
    for number, text in enumerate(file.examples.flag if kind == "flag" else file.examples.pass_):
        where: Where = ("examples", kind, number, "text")
        path = f"{file.id}/{kind}[{number}]"
        if len(text.text) * text.times > LONGEST_EXAMPLE:
            document.fail(where, f"an example has at most {LONGEST_EXAMPLE:,} characters, repeated ones counted")
        try:
            body = "\n\n".join([text.text.strip()] * text.times)
            made = example(body, path=path, headline=text.headline, genre=text.genre, note=text.note)
        except ValueError as error:
            document.fail(where, str(error))
        if kind == "flag" and not made.expected:
            document.fail(where, "mark what the rule must report with [[ and ]]")
        if kind == "pass" and made.expected:
            document.fail(where, "an example to pass has nothing to mark with [[ and ]]")
        yield made
