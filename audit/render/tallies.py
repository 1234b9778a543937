"""What every format for people says of an article: how many findings, what follows, and who is behind the story."""

from collections import Counter
from collections.abc import Iterable
from textwrap import shorten
from typing import Literal, NamedTuple

from audit.records import Finding, Reading, Report, RuleCard, Run, Severity, Source, SourceKind, WaiverUse

__all__ = [
    "NOTHING",
    "SEVERITY_WORDS",
    "Tally",
    "cards",
    "count",
    "headline",
    "judged_by",
    "kind_name",
    "level",
    "people",
    "percent",
    "sourcing",
    "standing",
    "summary",
    "tally",
    "title",
    "told",
    "totals",
    "verdict",
    "waiver",
    "worst_first",
]

NOTHING = "—"
CUT = "…"
LONGEST_TITLE = 80
SEVERITY_WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_KIND_NAMES: dict[SourceKind, str] = {
    "person": "named person",
    "organization": "organization",
    "document": "document",
    "anonymous": "unnamed person",
    "spokesperson": "unnamed spokesperson",
    "collective": "unnamed group",
    "evidence": "unnamed evidence",
    "agentless": "nobody",
}
NOUNS: dict[SourceKind, tuple[str, str]] = {
    "person": ("person", "people"),
    "organization": ("organization", "organizations"),
    "document": ("document", "documents"),
    "spokesperson": ("unnamed spokesperson", "unnamed spokespeople"),
    "collective": ("unnamed group", "unnamed groups"),
    "evidence": ("piece of unnamed evidence", "pieces of unnamed evidence"),
}


class Tally(NamedTuple):
    """Findings that count, by severity; `suppressed` ones count nowhere else."""

    errors: int
    warnings: int
    notes: int
    suppressed: int

    @property
    def badness(self) -> tuple[int, int, int]:
        """By this the worst sorts first: errors, then warnings, then notes, most first."""
        return -self.errors, -self.warnings, -self.notes

    def __str__(self) -> str:
        counted = [
            count(number, word)
            for number, word in ((self.errors, "error"), (self.warnings, "warning"), (self.notes, "note"))
            if number
        ]
        if self.suppressed:
            counted.append(f"{self.suppressed} set aside")
        return ", ".join(counted)


def tally(findings: Iterable[Finding]) -> Tally:
    """Count findings by severity."""
    counts: dict[str, int] = dict.fromkeys(("error", "warning", "info", "suppressed"), 0)
    for finding in findings:
        counts["suppressed" if finding.suppressed else finding.severity] += 1
    return Tally(*counts.values())


def standing(report: Report) -> list[Finding]:
    """The findings that count: all but those that are set aside."""
    return [finding for finding in report.findings if not finding.suppressed]


def totals(run: Run) -> Tally:
    """Count the findings of all articles by severity."""
    return tally(finding for report in run.reports for finding in report.findings)


def verdict(report: Report) -> str:
    """One line on what an editor should do."""
    counted = tally(report.findings)
    if counted.errors:
        return f"Fix before publishing: {counted}"
    if counted.warnings:
        return f"Worth another look: {counted}"
    return f"Nothing to fix: {counted}" if str(counted) else "Nothing to fix"


def judged_by(report: Report) -> str:
    """By which policy an article was judged, and which findings make the check of it fail."""
    severities: dict[Severity | None, str] = {
        "error": "errors fail",
        "warning": "errors and warnings fail",
        "info": "every finding fails",
        None: "no finding fails",
    }
    return f"Judged by the policy {report.policy}: {severities[report.fails_on]} the check."


def level(report: Report) -> Literal["error", "warning", "good"]:
    """How bad an article is: notes are no fault."""
    counted = tally(report.findings)
    return "error" if counted.errors else "warning" if counted.warnings else "good"


def summary(run: Run) -> str:
    """One line on all articles of a run."""
    return told(len(run.reports), (tally(report.findings) for report in run.reports), len(run.problems))


