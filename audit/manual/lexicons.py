"""The lexicons that a rule names."""

from collections.abc import Iterator

from audit.rulebook import Rule

__all__ = ["lexicons"]


def lexicons(rule: Rule) -> Iterator[tuple[str, int, str]]:
    """Each lexicon or section of one: its name, how many patterns it has but for exceptions, and these."""
    for reference in sorted(rule.words):
        name, _, group = reference.partition(".")
        groups = rule.lexicons[name].groups
        patterns = [p.text for label in ([group] if group else groups) for p in groups[label] if not p.exception]
        yield reference, len(patterns), ", ".join(patterns)
