"""What kind of source a phrase speaks of, by its head, its number and what it is credited with."""

from audit.reading.lexicon import lexicon
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.records import Draft, SourceKind

__all__ = ["TELLING", "cue_labels", "has_access", "is_silent", "kind_of", "plain", "tells"]

TELLING = frozenset(("tell", "view", "judge", "open", "cites", "reworded", "leading"))

_OWNED_BY = (
    ("by",),
    ("from",),
    ("of",),
    ("that",),
    ("which",),
    ("published",),
    ("released",),
    ("commissioned",),
    ("conducted",),
    ("done",),
    ("on",),
)
_LOOKED_AT = (("reviewed",), ("seen",), ("obtained",), ("viewed",))
_SHARES = frozenset("percent % majority half third thirds quarter quarters proportion share fraction plurality".split())
_MASS = 20
CROWD_WORDS = frozenset(("some", "many", "others", "most", "few", "number", "numerous", "various", "other"))
OPEN_BODIES = frozenset(
    "police fire health school city county state federal town municipal local court hospital company port airport park "
    "university labor transport transit election board union customs immigration education emergency rescue relief".split()
)
PRIVATE = frozenset(
    "senior former administration intelligence enforcement western top house defense security military".split()
)


def cue_labels(page: Page, draft: Draft) -> frozenset[str]:
    """Sections of the cue lexicon that the words of a cue fall under."""
    if not draft.cue:
        return frozenset()
    first, last = page.range(draft.cue)
    stop = min(len(page.tokens), last + 3)
    sentence = page.sentence(first)
    venues = lexicon("cues", "venue").find(page.tokens, sentence.first, sentence.last)
    around = (*lexicon("cues").find(page.tokens, first, stop), *lexicon("frames").find(page.tokens, first, stop))
    aloud = {"open"} if any(not page.quoted[m.first] for m in venues) else set()
    return frozenset(aloud.union(m.label for m in around if m.whole_first < last and m.label != "venue"))


def tells(page: Page, draft: Draft) -> bool:
    """Whether the words of a cue say that somebody told or thought something."""
    if not draft.cue:
        return True
    return bool(cue_labels(page, draft) & TELLING) and not is_silent(page, draft)


def is_silent(page: Page, draft: Draft) -> bool:
    """Whether a cue is denied ("have not said"), or only tells that somebody asked not to be named."""
    first, last = page.range(draft.cue)
    if {"not", "n't", "never", "neither", "nor"}.intersection(page.norms(max(0, first - 1), last)):
        return True
    stop = min(len(page.tokens), last + 4)
    mute = [m for m in lexicon("cues", "mute").find(page.tokens, first, stop) if m.whole_first < last]
    return bool(mute) or bool(lexicon("anonymity", "anonymity").find(page.tokens, first, stop))


def plain(mention: Mention) -> SourceKind:
    """The kind of a source that is none of the article's unnamed ones: someone quoted inside a quotation, say."""
    return "organization" if mention.plural else "person"


def kind_of(page: Page, mention: Mention, cue: frozenset[str]) -> SourceKind:
    """The kind, as far as the phrase and its cue tell; re-mentions are settled with the ledger."""
    if mention.pronoun or mention.name:
        return "person"
    labels = mention.labels
    head = page.tokens[mention.phrase.head]
    words = frozenset(page.norms(mention.phrase.first, mention.phrase.core))
    if not labels and head.norm in CROWD_WORDS | {"several"} and not page.is_noun(mention.phrase.head):
        return "collective" if _is_crowd(mention, words) else "anonymous"
    if page.entities[mention.phrase.head] == "ORG" and head.text[0].isupper() and not mention.plural:
        return "organization"
    if labels & {"source"}:
        return "anonymous"
    if "voice" in labels or ("lawyer" in labels and _speaks_for(page, mention)):
        return "spokesperson"
    if "evidence" in labels:
        return "evidence" if _unnamed_evidence(page, mention, words) else "document"
    if labels & {"insider", "public", "crowd", "expert", "person"}:
        return _people(page, mention, words, cue)
    if "document" in labels:
        return "document"
    if "institution" in labels or page.entities[mention.phrase.head] in ("ORG", "LOC", "MISC"):
        return "organization"
    return "organization" if head.tag in ("NNP", "NNPS", "NNS") else "person"


