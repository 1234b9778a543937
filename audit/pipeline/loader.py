"""Load the shipped pipeline and run articles through it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from audit.errors import PipelineError
from audit.records import Article, Parse

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Pipeline"]

SHIPPED = Path(__file__).with_name("model")


class Pipeline:
    """A loaded spaCy pipeline that reads articles; spaCy itself is imported by `load`."""

    def __init__(self, nlp: "Language") -> None:
        self._nlp = nlp
        self.name = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Pipeline":
        """The pipeline in a folder, by default the one shipped; a PipelineError where it cannot be used."""
        import spacy

        from audit.pipeline import component  # registers the factory

        try:
            nlp = spacy.load(path)
        except (OSError, ValueError) as error:
            raise PipelineError(f"cannot load the pipeline in {path}: {error}") from error
        if "audit_reader" not in nlp.pipe_names:
            raise PipelineError(f"the pipeline in {path} has no component {component.create_reader.__name__}")
        nlp.max_length = 10**9
        return cls(nlp)

    def parse(self, articles: Iterable[Article]) -> Iterator[Parse]:
        """One parse per article, in order; an article's parse depends on that article alone."""
        from audit.pipeline.border import parse_of
        from audit.pipeline.component import BLOCKS

        for article in articles:
            doc = self._nlp.make_doc(article.prose)
            spans = (doc.char_span(*b.span, alignment_mode="expand") for b in article.blocks)
            doc.spans[BLOCKS] = [s for s in spans if s is not None]
            for _, component in self._nlp.pipeline:
                doc = component(doc)
            yield parse_of(doc, article.blocks, self.name)
