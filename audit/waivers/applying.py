"""What waivers make of a report: findings taken off the account, and findings on the waivers themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from audit.records import Finding, Report, RuleCard, Span, Suppression, Waiver, WaiverState, WaiverUse
from audit.waivers.complaints import Level, complaints

__all__ = ["Terms", "apply_waivers", "rule_names"]

STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms waivers are taken.

    `names` gives the id of every rule there is, on or off, by its id and its name in lower case (`rule_names`).
    `unused` and `expired` say how such waivers are reported.
    """

    names: Mapping[str, str]
    today: date
    unused: Level = "warning"
    expired: Level = "warning"


def rule_names(cards: Iterable[RuleCard]) -> dict[str, str]:
    """Ids of rules by id and by name, in lower case."""
    return {name.casefold(): card.id for card in cards for name in (card.id, card.name)}


def apply_waivers(report: Report, terms: Terms, beside: Sequence[Waiver] = ()) -> Report:
    """The report with the findings that a waiver covers suppressed, its waivers listed, and what is wrong with them.

    `beside` are waivers from outside the article's own file. A finding on the article as a whole is covered by a
    waiver that names its rule anywhere in it. To be called before anything else suppresses findings.
    """
    article = report.reading.article
    written = (*article.waivers, *beside)
    if not written:
        return report
    paragraphs = [(block.span, _folded(article.prose[slice(*block.span)])) for block in article.blocks]
    waivers = [_placed(_known(waiver, terms.names), paragraphs) for waiver in written]
    ids = [frozenset(terms.names[rule.casefold()] for rule in w.rules if not w.mistake) for w in waivers]
    covered = [
        [finding for finding in report.findings if finding.rule in rules and _reaches(waiver, finding)]
        for waiver, rules in zip(waivers, ids, strict=True)
    ]
    uses = [_use(waiver, findings, terms.today) for waiver, findings in zip(waivers, covered, strict=True)]
    suppressed: dict[tuple[str, Span], Suppression] = {}
    for use, findings in zip(uses, covered, strict=True):
        if use.state == "used":
            for finding in findings:
                suppressed.setdefault((finding.rule, finding.span), _suppression(use.waiver))
    findings = [replace(f, suppressed=f.suppressed or suppressed.get((f.rule, f.span))) for f in report.findings]
    findings += complaints(article, uses, unused=terms.unused, expired=terms.expired)
    findings.sort(key=lambda finding: (finding.span, finding.rule))
    return replace(report, findings=tuple(findings), waivers=tuple(uses))


def _known(waiver: Waiver, names: Mapping[str, str]) -> Waiver:
    """The waiver with a mistake if it names a rule that there is not."""
    unknown = next((rule for rule in waiver.rules if rule.casefold() not in names), None)
    if waiver.mistake or unknown is None:
        return waiver
    import difflib

    close = difflib.get_close_matches(unknown.casefold(), names, n=1)
    hint = f"; did you mean {names[close[0]]}?" if close else "; `audit rules list` names them all"
    return replace(waiver, mistake=f"there is no rule {unknown}{hint}")


def _placed(waiver: Waiver, paragraphs: Iterable[tuple[Span, str]]) -> Waiver:
    """The waiver with the spans of the paragraphs that hold its words."""
    if waiver.words is None or waiver.mistake:
        return waiver
    wanted = _folded(waiver.words)
    return replace(waiver, spans=tuple(span for span, words in paragraphs if wanted in words))


def _folded(text: str) -> str:
    """The text with single spaces, straight quotation marks and small letters."""
    return " ".join(text.translate(STRAIGHT).casefold().split())


def _reaches(waiver: Waiver, finding: Finding) -> bool:
    """Whether a finding lies in what the waiver covers."""
    if waiver.spans is None or finding.family == "article":
        return True
    return any(span.start < finding.span.end and finding.span.start < span.end for span in waiver.spans)


def _use(waiver: Waiver, findings: Sequence[Finding], today: date) -> WaiverUse:
    state: WaiverState = "used" if findings else "unused"
    if waiver.mistake:
        state = "broken"
    elif waiver.until is not None and date.fromisoformat(waiver.until) < today:
        state = "expired"
    return WaiverUse(waiver=waiver, state=state, findings=tuple(finding.fingerprint for finding in findings))


def _suppression(waiver: Waiver) -> Suppression:
    reason = f"false alarm: {waiver.reason}" if waiver.kind == "false-alarm" else waiver.reason
    return Suppression(kind="waiver", reason=reason, by=waiver.by, until=waiver.until)
