"""How a rule fares under every policy that comes with the program."""

from collections.abc import Sequence
from typing import NamedTuple

from audit.manual.words import clauses, listed
from audit.rulebook import Rule, Rulebook, builtin_policies, load_policy, with_policy

__all__ = ["Stance", "in_words", "stances", "tiers_in_words"]


class Stance(NamedTuple):
    """What becomes of a rule under a policy: its severity or "off", and the settings that change, in words."""

    policy: str
    state: str
    changes: tuple[str, ...]


def stances(book: Rulebook) -> dict[str, tuple[Stance, ...]]:
    """The stances of all built-in policies on each rule, by its id; raises RuleError as policies do."""
    before = {rule.id: rule for rule in book.everything}
    found: dict[str, list[Stance]] = {rule_id: [] for rule_id in before}
    for policy in builtin_policies():
        for rule in with_policy(book, load_policy(policy)).everything:
            state = rule.card.severity if rule.on else "off"
            found[rule.id].append(Stance(policy, state, _changes(before[rule.id], rule)))
    return {rule_id: tuple(given) for rule_id, given in found.items()}


def _changes(before: Rule, after: Rule) -> tuple[str, ...]:
    was = {clause.text for clause in clauses(before.settings)}
    new = [clause.text for clause in clauses(after.settings) if clause.text not in was]
    old_tiers = tiers_in_words(before)
    return (*new, *(tier for tier in tiers_in_words(after) if tier not in old_tiers))


def tiers_in_words(rule: Rule) -> tuple[str, ...]:
    """What is different in each tier of a rule: “as an error: the share … is over 50%”."""
    own = {clause.text for clause in clauses(rule.settings)}
    told = []
    for severity, settings in rule.tiers:
        different = [clause.text for clause in clauses(settings) if clause.text not in own]
        if different:
            told.append(f"as {'a' if severity == 'warning' else 'an'} {severity}: {listed(different, 'and')}")
    return tuple(told)


def in_words(given: Sequence[Stance]) -> str:
    """Policies by what they make of a rule, `default` first: “warning in default and opinion; off in wire”."""
    states = dict.fromkeys(stance.state for stance in given)
    if len(states) == 1:
        return f"{given[0].state} in every one"
    names = {state: [stance.policy for stance in given if stance.state == state] for state in states}
    return "; ".join(f"{state} in {listed(names[state], 'and')}" for state in states)
