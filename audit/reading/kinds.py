"""What kind of source a phrase speaks of, by its head, its number and what it is credited with."""

from audit.reading import evidence
from audit.reading.known import known_kind
from audit.reading.lexicon import lexicon, words
from audit.reading.mentions import Mention
from audit.reading.nouns import DEFINITE, HELPERS, phrase_in
from audit.reading.page import Page
from audit.reading.weighing import LIKELY, suspected
from audit.records import SourceKind

__all__ = ["can_be_new", "has_access", "is_one_of_them", "is_settled", "kind_of", "says_privately"]

_MASS = 20
"""As many people as this speak as a body, not as sources of a reporter."""


def kind_of(page: Page, mention: Mention, cue: frozenset[str]) -> SourceKind:
    """The kind, as far as the phrase and its cue tell; re-mentions are settled with the ledger."""
    if mention.pronoun or mention.name:
        return known_kind(page, mention)
    one_of_them = is_one_of_them(page, mention) and not (_is_share(page, mention) or "written" in cue)
    if one_of_them and suspected(page, mention, "anonymous") >= LIKELY:
        return "anonymous"
    labels = mention.labels
    if mention.definite and page.tokens[mention.phrase.head].tag == "CD":
        return "person"  # "the two" have been told of
    if not labels and page.tokens[mention.phrase.head].norm in words("bare"):
        return "collective" if not mention.counted else "anonymous"
    if _is_body(page, mention):
        return "organization"
    if "source" in labels and not _is_masthead(page, mention):
        those = page.tokens[mention.phrase.first].norm == "those"
        met = mention.definite and not those
        some = mention.counted or bool(_words(page, mention) & words("multiple"))
        many = mention.plural and not (some or met or has_access(page, mention))
        return "collective" if "crowd" in labels and many and not cue & {"cites", "reporter"} else "anonymous"
    if "voice" in labels or ("lawyer" in labels and _speaks_for_somebody(page, mention)):
        return "spokesperson"
    if "evidence" in labels:
        return "evidence" if evidence.is_unnamed(page, mention) else "document"
    if labels & {"insider", "public", "crowd", "expert", "person"}:
        return _group(page, mention, cue) if mention.plural else _one(page, mention, cue)
    return _unlabelled(page, mention)


def _unlabelled(page: Page, mention: Mention) -> SourceKind:
    """Of whom the lexicon says nothing: some progressives, a ledger obtained by the Gazette."""
    known = known_kind(page, mention)
    told = page.tokens[mention.phrase.head].norm not in words("recorded")
    if (known == "document" and told) or (known == "person" and not mention.plural):
        return known
    if evidence.was_looked_at(page, mention):
        return "evidence"
    return "collective" if _is_loose_group(page, mention) else known


def is_one_of_them(page: Page, mention: Mention) -> bool:
    """Whether words say of somebody only that he is one of several told of before: another, two of the three."""
    head, opens = page.tokens[mention.phrase.head], page.tokens[mention.phrase.first].norm
    some = head.tag == "CD" and opens not in (*DEFINITE, "both")  # "the two" may well have been named
    return not mention.name and (head.norm in words("one-of-them") or some)


def is_settled(page: Page, mention: Mention) -> bool:
    """Whether words settle it, whatever the trained reader suspects: a name, pronoun, masthead, or share of people."""
    people = mention.plural and "evidence" not in mention.labels
    known = mention.name is not None or mention.pronoun is not None
    return known or _is_masthead(page, mention) or (people and _is_share(page, mention))


def can_be_new(page: Page, mention: Mention) -> bool:
    """Whether a phrase can be a source not spoken of before: "the officials", but not "the two men"."""
    partitive = page.tokens[mention.phrase.first].norm in words("introducing")
    plain = len(_words(page, mention)) <= 2  # "the Benton aide" is somebody met before, under a name
    telling = {"source", "office", "evidence"} if mention.plural or plain else {"source", "evidence"}
    told = bool(mention.labels & telling) or has_access(page, mention) or _asks_not_to_be_named(page, mention)
    own_circle = mention.owned and mention.plural and page.tokens[mention.phrase.head].norm in words("circle")
    return not mention.definite or partitive or told or own_circle


def has_access(page: Page, mention: Mention) -> bool:
    """Whether the phrase tells how its people know."""
    return bool(lexicon("access").find(page.tokens, mention.phrase.head, mention.phrase.last))


def tells_who(page: Page, mention: Mention) -> bool:
    """Whether the phrase goes on to tell who its people are: who saw it, familiar with it."""
    return "who" in page.norms(mention.phrase.core, mention.phrase.last) or has_access(page, mention)


def _asks_not_to_be_named(page: Page, mention: Mention) -> bool:
    """Whether it goes on in its own sentence to say that these people spoke on condition of anonymity."""
    last = page.sentence(mention.phrase.head).last
    follows = page.norms(mention.phrase.core, mention.phrase.core + 1)
    aside = follows in (("who",), (",",), ("of",), ("whose",))
    return aside and bool(lexicon("anonymity", "anonymity").find(page.tokens, mention.phrase.core, last))


