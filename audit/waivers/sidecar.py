"""Waivers in a file beside the article: for plain text and Word files, which have no place for comments."""

import stat
from pathlib import Path

from audit.records import Waiver
from audit.text.lines import LINE_BREAK
from audit.waivers.syntax import addressed, parse_waiver

__all__ = ["SUFFIX", "article_of", "parse_sidecar", "read_sidecar", "sidecar_of"]

SUFFIX = ".waivers"
LARGEST = 65_536  # bytes
TOO_LARGE = f"it is larger than {LARGEST:,} bytes"


def sidecar_of(article: Path) -> Path:
    """Where the waivers of an article stand: story.docx.waivers for story.docx."""
    return article.with_name(article.name + SUFFIX)


def article_of(sidecar: Path) -> Path | None:
    """The article that a file of waivers stands beside; None for any other file."""
    name = sidecar.name.removesuffix(SUFFIX)
    return sidecar.with_name(name) if name and name != sidecar.name else None


def read_sidecar(article: Path, shown: str) -> tuple[Waiver, ...]:
    """The waivers beside an article that is shown as `shown`; none where there is no such file.

    A file that cannot be read is a waiver with a mistake.
    """
    path = sidecar_of(article)
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return (_unread(shown + SUFFIX, "it is no regular file"),)
        if status.st_size > LARGEST:
            return (_unread(shown + SUFFIX, TOO_LARGE),)
        return parse_sidecar(path.read_bytes(), shown)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return (_unread(shown + SUFFIX, f"it cannot be read ({why})"),)


def parse_sidecar(data: bytes, shown: str) -> tuple[Waiver, ...]:
    """The waivers in a file beside an article, one a line; blank lines and lines that begin with # say nothing."""
    path = shown + SUFFIX
    if len(data) > LARGEST:
        return (_unread(path, TOO_LARGE),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (_unread(path, "it is not UTF-8 text"),)
    lines = enumerate(LINE_BREAK.split(text), 1)
    return tuple(
        parse_waiver(addressed(line) or line, path=path, line=number)
        for number, line in lines
        if line.strip() and not line.lstrip().startswith("#")
    )


def _unread(path: str, why: str) -> Waiver:
    return Waiver(path=path, line=1, text="", mistake=f"{why}, so nothing in it is waived")
