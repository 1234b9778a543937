"""The spaCy component that reads articles: one int8 encoder, run by ONNX Runtime, with a head per task."""

import hashlib
import json
import operator
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.attrs import SENT_START, TAG
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span
from spacy.util import registry

from audit.errors import PipelineError
from audit.pipeline.decode import KINDS, ROLES, Found, Piece, Scores, bio, read_window
from audit.pipeline.windows import windows
from audit.pipeline.wordpiece import WordPiece, surface
from audit.pipeline.words import Words, words_of

__all__ = ["BLOCKS", "FOUND", "KINDS_OF_WORDS", "STORED", "Reader", "create_reader", "found_in", "kinds_in"]

BLOCKS = "blocks"
"""Span group a caller may set: the paragraphs to read. Without it every line is a paragraph."""

FOUND = "audit.found"
"""Key of `Doc.user_data` under which the reader leaves its relations: positions are token numbers."""

KINDS_OF_WORDS = "audit.kinds"
"""Key of `Doc.user_data` for the chances of the kinds of each word, white space left out; shape (words, KINDS)."""

STORED = "audit.Stored.v1"
"""The name of a tokenizer whose rules are those of the model's folder."""

_OUTPUTS = 6  # tags, sentences, names, roles, links, kinds
_FILES = ("network.onnx", "vocabulary.txt", "arrays.npz", "labels.json")


class Network:
    """The network as shipped: a session, its vocabulary, and the arrays that decoding needs."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.folder = folder
        self.session = onnxruntime.InferenceSession(
            str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.vocabulary = WordPiece.read(folder)
        with np.load(folder / "arrays.npz") as arrays:
            self.transitions: Scores = arrays["transitions"] + bio(ROLES)
            self.nobody: Scores = arrays["nobody"]
            self.curve: Scores = arrays["curve"]
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.tags: list[str] = labels["tags"]
        if len(self.session.get_outputs()) != _OUTPUTS:
            raise PipelineError(f"the network in {folder} does not fit this program: package it anew, or reinstall")
        self.window: int = labels["window"]

    def scores(self, pieces: list[int], shapes: list[int], firsts: list[int]) -> list[Scores]:
        """Tag, sentence, name, role, link and kind scores of one window's words."""
        inputs = {"pieces": pieces, "shapes": shapes, "firsts": firsts}
        feed = {k: np.asarray([v], dtype=np.int64) for k, v in inputs.items()}
        return [s[0] for s in self.session.run(None, feed)]


class Reader:
    """Sets tags, sentence starts and entities, and leaves relations and kinds in `Doc.user_data`.

    Windows are read one at a time: int8 activations are scaled per window, so what is read of an article
    never depends on another.
    """

    def __init__(self) -> None:
        self._network: Network | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Read one document in place."""
        if self._network is None:
            raise PipelineError("the reader has no weights: load the pipeline with Pipeline.load()")
        words = words_of(doc)
        if words.numbers:
            _annotate(doc, words, self._network)
        else:
            doc.user_data[FOUND] = ()
            doc.user_data[KINDS_OF_WORDS] = np.zeros((0, len(KINDS)), dtype=np.float32)
        return doc

    def to_disk(self, path: Path, *, exclude: Any = ()) -> None:  # noqa: ARG002 (spaCy's signature)
        """Copy the weights' files to a folder."""
        if self._network is None:
            return
        path.mkdir(parents=True, exist_ok=True)
        digests = {}
        for name in _FILES:
            data = (self._network.folder / name).read_bytes()
            (path / name).write_bytes(data)
            digests[name] = hashlib.sha256(data).hexdigest()
        (path / "digests.json").write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")

    def from_disk(self, path: Path, *, exclude: Any = ()) -> "Reader":  # noqa: ARG002 (spaCy's signature)
        """Load the weights of a folder; a PipelineError where a file is missing or not as it was written."""
        try:
            digests = json.loads((path / "digests.json").read_text(encoding="utf-8"))
            for name in _FILES:
                if hashlib.sha256((path / name).read_bytes()).hexdigest() != digests[name]:
                    raise PipelineError(
                        f"{path / name} is damaged: its SHA-256 is not the one in digests.json. Reinstall."
                    )
        except (OSError, KeyError, ValueError) as error:
            raise PipelineError(f"the pipeline in {path} is incomplete ({error}). Reinstall the package.") from error
        self._network = Network(path)
        return self

    def use(self, folder: Path) -> None:
        """Take weights from a folder that has no digests yet (for packaging)."""
        self._network = Network(folder)


