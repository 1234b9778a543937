"""The pairing of quotation marks.

Curly marks say which way they face, straight ones only by their neighbours, and an apostrophe looks like
either. So every mark is first given what its neighbours allow, then the marks of a paragraph are paired
on a stack. Marks of one family close each other: a typist mixes “ and ".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from audit.records import Quotation, Span

__all__ = ["find_quotations"]

DOUBLE, SINGLE, ANGLE = "double", "single", "angle"
FAMILIES = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "＂", "``", "''", "‘‘", "’’"), DOUBLE),
    **dict.fromkeys(("‘", "’", "'", "‚"), SINGLE),
    **dict.fromkeys(("«", "»"), ANGLE),
}
FACES_RIGHT = frozenset(("“", "„", "‟", "``", "‘‘", "‘", "‚", "«"))
FACES_LEFT = frozenset(("”", "’’", "»"))
# The third of three single marks in a row belongs to the double one: ''He said 'no'''.
MARK = re.compile(r"``|''(?!')|’’(?!’)|‘‘(?!‘)|[“”„‟\"＂‘’'‚«»]")
MARK_CHARACTERS = frozenset("“”„‟\"＂‘’'‚«»`")
MARKS_IN_A_ROW = 4
NOT_BLANK = re.compile(r"\S")
OPENING_NEIGHBOURS = frozenset("([{<–—-/…¿¡=*_")
CLOSING_NEIGHBOURS = frozenset(")]}>–—-/….,;:!?*_")
NO_MARKS = re.compile(
    r"\d['’′] ?\d{1,2}(?:[½¼¾]| ?\d/\d)?(?:\"|”|″|''|’’)"  # 5' 10"
    r"|['’‘]n['’](?!\w)"  # rock 'n' roll
)
DECADE = re.compile(r"\d\ds?(?!\w)")
DECADE_AFTER_LEFT_MARK = re.compile(r"\d0s(?!\w)")
ELISION = re.compile(r"(?:em|til|till|tis|twas|twere|cause|cuz|bout|round|cept|nother|nuff|n)(?!['’\w])", re.I)
CLIPPED = re.compile(r"(?:s|\win)$", re.I)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    text: str
    family: str
    opens: bool
    closes: bool
    doubtful: bool = False  # a single mark that may as well be a possessive: workers' pay


def find_quotations(text: str, blocks: Sequence[Span]) -> tuple[Quotation, ...]:
    """Quotations of each block, in order and well nested; `depth` counts the quotations around one.

    A mark that never closes ends with its paragraph, or before the next opening mark of its kind, and
    its quotation is not `closed`. If the next paragraph opens with a mark, the quotation goes on there
    as one of its own. Apostrophes, feet and inches are no marks.
    """
    found: list[Quotation] = []
    for index, block in enumerate(blocks):
        next_start = blocks[index + 1].start if index + 1 < len(blocks) else len(text)
        next_mark = MARK.match(text, next_start)
        goes_on = FAMILIES[next_mark.group()] if next_mark else None
        pairs, unclosed = _pair(_marks(text, block))
        left_open = _end_unclosed(pairs, unclosed, block, goes_on)
        found.extend(_nest([*(_quotation(*pair) for pair in pairs), *left_open], text))
    return tuple(found)


def _marks(text: str, block: Span) -> list[_Mark]:
    excluded = {i for m in NO_MARKS.finditer(text, *block) for i in range(m.start(), m.end())}
    matches = (m for m in MARK.finditer(text, *block) if m.start() not in excluded)
    return _settle_possessives([mark for match in matches if (mark := _mark(text, block, match)) is not None])


def _mark(text: str, block: Span, match: re.Match[str]) -> _Mark | None:
    """The mark with what its neighbours allow, or None for an apostrophe."""
    mark, (start, end) = match.group(), match.span()
    family = FAMILIES[mark]
    before, after = _neighbour(text, block, start - 1, -1), _neighbour(text, block, end, 1)
    opens = (before.isspace() or before in OPENING_NEIGHBOURS) and not after.isspace()
    closes = (after.isspace() or after in CLOSING_NEIGHBOURS) and not before.isspace()
    if family != SINGLE:
        if not opens and not closes:
            between_words = before.isalnum() and after.isalnum()
            opens, closes = not between_words or mark in FACES_RIGHT, True
        return _Mark(start, end, mark, family, opens, closes)
    opens = opens and mark != "’" and not _is_elision(text, mark, end)
    if not opens and not closes:
        return None
    doubtful = (
        end < block.end and text[end].isspace() and bool(CLIPPED.search(text, max(block.start, start - 3), start))
    )
    return _Mark(start, end, mark, family, opens, closes, doubtful)


def _neighbour(text: str, block: Span, at: int, step: int) -> str:
    """The character beside a mark, looking past a few other marks; a blank at the block's edge."""
    for _ in range(MARKS_IN_A_ROW):
        if not block.start <= at < block.end:
            return " "
        if text[at] not in MARK_CHARACTERS:
            break
        at += step
    return text[at] if block.start <= at < block.end else " "