def _is_masthead(page: Page, mention: Mention) -> bool:
    """Whether it is a name that ends in a word for sources: Business Insider."""
    head = mention.phrase.head
    before = page.tokens[head - 1].text if head > mention.phrase.first else ""
    return not mention.plural and page.tokens[head].text == "Insider" and before[:1].isupper()


def _is_body(page: Page, mention: Mention) -> bool:
    """Whether a word for people stands for a body: "prosecutors", "the family", The Daily Caller."""
    head = page.tokens[mention.phrase.head]
    one_of_many = page.tokens[mention.phrase.first].norm in words("introducing") and "public" in mention.labels
    if page.entities[mention.phrase.head] == "ORG" and head.text[0].isupper() and not (mention.plural or one_of_many):
        return True
    if "institution" not in mention.labels or not mention.labels & {"insider", "public", "crowd"}:
        return False
    crowd = _words(page, mention) & (words("crowd") | {"former", "several"})
    return not crowd and (mention.definite or mention.owned or head.norm == "prosecutors")


def _is_loose_group(page: Page, mention: Mention) -> bool:
    """Whether it is some people or other of a kind: progressives, budget hawks, some Republicans."""
    many = page.tokens[mention.phrase.head].tag in ("NNS", "NNPS")
    return many and not (mention.definite or mention.owned or mention.counted or "institution" in mention.labels)


def _speaks_for_somebody(page: Page, mention: Mention) -> bool:
    follows = page.norms(mention.phrase.core, mention.phrase.core + 1)
    met = mention.definite and mention.plural
    return mention.owned or met or follows in (("for",), ("with",), ("representing",))


def _one(page: Page, mention: Mention, cue: frozenset[str]) -> SourceKind:
    """One person: somebody the reader can find out ("the mayor"), a source, or an official voice."""
    access = has_access(page, mention)
    insider = bool(mention.labels & {"insider", "vague"})
    introduced = _words(page, mention) & words("introducing")
    if not access and not introduced and not (insider and mention.definite):
        return "person"  # her friend, the mayor's campaign manager: it can be found out who that is
    if mention.definite and not access:
        aloud = "office" in mention.labels and "venue" in cue and "former" not in _words(page, mention)
        return "spokesperson" if aloud else "anonymous" if insider else "person"
    speaks_for = "insider" in mention.labels or page.tokens[mention.phrase.head].norm == "representative"
    return "spokesperson" if speaks_for and not access and _speaks_openly(page, mention, cue) else "anonymous"


def _group(page: Page, mention: Mention, cue: frozenset[str]) -> SourceKind:
    """Several people: sources who told a reporter something, a crowd with a view, or a body."""
    labels, own = _joint_labels(page, mention), _words(page, mention)
    crowd, noun = bool(own & words("crowd")), page.tokens[mention.phrase.head].norm
    if _is_share(page, mention) or mention.people[0] >= _MASS:
        return "organization"
    if (
        mention.counted
        or has_access(page, mention)
        or _spoke_with_us(page, mention)
        or says_privately(page, mention)
        or _was_interviewed(noun, own, cue)
    ):
        return "anonymous"
    if labels & {"insider", "public", "crowd", "expert"} and _is_mood(cue):
        return "organization" if mention.definite else "collective"
    if not crowd and (noun in words("adviser-at-large") or (mention.owned and noun in words("circle"))):
        return _company(noun, mention, cue)
    if "vague" in labels:
        described = page.norms(mention.phrase.core, mention.phrase.core + 1) == ("who",)
        asked = mention.definite or "reporter" in cue or bool(own & words("multiple"))
        return "anonymous" if asked else "collective" if crowd or described else "organization"
    if labels & {"crowd", "expert"} and (crowd or "insider" not in labels):
        return "organization" if mention.definite else "collective"
    if "insider" in labels:
        told = cue & {"cites", "reworded"} and "office" in labels
        inner = "office" in labels or noun in words("circle") or own & (words("multiple") | words("private"))
        at_large = not (
            inner or mention.definite or page.norms(mention.phrase.core, mention.phrase.core + 1) == ("at",)
        )
        if ((crowd or at_large) and not told) or ("judge" in cue and not cue & {"tell", "cites", "reworded", "open"}):
            return "collective"
        return "spokesperson" if _speaks_openly(page, mention, cue) else "anonymous"
    if mention.definite:
        return "person"
    return "anonymous" if own & words("multiple") else "collective"


def _spoke_with_us(page: Page, mention: Mention) -> bool:
    """Whether its words go on to say that the writer asked them: professors I spoke with."""
    told = page.norms(mention.phrase.core, page.sentence(mention.phrase.head).last)[:4]
    return told[:1] in (("i",), ("we",)) and bool(
        {"spoke", "spoken", "talked", "interviewed", "met"}.intersection(told)
    )


def _was_interviewed(noun: str, own: frozenset[str], cue: frozenset[str]) -> bool:
    """Whether it is a few of a small body: several senators."""
    return noun in words("lawmaker") and bool(own & words("interviewed")) and "tell" in cue


