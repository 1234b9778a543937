"""HTTP answers as WARC files keep them: the web page in one, unpacked."""

import io
import re
from typing import Any

from audit.archive.records import Fault

__all__ = ["page_in"]

STATUS = re.compile(rb"HTTP/\d(?:\.\d)? 200\b")
PAGES = ("text/html", "application/xhtml+xml")
HEAD_END = re.compile(rb"\r?\n\r?\n")
MOST_HEADERS = 1 << 16
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*\r?\n")
GZIP = b"\x1f\x8b"


def page_in(answer: bytes, most: int) -> bytes | Fault | None:
    """The page, as UTF-8 where the answer tells its encoding; None for what is no page, or was not answered with 200.

    A fault where it cannot be unpacked, or has more than `most` bytes then.
    """
    end = HEAD_END.search(answer, 0, MOST_HEADERS)
    if end is None or not STATUS.match(answer):
        return None
    headers = _headers(answer[: end.start()])
    kind = headers.get("content-type", "")
    if kind.partition(";")[0].strip().casefold() not in PAGES:
        return None
    try:
        body = _unpacked(answer[end.end() :], headers, most + 1)
    except OSError as error:
        return Fault(f"the page cannot be unpacked: {error}")
    if len(body) > most:
        return Fault(f"the page has more than {most / 1e6:g} MB, the most that is read")
    charset = CHARSET.search(kind)
    return _as_utf8(body, charset[1]) if charset else body


def _headers(head: bytes) -> dict[str, str]:
    """The first of each, by its name in lower case."""
    found: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        found.setdefault(name.strip().casefold(), value.strip())
    return found


def _unpacked(body: bytes, headers: dict[str, str], most: int) -> bytes:
    """The first bytes of the body, unpacked: crawlers unpack it or not, and leave its headers as they were."""
    from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader

    if "chunked" in headers.get("transfer-encoding", "").casefold() and CHUNK.match(body):
        body = _read(ChunkedReader(io.BytesIO(body)), most)
    coding = headers.get("content-encoding", "").casefold()
    if coding in ("gzip", "x-gzip") and body.startswith(GZIP):
        return _read(GzipReader(io.BytesIO(body)), most)
    if coding == "br" and not body.lstrip().startswith(b"<"):
        return _read(BrotliReader(io.BytesIO(body)), most)
    return body


def _read(stream: Any, most: int) -> bytes:
    """At most so many bytes: a single read may bring fewer."""
    pieces: list[bytes] = []
    while most > 0 and (piece := stream.read(most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def _as_utf8(body: bytes, charset: str) -> bytes:
    """The body in UTF-8, if it is good text in the encoding; else as it is, for the reader of pages to tell."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return body.decode(charset).encode("utf-8")
        except (LookupError, ValueError):
            return body
    return body
