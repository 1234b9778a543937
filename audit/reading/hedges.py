"""Find the words that weaken the writer's commitment, in the writer's voice and in paraphrase."""

from collections.abc import Sequence
from typing import cast

from audit.reading.agentless import beliefs
from audit.reading.lexicon import lexicon
from audit.records import Hedge, HedgeClass, Parse, Span, Voice

__all__ = ["find"]


def find(parse: Parse, voices: Sequence[Voice]) -> tuple[Hedge, ...]:
    """The hedges of one article, in order and without overlaps; `voices` has one entry per token.

    Words inside quotation marks are the speaker's own and count for nothing here.
    """
    cues = [(m, m.label) for m in lexicon("hedges").find(parse.tokens)]
    cues += [(m, "verb") for m in beliefs(parse)]
    hedges: list[Hedge] = []
    reached = 0
    for match, kind in sorted(cues, key=lambda cue: (cue[0].first, -cue[0].last, cue[1])):
        voice = voices[match.first]
        if match.first >= reached and voice != "quote":
            reached = match.last
            span = Span(parse.tokens[match.first].start, parse.tokens[match.last - 1].end)
            hedges.append(Hedge(span=span, kind=cast(HedgeClass, kind), voice=voice))
    return tuple(hedges)
