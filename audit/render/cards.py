"""The rules behind a run's findings, as programs that show findings want them."""

import re

from audit.records import Finding, RuleCard, Run

__all__ = ["is_web_address", "known_cards", "link"]

# What may stand in a URI by RFC 3986; anything else would make a file that holds it invalid.
WEB_ADDRESS = re.compile(r"https?://(?:[!#$&-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})+")


def known_cards(run: Run) -> dict[str, RuleCard]:
    """A card for each rule, in order of id; findings of a rule that the run has no card of get one made from them."""
    by_id = {card.id: card for card in run.rules}
    for report in run.reports:
        for finding in report.findings:
            by_id.setdefault(finding.rule, _stand_in(finding))
    return dict(sorted(by_id.items()))


def _stand_in(finding: Finding) -> RuleCard:
    return RuleCard(
        id=finding.rule,
        name=finding.name,
        family=finding.family,
        severity=finding.severity,
        summary=finding.name,
        why="",
        advice=finding.advice,
    )


def is_web_address(text: str) -> bool:
    """Whether it can stand where a URI must."""
    return WEB_ADDRESS.fullmatch(text) is not None


def link(card: RuleCard) -> str | None:
    """The first of the rule's references that is a web address."""
    return next((reference.at for reference in card.references if is_web_address(reference.at)), None)
