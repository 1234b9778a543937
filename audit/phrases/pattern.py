"""One line of a lexicon: its steps, each of which fits some tokens."""

from dataclasses import dataclass

from audit.records import Token

__all__ = ["GAP", "Pattern", "Step"]

GAP = 4
"""The most words of a gap."""


@dataclass(frozen=True, slots=True)
class Step:
    """One token of a pattern: any of `words`, or a word (any word where None) with a tag that starts so."""

    words: frozenset[str] = frozenset()
    tagged: tuple[tuple[frozenset[str] | None, tuple[str, ...]], ...] = ()
    optional: bool = False
    gap: bool = False

    def accepts(self, token: Token) -> bool:
        """Whether the token fits this step."""
        if token.norm in self.words:
            return True
        for words, tags in self.tagged:  # noqa: SIM110 (the innermost loop: a generator costs twice as much)
            if (words is None or token.norm in words) and token.tag.startswith(tags):
                return True
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One line of a lexicon; `marked` is the range of steps that is reported."""

    text: str
    label: str
    steps: tuple[Step, ...]
    marked: tuple[int, int]
    exception: bool = False
