"""Budgets: how much of what is borne one by one is too much together."""

from collections.abc import Sequence
from dataclasses import replace

from audit.records import Report, RuleCard
from audit.remarks import remark
from audit.settings.records import Profile, Settings

__all__ = ["ANONYMOUS_SHARE", "CARDS", "WARNINGS", "over_budget", "within_share", "within_warnings"]

FEWEST_ATTRIBUTED_WORDS = 100  # less says nothing of an article
READ_MORE = "The configuration asks for it: docs/configuration.md."
ANONYMOUS_SHARE = RuleCard(
    id="BUDGET001",
    name="anonymous-share-over-budget",
    family="article",
    severity="error",
    summary="More of what the article tells comes from unnamed people than the configuration allows",
    why=READ_MORE,
    advice="Move the weight to sources with names, and to documents; or waive BUDGET001 with the reason.",
)
WARNINGS = RuleCard(
    id="BUDGET002",
    name="warnings-over-budget",
    family="article",
    severity="error",
    summary="The article has more warnings than the configuration allows",
    why=READ_MORE,
    advice="Mend some, or waive them with the reason.",
)
CARDS = (ANONYMOUS_SHARE, WARNINGS)


def within_share(report: Report, profile: Profile) -> Report:
    """The report, with an error if unnamed people carry more than the budget; before waivers, which may cover it."""
    limit, measures = profile.budgets.max_anonymous_share, report.reading.measures
    share = measures.anonymous_share
    if limit is None or share is None or share <= limit:
        return report
    if measures.attributed_share * measures.words < FEWEST_ATTRIBUTED_WORDS:
        return report
    origin = profile.origin("budgets.max-anonymous-share")
    message = f"{share:.1%} of the attributed words come from unnamed people; the budget is {limit:.1%} ({origin})."
    return _with(report, ANONYMOUS_SHARE, message)


def within_warnings(report: Report, profile: Profile) -> Report:
    """The report, with an error if it has more warnings than the budget; when all that suppresses them is done."""
    limit, count = profile.budgets.max_warnings_per_article, _warnings(report)
    if limit is None or count <= limit:
        return report
    origin = profile.origin("budgets.max-warnings-per-article")
    return _with(report, WARNINGS, f"The article has {count} warnings; the budget is {limit} ({origin}).")


def over_budget(reports: Sequence[Report], settings: Settings) -> str | None:
    """What is to be said if the whole run has more warnings than the budget, which makes it fail; else None."""
    limit, count = settings.general.budgets.max_warnings, sum(map(_warnings, reports))
    if limit is None or count <= limit:
        return None
    origin = settings.general.origin("budgets.max-warnings")
    return f"{count} warnings, and the budget of the run is {limit} ({origin})"


def _warnings(report: Report) -> int:
    return sum(finding.severity == "warning" and not finding.suppressed for finding in report.findings)


def _with(report: Report, card: RuleCard, message: str) -> Report:
    finding = remark(report.reading.article, card, message, key="")
    findings = sorted((*report.findings, finding), key=lambda finding: (finding.span, finding.rule))
    return replace(report, findings=tuple(findings))
