"""Parquet files, a few rows at a time."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from audit.archive.fields import KNOWN_KEYS, TEXT_KEYS, spoken_list
from audit.archive.records import Fault, Item, Place, Row

if TYPE_CHECKING:
    import pyarrow.parquet as pq

__all__ = ["read_parquet"]

ROWS = 64
BUFFER = 1 << 20  # bytes of a column that are read at once
NAMED = 20  # columns in a message


def read_parquet(name: str, file: BinaryIO, size: int, most: int) -> Iterator[Item]:
    """A record for each row, with the columns that mean anything here (see audit.archive.fields).

    One fault stands for a file without a column of texts, one for a row group whose rows have more than `most` bytes on
    average, and one for the rest of a row group that is damaged. Raises OSError or pyarrow.ArrowInvalid for what is no
    Parquet file.
    """
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file, pre_buffer=False, buffer_size=BUFFER)
    there = table.schema_arrow.names
    columns = [column for column in there if column.casefold() in KNOWN_KEYS]
    if not any(column.casefold() in TEXT_KEYS for column in columns):
        message = (
            f"has no column with the texts of articles, such as {spoken_list(TEXT_KEYS, 'or')}; "
            f"it has {spoken_list(there[:NAMED]) or 'none'}"
        )
        yield Item(Place(name, name), Fault(message), 0, size)
        return
    record = 0
    for group in range(table.num_row_groups):
        after = record + table.metadata.row_group(group).num_rows
        if _unpacked(table, group, columns) > most * (after - record):
            rows: Iterable[Row | Fault] = [Fault(f"row group {group + 1} has rows of more than {most / 1e6:g} MB")]
        else:
            rows = _rows(table, group, columns, record + 1, after)
        for content in rows:
            record += 1
            end = size * record // table.metadata.num_rows
            length = 0 if isinstance(content, Fault) else _length(content)
            yield Item(Place(f"{name}#{record}", name, record), content, length, end)
        record = after


def _unpacked(table: "pq.ParquetFile", group: int, columns: list[str]) -> int:
    """How many bytes the columns of a row group are to have, by its own account."""
    described = table.metadata.row_group(group)
    chunks = (described.column(number) for number in range(described.num_columns))
    return sum(c.total_uncompressed_size for c in chunks if c.path_in_schema.partition(".")[0] in columns)


def _rows(table: "pq.ParquetFile", group: int, columns: list[str], first: int, last: int) -> Iterator[Row | Fault]:
    import pyarrow as pa

    row = first
    try:
        for batch in table.iter_batches(ROWS, row_groups=[group], columns=columns):
            for fields in batch.to_pylist():
                yield Row(fields)
                row += 1
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        yield Fault(f"row group {group + 1} is damaged: rows {row:,} to {last:,} cannot be read ({error})")


def _length(row: Row) -> int:
    lists = (value if isinstance(value, list) else [value] for value in row.fields.values())
    return sum(len(text) for texts in lists for text in texts if isinstance(text, str | bytes))
