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
AHEAD = 16  # items for each process, so that one that takes long keeps no other waiting


def map_in_processes(function: Callable[[T], R], items: Iterable[T], jobs: int, ahead: int = AHEAD) -> Iterator[R]:
    """The results in the order of the items, from at most so many new processes, which work only so far ahead.

    Items are taken as they are needed, at first `ahead` for each process. Ctrl-C ends the processes at once. Raises
    PipelineError where one of them dies.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    teach_pickle()
    # Spawned, not forked: the pipeline's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    try:
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin) as pool:
            rest = iter(items)
            with _ignoring_interrupts():
                futures = deque(pool.submit(function, item) for item in islice(rest, ahead * jobs))
            try:
                while futures:
                    result = futures.popleft().result()
                    futures.extend(pool.submit(function, item) for item in islice(rest, 1))
                    yield result
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
