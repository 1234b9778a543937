"""The ledger of an article: every source it credits, and every time it does.

Three steps: gather what the trained reader and the patterns found, name the kind of each source, and join
the mentions that speak of the same one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audit.reading import cues, descriptors, exposed, found, kinds, reasons
from audit.reading.known import known_kind
from audit.reading.mentions import PRONOUNS, Mention, words_of
from audit.reading.nouns import phrase_around, phrase_in
from audit.reading.page import Page, turn
from audit.reading.referents import Entry, antecedent, link
from audit.records import (
    UNNAMED_KINDS,
    Article,
    Attribution,
    Descriptor,
    Draft,
    Parse,
    Quotation,
    QuoteStyle,
    Reason,
    Source,
    SourceKind,
    Span,
)

__all__ = ["build"]

_DIRECT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One draft with its source read."""

    draft: Draft
    mention: Mention
    kind: SourceKind
    trained: bool
    cue: frozenset[str]
    idle: bool = False


def build(
    article: Article, parse: Parse, quotations: tuple[Quotation, ...]
) -> tuple[tuple[Source, ...], tuple[Attribution, ...]]:
    """Sources in order of first mention, with ids from s1 on, and attributions in order of the text.

    Sources of trained drafts that name somebody keep their spans; an unnamed source's is its whole noun phrase.
    A draft without a source is kept where its paragraph has one speaker, and left to others elsewhere.
    """
    page = turn(article, parse, quotations)
    told = _read_kinds(page, _gather(page))
    entries: list[Entry] = []
    linked: list[tuple[Credit, Entry, bool]] = []
    for credit in sorted(told, key=lambda c: (c.mention.phrase.first, c.draft.cue)):
        entry, follows = link(page, credit.mention, credit.kind, entries)
        if not follows and entry.kind not in UNNAMED_KINDS:
            credit = replace(credit, kind=entry.kind)  # "the two men" of whom nothing was told before
        linked.append((credit, entry, follows))
    entries.sort(key=lambda e: min(e.mentions))
    ids = {id(entry): f"s{n}" for n, entry in enumerate(entries, start=1)}
    attributions = [_attribution(page, c, e, follows, ids[id(e)]) for c, e, follows in linked]
    attributions += _carried_on(page, attributions)
    attributions.sort(key=_place)
    why = _reasons(page, entries)
    sources = tuple(_source(page, e, ids[id(e)], linked, attributions, why.get(n)) for n, e in enumerate(entries))
    return sources, tuple(attributions)


# ---------------------------------------------------------------- gathering


def _gather(page: Page) -> list[tuple[Draft, bool]]:
    """Drafts with a source, and whether the trained reader saw the source."""
    seen = {d.source for d in page.parse.drafts if d.source}
    drafts = found.find(page, page.parse.drafts)
    return [(_with_head(page, d), d.source in seen) for d in drafts if d.source]


def _with_head(page: Page, draft: Draft) -> Draft:
    """A draft whose source is only "who has seen it", with the unnamed people whom that is about."""
    first, last = page.range(draft.source)
    about = first - 1
    if page.tokens[first].tag not in ("WP", "WDT") or first == 0 or not page.labels[about]:
        return draft
    return replace(draft, source=(page.span(phrase_around(page, about).first, last),))


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
        mention = words_of(page, phrase_in(page, first, last, ends.get(first)))
        kind = kinds.kind_of(page, mention, labels)
        if kind not in UNNAMED_KINDS and not mention.name:
            mention = _fuller(page, mention, last)
            kind = known_kind(page, mention)
        read.append(Credit(draft=draft, mention=mention, kind=kind, trained=trained, cue=labels))
    named = sorted(c.mention.name[0] for c in read if c.mention.name)
    settled = [_settled(page, credit, named) for credit in read]
    return [c for c in settled if c.trained or c.kind in UNNAMED_KINDS]


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


def _settled(page: Page, credit: Credit, named: Sequence[int]) -> Credit:
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
    group = _is_group(page, credit) and exposed.names_members(page, mention, named)
    if quoted or group or (person and not _tells(page, credit)) or _only_announced(page, credit):
        return replace(credit, kind=known_kind(page, mention), idle=True)
    return credit


def _is_group(page: Page, credit: Credit) -> bool:
    """Whether somebody named next may well be one of them: critics, shopkeepers, but not officials."""
    if credit.kind == "collective":
        return True
    phrase = credit.mention.phrase
    inside = any(page.labels[at] & {"source", "vague", "office"} for at in phrase.words)
    told = "who" in page.norms(phrase.core, phrase.last) or kinds.has_access(page, credit.mention)
    return credit.kind == "anonymous" and credit.mention.people[1] is None and not (inside or told)


