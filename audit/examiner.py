"""One article at a time, from bytes to a report: all that is slow to import and to load is behind this module."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from audit.engine import ExampleResult, report_of, rulings, run_examples
from audit.pipeline import Pipeline
from audit.readers import Limits, read_bytes
from audit.readers.limits import require
from audit.reading import read
from audit.records import Article, Parse, Reading, Report
from audit.rulebook import Rulebook, load_rulebook
from audit.settings import Profile
from audit.settings.changes import profiled

__all__ = ["Examiner", "try_rules"]


class Examiner:
    """Audits articles; the pipeline is loaded for the first that can be read, a rule book for the first under it."""

    def __init__(self, rule_folders: Sequence[str]) -> None:
        self._folders = rule_folders
        self._books: dict[str, Rulebook] = {}

    def book(self, profile: Profile) -> Rulebook:
        """The rules that hold under a profile; RuleError, ConfigError or UsageError for what is wrong with them."""
        if profile.key not in self._books:
            self._books[profile.key] = profiled(self._rules, profile)
        return self._books[profile.key]

    def examine(self, data: bytes, *, path: str, suffix: str, profile: Profile) -> Report:
        """The report on an article, with all findings of rules that have a limit, and nothing of it settled yet.

        It is without the tokens: rules have seen them, and many reports must fit in memory.
        Raises ArticleError for what cannot be read, and PipelineError.
        """
        return self.report_on(read_bytes(data, path=path, suffix=suffix, limits=profile.limits), profile)

    def report_on(self, article: Article, profile: Profile) -> Report:
        """The report on an article, as from `examine`; ArticleError beyond the limits, and PipelineError."""
        whole = self._read(article, profile.limits)
        report = report_of(whole, rulings(whole, self.book(profile).rules))
        require(article.path, len(report.findings), "findings", profile.limits, "findings", "fix some")
        bare = Parse(tokens=(), sentences=(), entities=(), drafts=(), model=report.reading.parse.model)
        return replace(report, reading=replace(report.reading, parse=bare, voices=()))

    def read(self, data: bytes, *, path: str, suffix: str, profile: Profile) -> Reading:
        """The reading of an article, with all that rules look at; ArticleError and PipelineError as `examine`."""
        return self._read(read_bytes(data, path=path, suffix=suffix, limits=profile.limits), profile.limits)

    def _read(self, article: Article, limits: Limits) -> Reading:
        # A parse for each article alone, so that a failure cannot take the next one along.
        (parse,) = self._pipeline.parse((article,))
        longest = max((sentence.last - sentence.first for sentence in parse.sentences), default=0)
        require(article.path, longest, "sentence_tokens", limits, "words in a sentence", "end its sentences")
        reading = read(article, parse)
        require(article.path, len(reading.attributions), "attributions", limits, "attributions")
        return reading

    @cached_property
    def _rules(self) -> Rulebook:
        return load_rulebook(*self._folders)

    @cached_property
    def _pipeline(self) -> Pipeline:
        return Pipeline.load()


def try_rules(*rule_folders: Path | str) -> tuple[ExampleResult, ...]:
    """Run every rule of some folders on its own examples, beside the built-in rules that it yields to.

    Raises RuleError and PipelineError.
    """
    rulebook = load_rulebook(*rule_folders)
    missing = {name for rule in rulebook.everything for name in rule.yields_to} - {r.id for r in rulebook.everything}
    beside = load_rulebook().everything if missing else ()
    pipeline = Pipeline.load()
    return run_examples(rulebook, lambda articles: map(read, articles, pipeline.parse(articles)), beside=beside)
