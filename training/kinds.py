"""Unnamed sources to learn from: editors' marks of PolNeAR articles, and invented copy with its marks in the text.

benchmarks/development holds the marks; the articles' text belongs to their publishers and is found in PolNeAR
(networkdynamics/PolNeAR). The invented copy lies in training/kinds: pieces between lines of "=====", each unnamed
source as `[[kind|its words]]`; a kind with a question mark is one that only a strict editor would mark.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language

from audit.pipeline.decode import KINDS
from benchmarks.agreement import load_marks
from training.layout import laid_out, words_in

INVENTED = Path(__file__).with_name("kinds")
OPTIONAL = 0.4  # how much a word counts that only a strict editor would mark

Marks = list[tuple[int, int, str, bool]]


class Piece(NamedTuple):
    """A piece's name, "FILE NUMBER", its text without tags, and what they mark."""

    name: str
    text: str
    marks: Marks


_TAGGED = re.compile(r"\[\[(\w+)(\??)\|([^\[\]]+)\]\]")


def marked(articles: Path, marks: Path, names: Mapping[str, list[str]]) -> Iterator[dict]:
    """The articles that have marks; `names` are their words' names, as training.convert has them."""
    nlp = spacy.blank("en")
    for path in sorted(marks.glob("*.marks.jsonl")):
        name = path.name.removesuffix(".marks.jsonl")
        text = (articles / f"{name}.txt").read_text(encoding="utf-8")
        found = [
            (start, end, kind, optional)
            for kind, spans in load_marks(path, text).items()
            for (start, end), optional in spans
            if kind in KINDS
        ]
        document = labelled(nlp, text, found) | {"name": name}
        known = names.get(name, [])
        yield document | ({"names": known} if len(known) == len(document["words"]) else {})


def invented(folder: Path = INVENTED) -> Iterator[dict]:
    """The pieces of invented copy, labelled."""
    nlp = spacy.blank("en")
    for piece in pieces(folder):
        yield labelled(nlp, piece.text, piece.marks) | {"name": piece.name}


def pieces(folder: Path = INVENTED) -> Iterator[Piece]:
    """The pieces of invented copy, in order."""
    for path in sorted(folder.glob("*.txt")):
        for number, piece in enumerate(re.split(r"^=====\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE), 1):
            yield Piece(f"{path.stem} {number}", *untagged(piece))


def untagged(piece: str) -> tuple[str, Marks]:
    """A piece without its tags, and what they mark."""
    text, marks, last = "", [], 0
    for tag in _TAGGED.finditer(piece):
        text += piece[last : tag.start()]
        marks.append((len(text), len(text) + len(tag[3]), tag[1], bool(tag[2])))
        text, last = text + tag[3], tag.end()
    return text + piece[last:], marks


def labelled(nlp: Language, text: str, marks: Marks) -> dict:
    """Words with the number of their kind, and how much each counts."""
    document, starts, ends = laid_out(nlp, text)
    kinds, trust = [0] * len(starts), [1.0] * len(starts)
    for start, end, kind, optional in sorted(marks, key=lambda mark: mark[3]):
        for word in words_in((start, end), starts, ends):
            if not kinds[word]:
                kinds[word], trust[word] = KINDS.index(kind), OPTIONAL if optional else 1.0
    return document | {"kinds": kinds, "trust": trust}
