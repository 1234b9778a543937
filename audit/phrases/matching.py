"""Where the patterns of a lexicon match."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from audit.phrases.pattern import GAP, Pattern, Step
from audit.records import Token, Tokens

__all__ = ["Match", "PhraseMatcher"]

_FREQUENT = frozenset(
    "the of to and a in that is was he for it with as his on be at by this had not are but from or have an they which "
    "one you were her all she there would their we him been has when who will more no if out so".split()
)


class Match(NamedTuple):
    """One match, as half-open token ranges: what is reported, and the whole match around it."""

    first: int
    last: int
    label: str
    entry: str
    whole_first: int
    whole_last: int


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
        places, anchors = self._anchored(tokens)
        first, last = bisect_left(places, start), bisect_left(places, end)
        if first == last:
            return ()
        asked = (self, start, end)
        known: tuple[Match, ...] | None = tokens.answers.get(asked)
        if known is None:  # many rules look for the same words at the same place
            anchored = zip(places[first:last], anchors[first:last], strict=True)
            known = tokens.answers[asked] = self._find(tokens, start, end, anchored)
        return known

    def _find(
        self, tokens: Tokens, start: int, end: int, anchored: Iterable[tuple[int, list[_Anchor]]]
    ) -> tuple[Match, ...]:
        found: list[tuple[int, int, int, Match]] = []
        dropped: list[Match] = []
        for at, number in _candidates(tokens, start, anchored):
            match = _match(self._patterns[number], tokens, at, end)
            if match is None:
                continue
            if self._patterns[number].exception:
                dropped.append(match)
            else:
                found.append((at, -match.whole_last, number, match))
        excepted = _excepting(dropped)
        kept: list[tuple[int, int, int, Match]] = []
        reached: dict[str, int] = {}
        for at, _, number, match in sorted(found):
            if at >= reached.get(match.label, 0) and not (dropped and excepted(match)):
                reached[match.label] = match.whole_last
                kept.append((match.first, match.last, number, match))
        return tuple([match for *_, match in sorted(kept)])

    def _anchored(self, tokens: Tokens) -> tuple[list[int], list[list[_Anchor]]]:
        """The tokens of a whole article that are anchors, in order, with what each is: many ranges of it are asked."""
        known: tuple[list[int], list[list[_Anchor]]] | None = tokens.answers.get(self)
        if known is None:
            by_norm = [(tokens.at_norm[n], self._by_norm[n]) for n in tokens.at_norm.keys() & self._by_norm.keys()]
            by_tag = [
                (places, anchors)
                for prefix, anchors in self._by_tag.items()
                for tag, places in tokens.at_tag.items()
                if tag.startswith(prefix)
            ]
            found = [(at, anchors) for places, anchors in (*by_norm, *by_tag) for at in places]
            found.sort(key=itemgetter(0))
            known = tokens.answers[self] = [at for at, _ in found], [anchors for _, anchors in found]
        return known


def _candidates(tokens: Tokens, start: int, anchored: Iterable[tuple[int, list[_Anchor]]]) -> set[tuple[int, int]]:
    """Where which patterns may begin: wherever an anchor stands as far behind as it can."""
    candidates: set[tuple[int, int]] = set()
    for place, anchors in anchored:
        floor = max(start, tokens.sentences[tokens[place].sentence][0])
        for number, least, most in anchors:
            if most == 0:
                candidates.add((place, number))
            else:
                candidates.update([(at, number) for at in range(max(floor, place - most), place - least + 1)])
    return candidates


def _certain_steps(steps: Sequence[Step]) -> Iterator[tuple[Step, int, int]]:
    """The steps that every match has, each with the least and most tokens before it."""
    least = most = 0
    for step in steps:
        if not step.optional and not step.gap:
            yield step, least, most
            least += 1
        most += GAP if step.gap else 1


def _rarity(step: Step) -> int:
    """How rare the words of a step are likely to be: long ones are. Those that only a tag tells are frequent."""
    words = step.words.union(*(words or _FREQUENT for words, _ in step.tagged))
    return -len(words & _FREQUENT) or min(map(len, words))


def _match(pattern: Pattern, tokens: Tokens, at: int, end: int) -> Match | None:
    """The match that begins at a token, if there is one."""
    steps = pattern.steps
    if not (steps[0].optional or steps[0].accepts(tokens[at])):
        return None  # most patterns that might begin here do not: not worth a search
    if len(steps) == 1:
        return Match(at, at + 1, pattern.label, pattern.text, at, at + 1)
    places = _places(steps, 0, tokens, at, min(end, tokens.sentences[tokens[at].sentence][1]), set())
    if places is None:
        return None
    return Match(places[pattern.marked[0]], places[pattern.marked[1]], pattern.label, pattern.text, at, places[-1])


def _places(
    steps: Sequence[Step], number: int, tokens: Sequence[Token], at: int, end: int, failed: set[tuple[int, int]]
) -> list[int] | None:
    """Where each step from `number` on begins, and last where the match ends; optional steps and gaps are greedy.

    Which step `failed` at which token is remembered: without, the time would double with every gap.
    """
    if number == len(steps):
        return [at]
    if (number, at) in failed:
        return None
    for width in _widths(steps[number], tokens, at, end):
        rest = _places(steps, number + 1, tokens, at + width, end, failed)
        if rest is not None:
            return [at, *rest]
    failed.add((number, at))
    return None


def _widths(step: Step, tokens: Sequence[Token], at: int, end: int) -> Sequence[int]:
    if step.gap:
        return range(min(GAP, end - at), -1, -1)
    if at < end and step.accepts(tokens[at]):
        return (1, 0) if step.optional else (1,)
    return (0,) if step.optional else ()


def _excepting(exceptions: Sequence[Match]) -> Callable[[Match], bool]:
    """What tells whether a match lies inside one of the exceptions of its group or of all groups."""
    reaches: dict[tuple[str, int], int] = {}
    for one in exceptions:
        reaches[one.label, one.first] = max(one.last, reaches.get((one.label, one.first), 0))
    longest = max((one.last - one.first for one in exceptions), default=0)

    def excepted(match: Match) -> bool:
        starts = range(match.last - longest, match.first + 1)
        return any(reaches.get((label, at), 0) >= match.last for at in starts for label in ("", match.label))

    return excepted
