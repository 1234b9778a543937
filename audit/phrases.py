"""A small pattern language over tokens, written to be read by journalists, and its matcher.

A lexicon is a text file, one pattern a line; docs/rule-format.md teaches the language:

    [adverb]                section: the patterns below carry this label
    possibly                a word
    ~say|~tell              any form of say or tell
    could/MD                the word, where its Penn tag starts with MD
    [about] /CD             any number after "about"; only "about" is reported
    (the) condition of      an optional word
    asked .. anonymity      a gap of up to four words
    - could not ~hear|~see  an exception: matches inside it are dropped
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from audit.errors import RuleError
from audit.files import read_regular
from audit.inflect import forms
from audit.records import Token, Tokens
from audit.text.lines import LINE_BREAK

__all__ = ["Lexicon", "Match", "Pattern", "PhraseMatcher", "load_lexicon", "parse_lexicon"]

GAP = 4
LARGEST = 1_000_000  # bytes of a lexicon
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_HEADER = re.compile(r"\[([a-z][a-z0-9_+-]*)\]")
_TAG = re.compile(r"[A-Z$.,:'`#-]+(-[A-Z]+-)?")


class Match(NamedTuple):
    """One match, as half-open token ranges: what is reported, and the whole match around it."""

    first: int
    last: int
    label: str
    entry: str
    whole_first: int
    whole_last: int


@dataclass(frozen=True, slots=True)
class Step:
    """One token of a pattern: any of `words`, or a word (any word where None) with a tag that starts so."""

    words: frozenset[str] = frozenset()
    tagged: tuple[tuple[frozenset[str] | None, tuple[str, ...]], ...] = ()
    optional: bool = False
    gap: bool = False

    def accepts(self, token: Token) -> bool:
        """Whether the token fits this step."""
        if token.norm in self.words:
            return True
        for words, tags in self.tagged:  # noqa: SIM110 (the innermost loop: a generator costs twice as much)
            if (words is None or token.norm in words) and token.tag.startswith(tags):
                return True
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One line of a lexicon; `marked` is the range of steps that is reported."""

    text: str
    label: str
    steps: tuple[Step, ...]
    marked: tuple[int, int]
    exception: bool = False


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


# ---------------------------------------------------------------- reading a lexicon


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


# ---------------------------------------------------------------- matching


class _Anchor(NamedTuple):
    """A pattern looked for at one of its words, of which a match must have one; it begins so many tokens before."""

    number: int
    least: int
    most: int


