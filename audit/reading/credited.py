"""Who is credited in an article: the drafts of the trained reader and of the patterns, each with its source read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.reading import cues, exposed, kinds, suspected, weighing
from audit.reading.credit import Credit
from audit.reading.gathering import gathered
from audit.reading.idle import is_exposed, is_in_headline, without_idle
from audit.reading.known import known_kind
from audit.reading.mentions import Mention, words_of
from audit.reading.nouns import phrase_around, phrase_in
from audit.reading.page import Page
from audit.reading.persons import is_personal
from audit.records import UNNAMED_KINDS, Draft, SourceKind

__all__ = ["can_be_weighed", "credits_of", "unweighed"]


def credits_of(page: Page) -> list[Credit]:
    """Every draft with a source, as far as it and its words tell; what only a pattern found is kept if unnamed."""
    told = unweighed(page)
    weighed = (_weighed(page, credit) for credit in told)
    return [*filter(_is_kept, weighed), *_suspected(page, told)]


def _suspected(page: Page, told: Sequence[Credit]) -> Iterator[Credit]:
    """The unnamed sources for which nothing speaks but what the trained reader suspects of their words."""
    covered = {at for c in told for at in (*c.mention.phrase.words, *range(*page.range(c.draft.source)))}
    named = _names_of(told)
    for draft, mention, likeliest in suspected.find(page, covered):
        kind = (
            likeliest
            if _says_nothing(page, mention)
            else weighing.weighed(page, mention, kinds.kind_of(page, mention, frozenset()))
        )
        if kind is None or kinds.is_settled(page, mention) or exposed.name_at_once(page, mention):
            continue
        credit = Credit(draft=draft, mention=mention, kind=kind, trained=True, cue=frozenset())
        announced = is_in_headline(page, credit) and "source" not in mention.labels
        if not (announced or is_exposed(page, credit, named)):
            yield credit


def _names_of(told: Sequence[Credit]) -> list[int]:
    """Where those who are named have their names, in order."""
    return sorted(c.mention.name[0] for c in told if c.mention.name)


def unweighed(page: Page) -> list[Credit]:
    """Every draft with a source, as grammar and lexicons read it."""
    return _read_kinds(page, gathered(page))


def _is_kept(credit: Credit) -> bool:
    """Whether the trained reader saw it, or it is an unnamed source: a pattern alone makes no other."""
    return credit.trained or credit.kind in UNNAMED_KINDS


def can_be_weighed(page: Page, credit: Credit) -> bool:
    """Whether words do not settle the kind: no name, pronoun, masthead or share, not quoted, nothing was taken back.

    Nor are headlines in which nobody is firmly suspected, words without a noun ("another said"), which take their kind
    from what they point back to, and machine-reworded copy, which the trained reader has never seen.
    """
    mention = credit.mention
    settled = (
        credit.idle
        or "reworded" in credit.cue
        or kinds.is_settled(page, mention)
        or (is_in_headline(page, credit) and weighing.suspected(page, mention, "anonymous") < weighing.FAIRLY_SURE)
    )
    return not (settled or page.quoted[mention.phrase.first] or _says_nothing(page, mention))


def _says_nothing(page: Page, mention: Mention) -> bool:
    """Whether a mention has no noun: others, one of them; "those close to the talks" and "a local" do tell who."""
    head = page.tokens[mention.phrase.head]
    told_more = mention.phrase.last > mention.phrase.core
    noun = page.is_noun(mention.phrase.head) and head.norm != "others"
    return not (noun or head.tag == "JJ" or (head.norm == "those" and told_more))


def _weighed(page: Page, credit: Credit) -> Credit:
    """A credit of the kind that its words and what the trained reader suspects speak for together.

    "The official" may be somebody met before all the same, so that is left for the ledger to find out.
    """
    if page.parse.hunches is None or not can_be_weighed(page, credit):
        return credit
    kind = weighing.weighed(page, credit.mention, credit.kind)
    if credit.kind == "anonymous" and _told_a_reporter(page, credit.mention, kind):
        return credit
    if kind == "anonymous" and credit.kind not in UNNAMED_KINDS and _can_be_looked_up(page, credit.mention):
        return credit
    if {kind, credit.kind} == {"anonymous", "spokesperson"} and not _is_told_apart(page, credit.mention):
        return credit  # whether it was told all reporters stands elsewhere
    if kind is None and "cites" in credit.cue:
        return credit  # "according to a survey": it tells, whatever the trained reader thinks
    if kind is None and credit.kind in UNNAMED_KINDS:
        return replace(credit, kind=known_kind(page, credit.mention), idle=not credit.mention.definite)
    return replace(credit, kind=kind or credit.kind)


def _told_a_reporter(page: Page, mention: Mention, weighed: SourceKind | None) -> bool:
    """Whether words leave no doubt that a reporter was told: privately, or by a crowd whose words tell its access."""
    return kinds.says_privately(page, mention) or (weighed == "collective" and kinds.has_access(page, mention))


def _is_told_apart(page: Page, mention: Mention) -> bool:
    """Whether the weighing can tell an anonymous source from a spokesperson: "sources", or where it is fairly sure."""
    surely = weighing.suspected(page, mention, "spokesperson") >= weighing.FAIRLY_SURE
    return surely or "source" in mention.labels


def _can_be_looked_up(page: Page, mention: Mention) -> bool:
    """Whether it is a body, or the one person who is somebody's, unless suspected: one research firm, his ex-wife."""
    suspected = weighing.suspected(page, mention, "anonymous") >= weighing.FAIRLY_SURE
    known = mention.is_body and mention.definite
    return known or (not suspected and (mention.is_body or (mention.owned and not mention.plural)))


