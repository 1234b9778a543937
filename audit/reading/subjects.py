"""Unnamed sources that are subjects: officials said; "…," said one official; one aide was blunter: "…"."""

from audit.reading.drafting import draft_of, trimmed
from audit.reading.lexicon import words
from audit.reading.nouns import Phrase
from audit.reading.page import Page
from audit.records import Draft

__all__ = ["headed", "quoted_next", "said_after", "said_before", "stands_apart", "verb_after", "verb_before"]

_SAID, _HEADED, _QUOTED_NEXT = 0.85, 0.85, 0.7
_HAVE = frozenset(("have", "has", "had", "'ve", "'d"))
_BE = frozenset(("are", "were", "is", "was", "been"))
_LONGEST_ASIDE = 45
_SHORTEST_QUOTE = 3
_NO_SUBJECT_AFTER = frozenset(("to", "with", "by", "from", "of", "at", "on", "among", "about"))
_BARE_AFTER = frozenset(("help", "helps", "helped", "helping", "let", "lets", "letting", "make", "makes", "made"))


def verb_after(page: Page, phrase: Phrase, verbs: dict[int, int], said: dict[int, int]) -> tuple[int, int] | None:
    """The finite cue of which a phrase is the subject; asides between commas may stand between them."""
    stop = page.sentence(phrase.head).last
    at = _past_aside(page, phrase.last, stop)
    before = page.norms(max(0, phrase.first - 1), phrase.first)
    if _BARE_AFTER.intersection(before) or (at > phrase.last and _NO_SUBJECT_AFTER.intersection(before)):
        return None
    tags: tuple[str, ...] = ("VBD", "VBP", "VBZ")
    while at < stop:
        token = page.tokens[at]
        if page.quoted[at]:
            return None
        if at in verbs and (
            token.tag in tags or (at == phrase.last and page.norms(verbs[at], verbs[at] + 1) == ("that",))
        ):
            return (at, verbs[at])
        if token.norm in _HAVE:
            tags = ("VBN",)
        elif token.norm in _BE:
            tags, verbs = ("VBG",), said
        elif token.tag != "RB" and token.norm not in words("adverb"):
            return None
        at += 1
    return None


def _past_aside(page: Page, at: int, stop: int) -> int:
    if page.norms(at, at + 1) != (",",) or page.norms(at + 1, at + 2) in (("and",), ("but",), ("or",), ("so",)):
        return at
    for end in range(at + 2, min(stop, at + _LONGEST_ASIDE)):
        if page.tokens[end].norm == "," and end + 1 < stop and page.tokens[end + 1].tag.startswith(("VB", "RB", "MD")):
            return end + 1
    return at


def said_after(page: Page, phrase: Phrase, cue: tuple[int, int]) -> Draft:
    """The draft of a subject before its cue."""
    stop = page.sentence(phrase.head).last
    first = page.sentence(phrase.head).first
    rest = trimmed(page, cue[1], stop)
    before = trimmed(page, first, phrase.first)
    content = rest if rest and rest[1] - rest[0] > 2 else before
    return draft_of(page, phrase, cue, content, _SAID)


# ---------------------------------------------------------------- "…," said one official


def verb_before(page: Page, phrase: Phrase, verbs: dict[int, int]) -> bool:
    """Whether a cue stands right before its subject, after what was said."""
    at = phrase.first - 1
    if at - 1 < page.sentence(phrase.head).first or at not in verbs or page.quoted[at]:
        return False
    after = phrase.last
    while after < len(page.tokens) and page.tokens[after].tag == "RB":
        after += 1
    if page.tokens[at].norm in ("told", "tells", "instructed") or (
        after < len(page.tokens) and page.tokens[after].tag in ("VBD", "VBZ", "VBP", "MD")
    ):
        return False  # "…, said patients should wait"
    opens = page.tokens[at - 1].tag in (",", "''", ".", ":") or page.quoted[at - 1]
    return (
        opens
        and page.tokens[at].tag in ("VBD", "VBZ", "VBP", "VB")
        and page.tokens[at].norm not in ("see", "call", "called")
    )


def said_before(page: Page, phrase: Phrase) -> Draft:
    """The draft of a subject after its cue."""
    first = page.sentence(phrase.head).first
    content = trimmed(page, first, phrase.first - 1)
    return draft_of(page, phrase, (phrase.first - 1, phrase.first), content, _SAID)


# ---------------------------------------------------------------- one aide was blunter: "…"


def quoted_next(page: Page, phrase: Phrase) -> Draft | None:
    """Whatever somebody does, with the quotation that ends the sentence or is the next one."""
    sentence = page.sentence(phrase.head)
    at = _past_aside(page, phrase.last, sentence.last)
    if at >= sentence.last or page.tokens[at].tag not in ("VBD", "VBZ", "VBP") or page.quoted[at]:
        return None
    colon = next((i for i in range(at, sentence.last - 1) if page.tokens[i].norm == ":"), None)
    opens = colon + 1 if colon is not None else sentence.last
    ends = next((i for i in range(opens, len(page.tokens)) if not page.quoted[i]), len(page.tokens))
    if ends - opens < _SHORTEST_QUOTE or page.block(opens) != page.block(at) or any(page.quoted[at:opens]):
        return None
    return draft_of(page, phrase, (at, at + 1), (opens, ends), _QUOTED_NEXT)


# ---------------------------------------------------------------- Mayor to resign: sources


def stands_apart(page: Page, phrase: Phrase) -> bool:
    """Whether a headline names nobody else for all that it says: "Mayor to resign: sources"."""
    if page.article.blocks[page.block(phrase.head)].kind != "headline" or phrase.last < page.sentence(phrase.head).last:
        return False
    return page.norms(phrase.first - 1, phrase.first) in ((":",), ("—",), ("–",), ("--",), ("-",))


def headed(page: Page, phrase: Phrase) -> Draft:
    """The draft of whoever stands apart in a headline; it has no cue."""
    first = page.sentence(phrase.head).first
    content = trimmed(page, first, phrase.first - 1)
    return draft_of(page, phrase, None, content, _HEADED)
