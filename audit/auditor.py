"""The use case: from what is asked for to a Run."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from audit import __version__
from audit.baseline import Match, Matching, read_baseline
from audit.cache import Cache
from audit.desk import Desk, Progress, RulesInBrief, Task
from audit.errors import UsageError
from audit.history import Base, Change, History, Version
from audit.known import known_of, recognised
from audit.limits import within_limits
from audit.readers import shown_path
from audit.records import STANDARD_INPUT, Problem, Report, RuleCard, Run, Severity, Suppression, Tool
from audit.selection import Selection, Since, select, select_changed, waivers_before
from audit.settings import ANONYMOUS_SHARE, Matcher, Override, Profile, Settings, within_share
from audit.waivers import CARDS, Terms, apply_waivers, read_sidecar, rule_names

__all__ = [
    "STANDARD_INPUT",
    "Auditing",
    "Outcome",
    "Progress",
    "Request",
    "Since",
    "audit",
    "settled",
    "terms_of",
    "tool_of",
]

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
    """Audit what is asked for, all at once; raises what Auditing and its results do."""
    auditing = Auditing(request, cache=cache)
    results = list(auditing.results(progress))
    reports = tuple(result for result in results if isinstance(result, Report))
    problems = tuple(result for result in results if isinstance(result, Problem))
    return Outcome(
        run=auditing.run(reports, problems),
        in_full=reports,
        match=auditing.match(problems),
        history=auditing.history,
        notes=tuple(auditing.notes),
    )


class Auditing:
    """An audit under way; whoever needs one report at a time need not hold the others.

    `paths` are those of all articles, in the order of the results, `notes` tell, after the results, what could not be
    told. Raises RuleError and ConfigError, and UsageError where there is no article.
    """

    def __init__(self, request: Request, *, cache: Cache) -> None:
        settings = request.settings
        self._settings = settings
        self._desk = Desk(settings.rule_folders, cache=cache, jobs=settings.jobs)
        self._general = self._desk.rules(settings.general)
        self._matching = Matching(read_baseline(settings.baseline)) if settings.baseline else None
        self._selection, self._inputs = _inputs(request)
        self._terms = terms_of(settings, (*self._general.on, *self._general.off), request.today)
        self.history = self._selection.history
        self.paths = tuple(item.task.path for item in self._inputs)
        self.notes: list[str] = []
        self._model = ""

    def results(self, progress: Progress | None = None) -> Iterator[Report | Problem]:
        """Reports in full, beyond the limits of rules too, and problems with what cannot be read or audited.

        Standard input comes first, the rest in order of path, however they were named; `progress` is told how many
        articles are done, of how many. Raises RuleError before the first article, and PipelineError.
        """
        yield from sorted(self._selection.problems, key=lambda problem: (problem.path, problem.message))
        for item, result, before in _audited(self._inputs, self._desk, progress):
            if isinstance(result, Problem):
                yield result
                continue
            report, note = _judged(item, result, before, self._terms, self.history)
            self.notes += [note] if note else []
            self._model = report.reading.parse.model
            report = self._matching.less_known(report) if self._matching else report
            yield replace(report, rules=_cards(report, self._desk.rules(item.task.profile)))

    def run(self, reports: Sequence[Report], problems: Sequence[Problem] = ()) -> Run:
        """The run that some of the results so far make, within the limits of rules."""
        cards = {card.id: card for report in reports for card in report.rules}
        cards |= {card.id: card for card in self._general.on}
        return Run(
            tool=tool_of(self._general.digest, self._settings, self._model),
            reports=tuple(map(within_limits, reports)),
            problems=tuple(problems),
            rules=tuple(cards[rule] for rule in sorted(cards)),
        )

    def match(self, problems: Sequence[Problem]) -> Match | None:
        """What has become of the baseline, if there is one, after the results, of which these were problems."""
        return self._matching.match(problem.path for problem in problems) if self._matching else None


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
    inputs = [_input(path, matcher.profile(path), selection.changes.get(path)) for path in sorted(selection.files)]
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
) -> Iterator[tuple[_Input, Report | Problem, Report | Problem | None]]:
    """Each input with the result on it, and the result on the version before, if there is one."""
    pairs = [(item.task, before) if (before := item.task_before) else (item.task,) for item in inputs]
    results = desk.audit([task for pair in pairs for task in pair], progress)
    for item, pair in zip(inputs, pairs, strict=True):
        result = next(results)
        unedited = result if item.before else None
        yield item, result, next(results) if len(pair) > 1 else unedited
    next(results, None)  # there is none, but now the desk tidies up


# ---------------------------------------------------------------- what counts


def _judged(
    item: _Input, result: Report, before: Report | Problem | None, terms: Terms, history: History | None
) -> tuple[Report, str]:
    """The report after waivers, less what the version before had, and a note where that could not be read."""
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
    judged = apply_waivers(within_share(report, profile), terms, beside)
    return replace(judged, fails_on=_fails_on(profile), policy=profile.policy)


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


def tool_of(digest: str, settings: Settings, model: str) -> Tool:
    """What audits: the rules' hash is that of the general ones and all overrides, whichever articles there were."""
    if settings.overrides:
        overrides = [(override.paths, override.policy, _written(override)) for override in settings.overrides]
        content = json.dumps([digest, overrides], sort_keys=True, default=str)
        digest = f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
    return Tool(version=__version__, rules=digest, model=model)


def _written(override: Override) -> dict[str, tuple[object, ...]]:
    return {name: (change.on, change.severity, change.settings) for name, change in override.rules.items()}


def _cards(report: Report, rules: RulesInBrief) -> tuple[RuleCard, ...]:
    """A card for each rule that was on for the article, and for what was found of waivers and budgets."""
    named = {finding.rule for finding in report.findings}
    others = [card for card in (*CARDS, ANONYMOUS_SHARE) if card.id in named]
    return tuple(sorted((*others, *rules.on), key=lambda card: card.id)) if others else rules.on
