"""TOML with the line of every key and value, which the standard library's parser does not tell."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from audit.errors import ConfigError
from audit.tomldata import toml_data

__all__ = ["Document", "Where", "read_toml"]

LARGEST = 200_000  # characters
Where: TypeAlias = tuple[str | int, ...]

TOKEN = re.compile(
    r"""(?P<skip>[ \t\r]+|\#[^\n]*)
    |(?P<text>\"\"\"(?:\\.|[^\\])*?\"{3,5}|'''.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<mark>[\[\]{}=,\n])
    |(?P<bare>[^\s\[\]{}=,\#"']+)""",
    re.VERBOSE | re.DOTALL,
)
AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's content, and the line (from 1) of each of its keys and items by path."""

    path: str
    value: Mapping[str, object]
    lines: Mapping[Where, int]

    def fail(self, where: Where, message: str) -> NoReturn:
        """Raise a ConfigError at this key or item, or at the nearest part around it that has a line."""
        raise ConfigError(self.path, self.line(where), message)

    def line(self, where: Where) -> int:
        """The line of a key or item, or of the nearest part around it; 0 where there is none."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 0)


def read_toml(text: str, path: str) -> Document:
    """Read a TOML file; `path` names it. Raises ConfigError for what is none."""
    if len(text) > LARGEST:
        raise ConfigError(path, 0, f"too large: more than {LARGEST:,} characters")
    try:
        value = toml_data(text)
    except ValueError as error:
        place = AT_LINE.search(str(error))
        last = text.rstrip().count("\n") + 1
        line = int(place[1] or last) if place else 0
        raise ConfigError(path, line, f"this is not TOML: {AT_LINE.sub('', str(error))}") from error
    return Document(path=path, value=value, lines=_Scanner(text).scan())


class _Scanner:
    """Walks TOML that is known to be valid, and notes where keys and items stand."""

    def __init__(self, text: str) -> None:
        self._tokens = [match for match in TOKEN.finditer(text) if match.lastgroup != "skip"]
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0
        self._lines: dict[Where, int] = {}
        self._tables: dict[Where, int] = {}  # how many [[tables]] of a path there were so far

    def scan(self) -> dict[Where, int]:
        table: Where = ()
        while self._next():
            if self._take("\n"):
                continue
            if self._take("["):
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _header(self) -> Where:
        is_item = self._take("[")
        line = self._here()
        *above, last = self._key()
        where = self._resolved(above)
        if is_item:
            number = self._tables[(*where, last)] = self._tables.get((*where, last), -1) + 1
            self._lines.setdefault((*where, last), line)
            table: Where = (*where, last, number)
        else:
            table = self._resolved((*above, last))
        self._lines.setdefault(table, line)
        while self._take("]"):
            pass
        return table

    def _resolved(self, keys: "list[str] | tuple[str, ...]") -> Where:
        """The path of a table: of an array of tables the latest is meant."""
        where: Where = ()
        for key in keys:
            where = (*where, key)
            if where in self._tables:
                where = (*where, self._tables[where])
        return where

    def _pair(self, table: Where) -> None:
        line = self._here()
        where = table
        for key in self._key():
            where = (*where, key)
            self._lines.setdefault(where, line)
        self._take("=")
        self._value(where)

    def _key(self) -> list[str]:
        """A key, perhaps of several parts: bare, "quoted", or parted.by.dots."""
        source = ""
        while (token := self._next()) not in ("=", "]", ""):
            source += token
            self._at += 1
        parsed = tomllib.loads(f"{source} = 0")
        keys = []
        while isinstance(parsed, dict):
            ((key, parsed),) = parsed.items()
            keys.append(key)
        return keys

    def _value(self, where: Where) -> None:
        if self._take("["):
            number = 0
            while not self._take("]"):
                if self._take("\n") or self._take(","):
                    continue
                self._lines[(*where, number)] = self._here()
                self._value((*where, number))
                number += 1
        elif self._take("{"):
            while not self._take("}"):
                if not (self._take("\n") or self._take(",")):
                    self._pair(where)
        else:
            while self._next() not in (",", "]", "}", "\n", ""):
                self._at += 1

    def _next(self) -> str:
        return self._tokens[self._at].group() if self._at < len(self._tokens) else ""

    def _take(self, mark: str) -> bool:
        """Whether the next token is this mark; if so, it is passed."""
        found = self._next() == mark
        self._at += found
        return found

    def _here(self) -> int:
        """The line of the next token."""
        start = self._tokens[self._at].start()
        self._line += self._text.count("\n", self._counted, start)
        self._counted = start
        return self._line