def _is_crowd(mention: Mention, words: frozenset[str]) -> bool:
    return not mention.counted and bool(CROWD_WORDS & words or not words - {"several"})


def _speaks_for(page: Page, mention: Mention) -> bool:
    follows = page.norms(mention.phrase.core, mention.phrase.core + 1)
    return mention.owned or follows in (("for",), ("with",), ("representing",))


def _people(page: Page, mention: Mention, words: frozenset[str], cue: frozenset[str]) -> SourceKind:
    labels = mention.labels
    institution = _institution(page, mention)
    if institution and not mention.counted:
        return "organization"
    access = has_access(page, mention)
    if (words & _SHARES and "of" in words) or ("few" in words and "a" not in words):
        return "organization"
    if not mention.plural:
        introduced = words & {"a", "an", "one", "another", "someone", "somebody", "first", "second", "third"}
        if not (introduced or mention.definite or (mention.owned and labels & {"insider", "vague"}) or access):
            return "person"
        if mention.definite and not access:
            return "person" if not labels & {"insider", "vague"} else "anonymous"
        return "spokesperson" if "insider" in labels and _speaks_openly(page, mention, words, cue) else "anonymous"
    if mention.people[0] >= _MASS:
        return "organization"
    if "vague" in labels and not (access or mention.counted or mention.definite):
        return "collective" if CROWD_WORDS & words else "organization"
    if "vague" in labels or access or mention.counted:
        return "anonymous"
    if labels & {"crowd", "expert"} and mention.definite:
        return "organization"
    if labels & {"crowd", "expert"} and not (labels & {"insider"} and not CROWD_WORDS & words):
        return "collective"
    if "insider" in labels:
        if CROWD_WORDS & words and not cue & {"tell", "cites", "reworded"}:
            return "collective"
        return "spokesperson" if _speaks_openly(page, mention, words, cue) else "anonymous"
    if "public" in labels:
        if mention.definite:
            return "person"
        return "anonymous" if "several" in words or "multiple" in words else "collective"
    return "collective" if CROWD_WORDS & words else "person"


def _institution(page: Page, mention: Mention) -> bool:
    """ "Prosecutors" as a body; "the family", "the group" with a name elsewhere."""
    alone = "institution" in mention.labels
    words = page.norms(mention.phrase.first, mention.phrase.core)
    return (
        alone
        and not {"former", "human", "advocacy", "rights", "other", "some", "many", "several"}.intersection(words)
        and (mention.definite or mention.owned or page.tokens[mention.phrase.head].norm == "prosecutors")
    )


def has_access(page: Page, mention: Mention) -> bool:
    """Whether the phrase tells how its people know."""
    phrase = mention.phrase
    return bool(lexicon("access").find(page.tokens, phrase.head, phrase.last))


def _speaks_openly(page: Page, mention: Mention, words: frozenset[str], cue: frozenset[str]) -> bool:
    if words & PRIVATE and not cue & {"open"}:
        return False
    if cue & {"open"} or words & {"police"}:
        return True
    if mention.plural and len(words) == 1 and _press_call(page):
        return True
    head = page.tokens[mention.phrase.head].norm
    return (
        head in ("official", "officials")
        and mention.plural
        and page.norms(mention.phrase.core, mention.phrase.core + 1) == ("at",)
    )


def _press_call(page: Page) -> bool:
    """Whether officials spoke to all reporters at once, so that "officials said" means those."""
    called = lexicon("cues", "call").find(page.tokens)
    return bool(called) and not lexicon("anonymity", "anonymity").find(page.tokens)


def _unnamed_evidence(page: Page, mention: Mention, words: frozenset[str]) -> bool:
    """Studies, a poll, recent data: not "the report", "its analysis" or a poll with a name to it."""
    phrase = mention.phrase
    if mention.definite or mention.owned:
        return False
    sentence = page.sentence(phrase.head)
    named = any(
        page.entities[at] or (page.tokens[at].text[0].isupper() and at > sentence.first)
        for at in range(phrase.first, phrase.core)
    )
    by = page.norms(phrase.core, phrase.core + 1)
    reach = min(sentence.last, phrase.core + 7)
    owner = by in _OWNED_BY and any(page.entities[at] in ("ORG", "PERSON") for at in range(phrase.core, reach))
    return by in _LOOKED_AT or not (named or owner)
