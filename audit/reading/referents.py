"""Which mentions speak of the same source: names, surnames, pronouns and "the official" find their entry."""

from collections.abc import Sequence

from audit.reading.antecedents import antecedent, places_of, tail_of
from audit.reading.bodies import body_of
from audit.reading.bodynames import full_body
from audit.reading.entry import Entry, latest_first
from audit.reading.epithets import for_epithet
from audit.reading.kinds import can_be_new, is_one_of_them
from audit.reading.known import known_kind
from audit.reading.mentions import Mention, is_proper, key_of
from audit.reading.owners import owner_of
from audit.reading.page import Page
from audit.reading.persons import TITLES, full_name, gender_of, roles_of, same_person, singular
from audit.reading.pronouns import for_pronoun
from audit.reading.relatives import spoken_of
from audit.reading.roles import PERSONAL
from audit.reading.weighing import LIKELY, POSSIBLE, SURE, suspected
from audit.records import UNNAMED_KINDS, SourceKind

__all__ = ["link"]


def link(page: Page, mention: Mention, kind: SourceKind, entries: list[Entry]) -> tuple[Entry, bool]:
    """The entry a mention belongs to, new at the end of `entries` if need be, and whether the words point back."""
    found, follows = _find(page, mention, kind, entries)
    if found is not None and _is_another(page, mention, kind, found):
        found, follows = None, False
    if found is None:
        is_new = can_be_new(page, mention) or _must_be_new(page, mention, kind)
        found = _opened(page, mention, kind if is_new else known_kind(page, mention), entries)
        entries.append(found)
    elif _only_acted(page, mention, kind, found):
        found.kind = kind
    found.mentions.append((mention.phrase.first, mention.phrase.last))
    found.heads |= _heads(page, mention)
    found.tails |= tail_of(page, mention)
    found.gender = found.gender or _gender(page, mention)
    points_back = kind in UNNAMED_KINDS and is_one_of_them(page, mention)
    return found, follows or points_back


def _must_be_new(page: Page, mention: Mention, kind: SourceKind) -> bool:
    """Whether the trained reader takes words for a source not told of yet: "the friend", but never "both men"."""
    pair = (
        mention.definite
        and mention.counted
        and mention.plural
        and "of" not in page.norms(mention.phrase.first, mention.phrase.core)
    )
    met = mention.definite and not (_are_those(page, mention) or is_one_of_them(page, mention))
    return not pair and suspected(page, mention, kind) >= (SURE if met else LIKELY)


def _are_those(page: Page, mention: Mention) -> bool:
    """Whether words point forward to what is told of people, not back: those present, those who back it."""
    return page.tokens[mention.phrase.first].norm == "those" and not page.is_noun(mention.phrase.head)


def _is_another(page: Page, mention: Mention, kind: SourceKind, entry: Entry) -> bool:
    """Whether some of a group that only acted so far tell now: "three of the staffers said" after "staffers left"."""
    acted = kind in UNNAMED_KINDS and entry.kind not in UNNAMED_KINDS and not entry.name
    return acted and not _are_as_many(mention, entry) and suspected(page, mention, kind) >= LIKELY


def _only_acted(page: Page, mention: Mention, kind: SourceKind, entry: Entry) -> bool:
    """Whether an unnamed source only acted so far; "the actor" whom nobody suspects is somebody with a name."""
    told = kind in UNNAMED_KINDS and entry.kind not in UNNAMED_KINDS and not entry.name
    ruled_out = page.parse.hunches is not None and entry.known and suspected(page, mention, kind) < POSSIBLE
    return told and _are_as_many(mention, entry) and not ruled_out


def _are_as_many(mention: Mention, entry: Entry) -> bool:
    """Whether "the two lawmakers" can be those of an entry, who may have been many."""
    return not (mention.definite and mention.counted and mention.plural) or mention.people == entry.people


