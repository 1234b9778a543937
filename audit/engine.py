"""A reading and a rule book make a report: run every check, weed out, join hits with their rules, sort.

`rulings` tells what became of every place that a rule looked at; the findings are those of them that are reported.
`run_examples` tries the rules on their own examples in the same way.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import msgspec

from audit.checks import Verdict
from audit.limits import within_limits
from audit.records import Article, Finding, Hit, Reading, Report, Severity, Span
from audit.rulebook import Example, Rule, Rulebook
from audit.text import LineIndex

__all__ = ["ExampleResult", "Outcome", "Ruling", "audit_reading", "report_of", "rulings", "run_examples"]

LONGEST_VALUE = 120
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")

Outcome: TypeAlias = Literal["reported", "passed", "part", "again", "yields", "folded"]


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one place that a rule looked at.

    It is `reported`, or `passed` over for a condition that does not hold. Otherwise another finding stands for it,
    of the rule and at the place in `instead`: that of which it is `part`, one `again` at the same place, or one to
    which the rule `yields`; and, once it is known which findings count, one that points here because the rule's
    limit is reached (`folded`). `severity` is that of the rule, or of the tier that looked.
    """

    rule: Rule
    severity: Severity
    verdict: Verdict
    outcome: Outcome
    finding: Finding | None = None
    instead: tuple[str, Span] | None = None


def audit_reading(reading: Reading, rulebook: Rulebook) -> Report:
    """What the rules say of one article, all else apart; findings in order of start, end and rule."""
    return within_limits(report_of(reading, rulings(reading, rulebook.rules)))


def report_of(reading: Reading, made: Iterable[Ruling]) -> Report:
    """The report that these rulings make, with all findings of rules that have a limit."""
    found = (ruling.finding for ruling in made if ruling.finding)
    return Report(reading=reading, findings=tuple(sorted(found, key=lambda f: (f.span, f.rule))))


def rulings(reading: Reading, rules: Sequence[Rule]) -> Iterator[Ruling]:
    """What became of every place that these rules looked at, rule by rule; one that skips the genre looks at none."""
    looking = [rule for rule in rules if reading.article.genre not in rule.skip_genres]
    verdicts = {rule.id: tuple(rule.verdicts(reading)) for rule in looking}
    hits = {rule_id: _hits(verdict for _, verdict in given) for rule_id, given in verdicts.items()}
    lines = LineIndex(reading.article.text)
    for rule in looking:
        stronger = {other: hits[other] for other in rule.yields_to if other in hits}
        yield from _rulings(reading, rule, verdicts[rule.id], hits[rule.id], stronger, lines)


def _rulings(
    reading: Reading,
    rule: Rule,
    verdicts: Sequence[tuple[Severity, Verdict]],
    hits: Sequence[Hit],
    stronger: Mapping[str, Sequence[Hit]],
    lines: LineIndex,
) -> Iterator[Ruling]:
    """The rulings on one rule's verdicts, the gravest tier's first; `stronger` are hits of rules it yields to."""
    prints = _fingerprints(reading, rule, hits)
    yields = {hit.span: over for hit in hits if (over := _overlapping(hit, stronger))}
    first = {hit.span: hit for hit in hits}
    for severity, verdict in verdicts:
        if verdict.hit is None:
            into = verdict.into and (rule.id, verdict.into)
            outcome: Outcome = "part" if into else "passed"
            yield Ruling(rule=rule, severity=severity, verdict=verdict, outcome=outcome, instead=into)
            continue
        ruled = partial(Ruling, rule=rule, severity=severity, verdict=verdict)
        span = verdict.hit.span
        if span not in prints:
            yield ruled(outcome="again", instead=(rule.id, span))
        elif span in yields:
            yield ruled(outcome="yields", instead=yields[span])
        else:
            finding = _finding(reading, rule, severity, first[span], prints[span], lines)
            yield ruled(outcome="reported", finding=finding)
        prints.pop(span, None)


