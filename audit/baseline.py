"""The baseline: a file of the findings that were there when a newsroom began, so that only later ones count.

One finding a line, sorted, with its words: made to be read, and to be merged by git. Paths count from the file.
"""

import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from audit.errors import ConfigError
from audit.files import read_regular
from audit.known import Known, beginning, known_of, recognised
from audit.records import Report, Suppression
from audit.render.jsontext import expanded

__all__ = ["Baseline", "KnownArticle", "Match", "Matching", "baseline_of", "read_baseline", "render_baseline"]

VERSION = 1
LARGEST = 100_000_000  # bytes, some hundred thousand findings
REASON = "in the baseline"
EXPANDED_LEVELS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """The known findings of one article; `begins` is its headline or its first words."""

    path: str
    begins: str
    findings: tuple[Known, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """All that is known, in order of path; paths count from `folder`."""

    folder: Path
    articles: tuple[KnownArticle, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    baseline: int
    articles: tuple[KnownArticle, ...]


def read_baseline(file: Path) -> Baseline:
    """The baseline in a file. Raises ConfigError where there is none, or what is there is none."""
    try:
        return parse_baseline(read_regular(file, LARGEST), file)
    except FileNotFoundError as error:
        message = "there is no such baseline; write one with `audit baseline write`"
        raise ConfigError(file.as_posix(), 0, message) from error
    except OSError as error:
        raise ConfigError(file.as_posix(), 0, f"cannot be read: {error.strerror}") from error


def parse_baseline(data: bytes, file: Path) -> Baseline:
    """The baseline that the content of a file is. Raises ConfigError where it is none."""
    shown = file.as_posix()
    try:
        content = msgspec.convert(json.loads(data.decode("utf-8-sig")), _File)
    except json.JSONDecodeError as error:
        raise ConfigError(shown, error.lineno, f"this is not JSON: {error.msg}; {_remedy(file)}") from error
    except (ValueError, msgspec.ValidationError, RecursionError) as error:
        raise ConfigError(shown, 0, f"this is no baseline: {error}; {_remedy(file)}") from error
    if content.baseline != VERSION:
        raise ConfigError(shown, 0, f"this is a baseline of version {content.baseline}, not {VERSION}; {_remedy(file)}")
    return Baseline(folder=_folder(file), articles=content.articles)


def _remedy(file: Path) -> str:
    return f"mend it, or write it anew with `audit baseline write --baseline {file.name}`"


def render_baseline(baseline: Baseline) -> str:
    """The text of the file: the same for the same findings, whatever their order was."""
    articles = sorted(baseline.articles, key=lambda article: article.path)
    content = [{"path": a.path, "begins": a.begins, "findings": _sorted(a.findings)} for a in articles]
    return expanded({"baseline": VERSION, "articles": content}, EXPANDED_LEVELS) + "\n"


def _sorted(findings: Iterable[Known]) -> list[dict[str, str]]:
    ordered = sorted(findings, key=lambda known: (known.rule, known.words, known.fingerprint))
    return [{"rule": k.rule, "fingerprint": k.fingerprint, "words": k.words} for k in ordered]


def baseline_of(reports: Iterable[Report], file: Path) -> Baseline:
    """Every finding of some reports that nothing else suppresses, as a baseline to be written to a file."""
    folder = _folder(file)
    articles = []
    for report in reports:
        each = zip(report.findings, known_of(report), strict=True)
        findings = tuple(k for f, k in each if not f.suppressed or f.suppressed.kind == "baseline")
        if findings:
            article = report.reading.article
            path = _path_from(folder, article.path)
            articles.append(KnownArticle(path=path, begins=beginning(article), findings=findings))
    return Baseline(folder=folder, articles=tuple(articles))


def _folder(file: Path) -> Path:
    return Path(os.path.abspath(file)).parent  # noqa: PTH100  resolve() would follow a link to a shared file


def _path_from(folder: Path, path: str) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


# ---------------------------------------------------------------- what it says of a run


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What has become of a baseline.

    `stale` are entries that no finding answers to any more. `current` is the baseline without them, and with
    articles where they are now and words as they stand now.
    """

    stale: tuple[KnownArticle, ...]
    current: Baseline


class Matching:
    """A baseline, held against reports as they come. Paths are those of reports, from the working directory."""

    def __init__(self, baseline: Baseline) -> None:
        self._baseline = baseline
        self._by_path = {article.path: article for article in baseline.articles}
        gone = [article for article in baseline.articles if article.begins and not self._is_there(article.path)]
        self._moved = {article.begins: article for article in reversed(gone)}
        self._seen: set[str] = set()
        self._stale: list[KnownArticle] = []
        self._current: list[KnownArticle] = []

    def less_known(self, report: Report) -> Report:
        """The report with what the baseline knows suppressed. An article that has moved is known by its beginning."""
        article = report.reading.article
        path = _path_from(self._baseline.folder, article.path)
        entry = self._by_path.get(path) or self._moved.pop(beginning(article), None)
        self._seen.add(path)
        if entry is None:
            return report
        self._seen.add(entry.path)
        found = recognised(report, entry.findings)
        self._stale += _with(entry, [k for n, k in enumerate(entry.findings) if n not in found.values()])
        now = known_of(report)
        there = replace(entry, path=path, begins=beginning(article))
        self._current += _with(there, [now[number] for number in sorted(found)])
        return _suppressed(report, found.keys())

    def match(self, unread: Iterable[str] = ()) -> Match:
        """What has become of the baseline, once all reports have come.

        Stale are entries of the articles reported on, and of articles that are gone; nothing is said of others, nor
        of the paths that were not read.
        """
        away = {_path_from(self._baseline.folder, path) for path in unread}
        stale, current = list(self._stale), list(self._current)
        for article in self._baseline.articles:
            if article.path not in self._seen:
                is_there = article.path in away or self._is_there(article.path)
                (current if is_there else stale).append(article)
        return Match(
            stale=tuple(sorted(stale, key=lambda article: article.path)),
            current=replace(self._baseline, articles=tuple(current)),
        )

    def _is_there(self, path: str) -> bool:
        return os.path.exists(self._baseline.folder / path)  # noqa: PTH110  Path's raises for one that is too long


def _suppressed(report: Report, known: Collection[int]) -> Report:
    reason = Suppression(kind="baseline", reason=REASON)
    findings = (
        replace(finding, suppressed=reason) if number in known and not finding.suppressed else finding
        for number, finding in enumerate(report.findings)
    )
    return replace(report, findings=tuple(findings))


def _with(article: KnownArticle, findings: Sequence[Known]) -> tuple[KnownArticle, ...]:
    """The article with these findings; nothing where there are none."""
    return (replace(article, findings=tuple(findings)),) if findings else ()
