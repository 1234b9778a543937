"""What a Markdown file says about itself above its text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.readers.kinds import genre_named
from audit.records import Span

__all__ = ["FrontMatter", "front_matter_genre", "read_front_matter"]

LINE_BREAK = r"[ \t]*(?:\r\n|\r|\n)"
LAST_LINE = rf"(?<=[\r\n]){{}}(?:{LINE_BREAK}|[ \t]*\Z)"
FENCED = re.compile(rf"---{LINE_BREAK}(?P<yaml>.*?)" + LAST_LINE.format(r"(?:---|\.\.\.)"), re.S)
TOML = re.compile(rf"\+\+\+{LINE_BREAK}.*?" + LAST_LINE.format(r"\+\+\+"), re.S)
FIRST_KEY = re.compile(r"(?:\s*#.*)?\s*[\w-]+\s*:(?:\s|\Z)")
LONGEST_YAML = 65_536
GENRE_KEYS = ("genre", "section", "type", "category", "categories")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the front matter ends, its plain values, and where the title's value stands."""

    end: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    title: Span | None = None


def read_front_matter(text: str) -> FrontMatter:
    """The YAML front matter of a text; keys in lower case, lists joined by "; ".

    Malformed front matter, and TOML, has an end but no values. A rule between paragraphs is no front matter.
    """
    toml = TOML.match(text)
    if toml:
        return FrontMatter(end=toml.end())
    fenced = FENCED.match(text)
    if fenced is None or not (FIRST_KEY.match(fenced["yaml"]) or not fenced["yaml"].strip()):
        return FrontMatter()
    if len(fenced["yaml"]) > LONGEST_YAML:
        return FrontMatter(end=fenced.end())
    values, title = _parse(fenced["yaml"])
    if title is not None:
        title = Span(title.start + fenced.start("yaml"), title.end + fenced.start("yaml"))
    return FrontMatter(end=fenced.end(), metadata=values, title=title)


def front_matter_genre(metadata: Mapping[str, str]) -> str | None:
    """The genre the front matter tells, None where it tells none."""
    for key in GENRE_KEYS:
        for value in metadata.get(key, "").split("; "):
            if genre := genre_named(value) or (value.strip().casefold() if key == "genre" else None):
                return genre
    return None


def _parse(source: str) -> tuple[dict[str, str], Span | None]:
    import yaml

    try:
        loader = yaml.SafeLoader(source)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return {}, None
        data = loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return {}, None
    values = {str(key).casefold(): _flat(value) for key, value in data.items()}
    titles = (value for key, value in node.value if str(key.value).casefold() == "title")
    return {key: value for key, value in values.items() if value}, _value_span(next(titles, None), source)


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, (_flat(item) for item in value if not isinstance(item, list | dict))))
    return "" if value is None or isinstance(value, dict | set | bytes) else " ".join(str(value).split())


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
