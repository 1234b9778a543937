"""Find information that nobody is named for: “reportedly”, “is said to”, “the Ledger has learned”."""

from collections.abc import Sequence

from audit.phrases import Match
from audit.reading.lexicon import lexicon
from audit.records import Attribution, Parse, Span, Voice

__all__ = ["beliefs", "find"]

_CLAUSE_ENDS = frozenset({";", "but", "while", "although", "though", "whereas"})
_JUDGED = frozenset({"considered", "deemed"})
_CERTAIN, _LIKELY = 0.9, 0.75


def find(
    parse: Parse,
    voices: Sequence[Voice],
    credited: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """Attributions without a source, in order; `credited` are the article's other attributions.

    The cue is the span to report, the content its clause. `voices` has one entry per token. A cue stays out
    where it is quoted and where the sentence says whose knowledge it is.
    """
    tokens = parse.tokens
    accused = {tokens[m.first].sentence for m in lexicon("agentless", "accuser").find(tokens)}
    cues = [
        *(m for m in lexicon("agentless", "hearsay").find(tokens) if not _is_told(m, parse, credited)),
        *(
            m
            for m in lexicon("agentless", "alleged").find(tokens)
            if tokens[m.first].sentence not in accused
            and not (tokens[m.first].norm == "allegedly" and _is_told(m, parse, credited))
        ),
        *(m for m in lexicon("agentless", "outlet").find(tokens) if not _is_a_person(m, parse)),
        *beliefs(parse),
    ]
    reached = 0
    found: list[Attribution] = []
    for match in sorted(cues, key=lambda m: (m.first, -m.last)):
        if match.first >= reached and voices[match.first] != "quote":
            reached = match.last
            found.append(_attribution(match, parse))
    return tuple(found)


def beliefs(parse: Parse) -> tuple[Match, ...]:
    """The passives of belief, report and expectation (“is said to”) that name nobody who holds them."""
    return tuple(m for m in lexicon("agentless", "passive").find(parse.tokens) if not _names_holder(m, parse))


def _is_told(match: Match, parse: Parse, credited: Sequence[Attribution]) -> bool:
    """Whether the cue is part of what a source of the same sentence says."""
    at = parse.tokens[match.first]
    sentence = parse.sentences[at.sentence]
    return any(
        any(span.start <= at.start < span.end for span in a.content)
        and any(sentence.start <= span.start < sentence.end for span in a.source)
        for a in credited
    )


def _is_a_person(match: Match, parse: Parse) -> bool:
    """Whether it is a person that “has learned”, not an outlet speaking of itself."""
    before = parse.tokens[match.first - 1]
    return any(e.label == "PERSON" and e.start <= before.start < e.end for e in parse.entities)


def _names_holder(match: Match, parse: Parse) -> bool:
    """Whether “by X” follows: at once, or in the clause where no second verb could own it (“seen as”, “considered”)."""
    tokens = parse.tokens
    _, end = _clause(match, parse)
    judged = any(tokens[i].norm in _JUDGED for i in range(match.first, match.last))
    reach = end if judged or tokens[match.last - 1].norm in ("as", "for", "of") else match.last + 1
    after = range(match.last, min(reach, end - 1))
    return any(tokens[i].norm == "by" and not _is_how(parse, i + 1) for i in after)


def _is_how(parse: Parse, at: int) -> bool:
    """Whether what follows “by” tells how or how much, not who: by 2030, by abruptly leaving."""
    tags = [token.tag for token in parse.tokens[at : at + 2]]
    return tags[0].startswith(("CD", "VBG")) or tags == ["RB", "VBG"]


def _attribution(match: Match, parse: Parse) -> Attribution:
    tokens = parse.tokens
    cue = Span(tokens[match.first].start, tokens[match.last - 1].end)
    first, last = _clause(match, parse)
    before = Span(tokens[first].start, tokens[match.first - 1].end) if first < match.first else None
    after = Span(tokens[match.last].start, tokens[last - 1].end) if match.last < last else None
    return Attribution(
        source=(),
        cue=(cue,),
        content=tuple(span for span in (before, after) if span),
        kind="agentless",
        quote="indirect",
        confidence=_CERTAIN if match.label == "hearsay" else _LIKELY,
    )


def _clause(match: Match, parse: Parse) -> tuple[int, int]:
    """The clause around a match as token indexes: from the last clause mark before it to the next one after."""
    tokens, sentence = parse.tokens, parse.sentences[parse.tokens[match.first].sentence]
    marks = [i for i in range(sentence.first, sentence.last) if tokens[i].norm in _CLAUSE_ENDS]
    first = max((i + 1 for i in marks if i < match.first), default=sentence.first)
    last = min((i for i in marks if i >= match.last), default=sentence.last)
    while last > match.last and not any(c.isalnum() for c in tokens[last - 1].text):
        last -= 1
    return first, last
