"""The reading's own lexicons, each read once."""

from functools import cache
from pathlib import Path

from audit.phrases import Lexicon, PhraseMatcher, load_lexicon

__all__ = ["lexicon", "words"]

_FOLDER = Path(__file__).parent / "lexicons"


@cache
def lexicon(name: str, *groups: str) -> PhraseMatcher:
    """The matcher for a file of `lexicons` by its stem, or some sections of it; raises RuleError if it is broken."""
    return _loaded(name).compile(groups or None)


@cache
def words(group: str) -> frozenset[str]:
    """The single words of one section of words.txt, in lower case; for questions that one token answers."""
    return frozenset(word for pattern in _loaded("words").groups[group] for word in pattern.steps[0].words)


@cache
def _loaded(name: str) -> Lexicon:
    return load_lexicon(_FOLDER / f"{name}.txt")
