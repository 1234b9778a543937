"""Load the shipped pipeline and run articles through it."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from audit.errors import PipelineError
from audit.installed import changed_since_installed
from audit.pipeline.lean import lean_spacy
from audit.records import Article, Parse

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Pipeline"]

SHIPPED = Path(__file__).with_name("model")
KNOWN_WORDS = 30_000  # so many words are kept for the next article; a text's other words go with it
SELDOM = 50_000  # records made before Python looks for cycles among them; those of an article die without that


class Pipeline:
    """A loaded spaCy pipeline that reads articles; spaCy itself is imported by `load`."""

    def __init__(self, nlp: "Language") -> None:
        self._nlp = nlp
        self.name = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Pipeline":
        """The pipeline in a folder, by default the one shipped; a PipelineError where it cannot be used.

        From here on this process looks for cyclic garbage less often: it would take a twentieth of the time.
        """
        spacy = lean_spacy()

        from audit.pipeline import component  # registers what the pipeline is made of

        if path == SHIPPED and (changed := changed_since_installed(path)):
            raise PipelineError(f"{changed} is not as it was installed. Reinstall the package.")
        try:
            nlp = spacy.load(path, config={"nlp": {"tokenizer": {"@tokenizers": component.STORED}}})
        except (OSError, ValueError) as error:
            raise PipelineError(f"cannot load the pipeline in {path}: {error}") from error
        if "audit_reader" not in nlp.pipe_names:
            raise PipelineError(f"the pipeline in {path} has no component {component.create_reader.__name__}")
        nlp.max_length = 10**9
        often, *later = gc.get_threshold()
        if 0 < often < SELDOM:
            gc.set_threshold(SELDOM, *later)
        return cls(nlp)

    def parse(self, articles: Iterable[Article]) -> Iterator[Parse]:
        """One parse per article, in order; an article's parse depends on that article alone."""
        return map(self._parse, articles)

    def _parse(self, article: Article) -> Parse:
        from audit.pipeline.border import parse_of
        from audit.pipeline.component import BLOCKS

        knows_enough = len(self._nlp.vocab) > KNOWN_WORDS
        with self._nlp.memory_zone() if knows_enough else nullcontext():
            doc = self._nlp.make_doc(article.prose)
            spans = (doc.char_span(*b.span, alignment_mode="expand") for b in article.blocks)
            doc.spans[BLOCKS] = [s for s in spans if s is not None]
            for _, component in self._nlp.pipeline:
                doc = component(doc)
            return parse_of(doc, article.blocks, self.name)
