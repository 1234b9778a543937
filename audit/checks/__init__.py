"""The kinds of check a rule file can name. A check is code; a rule is a file that uses one with settings."""

from collections.abc import Mapping
from types import MappingProxyType

from audit.checks import attribution, claim, hedge, measure, quotation, sources, wording
from audit.checks.kind import Check, Settings, Vocabulary

__all__ = ["CHECKS", "Check", "Settings", "Vocabulary"]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "attribution": attribution.CHECK,
        "claim": claim.CHECK,
        "hedge": hedge.CHECK,
        "measure": measure.CHECK,
        "quotation": quotation.CHECK,
        "sources": sources.CHECK,
        "wording": wording.CHECK,
    }
)
