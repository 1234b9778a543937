"""Results kept on disk between runs, by key: found again only whole, and done without where there is no room.

An entry is a file: a digest over its key and content, then the content as MessagePack, written so that runs at the
same time, or killed, leave whole ones. What cannot be read, written or decoded counts as not there.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec

from audit.atomic import TEMPORARY, write_whole

__all__ = ["Cache", "cache_folder", "key_of"]

T = TypeVar("T")

VARIABLE = "AUDIT_CACHE_DIR"
NAME = "source-attribution-auditor"
LIMIT = 500_000_000  # bytes of all entries, some ten thousand articles
KEPT = 0.8  # of the limit, once it is passed
DIGEST_SIZE = 20
DAY = 86_400
ENTRIES = "??/*"


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where entries are kept: $AUDIT_CACHE_DIR, else the user's cache folder; None where there is no home."""
    if own := environment.get(VARIABLE):
        return Path(own)
    try:
        return _user_caches(environment) / NAME
    except RuntimeError:
        return None


def _user_caches(environment: Mapping[str, str]) -> Path:
    """The folder that each system has for caches, by hand: platformdirs would double the time of a small run."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = Path(environment.get("XDG_CACHE_HOME", ""))
    return given if given.is_absolute() else Path.home() / ".cache"


def key_of(*parts: str | bytes) -> str:
    """A key for all that a result depends on."""
    digest = blake2b(digest_size=DIGEST_SIZE)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d\0" % len(data))
        digest.update(data)
    return digest.hexdigest()


class Cache:
    """Entries of a folder; without one, nothing is ever found or kept."""

    def __init__(self, folder: Path | None, *, limit: int = LIMIT) -> None:
        self.folder = folder
        self._limit = limit
        self._writes = folder is not None
        self._decoders: dict[type, msgspec.msgpack.Decoder[object]] = {}

    def has(self, key: str) -> bool:
        """Whether something is kept under a key; only `get` tells whether it can be trusted."""
        return self.folder is not None and self._path(self.folder, key).exists()

    def get(self, key: str, kind: type[T]) -> T | None:
        """The value kept under a key, None if there is none, or none that can be trusted."""
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            with path.open("rb", buffering=0) as file:
                data = file.read()
                is_old = os.fstat(file.fileno()).st_mtime < time.time() - DAY
        except OSError:
            return None
        digest, content = data[:DIGEST_SIZE], data[DIGEST_SIZE:]
        if digest != _digest(key, content):
            return None
        if is_old:
            _touch(path)
        if kind not in self._decoders:
            self._decoders[kind] = msgspec.msgpack.Decoder(kind)
        try:
            return self._decoders[kind].decode(content)  # type: ignore[return-value]  # a decoder of that kind
        except msgspec.DecodeError:
            return None

    def put(self, key: str, value: object) -> None:
        """Keep a value; the first that cannot be kept is the last that is tried."""
        if self.folder is None or not self._writes:
            return
        path = self._path(self.folder, key)
        try:
            content = msgspec.msgpack.encode(value, enc_hook=_plain)
        except UnicodeEncodeError:  # half a character, which no file can hold
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, _digest(key, content) + content)
        except OSError:
            self._writes = False

    def trim(self) -> None:
        """Take away what killed runs left, and the least recently used beyond the limit; for after a run that kept."""
        entries = sorted(_entries(self.folder), key=lambda entry: entry[0])
        size = sum(size for _, size, _ in entries)
        yesterday = time.time() - DAY
        goal = size if size <= self._limit else self._limit * KEPT
        for modified, bytes_, path in entries:
            if size > goal or (path.suffix == TEMPORARY and modified < yesterday):
                _remove(path)
                size -= bytes_

    def clear(self) -> int:
        """Take all entries away; how many there were."""
        entries = list(_entries(self.folder))
        for _, _, path in entries:
            _remove(path)
        return len(entries)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]


def _digest(key: str, content: bytes) -> bytes:
    return blake2b(content, digest_size=DIGEST_SIZE, key=key.encode()).digest()


def _plain(value: object) -> object:
    """Frozen mappings as plain ones."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(f"{type(value).__name__} cannot be kept")


def _entries(folder: Path | None) -> Iterator[tuple[float, int, Path]]:
    """When each was last used, its size and its path."""
    for path in folder.glob(ENTRIES) if folder else ():
        try:
            status = path.stat()
        except OSError:  # another run has just taken it away
            continue
        yield status.st_mtime, status.st_size, path


def _touch(path: Path) -> None:
    with suppress(OSError):
        os.utime(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
