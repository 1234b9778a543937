"""Examples of a rule as one shows them."""

from collections.abc import Callable, Iterator
from itertools import groupby

from audit.records import Span
from audit.rulebook import Example

__all__ = ["paragraphs_of"]


def paragraphs_of(example: Example, plain: Callable[[str], str], marked: Callable[[str], str]) -> Iterator[str]:
    """The paragraphs of an example, `plain` and `marked` for what its rule must report; one repeated only once."""
    written = (_written(example, block.span, plain, marked) for block in example.article.blocks)
    for paragraph, same in groupby(written):
        times = len(list(same))
        yield paragraph if times == 1 else f"{paragraph} ({times} times)"


def _written(example: Example, block: Span, plain: Callable[[str], str], marked: Callable[[str], str]) -> str:
    text, at, pieces = example.article.text, block.start, []
    for span in example.expected:
        if block.start <= span.start < block.end:
            pieces += [plain(text[at : span.start]), marked(text[slice(*span)])]
            at = span.end
    return "".join([*pieces, plain(text[at : block.end])])
