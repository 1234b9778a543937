"""What kind of source an unnamed one is, weighed from what its words say and what the trained reader suspects."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.records import HUNCH_KINDS, UNNAMED_KINDS, SourceKind

__all__ = [
    "FAIRLY_SURE",
    "LIKELY",
    "POSSIBLE",
    "SURE",
    "likeliest",
    "signs_of",
    "suspected",
    "suspicions",
    "unnamed",
    "weighed",
]

POSSIBLE, LIKELY, FAIRLY_SURE, SURE = 0.3, 0.6, 0.8, 0.9
"""How likely the trained reader must find a source: where all else speaks for it, or much, or a little, or nothing."""

_LEAST = 1e-3


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """What each sign is worth for each kind, as log odds; training/weighing.py chose them on marked copy."""
    stored = json.loads(Path(__file__).with_name("weighing.json").read_text(encoding="utf-8"))
    return MappingProxyType(stored["weights"])


def suspicions(hunches: Mapping[int, Sequence[float]], words: Sequence[int]) -> dict[str, float]:
    """How likely the trained reader holds some words to be an unnamed source of each kind, on the average of a word."""
    rows = [hunches[at] for at in words if at in hunches]
    means = [sum(column) / len(words) for column in zip(*rows, strict=True)] or [0.0] * len(HUNCH_KINDS)
    return dict(zip(HUNCH_KINDS, means, strict=True))


def unnamed(hunches: Mapping[int, Sequence[float]], words: Sequence[int]) -> dict[SourceKind, float]:
    """How likely the trained reader holds some words to be an unnamed source, by kind: the suspicions but agentless."""
    told = suspicions(hunches, words)
    return {kind: told[kind] for kind in HUNCH_KINDS if kind in UNNAMED_KINDS}


def likeliest(hunches: Mapping[int, Sequence[float]], words: Sequence[int]) -> float:
    """How likely the trained reader holds some words to be an unnamed source of the kind that it finds likeliest."""
    return max(unnamed(hunches, words).values())


def signs_of(page: Page, mention: Mention, kind: SourceKind) -> dict[str, float]:
    """What speaks for a kind: the one that grammar and lexicons make of the words, and the trained reader's hunches."""
    suspected = suspicions(page.hunches, mention.phrase.own)
    signs = {f"looks {k}": math.log(chance + _LEAST) for k, chance in suspected.items()}
    return {**signs, "looks other": math.log(1 - sum(suspected.values()) + _LEAST), f"read {kind}": 1.0, "bias": 1.0}


def suspected(page: Page, mention: Mention, kind: SourceKind) -> float:
    """How likely the trained reader holds a mention to be of a kind."""
    return suspicions(page.hunches, mention.phrase.own).get(kind, 0.0)


def weighed(page: Page, mention: Mention, kind: SourceKind) -> SourceKind | None:
    """The kind of unnamed source that most speaks for; None if it is more likely none."""
    signs = signs_of(page, mention, kind)
    worth = {k: sum(each.get(sign, 0.0) * value for sign, value in signs.items()) for k, each in _weights().items()}
    best = max(worth, key=worth.__getitem__)
    return next((k for k in UNNAMED_KINDS if k == best), None)
