"""JSON Lines, plain or packed: lines out of a stream, none of them ever longer in memory than the limit."""

import gzip
from collections.abc import Callable, Iterator
from typing import BinaryIO

from audit.archive.records import Fault, Item, JsonLine, Place

__all__ = ["read_json_lines"]

CHUNK = 1 << 16
# zstd hands over what it has unpacked only where a whole chunk could be: a small one loses little before a fault.
ZSTD_CHUNK = 1 << 12
LONGEST_SKIPPED = 4_000_000_000  # bytes of one line, unpacked: beyond it, the rest of the input is given up


def read_json_lines(name: str, file: BinaryIO, most: int) -> Iterator[Item]:
    """A record for each line that is not blank; a line of more than `most` bytes is a fault, and is passed over.

    Raises EOFError, OSError or zlib.error after the last whole line where the file is damaged.
    """
    lines = _Lines(name, file, most)
    read = _unpacking(name, file)
    while chunk := read():
        yield from lines.feed(chunk)
    yield from lines.finish()


def _unpacking(name: str, file: BinaryIO) -> Callable[[], bytes]:
    """What reads the next bytes, unpacked."""
    if name.casefold().endswith(".gz"):
        unpacked = gzip.GzipFile(fileobj=file)
        return lambda: unpacked.read1(CHUNK)
    if name.casefold().endswith(".zst"):
        import pyarrow as pa

        stream = pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd")
        return lambda: bytes(stream.read(ZSTD_CHUNK))
    return lambda: file.read(CHUNK)


class _Lines:
    """Cuts chunks into lines, and knows where they stand."""

    def __init__(self, name: str, file: BinaryIO, longest: int) -> None:
        self._name, self._file, self._longest = name, file, longest
        self._pieces: list[bytes] = []
        self._length = self._offset = self._line = self._record = 0

    def feed(self, chunk: bytes) -> Iterator[Item]:
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            self._add(chunk[start:end])
            yield from self._take(1)
            start = end + 1
        self._add(chunk[start:])

    def finish(self) -> Iterator[Item]:
        if self._length:
            yield from self._take(0)

    def _add(self, piece: bytes) -> None:
        self._length += len(piece)
        if self._length <= self._longest:
            self._pieces.append(piece)
        else:
            self._pieces.clear()
        if self._length > LONGEST_SKIPPED:
            raise EOFError(f"a line that begins at byte {self._offset:,} never ends")

    def _take(self, line_break: int) -> Iterator[Item]:
        self._line += 1
        data = b"".join(self._pieces)
        if self._length > self._longest or data.strip():
            self._record += 1
            place = Place(f"{self._name}#{self._record}", self._name, self._record, self._offset, self._line)
            yield Item(place, self._content(data), len(data), self._file.tell())
        self._offset += self._length + line_break
        self._pieces, self._length = [], 0

    def _content(self, data: bytes) -> JsonLine | Fault:
        if self._length <= self._longest:
            return JsonLine(data)
        return Fault(
            f"the line has {self._length / 1e6:,.1f} MB, and articles of at most {self._longest / 1e6:g} MB are read"
        )