def _hits(verdicts: Iterable[Verdict]) -> list[Hit]:
    """The hits in order, the first (and so the gravest) of those at the same place."""
    first: dict[Span, Hit] = {}
    for verdict in verdicts:
        if verdict.hit:
            first.setdefault(verdict.hit.span, verdict.hit)
    return [first[span] for span in sorted(first)]


def _overlapping(hit: Hit, stronger: Mapping[str, Sequence[Hit]]) -> tuple[str, Span] | None:
    """The first hit of another rule that shares words with this one."""
    others = ((rule, other.span) for rule, hits in stronger.items() for other in hits)
    return next((o for o in others if o[1].start < hit.span.end and hit.span.start < o[1].end), None)


def _fingerprints(reading: Reading, rule: Rule, hits: Sequence[Hit]) -> dict[Span, str]:
    """By span: a hash of the rule, the words and how often these came before, so that it survives edits elsewhere.

    What is found of a whole article only stands at its headline: those words are not what is wrong with it.
    """
    seen: Counter[str] = Counter()
    prints = {}
    for hit in hits:
        flagged = "" if rule.card.family == "article" else reading.article.text[hit.span.start : hit.span.end]
        words = " ".join(flagged.casefold().translate(_STRAIGHT).split())
        seen[words] += 1
        prints[hit.span] = hashlib.sha256(f"{rule.id}\0{words}\0{seen[words]}".encode()).hexdigest()[:16]
    return prints


def _finding(reading: Reading, rule: Rule, severity: Severity, hit: Hit, fingerprint: str, lines: LineIndex) -> Finding:
    line, column = lines.position(hit.span.start)
    end_line, end_column = lines.position(hit.span.end)
    return Finding(
        rule=rule.id,
        name=rule.card.name,
        family=rule.card.family,
        severity=severity,
        message=rule.message.format_map({name: _clipped(value) for name, value in hit.values.items()}),
        advice=rule.card.advice,
        span=hit.span,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=reading.article.text[hit.span.start : hit.span.end],
        fingerprint=fingerprint,
        related=hit.related,
        limit=rule.limit,
    )


def _clipped(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1].rstrip() + "…"


# ---------------------------------------------------------------- rules on their own examples


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """What one rule found in one of its examples, beside what it had to find."""

    rule: str
    kind: Literal["flag", "pass"]
    number: int
    example: Example
    found: tuple[Span, ...]

    @property
    def name(self) -> str:
        """Such as ANON001/flag[0]."""
        return f"{self.rule}/{self.kind}[{self.number}]"

    @property
    def passed(self) -> bool:
        """Whether the rule found exactly what is marked."""
        return self.found == self.example.expected


def run_examples(
    rulebook: Rulebook,
    read: Callable[[Sequence[Article]], Iterable[Reading]],
    *,
    beside: Sequence[Rule] = (),
) -> tuple[ExampleResult, ...]:
    """Try every rule, on or off, on its own examples, alone but for the rules that it yields to.

    These may be `beside` the rule book. `read` turns articles into readings, one for one and in the same order.
    """
    cases = [case for rule in rulebook.everything for case in _cases(rule)]
    readings = read([example.article for *_, example in cases])
    by_id = {rule.id: rule for rule in (*beside, *rulebook.everything)}
    results = []
    for (rule, kind, number, example), reading in zip(cases, readings, strict=True):
        with_stronger = [rule, *(by_id[other] for other in rule.yields_to if other in by_id)]
        findings = within_limits(report_of(reading, rulings(reading, with_stronger))).findings
        found = tuple(f.span for f in findings if f.rule == rule.id)
        results.append(ExampleResult(rule=rule.id, kind=kind, number=number, example=example, found=found))
    return tuple(results)


def _cases(rule: Rule) -> Iterator[tuple[Rule, Literal["flag", "pass"], int, Example]]:
    for number, example in enumerate(rule.flag):
        yield rule, "flag", number, example
    for number, example in enumerate(rule.passes):
        yield rule, "pass", number, example
