"""Doc to Parse: no Doc, Token or spaCy Span passes this line."""

from collections.abc import Sequence

from spacy.attrs import SENT_START
from spacy.tokens import Doc

from audit.pipeline.component import found_in
from audit.pipeline.decode import Piece
from audit.records import Block, Draft, Entity, Parse, Sentence, Span, Token, Tokens

__all__ = ["parse_of"]

_INVISIBLE = "".join(map(chr, (0xAD, *range(0x200B, 0x2010), 0x2060)))
_NORMAL = str.maketrans("’‘‛“”„«»", '\'\'\'"""""', _INVISIBLE)


def parse_of(doc: Doc, blocks: Sequence[Block], model: str) -> Parse:
    """What the pipeline set on a document, as plain records."""
    words = [t for t in doc if not t.is_space]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    starts = doc.to_array([SENT_START])  # one call: asking each token costs more than the rest of this function
    begin = block = 0
    for i, word in enumerate(words):
        if starts[word.i] == 1 and i > begin:
            sentences.append(_sentence(tokens, begin, i, blocks, block))
            block, begin = sentences[-1].block, i
        text = word.text
        norm = text.translate(_NORMAL).lower()
        tokens.append(Token(word.idx, word.idx + len(text), text, norm, word.tag_, len(sentences)))
    if tokens:
        sentences.append(_sentence(tokens, begin, len(tokens), blocks, block))
    drafts = tuple(
        Draft(
            source=_spans(doc, found.source),
            cue=_spans(doc, (found.cue,) if found.cue else ()),
            content=_spans(doc, found.content),
            confidence=found.confidence,
        )
        for found in found_in(doc)
    )
    return Parse(
        tokens=Tokens(tokens),
        sentences=tuple(sentences),
        entities=tuple(Entity(e.start_char, e.end_char, e.label_) for e in doc.ents),
        drafts=drafts,
        model=model,
    )


def _sentence(tokens: list[Token], first: int, last: int, blocks: Sequence[Block], block: int) -> Sentence:
    start = tokens[first].start
    while block + 1 < len(blocks) and blocks[block + 1].span.start <= start:
        block += 1
    return Sentence(start, tokens[last - 1].end, block, first, last)


def _spans(doc: Doc, pieces: Sequence[Piece]) -> tuple[Span, ...]:
    return tuple(Span(doc[p.first].idx, doc[p.last - 1].idx + len(doc[p.last - 1])) for p in pieces)
