"""One rule on a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from audit.manual.examples import paragraphs_of
from audit.manual.lexicons import lexicons
from audit.manual.measured import measured
from audit.manual.phrases import ABOUT
from audit.manual.stances import Stance, in_words, tiers_in_words
from audit.manual.words import Role, clauses, listed
from audit.render.terminal import wrapped
from audit.render.visible import visible
from audit.rulebook import Example, Rule

__all__ = ["about", "card", "conditions", "policies", "restraints"]

WIDTH = 80
LONGEST_LINE = WIDTH - 4


def card(rule: Rule, given: Sequence[Stance] = ()) -> str:
    """All that there is to know of a rule; `given` are what policies make of it."""
    shown = rule.card
    lines = [visible(f"{shown.id} {shown.name}"), f"{shown.severity if rule.on else 'off'}, {shown.family}", ""]
    lines += [_line(f"{shown.summary}.")]
    lines += _section("Why", [shown.why])
    lines += _list("Read more", (" ".join(filter(None, reference)) for reference in shown.references))
    lines += _section("How to mend it", [shown.advice])
    lines += _section("What it says", [rule.message])
    lines += _list(f"It looks at {about(rule)}, and reports where", conditions(rule, "if"))
    lines += _list("unless", conditions(rule, "unless"))
    lines += _list("Besides", restraints(rule))
    lines += _list("Its lexicons", (_cut(f"{name} ({size}): {first}") for name, size, first in lexicons(rule)))
    lines += _list("It reports what is marked", map(_told, rule.flag))
    lines += _list("It passes over", map(_told, rule.passes))
    lines += _section("How often it is right", measured(shown))
    lines += _list("Policies", policies(given))
    return "\n".join([*lines, "", visible(f"File: {rule.path}")]) + "\n"


def about(rule: Rule) -> str:
    """What the rule's check looks at."""
    return ABOUT[type(rule.settings)]


def conditions(rule: Rule, role: Role) -> list[str]:
    """The rule's settings of one role, in words."""
    return [clause.text for clause in clauses(rule.settings) if clause.role == role]


def restraints(rule: Rule) -> Iterator[str]:
    """How the rule reports, and where it is silent though its conditions hold, in sentences without a full stop."""
    yield from (*conditions(rule, "how"), *tiers_in_words(rule))
    if rule.yields_to:
        yield f"it is silent where {listed(rule.yields_to)} reports some of the same words"
    if rule.skip_genres:
        yield f"it is silent in articles of the genre {listed(rule.skip_genres)}"
    if rule.limit:
        yield f"it makes no more than {rule.limit} finding{'s' if rule.limit > 1 else ''} in an article"


def _told(example: Example) -> str:
    paragraphs = " ".join(paragraphs_of(example, lambda text: text, lambda text: f"[[{text}]]"))
    return f"{paragraphs} ({example.note})" if example.note else paragraphs


def policies(given: Sequence[Stance]) -> Iterator[str]:
    """What policies make of a rule, and which of its settings they change."""
    if given:
        yield in_words(given)
    for stance in given:
        if stance.state != "off" and stance.changes:
            yield f"{stance.policy}: {'; '.join(stance.changes)}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"


def _line(text: str) -> str:
    return wrapped(text, 0, WIDTH)


def _section(heading: str, texts: Iterable[str]) -> Iterator[str]:
    yield from ("", f"{heading}:")
    yield from (wrapped(text, 2, WIDTH) for text in texts)


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    written = [f"  - {wrapped(item, 4, WIDTH).lstrip(' ')}" for item in items]
    if written:
        yield from ("", f"{heading}:", *written)
