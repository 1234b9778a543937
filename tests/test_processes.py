"""Work in processes of their own: a process that dies or stops takes no other item along."""

import os
import signal
import time

import pytest

from audit import processes
from audit.errors import PipelineError
from audit.processes import map_in_processes


def work(item: int) -> int:
    if item < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 13:
        time.sleep(600)
    return item * 10


def lost(item: int) -> int:
    return item


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_that_dies_loses_its_own_item_only(jobs):
    items = [1, 2, -3, 4, 5, -6, 7]
    assert list(map_in_processes(work, items, jobs, 4, lost)) == [10, 20, -3, 40, 50, -6, 70]


def test_a_process_that_is_stuck_loses_its_own_item_only(monkeypatch):
    monkeypatch.setattr(processes, "STUCK", 6)
    assert list(map_in_processes(work, [1, 13, 2], 2, 4, lost)) == [10, 13, 20]


def test_the_run_ends_where_one_process_dies_after_the_other():
    with pytest.raises(PipelineError, match="a worker process died"):
        list(map_in_processes(work, [-1] * 20, 2, 4, lost))


def test_without_a_word_for_lost_items_the_run_ends():
    with pytest.raises(PipelineError, match="a worker process died"):
        list(map_in_processes(work, [1, -2, 3], 2))
