"""What audits batches of records, in this process or another: it loads the trained pipeline once."""

import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from audit.archive.articles import read_item
from audit.archive.records import Batch, File, Item
from audit.archive.rows import Rows, no_rows, problem_rows, report_rows
from audit.archive.tables import TABLES, TableName, arrow_schema
from audit.auditor import settled
from audit.errors import ArticleError, AuditError, UsageError
from audit.limits import within_limits
from audit.records import Article, Problem, Report
from audit.settings import Matcher, Profile, Settings
from audit.waivers import Terms

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Clerk", "Done", "Examines", "Orders", "audit_in_worker"]


class Examines(Protocol):
    """What turns an article into a report: audit.examiner.Examiner, or a stand-in for it."""

    def report_on(self, article: Article, profile: Profile, /) -> Report:
        """The report, nothing of it settled yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """By what to audit. `rules` is the hash of all rules; `examiner` makes what examines, from folders of rules."""

    settings: Settings
    terms: Terms
    rules: str
    examiner: Callable[[Sequence[str]], Examines]


class Done(NamedTuple):
    """A batch, without its records, and its rows as Arrow tables."""

    batch: Batch
    tables: dict[TableName, "pa.Table"]


class Clerk:
    """Audits batches; whatever fails for one record ends that record only."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._matcher = Matcher(orders.settings)
        self._examiner = orders.examiner(orders.settings.rule_folders)

    def audit(self, batch: Batch) -> Done:
        """The rows of a batch. Raises RuleError, ConfigError and PipelineError, which concern every record."""
        rows = [self._rows(item) for item in batch.items]
        try:
            tables = _tables(rows)
        except (TypeError, ValueError):
            tables = _tables(map(_storable, rows, batch.items))
        return Done(batch._replace(items=()), tables)

    def _rows(self, item: Item) -> Rows:
        try:
            profile = self._matcher.profile(
                Path(item.content.path if isinstance(item.content, File) else item.place.input)
            )
            read = read_item(item, profile.limits)
            report = settled(self._examiner.report_on(read.article, profile), read.file, profile, self._orders.terms)
            return report_rows(within_limits(report), read, item.place, self._orders.rules)
        except ArticleError as error:
            return problem_rows(Problem(path=item.place.id, message=error.message), item.place)
        except (AuditError, MemoryError):
            raise
        except Exception as error:
            return _fault(error, item)


def _tables(rows: Iterable[Rows]) -> dict[TableName, "pa.Table"]:
    import pyarrow as pa

    whole = no_rows()
    for some in rows:
        for name, more in some.items():
            whole[name] += more
    return {name: pa.Table.from_pylist(whole[name], schema=arrow_schema(name)) for name in TABLES}


def _storable(rows: Rows, item: Item) -> Rows:
    """The rows, or a problem where they hold what no table can, such as half a character in a reason of a waiver."""
    try:
        _tables((rows,))
    except (TypeError, ValueError) as error:
        return _fault(error, item)
    return rows


def _fault(error: Exception, item: Item) -> Rows:
    message = f"internal error: {type(error).__name__}: {error}".encode("utf-8", "replace").decode()
    return problem_rows(Problem(path=item.place.id, message=message), item.place)


def audit_in_worker(orders: bytes, batch: Batch) -> Done:
    """The rows of a batch, by pickled orders: the clerk for them is made once in each process."""
    try:
        return _clerk(orders).audit(batch)
    except AuditError as error:  # not all of them survive the way back
        raise UsageError(str(error)) from None


@cache
def _clerk(orders: bytes) -> Clerk:
    return Clerk(pickle.loads(orders))  # noqa: S301  made by the parent process
