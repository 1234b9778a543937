"""How often the built-in rules were right on marked copy: figures that `python -m benchmarks.rules` writes."""

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from audit.records import Figures, RuleCard, Tally

__all__ = ["FEWEST_JUDGED", "FILE", "Basis", "Measured", "Share", "load_measured", "share", "with_figures"]

FILE = "measured.json"  # in the folder of the built-in rules
FEWEST_JUDGED = 10  # findings; fewer say nothing about a rule
Z = 1.96  # 95 percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What was measured on, in words, and the tally of each rule by its id."""

    on: str
    rules: dict[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All figures: on copy written for the purpose, and on articles that no author of a rule wrote."""

    written: Basis
    judged: Basis


class Share(NamedTuple):
    """A part of a whole with its 95 percent confidence interval, all from 0 to 1."""

    value: float
    low: float
    high: float


def share(part: int, whole: int) -> Share | None:
    """The part that `part` is of `whole`, with Wilson's score interval; None of nothing.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
    """
    if not whole:
        return None
    value = part / whole
    middle = value + Z * Z / (2 * whole)
    spread = Z * math.sqrt(value * (1 - value) / whole + Z * Z / (4 * whole * whole))
    scale = 1 + Z * Z / whole
    return Share(value, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


def load_measured(folder: Path) -> Measured | None:
    """The figures kept with a folder of rules, if there are any."""
    import msgspec

    path = folder / FILE
    return msgspec.json.decode(path.read_bytes(), type=Measured) if path.is_file() else None


def with_figures(card: RuleCard, measured: Measured) -> RuleCard:
    """The card with its figures. Precision is told only of a rule of which enough findings were judged."""
    nothing = Tally(right=0, wrong=0)
    judged = measured.judged.rules.get(card.id, nothing)
    figures = Figures(
        written=measured.written.rules.get(card.id, nothing),
        written_on=measured.written.on,
        judged=judged,
        judged_on=measured.judged.on,
    )
    findings = judged.right + judged.wrong
    if findings < FEWEST_JUDGED:
        return replace(card, figures=figures)
    basis = f"{measured.judged.on}; {findings} findings"
    return replace(card, figures=figures, precision=judged.right / findings, precision_basis=basis)
