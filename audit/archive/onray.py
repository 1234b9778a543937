"""The same job on Ray Data: each worker loads the pipeline once, and reads and writes parts of its own.

Parts are those of a local run, to the byte, and so is what makes them whole. A worker that dies takes nothing along:
Ray gives its share to another one, which finds in the store what is whole.
"""

import logging
import os
import pickle
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from audit.archive.clerk import Clerk
from audit.archive.parts import Assembly, forget_others, is_recorded, parts_in
from audit.archive.stores import store_at
from audit.archive.tables import TableName
from audit.archive.usecase import (
    Job,
    Progress,
    Request,
    Share,
    State,
    finished,
    open_shares,
    prepared,
    require_libraries,
    stops_explained,
    wanted,
)
from audit.errors import AuditError, UsageError
from audit.processes import teach_pickle
from audit.program import code_key

__all__ = ["archive_on_ray"]

SHARES_PER_WORKER = 4  # or so, for no worker shall wait long for the last one
COUNTED: tuple[TableName, ...] = ("articles", "problems")


def archive_on_ray(request: Request, progress: Progress | None = None) -> State:
    """As audit.archive.usecase.archive, on the cluster that $RAY_ADDRESS names, else on one that is started here.

    There are as many workers as the settings have jobs, or as the cluster has processors where these are 1. Inputs
    and output must be reached by the same names from all machines. `progress` is told after each share.
    """
    require_libraries("ray", "pyarrow", "fastwarc", "ray")
    store = store_at(request.output)
    with stops_explained(), store.held():
        job = prepared(request, store)
        there = {part.name: part for part in parts_in(store)}
        forget_others(store, there)
        processors = _processors()
        workers = request.settings.jobs if request.settings.jobs > 1 else processors
        of = -(-SHARES_PER_WORKER * workers // len(job.inputs))
        shares = open_shares(job, there, of)
        total = sum(item.size for item in job.inputs)
        left = sum(job.inputs[share.number].size // of for share in shares)
        state = State(total - left, total, *(sum(part.rows[name] for part in there.values()) for name in COUNTED))
        for number, articles, problems in _counts(job, shares, workers):
            done = state.done + job.inputs[number].size // of
            state = State(done, total, state.articles + articles, state.problems + problems)
            if progress:
                progress(state)
        return finished(job, store)


class Worker:
    """An actor of Ray's, with a clerk of its own; it takes one share at a time."""

    def __init__(self, job: bytes, folder: str) -> None:
        if os.path.isdir(folder):  # noqa: PTH112  paths of inputs may count from there
            os.chdir(folder)
        self._job: Job = pickle.loads(job)  # noqa: S301  made by the process that started this
        self._clerk = Clerk(self._job.orders)

    def __call__(self, rows: dict[str, Any]) -> dict[str, list[Any]]:
        """The input of a share, how many articles and problems are new, and what stopped it before all were there.

        That is told and not raised, for Ray would bury it in advice of its own.
        """
        share = Share(*(int(rows[name][0]) for name in Share._fields))
        try:
            new, stop = self._work(share), ""
        except AuditError as error:
            new, stop = dict.fromkeys(COUNTED, 0), str(error)
        return {"number": [share.number], **{name: [count] for name, count in new.items()}, "stop": [stop]}

    def _work(self, share: Share) -> dict[TableName, int]:
        if code_key() != self._job.program:
            raise UsageError("a worker has another version of the program; install the same everywhere")
        store = store_at(self._job.output)
        assembly = Assembly(store)
        new: dict[TableName, int] = dict.fromkeys(COUNTED, 0)
        with stops_explained():
            for batch in wanted(self._job, share, partial(is_recorded, store)):
                done = self._clerk.audit(batch)
                assembly.add(done)
                for name in COUNTED:
                    new[name] += done.tables[name].num_rows
        return new


def _counts(job: Job, shares: Sequence[Share], workers: int) -> Iterator[tuple[int, int, int]]:
    """What workers tell of each share, as they are done."""
    if not shares:
        return
    import ray
    from ray.data import ActorPoolStrategy, DataContext

    DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    teach_pickle()
    rows = ray.data.from_items([share._asdict() for share in shares], override_num_blocks=len(shares))
    results = rows.map_batches(
        Worker,
        fn_constructor_args=(pickle.dumps(job), os.getcwd()),  # noqa: PTH109
        batch_size=1,
        compute=ActorPoolStrategy(size=workers),
    )
    try:
        for row in results.iter_rows():
            if row["stop"]:
                raise UsageError(row["stop"])
            yield row["number"], row["articles"], row["problems"]
    except ray.exceptions.RayError as error:
        raise UsageError(f"Ray stopped: {str(error).strip().splitlines()[0]}; run the same again to go on") from error


def _processors() -> int:
    """How many the cluster has; one is started on this machine where none is named."""
    import ray

    if not ray.is_initialized():
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing that is audited is anybody else's business
        ray.init(logging_level=logging.ERROR, log_to_driver=False)
    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]  # Ray has types for some
    return max(1, int(resources.get("CPU", 1)))
