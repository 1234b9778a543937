"""What is reported of the waivers themselves. These are no rules: nothing turns them on, and no waiver covers them."""

from audit.records import Reference, RuleCard

__all__ = ["BROKEN", "CARDS", "EXPIRED", "UNUSED"]

READ_MORE = (Reference("How waivers are written", "docs/waivers.md"),)

BROKEN = RuleCard(
    id="WAIVER001",
    name="broken-waiver",
    family="article",
    severity="error",
    summary="A waiver that says too little, or what nobody understands, and so waives nothing",
    why="Who reads it takes the finding for settled, which it is not; and without a reason nobody can judge it later.",
    advice="Name the rule and give the reason, or take the waiver out.",
    references=READ_MORE,
)
EXPIRED = RuleCard(
    id="WAIVER002",
    name="expired-waiver",
    family="article",
    severity="warning",
    summary="A waiver past its last day",
    why="It was given for a time. What it covered counts again.",
    advice="Ask whether the reason still holds: then set a new day. If not, take the waiver out and mend the sentence.",
    references=READ_MORE,
)
UNUSED = RuleCard(
    id="WAIVER003",
    name="unused-waiver",
    family="article",
    severity="warning",
    summary="A waiver with nothing to waive",
    why="It would cover the next finding at its place, which nobody has looked at.",
    advice="Take the waiver out.",
    references=READ_MORE,
)
CARDS = (BROKEN, EXPIRED, UNUSED)