def _find(page: Page, mention: Mention, kind: SourceKind, entries: list[Entry]) -> tuple[Entry | None, bool]:
    here = (e for e in reversed(entries) if e.stands_at(mention.phrase.first))
    known = next(here, None)
    if known is not None:
        return known, mention.definite or mention.pronoun is not None
    if mention.name:
        return _by_name(page, mention, entries), False
    if mention.pronoun:
        return for_pronoun(page, mention, entries) or _of_relative(page, mention, entries), True
    if kind in ("organization", "document") and not mention.labels & PERSONAL:
        return body_of(page, mention, kind, entries)
    met = mention.definite and not _are_those(page, mention)
    if met or (mention.owned and not mention.plural):
        found = antecedent(page, mention, entries)
        if found is not None and (met or found.name):
            return found, True
        if met and kind in ("person", "anonymous") and (named := for_epithet(page, mention, entries)) is not None:
            return named, True
    key = key_of(page, mention)
    if mention.counted and kind in UNNAMED_KINDS:
        return None, False
    same = (e for e in reversed(entries) if e.key == key and e.kind == kind)
    return next(same, None), False


def _of_relative(page: Page, mention: Mention, entries: list[Entry]) -> Entry | None:
    """The entry of whom "who" or "which" speaks of, new if need be."""
    about = spoken_of(page, mention.phrase.first)
    if about is None:
        return None
    kind = known_kind(page, about)
    if kind == "person" and not about.plural and page.tokens[mention.phrase.first].norm in ("which", "that"):
        kind = "organization"
    found = None if _are_those(page, about) else _find(page, about, kind, entries)[0]
    if found is None:
        found = _opened(page, about, kind, entries)
        entries.append(found)
    found.heads |= _heads(page, about)
    return found


# ---------------------------------------------------------------- names


def _by_name(page: Page, mention: Mention, entries: Sequence[Entry]) -> Entry | None:
    """The entry of that name, or the nameless person who is "the mayor, Ana Ruiz" now."""
    assert mention.name is not None
    name = page.called(full_name(page, mention.name))
    known = next((e for e in reversed(entries) if e.name and same_person(e.name, name)), None)
    if known is not None:
        return known
    called = roles_of(page, name)
    recent = latest_first(entries)
    nameless = (e for e in recent if e.kind == "person" and not (e.name or e.plural))
    same = (e for e in nameless if e.heads & called and e.places & called == e.places)
    found = next((e for e in same if mention.definite or e.known or _is_headlined(page, e)), None)
    if found is not None:
        found.name, found.shown = name, _shown(page, mention.name)
    return found


def _is_headlined(page: Page, entry: Entry) -> bool:
    """Whether only the headline speaks of somebody: "Judge halts work", whom the story names."""
    blocks = (page.article.blocks[page.block(first)].kind for first, _ in entry.mentions)
    return bool(entry.mentions) and all(kind == "headline" for kind in blocks)


def _shown(page: Page, name: tuple[int, int]) -> str:
    return page.text(*full_name(page, name))


# ---------------------------------------------------------------- new entries


def _opened(page: Page, mention: Mention, kind: SourceKind, entries: Sequence[Entry]) -> Entry:
    named = mention.name is not None and kind == "person"
    name = page.called(full_name(page, mention.name)) if named and mention.name else ()
    owner = owner_of(page, mention, entries)
    whole = full_body(page, mention) if kind == "organization" else None
    return Entry(
        kind=kind,
        plural=mention.plural and not named,
        people=(1, 1) if named else mention.people,
        name=name,
        shown=_shown(page, mention.name) if named and mention.name else None,
        key=" ".join(page.norms(*whole)) if whole else key_of(page, mention),
        body=page.text(*whole) if whole else None,
        places=places_of(page, mention),
        owner=owner.surname if owner else None,
        whose=owner.shown if owner else None,
        known=mention.definite,
        proper=is_proper(page, mention),
        told=page.text(mention.phrase.first, mention.phrase.core),
        roles=set(roles_of(page, name)) if name else set(),
        gender=gender_of(page, name) if name else None,
    )


def _heads(page: Page, mention: Mention) -> set[str]:
    phrase = mention.phrase
    if mention.pronoun:
        return set()
    return {singular(page.tokens[phrase.head].norm)}


def _gender(page: Page, mention: Mention) -> str | None:
    norms = page.norms(max(0, mention.phrase.first - 1), mention.phrase.core)
    return next((TITLES[n] for n in norms if n in TITLES), None)
