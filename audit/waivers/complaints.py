"""Findings on the waivers themselves: broken, expired and unused ones."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from audit.records import Article, Finding, RuleCard, WaiverUse
from audit.remarks import remark
from audit.text import LineIndex
from audit.waivers.cards import BROKEN, EXPIRED, UNUSED

__all__ = ["Level", "complaints"]

Level = Literal["error", "warning", "info", "off"]


def complaints(article: Article, uses: Sequence[WaiverUse], *, unused: Level, expired: Level) -> Iterator[Finding]:
    """A finding for each waiver with something wrong; a level of "off" leaves these out.

    They stand at the waiver, or at the article's headline or first paragraph if it is not in the article's text.
    """
    seen: Counter[tuple[str, str]] = Counter()
    lines = LineIndex(article.text)
    for use in uses:
        card = _card(use, unused=unused, expired=expired)
        if card is None:
            continue
        waiver, message = use.waiver, _message(use)
        seen[card.id, waiver.text] += 1
        key = f"{waiver.text}\0{seen[card.id, waiver.text]}"
        where = "" if waiver.at else f"{waiver.path}, line {waiver.line}: "
        yield remark(article, card, where + message, key=key, at=waiver.at, lines=lines)


def _card(use: WaiverUse, *, unused: Level, expired: Level) -> RuleCard | None:
    if use.state == "broken":
        return BROKEN
    card, level = (EXPIRED, expired) if use.state == "expired" else (UNUSED, unused)
    return None if use.state == "used" or level == "off" else replace(card, severity=level)


def _message(use: WaiverUse) -> str:
    waiver = use.waiver
    if use.state == "broken":
        return f"This waiver waives nothing: {waiver.mistake}" + ("" if waiver.mistake.endswith("?") else ".")
    rules = " and ".join(waiver.rules)
    if use.state == "expired":
        return f"This waiver of {rules} held until {waiver.until}; what it covered counts again."
    if waiver.words is not None and not waiver.spans:
        return f"This waiver of {rules} is for “{waiver.words}”, which stands nowhere in the article."
    return f"This waiver of {rules} covers no finding."
