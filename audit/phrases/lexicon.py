"""Lexicon files: what they hold, and how they are read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from audit.errors import RuleError
from audit.files import read_regular
from audit.inflect import forms
from audit.phrases.matching import PhraseMatcher
from audit.phrases.pattern import Pattern, Step
from audit.text.lines import LINE_BREAK

__all__ = ["Lexicon", "load_lexicon", "parse_lexicon"]

LARGEST = 1_000_000  # bytes of a lexicon
MOST_STEPS = 50
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_HEADER = re.compile(r"\[([a-z][a-z0-9_+-]*)\]")
_TAG = re.compile(r"[A-Z$.,:'`#-]+(-[A-Z]+-)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The patterns of one file by label, in the order of the file; those above any section have the label ""."""

    name: str
    groups: Mapping[str, tuple[Pattern, ...]]

    def compile(self, groups: Iterable[str] | None = None) -> "PhraseMatcher":
        """A matcher for these groups, or for all. Unlabelled exceptions hold for every group."""
        wanted = tuple(self.groups) if groups is None else tuple(g for g in self.groups if g in set(groups))
        shared = (p for p in self.groups.get("", ()) if p.exception and "" not in wanted)
        return PhraseMatcher([*shared, *(p for g in wanted for p in self.groups[g])])


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file; raises RuleError with the line and column of what is wrong."""
    try:
        return parse_lexicon(read_regular(path, LARGEST).decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise RuleError(str(path), 0, 0, "this lexicon is not UTF-8 text") from error
    except OSError as error:
        raise RuleError(str(path), 0, 0, f"cannot read this lexicon: {error.strerror}") from error


def parse_lexicon(text: str, path: str) -> Lexicon:
    """The lexicon in `text`; `path` gives its name and stands in errors."""
    groups: dict[str, list[Pattern]] = {}
    seen: dict[tuple[str, str], int] = {}
    label = ""
    for number, raw in enumerate(LINE_BREAK.split(text), start=1):
        line = re.sub(r"(^|\s)#.*", "", raw).rstrip()
        if not line:
            continue
        if line[0] == "[" and " " not in line and line[-1] == "]":
            header = _HEADER.fullmatch(line)
            if header is None:
                raise RuleError(path, number, 1, f"{line} is no section name: lower-case letters, digits and hyphens")
            label = header[1]
            continue
        pattern = _Line(line, path, number).pattern(label)
        first_line = seen.setdefault((label, pattern.text), number)
        if first_line != number:
            raise RuleError(path, number, 1, f"“{pattern.text}” stands already in line {first_line}")
        groups.setdefault(label, []).append(pattern)
    return Lexicon(name=Path(path).stem, groups=MappingProxyType({g: tuple(p) for g, p in groups.items()}))


class _Line:
    """One pattern line on its way to a Pattern."""

    def __init__(self, line: str, path: str, number: int) -> None:
        self.line, self.path, self.number = line, path, number
        self.column = 1

    def pattern(self, label: str) -> Pattern:
        steps: list[Step] = []
        opened = closed = None
        words = list(re.finditer(r"\S+", self.line))
        exception = words[0][0] == "-"
        for found in words[1:] if exception else words:
            word, self.column = found[0], found.start() + 1
            if word[0] == "[":
                self.check(opened is None, "only one part can be marked with [ ]")
                opened, word = len(steps), word[1:]
            closes = word.endswith("]")
            if word.rstrip("]"):
                steps.append(self.step(word[:-1] if closes else word))
            if closes:
                self.check(opened is not None and closed is None, "] without a [ before it")
                closed = len(steps)
        self.column = 1
        self.check(len(steps) <= MOST_STEPS, f"a pattern has at most {MOST_STEPS} parts, not {len(steps):,}")
        self.check(bool(steps), "an exception needs a pattern after the hyphen" if exception else "nothing to match")
        self.check(opened is None or closed is not None, "[ is never closed")
        marked = (0, len(steps)) if opened is None or closed is None else (opened, closed)
        self.check(any(not s.optional and not s.gap for s in steps[slice(*marked)]), "nothing certain to report")
        self.check(not steps[0].gap and not steps[-1].gap, "a gap cannot begin or end a pattern")
        text = " ".join(self.line.split())
        return Pattern(text=text, label=label, steps=tuple(steps), marked=marked, exception=exception)

    def step(self, word: str) -> Step:
        if word == "..":
            return Step(gap=True)
        optional = word[0] == "("
        self.check(optional == word.endswith(")"), "( and ) enclose one optional token, without spaces")
        words: set[str] = set()
        tagged: list[tuple[frozenset[str] | None, tuple[str, ...]]] = []
        for alternative in (word[1:-1] if optional else word).split("|"):
            self.check(bool(alternative), f"an alternative in {word} is empty")
            self.check(not set(alternative) & set("[]()"), f"a bracket inside {alternative}")
            spelled, slash, tags = alternative.partition("/")
            choices = self.spellings(spelled)
            if slash:
                tagged.append((choices or None, self.tags(tags)))
            words |= frozenset() if slash else choices
        return Step(words=frozenset(words), tagged=tuple(tagged), optional=optional)

    def spellings(self, spelled: str) -> frozenset[str]:
        norm = spelled.lower().translate(_STRAIGHT)
        if not norm:
            return frozenset()
        if norm[0] != "~":
            return frozenset({norm})
        self.check(norm[1:].isalpha(), "~ stands before the dictionary form of a verb or noun")
        return forms(norm[1:])

    def tags(self, text: str) -> tuple[str, ...]:
        tags = tuple(text.split(","))
        self.check(all(_TAG.fullmatch(t) for t in tags), f"/{text} is no Penn tag: write /CD or /VBD,VBN")
        return tags

    def check(self, sound: bool, message: str) -> None:
        if not sound:
            raise RuleError(self.path, self.number, self.column, message)
