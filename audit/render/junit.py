"""JUnit XML: an article is a suite, a finding a case that fails if the run fails by it."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from audit.records import Article, Finding, Problem, Report, Run
from audit.render.excerpt import excerpt
from audit.render.places import shown_path
from audit.render.tallies import SEVERITY_WORDS
from audit.render.visible import one_line
from audit.text import LineIndex

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["render"]

WIDTH = 100
LONGEST_NAME = 60


def render(run: Run) -> str:
    """A suite for each article and for each input that could not be audited."""
    from xml.etree.ElementTree import Element, tostring

    root = Element("testsuites", name=run.tool.name)
    root.extend(_suite(report) for report in run.reports)
    root.extend(_unread(problem) for problem in run.problems)
    _count(root, root.iter("testcase"))
    text = tostring(root, encoding="unicode")
    # A CI system that sees this in its log must find no command (##[error]) in it.
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text.replace("##", "#&#35;")}\n'


def _suite(report: Report) -> "Element":
    from xml.etree.ElementTree import Element, SubElement

    article = report.reading.article
    path = shown_path(article.path)
    suite = Element("testsuite", name=path)
    suite.text = suite.tail = "\n"
    lines = LineIndex(article.text)
    failing = report.failing
    seen: Counter[str] = Counter()
    for finding in report.findings:
        case = SubElement(suite, "testcase", name=_name(finding, seen), classname=path, file=path)
        if not article.extracted:
            case.set("line", str(finding.line))
        _outcome(case, finding, finding in failing, _details(finding, article, lines))
    if not report.findings:
        SubElement(suite, "testcase", name="no findings", classname=path, file=path)
    for case in suite:
        case.tail = "\n"
    _count(suite, suite)
    return suite


def _name(finding: Finding, seen: Counter[str]) -> str:
    """The rule and its words, not the line, so that the case is known again after edits elsewhere; each name once."""
    words = one_line(finding.text)
    words = words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1].rstrip() + "…"
    name = f"{one_line(finding.rule)} {one_line(finding.name)}: {words}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name} ({seen[name]})"


def _outcome(case: "Element", finding: Finding, fails: bool, details: str) -> None:
    from xml.etree.ElementTree import SubElement

    message = one_line(finding.message)
    if finding.suppressed:
        reason = f"set aside ({finding.suppressed.kind}): {one_line(finding.suppressed.reason)}"
        SubElement(case, "skipped", message=reason).text = f"{reason}\n{details}"
    elif fails:
        SubElement(case, "failure", message=message, type=finding.severity).text = details
    else:
        SubElement(case, "system-out").text = details


def _details(finding: Finding, article: Article, lines: LineIndex) -> str:
    """All a reader needs: some CI systems show neither the attributes nor the name beside it."""
    place = f"{finding.line}:{finding.column}"
    where = f"{place} in the text extracted from the file" if article.extracted else place
    shown = "".join(excerpt(finding, article.text, lines, WIDTH)).strip()
    details = (
        f"{where} {SEVERITY_WORDS[finding.severity]} {one_line(finding.message)}\n"
        f"| {shown}\n"
        f"Fix: {one_line(finding.advice)}"
    )
    return details.replace("[[ATTACHMENT", "[\\x5bATTACHMENT")  # GitLab would offer such a file for download


def _unread(problem: Problem) -> "Element":
    from xml.etree.ElementTree import Element, SubElement

    path = shown_path(problem.path)
    message = one_line(problem.message)
    suite = Element("testsuite", name=path)
    suite.tail = "\n"
    case = SubElement(suite, "testcase", name="not audited", classname=path, file=path)
    SubElement(case, "error", message=message, type="not audited").text = f"Not audited: {message}"
    _count(suite, suite)
    return suite


def _count(element: "Element", cases: Iterable["Element"]) -> None:
    outcomes = Counter(child.tag for case in cases for child in case)
    element.set("tests", str(sum(1 for _ in element.iter("testcase"))))
    element.set("failures", str(outcomes["failure"]))
    element.set("errors", str(outcomes["error"]))
    element.set("skipped", str(outcomes["skipped"]))
