"""Weigh, sentence by sentence, what speaks for and against an unsupported claim."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from audit.phrases import Match
from audit.reading.lexicon import lexicon
from audit.reading.voices import tokens_in
from audit.records import Attribution, ClaimClass, Hedge, HedgeClass, Parse, Sentence, Token

__all__ = ["Signs", "signs_of"]

_CLASSES: tuple[ClaimClass, ...] = get_args(ClaimClass)
# Set by hand on marked articles; halving or doubling any one of them changes little.
_STRONG, _WEAK, _MORE = 1.0, 0.4, 0.3
_HEARSAY = 1.0
_CONTRAST, _PRESENT = 0.6, 0.2
_EVENT, _TELLING = -0.5, -1.2
_OPENING = 3
_PRESENT_TENSE = ("VBZ", "VBP")
_FINITE = (*_PRESENT_TENSE, "VBD", "MD")
_GUESSES: dict[HedgeClass, ClaimClass] = {"modal": "prediction", "verb": "evaluation", "adverb": "evaluation"}
_NO_SUPERLATIVES = frozenset(("most", "least", "latest", "best"))
# A forecast or an outlet's own find is a matter of sourcing, not yet a contestable claim.
_NO_HEARSAY = frozenset(("expected", "projected", "predicted", "forecast", "tipped", "estimated", "learned"))


@dataclass(frozen=True, slots=True)
class Signs:
    """The class of claim that a sentence would make, and how much speaks for it."""

    kind: ClaimClass
    weight: float


def signs_of(
    parse: Parse, own: Sequence[bool], attributions: Sequence[Attribution], hedges: Sequence[Hedge]
) -> tuple[Signs, ...]:
    """One entry per sentence; only the writer's own words count, and `own` says for each token whether it is one."""
    found: list[list[Match]] = [[] for _ in parse.sentences]
    for match in lexicon("claims").find(parse.tokens):
        if own[match.first]:
            found[parse.tokens[match.first].sentence].append(match)
    cues = (tokens_in(parse.tokens, a.cue) for a in attributions if a.kind == "agentless")
    hearsay = {
        parse.tokens[c[0]].sentence for c in cues if c and _NO_HEARSAY.isdisjoint(parse.tokens[i].norm for i in c)
    }
    return tuple(
        _signs(
            sentence,
            [t for i, t in enumerate(parse.tokens[sentence.first : sentence.last], sentence.first) if own[i]],
            found[number],
            [h for h in hedges if sentence.start <= h.span.start < sentence.end],
            hearsay=number in hearsay,
        )
        for number, sentence in enumerate(parse.sentences)
    )


def _signs(
    sentence: Sentence, tokens: Sequence[Token], found: Sequence[Match], hedges: Sequence[Hedge], *, hearsay: bool
) -> Signs:
    classes: dict[str, float] = dict.fromkeys(_CLASSES, 0.0)
    for label, count in Counter(m.label for m in found).items():
        name, _, weak = label.partition("-")
        if name in classes:
            classes[name] += (_WEAK if weak else _STRONG) + _MORE * min(count - 1, 2)
    for kind in {h.kind for h in hedges} & _GUESSES.keys():
        classes[_GUESSES[kind]] += _WEAK
    if any(t.tag == "RBS" or (t.tag == "JJS" and t.norm not in _NO_SUPERLATIVES) for t in tokens):
        classes["superlative"] += _STRONG
    classes["evaluation"] += _HEARSAY * hearsay
    weight = sum(classes.values()) + _context(found, sentence, [t.tag for t in tokens])
    return Signs(max(_CLASSES, key=lambda c: classes[c]), weight)


def _context(found: Sequence[Match], sentence: Sentence, tags: Sequence[str]) -> float:
    """What the frame of a sentence adds: argument speaks for a claim, a dated event or a speaker against it."""
    contrast = any(m.label == "contrast" and m.first < sentence.first + _OPENING for m in found)
    labels = Counter(m.label for m in found)
    present = next((t for t in tags if t in _FINITE), "") in _PRESENT_TENSE
    dated = 0 if present and "prediction" not in labels else min(labels["event"], 2)
    told, ruled = labels["telling"] > 0, labels["rule"] > 0
    return _CONTRAST * contrast + _PRESENT * present + _EVENT * (dated + ruled) + _TELLING * told
