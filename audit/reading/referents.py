"""Which mentions speak of the same source: names, surnames, pronouns and "the official" find their entry."""

from collections.abc import Sequence

from audit.reading.entry import Entry
from audit.reading.kinds import can_be_new, has_access
from audit.reading.known import known_kind
from audit.reading.lexicon import words
from audit.reading.mentions import PRONOUNS, Mention
from audit.reading.page import Page
from audit.reading.persons import TITLES, full_name, gender_of, roles_of, same_person, singular
from audit.reading.roles import PERSONAL
from audit.records import UNNAMED_KINDS, SourceKind

__all__ = ["antecedent", "link"]

_REACH = 3


def link(page: Page, mention: Mention, kind: SourceKind, entries: list[Entry]) -> tuple[Entry, bool]:
    """The entry a mention belongs to, new at the end of `entries` if need be, and whether the words point back."""
    found, follows = _find(page, mention, kind, entries)
    if found is None:
        found = _opened(page, mention, kind if can_be_new(page, mention) else known_kind(page, mention))
        entries.append(found)
    elif kind in UNNAMED_KINDS and found.kind not in UNNAMED_KINDS and not found.name and _are_as_many(mention, found):
        found.kind = kind  # it only acted so far
    found.mentions.append((mention.phrase.first, mention.phrase.last))
    found.heads |= _heads(page, mention)
    found.tails |= _tail(page, mention)
    found.gender = found.gender or _gender(page, mention)
    return found, follows


def _are_as_many(mention: Mention, entry: Entry) -> bool:
    """Whether "the two lawmakers" can be those of an entry, who may have been many."""
    return not (mention.definite and mention.counted and mention.plural) or mention.people == entry.people


def _find(page: Page, mention: Mention, kind: SourceKind, entries: list[Entry]) -> tuple[Entry | None, bool]:
    here = (e for e in reversed(entries) if any(first == mention.phrase.first for first, _ in e.mentions))
    known = next(here, None)
    if known is not None:
        return known, mention.definite or mention.pronoun is not None
    if mention.name:
        return _by_name(page, mention, entries), False
    if mention.pronoun:
        return _for_pronoun(page, mention, entries), True
    if kind in ("organization", "document") and not mention.labels & PERSONAL:
        return _body(page, mention, kind, entries)
    if mention.definite or (mention.owned and not mention.plural):
        found = antecedent(page, mention, entries)
        if found is not None and (mention.definite or found.name):
            return found, True
    key = _key(page, mention)
    if mention.counted and kind in UNNAMED_KINDS:
        return None, False
    same = (e for e in reversed(entries) if e.key == key and e.kind == kind)
    return next(same, None), False


def _body(page: Page, mention: Mention, kind: SourceKind, entries: Sequence[Entry]) -> tuple[Entry | None, bool]:
    """The body or document that "the agency", "the council's minutes" or a shorter name speaks of."""
    key = _key(page, mention)
    recent = sorted((e for e in entries if e.mentions), key=lambda e: e.last_seen, reverse=True)
    proper = _is_proper(page, mention)
    same = next(
        (e for e in recent if e.kind == kind and (e.key == key or (proper and e.proper and _shortened(e.key, key)))),
        None,
    )
    if same is not None or not mention.definite:
        return same, same is not None and mention.definite
    found = _called(page, mention, kind, recent)
    return found, found is not None


def _called(page: Page, mention: Mention, kind: SourceKind, recent: Sequence[Entry]) -> Entry | None:
    """Whom a definite phrase means: one called so before, or the last one named for which the word will do."""
    noun = page.tokens[mention.phrase.head].norm
    if mention.owned:  # "the minister's office" may be "her office", but not "the mayor's office"
        theirs = (e for e in recent if e.kind == kind and e.key.partition(" ")[0] in PRONOUNS)
        return next((e for e in theirs if singular(noun) in e.heads), None)
    found = antecedent(page, mention, recent)
    if found is not None and (found.kind == kind or found.kind in UNNAMED_KINDS):
        return found
    if kind != "organization" or _key(page, mention) not in words("generic-body"):
        return None
    named = [e for e in recent if e.kind == kind and e.proper]
    papers = [e for e in named if e.heads & words("masthead")]
    others = [e for e in named if not e.heads & words("body")]
    return next(iter(papers if papers and noun in words("newspaper") else others), None)


def _shortened(one: str, other: str) -> bool:
    """Whether one is the other without its first words, or without what kind of body it is: Tern, Tern Foods."""
    short, long = sorted((one.split(), other.split()), key=len)
    if not 0 < len(short) < len(long):
        return False
    rest = long[len(short) :]
    return short == long[-len(short) :] or (short == long[: len(short)] and words("body").issuperset(rest))


def antecedent(page: Page, mention: Mention, entries: Sequence[Entry]) -> Entry | None:
    """What "the official", "the same person" or "one of the four sources" points back to."""
    head = page.tokens[mention.phrase.head]
    word = singular(head.norm)
    plural = head.tag in ("NNS", "NNPS")
    recent = sorted((e for e in entries if e.mentions), key=lambda e: e.last_seen, reverse=True)
    alike = [e for e in recent if word in e.heads]
    called = [e for e in recent if word in e.roles]
    unnamed = [e for e in recent if e.kind == "anonymous"] if word in words("generic") else []
    tail = _tail(page, mention)
    if has_access(page, mention) and "same" not in page.norms(mention.phrase.first, mention.phrase.core):
        alike, unnamed = ([e for e in group if e.tails & tail] for group in (alike, unnamed))
    if not plural and not any(not e.plural for e in alike):
        alike = [e for e in unnamed if not e.plural] or alike
    for candidates in (alike, called, unnamed):
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


