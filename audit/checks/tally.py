"""Numbers told of the article's unnamed sources that do not agree with each other."""

from collections.abc import Iterator, Sequence
from functools import partial

from audit.checks.kind import Answer, Check, OneOrMore, Settings, Verdict, Vocabulary, judged
from audit.checks.scene import many, text_of, token_range
from audit.records import Attribution, Hit, Place, Reading, SourceKind, Span, Token

__all__ = ["CHECK"]

_WORDS = "one a an another|two both|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBERS = {word: number for number, words in enumerate(_WORDS.split("|"), start=1) for word in words.split()}
_ALL = {"both", "all", "the", "these", "those"}
_ENCLOSING = {":", "-", "–", "—", "--", "("}
_FARTHEST = 8  # words between a number and the list that follows it


class TallySettings(Settings, frozen=True, kw_only=True):
    """`parts` compares a number with the list that follows it, `totals` with a later “both” or “all three”."""

    kind: OneOrMore[SourceKind] = "anonymous"
    parts: bool = True
    totals: bool = True


def judge(reading: Reading, settings: TallySettings, words: Vocabulary) -> Iterator[Verdict]:  # noqa: ARG001  # one signature
    """A verdict on each number that can be compared: a hit if it does not add up."""
    told = [a for a in reading.attributions if a.kind in many(settings.kind) and a.source]
    if settings.parts:
        yield from _parts(reading, told)
    if settings.totals:
        yield from _totals(reading, told)


# ---------------------------------------------------------------- “four sources, two officials and an aide, …”


def _parts(reading: Reading, told: Sequence[Attribution]) -> Iterator[Verdict]:
    for attribution in told:
        first = token_range(reading, attribution.source[0])[0]
        sentence = reading.parse.sentences[reading.parse.tokens[first].sentence]
        tokens = reading.parse.tokens[first : sentence.last]
        stated = _number(tokens[0])
        listed = _listed(tokens)
        if stated and stated > 1 and listed:
            parts = " + ".join(map(str, listed))
            differs = Answer("parts", sum(listed) != stated, parts)
            yield judged(attribution.source[0], (differs,), partial(_hit, reading, attribution, str(stated), parts))


def _listed(tokens: Sequence[Token]) -> list[int]:
    """The numbers of a list that follows the first noun; empty where there is none, or a part has no number."""
    at = next((n for n, t in enumerate(tokens[:_FARTHEST]) if t.norm in {",", *_ENCLOSING}), None)
    if at is None or any(t.tag.startswith(("VB", "MD")) for t in tokens[:at]):
        return []
    # “Two clerks, a guard and a cook said” has three parts; a list between commas is closed by one.
    enclosed = tokens[at].norm in _ENCLOSING
    numbers: list[int] = []
    separators: list[str] = []
    while at + 1 < len(tokens) and (number := _number(tokens[at + 1])):
        numbers.append(number)
        at = next((n for n in range(at + 2, len(tokens)) if _separates(tokens[n])), len(tokens) - 1)
        if tokens[at].norm == "," and tokens[at + 1 : at + 2] and tokens[at + 1].norm == "and":
            at += 1
        separators.append(tokens[at].norm)
    complete = "and" in separators[:-1] and (enclosed or separators[-1] in {",", ".", ";"})
    return numbers if complete else []


def _separates(token: Token) -> bool:
    return token.norm in {",", "and", ".", ";", ")", *_ENCLOSING} or token.tag in ("VBD", "VBZ", "VBP", "MD")


# ---------------------------------------------------------------- “three people … both sources”


def _totals(reading: Reading, told: Sequence[Attribution]) -> Iterator[Verdict]:
    groups: list[tuple[int, Attribution]] = []
    singles: set[str | None] = set()
    for attribution in told:
        first, last = token_range(reading, attribution.source[0])
        opening, *rest = reading.parse.tokens[first:last]
        number = _number(opening) or next((n for t in rest[:1] if opening.norm in _ALL and (n := _number(t))), None)
        if opening.norm in _ALL and number and number > 1:
            if groups:
                stated = ", ".join(str(n) for n, _ in groups)
                related = tuple(Place(span=a.source[0], note="so many here") for _, a in groups)
                differs = Answer("totals", number not in _sums([n for n, _ in groups], len(singles)), stated)
                hit = partial(_hit, reading, attribution, stated, str(number), related)
                yield judged(attribution.source[0], (differs,), hit)
        elif number and number > 1 and not any(t.norm == "of" for t in rest[:1]) and not attribution.follow_up:
            groups.append((number, attribution))
        elif not attribution.follow_up:
            singles.add(attribution.source_id)


def _sums(numbers: Sequence[int], singles: int) -> set[int]:
    """What some of these groups and single sources come to."""
    sums = {0}
    for number in numbers:
        sums |= {total + number for total in sums}
    return {total + single for total in sums for single in range(singles + 1)}


def _number(token: Token) -> int | None:
    return int(token.norm) if token.norm.isdecimal() and len(token.norm) < 3 else _NUMBERS.get(token.norm)


def _hit(reading: Reading, told: Attribution, stated: str, found: str, related: tuple[Place, ...] = ()) -> Hit:
    span: Span = told.source[0]
    values = {"text": text_of(reading, (span,)), "stated": stated, "found": found}
    return Hit(span=span, values=values, related=related)


CHECK = Check(settings=TallySettings, judge=judge, placeholders=frozenset({"text", "stated", "found"}))
