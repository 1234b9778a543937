"""The rule book, and the policies that change it."""

from audit.rulebook.book import BUILTIN, Rulebook, builtin_rules, load_rulebook
from audit.rulebook.marks import Example
from audit.rulebook.policy import Policy, RuleChange, builtin_policies, changed, load_policy, with_policy
from audit.rulebook.rule import Rule
from audit.rulebook.rulefile import json_schema

__all__ = [
    "BUILTIN",
    "Example",
    "Policy",
    "Rule",
    "RuleChange",
    "Rulebook",
    "builtin_policies",
    "builtin_rules",
    "changed",
    "json_schema",
    "load_policy",
    "load_rulebook",
    "with_policy",
]