# ---------------------------------------------------------------- names


def _by_name(page: Page, mention: Mention, entries: Sequence[Entry]) -> Entry | None:
    """The entry of that name, or the nameless person who is "the mayor, Ana Ruiz" now."""
    assert mention.name is not None
    name = page.norms(*full_name(page, mention.name))
    known = next((e for e in reversed(entries) if e.name and same_person(e.name, name)), None)
    if known is not None:
        return known
    called = roles_of(page, name)
    recent = sorted((e for e in entries if e.mentions), key=lambda e: e.last_seen, reverse=True)
    nameless = (e for e in recent if e.kind == "person" and not (e.name or e.plural))
    found = next((e for e in nameless if e.heads & called and (mention.definite or e.known)), None)
    if found is not None:
        found.name, found.shown = name, _shown(page, mention.name)
    return found


def _shown(page: Page, name: tuple[int, int]) -> str:
    return page.text(*full_name(page, name))


# ---------------------------------------------------------------- pronouns


def _for_pronoun(page: Page, mention: Mention, entries: list[Entry]) -> Entry | None:
    """The nearest source, or named person, that a pronoun can mean."""
    gender, first = mention.pronoun, mention.phrase.first
    if page.tokens[first].tag.startswith("W"):
        return next((e for e in reversed(entries) if any(last in (first - 1, first) for _, last in e.mentions)), None)
    here = page.tokens[mention.phrase.first].sentence
    best: Entry | None = None
    for entry in sorted((e for e in entries if e.mentions), key=lambda e: e.last_seen, reverse=True):
        if here - page.tokens[entry.last_seen].sentence <= _REACH and _suits(entry, gender):
            best = entry
            break
    if gender in ("he", "she"):
        after = best.last_seen if best else -1
        people = (_owner(page, mention, best), _nearest_name(page, mention.phrase.first, after))
        person = next((p for p in people if p and gender_of(page, page.norms(*p)) in (None, gender)), None)
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


def _owner(page: Page, mention: Mention, entry: Entry | None) -> tuple[int, int] | None:
    """The person whose aide was heard in the paragraph before: "One of Mr. Roe's aides said …. ¶ He denied it"."""
    if entry is None or entry.kind != "anonymous" or page.block(entry.last_seen) == page.block(mention.phrase.first):
        return None
    first, last = entry.mentions[-1]
    inside = (name for name in page.names if first <= name[0] and name[1] <= last)
    return next((name for name in inside if _owns(page, name)), None)


def _owns(page: Page, name: tuple[int, int]) -> bool:
    """Whether an aide is a person's: "Mr. Roe's aide", "an aide to Mr. Roe"."""
    before = name[0] - (page.tokens[name[0] - 1].tag == "NNP")
    return page.norms(name[1], name[1] + 1) in (("'s",), ("'",)) or page.norms(before - 1, before) in (("to",), ("of",))


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
    norms = page.norms(*full_name(page, name))
    known = next((e for e in reversed(entries) if e.name and same_person(e.name, norms)), None)
    if known is None:
        known = Entry(kind="person", plural=False, people=(1, 1), name=norms, shown=_shown(page, name), gender=gender)
        known.roles |= roles_of(page, norms)
        entries.append(known)
    return known


# ---------------------------------------------------------------- new entries


def _opened(page: Page, mention: Mention, kind: SourceKind) -> Entry:
    named = mention.name is not None and kind == "person"
    name = page.norms(*full_name(page, mention.name)) if named and mention.name else ()
    return Entry(
        kind=kind,
        plural=mention.plural and not named,
        people=(1, 1) if named else mention.people,
        name=name,
        shown=_shown(page, mention.name) if named and mention.name else None,
        key=_key(page, mention),
        known=mention.definite,
        proper=_is_proper(page, mention),
        told=page.text(mention.phrase.first, mention.phrase.core),
        roles=set(roles_of(page, name)) if name else set(),
        gender=gender_of(page, name) if name else None,
    )


def _is_proper(page: Page, mention: Mention) -> bool:
    head = page.tokens[mention.phrase.head]
    inside = mention.phrase.head > page.sentence(mention.phrase.head).first or bool(page.entities[mention.phrase.head])
    return head.text[0].isupper() and inside


def _key(page: Page, mention: Mention) -> str:
    telling = (t for t in page.tokens[mention.phrase.first : mention.phrase.core] if t.tag not in ("DT", "POS"))
    return " ".join(t.norm for t in telling)


def _heads(page: Page, mention: Mention) -> set[str]:
    phrase = mention.phrase
    if mention.pronoun:
        return set()
    return {singular(page.tokens[phrase.head].norm)}


def _gender(page: Page, mention: Mention) -> str | None:
    norms = page.norms(max(0, mention.phrase.first - 1), mention.phrase.core)
    return next((TITLES[n] for n in norms if n in TITLES), None)
