"""Which mentions speak of the same body or document: "the agency", "the council's minutes", a shorter name."""

from collections.abc import Sequence

from audit.reading.antecedents import antecedent
from audit.reading.bodynames import full_body
from audit.reading.entry import Entry, latest_first
from audit.reading.lexicon import words
from audit.reading.mentions import PRONOUNS, Mention, is_proper, key_of
from audit.reading.owners import Owner, owner_of
from audit.reading.page import Page
from audit.reading.persons import roles_of, singular
from audit.records import UNNAMED_KINDS, SourceKind

__all__ = ["body_of"]


def body_of(page: Page, mention: Mention, kind: SourceKind, entries: Sequence[Entry]) -> tuple[Entry | None, bool]:
    """The body or document that "the agency", "the council's minutes" or a shorter name speaks of."""
    recent = latest_first(entries)
    owner = owner_of(page, mention, entries)
    if owner is not None:
        theirs = _theirs(page, mention, kind, owner, recent)
        return theirs, theirs is not None and mention.definite
    whole = full_body(page, mention)
    key = " ".join(page.norms(*whole)) if whole else key_of(page, mention)
    proper = is_proper(page, mention)
    same = next(
        (e for e in recent if e.kind == kind and (e.key == key or (proper and e.proper and _shortened(e.key, key)))),
        None,
    )
    if same is not None or not mention.definite:
        return same, same is not None and mention.definite
    found = _called(page, mention, kind, recent)
    return found, found is not None


def _theirs(page: Page, mention: Mention, kind: SourceKind, owner: Owner, recent: Sequence[Entry]) -> Entry | None:
    """What is the same person's and called the same: his campaign, the Roe campaign."""
    noun = singular(page.tokens[mention.phrase.head].norm)
    alike = (e for e in recent if e.kind == kind and noun in e.heads)
    return next((e for e in alike if e.owner == owner.surname or owner.surname in e.key.split()), None)


def _called(page: Page, mention: Mention, kind: SourceKind, recent: Sequence[Entry]) -> Entry | None:
    """Whom a definite phrase means: one called so before, or the last one named for which the word will do."""
    noun = page.tokens[mention.phrase.head].norm
    if mention.owned:  # "the minister's office" may be "her office", but not "the mayor's office"
        theirs = (e for e in recent if e.kind == kind and e.key.partition(" ")[0] in PRONOUNS)
        return next((e for e in theirs if singular(noun) in e.heads and _may_own(page, mention, e)), None)
    found = antecedent(page, mention, [e for e in recent if not _differs(page, mention, e)])
    if found is not None and (found.kind == kind or found.kind in UNNAMED_KINDS):
        return found
    if kind != "organization" or key_of(page, mention) not in words("generic-body"):
        return None
    named = [e for e in recent if e.kind == kind and e.proper]
    papers = [e for e in named if e.heads & words("masthead")]
    others = [e for e in named if not e.heads & words("body")]
    return next(iter(papers if papers and noun in words("newspaper") else others), None)


def _may_own(page: Page, mention: Mention, entry: Entry) -> bool:
    """Whether "the minister's" can be whose a body is, who may be a minister if it is known who that is."""
    owners = [at - 1 for at in range(mention.phrase.first + 1, mention.phrase.head) if page.tokens[at].tag == "POS"]
    if entry.whose is None or not owners:
        return True
    return singular(page.tokens[owners[-1]].norm) in roles_of(page, tuple(entry.whose.casefold().split()))


def _differs(page: Page, mention: Mention, entry: Entry) -> bool:
    """Whether both say what kind of body is meant, and not the same: the appeals court, a district court."""
    before_head = range(mention.phrase.first + 1, mention.phrase.head)
    own = {page.tokens[at].norm for at in before_head if page.is_noun(at)}
    others = set(entry.key.split()[:-1])
    return bool(own and others) and (not own <= others if is_proper(page, mention) else own.isdisjoint(others))


def _shortened(one: str, other: str) -> bool:
    """Whether one is the other without its first words, or without what kind of body it is: Tern, Tern Foods."""
    short, long = sorted((one.split(), other.split()), key=len)
    if not 0 < len(short) < len(long):
        return False
    rest = long[len(short) :]
    return short == long[-len(short) :] or (short == long[: len(short)] and words("body").issuperset(rest))
