"""Bytes to text."""

import codecs
import re

from audit.errors import ArticleError

__all__ = ["decode"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
)
MOST_CONTROLS = 0.05
MOST_WESTERN_HIGH_BYTES = 0.2
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HIGH_BYTES = bytes(range(0x80, 0x100))
SAVE_AS_UTF8 = "save it as UTF-8 text"


def decode(data: bytes, path: str, declared: str | None = None) -> str:
    """The text of a file without its byte order mark, line breaks as they stand.

    UTF-8 is tried first, then the encoding the file declares, then Windows-1252 where the text looks
    western, then the best guess. Raises ArticleError for what is no text, or cannot be decoded.
    """
    text = _decode_by_mark(data, path)
    if text is None:
        _require_text_file(data, path)
        text = _decode_unmarked(data, path, declared)
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise ArticleError(path, f"is not text but binary data; {SAVE_AS_UTF8}")
    return text


def _decode_by_mark(data: bytes, path: str) -> str | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ArticleError(
                    path,
                    f"begins as {encoding.upper()} but is damaged at byte {error.start + len(mark)}; {SAVE_AS_UTF8}",
                ) from error
    return None


def _require_text_file(data: bytes, path: str) -> None:
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            raise ArticleError(path, f"is {kind}, whatever its name says; {SAVE_AS_UTF8}")
    if b"\0" in data:
        raise ArticleError(path, f"is binary data, or UTF-16 without a byte order mark; {SAVE_AS_UTF8}")


def _decode_unmarked(data: bytes, path: str, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, path, error)
    for encoding in (declared, "cp1252" if _looks_western(data) else None):
        if encoding is not None and (text := _try(data, encoding)) is not None:
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = None if best is None else _try(data, best.encoding)
    if text is None:
        raise ArticleError(path, f"is in no encoding that could be recognised; {SAVE_AS_UTF8}")
    return text


def _refuse_damaged_utf8(data: bytes, path: str, error: UnicodeDecodeError) -> None:
    """Bytes that are mostly good UTF-8 would come out as gibberish in any other encoding."""
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    good = sum(not character.isascii() for character in lenient) - broken
    if good > broken:
        line = data.count(b"\n", 0, error.start) + 1
        raise ArticleError(path, f"is UTF-8 but damaged, first in line {line}; {SAVE_AS_UTF8}") from error


def _looks_western(data: bytes) -> bool:
    return len(data) - len(data.translate(None, HIGH_BYTES)) <= MOST_WESTERN_HIGH_BYTES * len(data)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode("cp1252" if codecs.lookup(encoding).name in ("iso8859-1", "ascii") else encoding)
    except (LookupError, ValueError):
        return None
    return None if re.search("[\ud800-\udfff]", text) else text
