"""GitLab Code Quality: a JSON list of the findings that count."""

import hashlib
from collections import Counter
from typing import Any

from audit.records import Article, Finding, Run, Severity
from audit.render.jsontext import expanded
from audit.render.places import shown_path, told
from audit.render.tallies import standing

__all__ = ["render"]

SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}
EXPANDED_LEVELS = 1


def render(run: Run) -> str:
    """One entry a line; what is set aside is left out, for GitLab would show it as a fault."""
    seen: Counter[str] = Counter()
    entries = [_entry(finding, report.reading.article, seen) for report in run.reports for finding in standing(report)]
    return expanded(entries, EXPANDED_LEVELS) + "\n"


def _entry(finding: Finding, article: Article, seen: Counter[str]) -> dict[str, Any]:
    return {
        "description": told(finding, article),
        "check_name": finding.rule,
        "fingerprint": _fingerprint(finding, article.path, seen),
        "severity": SEVERITIES[finding.severity],
        "location": _location(finding, article),
    }


def _fingerprint(finding: Finding, path: str, seen: Counter[str]) -> str:
    """Another one for every entry: of entries with the same one GitLab keeps the last."""
    key = f"{shown_path(path)}\0{finding.fingerprint}"
    seen[key] += 1
    return hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()


def _location(finding: Finding, article: Article) -> dict[str, Any]:
    """Extracted text has no lines of the file, but GitLab asks for one: the first."""
    path = shown_path(article.path)
    if article.extracted:
        return {"path": path, "lines": {"begin": 1}}
    return {
        "path": path,
        "lines": {"begin": finding.line, "end": finding.end_line},
        "positions": {
            "begin": {"line": finding.line, "column": finding.column},
            "end": {"line": finding.end_line, "column": finding.end_column},
        },
    }
