"""From the network's scores to spans and relations; numpy only, shared by training and run time."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from audit.records import HUNCH_KINDS

__all__ = [
    "KINDS",
    "NAMES",
    "ROLES",
    "Found",
    "Layout",
    "Piece",
    "WindowReading",
    "best_spans",
    "bio",
    "read_window",
    "sentence_starts",
    "viterbi",
]

Scores = NDArray[np.float32]

ROLES = ("O", "B-CUE", "I-CUE", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT")
NAMES = ("O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")

KINDS = ("none", *HUNCH_KINDS)

_NEVER = np.float32(-1e4)


def bio(labels: Sequence[str]) -> Scores:
    """Transition penalties that forbid an I that does not go on from its own B or I; shape (labels, labels)."""
    allowed = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for i, before in enumerate(labels):
        for j, label in enumerate(labels):
            if label.startswith("I-") and before[2:] != label[2:]:
                allowed[i, j] = _NEVER
    return allowed


def viterbi(scores: Scores, transitions: Scores, labels: Sequence[str]) -> NDArray[np.int64]:
    """The best label of each word; scores (words, labels), transitions (labels, labels)."""
    greedy: NDArray[np.int64] = scores.argmax(axis=1)
    free = transitions.max() <= 0 and not transitions[greedy[:-1], greedy[1:]].any()
    if free and not labels[greedy[0]].startswith("I-"):
        return greedy  # nothing speaks against the best label of each word
    opening = scores[0] + np.array([_NEVER if x.startswith("I-") else 0 for x in labels], dtype=np.float32)
    if len(scores) == 1:
        return np.array([opening.argmax()])
    levels = [transitions[:, :, None] + scores[1:].T]  # steps from a label to another; below, each is of two or one
    while levels[-1].shape[2] > 1:
        levels.append(_joined(levels[-1]))
    whole = levels.pop()[:, :, 0]
    path = np.array(np.unravel_index((opening[:, None] + whole).argmax(), whole.shape))
    for steps in reversed(levels):
        path = _between(path, steps)
    return path


def _joined(steps: Scores) -> Scores:
    """The best way through every two steps that follow each other; the last of an odd number stays as it is."""
    even = steps.shape[2] // 2 * 2
    one, other = steps[:, :, 0:even:2], steps[:, :, 1:even:2]
    return np.concatenate(((one[:, :, None] + other).max(axis=1), steps[:, :, even:]), axis=2)


def _between(path: NDArray[np.int64], steps: Scores) -> NDArray[np.int64]:
    """The labels at the ends of all steps, from those at the ends of every two."""
    halves = steps.shape[2] // 2
    pairs = 2 * np.arange(halves)
    through = steps[path[:halves], :, pairs] + steps[:, path[1 : halves + 1], pairs + 1].T
    out = np.empty(steps.shape[2] + 1, dtype=np.int64)
    out[0 : 2 * halves + 1 : 2] = path[: halves + 1]
    out[1 : 2 * halves : 2] = through.argmax(axis=1)
    out[2 * halves + 1 :] = path[halves + 1 :]
    return out


class Piece(NamedTuple):
    """An unbroken span of words with its label's name and confidence."""

    first: int
    last: int
    label: str
    confidence: float


def spans(path: NDArray[np.int64], labels: Sequence[str], likely: Scores) -> list[Piece]:
    """The labelled spans of a path; confidence is the mean chance of the labels along the span."""
    ranges: list[tuple[int, int]] = []
    first = None
    for i, name in enumerate([*(labels[label] for label in path.tolist()), "O"]):
        if first is not None and name[0] != "I":
            ranges.append((first, i))
            first = None
        if name[0] == "B":
            first = i
    if not ranges:
        return []
    along = np.append(likely[np.arange(len(path)), path], np.float32(0))  # a span may end where the words do
    sums = np.add.reduceat(along, np.array(ranges).ravel())[::2]
    return [
        Piece(first, last, labels[path[first]][2:], total / (last - first))
        for (first, last), total in zip(ranges, sums.tolist(), strict=True)
    ]


