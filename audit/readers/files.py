"""One file, or its bytes, to an article by the reader for its kind."""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from audit.errors import ArticleError
from audit.readers.limits import Limits, require_size
from audit.readers.markdown import read_markdown
from audit.readers.plain import read_plain
from audit.readers.webpage import read_webpage
from audit.readers.word import read_word
from audit.records import Article

__all__ = ["READERS", "Reader", "read_bytes", "read_path", "readable_kinds", "shown_path"]

Reader = Callable[[bytes, str, Limits], Article]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_plain,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_webpage,
        ".htm": read_webpage,
        ".docx": read_word,
    }
)
DEFAULT_LIMITS = Limits()


def read_path(path: Path, *, display: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Article:
    """Read the article in a file; `display` is the path it is reported under.

    Raises ArticleError for whatever stands in the way: no such file, its kind, size, encoding or damage.
    """
    shown = display if display is not None else shown_path(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(shown, "is no regular file; name a file, or a folder of articles")
        require_size(shown, status.st_size, limits)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(shown, "does not exist; check the spelling of the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ArticleError(shown, f"cannot be opened: {reason}") from error
    return read_bytes(data, path=shown, suffix=path.suffix, limits=limits)


def read_bytes(data: bytes, *, path: str, suffix: str, limits: Limits = DEFAULT_LIMITS) -> Article:
    """Read an article from bytes; `suffix` tells their kind (".txt"), `path` names them ("-" for standard input).

    Raises ArticleError for what cannot be read.
    """
    reader = READERS.get(suffix.casefold())
    if reader is None:
        raise ArticleError(path, f"is of a kind that cannot be read; {readable_kinds()} can")
    require_size(path, len(data), limits)
    return reader(data, path, limits)


def readable_kinds() -> str:
    """The kinds of file that can be read, for a message."""
    *most, last = READERS
    return f"{', '.join(most)} and {last}"


def shown_path(path: Path) -> str:
    """The path with forward slashes; bytes of a file name that are no UTF-8 become replacement characters."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
