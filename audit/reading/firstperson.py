"""Whom "I" and "we" mean: whoever is quoted with these words, and in an article's own voice its writer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from audit.reading.credit import Credit
from audit.reading.page import Page
from audit.records import UNNAMED_KINDS

__all__ = ["with_speakers"]

_ONE = frozenset(("i", "me", "my", "mine", "myself"))
_SEVERAL = frozenset(("we", "us", "our", "ours", "ourselves"))


def with_speakers(page: Page, told: Sequence[Credit]) -> list[Credit]:
    """Credits in which "I" is a known speaker's own mention, or the writer's first; an unnamed one's stays itself."""
    around: dict[int, list[Credit]] = defaultdict(list)
    for credit in told:
        if not _is_first_person(page, credit):
            for number in {page.block(page.at(span.start)) for span in credit.draft.content}:
                around[number].append(credit)
    writers: dict[bool, Credit] = {}
    out = []
    for credit in told:
        meant: Credit | None = None
        if _is_first_person(page, credit):
            at = credit.mention.phrase.first
            meant = _speaker(page, at, around[page.block(at)])
            if meant is None and not page.quoted[at]:
                meant = writers.setdefault(page.tokens[at].norm in _ONE, credit)
        out.append(credit if meant is None else replace(credit, mention=meant.mention, kind=meant.kind))
    return out


def _is_first_person(page: Page, credit: Credit) -> bool:
    return credit.mention.pronoun is not None and page.tokens[credit.mention.phrase.first].norm in _ONE | _SEVERAL


def _speaker(page: Page, at: int, around: Iterable[Credit]) -> Credit | None:
    """The known source with whose words a token stands, in the least of them."""
    start = page.tokens[at].start
    holding = [
        (sum(span.end - span.start for span in credit.draft.content), credit.mention.phrase.first, credit)
        for credit in around
        if any(span.start <= start < span.end for span in credit.draft.content)
    ]
    found = min(holding, key=lambda each: each[:2], default=None)
    return found[2] if found and found[2].kind not in UNNAMED_KINDS else None