def _is_mood(cue: frozenset[str]) -> bool:
    """Whether a cue tells what a group feels, and none of them is said to have told it to anybody."""
    return "mood" in cue and not cue & {"cites", "open", "reworded", "reporter"}


def says_privately(page: Page, mention: Mention) -> bool:
    """Whether somebody with a role says it privately; what is privately owned is said by anybody."""
    opens = page.sentence(mention.phrase.head).first
    places = (opens, *range(mention.phrase.core, min(mention.phrase.last + 3, len(page.tokens))))
    return bool(mention.labels) and any(page.tokens[at].norm == "privately" and _is_manner(page, at) for at in places)


def _is_manner(page: Page, at: int) -> bool:
    """Whether an adverb tells how a verb is done, rather than what a noun is like: privately run schools."""
    before = page.tokens[at - 1] if at > page.sentence(at).first else None
    after = next((token.tag for token in page.tokens[at + 1 : at + 2]), "")
    helped = before is not None and (page.is_noun(at - 1) or before.norm in HELPERS | {"being"})
    return helped or not after.startswith(("VB", "JJ"))


def _is_share(page: Page, mention: Mention) -> bool:
    """Whether it is a part of many: few voters, half of them, four in 10."""
    own, first = _words(page, mention), mention.phrase.first
    before = page.norms(max(0, first - 2), first)
    if before[-1:] == ("in",) and page.tokens[first].tag == "CD":
        return True
    core = mention.phrase.core
    tags = [token.tag for token in page.tokens[core - 1 : core + 2]]
    if page.norms(core, core + 1) == ("in",) and tags == ["CD", "IN", "CD"]:
        return True  # four in 10
    part = own | (set(before[:1]) if before[1:] == ("of",) else set())
    return bool(part & words("share") and "dozen" not in own) or ("few" in own and "a" not in own)


def _company(noun: str, mention: Mention, cue: frozenset[str]) -> SourceKind:
    """Advisers at large, who judge; or somebody's own circle, who tell what only they know."""
    if mention.owned and noun in words("circle"):
        told = {"tell", "cites"} if noun in words("friends") else {"tell", "cites", "view"}
        return "anonymous" if cue & told else "collective"
    return "organization" if mention.definite else "collective"


def _joint_labels(page: Page, mention: Mention) -> frozenset[str]:
    """Labels of the head; of "lawyers and experts" the crowd's, of "politicians and officials" the insiders'."""
    phrase = mention.phrase
    if page.norms(phrase.core, phrase.core + 1) != ("and",) or phrase.core + 1 >= phrase.last:
        return mention.labels
    others = page.labels[phrase_in(page, phrase.core + 1, phrase.last).head]
    telling = (labels for kind in ("crowd", "office") for labels in (mention.labels, others) if kind in labels)
    return next(telling, mention.labels)


def _speaks_openly(page: Page, mention: Mention, cue: frozenset[str]) -> bool:
    """Whether an official speaks for the institution, where all may hear it."""
    own = _words(page, mention)
    if "former" in own and "venue" not in cue:
        return False
    if "open" in cue or (own & words("public-office") and "office" in mention.labels):
        return True
    if own & words("private"):
        return False
    if not mention.plural:
        return _speaks_for_an_office(page, mention, own)
    core = mention.phrase.core
    at_an_office = page.norms(core, core + 1) == ("at",) or (
        page.norms(core, core + 1) == ("with",) and "ORG" in page.entities[core + 1 : core + 3]
    )
    official = page.tokens[mention.phrase.head].norm == "officials"
    openly = at_an_office or "before" in cue or ("finding" in cue and _is_of_a_body(page, mention))
    return (official and openly) or (len(own) == 1 and _told_all_reporters(page))


def _speaks_for_an_office(page: Page, mention: Mention, own: frozenset[str]) -> bool:
    """Whether it is a named body's official, of whom no more is told: "a Chinese official", not "a court official"."""
    phrase = mention.phrase
    named = phrase.head > phrase.first + 1 and page.tokens[phrase.head - 1].text[0].isupper()
    sentence = page.sentence(phrase.head)
    guarded = lexicon("anonymity", "anonymity").find(page.tokens, sentence.first, sentence.last)
    told = page.norms(phrase.core, phrase.core + 1) in (("who",), (",",))
    speaks = page.tokens[phrase.head].norm in ("official", "representative")
    return speaks and named and bool(own & {"a", "an"}) and not (told or guarded)


def _is_of_a_body(page: Page, mention: Mention) -> bool:
    """Whether the body stands before officials by name: Harbor Board officials."""
    return "ORG" in page.entities[mention.phrase.first : mention.phrase.head]


def _told_all_reporters(page: Page) -> bool:
    """Whether officials spoke to all reporters at once, so that "officials said" means those."""
    called = lexicon("cues", "call").find(page.tokens)
    return bool(called) and not lexicon("anonymity", "anonymity").find(page.tokens)


def _words(page: Page, mention: Mention) -> frozenset[str]:
    return frozenset(page.norms(mention.phrase.first, mention.phrase.core))
