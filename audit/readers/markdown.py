"""Markdown: the prose of a file, each character where it stands in the file, all markup blanked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from audit.readers.decoding import decode
from audit.readers.front_matter import front_matter_genre, read_front_matter
from audit.readers.inline_markup import Shown, shown_text
from audit.readers.limits import Limits, require
from audit.readers.notes import comment_notes, with_waivers
from audit.readers.prose import build_article, plain_characters, require_length, word_spans
from audit.records import Article, BlockKind, Span

__all__ = ["read_markdown"]

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
LINE_END = re.compile(r"[\r\n]+\Z")
TAGS_AND_COMMENTS = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?[a-z][^<>]*>|<[?!][^>]*(?:>|\Z)", re.S | re.I
)
QUOTE_PREFIX = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M)
MARKS = re.compile(r"[*_`\[\]<>!&\\|~#\r\n]|(?<!\w)[-+]|(?<!\w)\d+[.)]")  # what its parser has to stop at
CELL = re.compile(r"[ \t]*\|?[ \t]*((?:\\.|[^|\\\r\n])*)")


class _Part(NamedTuple):
    """What one block shows, its kind if the markup tells, and its level if it is a heading."""

    shown: tuple[Shown, ...]
    kind: BlockKind | None
    level: int = 0


def read_markdown(data: bytes, path: str, limits: Limits) -> Article:
    """A Markdown file as an article; front matter becomes its metadata.

    The headline is the first heading of level 1, else the front matter's title where it stands, else a
    heading that the file begins with.
    """
    text = decode(data, path)
    require_length(path, text, limits)
    require(path, len(MARKS.findall(text)), "markup", limits, "marks of Markdown", "save the text alone")
    plain = plain_characters(text)
    front = read_front_matter(plain, limits.front_matter_characters)
    require(path, front.end, "front_matter_characters", limits, "characters of front matter", "shorten it")
    title = None if front.title is None else Shown(front.title.start, plain[slice(*front.title)])
    lines = [Span(*match.span()) for match in LINE.finditer(plain, front.end)]
    tokens = _tokens(plain[front.end :])
    parts = _with_headline(list(_parts(plain, lines, tokens)), title)
    article = build_article(
        path,
        text,
        _prose(plain, parts),
        [(_span(part), part.kind) for part in parts if _has_words(part)],
        limits,
        genre=front_matter_genre(front.metadata),
        metadata=front.metadata,
    )
    return with_waivers(article, [*front.notes, *comment_notes(plain, lines, tokens)])


def _with_headline(parts: list[_Part], title: Shown | None) -> list[_Part]:
    levels = [part.level for part in parts]
    if 1 in levels:
        at = levels.index(1)
    elif title is not None and parts:
        return [_Part((title,), "headline"), *parts]
    elif levels and levels[0]:
        at = 0
    else:
        return parts
    return [*parts[:at], parts[at]._replace(kind="headline"), *parts[at + 1 :]]


def _prose(plain: str, parts: Iterable[_Part]) -> str:
    """The file with blanks for all that no part shows, line breaks kept."""
    canvas = [character if character in "\r\n" else " " for character in plain]
    for part in parts:
        for start, text in part.shown:
            for at, character in enumerate(text, start):
                canvas[at] = character if canvas[at] == " " else canvas[at]
    return "".join(canvas)


def _has_words(part: _Part) -> bool:
    return any(any(map(str.isalnum, shown.text)) for shown in part.shown)


def _span(part: _Part) -> Span:
    words = [shown for shown in part.shown if shown.text.strip()]
    first, last = words[0], words[-1]
    return Span(first.start + len(first.text) - len(first.text.lstrip()), last.start + len(last.text.rstrip()))


def _tokens(source: str) -> list[Any]:
    from markdown_it import MarkdownIt

    # Without text_join, escapes and entities stay tokens of their own, and text tokens verbatim.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join").parse(source)


def _parts(plain: str, lines: Sequence[Span], tokens: Sequence[Any]) -> Iterator[_Part]:
    """Walk the parser's blocks; it tells the lines of each, and the inline source without its prefixes."""
    list_depth = cell_end = 0
    for previous, token in zip([None, *tokens], tokens, strict=False):
        list_depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type == "tr_open" and token.map:
            row = lines[token.map[0]]
            cell_end = row.start + len(plain[slice(*row)]) - len(plain[slice(*row)].lstrip(" \t>"))
        elif token.type == "html_block" and token.map:
            yield from _html_parts(plain, _region(lines, token.map), nested=token.level > 0)
        elif token.type == "inline" and token.map and previous is not None:
            if previous.type in ("th_open", "td_open"):
                cell = Span(*next(CELL.finditer(plain, cell_end)).span(1))
                cell_end = cell.end
                yield _Part(tuple(_cell_shown(plain, cell, token)), "paragraph")
            else:
                level = int(previous.tag[1]) if previous.type == "heading_open" else 0
                kind: BlockKind | None = "heading" if level else "paragraph" if list_depth else None
                yield _Part(tuple(_inline_shown(plain, lines[slice(*token.map)], token)), kind, level)


def _region(lines: Sequence[Span], numbers: Sequence[int]) -> Span:
    return Span(lines[numbers[0]].start, lines[min(numbers[1], len(lines)) - 1].end)


def _html_parts(plain: str, region: Span, *, nested: bool) -> Iterator[_Part]:
    """The text between the tags of a block of HTML, paragraph by paragraph."""
    source = plain[slice(*region)]
    for markup in (QUOTE_PREFIX, TAGS_AND_COMMENTS) if nested else (TAGS_AND_COMMENTS,):
        source = markup.sub(_blank, source)
    for span in word_spans(source):
        yield _Part((Shown(region.start + span.start, source[slice(*span)]),), None)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", match.group())


def _cell_shown(plain: str, cell: Span, token: Any) -> Iterator[Shown]:
    source = plain[slice(*cell)]
    if source.strip() != token.content:  # the parser took backslashes off its pipes
        yield Shown(cell.start, source)
        return
    offset = cell.start + source.index(token.content)
    yield from (Shown(offset + at, text) for at, text in shown_text(token.content, token.children))


def _inline_shown(plain: str, lines: Sequence[Span], token: Any) -> Iterator[Shown]:
    """What inline source shows, moved to where its lines stand in the file: each is the end of one."""
    starts: list[tuple[int, int]] = []
    at = 0
    for content, line in zip(token.content.split("\n"), lines, strict=False):
        bare = content.strip()
        found = plain.rfind(bare, *line)
        starts.append((at + len(content) - len(content.lstrip()), found))
        at += len(content) + 1
    line_number = 0
    for start, text in shown_text(token.content, token.children):
        for piece in re.finditer(r"[^\n]+", text):
            begin = start + piece.start()
            while line_number + 1 < len(starts) and starts[line_number + 1][0] <= begin:
                line_number += 1
            source_start, file_start = starts[line_number]
            blank = max(0, source_start - begin)
            if file_start >= 0:
                yield Shown(file_start + begin + blank - source_start, piece.group()[blank:])
