"""Nouns that name somebody by office, trade or kin."""

from audit.reading.lexicon import words

__all__ = ["PERSONAL", "is_human"]

PERSONAL = frozenset(("insider", "public", "crowd", "expert", "person", "vague", "lawyer", "voice"))
"""Sections of the head-noun lexicon that hold people."""

_TRADES = ("er", "or", "ist", "ian", "man", "woman", "person", "eer")


def is_human(noun: str) -> bool:
    """Whether a singular noun in lower case names a person."""
    return noun in words("role") or (noun.endswith(_TRADES) and noun not in words("no-role") | words("body"))
