"""The signs, sentence by sentence, that speak for and against an unsupported claim."""

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from audit.phrases import Match
from audit.reading.lexicon import lexicon
from audit.reading.voices import tokens_in
from audit.records import Attribution, ClaimClass, Hedge, HedgeClass, Parse, Token, Tokens, Voice

__all__ = ["kind_of", "signs_of", "weights"]

Signs = Mapping[str, float]

_CLASSES: tuple[ClaimClass, ...] = get_args(ClaimClass)
_GUESSES: Mapping[str, ClaimClass] = {"modal": "prediction", "verb": "evaluation", "adverb": "evaluation"}
_VOTES = {"words": 1.0, "more words": 0.3, "weak words": 0.4, "hedge": 0.4}
_NO_SUPERLATIVES = frozenset(("most", "least", "latest", "best"))
_FINITE = {"VBD": "past", "VBZ": "present", "VBP": "present of many", "MD": "modal"}
_PERSONAL = frozenset(("i", "we", "you", "me", "us", "my", "our", "your"))
_NEGATIVE = frozenset(("not", "n't", "no", "nobody", "none", "never"))
_POINTING = frozenset(("that", "this", "it", "these", "those", "such", "there"))
_HAVE = frozenset(("has", "have", "had", "'s", "'ve"))
_SHORT = 9


@cache
def weights() -> Mapping[str, float]:
    """What each sign is worth, as log odds, and "bias"; training/claims.py chose them on marked articles."""
    stored = json.loads(Path(__file__).with_name("claims.json").read_text(encoding="utf-8"))
    return MappingProxyType(stored["weights"])


def kind_of(signs: Signs) -> ClaimClass:
    """The class of claim whose words are most and strongest, whatever they are worth as signs of one."""
    votes: dict[str, float] = dict.fromkeys(_CLASSES, 0.0)
    for name, value in signs.items():
        sign, _, kind = name.partition(": ")
        if sign == "hedge":
            kind = _GUESSES.get(kind, "")
        if kind in votes:
            votes[kind] += _VOTES.get(sign, 0.0) * value
    votes["superlative"] += signs.get("superlative", 0.0)
    return max(_CLASSES, key=lambda kind: votes[kind])


def signs_of(
    parse: Parse,
    voices: Sequence[Voice],
    own: Sequence[bool],
    attributions: Sequence[Attribution],
    hedges: Sequence[Hedge],
    sentences: Iterable[int],
) -> Iterator[Signs]:
    """The signs of some sentences by name; only the writer's own words count: `own` says of each token if it is one."""
    tokens = Tokens.of(parse.tokens)
    words = lexicon("claims")
    found = {n: [m for m in words.find(tokens, *tokens.sentences[n]) if own[m.first]] for n in sentences}
    credited = {tokens[i].sentence for a in attributions if a.source for i in tokens_in(tokens, a.cue)}
    statistics = (m for some in found.values() for m in some if m.label == "statistic")
    counted = {i for m in statistics for i in range(m.whole_first, m.whole_last)}
    quoting = {t.sentence for t, voice in zip(tokens, voices, strict=True) if voice == "quote"}
    hedged: dict[int, set[HedgeClass]] = defaultdict(set)
    for hedge in hedges:
        hedged[tokens[bisect_left(tokens.starts, hedge.span.start)].sentence].add(hedge.kind)
    figures = Counter([tokens[i].sentence for i in tokens.at_tag.get("CD", ()) if own[i] and i not in counted])
    for number, matches in found.items():
        first, last = tokens.sentences[number]
        yield {
            **dict(_of_words(matches)),
            **{f"hedge: {kind}": 1.0 for kind in hedged[number]},
            **{name: 1.0 for name, held in (("credits", credited), ("quotes", quoting)) if number in held},
            **dict(_of_grammar([tokens[i] for i in range(first, last) if own[i]], last - first)),
            "figures": float(min(2, figures[number])),
        }


def _of_words(found: Sequence[Match]) -> Iterator[tuple[str, float]]:
    """Sections of the lexicon that occur; of a class of claims also how often."""
    for label, count in Counter(match.label for match in found).items():
        kind, _, weak = label.partition("-")
        if kind not in _CLASSES:
            yield label, 1.0
        elif weak:
            yield f"weak words: {kind}", 1.0
        else:
            yield f"words: {kind}", 1.0
            yield f"more words: {kind}", float(min(count - 1, 2))


def _of_grammar(own: Sequence[Token], words: int) -> Iterator[tuple[str, float]]:
    """How it is said: tenses, comparisons, adjectives, names. Values lie between 0 and 3; `words` counts all."""
    tags = [t.tag for t in own]
    norms = {t.norm for t in own}
    yield "verb: " + next((_FINITE[t] for t in tags if t in _FINITE), "none"), 1.0
    yield (
        "perfect",
        float(
            not _HAVE.isdisjoint(norms) and any(a.norm in _HAVE and b.tag in ("VBN", "RB") for a, b in pairwise(own))
        ),
    )
    yield "comparison", float("JJR" in tags or "RBR" in tags)
    superlative = "RBS" in tags or (
        "JJS" in tags and any(t.tag == "JJS" and t.norm not in _NO_SUPERLATIVES for t in own)
    )
    yield "superlative", float(superlative)
    yield "adverbs", float(min(tags.count("RB"), 3))
    yield "adjectives", min(tags.count("JJ"), 5) / 2
    yield "names", 3 * sum([tag.startswith("NNP") for tag in tags]) / max(1, len(own))
    yield "share", len(own) / words
    yield "short", float(len(own) < _SHORT)
    yield "first person", float(not _PERSONAL.isdisjoint(norms))
    yield "negation", float(not _NEGATIVE.isdisjoint(norms))
    opening = own[0].norm if own else ""
    yield "opens with he or she", float(opening in ("he", "she"))
    yield "points back", float(opening in _POINTING)