def told(articles: int, tallies: Iterable[Tally], problems: int) -> str:
    """One line on so many articles with these tallies, and on as many inputs that were not audited."""
    total = Tally(*map(sum, zip(*tallies, strict=True))) if articles else ""
    unread = f"; {count(problems, 'input')} could not be audited" if problems else ""
    return f"{count(articles, 'article')}: {str(total) or 'no findings'}{unread}"


def worst_first(reports: Iterable[Report]) -> list[Report]:
    """Reports by errors, then warnings, then notes, most first; ties keep their order."""
    return sorted(reports, key=lambda report: tally(report.findings).badness)


def sourcing(reading: Reading) -> tuple[str, ...]:
    """Who is behind the story, in sentences: the named, the unnamed, and what is credited to nobody."""
    named = _listed(reading, ("person", "organization", "document"))
    others = _listed(reading, ("spokesperson", "collective", "evidence"))
    nobody = sum(attribution.kind == "agentless" for attribution in reading.attributions)
    sentences = [f"Named: {named or 'nobody'}.", _unnamed_people(reading)]
    if others:
        sentences.append(f"Also {others}.")
    if nobody:
        sentences.append(f"{count(nobody, 'statement')} credited to nobody.")
    return tuple(sentences)


def _listed(reading: Reading, kinds: Iterable[SourceKind]) -> str:
    counts = Counter(source.kind for source in reading.sources)
    counts["person"] = reading.measures.named_sources
    return ", ".join(count(counts[kind], *NOUNS[kind]) for kind in kinds if counts[kind])


def _unnamed_people(reading: Reading) -> str:
    measures = reading.measures
    if measures.anonymous_sources == (0, 0):
        return "Unnamed: nobody."
    sentence = f"Unnamed: {people(measures.anonymous_sources)}"
    if measures.anonymous_share is not None:
        sentence += f" with {percent(measures.anonymous_share)} of the attributed words"
    if measures.reason_given_rate is not None:
        sentence += f"; a reason is given for {_part(measures.reason_given_rate)} of them"
    return f"{sentence}."


def kind_name(source: Source) -> str:
    """The kind of a source in a few words; a person may have no name, and may be several."""
    if source.kind == "person" and source.name is None:
        return "person" if source.people == (1, 1) else "people"
    return _KIND_NAMES[source.kind]


def _part(share: float) -> str:
    return "none" if share == 0 else "all" if share == 1 else percent(share)


def people(span: tuple[int, int | None]) -> str:
    """A number of people of which the text tells only the least and the most."""
    least, most = span
    if most is None:
        return f"{least} or more people"
    return count(least, "person", "people") if least == most else f"{least} to {most} people"


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, singular or plural."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """A share of 1 as a whole percentage; what is more than nothing never reads 0%."""
    return "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def headline(report: Report) -> str | None:
    """The article's headline on one line, or None."""
    article = report.reading.article
    return " ".join(article.text[slice(*article.headline)].split()) if article.headline else None


def title(report: Report) -> str:
    """What to call an article: its headline, else its first words, else its path."""
    article = report.reading.article
    words = (shorten(article.text[slice(*block.span)], LONGEST_TITLE, placeholder=CUT) for block in article.blocks)
    return headline(report) or next((first for first in words if first not in ("", CUT)), article.path)


def waiver(use: WaiverUse, article: str) -> str:
    """One line on a waiver: what it covers, where it stands, why, by whom and until when."""
    given = use.waiver
    where = f"line {given.line}" if given.path == article else f"{given.path}, line {given.line}"
    said = given.mistake or (f"false alarm: {given.reason}" if given.kind == "false-alarm" else given.reason)
    terms = ", ".join(filter(None, (given.by and f"by {given.by}", given.until and f"until {given.until}")))
    return f"{', '.join(given.rules) or 'no rule'}, {where}: {said}{f' ({terms})' if terms else ''}"


def cards(report: Report, run: Run) -> dict[str, RuleCard]:
    """The cards of the rules that were on for an article, by rule id; where it tells none, those of the run."""
    return {card.id: card for card in report.rules or run.rules}
