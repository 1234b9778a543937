"""What the keys of a record mean: the same things have many names in JSON, in tables, in web pages and in files."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urlsplit

__all__ = ["KEYS", "KNOWN_KEYS", "TEXT_KEYS", "Details", "details_of", "folded", "names_in", "spoken_list", "text_at"]

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text": ("text", "body", "content", "article", "article_text", "maintext", "plain_text", "paragraphs"),
        "html": ("html", "content_html", "body_html", "raw_html"),
        "headline": ("headline", "title", "head"),
        "outlet": ("outlet", "publication", "publisher", "newspaper", "site", "domain", "source_domain", "source"),
        "desk": ("desk", "section", "category", "categories", "channel"),
        "authors": ("authors", "author", "byline", "creator"),
        "date": (
            "date",
            "published",
            "publish_date",
            "date_publish",
            "date_published",
            "datepublished",
            "published_at",
            "publication_date",
            "pub_date",
            "pubdate",
        ),
        "url": ("url", "link", "uri"),
        "id": ("id", "_id", "uid", "guid", "article_id"),
    }
)
"""The names of each thing, in lower case; the first that a record has, and not empty, counts."""

KNOWN_KEYS = frozenset(key for names in KEYS.values() for key in names)
TEXT_KEYS = (*KEYS["text"], *KEYS["html"])

DAY = re.compile(r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)")
NUMERIC = re.compile(r"\d{9,13}(?:\.\d+)?")
LARGEST_IN_SECONDS = 100_000_000_000
FIRST_YEAR = 1600
BETWEEN_NAMES = re.compile(r"\s*(?:;|,|\||&|\band\b)\s*")
BYLINE_OPENING = re.compile(r"\s*by\s+", re.I)
NO_NAME = re.compile(
    r"[@\d/]|\b(?:staff|reporters?|writers?|correspondents?|editors?|columnists?|contributors?|bureau|news|desk)\b",
    re.I,
)
LONGEST_NAME = 5  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is told of an article beside its text; see the columns of the table articles."""

    given_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    desk: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    published: dt.date | None = None
    fetched: str | None = None


def folded(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields with keys in lower case; of two that are the same then, the first."""
    found: dict[str, object] = {}
    for key, value in fields.items():
        found.setdefault(key.casefold(), value)
    return found


def details_of(fields: Mapping[str, object]) -> Details:
    """What folded fields tell of an article."""
    given = _first(fields, "date")
    url = _text(fields, "url")
    return Details(
        given_id=_text(fields, "id"),
        url=url,
        outlet=_text(fields, "outlet") or _host(url) or _line(fields.get("sitename")),
        desk=_text(fields, "desk"),
        authors=tuple(names_in(_first(fields, "authors"))),
        date=_line(given),
        published=_day(given),
    )


def text_at(fields: Mapping[str, object], what: str) -> str | bytes | None:
    """The text or page of folded fields: a list of paragraphs is joined; None where there is none that is a text."""
    value = _first(fields, what)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    return value if isinstance(value, str | bytes) else None


def names_in(value: object) -> list[str]:
    """The people in a list of authors, or in a byline; what is plainly no name is left out."""
    texts = value if isinstance(value, list | tuple) else [value]
    lines = (_line(text.get("name") if isinstance(text, Mapping) else text) for text in texts)
    pieces = (piece for line in lines if line for piece in BETWEEN_NAMES.split(BYLINE_OPENING.sub("", line, count=1)))
    names = (piece.strip(" .,") for piece in pieces)
    return list(dict.fromkeys(name for name in names if name and _is_name(name)))


def spoken_list(names: Iterable[str], last: str = "and") -> str:
    """Such as: a, b and c."""
    *most, end = [*names] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def _is_name(text: str) -> bool:
    return len(text.split()) <= LONGEST_NAME and not NO_NAME.search(text)


def _first(fields: Mapping[str, object], what: str) -> object:
    return next((value for key in KEYS[what] if (value := fields.get(key)) not in (None, "", [], b"")), None)


def _text(fields: Mapping[str, object], what: str) -> str | None:
    return _line(_first(fields, what))


def _line(value: object) -> str | None:
    """A plain value, or the first of several, on one line."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        value = value[0] if value else None
    if isinstance(value, dt.date):
        value = value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):  # what pandas writes where there is nothing
        return None
    return " ".join(str(value).split()) or None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _day(value: object) -> dt.date | None:
    """The day that a date stands for, in its own time zone; None where it cannot be told for certain."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = _line(value)
    if text is None:
        return None
    if NUMERIC.fullmatch(text):
        seconds = float(text)
        seconds = seconds / 1000 if seconds >= LARGEST_IN_SECONDS else seconds
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    try:
        found = DAY.match(text)
        # The other form is that of mail and HTTP: Sat, 21 Nov 2026 08:00:00 GMT.
        day = dt.date(*map(int, found.groups())) if found else parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
    return day if day.year >= FIRST_YEAR else None
