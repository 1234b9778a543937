"""Budgets: how much of what is borne one by one is too much together."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from audit.records import STANDARD_INPUT, Report, RuleCard, Run
from audit.remarks import remark
from audit.settings.matching import Matcher
from audit.settings.records import Profile, Settings

__all__ = ["ANONYMOUS_SHARE", "WARNINGS", "held_to_budgets", "within_share"]

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


def held_to_budgets(run: Run, settings: Settings) -> tuple[Run, str | None]:
    """The run with an error for each article that has more warnings than its budget, and what is to be said if the
    whole run has, which makes it fail too; for when all that suppresses findings is done.
    """
    matcher = Matcher(settings)
    reports = tuple(_within_warnings(report, _profile(report, matcher, settings)) for report in run.reports)
    is_over = any(after is not before for after, before in zip(reports, run.reports, strict=True))
    cards = sorted((*run.rules, WARNINGS), key=lambda card: card.id) if is_over else run.rules
    return replace(run, reports=reports, rules=tuple(cards)), _over_budget(run.reports, settings.general)


def _profile(report: Report, matcher: Matcher, settings: Settings) -> Profile:
    path = report.reading.article.path
    return settings.general if path == STANDARD_INPUT else matcher.profile(Path(path))


def _within_warnings(report: Report, profile: Profile) -> Report:
    limit, count = profile.budgets.max_warnings_per_article, _warnings(report)
    if limit is None or count <= limit:
        return report
    origin = profile.origin("budgets.max-warnings-per-article")
    return _with(report, WARNINGS, f"The article has {count} warnings; the budget is {limit} ({origin}).")


def _over_budget(reports: Sequence[Report], general: Profile) -> str | None:
    limit, count = general.budgets.max_warnings, sum(map(_warnings, reports))
    if limit is None or count <= limit or general.fail_on == "never":
        return None
    return f"{count} warnings, and the budget of the run is {limit} ({general.origin('budgets.max-warnings')})"


def _warnings(report: Report) -> int:
    return sum(finding.severity == "warning" and not finding.suppressed for finding in report.findings)


def _with(report: Report, card: RuleCard, message: str) -> Report:
    finding = remark(report.reading.article, card, message, key="")
    findings = sorted((*report.findings, finding), key=lambda finding: (finding.span, finding.rule))
    return replace(report, findings=tuple(findings))
