"""Waivers in a file beside the article: for plain text and Word files, which have no place for comments."""

import stat
from pathlib import Path

from audit.records import Waiver
from audit.waivers.syntax import addressed, parse_waiver

__all__ = ["SUFFIX", "article_of", "read_sidecar", "sidecar_of"]

SUFFIX = ".waivers"
LARGEST = 65_536  # bytes


def sidecar_of(article: Path) -> Path:
    """Where the waivers of an article stand: story.docx.waivers for story.docx."""
    return article.with_name(article.name + SUFFIX)


def article_of(sidecar: Path) -> Path | None:
    """The article that a file of waivers stands beside; None for any other file."""
    name = sidecar.name.removesuffix(SUFFIX)
    return sidecar.with_name(name) if name and name != sidecar.name else None


def read_sidecar(article: Path, shown: str) -> tuple[Waiver, ...]:
    """The waivers beside an article that is shown as `shown`, one a line; none where there is no such file.

    Blank lines and lines that begin with # say nothing. A file that cannot be read is a waiver with a mistake.
    """
    path = sidecar_of(article)
    name = shown + SUFFIX
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return (_unread(name, "it is no regular file"),)
        if status.st_size > LARGEST:
            return (_unread(name, f"it is larger than {LARGEST:,} bytes"),)
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        return (_unread(name, "it is not UTF-8 text"),)
    except (OSError, ValueError) as error:
        return (_unread(name, f"it cannot be read ({getattr(error, 'strerror', None) or error})"),)
    lines = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
    return tuple(
        parse_waiver(addressed(line) or line, path=name, line=number)
        for number, line in lines
        if line.strip() and not line.lstrip().startswith("#")
    )


def _unread(path: str, why: str) -> Waiver:
    return Waiver(path=path, line=1, text="", mistake=f"{why}, so nothing in it is waived")
