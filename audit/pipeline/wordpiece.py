"""Words to word pieces, as uncased BERT models read them, without a tokenizer library.

The words are spaCy's tokens, so that every prediction belongs to exactly one token. Quotation marks are
brought to one form that keeps their direction, so that curly, straight and doubled quotes read the same.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

__all__ = ["MAX_PIECES", "SHAPES", "WordPiece", "shape", "surface"]

MAX_PIECES = 8  # a word in more pieces is a link or a serial number; its tail tells nothing

SHAPES = 7

MEMORY = 30_000  # words whose pieces are kept; rare ones are cut anew

_DOUBLE = {'"', "“", "”", "„", "‟", "``", "''", "«", "»", "＂", "″"}
_SINGLE = {"'", "‘", "’", "‚", "`", "´", "′"}
_DASH = {"–", "—", "―", "--", "---", "‒", "−"}


def surface(words: Sequence[str], spaces: Sequence[bool]) -> list[str]:
    """Words with quotation marks and dashes in one form.

    `spaces[i]` says whether white space (or the start of a paragraph) stands before word i: a straight
    mark after a space opens, any other closes.
    """
    out = []
    for i, word in enumerate(words):
        if word in _DOUBLE:
            opens = word in "“„«``" or (word not in "”»" and (spaces[i] or (i > 0 and words[i - 1] in "([—–-")))
            out.append("“" if opens else "”")
        elif word in _SINGLE:
            opens = word in "‘‚`" or (word not in "’" and spaces[i] and not (i + 1 < len(words) and spaces[i + 1]))
            out.append("‘" if opens else "’")
        elif word in _DASH:
            out.append("—")
        else:
            out.append(word.replace("’", "'").replace("‘", "'"))
    return out


def shape(word: str) -> int:
    """How a word is written: 0 other, 1 lower, 2 Title, 3 UPPER, 4 miXed, 5 digits in it, 6 single capital."""
    if word.islower():
        return 1
    if any(c.isdigit() for c in word):
        return 5
    if word.isupper():
        return 6 if len(word) == 1 else 3
    if word.istitle():
        return 2
    return 4 if any(c.isalpha() for c in word) else 0


class WordPiece:
    """Greedy longest-match-first pieces over a vocabulary, one per line (Wu et al. 2016; Devlin et al. 2019)."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self._memory: dict[str, tuple[int, ...]] = {}
        self.unknown = self._ids["[UNK]"]
        self.start = self._ids["[CLS]"]
        self.stop = self._ids["[SEP]"]
        self.pad = self._ids["[PAD]"]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The vocabulary of a base encoder or of a packaged network: vocabulary.txt, a piece a line."""
        return cls((folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n"))

    def __len__(self) -> int:
        return len(self._ids)

    def pieces(self, word: str) -> tuple[int, ...]:
        """Piece numbers of one word, at least one and at most MAX_PIECES."""
        found = self._memory.get(word)
        if found is None:
            found = self._split(word)
            if len(self._memory) < MEMORY:
                self._memory[word] = found
        return found

    def _split(self, word: str) -> tuple[int, ...]:
        out: list[int] = []
        for part in _parts(_plain(word[:100])):
            out += self._greedy(part)
            if len(out) >= MAX_PIECES:
                break
        return tuple(out[:MAX_PIECES]) or (self.unknown,)

    def _greedy(self, part: str) -> list[int]:
        out: list[int] = []
        at = 0
        while at < len(part):
            for end in range(len(part), at, -1):
                piece = part[at:end] if at == 0 else "##" + part[at:end]
                number = self._ids.get(piece)
                if number is not None:
                    out.append(number)
                    at = end
                    break
            else:
                return [self.unknown]
        return out


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cc", "Cf"))


def _parts(word: str) -> list[str]:
    """Punctuation stands alone, as in BERT's basic tokenizer."""
    parts: list[str] = []
    run = ""
    for c in word:
        if c.isspace():
            continue
        if c.isalnum():
            run += c
        else:
            if run:
                parts.append(run)
            parts.append(c)
            run = ""
    if run:
        parts.append(run)
    return parts
