"""Attributions to unnamed sources that stand in plain patterns, for where the trained reader sees none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.reading import cues
from audit.reading.lexicon import lexicon, words
from audit.reading.nouns import Phrase, phrase_around, phrase_in
from audit.reading.page import Page
from audit.records import Draft, Span

__all__ = ["find"]

_HEADS = frozenset(("source", "vague", "insider", "public", "crowd", "expert", "voice", "evidence", "person"))
_AFTER_SUBJECT, _BEFORE_SUBJECT, _FRAME = 0.85, 0.85, 0.8
_HAVE = frozenset(("have", "has", "had", "'ve", "'d"))
_BE = frozenset(("are", "were", "is", "was", "been"))
_LONGEST_ASIDE = 45
_NO_SUBJECT_AFTER = frozenset(("to", "with", "by", "from", "of", "at", "on", "among", "about"))
_BARE_AFTER = frozenset(("help", "helps", "helped", "helping", "let", "lets", "letting", "make", "makes", "made"))


def find(page: Page, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts, with what patterns add: a missing source of a draft, or an attribution where none overlaps.

    Confidence is fixed by pattern. Nothing is looked for inside quotations.
    """
    told = [d for d in drafts if d.source and cues.tells(page, d)]
    spans = {at for d in told for at in range(*page.range(d.source))}
    heads = {phrase_in(page, *page.range(d.source)).head for d in told}
    out = list(drafts)
    for draft, phrase in sorted(_candidates(page), key=lambda found: found[0].source):
        within_another = draft.confidence == _FRAME and phrase.head not in heads  # "a report citing aides said"
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
    tells = said | _cues(page, "view")
    judges = tells | _cues(page, "judge")
    finds = _cues(page, "finding")
    frames = _frames(page)
    labelled = (at for at, labels in enumerate(page.labels) if labels)
    for head in sorted({*labelled, *page.tokens.places(words("bare"))}):
        if page.quoted[head] or not _is_head(page, head):
            continue
        phrase = phrase_around(page, head)
        if phrase.head != head or _joined_to_name(page, phrase):
            continue
        found = frames.get(phrase.first)
        if found is not None and _fits(page, phrase, found[2]):
            yield _framed(page, phrase, found[0], found[1]), phrase
            continue
        counted = "CD" in (t.tag for t in page.tokens[phrase.first : phrase.core])
        crowd = not counted and (page.labels[head] & {"crowd", "expert", "public"} or not page.labels[head])
        verbs = finds if "evidence" in page.labels[head] else judges if crowd else tells
        cue = _verb_after(page, phrase, verbs, said)
        if cue is not None:
            yield _said_after(page, phrase, cue), phrase
        elif "evidence" not in page.labels[head] and _verb_before(page, phrase, tells):
            yield _said_before(page, phrase), phrase
        elif (
            "expert" in page.labels[head]
            and phrase.core + 1 in said
            and page.norms(phrase.core, phrase.core + 1) == ("who",)
        ):
            inner = phrase_in(page, phrase.first, phrase.core, phrase.core)
            yield _said_after(page, inner, (phrase.core + 1, said[phrase.core + 1])), inner


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


# ---------------------------------------------------------------- officials said


def _verb_after(page: Page, phrase: Phrase, verbs: dict[int, int], said: dict[int, int]) -> tuple[int, int] | None:
    """The finite cue of which a phrase is the subject; asides between commas may stand between them."""
    stop = page.sentence(phrase.head).last
    at = _past_aside(page, phrase.last, stop)
    before = page.norms(max(0, phrase.first - 1), phrase.first)
    if _BARE_AFTER.intersection(before) or (at > phrase.last and _NO_SUBJECT_AFTER.intersection(before)):
        return None
    tags: tuple[str, ...] = ("VBD", "VBP", "VBZ")
    while at < stop:
        token = page.tokens[at]
        if page.quoted[at]:
            return None
        if at in verbs and (
            token.tag in tags or (at == phrase.last and page.norms(verbs[at], verbs[at] + 1) == ("that",))
        ):
            return (at, verbs[at])
        if token.norm in _HAVE:
            tags = ("VBN",)
        elif token.norm in _BE:
            tags, verbs = ("VBG",), said
        elif token.tag != "RB" and token.norm not in words("adverb"):
            return None
        at += 1
    return None