def _is_elision(text: str, mark: str, end: int) -> bool:
    decade = DECADE_AFTER_LEFT_MARK if mark == "‘" else DECADE
    return bool(decade.match(text, end) or ELISION.match(text, end))


def _settle_possessives(marks: list[_Mark]) -> list[_Mark]:
    """Drop a doubtful closing mark where a certain one follows before the next opening one."""
    settled: list[_Mark] = []
    certain_close_follows = False
    for mark in reversed(marks):
        if mark.family == SINGLE:
            if mark.doubtful and certain_close_follows:
                continue
            certain_close_follows = not mark.opens and (certain_close_follows or not mark.doubtful)
        settled.append(mark)
    return settled[::-1]


def _pair(marks: Sequence[_Mark]) -> tuple[list[tuple[_Mark, _Mark]], list[tuple[_Mark, int | None]]]:
    """Pairs of opening and closing marks, and the marks that never closed, in the order they were opened.

    An unclosed mark comes with the offset of the closing mark of another family that cut it off, if any.
    """
    pairs: list[tuple[_Mark, _Mark]] = []
    unclosed: list[tuple[_Mark, int | None]] = []
    stack: list[_Mark] = []
    open_marks = dict.fromkeys((DOUBLE, SINGLE, ANGLE), 0)
    for mark in marks:
        if open_marks[mark.family] and _closes(mark, stack[-1]):
            while (opened := stack.pop()).family != mark.family:
                open_marks[opened.family] -= 1
                unclosed.append((opened, mark.start))
            open_marks[mark.family] -= 1
            pairs.append((opened, mark))
        elif _opens(mark, open_marks[mark.family] > 0):
            open_marks[mark.family] += 1
            stack.append(mark)
    return pairs, unclosed + [(mark, None) for mark in stack]


def _closes(mark: _Mark, innermost: _Mark) -> bool:
    """Whether a mark closes an open one of its family."""
    if mark.family == SINGLE:
        return mark.closes and innermost.family == SINGLE
    if mark.text in FACES_LEFT:
        return True
    if mark.text in FACES_RIGHT:  # „so“ and »so« close with what opens elsewhere
        return mark.closes and (not mark.opens or innermost.text in ("„", "»"))
    return mark.closes


def _opens(mark: _Mark, inside_its_kind: bool) -> bool:
    if mark.text in FACES_RIGHT:
        return mark.opens
    return mark.opens and not (inside_its_kind and (mark.closes or mark.text in FACES_LEFT))


def _end_unclosed(
    pairs: Sequence[tuple[_Mark, _Mark]], unclosed: Sequence[tuple[_Mark, int | None]], block: Span, goes_on: str | None
) -> Iterator[Quotation]:
    """Quotations for marks that never closed; a single mark counts only if the next paragraph takes it up."""
    openings = sorted((mark.start, mark.family) for mark in (*(o for o, _ in pairs), *(m for m, _ in unclosed)))
    next_opening: dict[tuple[int, str], int] = {}
    latest: dict[str, int] = {}
    for start, family in reversed(openings):
        next_opening[start, family] = latest.get(family, block.end)
        latest[family] = start
    last = {mark.family: mark for mark, cut in unclosed if cut is None}
    for mark, cut in unclosed:
        if mark.family == goes_on and mark is last.get(mark.family):
            end = block.end
        elif mark.family == SINGLE:
            continue
        else:
            end = min(next_opening[mark.start, mark.family], block.end if cut is None else cut)
        yield Quotation(span=Span(mark.start, end), inner=Span(mark.end, end), closed=False)


def _quotation(opening: _Mark, closing: _Mark) -> Quotation:
    return Quotation(span=Span(opening.start, closing.end), inner=Span(opening.end, closing.start))


def _nest(quotations: Iterable[Quotation], text: str) -> list[Quotation]:
    """Put quotations in order of the text with their depth; drop what is empty."""
    nested: list[Quotation] = []
    enclosing: list[int] = []
    for quotation in sorted(quotations, key=lambda q: (q.span.start, -q.span.end)):
        while enclosing and nested[enclosing[-1]].span.end < quotation.span.end:
            outer = enclosing.pop()
            if nested[outer].span.end > quotation.span.start:  # only one left open can cross another
                nested[outer] = _end_at(nested[outer], quotation.span.start)
        nested.append(replace(quotation, depth=len(enclosing)))
        enclosing.append(len(nested) - 1)
    trimmed = (q if q.closed else _end_at(q, _end_of_words(text, q.span)) for q in nested)
    return [q for q in trimmed if NOT_BLANK.search(text, *q.inner)]


def _end_at(quotation: Quotation, end: int) -> Quotation:
    return replace(quotation, span=Span(quotation.span.start, end), inner=Span(quotation.inner.start, end))


def _end_of_words(text: str, span: Span) -> int:
    end = span.end
    while text[end - 1].isspace():
        end -= 1
    return end
