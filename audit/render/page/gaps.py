"""What the program could not read in an article, or can only guess at."""

from collections.abc import Iterator
from typing import NamedTuple

from audit.records import Reading
from audit.render.page.notes import paragraphs_with
from audit.render.tallies import count

__all__ = ["Gap", "gaps"]

UNSURE = 0.5


class Gap(NamedTuple):
    """One thing, in words, with the paragraphs that it is in."""

    words: str
    paragraphs: tuple[tuple[int, str], ...] = ()

    @property
    def told(self) -> str:
        """All of it in words, for reports without links."""
        numbers = ", ".join(str(number) for number, _ in self.paragraphs)
        return f"{self.words} Paragraph {numbers}." if numbers else self.words


def gaps(reading: Reading, anchor: str) -> tuple[Gap, ...]:
    """What an editor must check by eye."""
    return tuple(_gaps(reading, anchor))


def _gaps(reading: Reading, anchor: str) -> Iterator[Gap]:
    article, measures = reading.article, reading.measures
    if article.extracted:
        yield Gap(
            "The text was taken out of a web page or a Word file; what stands outside its running text was not read."
        )
    if article.headline is None:
        yield Gap("No headline was found, so nothing is said about one.")
    if measures.flesch_kincaid_grade is None or measures.flesch_reading_ease is None:
        yield Gap("Readability could not be measured: there is too little running text.")
    if measures.anonymous_sources[1] is None:
        yield Gap("How many people the unnamed sources are at most, the text does not tell.")
    open_ended = [quotation.span for quotation in reading.quotations if not quotation.closed]
    if open_ended:
        yield Gap(
            f"{count(len(open_ended), 'quotation has', 'quotations have')} no closing mark; the end of the "
            "paragraph was taken for it.",
            paragraphs_with(open_ended, article.blocks, anchor),
        )
    unsure = [a.content[0] for a in reading.attributions if a.content and a.confidence < UNSURE]
    if unsure:
        yield Gap(
            f"{count(len(unsure), 'attribution was', 'attributions were')} read with less than even confidence.",
            paragraphs_with(unsure, article.blocks, anchor),
        )
    adrift = [a.content[0] for a in reading.attributions if a.content and a.source_id is None and a.kind != "agentless"]
    if adrift:
        yield Gap(
            f"{count(len(adrift), 'attribution', 'attributions')} could be tied to no source of the ledger.",
            paragraphs_with(adrift, article.blocks, anchor),
        )
