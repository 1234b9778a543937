"""The words of a spaCy document, all at once: asking its tokens one by one costs more than to read them."""

from typing import NamedTuple

import numpy as np
from spacy.attrs import IS_SPACE, LENGTH, ORTH, SPACY
from spacy.tokens import Doc

__all__ = ["WORDS", "Words", "words_of"]

WORDS = "audit.words"
"""Key of `Doc.user_data` under which the words are kept once they have been asked for."""


class Words(NamedTuple):
    """All tokens but white space: their numbers in the document, where each begins and ends, and its text."""

    numbers: list[int]
    starts: list[int]
    ends: list[int]
    texts: list[str]


def words_of(doc: Doc) -> Words:
    """The words of a document, which is not tokenised anew afterwards."""
    if WORDS not in doc.user_data:
        doc.user_data[WORDS] = _words(doc)
    words: Words = doc.user_data[WORDS]
    return words


def _words(doc: Doc) -> Words:
    values = doc.to_array([ORTH, LENGTH, SPACY, IS_SPACE])
    lengths = values[:, 1].astype(np.int64)
    ends = np.cumsum(lengths + values[:, 2].astype(np.int64)) - values[:, 2].astype(np.int64)
    at = np.flatnonzero(values[:, 3] == 0)
    return Words(
        numbers=at.tolist(),
        starts=(ends - lengths)[at].tolist(),
        ends=ends[at].tolist(),
        texts=[doc.vocab.strings[number] for number in values[at, 0].tolist()],
    )
