"""Where inputs are read and results written: local folders, and whatever fsspec reaches by a URL."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from audit.errors import UsageError

__all__ = ["Store", "files_at", "is_url", "open_input", "store_at"]

TEMPORARY = ".tmp"


class Store(Protocol):
    """A folder for results. A file that is there is whole; OSError where something cannot be read or written."""

    def read(self, name: str) -> bytes | None:
        """The content of a file, None if there is none."""

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        """The contents of some files, in their order."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file, instead of one that is there."""

    def sizes(self, folder: str) -> dict[str, int]:
        """The sizes of the files in a folder by their names, nothing if there is no such folder."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep it to oneself meanwhile; UsageError where somebody else has it."""


class LocalStore:
    """A folder on disk: files are written beside their place, and moved there once they are on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """See Store."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        """See Store."""
        return [self.read(name) for name in names]

    def write(self, name: str, data: bytes) -> None:
        """See Store."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        _sync(path.parent)

    def sizes(self, folder: str) -> dict[str, int]:
        """See Store; what a killed run left half written is no file."""
        try:
            with os.scandir(self._folder / folder) as entries:
                return {entry.name: entry.stat().st_size for entry in entries if not entry.name.endswith(TEMPORARY)}
        except FileNotFoundError:
            return {}

    @contextmanager
    def held(self) -> Iterator[None]:
        """See Store. What killed runs left half written is taken away."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with _locked(self._folder):
            for left in self._folder.glob(f"**/.*{TEMPORARY}"):
                left.unlink(missing_ok=True)
            yield


class RemoteStore:
    """A folder behind a URL. Where a file can be seen half written, the record of its part, written last, tells."""

    def __init__(self, url: str) -> None:
        import fsspec

        self._files: Any
        self._files, folder = fsspec.core.url_to_fs(url)
        self._folder: str = folder.rstrip("/")

    def read(self, name: str) -> bytes | None:
        """See Store."""
        try:
            return bytes(self._files.cat_file(f"{self._folder}/{name}"))
        except FileNotFoundError:
            return None

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        """See Store; many at the same time, where the store can."""
        paths = [f"{self._folder}/{name}" for name in names]
        found = self._files.cat(paths, on_error="omit") if paths else {}
        return [found.get(path) for path in paths]

    def write(self, name: str, data: bytes) -> None:
        """See Store."""
        path = f"{self._folder}/{name}"
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(path, data)

    def sizes(self, folder: str) -> dict[str, int]:
        """See Store."""
        self._files.invalidate_cache()
        try:
            found = self._files.ls(f"{self._folder}/{folder}", detail=True)
        except FileNotFoundError:
            return {}
        return {entry["name"].rpartition("/")[2]: entry["size"] for entry in found}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody can keep such a folder to himself; runs at the same time write the same."""
        yield


def is_url(name: str) -> bool:
    """Whether a name is a URL, such as s3://bucket/x.jsonl.gz."""
    return "://" in name


def store_at(name: str) -> Store:
    """The store in a folder or at a URL."""
    if not is_url(name) or name.startswith("file://"):
        return LocalStore(Path(name.removeprefix("file://")))
    with _fsspec_named(name):
        return RemoteStore(name)


def open_input(name: str) -> BinaryIO:
    """A file for reading, by its path or URL; it can seek. Raises OSError."""
    if not is_url(name):
        return Path(name).open("rb")
    with _fsspec_named(name):
        import fsspec

        return fsspec.open(name, "rb").open()  # type: ignore[no-any-return]


def files_at(url: str) -> list[str]:
    """The URLs of the files that a URL stands for: itself, those below a folder, or those that match a pattern."""
    with _fsspec_named(url):
        import fsspec

        files, path = fsspec.core.url_to_fs(url)
        found = files.glob(path) if any(mark in path for mark in "*?[") else files.find(path)
        return [files.unstrip_protocol(name) for name in sorted(found)]


@contextmanager
def _fsspec_named(name: str) -> Iterator[None]:
    """Say what is missing, where a library is."""
    try:
        yield
    except (ImportError, ValueError) as error:
        raise UsageError(f"{name} cannot be reached: {error}") from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """A lock that ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: there nobody watches
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise UsageError(f"another run is writing to {folder}; wait for it, or name another --output") from error
    try:
        yield
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    """Have the disk keep the names in a folder."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
