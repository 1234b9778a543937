"""Attributions to unnamed sources that stand in plain patterns, for where the trained reader sees none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.reading import cues
from audit.reading.frames import ASKED, FRAME, fits, framed, frames_of
from audit.reading.lexicon import lexicon, words
from audit.reading.nouns import Phrase, phrase_around, phrase_in
from audit.reading.page import Page
from audit.reading.subjects import headed, quoted_next, said_after, said_before, stands_apart, verb_after, verb_before
from audit.records import Draft, Span

__all__ = ["find"]

_HEADS = frozenset(("source", "vague", "insider", "public", "crowd", "expert", "voice", "evidence", "person"))


def find(page: Page, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts, with what patterns add: a missing source of a draft, or an attribution where none overlaps.

    Confidence is fixed by pattern. Nothing is looked for inside quotations.
    """
    told = [d for d in drafts if d.source and (cues.tells(page, d) or (d.cue and cues.is_silent(page, d)))]
    spans = {at for d in told for at in range(*page.range(d.source))}
    heads = {phrase_in(page, *page.range(d.source)).head for d in told}
    out = list(drafts)
    for draft, phrase in sorted(_candidates(page), key=lambda found: found[0].source):
        within_another = draft.confidence == FRAME and phrase.head not in heads  # "a report citing aides said"
        if spans.intersection(phrase.words) and not within_another:
            continue
        spans.update(phrase.words)
        heads.add(phrase.head)
        orphan = next((i for i, d in enumerate(out) if not d.source and _meet(d.cue, draft.cue)), None)
        if orphan is None:
            out.append(draft)
        else:
            out[orphan] = replace(out[orphan], source=draft.source)
    return tuple(out)


def _meet(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in some for b in others)


def _candidates(page: Page) -> Iterator[tuple[Draft, Phrase]]:
    said = _cues(page, "tell")
    tells = said | _cues(page, "view", "stance")
    judges = tells | _cues(page, "judge")
    finds = _cues(page, "finding")
    frames = frames_of(page)
    labelled = (at for at, labels in enumerate(page.labels) if labels)
    for head in sorted({*labelled, *page.tokens.places(words("bare"))}):
        if page.quoted[head] or not _is_head(page, head):
            continue
        phrase = phrase_around(page, head)
        if phrase.head != head or _joined_to_name(page, phrase):
            continue
        found = frames.get(phrase.first)
        if found is not None and fits(page, phrase, found[2]):
            yield framed(page, phrase, found), phrase
            continue
        counted = "CD" in (t.tag for t in page.tokens[phrase.first : phrase.core])
        crowd = not counted and (page.labels[head] & {"crowd", "expert", "public"} or not page.labels[head])
        verbs = finds if "evidence" in page.labels[head] else judges if crowd else tells
        cue = verb_after(page, phrase, verbs, said)
        if cue is not None:
            yield said_after(page, phrase, cue), phrase
        elif "evidence" not in page.labels[head] and verb_before(page, phrase, tells):
            yield said_before(page, phrase), phrase
        elif "source" in page.labels[head] and stands_apart(page, phrase):
            yield headed(page, phrase), phrase
        elif page.labels[head] & ASKED and (told := quoted_next(page, phrase)) is not None:
            yield told, phrase
        elif (
            "expert" in page.labels[head]
            and phrase.core + 1 in said
            and page.norms(phrase.core, phrase.core + 1) == ("who",)
        ):
            inner = phrase_in(page, phrase.first, phrase.core, phrase.core)
            yield said_after(page, inner, (phrase.core + 1, said[phrase.core + 1])), inner


def _joined_to_name(page: Page, phrase: Phrase) -> bool:
    """Whether it is "… and her aides" after somebody's name, who then speaks for both; not "… and other experts"."""
    before = phrase.first - 1
    return (
        before > 0
        and page.tokens[phrase.first].norm not in ("other", "others", "another")
        and page.tokens[before].tag == "CC"
        and (page.entities[before - 1] == "PERSON" or page.tokens[before - 1].tag == "PRP")
    )


def _is_head(page: Page, at: int) -> bool:
    token = page.tokens[at]
    if page.is_noun(at):
        return bool(page.labels[at] & _HEADS) and not (at + 1 < len(page.tokens) and page.is_noun(at + 1))
    following = page.tokens[at + 1].tag if at + 1 < len(page.tokens) else "."
    return (
        token.norm in words("bare")
        and token.tag in ("DT", "JJ", "NNS", "NN", "PRP")
        and following.startswith(("VB", "MD", "RB", "IN", "TO"))
    )


def _cues(page: Page, *groups: str) -> dict[int, int]:
    """Where cues begin, and where they end."""
    return {m.first: m.last for m in lexicon("cues", *groups).find(page.tokens)}