class PhraseMatcher:
    """Finds the matches of many patterns through an index on the rarest word of each, not on its first."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._by_norm: dict[str, list[_Anchor]] = {}
        self._by_tag: dict[str, list[_Anchor]] = {}  # of the start of a tag, where a pattern names no words
        for number, pattern in enumerate(self._patterns):
            step, least, most = max(_certain_steps(pattern.steps), key=lambda one: _rarity(one[0]))
            for norm in {*step.words, *(word for words, _ in step.tagged for word in words or ())}:
                self._by_norm.setdefault(norm, []).append(_Anchor(number, least, most))
            for tag in {tag for words, tags in step.tagged if words is None for tag in tags}:
                self._by_tag.setdefault(tag, []).append(_Anchor(number, least, most))

    def find(self, tokens: Sequence[Token], start: int = 0, end: int | None = None) -> tuple[Match, ...]:
        """Matches wholly inside tokens[start:end], in order; of those that overlap within a label the first, longest.

        A match never crosses the end of a sentence.
        """
        tokens = Tokens.of(tokens)
        end = len(tokens) if end is None else end
        found: list[tuple[int, int, int, Match]] = []
        dropped: list[Match] = []
        for at, number in self._candidates(tokens, start, end):
            match = _match(self._patterns[number], tokens, at, end)
            if match is None:
                continue
            if self._patterns[number].exception:
                dropped.append(match)
            else:
                found.append((at, -match.whole_last, number, match))
        kept: list[tuple[int, int, int, Match]] = []
        reached: dict[str, int] = {}
        for at, _, number, match in sorted(found):
            if at >= reached.get(match.label, 0) and not any(_excepts(d, match) for d in dropped):
                reached[match.label] = match.whole_last
                kept.append((match.first, match.last, number, match))
        return tuple([match for *_, match in sorted(kept)])

    def _candidates(self, tokens: Tokens, start: int, end: int) -> set[tuple[int, int]]:
        """Where which patterns may begin: wherever an anchor stands as far behind as it can."""
        candidates: set[tuple[int, int]] = set()
        for place, anchors in self._anchored(tokens, start, end):
            for number, least, most in anchors:
                if most == 0:
                    candidates.add((place, number))
                else:
                    floor = max(start, tokens.sentences[tokens[place].sentence][0])
                    candidates.update((at, number) for at in range(max(floor, place - most), place - least + 1))
        return candidates

    def _anchored(self, tokens: Tokens, start: int, end: int) -> Iterator[tuple[int, list[_Anchor]]]:
        """Each token of the range that is an anchor, with the anchors that it is."""
        if end - start < len(tokens):
            for at, norm in enumerate(tokens.norms[start:end], start):
                if norm in self._by_norm:
                    yield at, self._by_norm[norm]
        else:
            for norm in tokens.at_norm.keys() & self._by_norm.keys():
                for at in tokens.at_norm[norm]:
                    yield at, self._by_norm[norm]
        for prefix, anchors in self._by_tag.items():
            for tag, places in tokens.at_tag.items():
                if tag.startswith(prefix):
                    for at in places[bisect_left(places, start) : bisect_left(places, end)]:
                        yield at, anchors


def _certain_steps(steps: Sequence[Step]) -> Iterator[tuple[Step, int, int]]:
    """The steps that every match has, each with the least and most tokens before it."""
    least = most = 0
    for step in steps:
        if not step.optional and not step.gap:
            yield step, least, most
            least += 1
        most += GAP if step.gap else 1


def _rarity(step: Step) -> int:
    """How rare the words of a step are likely to be: rare words are long. Words of a tag alone are frequent."""
    if any(words is None for words, _ in step.tagged):
        return 0
    return min(map(len, (*step.words, *(word for words, _ in step.tagged for word in words or ()))))


def _match(pattern: Pattern, tokens: Tokens, at: int, end: int) -> Match | None:
    """The match that begins at a token, if there is one."""
    steps = pattern.steps
    if len(steps) == 1:
        return Match(at, at + 1, pattern.label, pattern.text, at, at + 1) if steps[0].accepts(tokens[at]) else None
    places = _places(steps, 0, tokens, at, min(end, tokens.sentences[tokens[at].sentence][1]))
    if places is None:
        return None
    return Match(places[pattern.marked[0]], places[pattern.marked[1]], pattern.label, pattern.text, at, places[-1])


def _places(steps: Sequence[Step], number: int, tokens: Sequence[Token], at: int, end: int) -> list[int] | None:
    """Where each step from `number` on begins, and last where the match ends; optional steps and gaps are greedy."""
    if number == len(steps):
        return [at]
    for width in _widths(steps[number], tokens, at, end):
        rest = _places(steps, number + 1, tokens, at + width, end)
        if rest is not None:
            return [at, *rest]
    return None


def _widths(step: Step, tokens: Sequence[Token], at: int, end: int) -> Sequence[int]:
    if step.gap:
        return range(min(GAP, end - at), -1, -1)
    if at < end and step.accepts(tokens[at]):
        return (1, 0) if step.optional else (1,)
    return (0,) if step.optional else ()


def _excepts(exception: Match, match: Match) -> bool:
    same_group = exception.label in ("", match.label)
    return same_group and exception.first <= match.first and match.last <= exception.last
