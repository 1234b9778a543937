"""Words of a text as the pipeline will see them, and which of them a span touches."""

from spacy.language import Language

__all__ = ["laid_out", "words_in"]


def laid_out(nlp: Language, text: str) -> tuple[dict, list[int], list[int]]:
    """The words of a text with the spaces before them and the paragraphs they begin; where each begins and ends."""
    tokens = [t for t in nlp.make_doc(text) if not t.is_space]
    starts = [t.idx for t in tokens]
    ends = [t.idx + len(t) for t in tokens]
    return {
        "words": [t.text for t in tokens],
        "spaces": [i == 0 or starts[i] > ends[i - 1] for i in range(len(tokens))],
        "breaks": [i for i in range(len(tokens)) if i == 0 or "\n" in text[ends[i - 1] : starts[i]]],
    }, starts, ends  # fmt: skip


def words_in(span: tuple[int, int], starts: list[int], ends: list[int]) -> range:
    """The words that a span of characters touches."""
    inside = [i for i in range(len(starts)) if starts[i] < span[1] and ends[i] > span[0]]
    return range(inside[0], inside[-1] + 1) if inside else range(0)