def best_spans(scores: Scores, transitions: Scores, labels: Sequence[str]) -> list[Piece]:
    """The labelled spans of the best path through one window's scores, shape (words, labels)."""
    return spans(viterbi(scores, transitions, labels), labels, chances(scores))


def chances(scores: Scores) -> Scores:
    """The chance of each label of each word."""
    raised: Scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Scores = raised / raised.sum(axis=1, keepdims=True)
    return shares


class Found(NamedTuple):
    """One relation in words: its cue, its sources (none or one piece) and its content pieces."""

    cue: Piece | None
    source: tuple[Piece, ...]
    content: tuple[Piece, ...]
    confidence: float


class Layout(NamedTuple):
    """The paragraph and the sentence of each word of a window, as running numbers."""

    paragraphs: NDArray[np.int64]
    sentences: NDArray[np.int64]


class Cost(NamedTuple):
    """What it costs a link to cross a sentence, a paragraph, or (per unit of log distance) words."""

    sentence: float
    paragraph: float
    distance: float

    def between(self, layout: Layout, asking: Sequence[int], answering: Sequence[int]) -> Scores:
        """Costs of all pairs of words; shape (asking, answering)."""
        x, y = np.array(asking)[:, None], np.array(answering)[None]
        sentences = np.minimum(3, np.abs(layout.sentences[x] - layout.sentences[y]))
        paragraphs = np.minimum(3, np.abs(layout.paragraphs[x] - layout.paragraphs[y]))
        far: Scores = np.log1p(np.abs(x - y)).astype(np.float32)
        cost: Scores = np.float32(self.sentence) * sentences + np.float32(self.paragraph) * paragraphs
        return cost + np.float32(self.distance) * far


# Chosen on PolNeAR dev: without them a fifth of the relations is lost to links across sentences.
SOURCE_COST = Cost(sentence=4.0, paragraph=0.0, distance=1.0)
CONTENT_COST = Cost(sentence=1.0, paragraph=4.0, distance=0.3)
NOBODY_COST = np.float32(2.0)


def relations(pieces: Sequence[Piece], links: Scores, nobody: Scores, layout: Layout) -> list[Found]:
    """Link cues to sources and contents to cues; a cue that no content asks for is left out.

    `links` has four vectors a word: a cue's question, a source's answer, a content's question, a cue's answer;
    shape (words, 4, size). `nobody` is the answer for a cue without a source.
    """
    cues = [p for p in pieces if p.label == "CUE"]
    sources = [p for p in pieces if p.label == "SOURCE"]
    contents = [p for p in pieces if p.label == "CONTENT"]
    if not cues or not contents:
        return []
    at_cue = [p.first for p in cues]
    parts: dict[int, list[Piece]] = {}
    asking = [p.first for p in contents]
    scores = _fit(links[asking, 2], links[at_cue, 3]) - CONTENT_COST.between(layout, asking, at_cue)
    for piece, row in zip(contents, scores, strict=True):
        parts.setdefault(int(row.argmax()), []).append(piece)
    chosen = _choose(links, at_cue, [p.first for p in sources], nobody, layout) if sources else {}
    out = []
    for i, cue in enumerate(cues):
        if i in parts:
            source = (sources[chosen[i]],) if i in chosen else ()
            sure = [p.confidence for p in (cue, *source, *parts[i])]
            out.append(Found(cue, source, tuple(parts[i]), math.prod(sure) ** (1 / len(sure))))
    return out


def _fit(asking: Scores, answering: Scores) -> Scores:
    fit: Scores = (asking @ answering.T) / np.float32(np.sqrt(asking.shape[-1]))
    return fit


