"""The drafts that credit somebody, each with all of its source: what kinds are read of next."""

from collections.abc import Sequence
from dataclasses import replace

from audit.phrases import Match
from audit.reading import cues, found, kinds
from audit.reading.closing import with_tellers
from audit.reading.lexicon import lexicon
from audit.reading.mentions import words_of
from audit.reading.nouns import Phrase, phrase_around, phrase_in
from audit.reading.page import Page
from audit.reading.weighing import LIKELY, likeliest
from audit.records import Draft

__all__ = ["gathered"]

_TALKS = (("interviews", "with"), ("conversations", "with"), ("discussions", "with"))
_TELLERS = frozenset(("expert", "insider", "vague", "source"))


def gathered(page: Page) -> list[tuple[Draft, bool]]:
    """Drafts with a source, and whether the trained reader saw the source."""
    read = with_tellers(page, page.parse.drafts)
    seen = {d.source for d in read if d.source}
    drafts = found.find(page, read)
    clauses = lexicon("anonymity", "anonymity").find(page.tokens)
    told = [
        (_with_head(page, d), d.source in seen)
        for d in drafts
        if d.source and not _hides(page, d, clauses) and not cues.is_common_feeling(page, d)
    ]
    others = ((rest, trained) for d, trained in told if (rest := _unnamed_rest(page, d)) is not None)
    return [*told, *others]


def _hides(page: Page, draft: Draft, clauses: Sequence[Match]) -> bool:
    """Whether a draft is only the clause in which a source asks for anonymity: "who asked not to be named"."""
    first, last = page.range(draft.source)
    if last > first + 1 or page.tokens[first].tag != "WP" or not draft.cue:
        return False
    at, _ = page.range(draft.cue)
    return any(clause.whole_first <= at < clause.whole_last for clause in clauses)


def _unnamed_rest(page: Page, draft: Draft) -> Draft | None:
    """The unnamed people who speak beside a known source: "Lund and other engineers", "the bank and two officials"."""
    first, last = page.range(draft.source)
    for at in range(first + 1, last - 1):
        if page.tokens[at].norm != "and":
            continue
        phrase = phrase_in(page, at + 1, last)
        if (_is_named(page, at - 1) and _joins_named(page, phrase)) or _is_suspected_apart(page, first, phrase):
            return replace(draft, source=(page.span(phrase.first, min(phrase.last, last)),))
    return None


def _is_named(page: Page, at: int) -> bool:
    return page.entities[at] == "PERSON" or page.tokens[at].tag == "PRP"


def _joins_named(page: Page, phrase: Phrase) -> bool:
    """Whether its words say that these speak beside somebody: other engineers, her critics."""
    opens, labels = page.tokens[phrase.first], page.labels[phrase.head]
    own_crowd = opens.tag == "PRP$" and "expert" in labels
    return own_crowd or (opens.norm in ("other", "others", "another") and bool(labels & _TELLERS))


def _is_suspected_apart(page: Page, first: int, phrase: Phrase) -> bool:
    """Whether the trained reader suspects these beside somebody named, or apart from a body that it does not.

    Apart are those whose words tell their number or who they are: the bank and two officials, or people briefed on it.
    """
    before = phrase_in(page, first, phrase.first - 1).head
    told = page.tokens[phrase.first].tag in ("CD", "DT") or kinds.tells_who(page, words_of(page, phrase))
    apart = _is_named(page, before) or (told and likeliest(page.hunches, (before,)) < LIKELY)
    return apart and likeliest(page.hunches, phrase.own) >= LIKELY


def _with_head(page: Page, draft: Draft) -> Draft:
    """A draft with the people of its source: those whom "who has seen it" is about, or whom interviews were with."""
    first, last = page.range(draft.source)
    about = first - 1
    if page.norms(first, first + 2) in _TALKS and last - first > 2:
        return replace(draft, source=(page.span(first + 2, last),))
    if page.tokens[first].tag not in ("WP", "WDT") or first == 0 or not page.labels[about]:
        return draft
    end = last if last > first + 1 else first
    return replace(draft, source=(page.span(phrase_around(page, about).first, end),))
