"""From a record to an article, and to what else the record tells of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from audit.archive.fields import KEYS, Details, details_of, folded, names_in, spoken_list, text_at
from audit.archive.records import Fault, File, Item, JsonLine, Page, Place, Row
from audit.errors import ArticleError
from audit.readers import Limits, read_bytes, read_path
from audit.readers.decoding import decode
from audit.readers.kinds import genre_named
from audit.readers.limits import require_size
from audit.readers.prose import build_article, plain_characters, word_spans
from audit.records import Article, BlockKind, Span

__all__ = ["Read", "read_item"]

MOST_NAMED = 20  # keys in a message


class Read(NamedTuple):
    """An article, what is told of it, and its file if it has one of its own."""

    article: Article
    details: Details
    file: Path | None = None


def read_item(item: Item, limits: Limits) -> Read:
    """The article of a record; ArticleError for a fault, and for what holds no article."""
    place, content = item.place, item.content
    match content:
        case Fault(message):
            raise ArticleError(place.id, message)
        case JsonLine(data):
            return _read_fields(_object(data, place), place, limits)
        case Row(fields):
            return _read_fields(folded(fields), place, limits)
        case Page(html, url, fetched):
            return _read_page(html, {"url": url}, place, limits, fetched)
        case File(path):
            article = read_path(Path(path), display=place.id, limits=limits)
            return Read(article, _details({}, article), Path(path))


def _object(data: bytes, place: Place) -> dict[str, object]:
    import msgspec

    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ArticleError(place.id, f"is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise ArticleError(place.id, f"is no JSON object with keys, but {type(value).__name__}")
    return folded(value)


def _read_fields(fields: Mapping[str, object], place: Place, limits: Limits) -> Read:
    text, html = text_at(fields, "text"), text_at(fields, "html")
    if isinstance(text, str) and text.strip():
        article = _written(text, fields, place, limits)
        return Read(article, _details(fields, article))
    if html:
        return _read_page(html.encode() if isinstance(html, str) else html, fields, place, limits)
    there = spoken_list(list(fields)[:MOST_NAMED]) or "none"
    wanted = spoken_list((*KEYS["text"], *KEYS["html"]), "or")
    raise ArticleError(place.id, f"has no text: none of the keys {wanted} holds one; it has {there}")


def _read_page(
    html: bytes, fields: Mapping[str, object], place: Place, limits: Limits, fetched: str | None = None
) -> Read:
    article = read_bytes(html, path=place.id, suffix=".html", limits=limits)
    return Read(article, _details(fields, article, fetched))


def _written(text: str, fields: Mapping[str, object], place: Place, limits: Limits) -> Article:
    """The article of a plain text, below the headline that the record gives, unless that is its first line."""
    data = text.encode()
    require_size(place.id, len(data), limits)
    text = decode(data, place.id)
    title = text_at(fields, "headline")
    title = " ".join(title.split()) if isinstance(title, str) else ""
    if title and text.lstrip().partition("\n")[0].strip() != title:
        text = f"{title}\n\n{text}"
    prose = plain_characters(text)
    start = len(text) - len(text.lstrip())
    spans = _blocks(prose, Span(start, start + len(title)))
    desk = details_of(fields).desk
    return build_article(
        place.id, text, prose, spans, limits, extracted=True, genre=genre_named(desk) if desk else None
    )


def _blocks(prose: str, title: Span) -> list[tuple[Span, BlockKind | None]]:
    """The paragraphs, below the title if that has words."""
    if not any(map(str.isalnum, prose[slice(*title)])):
        return [(span, None) for span in word_spans(prose)]
    body = word_spans(prose, Span(title.end, len(prose)))
    return [(title, "headline"), *((span, None) for span in body)]


def _details(fields: Mapping[str, object], article: Article, fetched: str | None = None) -> Details:
    """What the record tells, else what the article itself does; its byline is the last to be asked for authors."""
    told, own = details_of(fields), details_of(article.metadata)
    byline = [article.text[slice(*block.span)] for block in article.blocks if block.kind == "byline"][:1]
    dated = told if told.date else own
    return Details(
        given_id=told.given_id or own.given_id,
        url=told.url or own.url,
        outlet=told.outlet or own.outlet,
        desk=told.desk or own.desk,
        authors=told.authors or own.authors or tuple(names_in(byline)),
        date=dated.date,
        published=dated.published,
        fetched=fetched,
    )
