"""Which findings were there before: by fingerprint, and where the words were touched up, by their likeness."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from audit.records import Article, Finding

__all__ = ["Known", "beginning", "known_of", "recognised"]

LONGEST_WORDS = 160  # as much as tells two findings apart and can still be read in a list
LONGEST_BEGINNING = 80
ALIKE = 0.8  # of 1; a corrected typo or a changed figure leaves more, another sentence less


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A finding as it was before."""

    rule: str
    fingerprint: str
    words: str


def known_of(finding: Finding) -> Known:
    """What is to be remembered of a finding."""
    return Known(rule=finding.rule, fingerprint=finding.fingerprint, words=_words(finding.text, LONGEST_WORDS))


def recognised(findings: Sequence[Finding], known: Sequence[Known]) -> dict[int, int]:
    """Indexes of findings, each with that of the known one it is: of the same rule, and each known one once.

    First those of the same fingerprint, then of what is left the most alike.
    """
    places = {(k.rule, k.fingerprint): number for number, k in enumerate(known)}
    same = {number: places.get((f.rule, f.fingerprint)) for number, f in enumerate(findings)}
    found = {number: place for number, place in same.items() if place is not None}
    new = [number for number in same if number not in found]
    gone = sorted(set(places.values()) - set(found.values()))
    for _, number, place in sorted(_alike(findings, new, known, gone)):
        if number not in found and place not in found.values():
            found[number] = place
    return found


def _alike(
    findings: Sequence[Finding], new: Sequence[int], known: Sequence[Known], gone: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """Pairs of a finding and a known one that are alike enough, with how much they differ."""
    pairs = [(number, place) for number, place in product(new, gone) if findings[number].rule == known[place].rule]
    if not pairs:
        return
    from difflib import SequenceMatcher

    for number, place in pairs:
        match = SequenceMatcher(None, known[place].words, known_of(findings[number]).words)
        if match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE:
            yield 1 - match.ratio(), number, place


def beginning(article: Article) -> str:
    """The headline, or the first words: by this an article is known again after it was moved."""
    first = article.headline or next((block.span for block in article.blocks), None)
    return _words(article.text[slice(*first)], LONGEST_BEGINNING) if first else ""


def _words(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
