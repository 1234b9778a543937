"""The kinds of check a rule file can name. A check is code; a rule is a file that uses one with settings."""

from collections.abc import Mapping
from types import MappingProxyType

from audit.checks import (
    attribution,
    claim,
    headline,
    hedge,
    measure,
    quotation,
    reply,
    sources,
    tally,
    wording,
)
from audit.checks.kind import Answer, Check, Found, Part, Settings, Verdict, Vocabulary, lexicons_of

__all__ = ["CHECKS", "Answer", "Check", "Found", "Part", "Settings", "Verdict", "Vocabulary", "lexicons_of"]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "attribution": attribution.CHECK,
        "claim": claim.CHECK,
        "headline": headline.CHECK,
        "hedge": hedge.CHECK,
        "measure": measure.CHECK,
        "quotation": quotation.CHECK,
        "reply": reply.CHECK,
        "sources": sources.CHECK,
        "tally": tally.CHECK,
        "wording": wording.CHECK,
    }
)
