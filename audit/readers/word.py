"""Word documents (.docx)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from audit.errors import ArticleError
from audit.readers.kinds import genre_named
from audit.readers.limits import Limits, require
from audit.readers.prose import Piece, build_article, join_pieces, plain_characters
from audit.records import Article, BlockKind

__all__ = ["read_word"]

DAMAGED = "is no Word document, or a damaged one; open it in Word and save it as .docx"
OLD_OFFICE_FILE = b"\xd0\xcf\x11\xe0"
CHUNK = 1_000_000  # bytes
SMALL = 10_000  # bytes: of a smaller file the ratio says nothing
SPACING = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
# What tracked changes took away, and the second copy of a text box that older programs read.
NOT_SHOWN = frozenset({"del", "moveFrom", "Fallback"})


def read_word(data: bytes, path: str, limits: Limits) -> Article:
    """A Word document as an article: paragraphs, table cells and text boxes in order.

    Tracked insertions are taken as accepted, deletions as gone; footnotes and comments are left out.
    """
    if data.startswith(OLD_OFFICE_FILE):
        raise ArticleError(path, "is an old .doc file or has a password; save it as .docx without one")
    _require_unpacked_size(data, path, limits)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        text, spans = join_pieces(_pieces(document))
        metadata = _metadata(document)
    except Exception as error:  # a broken document makes the library raise whatever its part runs into
        raise ArticleError(path, DAMAGED) from error
    return build_article(
        path,
        text,
        plain_characters(text),
        spans,
        limits,
        extracted=True,
        genre=genre_named(metadata.get("category", "")),
        metadata=metadata,
    )


def _require_unpacked_size(data: bytes, path: str, limits: Limits) -> None:
    """Raise ArticleError for what is no zip file, or one that unpacks to more than the limits allow."""
    remedy = "save the text alone"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            require(path, unpacked, "unpacked_bytes", limits, "bytes when it is unpacked", remedy)
            ratio = unpacked // max(len(data), SMALL)
            require(path, ratio, "unpacked_ratio", limits, "times its size when it is unpacked", remedy)
            tags = sum(_tags(archive, member) for member in members)
    except ArticleError:
        raise
    except Exception as error:  # each part of a broken archive breaks in its own way
        raise ArticleError(path, DAMAGED) from error
    require(path, tags, "word_tags", limits, "tags when it is unpacked", remedy)


def _tags(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """How many tags a part may have; the parser takes a hundred bytes for each."""
    with archive.open(member) as part:
        return sum(chunk.count(b"<") for chunk in iter(lambda: part.read(CHUNK), b""))


def _pieces(document: Any) -> Iterator[Piece]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    has_headline = False
    for element in document.element.body.iter(qn("w:p")):
        if any(_local_name(ancestor) in NOT_SHOWN for ancestor in element.iterancestors()):
            continue
        text = _paragraph_text(element)
        if not text.strip():
            continue
        kind = _kind(Paragraph(element, document).style, has_headline)
        has_headline = has_headline or kind == "headline"
        yield Piece(text, kind)


def _local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _paragraph_text(paragraph: Any) -> str:
    """The text a reader sees; paragraphs of a text box inside are paragraphs of their own."""
    parts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = _local_name(element)
        if name in NOT_SHOWN or name in ("p", "pPr", "rPr"):
            continue
        if name == "t":
            parts.append(element.text or "")
        elif name in SPACING:
            parts.append(SPACING[name])
        waiting.extend(reversed(element))
    return "".join(parts)


def _kind(paragraph_style: Any, has_headline: bool) -> BlockKind | None:
    style = str(getattr(paragraph_style, "name", None) or "").casefold()
    if style == "title" or style == "heading 1":
        return "heading" if has_headline else "headline"
    if style == "subtitle" or style.startswith("heading"):
        return "heading"
    return "caption" if style == "caption" else None


def _metadata(document: Any) -> dict[str, str]:
    properties = document.core_properties
    named = {name: getattr(properties, name) for name in ("title", "author", "category", "subject", "keywords")}
    return {name: value for name, value in named.items() if value}
