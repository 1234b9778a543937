"""Who is no unnamed source after all: who only acts, is named at once or in a list, or is announced in a headline."""

from collections.abc import Sequence
from dataclasses import replace

from audit.reading import cues, exposed, kinds, weighing
from audit.reading.credit import Credit, style_of
from audit.reading.known import known_kind
from audit.reading.page import Page
from audit.records import UNNAMED_KINDS

__all__ = ["is_exposed", "is_in_headline", "without_idle"]


def without_idle(page: Page, credit: Credit, named: Sequence[int]) -> Credit:
    """Take back the kind of who is no unnamed source after all."""
    if credit.kind not in UNNAMED_KINDS:
        return credit
    mention = credit.mention
    person = credit.kind != "evidence"
    if person and not mention.plural:
        name = exposed.name_at_once(page, mention)
        if name is not None:
            return replace(credit, kind="person", mention=replace(mention, name=name))
    quoted = page.quoted[mention.phrase.first]
    group = is_exposed(page, credit, named)
    if (
        quoted
        or group
        or (not person and _only_placed(page, credit))
        or (person and not _speaks(page, credit))
        or _is_only_announced(page, credit)
    ):
        return replace(credit, kind=known_kind(page, mention), idle=True)
    return credit


def _speaks(page: Page, credit: Credit) -> bool:
    """Whether words say that somebody tells something, or the trained reader is sure of it."""
    return (_tells(page, credit) and _is_finite(page, credit)) or _is_surely_a_source(page, credit)


def _is_surely_a_source(page: Page, credit: Credit) -> bool:
    """Whether the trained reader takes it for a source, whatever the cue is: traders bet, one aide will not confirm."""
    if not credit.trained:
        return False
    anonymous, collective = _chances(page, credit)
    return collective >= weighing.FAIRLY_SURE or ("act" not in credit.cue and anonymous >= weighing.SURE)


def _only_placed(page: Page, credit: Credit) -> bool:
    """Whether a bare preposition ties evidence to what it is about: ahead in the polls."""
    if not credit.draft.cue or credit.cue & {"cites", "reworded"}:
        return False
    return all(page.tokens[at].tag in ("IN", "TO") for at in range(*page.range(credit.draft.cue)))


def is_exposed(page: Page, credit: Credit, named: Sequence[int]) -> bool:
    """Whether a group has a member named at once."""
    mention = credit.mention
    if not _is_group(page, credit):
        return mention.plural and exposed.lists_members(page, mention, frozenset(("PERSON",)))
    if exposed.lists_members(page, mention, frozenset(("PERSON", "ORG"))):
        return True
    apart = max(_chances(page, credit)) >= weighing.SURE and not exposed.quote_follows(page, mention)
    return not apart and exposed.names_members(page, mention, named)


def _chances(page: Page, credit: Credit) -> tuple[float, float]:
    """How likely the trained reader holds it to be an anonymous source, and a crowd."""
    chances = weighing.unnamed(page.hunches, credit.mention.phrase.own)
    return chances["anonymous"], chances["collective"]


def _is_group(page: Page, credit: Credit) -> bool:
    """Whether somebody named next may well be one of them: critics, shopkeepers, but not officials."""
    if credit.kind == "collective":
        return True
    phrase = credit.mention.phrase
    inside = any(page.labels[at] & {"source", "vague", "office"} for at in phrase.words)
    told = kinds.tells_who(page, credit.mention) or kinds.says_privately(page, credit.mention)
    return credit.kind == "anonymous" and credit.mention.people[1] is None and not (inside or told)


def _tells(page: Page, credit: Credit) -> bool:
    """Whether somebody is credited with telling or thinking something, rather than doing it or keeping silent."""
    if page.tokens[credit.mention.phrase.first].norm in ("neither", "no", "nobody"):
        return False
    return cues.tells(page, credit.draft) or (
        bool(credit.draft.cue)
        and not credit.cue & {"act"}
        and not cues.is_silent(page, credit.draft)
        and style_of(page, credit.draft.content) == "direct"
    )


def _is_finite(page: Page, credit: Credit) -> bool:
    """Whether it is said that they told it, not only who they are or what else they did.

    "Bankers who concluded …", "a chorus urging …" and "members used the site to claim …" only say so in passing.
    """
    mention, cue = credit.mention, credit.draft.cue
    if not cue or credit.cue & {"cites", "reworded"} or not mention.labels & {"insider", "public"}:
        return True
    if mention.counted or kinds.has_access(page, mention):
        return True
    first, last = page.range(cue)
    between = page.norms(mention.phrase.core, first)
    if page.norms(first, first + 1) == ("to",) and page.tokens[last - 1].tag == "VB":
        return False
    if between == ("who",) and mention.plural:
        return False
    return not (page.tokens[first].tag == "VBG" and not between and page.norms(first, first + 1) != ("saying",))


def _is_only_announced(page: Page, credit: Credit) -> bool:
    """Whether a headline sums up what named people tell below: only sources say anything there on their own.

    The trained reader knows whether the people below are named, so that "diplomats say" stays where it is sure.
    """
    if not is_in_headline(page, credit):
        return False
    told = credit.mention.labels & {"source"} or kinds.has_access(page, credit.mention)
    anonymous, collective = _chances(page, credit)
    unnamed = max(anonymous, collective if credit.kind == "collective" else 0.0) >= weighing.FAIRLY_SURE
    return not (told or unnamed)


def is_in_headline(page: Page, credit: Credit) -> bool:
    """Whether it stands in a headline, a heading or a byline."""
    return page.article.blocks[page.block(credit.mention.phrase.first)].kind in ("headline", "heading", "byline")
