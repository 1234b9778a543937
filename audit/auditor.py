"""The use case: from what is asked for to a Run."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from audit import __version__
from audit.baseline import Match, match, read_baseline
from audit.cache import Cache
from audit.desk import Desk, Progress, Task
from audit.errors import UsageError
from audit.history import Base, Change, History, Version
from audit.known import known_of, recognised
from audit.limits import within_limits
from audit.readers import shown_path
from audit.records import STANDARD_INPUT, Problem, Report, RuleCard, Run, Severity, Suppression, Tool
from audit.selection import Selection, Since, select, select_changed, waivers_before
from audit.settings import ANONYMOUS_SHARE, Matcher, Override, Profile, Settings, within_share
from audit.waivers import CARDS, Terms, apply_waivers, read_sidecar, rule_names

__all__ = ["STANDARD_INPUT", "Outcome", "Progress", "Request", "Since", "audit", "settled", "terms_of"]

SHORT_COMMIT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to audit: files, folders and, for "-", the bytes of `stdin`; with `since` only what has changed.

    `strict` leaves out files that the configuration calls no articles, though they are named. `today` decides
    whether waivers still hold.
    """

    paths: tuple[str, ...]
    settings: Settings
    today: date
    stdin: bytes | None = None
    strict: bool = False
    since: Since | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A run; its reports `in_full`, beyond the limits of rules too; what its baseline matched, what it was compared
    with, and notes on what could not be told.
    """

    run: Run
    in_full: tuple[Report, ...] = ()
    match: Match | None = None
    history: History | None = None
    notes: tuple[str, ...] = ()


def audit(request: Request, *, cache: Cache, progress: Progress | None = None) -> Outcome:
    """Audit what is asked for; standard input comes first, the rest in the order of collection.

    What cannot be read or audited becomes a Problem; `progress` is told how many articles are done, of how many.
    Raises RuleError and ConfigError before the first article, UsageError where there is none, and PipelineError.
    """
    settings = request.settings
    desk = Desk(settings.rule_folders, cache=cache, jobs=settings.jobs)
    general = desk.rules(settings.general)
    baseline = read_baseline(settings.baseline) if settings.baseline else None
    selection, inputs = _inputs(request)
    terms = terms_of(settings, (*general.on, *general.off), request.today)
    judged = [_judged(item, *results, terms, selection.history) for item, results in _audited(inputs, desk, progress)]
    reports: Sequence[Report] = [result for result, _ in judged if isinstance(result, Report)]
    problems = [*selection.problems, *(result for result, _ in judged if isinstance(result, Problem))]
    matched = match(reports, baseline, [problem.path for problem in problems]) if baseline else None
    reports = matched.reports if matched else reports
    run = Run(
        tool=_tool(general.digest, settings, reports),
        reports=tuple(map(within_limits, reports)),
        problems=tuple(problems),
        rules=_cards((desk.rules(item.task.profile).on for item in inputs), general.on, reports),
    )
    notes = tuple(note for _, note in judged if note)
    return Outcome(run=run, in_full=tuple(reports), match=matched, history=selection.history, notes=notes)


# ---------------------------------------------------------------- what is audited


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    """A task, the file that it is about, and how that was before; `edited` is False if it has only been moved."""

    task: Task
    file: Path | None = None
    before: Version | None = None
    edited: bool = True

    @property
    def task_before(self) -> Task | None:
        """The version before, if it must be audited too."""
        if self.before is None or not self.edited:
            return None
        return replace(self.task, source=self.before, suffix=Path(self.before.path).suffix)


def _inputs(request: Request) -> tuple[Selection, tuple[_Input, ...]]:
    matcher = Matcher(request.settings)
    paths = [Path(path) for path in request.paths if path != STANDARD_INPUT]
    if request.since is None:
        selection = select(paths, matcher, strict=request.strict)
    elif STANDARD_INPUT in request.paths:
        raise UsageError("standard input has no history; leave out - or --changed")
    else:
        selection = select_changed(paths, matcher, request.since, strict=request.strict)
    inputs = [_input(path, matcher.profile(path), selection.changes.get(path)) for path in selection.files]
    if STANDARD_INPUT in request.paths and request.stdin is not None:
        profile = request.settings.general
        inputs.insert(0, _Input(task=Task(source=request.stdin, path=STANDARD_INPUT, suffix=".txt", profile=profile)))
    if not (inputs or selection.problems or request.since or request.strict):
        raise UsageError(f"no article in {', '.join(request.paths)}; give files, or folders that hold some")
    return selection, tuple(inputs)


def _input(path: Path, profile: Profile, change: Change | None) -> _Input:
    task = Task(source=path, path=shown_path(path), suffix=path.suffix, profile=profile)
    if change is None:
        return _Input(task=task, file=path)
    return _Input(task=task, file=path, before=change.before, edited=change.edited)


def _audited(
    inputs: Sequence[_Input], desk: Desk, progress: Progress | None
) -> Iterator[tuple[_Input, tuple[Report | Problem, Report | Problem | None]]]:
    """Each input with the result on it, and the result on the version before, if there is one."""
    before = [task for item in inputs if (task := item.task_before)]
    results = iter(desk.audit([*(item.task for item in inputs), *before], progress))
    now = [next(results) for _ in inputs]
    for item, result in zip(inputs, now, strict=True):
        unedited = result if item.before else None
        yield item, (result, next(results) if item.task_before else unedited)


# ---------------------------------------------------------------- what counts


def _judged(
    item: _Input, result: Report | Problem, before: Report | Problem | None, terms: Terms, history: History | None
) -> tuple[Report | Problem, str]:
    """The report after waivers, less what the version before had, and a note where that could not be read."""
    if isinstance(result, Problem):
        return result, ""
    profile = item.task.profile
    report = settled(result, item.file, profile, terms)
    if isinstance(before, Report) and history and item.before:
        # What a waiver covered was settled then, not known; so when its day is past, the finding is a new one.
        then = replace(terms, today=date.min)
        earlier = apply_waivers(within_share(before, profile), then, waivers_before(item.before, history))
        return _less_known(report, earlier, history.base), ""
    if isinstance(before, Problem) and history:
        base = history.base.name
        return report, f"{item.task.path}: all its findings count, for as it was in {base} it {before.message}"
    return report, ""


def settled(report: Report, file: Path | None, profile: Profile, terms: Terms) -> Report:
    """The report with the budget for its article, after the waivers in the article and beside its file."""
    beside = read_sidecar(file, report.reading.article.path) if file else ()
    return replace(apply_waivers(within_share(report, profile), terms, beside), fails_on=_fails_on(profile))


def terms_of(settings: Settings, cards: Iterable[RuleCard], today: date) -> Terms:
    """On what terms waivers are taken; `cards` are of all rules, on or off."""
    return Terms(
        names=rule_names((*cards, ANONYMOUS_SHARE)),
        today=today,
        unused=settings.unused_waivers,
        expired=settings.expired_waivers,
    )


def _fails_on(profile: Profile) -> Severity | None:
    return None if profile.fail_on == "never" else profile.fail_on


def _less_known(report: Report, before: Report, base: Base) -> Report:
    """The report with what was there before suppressed; what was waived then is not known."""
    counted = (finding for finding in before.findings if not finding.suppressed)
    found = recognised(report, known_of(replace(before, findings=tuple(counted))))
    reason = Suppression(kind="base", reason=f"already in {base.name} ({base.commit[:SHORT_COMMIT]})")
    findings = (
        replace(finding, suppressed=reason) if number in found and not finding.suppressed else finding
        for number, finding in enumerate(report.findings)
    )
    return replace(report, findings=tuple(findings))


# ---------------------------------------------------------------- what the run says of its rules


def _tool(digest: str, settings: Settings, reports: Sequence[Report]) -> Tool:
    """The rules' hash is that of the general ones and all overrides, whichever articles there were."""
    if settings.overrides:
        overrides = [(override.paths, override.policy, _written(override)) for override in settings.overrides]
        content = json.dumps([digest, overrides], sort_keys=True, default=str)
        digest = f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
    model = reports[0].reading.parse.model if reports else ""
    return Tool(version=__version__, rules=digest, model=model)


def _written(override: Override) -> dict[str, tuple[object, ...]]:
    return {name: (change.on, change.severity, change.settings) for name, change in override.rules.items()}


def _cards(
    used: Iterable[tuple[RuleCard, ...]], general: tuple[RuleCard, ...], reports: Sequence[Report]
) -> tuple[RuleCard, ...]:
    """A card for each rule that was on for some article, and for what was found of waivers and budgets."""
    named = {finding.rule for report in reports for finding in report.findings}
    cards = [card for card in (*CARDS, ANONYMOUS_SHARE) if card.id in named]
    for some in (*used, general):
        cards += some
    by_id = {card.id: card for card in cards}
    return tuple(by_id[rule] for rule in sorted(by_id))
