"""From a target to its explanation."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from audit.auditor import STANDARD_INPUT, settled, terms_of
from audit.baseline import Matching, read_baseline
from audit.engine import report_of, rulings
from audit.errors import UsageError
from audit.examiner import Examiner
from audit.explaining.gathering import Explanation, gather
from audit.explaining.target import Target
from audit.limits import within_limits
from audit.readers import load, shown_path
from audit.rulebook import Rule, Rulebook
from audit.rulebook.faults import suggestion
from audit.settings import Matcher, Settings

__all__ = ["explain"]


def explain(
    target: Target, settings: Settings, *, today: date, stdin: bytes | None = None, rule: str | None = None
) -> Explanation:
    """Why the article's report says what it says of the target, under its waivers and the baseline too.

    With `rule`, an id or a name, only what that rule makes of it. Raises UsageError for a target or rule that is not
    there, ArticleError for an article that cannot be read, RuleError, ConfigError and PipelineError.
    """
    file = None if target.path == STANDARD_INPUT else Path(target.path)
    if file and file.is_dir():
        raise UsageError(f"{target.path} is a folder; name one article, and a line in it: FILE:LINE")
    profile = Matcher(settings).profile(file) if file else settings.general
    examiner = Examiner(settings.rule_folders)
    book = examiner.book(profile)
    only = _rule(book, rule) if rule else None
    shown = shown_path(file) if file else STANDARD_INPUT
    data = load(file, display=shown, limits=profile.limits) if file else stdin or b""
    reading = examiner.read(data, path=shown, suffix=file.suffix if file else ".txt", profile=profile)
    made = tuple(rulings(reading, book.rules))
    terms = terms_of(settings, (one.card for one in book.everything), today)
    report = settled(report_of(reading, made), file, profile, terms)
    if settings.baseline:
        report = Matching(read_baseline(settings.baseline)).less_known(report)
    return gather(replace(target, path=shown), within_limits(report), made, book, only)


def _rule(book: Rulebook, name: str) -> Rule:
    wanted = name.casefold()
    found = next((r for r in book.everything if wanted in (r.id.casefold(), r.card.name.casefold())), None)
    if found is None:
        known = [text for rule in book.everything for text in (rule.id, rule.card.name)]
        raise UsageError(f"there is no rule {name}{suggestion(name, known)}; `audit rules list` names them all")
    return found
