"""An archive's tables, ready to be asked: whole, of this version, and out of reach of the file system."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from audit.archive.tables import TABLES, TableName, arrow_schema
from audit.errors import UsageError
from audit.render.visible import one_line

if TYPE_CHECKING:
    import duckdb

__all__ = ["opened"]

MADE, WHOLE = "archive.json", "totals.json"


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
    _whole(folder)
    settings: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": "false"}
    with duckdb.connect(":memory:", config=settings) as database:
        for name in TABLES:
            files = _files(folder, name)
            database.register(name, datasets.dataset(files, schema=arrow_schema(name), format="parquet"))
        try:
            yield database
        except (duckdb.InvalidInputException, duckdb.IOException, pa.ArrowException) as error:
            raise UsageError(f"{folder}: a part of the archive is damaged: {one_line(str(error))}") from error


def _whole(folder: Path) -> None:
    if not (folder / MADE).is_file():
        made = "make one with `audit archive INPUT --output DIR`"
        raise UsageError(f"{folder} is no archive, for it has no {MADE}: {made}")
    if not (folder / WHOLE).is_file():
        raise UsageError(f"{folder} is an unfinished archive: run its `audit archive` again, and it goes on")


def _files(folder: Path, name: TableName) -> list[str]:
    """The files of a table in order of their names, each with all columns in their types."""
    import pyarrow as pa
    from pyarrow import parquet

    wanted = arrow_schema(name)
    paths = sorted((folder / name).glob("*.parquet"))
    for path in paths:
        try:
            there = parquet.read_schema(path)
        except (pa.ArrowException, OSError) as error:
            raise UsageError(f"{path} is damaged, and so is the archive: {one_line(str(error))}") from error
        wrong = [
            field.name
            for field in wanted
            if field.name not in there.names or there.field(field.name).type != field.type
        ]
        if wrong:
            raise UsageError(f"{path} is of another version: it lacks {', '.join(wrong)}; make the archive anew")
    return [str(path) for path in paths]
