"""The records of an input, whatever its kind, cut into parts and batches by their place in it and nothing else."""

import zlib
from collections.abc import Iterable, Iterator
from typing import TypeVar

from audit.archive.inputs import files_of, size_of
from audit.archive.records import Batch, Fault, File, Input, Item, Place
from audit.archive.stores import open_input
from audit.readers import shown_path
from audit.records import Problem
from audit.settings import Matcher

__all__ = ["batches_of", "part_name", "place_of"]

T = TypeVar("T")

PART_BYTES = 64_000_000  # of a part, which is put together in memory
BATCH_RECORDS, BATCH_BYTES = 16, 1_000_000


def part_name(number: int, part: int) -> str:
    """The name of a part of an input, both counted from 0."""
    return f"{number:05d}-{part:06d}"


def place_of(name: str) -> tuple[int, int]:
    """The number of the input and of the part that a part's name stands for."""
    number, part = name.split("-")
    return int(number), int(part)


def batches_of(number: int, item: Input, matcher: Matcher, part_records: int, most: int) -> Iterator[Batch]:
    """All batches of the input with that number; without records it is one empty batch, to tell that it is done.

    A record of more than `most` bytes is a fault, and so is what is damaged. OSError where the input cannot be reached.
    """
    part = records = size = 0
    held: list[Item] = []
    for record, is_last in _with_last(_items(item, matcher, most)):
        held.append(record)
        records, size = records + 1, size + record.size
        closes = is_last or records == part_records or size >= PART_BYTES
        if closes or len(held) == BATCH_RECORDS or sum(h.size for h in held) >= BATCH_BYTES:
            yield Batch(part_name(number, part), tuple(held), closes, is_last, record.end)
            held = []
        if closes:
            part, records, size = part + 1, 0, 0
    if not part:
        yield Batch(part_name(number, 0), (), closes=True, ends=True, done=item.size)


def _items(item: Input, matcher: Matcher, most: int) -> Iterator[Item]:
    """The records, and a fault for what is left of an input from where it is damaged."""
    import pyarrow as pa

    last = 0
    try:
        for record in _files(item, matcher) if item.kind == "articles" else _records(item, most):
            last = record.place.record or last
            yield record
    except (EOFError, OSError, zlib.error, pa.ArrowException) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        where = f"after record {last:,}" if last else "at all"
        yield Item(Place(item.name, item.name), Fault(f"cannot be read {where}: {error}"), 0, item.size)


def _records(item: Input, most: int) -> Iterator[Item]:
    from audit.archive.columns import read_parquet
    from audit.archive.jsonlines import read_json_lines
    from audit.archive.warc import read_warc

    with open_input(item.name) as file:
        if item.kind == "lines":
            yield from read_json_lines(item.name, file, most)
        elif item.kind == "parquet":
            yield from read_parquet(item.name, file, item.size, most)
        else:
            yield from read_warc(item.name, file, most)


def _files(item: Input, matcher: Matcher) -> Iterator[Item]:
    end = 0
    for record, found in enumerate(files_of(item, matcher), 1):
        if isinstance(found, Problem):
            yield Item(Place(found.path, item.name, record), Fault(found.message), 0, end)
            continue
        size = size_of(found)
        end += size
        yield Item(Place(shown_path(found), item.name, record), File(str(found)), size, end)


def _with_last(things: Iterable[T]) -> Iterator[tuple[T, bool]]:
    """Each with whether it is the last."""
    rest = iter(things)
    for thing in rest:
        held = thing
        for following in rest:
            yield held, False
            held = following
        yield held, True
