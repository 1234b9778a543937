"""Waivers: how an editor takes a finding off an article's account, with a reason, in the article or beside it.

    report = apply_waivers(report, Terms(names=rule_names(cards), today=today()), read_sidecar(path, shown))

Readers find the waivers of an article's own file (`Article.waivers`); who may waive is for the reviewers of a
repository to say, so every waiver, used or not, is in the report.
"""

from audit.waivers.applying import Terms, apply_waivers, rule_names
from audit.waivers.cards import CARDS
from audit.waivers.day import DAY_VARIABLE, today
from audit.waivers.sidecar import SUFFIX, article_of, parse_sidecar, read_sidecar, sidecar_of
from audit.waivers.syntax import addressed, parse_waiver

__all__ = [
    "CARDS",
    "DAY_VARIABLE",
    "SUFFIX",
    "Terms",
    "addressed",
    "apply_waivers",
    "article_of",
    "parse_sidecar",
    "parse_waiver",
    "read_sidecar",
    "rule_names",
    "sidecar_of",
    "today",
]