def _tells(page: Page, credit: Credit) -> bool:
    """Whether somebody is credited with telling or thinking something, rather than doing it or keeping silent."""
    if page.tokens[credit.mention.phrase.first].norm in ("neither", "no", "nobody"):
        return False
    return cues.tells(page, credit.draft) or (
        bool(credit.draft.cue)
        and not credit.cue & {"act"}
        and not cues.is_silent(page, credit.draft)
        and _style(page, credit.draft.content) == "direct"
    )


def _only_announced(page: Page, credit: Credit) -> bool:
    """Whether a headline sums up what named people tell below: only sources say anything there on their own."""
    block = page.article.blocks[page.block(credit.mention.phrase.first)]
    return (
        block.kind in ("headline", "heading", "byline")
        and not credit.mention.labels & {"source"}
        and not (kinds.has_access(page, credit.mention))
    )


# ---------------------------------------------------------------- attributions


def _attribution(page: Page, credit: Credit, entry: Entry, follows: bool, source_id: str) -> Attribution:
    kind = _final_kind(credit, entry, follows)
    draft = credit.draft
    return Attribution(
        source=_whole(page, credit) if kind in UNNAMED_KINDS else draft.source,
        cue=draft.cue,
        content=draft.content,
        kind=kind,
        quote=_style(page, draft.content),
        confidence=draft.confidence,
        source_id=source_id,
        follow_up=follows,
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
    return entry.kind if follows and not credit.idle else credit.kind


def _style(page: Page, content: Sequence[Span]) -> QuoteStyle:
    inside, all_words = _quoted_words(page, content)
    if not all_words or not inside:
        return "indirect"
    return "direct" if inside >= _DIRECT * all_words else "mixed"


def _quoted_words(page: Page, spans: Sequence[Span]) -> tuple[int, int]:
    """Words inside quotation marks, and all words, of some spans."""
    at = {i for s in spans for i in range(*page.range((s,))) if any(c.isalnum() for c in page.tokens[i].text)}
    return sum(page.quoted[i] for i in at), len(at)


def _carried_on(page: Page, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Quotations without a source of their own, in a paragraph where only one source speaks."""
    speakers: dict[int, dict[str | None, Attribution]] = {}
    for told in attributions:
        speakers.setdefault(page.block(page.at(told.source[0].start)), {}).setdefault(told.source_id, told)
    out = []
    for draft in page.parse.drafts:
        if draft.source or not draft.content or any(_overlap(draft.cue, a.cue) for a in attributions):
            continue
        here = speakers.get(page.block(page.at(draft.content[0].start)), {})
        style = _style(page, draft.content)
        if len(here) == 1 and style == "direct":
            told = next(iter(here.values()))
            out.append(
                replace(told, source=(), cue=draft.cue, content=draft.content, quote=style, confidence=draft.confidence)
            )
    return out


def _overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in some for b in others)


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
    return out


def _source(
    page: Page,
    entry: Entry,
    source_id: str,
    linked: Sequence[tuple[Credit, Entry, bool]],
    attributions: Sequence[Attribution],
    why: Reason | None,
) -> Source:
    own = [a for a in attributions if a.source_id == source_id]
    counts = [_quoted_words(page, a.content) for a in own]
    mentions = [c.mention for c, e, _ in linked if e is entry]
    descriptor: Descriptor | None = None
    if entry.kind == "anonymous":
        descriptor = "none"
        for mention in mentions:
            descriptor = descriptors.joined(descriptor, descriptors.descriptor_of(page, mention))
    spans = sorted({s for a in own for s in a.source})
    return Source(
        id=source_id,
        kind=entry.kind,
        label=_label(page, entry, spans),
        mentions=tuple(spans),
        name=entry.shown,
        descriptor=descriptor,
        reason=why if entry.kind == "anonymous" else None,
        plural=entry.plural,
        people=entry.people,
        attributions=len(own),
        words=sum(all_words for _, all_words in counts),
        quoted_words=sum(inside for inside, _ in counts),
    )


def _label(page: Page, entry: Entry, spans: Sequence[Span]) -> str:
    """The first mention, with the full name of who has one; a pronoun only where there is nothing else."""
    texts = [" ".join(page.article.text[slice(*span)].split()) for span in spans]
    if entry.shown:
        return next((text for text in texts if entry.shown in text), entry.shown)
    return next((text for text in texts if text.lower() not in PRONOUNS), entry.told or texts[0])
