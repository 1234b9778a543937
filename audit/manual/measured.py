"""What was measured of a rule, called what it is."""

from collections.abc import Iterator

from audit.records import RuleCard
from audit.rulebook.measured import FEWEST_JUDGED, share

__all__ = ["measured"]


def measured(card: RuleCard) -> Iterator[str]:
    """A paragraph on each kind of copy in which people marked what the rule should report."""
    figures = card.figures
    if figures is None:
        yield "Nobody has measured this rule."
        return
    written, judged = figures.written, figures.judged
    right = _part(written.right, written.right + written.wrong, "finding") or "it reported nothing"
    found = _part(written.right, written.right + written.missed, "place to report") or "there was nothing to report"
    yield f"{_sentence(figures.written_on)}. Right: {right}. Found: {found}."
    right = _part(judged.right, judged.right + judged.wrong, "finding")
    if not right:
        yield f"{_sentence(figures.judged_on)}: none of this rule's."
        return
    too_few = "" if card.precision is not None else f" Under {FEWEST_JUDGED} findings tell little of a rule."
    yield f"{_sentence(figures.judged_on)}. Right: {right}.{too_few} Nobody looked there for what it missed."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _part(part: int, whole: int, noun: str) -> str:
    found = share(part, whole)
    if found is None:
        return ""
    nouns = noun if whole == 1 else noun.replace("place", "places") if "place" in noun else f"{noun}s"
    return f"{part} of {whole} {nouns}, {found.value:.0%} (with 95% confidence {found.low:.0%} to {found.high:.0%})"
