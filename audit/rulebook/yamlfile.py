"""YAML read strictly: plain values only, and the line and column of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, Protocol, TypeAlias

import yaml
from yaml.constructor import SafeConstructor

from audit.errors import RuleError
from audit.rulebook.faults import Fault, Where

__all__ = ["Document", "read_yaml"]

LARGEST = 200_000  # characters; the longest rule file anyone would write is a twentieth of it
DEEPEST = 20
LARGEST_NUMBER = 10**18
PLAIN = ("int", "float", "bool", "null")  # everything else, dates too, is text
Position: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's plain value, and the line and column of each value and key by its path of keys and indexes."""

    path: str
    value: object
    values: Mapping[Where, Position]
    keys: Mapping[Where, Position]

    def fail(self, where: Where, message: str, *, key: bool = False) -> NoReturn:
        """Raise a RuleError at this value, at its key if asked, or at the nearest part around it that is there."""
        if key and where in self.keys:
            raise RuleError(self.path, *self.keys[where], message)
        while where and where not in self.values:
            where = where[:-1]
        raise RuleError(self.path, *self.values[where], message)

    def fail_at(self, fault: Fault) -> NoReturn:
        """Raise a RuleError for a fault."""
        self.fail(fault.where, fault.message, key=fault.key)


def read_yaml(text: str, path: str) -> Document:
    """Read one YAML document.

    Raises RuleError for broken YAML, tags, anchors, aliases, and for keys that are given twice or are not words.
    """
    if len(text) > LARGEST:
        raise RuleError(path, 0, 0, f"too large: more than {LARGEST} characters")
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        position = _position(error.problem_mark or error.context_mark)
        raise RuleError(path, *position, error.problem or error.context or "broken YAML") from error
    except yaml.YAMLError as error:
        raise RuleError(path, 0, 0, f"broken YAML: {' '.join(str(error).split())}") from error
    if node is None:
        raise RuleError(path, 1, 1, "the file is empty")
    reader = _Reader(path)
    value = reader.plain(node, ())
    return Document(path=path, value=value, values=reader.values, keys=reader.keys)


class _PlainLoader(yaml.SafeLoader):
    """Refuses what makes YAML clever, before anything is built from it."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]  # as the stubs have it
        if getattr(event, "anchor", None):
            self._refuse(event, "anchors and aliases (& and *) are not read here; write it out or quote it")
        if getattr(event, "tag", None):
            self._refuse(event, "tags (!) are not read here; put text that begins with ! in quotes")
        if self._depth > DEEPEST:
            self._refuse(event, "nested too deeply")
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    @staticmethod
    def _refuse(event: yaml.Event, problem: str) -> NoReturn:
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]  # its C twin fits


class _Mark(Protocol):
    """A place in a file as the YAML library gives it, counted from 0."""

    line: int
    column: int


class _Reader:
    """One file on its way to a Document."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[Where, Position] = {}
        self.keys: dict[Where, Position] = {}
        self._scalars = SafeConstructor()

    def plain(self, node: yaml.Node, where: Where) -> object:
        self.values[where] = _position(node.start_mark)
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*where, number)) for number, item in enumerate(node.value)]
        result: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fail(key.start_mark, "a key must be a word")
            if key.value in result:
                self.fail(key.start_mark, f"the key “{key.value}” is given twice")
            self.keys[*where, key.value] = _position(key.start_mark)
            result[key.value] = self.plain(value, (*where, key.value))
        return result

    def scalar(self, node: yaml.ScalarNode) -> object:
        if node.tag.rpartition(":")[2] not in PLAIN:
            return str(node.value)
        try:
            value: object = self._scalars.construct_object(node)
        except ValueError as error:
            self.fail(node.start_mark, f"no number: {error}")
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            self.fail(node.start_mark, "this number is too large")
        return value

    def fail(self, mark: _Mark | None, message: str) -> NoReturn:
        raise RuleError(self.path, *_position(mark), message)


def _position(mark: _Mark | None) -> Position:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
