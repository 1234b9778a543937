"""Doc to Parse: no Doc, Token or spaCy Span passes this line."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import SENT_START, TAG
from spacy.tokens import Doc

from audit.pipeline.component import found_in, kinds_in
from audit.pipeline.decode import Piece
from audit.pipeline.words import words_of
from audit.records import Block, Draft, Entity, Hunch, Parse, Sentence, Span, Token, Tokens

__all__ = ["hunches_of", "parse_of"]

_WORTH_TELLING = 0.05
_INVISIBLE = "".join(map(chr, (0xAD, *range(0x200B, 0x2010), 0x2060)))
_NORMAL = str.maketrans("’‘‛“”„«»", '\'\'\'"""""', _INVISIBLE)


def parse_of(doc: Doc, blocks: Sequence[Block], model: str) -> Parse:
    """What the pipeline set on a document, as plain records."""
    words = words_of(doc)
    set_: Any = doc.to_array([TAG, SENT_START])[words.numbers]
    names = {number: doc.vocab.strings[number] for number in set(set_[:, 0].tolist())}
    opens = set_[:, 1] == 1
    opens[:1] = True
    firsts = np.flatnonzero(opens).tolist()
    columns = (
        words.starts,
        words.ends,
        words.texts,
        map(_norm, words.texts),
        map(names.__getitem__, set_[:, 0].tolist()),
        (np.cumsum(opens) - 1).tolist(),
    )
    begins = [block.span.start for block in blocks]
    sentences = (
        Sentence(words.starts[first], words.ends[last - 1], _block(begins, words.starts[first]), first, last)
        for first, last in pairwise((*firsts, len(words.numbers)))
    )
    return Parse(
        tokens=Tokens(map(Token._make, zip(*columns, strict=True))),
        sentences=tuple(sentences),
        entities=tuple(Entity(e.start_char, e.end_char, e.label_) for e in doc.ents),
        drafts=tuple(
            Draft(
                source=_spans(doc, found.source),
                cue=_spans(doc, (found.cue,) if found.cue else ()),
                content=_spans(doc, found.content),
                confidence=found.confidence,
            )
            for found in found_in(doc)
        ),
        model=model,
        hunches=hunches_of(chances) if (chances := kinds_in(doc)) is not None else None,
    )


def hunches_of(chances: NDArray[np.float32]) -> tuple[Hunch, ...]:
    """The words that may be an unnamed source's; from the chances of decode.KINDS, shape (words, kinds)."""
    likely = np.flatnonzero(1 - chances[:, 0] >= _WORTH_TELLING)
    rows = zip(likely.tolist(), chances[likely, 1:].tolist(), strict=True)
    return tuple(Hunch(number, tuple(row)) for number, row in rows)


def _norm(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_NORMAL).lower()


def _block(begins: Sequence[int], offset: int) -> int:
    return max(0, bisect_right(begins, offset) - 1)


def _spans(doc: Doc, pieces: Sequence[Piece]) -> tuple[Span, ...]:
    return tuple(Span(doc[p.first].idx, doc[p.last - 1].idx + len(doc[p.last - 1])) for p in pieces)