def _past_aside(page: Page, at: int, stop: int) -> int:
    if page.norms(at, at + 1) != (",",) or page.norms(at + 1, at + 2) in (("and",), ("but",), ("or",), ("so",)):
        return at
    for end in range(at + 2, min(stop, at + _LONGEST_ASIDE)):
        if page.tokens[end].norm == "," and end + 1 < stop and page.tokens[end + 1].tag.startswith(("VB", "RB", "MD")):
            return end + 1
    return at


def _said_after(page: Page, phrase: Phrase, cue: tuple[int, int]) -> Draft:
    stop = page.sentence(phrase.head).last
    first = page.sentence(phrase.head).first
    rest = _trimmed(page, cue[1], stop)
    before = _trimmed(page, first, phrase.first)
    content = rest if rest and rest[1] - rest[0] > 2 else before
    return _draft(page, phrase, cue, content, _AFTER_SUBJECT)


# ---------------------------------------------------------------- "…," said one official


def _verb_before(page: Page, phrase: Phrase, verbs: dict[int, int]) -> bool:
    at = phrase.first - 1
    if at - 1 < page.sentence(phrase.head).first or at not in verbs or page.quoted[at]:
        return False
    after = phrase.last
    while after < len(page.tokens) and page.tokens[after].tag == "RB":
        after += 1
    if page.tokens[at].norm in ("told", "tells", "instructed") or (
        after < len(page.tokens) and page.tokens[after].tag in ("VBD", "VBZ", "VBP", "MD")
    ):
        return False  # "…, said patients should wait"
    opens = page.tokens[at - 1].tag in (",", "''", ".", ":") or page.quoted[at - 1]
    return (
        opens and page.tokens[at].tag in ("VBD", "VBZ", "VBP") and page.tokens[at].norm not in ("see", "call", "called")
    )


def _said_before(page: Page, phrase: Phrase) -> Draft:
    first = page.sentence(phrase.head).first
    content = _trimmed(page, first, phrase.first - 1)
    return _draft(page, phrase, (phrase.first - 1, phrase.first), content, _BEFORE_SUBJECT)


# ---------------------------------------------------------------- according to, citing, leading some to wonder


def _frames(page: Page) -> dict[int, tuple[int, int, str]]:
    """By the token that follows: where the frame begins and ends, and its section."""
    found = lexicon("frames").find(page.tokens)
    return {m.last: (m.first, m.last, m.label) for m in found if not page.quoted[m.first]}


def _fits(page: Page, phrase: Phrase, frame: str) -> bool:
    labels = page.labels[phrase.head]
    if frame == "reworded":
        return bool(labels & {"source", "vague"}) or ("insider" in labels and _ends_clause(page, phrase))
    if frame == "leading":
        wonders = lexicon("cues", "view").find(page.tokens, phrase.last + 1, min(len(page.tokens), phrase.last + 3))
        return page.norms(phrase.last, phrase.last + 1) == ("to",) and bool(wonders)
    return True


def _ends_clause(page: Page, phrase: Phrase) -> bool:
    follows = page.tokens[phrase.last].tag if phrase.last < len(page.tokens) else "."
    starts = page.sentence(phrase.head).first == phrase.first - 3
    return follows in (".", "''") or (follows == "," and not starts)


def _framed(page: Page, phrase: Phrase, first: int, last: int) -> Draft:
    sentence = page.sentence(phrase.head)
    before = _trimmed(page, sentence.first, first)
    content = before if before and before[1] - before[0] > 2 else _trimmed(page, phrase.last, sentence.last)
    return _draft(page, phrase, (first, last), content, _FRAME)


# ---------------------------------------------------------------- common


def _trimmed(page: Page, first: int, last: int) -> tuple[int, int] | None:
    """A stretch of tokens without punctuation at its ends."""
    marks = (",", ".", ":", "-LRB-", "-RRB-")
    while first < last and page.tokens[first].tag in marks:
        first += 1
    while first < last and page.tokens[last - 1].tag in marks:
        last -= 1
    return (first, last) if first < last else None


def _draft(
    page: Page, phrase: Phrase, cue: tuple[int, int], content: tuple[int, int] | None, confidence: float
) -> Draft:
    return Draft(
        source=(page.span(phrase.first, phrase.last),),
        cue=(page.span(*cue),),
        content=(page.span(*content),) if content else (),
        confidence=confidence,
    )
