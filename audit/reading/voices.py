"""Whose words a token is: the writer's, a paraphrase of a source, or a quotation."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from audit.records import Attribution, Parse, Quotation, Span, Token, Tokens, Voice

__all__ = ["of_tokens", "tokens_in"]


def of_tokens(
    parse: Parse, quotations: Sequence[Quotation], attributions: Sequence[Attribution], spoken: Iterable[Span] = ()
) -> tuple[Voice, ...]:
    """One voice per token; quotation beats paraphrase, and a content without a source is the writer's own.

    `spoken` is what others say without quotation marks: it too is quotation.
    """
    voices: list[Voice] = ["writer"] * len(parse.tokens)
    paraphrased = (span for a in attributions if a.source for span in a.content)
    for i in tokens_in(parse.tokens, paraphrased):
        voices[i] = "paraphrase"
    for i in tokens_in(parse.tokens, (*(q.span for q in quotations), *spoken)):
        voices[i] = "quote"
    return tuple(voices)


def tokens_in(tokens: Sequence[Token], spans: Iterable[Span]) -> list[int]:
    """Indexes of the tokens that begin inside any of the spans, each once, in order."""
    out: list[int] = []
    at = 0
    starts = Tokens.of(tokens).starts
    for start, end in sorted(spans):
        at = bisect_left(starts, start, at)
        last = bisect_left(starts, end, at)
        out += range(at, last)
        at = last
    return out
