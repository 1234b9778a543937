"""One rule: from a document to something ready to run."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from audit.checks import CHECKS, Check, Settings, Vocabulary
from audit.errors import RuleError
from audit.phrases import Lexicon, PhraseMatcher, parse_lexicon
from audit.records import Reference, RuleCard
from audit.rulebook.marks import Example, example
from audit.rulebook.rulefile import RuleFile, decode
from audit.rulebook.yamlfile import Document, Where

__all__ = ["Rule", "Shelf", "build_rule"]

FEWEST_EXAMPLES = 2  # of each kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, ready to run: `check` is the code it uses, `words` the lexicons that its settings name."""

    card: RuleCard
    message: str
    check: Check
    settings: Settings
    words: Vocabulary
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


class Shelf:
    """Compiled lexicons, each once however many rules use it."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self.lexicons = lexicons
        self._made: dict[str, PhraseMatcher] = {}

    def matcher(self, reference: str, own: Mapping[str, Lexicon]) -> PhraseMatcher:
        """The matcher for "lexicon" or "lexicon.group"; KeyError with a message if there is none."""
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


def build_rule(document: Document, shelf: Shelf) -> Rule:
    """The rule in a document; RuleError at what is wrong with it."""
    file = decode(document)
    check = CHECKS[file.check]
    stem = Path(document.path).stem
    if stem != f"{file.id}-{file.name}":
        document.fail(("id",), f"id and name must make the file's name: {file.id}-{file.name}.yaml, not {stem}.yaml")
    _check_message(document, file.message, check)
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
        ),
        message=_line(file.message),
        check=check,
        settings=file.settings,
        words=_vocabulary(document, file, check, shelf),
        skip_genres=file.skip_genres,
        yields_to=file.yields_to,
        limit=file.limit,
        flag=_examples(document, file, "flag"),
        passes=_examples(document, file, "pass"),
        path=document.path,
    )


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


def _vocabulary(document: Document, file: RuleFile[Settings], check: Check, shelf: Shelf) -> Vocabulary:
    own = {name: _own_lexicon(document, name, text) for name, text in file.lexicons.items()}
    words: dict[str, PhraseMatcher] = {}
    for reference in check.lexicons(file.settings):
        try:
            words[reference] = shelf.matcher(reference, own)
        except KeyError as error:
            document.fail(document.find(reference, ("settings",)), error.args[0])
    return MappingProxyType(words)


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
