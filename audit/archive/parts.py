"""Parts on their way into a store: all tables of a part first, then the record that it is whole.

A part without its record is as good as not there: whoever goes on audits it again, and writes the same over it.
"""

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.archive.clerk import Done
from audit.archive.stores import Store
from audit.archive.tables import TABLES, TableName

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Assembly", "Part", "forget_others", "is_recorded", "json_bytes", "parts_in", "read_json"]

FOLDER = "parts"
AT_ONCE = 1000  # records that are read together


class Part(NamedTuple):
    """A part that is whole: its rows in each table, whether its input ends there, and how far into that it is."""

    name: str
    rows: Mapping[str, int]
    ends: bool
    done: int


class Assembly:
    """Puts batches together to parts; those of one part come one after the other, and in order."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: list[dict[TableName, pa.Table]] = []

    def add(self, done: Done) -> Part | None:
        """The part that a batch closes, once it is in the store; OSError where it cannot be written."""
        import pyarrow as pa

        self._held.append(done.tables)
        batch = done.batch
        if not batch.closes:
            return None
        rows: dict[str, int] = {}
        sizes: dict[str, int] = {}
        for name in TABLES:
            table = pa.concat_tables([tables[name] for tables in self._held]).combine_chunks()
            data = _parquet(table)
            self._store.write(f"{name}/{batch.part}.parquet", data)
            rows[name], sizes[name] = table.num_rows, len(data)
        self._held = []
        part = Part(batch.part, rows, batch.ends, batch.done)
        record = {"rows": rows, "bytes": sizes, "ends": part.ends, "done": part.done}
        self._store.write(_path(part.name), json_bytes(record))
        return part


def parts_in(store: Store) -> Iterator[Part]:
    """The parts that are whole, in order of their names."""
    there = {name: store.sizes(name) for name in TABLES}
    for name, record in _records(store):
        if record and all(there[table].get(f"{name}.parquet") == size for table, size in record["bytes"].items()):
            yield Part(name, record["rows"], record["ends"], record["done"])


def is_recorded(store: Store, name: str) -> bool:
    """Whether there is a record of a part; unlike `parts_in`, it does not look whether its tables are there."""
    return _value(store.read(_path(name))) is not None


def forget_others(store: Store, whole: Container[str]) -> None:
    """Take the records of all other parts for none, such as of one whose tables somebody has removed."""
    for name, record in _records(store):
        if record and name not in whole:
            store.write(_path(name), json_bytes(None))


def _records(store: Store) -> Iterator[tuple[str, Any]]:
    names = sorted(store.sizes(FOLDER))
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        for name, data in zip(some, store.read_all([f"{FOLDER}/{name}" for name in some]), strict=True):
            yield name.removesuffix(".json"), _value(data)


def _path(part: str) -> str:
    return f"{FOLDER}/{part}.json"


def json_bytes(value: object) -> bytes:
    """A value as JSON that a person can read."""
    import json

    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def read_json(store: Store, name: str) -> Any:
    """What a file holds; None if there is no such file, or only half of it."""
    return _value(store.read(name))


def _value(data: bytes | None) -> Any:
    import json

    try:
        return json.loads(data or b"null")
    except ValueError:
        return None


def _parquet(table: "pa.Table") -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())
