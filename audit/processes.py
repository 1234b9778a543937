"""A function over many things in processes of their own."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeVar

from audit.errors import PipelineError

__all__ = ["map_in_processes", "teach_pickle"]

T = TypeVar("T")
R = TypeVar("R")
Frozen = MappingProxyType[Any, Any]
MOST_LOST = 3  # one after the other; then it is not the items' fault
STUCK = 900  # seconds without a result, the last resort: what is audited is bounded by what it counts
DIED = "a worker process died, perhaps for want of memory; try again with fewer --jobs"
AHEAD = 16  # items for each process, so that one that takes long keeps no other waiting


def map_in_processes(
    function: Callable[[T], R],
    items: Iterable[T],
    jobs: int,
    ahead: int = AHEAD,
    lost: Callable[[T], R] | None = None,
) -> Iterator[R]:
    """The results in the order of the items, from at most so many new processes, which work only so far ahead.

    Items are taken as they are needed, at first `ahead` for each process. Ctrl-C ends the processes at once. Where one
    of them dies or is stuck, those in hand are tried again one by one, and `lost` makes the result of the culprit.
    Raises PipelineError without `lost`, and where one process dies after the other.
    """
    rest = iter(items)
    again: deque[T] = deque()
    lost_in_a_row = 0
    while True:
        try:
            if not again:
                yield from _map(function, rest, jobs, ahead)
                return
            for result in _map(function, _taken(again), 1, 1):
                lost_in_a_row = 0
                yield result
        except _DiedError as died:
            if lost is None or lost_in_a_row == MOST_LOST:
                raise PipelineError(DIED) from died
            if len(died.items) > 1:
                again.extend(died.items)
            else:
                lost_in_a_row += 1
                yield lost(died.items[0])


class _DiedError(Exception):
    """A process has died or is stuck; `items` were taken and have no result yet."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__()
        self.items = items


def _taken(items: deque[T]) -> Iterator[T]:
    while items:
        yield items.popleft()


def _map(function: Callable[[T], R], items: Iterator[T], jobs: int, ahead: int) -> Iterator[R]:
    """The results until one process dies or is stuck: then _DiedError with all that is in hand."""
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    teach_pickle()
    # Spawned, not forked: the pipeline's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    in_hand: deque[T] = deque()
    futures: deque[Future[R]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin) as pool:
        try:
            with _ignoring_interrupts():
                for item in islice(items, ahead * jobs):
                    in_hand.append(item)
                    futures.append(pool.submit(function, item))
            while futures:
                result = futures.popleft().result(timeout=STUCK)
                in_hand.popleft()
                yield result  # before the next is handed out, which fails if a process has died meanwhile
                for item in islice(items, 1):
                    in_hand.append(item)
                    futures.append(pool.submit(function, item))
        except BaseException as error:  # Ctrl-C among them: nobody waits for what the workers still do
            for worker in set(multiprocessing.active_children()) - others:
                worker.kill() if isinstance(error, TimeoutError) else worker.terminate()
            if isinstance(error, BrokenProcessPool | TimeoutError):
                raise _DiedError(list(in_hand)) from error
            raise


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


def _begin() -> None:
    """What each process does first."""
    import threading

    teach_pickle()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed can tell nobody, and its processes would wait for work for ever."""
    import multiprocessing

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def teach_pickle() -> None:
    """Records hold frozen mappings, which pickle knows not."""
    import copyreg

    copyreg.pickle(MappingProxyType, _taken_apart)


def _taken_apart(mapping: Frozen) -> tuple[Callable[[dict[Any, Any]], Frozen], tuple[dict[Any, Any]]]:
    return _put_together, (dict(mapping),)  # pickle does not find the class by its name


def _put_together(content: dict[Any, Any]) -> Frozen:
    return MappingProxyType(content)
