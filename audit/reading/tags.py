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
_RARE_PRONOUNS = frozenset(("us", "me", "himself", "herself", "themselves", "itself", "myself", "ourselves", "mine"))


def mended(tokens: Sequence[Token], labels: Sequence[set[str]]) -> tuple[Token, ...]:
    """The tokens with certain tags; `labels` has the sections of the head-noun lexicon for each."""
    own = [_alone(token, found) for token, found in zip(tokens, labels, strict=True)]
    return tuple(_beside(token, own[at + 1] if at + 1 < len(own) else None) for at, token in enumerate(own))


def _alone(token: Token, labels: set[str]) -> Token:
    norm, tag = token.norm, token.tag
    if norm in _CERTAIN:
        return token if tag in _ALSO.get(norm, ()) else token._replace(tag=_CERTAIN[norm])
    if tag == "PRP" and norm not in _RARE_PRONOUNS:
        token, tag = token._replace(tag="NN"), "NN"
    no_verb = not tag.startswith(("VB", "MD")) or (tag in ("VBD", "VBN") and not norm.endswith("ed"))
    if labels and (no_verb or "source" in labels):
        plural = norm in ("people", "men", "women", "folk") or (norm.endswith("s") and not norm.endswith("ss"))
        return token._replace(tag=f"NN{'P' if tag.startswith('NNP') else ''}{'S' if plural else ''}")
    return token


def _beside(token: Token, following: Token | None) -> Token:
    """Tell "her advisers" from "told her", and find the verb of a machine's "consultants level out"."""
    if token.norm == "inside" and following is not None and following.norm in ("source", "sources"):
        return token._replace(tag="JJ")
    if following is not None and token.norm == "her" and following.tag.startswith(("NN", "JJ", "CD")):
        return token._replace(tag="PRP$")
    if (
        following is not None
        and following.norm == "by"
        and token.norm in ("interviewed", "briefed", "surveyed", "polled")
    ):
        return token._replace(tag="VBN")
    if following is not None and (token.norm, following.norm) == ("level", "out"):
        return token._replace(tag="VBP")
    return token
