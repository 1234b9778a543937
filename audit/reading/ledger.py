"""The ledger of an article: every source it credits, and every time it does.

Three steps: gather what the trained reader and the patterns found, name the kind of each source, and join
the mentions that speak of the same one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit.reading import descriptors, kinds, reasons
from audit.reading.antecedents import antecedent
from audit.reading.credit import Credit, quoted_words, style_of
from audit.reading.credited import credits_of
from audit.reading.entry import Entry
from audit.reading.firstperson import with_speakers
from audit.reading.joint import each_speaker
from audit.reading.labels import label_of, name_of
from audit.reading.mentions import Mention, words_of
from audit.reading.nouns import phrase_around
from audit.reading.page import Page
from audit.reading.referents import link
from audit.reading.together import those_together
from audit.reading.voices import tokens_in
from audit.records import (
    UNNAMED_KINDS,
    Attribution,
    Descriptor,
    Reason,
    Source,
    SourceKind,
    Span,
)

__all__ = ["build"]


def build(page: Page) -> tuple[tuple[Source, ...], tuple[Attribution, ...]]:
    """Sources in order of first mention, with ids from s1 on, and attributions in order of the text.

    Sources of trained drafts that name somebody keep their spans; an unnamed source's is its whole noun phrase.
    A draft without a source is kept where its paragraph has one speaker, and left to others elsewhere.
    """
    told = with_speakers(page, list(each_speaker(page, credits_of(page))))
    linked, entries = _linked(page, sorted(told, key=lambda c: (c.mention.phrase.first, c.draft.cue)))
    entries.sort(key=lambda e: min(e.mentions))
    ids = {id(entry): f"s{n}" for n, entry in enumerate(entries, start=1)}
    attributions = [_attribution(page, c, e, follows, ids[id(e)]) for c, e, follows in linked]
    attributions = list({(a.source_id, a.source, a.cue, a.content): a for a in attributions}.values())
    attributions += _carried_on(page, attributions)
    attributions += [_of_nobody(page, credit) for credit in told if _is_nobodys(credit)]
    attributions.sort(key=_place)
    why = _reasons(page, entries)
    sources = tuple(_source(page, e, ids[id(e)], linked, attributions, why.get(n)) for n, e in enumerate(entries))
    return sources, tuple(attributions)


def _linked(page: Page, told: Sequence[Credit]) -> tuple[list[tuple[Credit, Entry, bool]], list[Entry]]:
    """Credits in order of the text with their entries, and whether their words point back; and all entries."""
    entries: list[Entry] = []
    linked: list[tuple[Credit, Entry, bool]] = []
    for credit in told:
        if _is_nobodys(credit):
            continue
        together = those_together(page, credit.mention, linked)
        for entry in together:
            entry.mentions.append((credit.mention.phrase.first, credit.mention.phrase.last))
            linked.append((replace(credit, kind=entry.kind, joint=True), entry, True))
        if together:
            continue
        entry, follows = link(page, credit.mention, credit.kind, entries)
        if not follows and entry.kind not in UNNAMED_KINDS:
            credit = replace(credit, kind=entry.kind)  # "the two men" of whom nothing was told before
        if follows and (credit.kind, entry.kind) == ("spokesperson", "anonymous"):
            entry.kind = "spokesperson"  # an aide turns out to speak in a statement
        linked.append((credit, entry, follows))
    return linked, entries


# ---------------------------------------------------------------- attributions


def _attribution(page: Page, credit: Credit, entry: Entry, follows: bool, source_id: str) -> Attribution:
    kind = _final_kind(credit, entry, follows)
    draft = credit.draft
    return Attribution(
        source=_whole(page, credit) if kind in UNNAMED_KINDS else draft.source,
        cue=draft.cue,
        content=draft.content,
        kind=kind,
        quote=style_of(page, draft.content),
        confidence=draft.confidence,
        source_id=source_id,
        follow_up=follows,
    )


def _is_nobodys(credit: Credit) -> bool:
    return credit.mention.nobody and credit.kind not in UNNAMED_KINDS


def _of_nobody(page: Page, credit: Credit) -> Attribution:
    """What is credited to no real source: you, anyone, no one."""
    draft = credit.draft
    return Attribution(
        source=draft.source,
        cue=draft.cue,
        content=draft.content,
        kind=credit.kind,
        quote=style_of(page, draft.content),
        confidence=draft.confidence,
    )


def _whole(page: Page, credit: Credit) -> tuple[Span, ...]:
    """An unnamed source's span with how it knows, which the trained reader may leave out."""
    phrase = credit.mention.phrase
    whole = page.span(phrase.first, phrase.last)
    seen = max(s.end for s in credit.draft.source)
    cut = seen < whole.end and kinds.has_access(page, credit.mention)
    return (whole,) if (cut or len(credit.draft.source) > 1) and not credit.mention.pronoun else credit.draft.source


