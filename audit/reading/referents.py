"""Which mentions speak of the same source: names, surnames, pronouns and "the official" find their entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.reading.kinds import can_be_new, has_access
from audit.reading.known import known_kind
from audit.reading.lexicon import words
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.records import UNNAMED_KINDS, SourceKind

__all__ = ["Entry", "antecedent", "link"]

TITLES = {
    **dict.fromkeys(("mr.", "mr", "sir", "lord", "king", "congressman", "spokesman", "chairman"), "he"),
    **dict.fromkeys(("mrs.", "mrs", "ms.", "ms", "lady", "queen", "congresswoman", "spokeswoman", "chairwoman"), "she"),
}
_REACH = 3
_SAME = {
    "officer": "official",
    "supply": "source",
    **dict.fromkeys(("folk", "folks", "people", "individual", "man", "woman"), "person"),
}


@dataclass(slots=True)
class Entry:
    """One source on its way into the ledger; `heads` are nouns it was called by, `tails` those after them."""

    kind: SourceKind
    plural: bool
    people: tuple[int, int | None]
    name: tuple[str, ...] = ()
    shown: str | None = None
    key: str = ""
    gender: str | None = None
    heads: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    mentions: list[tuple[int, int]] = field(default_factory=list)

    @property
    def last_seen(self) -> int:
        """The token at which it was mentioned last."""
        return self.mentions[-1][0]


def link(page: Page, mention: Mention, kind: SourceKind, entries: list[Entry]) -> tuple[Entry, bool]:
    """The entry a mention belongs to, new at the end of `entries` if need be, and whether the words point back."""
    found, follows = _find(page, mention, kind, entries)
    if found is None:
        found = _opened(page, mention, kind if can_be_new(page, mention) else known_kind(page, mention))
        entries.append(found)
    elif kind in UNNAMED_KINDS and found.kind not in UNNAMED_KINDS and not found.name:
        found.kind = kind  # it only acted so far
    found.mentions.append((mention.phrase.first, mention.phrase.last))
    found.heads |= _heads(page, mention)
    found.tails |= _tail(page, mention)
    found.gender = found.gender or _gender(page, mention)
    return found, follows


def _find(page: Page, mention: Mention, kind: SourceKind, entries: list[Entry]) -> tuple[Entry | None, bool]:
    here = (e for e in reversed(entries) if any(first == mention.phrase.first for first, _ in e.mentions))
    known = next(here, None)
    if known is not None:
        return known, mention.definite or mention.pronoun is not None
    if mention.name:
        return _by_name(page, mention, entries), False
    if mention.pronoun:
        return _for_pronoun(page, mention, entries), True
    if mention.definite or (mention.owned and not mention.plural):
        found = antecedent(page, mention, entries)
        if found is not None and (mention.definite or found.name):
            return found, True
    key = _key(page, mention)
    if mention.counted and kind in UNNAMED_KINDS:
        return None, False
    same = (e for e in reversed(entries) if e.key == key and e.kind == kind)
    return next(same, None), False


def antecedent(page: Page, mention: Mention, entries: Sequence[Entry]) -> Entry | None:
    """What "the official", "the same person" or "one of the four sources" points back to."""
    head = page.tokens[mention.phrase.head]
    word = singular(head.norm)
    plural = head.tag in ("NNS", "NNPS")
    recent = sorted((e for e in entries if e.mentions), key=lambda e: e.last_seen, reverse=True)
    alike = [e for e in recent if word in e.heads]
    unnamed = [e for e in recent if e.kind == "anonymous"] if word in words("generic") else []
    tail = _tail(page, mention)
    if has_access(page, mention) and "same" not in page.norms(mention.phrase.first, mention.phrase.core):
        alike, unnamed = ([e for e in group if e.tails & tail] for group in (alike, unnamed))
    for candidates in (alike, unnamed):
        found = _fitting(candidates, plural, partitive=mention.plural != plural)
        if found is not None:
            return found
    return None


def _fitting(candidates: Sequence[Entry], plural: bool, partitive: bool) -> Entry | None:
    """The latest of the same number; a source may be one of several, but no crowd where there are sources."""
    told = [e for e in candidates if e.kind != "collective"]
    same = [e for e in (told or candidates) if e.plural == plural]
    several = [e for e in told if e.kind == "anonymous"]
    if not same and (not plural or partitive or len(several) > 1):
        same = several
    return same[0] if same else None


def _tail(page: Page, mention: Mention) -> set[str]:
    """The nouns of what follows a head: "close to the talks"."""
    phrase = mention.phrase
    return {singular(page.tokens[i].norm) for i in range(phrase.core, phrase.last) if page.is_noun(i)}


def singular(word: str) -> str:
    """A noun's singular, well enough to compare heads."""
    word = _SAME.get(word, word)
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("men"):
        word = word[:-2] + "an"
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return _SAME.get(word, word)


# ---------------------------------------------------------------- names


