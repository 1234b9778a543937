"""What a Markdown file says about itself above its text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.readers.kinds import genre_named
from audit.readers.notes import Note
from audit.records import Span
from audit.tomldata import toml_data

__all__ = ["FrontMatter", "front_matter_genre", "read_front_matter"]

LINE_BREAK = r"[ \t]*(?:\r\n|\r|\n)"
LAST_LINE = rf"(?<=[\r\n]){{}}(?:{LINE_BREAK}|[ \t]*\Z)"
FENCED = re.compile(rf"---{LINE_BREAK}(?P<yaml>.*?)" + LAST_LINE.format(r"(?:---|\.\.\.)"), re.S)
TOML = re.compile(rf"\+\+\+{LINE_BREAK}(?P<toml>.*?)" + LAST_LINE.format(r"\+\+\+"), re.S)
FIRST_KEY = re.compile(r"(?:\s*#.*)?\s*[\w-]+\s*:(?:\s|\Z)")
LONGEST = 65_536
NOTES_KEY = re.compile(r"^audit[ \t]*[:=][^\r\n]*", re.M | re.I)
NOT_UNDERSTOOD = "this front matter cannot be read; put its text in quotes"
NO_TEXT = "“audit” in front matter holds a waiver as text, or a list of them"
NULL = "tag:yaml.org,2002:null"
OWN_TAGS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "time", "seq", "map"))
GENRE_KEYS = ("genre", "section", "type", "category", "categories")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the front matter ends, its plain values, where the title's value stands, and notes to this program."""

    end: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    title: Span | None = None
    notes: tuple[Note, ...] = ()


def read_front_matter(text: str, longest: int = LONGEST) -> FrontMatter:
    """The YAML front matter of a text, up to so many characters; keys in lower case, lists joined by "; ".

    Malformed front matter, and TOML, has an end and notes but no values. A rule between paragraphs is no front matter.
    """
    toml = TOML.match(text)
    if toml:
        return FrontMatter(end=toml.end(), notes=_moved(_toml_notes(toml["toml"]), toml.start("toml")))
    fenced = FENCED.match(text)
    if fenced is None or not (FIRST_KEY.match(fenced["yaml"]) or not fenced["yaml"].strip()):
        return FrontMatter()
    source, start = fenced["yaml"], fenced.start("yaml")
    found = _parse(source) if len(source) <= longest else None
    if found is None:
        return FrontMatter(end=fenced.end(), notes=_moved(_unread_notes(source), start))
    values, title, notes = found
    if title is not None:
        title = Span(title.start + start, title.end + start)
    return FrontMatter(end=fenced.end(), metadata=values, title=title, notes=_moved(notes, start))


def front_matter_genre(metadata: Mapping[str, str]) -> str | None:
    """The genre the front matter tells, None where it tells none."""
    for key in GENRE_KEYS:
        for value in metadata.get(key, "").split("; "):
            if genre := genre_named(value) or (value.strip().casefold() if key == "genre" else None):
                return genre
    return None


def _parse(source: str) -> tuple[dict[str, str], Span | None, list[Note]] | None:
    """Plain values, where the title stands, and notes; None for what is no YAML of keys and values.

    Nothing is built from the YAML, so that its tags, merges and aliases can do nothing.
    """
    import yaml

    try:
        node: Any = yaml.SafeLoader(source).get_single_node()
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return None
    if not isinstance(node, yaml.MappingNode):
        return None
    nodes = {key.value.casefold(): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if not all(value.tag.startswith(OWN_TAGS) for value in nodes.values()):
        return None
    values = {key: value for key, node in nodes.items() if (value := _flat(node))}
    return values, _value_span(nodes.get("title"), source), list(_yaml_notes(nodes.get("audit")))


def _flat(node: Any) -> str:
    if node.id == "sequence":
        return "; ".join(filter(None, (_flat(item) for item in node.value if item.id == "scalar")))
    return "" if node.id == "mapping" or node.tag == NULL else " ".join(node.value.split())


def _value_span(node: Any, source: str) -> Span | None:
    if node is None or not isinstance(node.value, str) or not node.value.strip():
        return None
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    elif node.style in ("|", ">"):
        start = source.index("\n", start) + 1 if "\n" in source[start:end] else end
    value = source[start:end]
    return Span(start + len(value) - len(value.lstrip()), start + len(value.rstrip())) if value.strip() else None


# ---------------------------------------------------------------- notes to this program


def _yaml_notes(node: Any) -> Iterator[Note]:
    """A note for each line of a text, or of the texts in a list."""
    if node is None:
        return
    for item in node.value if node.id == "sequence" else [node]:
        at = Span(item.start_mark.index, item.end_mark.index)
        if item.id == "scalar":
            yield from (Note(at, line, is_local=False) for line in item.value.splitlines() if line.strip())
        else:
            yield Note(at, "", NO_TEXT, is_local=False)


def _toml_notes(source: str) -> Iterator[Note]:
    try:
        value = toml_data(source).get("audit")
    except ValueError:
        yield from _unread_notes(source)
        return
    if value is None:
        return
    at = _key_span(source)
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield from (Note(at, line, is_local=False) for line in item.splitlines() if line.strip())
        else:
            yield Note(at, "", NO_TEXT, is_local=False)


def _unread_notes(source: str) -> Iterator[Note]:
    if NOTES_KEY.search(source):
        yield Note(_key_span(source), "", NOT_UNDERSTOOD, is_local=False)


def _key_span(source: str) -> Span:
    """The line of the key for notes."""
    key = NOTES_KEY.search(source)
    return Span(*key.span()) if key else Span(0, len(source))


def _moved(notes: Iterable[Note], by: int) -> tuple[Note, ...]:
    return tuple(note._replace(at=Span(note.at.start + by, note.at.end + by)) for note in notes)
