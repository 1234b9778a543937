"""The use case: from paths to a Run, one article at a time, here or in worker processes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from audit import __version__
from audit.engine import ExampleResult, audit_reading, run_examples
from audit.errors import ArticleError, AuditError, PipelineError, UsageError
from audit.pipeline import Pipeline
from audit.readers import collect, read_bytes, read_path
from audit.reading import read
from audit.records import Article, Parse, Problem, Report, Run, Tool
from audit.rulebook import Rulebook, load_rulebook

__all__ = ["STANDARD_INPUT", "Progress", "audit_paths", "try_rules"]

STANDARD_INPUT = "-"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One input: a path, or with `data` what standard input held."""

    path: Path
    data: bytes | None = None


def audit_paths(
    paths: Sequence[str],
    *,
    rules: Path,
    exclude: Sequence[str] = (),
    jobs: int = 1,
    stdin: bytes | None = None,
    progress: Progress | None = None,
) -> Run:
    """Audit files, folders and, for "-", the bytes of `stdin` (first); reports come in the order of collection.

    What cannot be read or audited becomes a Problem. The reports' parses are emptied of tokens: rules have
    seen them, and a run of many articles must fit in memory. With `jobs` > 1 that many processes each load
    the pipeline. `progress` is told how many inputs are done, of how many. Raises RuleError before the
    first article, UsageError where there is none, and PipelineError.
    """
    rulebook = load_rulebook(rules)
    found, problems = collect([Path(path) for path in paths if path != STANDARD_INPUT], exclude)
    items = [_Item(path=path) for path in found]
    if STANDARD_INPUT in paths and stdin is not None:
        items.insert(0, _Item(path=Path(STANDARD_INPUT), data=stdin))
    if not items and not problems:
        raise UsageError(f"no article in {', '.join(paths)}; give files, or folders that hold some")
    results = _in_workers(items, rules, jobs) if min(jobs, len(items)) > 1 else map(_Auditor(rulebook).audit, items)
    reports: list[Report] = []
    unread = list(problems)
    for done, result in enumerate(results, 1):
        if isinstance(result, Report):
            reports.append(result)
        else:
            unread.append(result)
        if progress:
            progress(done, len(items))
    model = reports[0].reading.parse.model if reports else ""
    return Run(
        tool=Tool(version=__version__, rules=rulebook.digest, model=model),
        reports=tuple(reports),
        problems=tuple(unread),
        rules=tuple(rule.card for rule in rulebook.rules),
    )


def try_rules(rules: Path) -> tuple[ExampleResult, ...]:
    """Run every rule of a folder on its own examples; RuleError and PipelineError as in `audit_paths`."""
    rulebook = load_rulebook(rules)
    pipeline = Pipeline.load()
    return run_examples(rulebook, lambda articles: map(read, articles, pipeline.parse(articles)))


class _Auditor:
    """Audits one input at a time; the pipeline is loaded for the first that can be read."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    @cached_property
    def _pipeline(self) -> Pipeline:
        return Pipeline.load()

    def audit(self, item: _Item) -> Report | Problem:
        """The report of an input, or the problem with it. Whatever fails for one article ends that article only."""
        try:
            article = _read(item)
            # A parse for each article alone, so that a failure cannot take the next one along.
            (parse,) = self._pipeline.parse((article,))
            return _without_tokens(audit_reading(read(article, parse), self._rulebook))
        except ArticleError as error:
            return Problem(path=error.path, message=error.message)
        except AuditError:
            raise
        except Exception as error:
            return Problem(path=item.path.as_posix(), message=f"internal error: {type(error).__name__}: {error}")


def _read(item: _Item) -> Article:
    if item.data is None:
        return read_path(item.path)
    return read_bytes(item.data, path=STANDARD_INPUT, suffix=".txt")


def _without_tokens(report: Report) -> Report:
    bare = Parse(tokens=(), sentences=(), entities=(), drafts=(), model=report.reading.parse.model)
    return replace(report, reading=replace(report.reading, parse=bare, voices=()))


# ---------------------------------------------------------------- worker processes


def _in_workers(items: Sequence[_Item], rules: Path, jobs: int) -> Iterator[Report | Problem]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Spawned, not forked: the pipeline's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    try:
        with ProcessPoolExecutor(min(jobs, len(items)), mp_context=context, initializer=_start_worker) as pool:
            with _ignoring_interrupts():
                futures = [pool.submit(_audit_in_worker, rules, item) for item in items]
            try:
                for future in futures:
                    yield future.result()
            except BaseException:  # Ctrl-C among them: nobody waits for what the workers still do
                for worker in set(multiprocessing.active_children()) - others:
                    worker.terminate()
                raise
    except BrokenProcessPool as error:
        raise PipelineError("a worker process died, perhaps for want of memory; try again with fewer --jobs") from error


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Processes started meanwhile never see Ctrl-C: it is the parent's to handle."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():  # others may not set signals
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start_worker() -> None:
    import copyreg

    copyreg.pickle(MappingProxyType, _taken_apart)  # reports hold some, and pickle knows them not


def _taken_apart(
    proxy: MappingProxyType[str, str],
) -> tuple[Callable[..., MappingProxyType[str, str]], tuple[dict[str, str]]]:
    return _put_together, (dict(proxy),)


def _put_together(content: dict[str, str]) -> MappingProxyType[str, str]:
    return MappingProxyType(content)


def _audit_in_worker(rules: Path, item: _Item) -> Report | Problem:
    return _worker(rules).audit(item)


@cache
def _worker(rules: Path) -> _Auditor:
    return _Auditor(load_rulebook(rules))