def _final_kind(credit: Credit, entry: Entry, follows: bool) -> SourceKind:
    """A re-mention takes the kind of its source; a group's idle or quoted mention stays what it is."""
    spoke = (entry.kind, credit.kind) == ("spokesperson", "anonymous")
    return entry.kind if (follows and not credit.idle) or spoke else credit.kind


def _carried_on(page: Page, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Quotations without a source of their own, in a paragraph where only one source speaks."""
    speakers: dict[int, dict[str | None, Attribution]] = {}
    for told in attributions:
        speakers.setdefault(page.block(page.at(told.source[0].start)), {}).setdefault(told.source_id, told)
    told_by = set(tokens_in(page.tokens, (span for told in attributions for span in told.cue)))
    out = []
    for draft in page.parse.drafts:
        if draft.source or not draft.content or not told_by.isdisjoint(tokens_in(page.tokens, draft.cue)):
            continue
        here = speakers.get(page.block(page.at(draft.content[0].start)), {})
        style = style_of(page, draft.content)
        if len(here) == 1 and style == "direct":
            told = next(iter(here.values()))
            out.append(
                replace(told, source=(), cue=draft.cue, content=draft.content, quote=style, confidence=draft.confidence)
            )
    return out


def _place(told: Attribution) -> tuple[Span, tuple[Span, ...]]:
    return min((*told.source, *told.cue, *told.content)), told.cue


# ---------------------------------------------------------------- sources


def _reasons(page: Page, entries: Sequence[Entry]) -> dict[int, Reason]:
    """By entry, the best reason the article gives for not naming it."""
    mentions = sorted((f, last, n) for n, e in enumerate(entries) if e.kind == "anonymous" for f, last in e.mentions)
    anonymous = [e for e in entries if e.kind == "anonymous"]

    def resolve(head: int) -> int | None:
        entry = antecedent(page, words_of(page, phrase_around(page, head)), anonymous)
        return next((n for n, e in enumerate(entries) if e is entry), None)

    out: dict[int, Reason] = {}
    weight = {"none": 0, "boilerplate": 1, "specific": 2}
    for excuse in reasons.excuses(page):
        for n in reasons.owners(excuse, mentions, page, resolve):
            if n not in out or weight[excuse.reason.kind] > weight[out[n].kind]:
                out[n] = excuse.reason
    return {**_passed_on(entries, out), **out}


def _passed_on(entries: Sequence[Entry], why: Mapping[int, Reason]) -> dict[int, Reason]:
    """Reasons of the group before that hold for one of it: "Three clerks asked …. One clerk said"."""
    ones = ((n, e) for n, e in enumerate(entries) if e.told and e.told.casefold().startswith("one ") and not e.plural)
    groups = {
        one: [n for n in range(one) if n in why and entries[n].plural and entries[n].heads & entry.heads]
        for one, entry in ones
    }
    return {one: why[before[-1]] for one, before in groups.items() if before}


def _source(
    page: Page,
    entry: Entry,
    source_id: str,
    linked: Sequence[tuple[Credit, Entry, bool]],
    attributions: Sequence[Attribution],
    why: Reason | None,
) -> Source:
    own = [a for a in attributions if a.source_id == source_id]
    counts = [quoted_words(page, a.content) for a in own]
    credited = [c for c, e, _ in linked if e is entry]
    descriptor: Descriptor | None = None
    if entry.kind == "anonymous":
        descriptor = "none"
        for mention in (c.mention for c in credited):
            descriptor = descriptors.joined(descriptor, descriptors.descriptor_of(page, mention))
    spans = sorted(_mentions(page, credited, own))
    label = label_of(page, entry, spans)
    return Source(
        id=source_id,
        kind=entry.kind,
        label=label,
        mentions=tuple(spans),
        name=name_of(entry, label),
        descriptor=descriptor,
        reason=why if entry.kind == "anonymous" else None,
        plural=entry.plural,
        people=entry.people,
        attributions=len(own),
        words=sum(all_words for _, all_words in counts),
        quoted_words=sum(inside for inside, _ in counts),
    )


def _mentions(page: Page, credited: Sequence[Credit], own: Sequence[Attribution]) -> set[Span]:
    """Where a source stands: of several in the words of one, each by itself."""
    shared = {c.draft.source: _alone(page, c.mention) for c in credited if c.joint}
    return {span for told in own for span in ((shared[told.source],) if told.source in shared else told.source)}


def _alone(page: Page, mention: Mention) -> Span:
    """The words of one speaker, with the name that follows: "his deputy, Ada Lund"."""
    phrase, name = mention.phrase, mention.name
    first = phrase.first + (page.norms(phrase.first, phrase.first + 1) == ("both",) and phrase.core > phrase.first + 1)
    if name is None or name[0] < phrase.first:
        return page.span(first, phrase.core)
    if any(page.tokens[at].tag in ("NNS", "NNPS") for at in range(first, name[0])):
        first = name[0]  # what the candidates Ana Ruiz and Lev Ost are is told of both
    return page.span(first, max(phrase.core, name[1]))
