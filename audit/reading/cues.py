"""What the words of a cue say: that somebody told or thought something, did something, or kept silent."""

from audit.reading.lexicon import lexicon
from audit.reading.page import Page, remembered
from audit.records import Draft, Span

__all__ = ["TELLING", "cue_labels", "is_common_feeling", "is_silent", "tells"]

TELLING = frozenset(("tell", "seen", "view", "stance", "judge", "open", "cites", "reworded", "leading"))

_NEGATIONS = frozenset(("not", "n't", "never", "neither", "nor"))


def cue_labels(page: Page, draft: Draft) -> frozenset[str]:
    """Sections of the cue lexicon that a cue falls under, "view" for a bare "to", and more where others hear it.

    These are "open" and "venue" where its sentence tells of an open occasion, "reporter" where a newsroom is told, and
    "before" where everybody has been told before.
    """
    return _labels(page, draft.cue) if draft.cue else frozenset()


@remembered
def _labels(page: Page, cue: tuple[Span, ...]) -> frozenset[str]:
    first, last = page.range(cue)
    stop = min(len(page.tokens), last + 3)
    sentence = page.sentence(first)
    venues = lexicon("cues", "venue").find(page.tokens, sentence.first, sentence.last)
    heard: set[str] = {"open", "venue"} if any(not page.quoted[m.first] for m in venues) else set()
    if _to_a_paper(page, last):
        heard.add("reporter")
    if _before(page, first, last):
        heard.add("before")
    if page.norms(first, last) == ("to",):
        heard.add("view")  # to one visitor it looked finished
    around = (*lexicon("cues").find(page.tokens, first, stop), *lexicon("frames").find(page.tokens, first, stop))
    return frozenset(heard.union(m.label for m in around if m.whole_first < last and m.label != "venue"))


def _before(page: Page, first: int, last: int) -> bool:
    """Whether it has been told before, to everybody: "officials have said"."""
    helped = {"have", "has", "had"}.intersection(page.norms(max(0, first - 2), last))
    told = (page.tokens[at] for at in range(first, last) if page.tokens[at].tag == "VBN")
    return bool(helped) and any(token.norm != "told" for token in told)


def _to_a_paper(page: Page, last: int) -> bool:
    """Whether a cue that ends before `last` is told to a newsroom: told Reuters, told the Courier, told me."""
    if page.norms(last - 1, last) not in (("told",), ("tell",), ("tells",)):
        return False
    whom = last + (page.norms(last, last + 1) == ("the",))
    return page.entities[whom : whom + 1] == ("ORG",) or page.norms(last, last + 1) in (("me",), ("us",))


def tells(page: Page, draft: Draft) -> bool:
    """Whether the cue says that somebody told or thought something."""
    if not draft.cue:
        return True
    return bool(cue_labels(page, draft) & TELLING) and not is_silent(page, draft)


def is_silent(page: Page, draft: Draft) -> bool:
    """Whether a cue is denied ("have not said"), a mere wish ("refused to say"), or a wish not to be named."""
    first, last = page.range(draft.cue)
    if _NEGATIONS.intersection(page.norms(max(0, first - 1), last)) and "stance" not in cue_labels(page, draft):
        return True
    stop = min(len(page.tokens), last + 4)
    wishes = (lexicon("cues", "mute"), lexicon("anonymity", "anonymity"))
    return any(m.whole_first < last for wish in wishes for m in wish.find(page.tokens, first, stop))


def is_common_feeling(page: Page, draft: Draft) -> bool:
    """Whether everyone is said to feel something, which nobody has told: "everyone at the harbor is afraid of him"."""
    first, _ = page.range(draft.source)
    return page.tokens[first].norm in ("everyone", "everybody") and not tells(page, draft)
