"""An archive's tables, ready to be asked: whole, of this version, and out of reach of the file system."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from audit.archive.tables import TABLES, TableName, arrow_schema
from audit.errors import UsageError
from audit.render.visible import one_line

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["opened"]

MADE, TOTALS = "archive.json", "totals.json"
MEND = "copy the archive anew, or run its `audit archive` again, which makes what is missing"


class _Totals(msgspec.Struct):
    rows: dict[str, int]


@contextmanager
def opened(folder: Path) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A connection to a database that has the archive's tables by their names and can reach nothing else.

    Raises UsageError if the libraries are not installed, if the folder holds no archive, an unfinished one, or one
    with a part that is missing or damaged.
    """
    try:
        import duckdb
        import pyarrow as pa
        import pyarrow.dataset as datasets
    except ImportError as error:
        raise UsageError(
            f"this needs {error.name}: install the extra, pip install 'source-attribution-auditor[archive]'"
        ) from None
    rows = _rows(folder)
    settings: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": "false"}
    with duckdb.connect(":memory:", config=settings) as database:
        for name in TABLES:
            files = _files(folder, name, rows.get(name, 0))
            database.register(name, datasets.dataset(files, schema=arrow_schema(name), format="parquet"))
        try:
            yield database
        except (duckdb.DataError, duckdb.OperationalError, duckdb.InvalidInputException, pa.ArrowException) as error:
            raise UsageError(f"{folder} cannot be read to the end: {one_line(str(error))}; {MEND}") from error


def _rows(folder: Path) -> Mapping[str, int]:
    """How many rows each table of a finished archive has."""
    if not (folder / MADE).is_file():
        made = "make one with `audit archive INPUT --output DIR`"
        raise UsageError(f"{folder} is no archive, for it has no {MADE}: {made}")
    try:
        return msgspec.json.decode((folder / TOTALS).read_bytes(), type=_Totals).rows
    except FileNotFoundError:
        raise UsageError(f"{folder} is an unfinished archive: run its `audit archive` again, and it goes on") from None
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(f"{folder / TOTALS} cannot be read: {one_line(str(error))}; {MEND}") from error


def _files(folder: Path, name: TableName, rows: int) -> list[str]:
    """The files of a table in order of their names, each with all columns in their types, with so many rows in all."""
    paths = sorted((folder / name).glob("*.parquet"))
    found = sum(_checked(path, arrow_schema(name)) for path in paths)
    if found != rows:
        raise UsageError(f"{folder / name} has {found} rows, but {TOTALS} tells of {rows}: {MEND}")
    return [str(path) for path in paths]


def _checked(path: Path, wanted: "pa.Schema") -> int:
    """The number of rows of a file that has all the columns wanted."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        about = parquet.read_metadata(path)
        there = about.schema.to_arrow_schema()
    except (pa.ArrowException, OSError) as error:
        raise UsageError(f"{path} is damaged: {one_line(str(error))}; {MEND}") from error
    wrong = [
        field.name for field in wanted if field.name not in there.names or there.field(field.name).type != field.type
    ]
    if wrong:
        raise UsageError(f"{path} is of another version, for it lacks {', '.join(wrong)}: make the archive anew")
    return int(about.num_rows)
