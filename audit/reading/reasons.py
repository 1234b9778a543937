"""Why sources are not named: phrases such as "on condition of anonymity because …", and whose they are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from audit.reading.lexicon import lexicon, words
from audit.reading.nouns import phrase_around
from audit.reading.page import Page
from audit.records import Reason, ReasonClass

__all__ = ["Excuse", "excuses", "owners"]

_SUBJECT = frozenset(("he", "she", "they", "both", "all", "neither", "each", "two", "three", "four", "who"))
_HEADS = frozenset(("source", "person", "insider", "public", "expert", "voice"))


@dataclass(frozen=True, slots=True)
class Excuse:
    """A reason, and the tokens of the words that say whose: heads of noun phrases or one pronoun."""

    reason: Reason
    at: int
    heads: tuple[int, ...]
    pronoun: str | None


def excuses(page: Page) -> Iterator[Excuse]:
    """All that the article says of why it names no names, in order; nothing inside quotations."""
    found = lexicon("anonymity", "anonymity", "unauthorized").find(page.tokens)
    matches = [match for match in found if not page.quoted[match.first]]
    asked = {page.tokens[match.first].sentence for match in matches if match.label == "anonymity"}
    for match in matches:
        heads, pronoun = _whose(page, match.first)
        if match.label == "anonymity":
            yield Excuse(_reason(page, match.first, match.last), match.first, heads, pronoun)
        elif heads and page.tokens[match.first].sentence not in asked:
            yield Excuse(Reason(kind="boilerplate", span=page.span(match.first, match.last)), match.first, heads, None)


def _reason(page: Page, first: int, last: int) -> Reason:
    stop = page.sentence(first).last
    begins = _link_after(page, last, stop)
    if begins is None:
        before = _link_before(page, first)
        if before is None:
            return Reason(kind="none", span=page.span(first, last))
        return Reason(kind=_class(page, *before), span=page.span(*before))
    end = begins
    while end < stop and not (
        end > begins + 2 and page.tokens[end].tag in (",", ".", ":") and _closes(page, end, stop)
    ):
        end += 1
    return Reason(kind=_class(page, begins, end), span=page.span(begins, end))


def _closes(page: Page, at: int, stop: int) -> bool:
    return page.tokens[at].tag != "," or at + 1 >= stop or page.tokens[at + 1].norm not in ("and", "or", "which")


def _link_after(page: Page, at: int, stop: int) -> int | None:
    """Where "because …", "to discuss …", "for fear of …" or "as a result of …" begins, at most a few words on."""
    for near in range(at, min(stop, at + 7)):
        token = page.tokens[near]
        if token.tag in (".", ":") or (token.tag == "," and near > at):
            return None
        following = page.tokens[near + 1] if near + 1 < stop else token
        if token.norm in words("because") or (token.norm == "to" and following.tag == "VB"):
            return near
        if token.norm in words("perhaps-because") and following.norm not in ("the", "this", "a"):
            return near
    return None


def _link_before(page: Page, first: int) -> tuple[int, int] | None:
    """ "Because the talks are secret, they asked not to be named"; "an aide, fearing reprisals, asked …"."""
    start = page.sentence(first).first
    for at in range(first - 1, start - 1, -1):
        opens = at == start or page.tokens[at - 1].norm == ","
        if opens and page.tokens[at].norm in words("because") | {"for"}:
            comma = next((i for i in range(at, first) if page.tokens[i].norm == ","), None)
            return (at, comma) if comma is not None else None
    return None


def _class(page: Page, first: int, last: int) -> ReasonClass:
    labels = {m.label for m in lexicon("anonymity", "specific", "boilerplate").find(page.tokens, first, last)}
    return "boilerplate" if labels == {"boilerplate"} else "specific"


def _whose(page: Page, at: int) -> tuple[tuple[int, ...], str | None]:
    """The noun phrases or the pronoun that come before in the sentence, those nearest to the words first."""
    start = page.sentence(at).first
    heads: list[int] = []
    pronoun = None
    for i in range(at - 1, start - 1, -1):
        token = page.tokens[i]
        if page.quoted[i]:
            continue
        if token.norm in _SUBJECT and token.tag in ("PRP", "DT", "CD", "PDT") and not heads:
            pronoun = "they" if token.tag in ("CD", "DT", "PDT") else token.norm
            break
        if page.is_noun(i) and page.labels[i] & _HEADS and phrase_around(page, i).head == i:
            heads.append(i)
            if not _joined(page, phrase_around(page, i).first, start):
                break
    return tuple(reversed(heads)), pronoun


def _joined(page: Page, first: int, start: int) -> bool:
    return first - 1 > start and page.tokens[first - 1].norm in ("and", "or", ",")


def owners(
    excuse: Excuse, mentions: Sequence[tuple[int, int, int]], page: Page, resolve: Callable[[int], int | None]
) -> list[int]:
    """Numbers of the entries an excuse is for; `mentions` are (first, last, entry), `resolve` finds one for a head."""
    resolved = [n for head in excuse.heads if (n := resolve(head)) is not None]
    if len(excuse.heads) > 1 and resolved:
        return list(dict.fromkeys(resolved))
    sentence = page.sentence(excuse.at)
    before = [n for first, _, n in mentions if sentence.first <= first < excuse.at]
    after = [n for first, _, n in mentions if excuse.at < first < sentence.last]
    if excuse.pronoun:
        return before[-1:] or _before(excuse, mentions, page)
    return before[-1:] or resolved or after[:1] or _before(excuse, mentions, page)


def _before(excuse: Excuse, mentions: Sequence[tuple[int, int, int]], page: Page) -> list[int]:
    """The sources of the nearest sentence before that has any: all of them for "they", else the last."""
    here = page.tokens[excuse.at].sentence
    for back in range(1, 4):
        there = [n for first, _, n in mentions if page.tokens[first].sentence == here - back]
        if there:
            return list(dict.fromkeys(there)) if excuse.pronoun in ("they", "both", "all") else [there[-1]]
    return []
