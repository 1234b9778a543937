"""Readings written by hand: `reading("{Mira Holt|source PERSON} {said|cue} {rents rose|content}.")`, without spaCy.

Between braces stand words and, after the bar, what they are:

    source, cue, content     of the first attribution; source1, cue1, content1 of the second, and so on
    source:anonymous         the attribution's kind ("person" if not told; cue:agentless where there is no source)
    PERSON, ORG              a named entity
    hedge:modal              a hedge; its voice is that of its place
    claim:statistic          a claim
    tag:MD                   the Penn tag of its tokens

Marks may be nested. Paragraphs are divided by blank lines, and quotations found by their marks.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from audit.records import (
    Article,
    Attribution,
    Block,
    Claim,
    Entity,
    Hedge,
    Measures,
    Parse,
    Quotation,
    Reading,
    Sentence,
    Source,
    Span,
    Token,
    Voice,
)
from audit.text import find_quotations

STRAIGHT = str.maketrans("‘’“”", "''\"\"")
NUMBERS = {"two", "three", "four", "five", "ten"}
WORD = re.compile(r"\w+(?:-\w+)*|[^\w\s]")
SENTENCE = re.compile(r".+?(?:[.!?]+[”\"’)]*(?=\s|$)|$)", re.DOTALL)
PART = re.compile(r"(source|cue|content)(\d*)(?::(\w+))?")
Mark = tuple[Span, str]


def reading(
    marked: str,
    *,
    headline: bool = False,
    genre: str = "news",
    ledger: Mapping[int, Mapping[str, Any]] | None = None,
    follows: Mapping[int, int] | None = None,
    **measures: Any,
) -> Reading:
    """The reading of a marked text.

    `ledger` sets fields of the source of an attribution by its number; `follows` maps a follow-up's
    number to the number of the attribution it points back to. Other keywords set fields of Measures.
    """
    text, marks = _strip(marked)
    blocks = _blocks(text, headline)
    quotations = find_quotations(text, [b.span for b in blocks])
    tokens, sentences = _tokens(text, blocks, marks)
    attributions = _attributions(marks, quotations, follows or {})
    voices = tuple(_voice(t, quotations, attributions) for t in tokens)
    voice_at = {t.start: v for t, v in zip(tokens, voices, strict=True)}
    return Reading(
        article=Article(path="built.txt", text=text, prose=text, blocks=blocks, genre=genre),
        parse=Parse(
            tokens=tokens,
            sentences=sentences,
            entities=tuple(Entity(*span, role) for span, role in marks if role in ("PERSON", "ORG")),
            drafts=(),
            model="built",
        ),
        quotations=quotations,
        voices=voices,
        sources=_sources(text, attributions, ledger or {}),
        attributions=attributions,
        claims=tuple(Claim(span=s, kind=r[6:]) for s, r in marks if r.startswith("claim:")),
        hedges=tuple(Hedge(span=s, kind=r[6:], voice=voice_at[s.start]) for s, r in marks if r.startswith("hedge:")),
        measures=_measures(tokens, measures),
    )


def texts(hits: Any, read: Reading) -> list[str]:
    """The words under each hit or finding."""
    return [read.article.text[hit.span.start : hit.span.end] for hit in hits]


def _strip(marked: str) -> tuple[str, list[Mark]]:
    text, marks, opened = "", [], []
    for piece in re.findall(r"\{|\|[^{}|]*\}|[^{}|]+", marked):
        if piece == "{":
            opened.append(len(text))
        elif piece.startswith("|"):
            span = Span(opened.pop(), len(text))
            marks += [(span, role) for role in piece[1:-1].split()]
        else:
            text += piece
    assert not opened, "a { is never closed"
    return text, sorted(marks)


def _blocks(text: str, headline: bool) -> tuple[Block, ...]:
    found = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]
    return tuple(
        Block(span=span, kind="headline" if headline and n == 0 else "paragraph") for n, span in enumerate(found)
    )


def _tokens(text: str, blocks: tuple[Block, ...], marks: list[Mark]) -> tuple[tuple[Token, ...], tuple[Sentence, ...]]:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    tags = {span: role[4:] for span, role in marks if role.startswith("tag:")}
    for number, block in enumerate(blocks):
        for found in SENTENCE.finditer(text, *block.span):
            words = list(WORD.finditer(text, *found.span()))
            if not words:
                continue
            first = len(tokens)
            for word in words:
                tag = next((t for s, t in tags.items() if s.start <= word.start() < s.end), None)
                at_start = word is words[0]
                norm = word[0].lower().translate(STRAIGHT)
                tokens.append(Token(*word.span(), word[0], norm, tag or _tag(word[0], at_start), len(sentences)))
            sentences.append(Sentence(words[0].start(), words[-1].end(), number, first, len(tokens)))
    return tuple(tokens), tuple(sentences)


def _tag(word: str, at_start: bool) -> str:
    if word[0].isdigit() or word.lower() in NUMBERS:
        return "CD"
    return "NNP" if word[0].isupper() and not at_start else "NN"


def _attributions(
    marks: list[Mark], quotations: tuple[Quotation, ...], follows: Mapping[int, int]
) -> tuple[Attribution, ...]:
    parts: dict[int, dict[str, list[Span]]] = {}
    kinds: dict[int, str] = {}
    for span, role in marks:
        if found := PART.fullmatch(role):
            number = int(found[2] or 0)
            parts.setdefault(number, {}).setdefault(found[1], []).append(span)
            if found[3]:
                kinds[number] = found[3]
    made = []
    for number, spans in sorted(parts.items()):
        source, cue, content = (tuple(spans.get(name, ())) for name in ("source", "cue", "content"))
        quoted = [any(q.span.start < c.end and c.start < q.span.end for q in quotations) for c in content]
        made.append(
            Attribution(
                source=source,
                cue=cue,
                content=content,
                kind=kinds.get(number, "person"),  # type: ignore[arg-type]
                quote="direct" if any(quoted) else "indirect",
                confidence=0.9,
                source_id=f"s{follows.get(number, number)}" if source else None,
                follow_up=number in follows,
            )
        )
    return tuple(made)


def _sources(
    text: str, attributions: tuple[Attribution, ...], ledger: Mapping[int, Mapping[str, Any]]
) -> tuple[Source, ...]:
    sources: dict[str, Source] = {}
    for a in attributions:
        if a.source_id is None:
            continue
        first = Source(id=a.source_id, kind=a.kind, label=text[slice(*a.source[0])], mentions=())
        known = sources.get(a.source_id, replace(first, **ledger.get(int(a.source_id[1:]), {})))
        sources[a.source_id] = replace(
            known, mentions=(*known.mentions, a.source[0]), attributions=known.attributions + 1
        )
    return tuple(sources.values())


def _voice(token: Token, quotations: tuple[Quotation, ...], attributions: tuple[Attribution, ...]) -> Voice:
    if any(q.span.start <= token.start < q.span.end for q in quotations):
        return "quote"
    in_content = any(c.start <= token.start < c.end for a in attributions for c in a.content)
    return "paraphrase" if in_content else "writer"


def _measures(tokens: tuple[Token, ...], given: Mapping[str, Any]) -> Measures:
    plain = Measures(
        words=sum(t.text[0].isalnum() for t in tokens),
        named_sources=0,
        anonymous_sources=(0, 0),
        anonymous_share=None,
        attributed_share=0.5,
        reason_given_rate=None,
        hedges_per_1000=0.0,
        flesch_kincaid_grade=None,
        flesch_reading_ease=None,
    )
    return replace(plain, **given)
