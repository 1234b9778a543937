"""From a target to its explanation: the article is audited as `audit check` would, and then looked at again."""

from datetime import date
from pathlib import Path

from audit.auditor import STANDARD_INPUT, Request, audit
from audit.cache import Cache
from audit.engine import rulings
from audit.errors import ArticleError, UsageError
from audit.examiner import Examiner
from audit.explaining.gathering import Explanation, gather
from audit.explaining.target import Target
from audit.readers import load, shown_path
from audit.rulebook import Rule, Rulebook
from audit.settings import Matcher, Settings

__all__ = ["explain"]


def explain(
    target: Target,
    settings: Settings,
    *,
    today: date,
    cache: Cache,
    stdin: bytes | None = None,
    rule: str | None = None,
) -> Explanation:
    """Why the article's report says what it says of the target, under its waivers and the baseline too.

    With `rule`, an id or a name, only what that rule makes of it. Raises UsageError for a target or rule that is not
    there, ArticleError for an article that cannot be read, and what `audit` raises.
    """
    path = Path(target.path)
    if path.is_dir():
        raise UsageError(f"{target.path} is a folder; name one article, and a line in it: FILE:LINE")
    outcome = audit(Request(paths=(target.path,), settings=settings, today=today, stdin=stdin), cache=cache)
    for problem in outcome.run.problems:
        raise ArticleError(problem.path, problem.message)
    (report,) = outcome.run.reports
    examiner = Examiner(settings.rule_folders)
    if target.path == STANDARD_INPUT:
        profile, data, suffix = settings.general, stdin or b"", ".txt"
    else:
        profile = Matcher(settings).profile(path)
        data, suffix = load(path, display=shown_path(path)), path.suffix
    book = examiner.book(profile)
    reading = examiner.read(data, path=report.reading.article.path, suffix=suffix)
    return gather(target, report, reading, rulings(reading, book.rules), book, only=_rule(book, rule) if rule else None)


def _rule(book: Rulebook, name: str) -> Rule:
    wanted = name.casefold()
    found = next((r for r in book.everything if wanted in (r.id.casefold(), r.card.name.casefold())), None)
    if found is None:
        raise UsageError(f"there is no rule {name}; `audit rules list` names them all")
    return found
