"""What readers of inputs hand over: records, each at its place, still as raw as can be.

What costs time (JSON, HTML, the audit) is done where the records go, in worker processes; to pass over a record that
an earlier run has done costs no more than to read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["Batch", "Fault", "File", "Input", "InputKind", "Item", "JsonLine", "Page", "Place", "Row"]

InputKind = Literal["lines", "parquet", "warc", "articles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that holds records: a file (a path or URL), or article files and folders of them.

    `roots` are those files and folders. `size` is in bytes; `digest` tells it from others, and from itself once it
    has changed (see audit.archive.inputs on what it looks at).
    """

    name: str
    kind: InputKind
    size: int
    digest: str
    roots: tuple[str, ...] = ()


class Place(NamedTuple):
    """Where a record stands: see the table problems; `id` is that of its article."""

    id: str
    input: str
    record: int | None = None
    offset: int | None = None
    line: int | None = None


class JsonLine(NamedTuple):
    """A line of JSON Lines."""

    data: bytes


class Row(NamedTuple):
    """A row of a Parquet file."""

    fields: Mapping[str, object]


class Page(NamedTuple):
    """A web page as a crawler took it."""

    html: bytes
    url: str | None
    fetched: str | None


class File(NamedTuple):
    """A file that is an article."""

    path: str


class Fault(NamedTuple):
    """What keeps a record, or the rest of an input, from being read."""

    message: str


class Item(NamedTuple):
    """A record or fault, its size in bytes, and how far into the input it reaches, in the unit of `Input.size`."""

    place: Place
    content: JsonLine | Row | Page | File | Fault
    size: int
    end: int


class Batch(NamedTuple):
    """Items of one part that are audited together; `closes` where they end it, and `ends` where they end the input."""

    part: str
    items: tuple[Item, ...]
    closes: bool
    ends: bool
    done: int
