"""Penn tags put right where the word alone settles them: a tagger errs most on openings, where sources stand."""

from collections.abc import Sequence

from audit.records import Token

__all__ = ["mended"]

_CERTAIN = {
    word: tag
    for tag, words in {
        "DT": ("the", "a", "an", "this", "that", "these", "those", "another", "some", "any", "each", "both"),
        "PRP$": ("his", "her", "their", "its", "my", "our", "your"),
        "PRP": ("he", "she", "they", "it", "we", "i", "you", "him", "them"),
        "CD": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        "CC": ("and", "or", "but"),
        "IN": ("of", "in", "on", "at", "by", "from", "with", "for", "among", "inside", "near"),
        "JJ": (
            *("many", "several", "former", "senior", "current", "other", "multiple", "federal", "local", "foreign"),
            *("familiar", "close", "aware", "privy"),
        ),
        "WP": ("who",),
        "WP$": ("whose",),
        "RB": ("nearly", "almost", "roughly"),
        "TO": ("to",),
        "VBD": ("said",),
    }.items()
    for word in words
}
_ALSO = {
    "that": ("IN", "WDT"),
    "her": ("PRP",),
    "said": ("VBN",),
    "close": ("VB", "VBP", "RB"),
    "in": ("RP",),
    "on": ("RP",),
    "by": ("RP",),
}
_ASKED = frozenset(("interviewed", "briefed", "surveyed", "polled"))
_LOOKS_AHEAD = frozenset(("inside", "her", "level", "that", *_ASKED))
_RARE_PRONOUNS = frozenset(("us", "me", "himself", "herself", "themselves", "itself", "myself", "ourselves", "mine"))


def mended(tokens: Sequence[Token], labels: Sequence[frozenset[str]]) -> tuple[Token, ...]:
    """The tokens with certain tags; `labels` has the sections of the head-noun lexicon for each."""
    own = [
        _alone(token, found) if found or token.norm in _CERTAIN or token.tag == "PRP" else token
        for token, found in zip(tokens, labels, strict=True)
    ]
    beside = [(at, token, own[at + 1]) for at, token in enumerate(own[:-1]) if token.norm in _LOOKS_AHEAD]
    for at, token, following in beside:
        own[at] = _beside(token, following)
    return tuple(own)


def _alone(token: Token, labels: frozenset[str]) -> Token:
    norm, tag = token.norm, token.tag
    if norm in _CERTAIN:
        settled = tag == _CERTAIN[norm] or tag in _ALSO.get(norm, ())
        return token if settled else token._replace(tag=_CERTAIN[norm])
    if tag == "PRP" and norm not in _RARE_PRONOUNS:
        token, tag = token._replace(tag="NN"), "NN"
    if not labels:
        return token
    no_verb = not tag.startswith(("VB", "MD")) or (tag in ("VBD", "VBN") and not norm.endswith("ed"))
    if no_verb or "source" in labels:
        plural = norm in ("people", "men", "women", "folk") or (norm.endswith("s") and not norm.endswith("ss"))
        return token._replace(tag=f"NN{'P' if tag.startswith('NNP') else ''}{'S' if plural else ''}")
    return token


def _beside(token: Token, following: Token) -> Token:
    """Tell "her advisers" from "told her", "said that polls" from "that poll", and a machine's verb "level out"."""
    if token.norm == "inside" and following.norm in ("source", "sources"):
        return token._replace(tag="JJ")
    if token.norm == "her" and following.tag.startswith(("NN", "JJ", "CD")):
        return token._replace(tag="PRP$")
    if (token.norm, token.tag) == ("that", "DT") and following.tag in ("NNS", "NNPS"):
        return token._replace(tag="IN")
    if token.norm in _ASKED and (following.norm == "by" or (token.norm, following.norm) == ("briefed", "on")):
        return token._replace(tag="VBN")
    if (token.norm, following.norm) == ("level", "out"):
        return token._replace(tag="VBP")
    return token
