"""Parts on their way into a store: all tables of a part first, then the record that it is whole.

A part without its record is as good as not there: whoever goes on audits it again, and writes the same over it.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.archive.clerk import Done
from audit.archive.stores import Store
from audit.archive.tables import TABLES, TableName

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Assembly", "Part", "is_recorded", "json_bytes", "parts_in", "read_json"]

FOLDER = "parts"


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
        self._store.write(f"{FOLDER}/{part.name}.json", json_bytes(record))
        return part


def parts_in(store: Store) -> Iterator[Part]:
    """The parts that are whole, in order of their names."""
    there = {name: store.sizes(name) for name in TABLES}
    for file in sorted(store.sizes(FOLDER)):
        record = read_json(store, f"{FOLDER}/{file}")
        name = file.removesuffix(".json")
        if record and all(there[table].get(f"{name}.parquet") == size for table, size in record["bytes"].items()):
            yield Part(name, record["rows"], record["ends"], record["done"])


def is_recorded(store: Store, name: str) -> bool:
    """Whether there is a record of a part; unlike `parts_in`, it need not look at what else is there."""
    return read_json(store, f"{FOLDER}/{name}.json") is not None


def json_bytes(value: object) -> bytes:
    """A value as JSON that a person can read."""
    import json

    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def read_json(store: Store, name: str) -> Any:
    """What a file holds; None if there is no such file, or only half of it."""
    import json

    try:
        return json.loads(store.read(name) or b"null")
    except ValueError:
        return None


def _parquet(table: "pa.Table") -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())
