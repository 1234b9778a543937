"""Find the words that weaken the writer's commitment, in the writer's voice and in paraphrase."""

from collections.abc import Sequence
from typing import cast

from audit.phrases import Match
from audit.reading.lexicon import lexicon
from audit.records import Hedge, HedgeClass, Parse, Span, Voice

__all__ = ["find"]


def find(parse: Parse, voices: Sequence[Voice]) -> tuple[Hedge, ...]:
    """The hedges of one article, in order and without overlaps; `voices` has one entry per token.

    Words inside quotation marks are the speaker's own and count for nothing here.
    """
    found = sorted(lexicon("hedges").find(parse.tokens), key=lambda m: (m.first, -m.last, m.label))
    hedges: list[Hedge] = []
    reached = 0
    for match in found:
        if match.first >= reached and voices[match.first] != "quote":
            reached = match.last
            hedges.append(_hedge(match, parse, voices))
    return tuple(hedges)


def _hedge(match: Match, parse: Parse, voices: Sequence[Voice]) -> Hedge:
    span = Span(parse.tokens[match.first].start, parse.tokens[match.last - 1].end)
    return Hedge(span=span, kind=cast(HedgeClass, match.label), voice=voices[match.first])