def _by_name(page: Page, mention: Mention, entries: Sequence[Entry]) -> Entry | None:
    assert mention.name is not None
    name = page.norms(*mention.name)
    return next((e for e in reversed(entries) if e.name and same_person(e.name, name)), None)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the same surname, and no other first name."""
    if one[-1] != other[-1]:
        return len(one) > 1 and other == one[:1]
    return len(one) == 1 or len(other) == 1 or one[0] == other[0]


def _full_name(page: Page, name: tuple[int, int]) -> str:
    """The fullest form in which the article gives a name."""
    own = page.norms(*name)
    best = name
    at = 0
    while at < len(page.tokens):
        end = at
        while end < len(page.tokens) and page.entities[end] == "PERSON":
            end += 1
        if end > at:
            fuller = end - at > best[1] - best[0]
            if (
                fuller
                and end - at <= 4
                and same_person(page.norms(at, end), own)
                and page.norms(at, end)[-1] == own[-1]
            ):
                best = (at, end)
        at = max(end, at + 1)
    return page.text(*best)


# ---------------------------------------------------------------- pronouns


def _for_pronoun(page: Page, mention: Mention, entries: list[Entry]) -> Entry | None:
    """The nearest source, or named person, that a pronoun can mean."""
    gender = mention.pronoun
    here = page.tokens[mention.phrase.first].sentence
    best: Entry | None = None
    for entry in sorted((e for e in entries if e.mentions), key=lambda e: e.last_seen, reverse=True):
        if here - page.tokens[entry.last_seen].sentence <= _REACH and _suits(entry, gender):
            best = entry
            break
    if gender in ("he", "she"):
        person = _nearest_name(page, mention.phrase.first, best.last_seen if best else -1)
        if person is not None:
            best = _person(page, person, entries, gender)
    if best is not None and gender in ("he", "she") and best.kind == "person":
        best.gender = gender
    return best


def _suits(entry: Entry, pronoun: str | None) -> bool:
    if pronoun in ("he", "she"):
        human = entry.kind in ("person", "anonymous", "spokesperson")
        return human and not entry.plural and entry.gender in (None, pronoun)
    if pronoun == "it":
        return entry.kind in ("organization", "document", "evidence")
    if pronoun == "they":
        return entry.plural or entry.kind in ("organization", "anonymous")
    return False


def _nearest_name(page: Page, at: int, after: int) -> tuple[int, int] | None:
    """The person whom the sentence before opens with, where nobody spoke since."""
    sentence = page.tokens[at].sentence
    if sentence == 0:
        return None
    before = page.parse.sentences[sentence - 1]
    first = next(
        (i for i in range(before.first, before.last) if page.entities[i] == "PERSON" and not page.quoted[i]), None
    )
    if first is None or first <= after or (after >= before.first):
        return None
    last = first
    while last < before.last and page.entities[last] == "PERSON":
        last += 1
    return first, last


def _person(page: Page, name: tuple[int, int], entries: list[Entry], gender: str) -> Entry:
    norms = page.norms(*name)
    known = next((e for e in reversed(entries) if e.name and same_person(e.name, norms)), None)
    if known is None:
        known = Entry(
            kind="person", plural=False, people=(1, 1), name=norms, shown=_full_name(page, name), gender=gender
        )
        entries.append(known)
    return known


# ---------------------------------------------------------------- new entries


def _opened(page: Page, mention: Mention, kind: SourceKind) -> Entry:
    named = mention.name is not None and kind == "person"
    return Entry(
        kind=kind,
        plural=mention.plural and not named,
        people=(1, 1) if named else mention.people,
        name=page.norms(*mention.name) if named and mention.name else (),
        shown=_full_name(page, mention.name) if named and mention.name else None,
        key=_key(page, mention),
    )


def _key(page: Page, mention: Mention) -> str:
    telling = (t for t in page.tokens[mention.phrase.first : mention.phrase.core] if t.tag not in ("DT", "POS"))
    return " ".join(t.norm for t in telling)


def _heads(page: Page, mention: Mention) -> set[str]:
    phrase = mention.phrase
    if mention.pronoun:
        return set()
    own = {singular(page.tokens[phrase.head].norm)}
    if mention.name is None:
        return own
    name = mention.name
    around = [*range(phrase.first, name[0])]
    after = name[1]
    if page.norms(after, after + 1) == (",",):
        close = next(
            (i for i in range(after + 1, min(after + 12, len(page.tokens))) if page.tokens[i].norm in (",", ".")), 0
        )
        around += range(after + 1, close)
    return {singular(page.tokens[i].norm) for i in around if page.is_noun(i) and page.entities[i] != "PERSON"} | own


def _gender(page: Page, mention: Mention) -> str | None:
    norms = page.norms(max(0, mention.phrase.first - 1), mention.phrase.core)
    return next((TITLES[n] for n in norms if n in TITLES), None)
