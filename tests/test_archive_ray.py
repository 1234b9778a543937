"""The same job on a real cluster of Ray's with two workers, one of which is killed in the middle."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from audit.archive.usecase import Request, archive
from audit.errors import PipelineError, UsageError
from audit.records import Article, Report
from audit.settings import Profile, Settings
from benchmarks.archive import StandIn, counted, files_in, write_inputs

ROOT = Path(__file__).parent.parent
ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'source-attribution-auditor[ray]'")
ARTICLES = 120


class Broken(StandIn):
    """Has lost its model."""

    def report_on(self, article: Article, profile: Profile) -> Report:
        raise PipelineError("the model is gone")


class Slow(StandIn):
    """In a worker, tells the folder $WORKERS which process it is, waits for another one, and takes its time."""

    def report_on(self, article: Article, profile: Profile) -> Report:
        if name := os.environ.get("WORKERS"):
            (Path(name) / str(os.getpid())).touch()
            end = time.monotonic() + 60
            while len(numbers(Path(name))) < 2 and time.monotonic() < end:
                time.sleep(0.02)
            time.sleep(0.03)
        return super().report_on(article, profile)


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder where the workers of a cluster with two processors leave their numbers."""
    folder = tmp_path_factory.mktemp("workers")
    environment = {"WORKERS": str(folder), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, runtime_env={"env_vars": environment})
    yield folder
    ray.shutdown()


def numbers(folder: Path) -> set[int]:
    return {int(path.name) for path in folder.iterdir()}


def request(folder: Path, examiner: type[StandIn]) -> Request:
    return Request(
        names=(str(folder / "inputs"),),
        output=str(folder / "local"),
        settings=Settings(base=folder),
        today=date(2026, 3, 1),
        part_records=5,
        examiner=examiner,
    )


def test_local_and_ray_give_the_same_with_a_worker_killed(workers: Path, tmp_path: Path) -> None:
    from audit.archive.onray import archive_on_ray

    write_inputs(tmp_path / "inputs", ARTICLES, 2)
    (tmp_path / "inputs" / "e.jsonl").write_text("{broken\n", encoding="utf-8")
    local = request(tmp_path, Slow)
    archive(local)
    killed: list[int] = []

    def kill_one() -> None:
        """As soon as two workers are at work and some parts are whole."""
        while len(list((tmp_path / "ray" / "parts").glob("*.json"))) < 4 or len(numbers(workers)) < 2:
            time.sleep(0.02)
        killed.append(min(numbers(workers)))
        with contextlib.suppress(ProcessLookupError):
            os.kill(killed[0], signal.SIGKILL)

    watcher = threading.Thread(target=kill_one, daemon=True)
    watcher.start()
    state = archive_on_ray(replace(local, output=str(tmp_path / "ray")))
    watcher.join(1)
    assert killed, "no worker was killed: the test has shown nothing"
    assert len(numbers(workers)) >= 3, "nobody took the place of the worker that was killed"
    assert (state.articles, state.problems) == (ARTICLES, 1)
    assert files_in(tmp_path / "ray") == files_in(tmp_path / "local")
    assert counted(tmp_path / "ray") == (ARTICLES, ARTICLES)
    next((tmp_path / "ray" / "findings").iterdir()).unlink()
    assert archive_on_ray(replace(local, output=str(tmp_path / "ray"))) == state
    assert files_in(tmp_path / "ray") == files_in(tmp_path / "local")


@pytest.mark.usefixtures("workers")
def test_what_stops_a_worker_is_told(tmp_path: Path) -> None:
    from audit.archive.onray import archive_on_ray

    write_inputs(tmp_path / "inputs", 8, 2)
    with pytest.raises(UsageError, match=r"^the model is gone$"):
        archive_on_ray(request(tmp_path, Broken))
