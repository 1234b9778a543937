"""Find statements in the writer's own voice that need support and have none."""

from collections.abc import Iterator, Mapping, Sequence

from audit.reading.lexicon import lexicon
from audit.reading.signs import kind_of, signs_of, weights
from audit.reading.voices import tokens_in
from audit.records import UNNAMED_KINDS, Article, Attribution, Claim, Hedge, Parse, Sentence, Span, Tokens, Voice

__all__ = ["candidates", "find", "weighed"]

_OWN_SHARE = 0.5
_FEWEST_WORDS = 5


def find(
    article: Article,
    parse: Parse,
    voices: Sequence[Voice],
    attributions: Sequence[Attribution],
    hedges: Sequence[Hedge],
) -> tuple[Claim, ...]:
    """The unsupported statements of one article, as whole sentences in order; `voices` has one entry per token.

    A sentence is one where the signs that it asserts something contestable outweigh the signs that it reports
    a public event or a source.
    """
    return tuple(
        Claim(span=Span(sentence.start, sentence.end), kind=kind_of(signs))
        for sentence, signs in candidates(article, parse, voices, attributions, hedges)
        if sum(weighed(signs).values()) >= 0
    )


def weighed(signs: Mapping[str, float]) -> dict[str, float]:
    """What each sign of a sentence adds, as log odds, and "bias", with which every sentence begins."""
    worth = weights()
    return {"bias": worth["bias"], **{name: worth.get(name, 0.0) * value for name, value in signs.items()}}


def candidates(
    article: Article,
    parse: Parse,
    voices: Sequence[Voice],
    attributions: Sequence[Attribution],
    hedges: Sequence[Hedge],
) -> Iterator[tuple[Sentence, Mapping[str, float]]]:
    """The sentences of the running text in which the writer asserts something, each with its signs."""
    own = _own_words(parse, voices, attributions)
    asserted = dict(_own_sentences(article, parse, own))
    yield from zip(asserted.values(), signs_of(parse, voices, own, attributions, hedges, asserted), strict=True)


def _own_words(parse: Parse, voices: Sequence[Voice], attributions: Sequence[Attribution]) -> tuple[bool, ...]:
    """For each token whether the writer answers for it: it is not quoted, and nobody in its sentence tells it.

    Who only wants, fears or does something (“the party fears that …”) does not tell it.
    """
    tokens = parse.tokens
    telling = {i for m in lexicon("claims", "telling").find(tokens) for i in range(m.first, m.last)}
    own = [voice != "quote" for voice in voices]
    for attribution in attributions:
        cue = tokens_in(tokens, attribution.cue)
        if attribution.source and (attribution.kind in UNNAMED_KINDS or not telling.isdisjoint(cue)):
            sentences = {tokens[i].sentence for i in cue}
            for i in tokens_in(tokens, attribution.content):
                own[i] = own[i] and tokens[i].sentence not in sentences
    return tuple(own)


def _own_sentences(article: Article, parse: Parse, own: Sequence[bool]) -> Iterator[tuple[int, Sentence]]:
    """The sentences of the running text in which the writer, and nobody else, asserts something."""
    tokens = Tokens.of(parse.tokens)
    for number, sentence in enumerate(parse.sentences):
        if article.blocks[sentence.block].kind != "paragraph":
            continue
        words = [i for i in range(sentence.first, sentence.last) if tokens.is_word[i]]
        mine = sum([own[i] for i in words])
        asks = parse.tokens[sentence.last - 1].norm == "?"
        markup = parse.tokens[sentence.first].norm == "<"
        if mine >= _FEWEST_WORDS and mine >= _OWN_SHARE * len(words) and not asks and not markup:
            yield number, sentence
