"""Rules that report only so many places: once it is settled what counts, the last finding points at the rest."""

from collections import defaultdict
from dataclasses import replace

from audit.records import Finding, Place, Report

__all__ = ["within_limits"]


def within_limits(report: Report) -> Report:
    """The report with the first findings of each rule, up to its limit; the last of these points at the rest.

    Suppressed findings take no one's place and stay, so this is for when all that suppresses findings is done.
    """
    counting: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.limit is not None and not finding.suppressed:
            counting[finding.rule].append(finding)
    folded: dict[int, Finding | None] = {}
    for findings in counting.values():
        limit = findings[0].limit or 0
        if len(findings) > limit:
            last, rest = findings[limit - 1], findings[limit:]
            places = tuple(Place(span=finding.span, note="here too") for finding in rest)
            folded[id(last)] = replace(last, related=last.related + places)
            folded |= {id(finding): None for finding in rest}
    kept = (folded.get(id(finding), finding) for finding in report.findings)
    return replace(report, findings=tuple(finding for finding in kept if finding)) if folded else report
