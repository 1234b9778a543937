"""From tasks to reports: taken from the cache where it has them, else audited here or in worker processes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cache import Cache, key_of
from audit.errors import ArticleError, AuditError
from audit.history import Version, read_version
from audit.program import builtin_rules, content_key, program_key
from audit.readers import load
from audit.records import Problem, Report, RuleCard
from audit.settings import Profile

if TYPE_CHECKING:
    from audit.examiner import Examiner

__all__ = ["Desk", "Progress", "RulesInBrief", "Task"]

BUILTIN = "builtin"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One version of one article: where its bytes are, the path it is reported under, and what holds for it."""

    source: Path | Version | bytes
    path: str
    suffix: str
    profile: Profile

    def data(self) -> bytes:
        """The bytes of the article; ArticleError or UsageError where they cannot be had."""
        if isinstance(self.source, bytes):
            return self.source
        if isinstance(self.source, Version):
            return read_version(self.source)
        return load(self.source, display=self.path, limits=self.profile.limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInBrief:
    """What a report says of the rules: their hash, and a card for each that is on, and for each that is off."""

    digest: str
    on: tuple[RuleCard, ...]
    off: tuple[RuleCard, ...]


class Desk:
    """Where tasks are done, under one set of folders of rules."""

    def __init__(self, rule_folders: Sequence[str], *, cache: Cache, jobs: int = 1) -> None:
        self._folders = tuple(rule_folders)
        self._cache = cache
        self._jobs = jobs
        self._briefs: dict[str, RulesInBrief] = {}

    def rules(self, profile: Profile) -> RulesInBrief:
        """The rules under a profile; what is wrong with them is raised here, before any article is read."""
        if profile.key not in self._briefs:
            self._briefs[profile.key] = self._brief(profile)
        return self._briefs[profile.key]

    def audit(self, tasks: Sequence[Task], progress: Progress | None = None) -> Iterator[Report | Problem]:
        """A report or problem for each task, in their order; `progress` is told how many are done, of how many.

        None is held longer than it takes to hand it on. Raises what `rules` does, and PipelineError.
        """
        for task in tasks:
            self.rules(task.profile)
        keys = [self._kept_key(task) for task in tasks]
        examined = self._examine([task for task, key in zip(tasks, keys, strict=True) if key is None])
        if progress:
            progress(0, len(tasks))
        for number, (task, key) in enumerate(zip(tasks, keys, strict=True), 1):
            yield next(examined) if key is None else self._find(task, key) or self.audit_one(task)
            if progress:
                progress(number, len(tasks))
        if None in keys:
            self._cache.trim()

    def audit_one(self, task: Task) -> Report | Problem:
        """The result of a task. Whatever fails for one article ends that article only."""
        try:
            data = task.data()
            report = self._examiner.examine(data, path=task.path, suffix=task.suffix, profile=task.profile)
            self._cache.put(self._key(task, data), _named(report, ""))
        except ArticleError as error:
            return Problem(path=error.path, message=error.message)
        except AuditError:
            raise
        except Exception as error:
            return Problem(path=task.path, message=f"internal error: {type(error).__name__}: {error}")
        return report

    def _kept_key(self, task: Task) -> str | None:
        """The key under which there is a report of the same bytes under the same rules, None if there is none."""
        if self._cache.folder is None:
            return None
        try:
            key = self._key(task, task.data())
        except ArticleError:  # will be told when it is audited
            return None
        return key if self._cache.has(key) else None

    def _find(self, task: Task, key: str) -> Report | None:
        report = self._cache.get(key, Report)
        return report and _named(report, task.path)

    def _key(self, task: Task, data: bytes) -> str:
        profile = task.profile
        rules = self.rules(profile).digest
        return key_of("report", *self._rules_key, rules, repr(profile.limits), task.suffix.casefold(), data)

    def _brief(self, profile: Profile) -> RulesInBrief:
        # A policy in a file of its own may extend others, anywhere: only reading them tells.
        is_kept = "." not in profile.policy and "/" not in profile.policy
        key = key_of("rules", *self._rules_key, profile.key)
        kept = self._cache.get(key, RulesInBrief) if is_kept else None
        if kept is not None:
            return kept
        book = self._examiner.book(profile)
        on, off = (tuple(rule.card for rule in rules) for rules in (book.rules, book.off))
        brief = RulesInBrief(digest=book.digest, on=on, off=off)
        if is_kept:
            self._cache.put(key, brief)
        return brief

    @cached_property
    def _rules_key(self) -> tuple[str, ...]:
        """The program and the content of all folders of rules; built-in lexicons count beside foreign rules too."""
        folders = [builtin_rules(), *(Path(folder) for folder in self._folders if folder != BUILTIN)]
        contents = (content_key(folder) if folder.is_dir() else "none" for folder in folders)
        return program_key(), repr(BUILTIN in self._folders), *contents

    @cached_property
    def _examiner(self) -> "Examiner":
        from audit.examiner import Examiner

        return Examiner(self._folders)

    def _examine(self, tasks: Sequence[Task]) -> Iterator[Report | Problem]:
        if min(self._jobs, len(tasks)) > 1:
            from audit.processes import map_in_processes

            work = partial(_audit_in_worker, self._folders, self._cache.folder)
            return map_in_processes(work, tasks, self._jobs, lost=_lost)
        return map(self.audit_one, tasks)


def _named(report: Report, path: str) -> Report:
    """The report on the same article at another path."""
    reading = report.reading
    waivers = tuple(replace(waiver, path=path) for waiver in reading.article.waivers)
    article = replace(reading.article, path=path, waivers=waivers)
    return replace(report, reading=replace(reading, article=article))


def _lost(task: Task) -> Problem:
    return Problem(path=task.path, message="ended or stopped the process that audited it, perhaps for want of memory")


def _audit_in_worker(rule_folders: tuple[str, ...], cache_folder: Path | None, task: Task) -> Report | Problem:
    return _worker(rule_folders, cache_folder).audit_one(task)


@cache
def _worker(rule_folders: tuple[str, ...], cache_folder: Path | None) -> Desk:
    return Desk(rule_folders, cache=Cache(cache_folder))