def _read_kinds(page: Page, drafts: Sequence[tuple[Draft, bool]]) -> list[Credit]:
    labelled = [(cues.cue_labels(page, draft), draft) for draft, _ in drafts]
    ends: dict[int, int] = {}
    for labels, draft in labelled:
        first, last = page.range(draft.source)
        for cue in (page.range((c,))[0] for c in draft.cue):
            if cue >= last and labels & cues.TELLING:
                ends[first] = min(cue, ends.get(first, cue))
    read = []
    for (labels, draft), (_, trained) in zip(labelled, drafts, strict=True):
        first, last = page.range(draft.source)
        owner = _owner_end(page, first, last)
        mention = words_of(page, phrase_in(page, first, owner or last, owner or ends.get(first)))
        anothers = _is_anothers_name(page, mention)
        mention = replace(mention, name=None) if anothers else mention
        kind = kinds.kind_of(page, mention, labels)
        if not (mention.name or anothers) and (kind not in UNNAMED_KINDS or _is_apposed(page, mention, last)):
            mention = _fuller(page, mention, last)
            kind = known_kind(page, mention)
        read.append(Credit(draft=draft, mention=mention, kind=kind, trained=trained, cue=labels))
    named = _names_of(read)
    settled = (without_idle(page, credit, named) for credit in read)
    return list(filter(_is_kept, settled))


def _owner_end(page: Page, first: int, last: int) -> int | None:
    """Where the words of a source end that only owns what is told: "his" claim, "the mayor" of "the mayor's view"."""
    alone = last - first == 1 and page.tokens[first].tag in ("PRP$", "WP$")
    owns = last - first > 1 and page.tokens[last - 1].tag == "POS"
    return last if alone else last - 1 if owns else None


def _is_anothers_name(page: Page, mention: Mention) -> bool:
    """Whether the trained reader takes the name in a "friend of the minister, Ada Lund" for the minister's."""
    end = mention.phrase.last
    if mention.name is None or mention.name[0] < end or end == mention.phrase.core:
        return False
    return is_personal(page, end - 1) and weighing.suspected(page, mention, "anonymous") >= weighing.FAIRLY_SURE


def _is_apposed(page: Page, mention: Mention, last: int) -> bool:
    """Whether a name between commas ends the trained reader's span: "one delegate not on the slate, Ada Lund,"."""
    while last > mention.phrase.core and page.tokens[last - 1].tag == ",":
        last -= 1
    name = next((n for n in page.names if n[1] == last and n[0] > mention.phrase.core), None)
    return name is not None and not mention.plural and page.tokens[name[0] - 1].tag == ","


def _fuller(page: Page, mention: Mention, last: int) -> Mention:
    """A mention of a known source with the name that the trained reader's span ends in, or of whom "who" is about."""
    first = mention.phrase.first
    if page.tokens[first].norm == "who" and first > 0 and page.is_noun(first - 1):
        return words_of(page, phrase_around(page, first - 1, first))
    while last > first and page.tokens[last - 1].tag in (",", "POS"):
        last -= 1
    name = next((n for n in page.names if first <= n[0] and n[1] == last), None)
    apart = name is None or (name[0] > first and page.tokens[name[0] - 1].tag in ("IN", "TO", "POS", "CC"))
    if name is None or apart or known_kind(page, mention) == "document":
        return mention
    return replace(mention, name=name)
