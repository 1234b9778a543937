"""One file, or its bytes, to an article by the reader for its kind, which is imported when it is first needed."""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from audit.errors import ArticleError
from audit.readers.limits import Limits, require_size
from audit.records import Article

__all__ = ["READERS", "Reader", "load", "read_bytes", "read_path", "readable_kinds", "shown_path"]

Reader = Callable[[bytes, str, Limits], Article]


def _read_plain(data: bytes, path: str, limits: Limits) -> Article:
    from audit.readers.plain import read_plain

    return read_plain(data, path, limits)


def _read_markdown(data: bytes, path: str, limits: Limits) -> Article:
    from audit.readers.markdown import read_markdown

    return read_markdown(data, path, limits)


def _read_webpage(data: bytes, path: str, limits: Limits) -> Article:
    from audit.readers.webpage import read_webpage

    return read_webpage(data, path, limits)


def _read_word(data: bytes, path: str, limits: Limits) -> Article:
    from audit.readers.word import read_word

    return read_word(data, path, limits)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _read_plain,
        ".md": _read_markdown,
        ".markdown": _read_markdown,
        ".html": _read_webpage,
        ".htm": _read_webpage,
        ".docx": _read_word,
    }
)
DEFAULT_LIMITS = Limits()


def read_path(path: Path, *, display: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Article:
    """Read the article in a file; `display` is the path it is reported under.

    Raises ArticleError for whatever stands in the way: no such file, its kind, size, encoding or damage.
    """
    shown = display if display is not None else shown_path(path)
    return read_bytes(load(path, display=shown, limits=limits), path=shown, suffix=path.suffix, limits=limits)


def load(path: Path, *, display: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a file. Raises ArticleError, with the path to display, if there is none or it is too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(display, "is no regular file; name a file, or a folder of articles")
        require_size(display, status.st_size, limits)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(display, "does not exist; check the spelling of the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ArticleError(display, f"cannot be opened: {reason}") from error


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
