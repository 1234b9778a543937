"""Which findings were there before: by rule, words and occurrence, never by line; and if touched up, by likeness."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from audit.records import Article, Finding, Report

__all__ = ["Known", "beginning", "known_of", "recognised"]

LONGEST_WORDS = 160  # as much as tells two findings apart and can still be read in a list
LONGEST_BEGINNING = 80
MOST_PAIRS = 20_000  # that are compared; of thousands of changed findings no likeness tells which is which
ALIKE = 0.8  # of 1; a corrected typo or a changed figure leaves more, another sentence less


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A finding to be known again; `paragraph` is what stands around it, empty where nobody can tell any more."""

    rule: str
    fingerprint: str
    words: str
    paragraph: str = ""


Sign = Callable[[Known], Hashable]

# What makes two findings the same, the surest first. A fingerprint counts how often the words came before, so
# when the same words are added higher up, only the paragraph tells which of them are the old ones.
SIGNS: tuple[Sign, ...] = (
    lambda known: (known.rule, known.fingerprint, known.paragraph),
    lambda known: (known.rule, known.words.casefold(), known.paragraph),
    lambda known: (known.rule, known.fingerprint),
    lambda known: (known.rule, known.words.casefold()),
)


def known_of(report: Report) -> tuple[Known, ...]:
    """What is to be remembered of a report's findings, one for one."""
    article = report.reading.article
    return tuple(
        Known(
            rule=finding.rule,
            fingerprint=finding.fingerprint,
            words=_words(finding.text, LONGEST_WORDS),
            paragraph=_paragraph(article, finding),
        )
        for finding in report.findings
    )


def _paragraph(article: Article, finding: Finding) -> str:
    block = next((b.span for b in article.blocks if b.span.start <= finding.span.start < b.span.end), finding.span)
    return " ".join(article.text[slice(*block)].split())


def recognised(report: Report, known: Sequence[Known]) -> dict[int, int]:
    """Indexes of the report's findings, each with that of the known one it is: each known one once.

    Findings that something else suppresses take what is left by those that count.
    """
    now = known_of(report)
    counting = [number for number, finding in enumerate(report.findings) if not finding.suppressed]
    found: dict[int, int] = {}
    for numbers in (counting, [number for number in range(len(now)) if number not in set(counting)]):
        _recognise(now, numbers, known, found)
    return found


def _recognise(now: Sequence[Known], numbers: Sequence[int], known: Sequence[Known], found: dict[int, int]) -> None:
    """Add pairs for these findings, among the known ones that are not taken yet."""
    for sign in SIGNS:
        free: dict[Hashable, deque[int]] = defaultdict(deque)
        for place in _free(known, found):
            free[sign(known[place])].append(place)
        for number in numbers:
            if number not in found and (places := free[sign(now[number])]):
                found[number] = places.popleft()
    left = [number for number in numbers if number not in found]
    for _, number, place in sorted(_alike(now, left, known, _free(known, found))):
        if number not in found and place not in found.values():
            found[number] = place


def _free(known: Sequence[Known], found: dict[int, int]) -> list[int]:
    taken = set(found.values())
    return [place for place in range(len(known)) if place not in taken]


def _alike(
    now: Sequence[Known], numbers: Sequence[int], known: Sequence[Known], places: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """Pairs of a finding and a known one that are alike enough, with how much they differ."""
    of_rule: defaultdict[str, list[int]] = defaultdict(list)
    for place in places:
        of_rule[known[place].rule].append(place)
    every = ((number, place) for number in numbers for place in of_rule.get(now[number].rule, ()))
    pairs = list(islice(every, MOST_PAIRS))
    if not pairs:
        return
    from difflib import SequenceMatcher

    for number, place in pairs:
        match = SequenceMatcher(None, known[place].words, now[number].words)
        if match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE:
            yield 1 - match.ratio(), number, place


def beginning(article: Article) -> str:
    """The headline, or the first words: by this an article is known again after it was moved."""
    first = article.headline or next((block.span for block in article.blocks), None)
    return _words(article.text[slice(*first)], LONGEST_BEGINNING) if first else ""


def _words(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
