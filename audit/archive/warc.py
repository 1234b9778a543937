"""WARC files as crawlers write them (Common Crawl's news): the web pages among their records."""

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from audit.archive.answers import page_in
from audit.archive.records import Fault, Item, Page, Place

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["read_warc"]

GZIP = b"\x1f\x8b\x08"
PACKED_OPENING = re.compile(re.escape(GZIP))
PLAIN_OPENING = re.compile(rb"^WARC/\d", re.M)
LONGEST_OPENING = 512  # packed bytes in which a record's first line surely begins
WINDOW = 1 << 20
GZIP_ONLY = zlib.MAX_WBITS | 16
MOST_HEADERS = 1 << 16


class _Found(NamedTuple):
    """A record: where it begins, from where on another may, its page if it is one, and whether it is broken."""

    at: int
    beyond: int
    content: Page | Fault | None = None
    is_broken: bool = False


def read_warc(name: str, file: BinaryIO, most: int) -> Iterator[Item]:
    """A record for each page that was answered with status 200, numbered by where it stands among all records.

    A page of more than `most` bytes is a fault. All else (requests, images, redirects) is passed over. A record that is
    broken is one fault; reading goes on at the next that can be found.
    """
    for number, found in enumerate(_records(file, most), 1):
        if content := found.content:
            size = len(content.html) if isinstance(content, Page) else 0
            yield Item(Place(f"{name}#{number}", name, number, found.at), content, size, file.tell())


def _records(file: BinaryIO, most: int) -> Iterator[_Found]:
    """All records, among them broken ones."""
    is_packed = file.read(len(GZIP)) == GZIP
    start: int | None = 0
    lost: _Found | None = None  # broken, and perhaps the one that begins at `start`
    while start is not None:
        last: _Found | None = None
        stop = ""
        for found in _stretch(file, start, is_packed, most):
            if isinstance(found, str):
                stop = found
                break
            if lost:
                yield lost
            lost, last = None, found
            yield found
        if not stop:
            if is_packed and not (last and last.is_broken) and _is_cut(file, last.at if last else start):
                yield _Found(last.at if last else start, 0, Fault("the file ends within this record or the next"), True)
            return
        if last is None:
            yield _Found(start, start, Fault(f"the record is broken: {stop}"), True)
            lost = None
        elif not last.is_broken:
            lost = _Found(last.beyond, 0, Fault(f"a record that begins here or later is broken: {stop}"), True)
        start = _next_opening(file, last.beyond if last else start + 1, is_packed)
    if lost:
        yield lost


def _stretch(file: BinaryIO, start: int, is_packed: bool, most: int) -> Iterator[_Found | str]:
    """The records from a place on, and if they do not reach the end of the file, what stopped the reading."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    file.seek(start)
    records = iter(ArchiveIterator(file, parse_http=False))
    while True:
        try:
            record = next(records, None)
        except OSError as error:
            if error.errno:
                raise
            yield str(error)
            return
        if record is None:
            return
        found = _Found(record.stream_pos, record.stream_pos + (1 if is_packed else max(1, record.content_length)))
        if "Content-Length" not in record.headers:
            yield _Found(
                found.at, found.at + 1, Fault("the record is broken: its headers have no end, or no length"), True
            )
        elif record.record_type == WarcRecordType.response:
            yield _read(record, found, most)
        else:
            yield found


def _read(record: "WarcRecord", found: _Found, most: int) -> _Found:
    longest = most + MOST_HEADERS
    try:
        answer = record.reader.read(min(record.content_length, longest + 1))
    except OSError as error:
        if error.errno:
            raise
        return _Found(found.at, found.at + 1, Fault(f"the record is broken: {error}"), True)
    if len(answer) < min(record.content_length, longest):
        message = f"the record is cut off: it has {len(answer):,} of {record.content_length:,} bytes"
        return _Found(found.at, found.at + 1, Fault(message), True)
    page = page_in(answer, most)
    if isinstance(page, bytes):
        headers = record.headers
        return found._replace(content=Page(page, headers.get("WARC-Target-URI"), headers.get("WARC-Date")))
    return found._replace(content=page)


def _next_opening(file: BinaryIO, start: int, is_packed: bool) -> int | None:
    """Where the next record may begin: at a signature of gzip with a record behind it, or at a first line."""
    opening = PACKED_OPENING if is_packed else PLAIN_OPENING
    while True:
        file.seek(start)
        window = file.read(WINDOW)
        is_end = len(window) < WINDOW
        for match in opening.finditer(window):
            if not is_end and match.start() > WINDOW - LONGEST_OPENING:
                break
            if not is_packed or _holds_record(window[match.start() : match.start() + LONGEST_OPENING]):
                return start + match.start()
        if is_end:
            return None
        start += WINDOW - LONGEST_OPENING


def _holds_record(packed: bytes) -> bool:
    try:
        return PLAIN_OPENING.match(zlib.decompressobj(GZIP_ONLY).decompress(packed, LONGEST_OPENING)) is not None
    except zlib.error:
        return False


def _is_cut(file: BinaryIO, start: int) -> bool:
    """Whether gzip data from a place on ends too early, which fastwarc does not always tell."""
    file.seek(start)
    member = zlib.decompressobj(GZIP_ONLY)
    is_fresh = True
    while data := file.read(WINDOW):
        while data:
            try:
                member.decompress(data, WINDOW)
            except zlib.error:
                return True
            is_fresh, data = False, member.unconsumed_tail
            if member.eof:
                is_fresh, data, member = True, member.unused_data, zlib.decompressobj(GZIP_ONLY)
    return not is_fresh