@registry.tokenizers(STORED)  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """An empty tokenizer, to be filled from a model's folder; spaCy's own learns English first, and then again."""
    return lambda nlp: Tokenizer(nlp.vocab)


@Language.factory("audit_reader", assigns=["token.tag", "token.is_sent_start", "doc.ents"])
def create_reader(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 (spaCy's signature)
    """The component's factory; weights come with `from_disk`."""
    return Reader()


def _annotate(doc: Doc, tokens: Words, network: Network) -> None:
    at = tokens.numbers
    breaks = _breaks(doc, tokens)
    spaces = [True, *map(operator.lt, tokens.ends, tokens.starts[1:])]
    words = surface(tokens.texts, spaces)
    starts = np.zeros(len(at), dtype=bool)
    tags = np.zeros(len(at), dtype=np.int64)
    kinds = np.zeros((len(at), len(KINDS)), dtype=np.float32)
    entities: list[Span] = []
    found: list[Found] = []
    for window in windows(words, breaks, network.vocabulary, network.window):
        inside = slice(window.first, window.last)
        here = at[inside]
        read = read_window(
            network.scores(window.pieces, window.shapes, window.firsts), words[inside],
            [i - window.first for i in breaks if window.first <= i < window.last],
            tags=network.tags, transitions=network.transitions, nobody=network.nobody,
        )  # fmt: skip
        tags[inside] = read.tags
        kinds[inside] = read.kinds
        starts[inside] |= read.starts
        entities += [Span(doc, here[p.first], here[p.last - 1] + 1, label=p.label) for p in read.names]
        sure = np.interp([f.confidence for f in read.relations], *network.curve)
        found += [_moved(f, here, s) for f, s in zip(read.relations, sure.tolist(), strict=True)]
    starts[breaks] = True
    _set(doc, at, tags, starts, network.tags)
    doc.ents = tuple(entities)
    doc.user_data[FOUND] = tuple(found)
    doc.user_data[KINDS_OF_WORDS] = kinds


def _set(doc: Doc, at: list[int], tags: NDArray[np.int64], starts: NDArray[np.bool_], names: Sequence[str]) -> None:
    """Tags and sentence starts of all words at once: token by token, spaCy looks through the document each time."""
    table = np.array([doc.vocab.strings.add(name) for name in names], dtype=np.uint64)
    values: Any = np.zeros((len(doc), 2), dtype=np.uint64)
    values[:, 1] = _NO_START
    values[at, 0] = table[tags]
    values[at, 1] = np.where(starts, 1, _NO_START)
    doc.from_array([TAG, SENT_START], values)


_NO_START = np.uint64(2**64 - 1)  # spaCy's −1: no sentence starts here


def _breaks(doc: Doc, words: Words) -> list[int]:
    """The words that begin a paragraph."""
    if BLOCKS in doc.spans:
        begins = (bisect_left(words.starts, block.start_char) for block in doc.spans[BLOCKS])
        return sorted({0, *begins} - {len(words.starts)})
    between = enumerate(pairwise(words.numbers), start=1)
    return [0, *(i for i, (before, at) in between if any("\n" in doc[j].text for j in range(before + 1, at)))]


def _moved(found: Found, here: list[int], sure: float) -> Found:
    """The relation with its window's word numbers turned into token numbers, and its calibrated confidence."""

    def move(piece: Piece) -> Piece:
        return piece._replace(first=here[piece.first], last=here[piece.last - 1] + 1)

    cue = move(found.cue) if found.cue else None
    return Found(cue, tuple(map(move, found.source)), tuple(map(move, found.content)), sure)


def kinds_in(doc: Doc) -> Scores | None:
    """The chances of the kinds that the reader left in a document; None if it left none."""
    return doc.user_data.get(KINDS_OF_WORDS)


def found_in(doc: Doc) -> Iterator[Found]:
    """The relations the reader left in a document."""
    yield from doc.user_data.get(FOUND, ())
