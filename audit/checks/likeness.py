"""Whether two places of an article are about the same thing: their telling words, and the names they share."""

from collections.abc import Iterable

from audit.checks.scene import token_range
from audit.inflect import forms
from audit.records import Reading, Span, Token

__all__ = ["forms_like", "names_in", "telling_words"]

_TELLING = ("NN", "VB", "JJ", "CD")
_EMPTY = forms("be") | forms("have") | forms("do") | forms("get") | forms("say") | {"new", "more", "other", "not"}
_TITLES = {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir"}


def telling_words(reading: Reading, span: Span) -> tuple[str, ...]:
    """Nouns, verbs, adjectives and numbers there, each once, in lower case and in order."""
    first, last = token_range(reading, span)
    words = (t.norm for t in reading.parse.tokens[first:last] if t.tag.startswith(_TELLING) and t.text[0].isalnum())
    return tuple(dict.fromkeys(word for word in words if word not in _EMPTY))


def names_in(reading: Reading, spans: Iterable[Span]) -> frozenset[str]:
    """Words of proper names there, in lower case; titles are none."""
    return frozenset(t.norm for span in spans for t in _tokens(reading, span) if _is_name(t))


def forms_like(word: str) -> frozenset[str]:
    """All words in lower case that may be forms of the same one: “offers” and “offered”."""
    return frozenset({word}).union(*map(forms, _bases(word)))


def _tokens(reading: Reading, span: Span) -> tuple[Token, ...]:
    first, last = token_range(reading, span)
    return reading.parse.tokens[first:last]


def _is_name(token: Token) -> bool:
    return token.tag.startswith("NNP") and token.norm not in _TITLES and any(c.isalpha() for c in token.text)


def _bases(word: str) -> set[str]:
    """What might be the dictionary form of a word."""
    endings = (("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y"), ("ing", ""), ("ing", "e"))
    found = {word[: -len(end)] + instead for end, instead in endings if word.endswith(end) and len(word) > len(end) + 2}
    return {word, *found}
