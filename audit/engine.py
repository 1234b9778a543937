"""A reading and a rule book make a report: run every check, weed out, join hits with their rules, sort.

`run_examples` tries the rules on their own examples in the same way.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from audit.records import Article, Finding, Hit, Place, Reading, Report, Span
from audit.rulebook import Example, Rule, Rulebook
from audit.text import LineIndex

__all__ = ["ExampleResult", "audit_reading", "run_examples"]

LONGEST_VALUE = 120
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def audit_reading(reading: Reading, rulebook: Rulebook) -> Report:
    """What the rules say of one article; findings in order of start, end and rule."""
    return Report(reading=reading, findings=_findings(reading, rulebook.rules))


def _findings(reading: Reading, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    hits = {rule.id: _hits(reading, rule) for rule in rules}
    lines = LineIndex(reading.article.text)
    found = []
    for rule in rules:
        prints = _fingerprints(reading, rule, hits[rule.id])
        standing = [hit for hit in hits[rule.id] if not _yields(rule, hit, hits)]
        for hit in _folded(standing, rule.limit):
            found.append(_finding(reading, rule, hit, prints[hit.span], lines))
    return tuple(sorted(found, key=lambda f: (f.span, f.rule)))


def _hits(reading: Reading, rule: Rule) -> list[Hit]:
    """The rule's hits in order, the first (and so the gravest) of those at the same place."""
    if reading.article.genre in rule.skip_genres:
        return []
    first: dict[Span, Hit] = {}
    for hit in rule.hits(reading):
        first.setdefault(hit.span, hit)
    return [first[span] for span in sorted(first)]


def _yields(rule: Rule, hit: Hit, hits: Mapping[str, Sequence[Hit]]) -> bool:
    others = (other.span for name in rule.yields_to for other in hits.get(name, ()))
    return any(span.start < hit.span.end and hit.span.start < span.end for span in others)


def _folded(hits: Sequence[Hit], limit: int | None) -> Iterator[Hit]:
    """The first `limit` hits; the places of the rest go with the last of these."""
    if limit is None or len(hits) <= limit:
        yield from hits
        return
    yield from hits[: limit - 1]
    rest = tuple(Place(span=hit.span, note="here too") for hit in hits[limit:])
    yield replace(hits[limit - 1], related=hits[limit - 1].related + rest)


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


def _finding(reading: Reading, rule: Rule, hit: Hit, fingerprint: str, lines: LineIndex) -> Finding:
    line, column = lines.position(hit.span.start)
    end_line, end_column = lines.position(hit.span.end)
    return Finding(
        rule=rule.id,
        name=rule.card.name,
        family=rule.card.family,
        severity=hit.severity or rule.card.severity,
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
    rulebook: Rulebook, read: Callable[[Sequence[Article]], Iterable[Reading]]
) -> tuple[ExampleResult, ...]:
    """Try every rule on its own examples, alone but for the rules that it yields to.

    `read` turns articles into readings, one for one and in the same order.
    """
    cases = [case for rule in rulebook.rules for case in _cases(rule)]
    readings = read([example.article for *_, example in cases])
    by_id = {rule.id: rule for rule in rulebook.rules}
    results = []
    for (rule, kind, number, example), reading in zip(cases, readings, strict=True):
        findings = _findings(reading, [rule, *(by_id[other] for other in rule.yields_to if other in by_id)])
        found = tuple(f.span for f in findings if f.rule == rule.id)
        results.append(ExampleResult(rule=rule.id, kind=kind, number=number, example=example, found=found))
    return tuple(results)


def _cases(rule: Rule) -> Iterator[tuple[Rule, Literal["flag", "pass"], int, Example]]:
    for number, example in enumerate(rule.flag):
        yield rule, "flag", number, example
    for number, example in enumerate(rule.passes):
        yield rule, "pass", number, example
