"""The use case: an archive of articles into tables, by one process or several, from where an earlier run stopped."""

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.util import find_spec
from itertools import chain, groupby
from typing import NamedTuple

from audit.archive.clerk import Clerk, Done, Examines, Orders, audit_in_worker
from audit.archive.inputs import find_inputs
from audit.archive.manifest import begin, manifest_of
from audit.archive.parts import Assembly, Part, json_bytes, parts_in
from audit.archive.reading import batches_of, part_name, place_of
from audit.archive.records import Batch, Input
from audit.archive.stores import Store, store_at
from audit.archive.tables import TABLES
from audit.auditor import terms_of, tool_of
from audit.cache import Cache
from audit.desk import Desk
from audit.errors import UsageError
from audit.processes import map_in_processes, teach_pickle
from audit.program import code_key
from audit.settings import Matcher, Settings

__all__ = [
    "Job",
    "Progress",
    "Request",
    "Share",
    "State",
    "archive",
    "finished",
    "prepared",
    "require_libraries",
]

AHEAD = 4  # batches for each process
TOTALS = "totals.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to audit, and where to: see audit.archive.inputs on `names`; `output` is a folder or a URL.

    `today` decides whether waivers hold, if no run before has begun. `examiner` makes what examines articles, from
    folders of rules; None for the real one.
    """

    names: tuple[str, ...]
    output: str
    settings: Settings
    today: date
    part_records: int = 1000
    examiner: Callable[[Sequence[str]], Examines] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A request that is ready to be worked on, here or elsewhere; `program` is a hash of what is to do it."""

    inputs: tuple[Input, ...]
    output: str
    part_records: int
    orders: Orders
    program: str


class Share(NamedTuple):
    """Some parts of an input: those whose number, divided by `of`, leaves `rest`."""

    number: int
    rest: int = 0
    of: int = 1


class State(NamedTuple):
    """How far a run has come: bytes of the inputs done, of how many, and articles and problems in the tables."""

    done: int
    total: int
    articles: int
    problems: int


Progress = Callable[[State], None]


def archive(request: Request, progress: Progress | None = None) -> State:
    """Audit an archive into tables, or the rest of it; `progress` is told after each batch.

    Raises UsageError, RuleError and ConfigError before the first record, PipelineError, and UsageError where inputs
    cannot be reached or results not be written: whatever ends it, the next run goes on from there.
    """
    require_libraries("archive", "pyarrow", "fastwarc")
    store = store_at(request.output)
    with stops_explained(), store.held():
        job = prepared(request, store)
        there = {part.name: part for part in parts_in(store)}
        meter = _Meter(job.inputs, there.values())
        assembly = Assembly(store)
        batches = (batch for share in open_shares(job, there) for batch in wanted(job, share, there.__contains__))
        for done in _audited(job.orders, batches, request.settings.jobs):
            assembly.add(done)
            if progress:
                progress(meter.add(done))
        return finished(job, store)


@contextmanager
def stops_explained() -> Iterator[None]:
    """Tell of what the system would not do as a UsageError that says how to go on."""
    try:
        yield
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise UsageError(f"stopped by {what}; run the same again to go on from here") from error


def require_libraries(extra: str, *names: str) -> None:
    """UsageError, which tells what to install, where a library is missing that an extra brings."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"{' and '.join(missing)} is missing; install it with: pip install 'source-attribution-auditor[{extra}]'"
        )


def prepared(request: Request, store: Store) -> Job:
    """The job that a request stands for, begun in its store; raises as `archive` before the first record."""
    settings = request.settings
    examiner = request.examiner or _examiner
    rules = Desk(settings.rule_folders, cache=Cache(None)).rules(settings.general)
    tool = tool_of(rules.digest, settings, "")
    inputs = find_inputs(request.names, Matcher(settings), request.output)
    manifest = manifest_of(
        inputs=inputs,
        settings=settings,
        tool=tool,
        examiner=examiner,
        part_records=request.part_records,
        today=request.today,
    )
    day = begin(store, manifest, request.output)
    terms = terms_of(settings, (*rules.on, *rules.off), day)
    orders = Orders(settings=settings, terms=terms, rules=tool.rules, examiner=examiner)
    return Job(
        inputs=inputs, output=request.output, part_records=request.part_records, orders=orders, program=code_key()
    )


def open_shares(job: Job, there: Mapping[str, Part], of: int = 1) -> list[Share]:
    """The shares, each input in so many, of which not all parts are there; to know that needs no look at the inputs."""
    last = {number: part for name, whole in there.items() if whole.ends for number, part in [place_of(name)]}
    shares = [Share(number, rest, of) for number in range(len(job.inputs)) for rest in range(of)]
    return [share for share in shares if not _is_whole(share, last.get(share.number), there)]


def _is_whole(share: Share, last: int | None, there: Mapping[str, Part]) -> bool:
    if last is None:
        return False
    return all(part_name(share.number, part) in there for part in range(share.rest, last + 1, share.of))


def wanted(job: Job, share: Share, is_there: Callable[[str], bool]) -> Iterator[Batch]:
    """The batches of those parts of a share that are not there."""
    settings = job.orders.settings
    most = settings.general.limits.file_bytes
    batches = batches_of(share.number, job.inputs[share.number], Matcher(settings), job.part_records, most)
    for part, some in groupby(batches, key=lambda batch: batch.part):
        if place_of(part)[1] % share.of == share.rest and not is_there(part):
            yield from some


def finished(job: Job, store: Store) -> State:
    """The state of a job that is done, which is noted in the store too; UsageError if parts are missing now."""
    parts = list(parts_in(store))
    if open_shares(job, {part.name: part for part in parts}):
        raise UsageError(f"parts of {job.output} are gone again; let nobody else write there, and run the same again")
    rows = Counter({name: sum(part.rows[name] for part in parts) for name in TABLES})
    total = sum(item.size for item in job.inputs)
    store.write(TOTALS, json_bytes({"parts": len(parts), "rows": dict(rows)}))
    return State(total, total, rows["articles"], rows["problems"])


class _Meter:
    """Counts what is done, in this run and those before."""

    def __init__(self, inputs: Sequence[Input], there: Iterable[Part]) -> None:
        self._total = sum(item.size for item in inputs)
        self._reached = [0] * len(inputs)
        self._articles = self._problems = 0
        for part in there:
            self._count(part.name, part.done, part.rows["articles"], part.rows["problems"])

    def add(self, done: Done) -> State:
        rows = {name: table.num_rows for name, table in done.tables.items()}
        self._count(done.batch.part, done.batch.done, rows["articles"], rows["problems"])
        return State(sum(self._reached), self._total, self._articles, self._problems)

    def _count(self, part: str, reached: int, articles: int, problems: int) -> None:
        number, _ = place_of(part)
        self._reached[number] = max(self._reached[number], reached)
        self._articles += articles
        self._problems += problems


def _audited(orders: Orders, batches: Iterator[Batch], jobs: int) -> Iterator[Done]:
    first = next(batches, None)
    if first is None:  # nothing is left to do: nothing is loaded for it
        return
    batches = chain((first,), batches)
    if jobs == 1:
        yield from map(Clerk(orders).audit, batches)
        return
    teach_pickle()
    yield from map_in_processes(partial(audit_in_worker, pickle.dumps(orders)), batches, jobs, AHEAD)


def _examiner(rule_folders: Sequence[str]) -> Examines:
    """The real one, whose import takes long."""
    from audit.examiner import Examiner

    return Examiner(rule_folders)