def _choose(links: Scores, cues: list[int], sources: list[int], nobody: Scores, layout: Layout) -> dict[int, int]:
    """The source of each cue that has one; a source that no cue chose goes to its best cue, if that has none."""
    scores = _fit(links[cues, 0], links[sources, 1]) - SOURCE_COST.between(layout, cues, sources)
    none = _fit(links[cues, 0], nobody[None])[:, 0] - NOBODY_COST
    best = scores.argmax(axis=1)
    chosen = {i: int(j) for i, j in enumerate(best) if scores[i, j] > none[i]}
    taken = set(chosen.values())
    for j in range(len(sources)):
        if j not in taken:
            chosen.setdefault(int(scores[:, j].argmax()), j)
    return chosen


_PRONOUN_TAGS = frozenset(("PRP", "PRP$"))
_PAST_TAGS = frozenset(("VBD", "VBN"))
_LONGEST_PAST_IN_S = len("was")
_PRONOUNS = frozenset(
    "i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself "
    "we us our ours ourselves they them their theirs themselves themself one oneself 's 'em em ya y'all thou thee thy "
    "u ur yo y'".split()
)


def best_tags(scores: Scores, words: Sequence[str], tags: Sequence[str]) -> NDArray[np.int64]:
    """The best tag of each word that its form allows: one-word sources are else mistaken for pronouns or verbs."""
    allowed = scores.copy()
    pronouns = [i for i, tag in enumerate(tags) if tag in _PRONOUN_TAGS]
    pasts = [i for i, tag in enumerate(tags) if tag in _PAST_TAGS]
    others = [i for i, word in enumerate(words) if word.lower() not in _PRONOUNS]
    in_s = [i for i, word in enumerate(words) if word[-1:] == "s" and len(word) > _LONGEST_PAST_IN_S]
    allowed[np.ix_(others, pronouns)] = _NEVER
    allowed[np.ix_(in_s, pasts)] = _NEVER
    best: NDArray[np.int64] = allowed.argmax(axis=1)
    return best


_ENDS = frozenset((".", "!", "?"))
_MAY_END = _ENDS | frozenset(("…", "...", "”", "’", ")", "]", ":", ";", "—"))


def sentence_starts(words: Sequence[str], likely: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which words begin a sentence: the likely ones, as far as punctuation allows, and capitals after a full stop.

    `words` are surfaces; an abbreviation keeps its dot, so a dot of its own ends a sentence.
    """
    starts = likely.copy()
    for i in range(1, len(words)):
        before = words[i - 1]
        if before in _ENDS and words[i][:1].isupper():
            starts[i] = True
        elif before not in _MAY_END and not before.endswith("."):
            starts[i] = False
    return starts


def layout(paragraphs: Sequence[int], starts: NDArray[np.bool_]) -> Layout:
    """The layout of a window from its words that begin a paragraph, and from the sentence starts."""
    begins = np.zeros(len(starts), dtype=np.int64)
    begins[list(paragraphs)] = 1
    return Layout(np.cumsum(begins), np.cumsum((starts | (begins > 0)).astype(np.int64)))


class WindowReading(NamedTuple):
    """What one window's scores say: a tag, a sentence start and the chance of each of KINDS per word, names, spans of
    roles, and relations."""

    tags: NDArray[np.int64]
    starts: NDArray[np.bool_]
    names: list[Piece]
    roles: list[Piece]
    relations: list[Found]
    kinds: Scores


def read_window(
    scores: Sequence[Scores],
    words: Sequence[str],
    paragraphs: Sequence[int],
    *,
    tags: Sequence[str],
    transitions: Scores,
    nobody: Scores,
) -> WindowReading:
    """Read the network's scores (tags, sentences, names, roles, links, kinds) of one window.

    `words` are the window's surfaces, `paragraphs` the places of those that begin one.
    """
    tag, sentence, name, role, link, kind = scores
    starts = sentence_starts(words, sentence[:, 1] > sentence[:, 0])
    pieces = best_spans(role, transitions, ROLES)
    return WindowReading(
        tags=best_tags(tag, words, tags),
        starts=starts,
        names=best_spans(name, _NAME_STEPS, NAMES),
        roles=pieces,
        relations=relations(pieces, link.reshape(len(link), 4, -1), nobody, layout(paragraphs, starts)),
        kinds=chances(kind),
    )


_NAME_STEPS = bio(NAMES)
