"""Cut an article into windows that the encoder reads one at a time.

A window holds whole paragraphs where they fit, so that what is read of a paragraph depends on its own
article alone and on nothing that happens to be audited beside it.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from audit.pipeline.wordpiece import WordPiece, shape

__all__ = ["Window", "cut", "windows"]


class Window(NamedTuple):
    """Piece numbers and shapes, the place of each word's first piece, and the words as a half-open range."""

    pieces: list[int]
    shapes: list[int]
    firsts: list[int]
    first: int
    last: int


def cut(sizes: Sequence[int], breaks: Sequence[int], ends: Sequence[bool], limit: int) -> list[tuple[int, int]]:
    """Ranges of words whose pieces fit `limit`.

    `sizes` is pieces per word, `breaks` the words that begin a paragraph, `ends` whether a sentence may end
    after a word. A paragraph that does not fit whole is cut after the last such word that fits.
    """
    ranges: list[tuple[int, int]] = []
    starts = [*sorted({0, *breaks}), len(sizes)]
    first, used = 0, 0
    for begin, end in pairwise(starts):
        size = sum(sizes[begin:end]) + 1
        if used and used + size > limit:
            ranges.append((first, begin))
            first, used = begin, 0
        while size > limit:
            stop = _last_that_fits(sizes, ends, first, end, limit)
            ranges.append((first, stop))
            first = begin = stop
            size = sum(sizes[begin:end]) + 1
        used += size
    if first < len(sizes):
        ranges.append((first, len(sizes)))
    return ranges


def _last_that_fits(sizes: Sequence[int], ends: Sequence[bool], first: int, end: int, limit: int) -> int:
    used, at, good = 1, first, 0
    while at < end and used + sizes[at] <= limit:
        used += sizes[at]
        at += 1
        if ends[at - 1]:
            good = at
    return good if good > first + (at - first) // 2 else max(at, first + 1)


def windows(words: Sequence[str], breaks: Sequence[int], vocabulary: WordPiece, limit: int) -> list[Window]:
    """The windows of one article; `words` are surfaces, `breaks` the words that begin a paragraph."""
    pieces = [vocabulary.pieces(word) for word in words]
    ends = [word in (".", "!", "?", "”") for word in words]
    paragraphs = set(breaks)
    out = []
    for first, last in cut([len(p) for p in pieces], breaks, ends, limit - 2):
        ids, shapes, firsts = [vocabulary.start], [0], []
        for i in range(first, last):
            if i in paragraphs and i > first:
                ids.append(vocabulary.stop)
                shapes.append(0)
            firsts.append(len(ids))
            ids += pieces[i]
            shapes += [shape(words[i])] * len(pieces[i])
        ids.append(vocabulary.stop)
        shapes.append(0)
        out.append(Window(ids, shapes, firsts, first, last))
    return out
