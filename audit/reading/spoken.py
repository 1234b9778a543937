"""Paragraphs that are somebody else's words though no quotation marks enclose them: transcripts and embedded posts."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from audit.records import Article, Parse, Span

__all__ = ["find"]

# MATTHEWS: Well, …    Ana Ruiz (on the phone): No.
_TURN = re.compile(r"[\"“]?((?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){0,3})(?: ?\([^)\n]{1,30}\))?: ?\S")
_FEWEST_TURNS = 3
_LONGEST_GAP = 2
# <tweet …>…<tweet/>
_EMBEDDED = re.compile(r"<(?:tweet|instagram)\b")
_EMBEDDED_ENDS = re.compile(r"<(?:tweet/|/tweet|instagram/|/instagram)>")
# — Ana Ruiz (@anaruiz) June 4, 2016    or the account alone under the post
_SIGNED = re.compile(r"(?:[—–-]{1,2} ?)?[^.!?\n]{0,60}\(@\w+\)[^.!?\n]{0,40}\.?(?:<[^>\n]*>\.?)?|@\w{2,20}\.?")
_LINKED = re.compile(r"pic\.twitter\.com/|https?://t\.co/")
# In a letter to the council, she wrote:
_INTRODUCED = re.compile(
    r"\b(?:said|says|wrote|writes|added|posted|tweeted|statement|letter|e-?mail|post|tweet|memo|transcript)\b[^.!?:\n]{0,40}:$"
)


def find(article: Article, parse: Parse) -> tuple[Span, ...]:
    """Such paragraphs, in order. A transcript has at least three turns that open with a person's name and a colon."""
    spans = [b.span for b in article.blocks]
    texts = [article.prose[slice(*span)] for span in spans]
    found = {*_turns(texts, spans, parse), *_posts(texts), *_introduced(texts)}
    return tuple(spans[number] for number in sorted(found))


def _turns(texts: Sequence[str], spans: Sequence[Span], parse: Parse) -> Iterator[int]:
    """Turns of a transcript, and what stands between two of them."""
    persons = {e.start for e in parse.entities if e.label == "PERSON"}
    opened = [(number, found) for number, text in enumerate(texts) if (found := _TURN.match(text))]
    named = sum(any(spans[n].start + f.start(1) <= p < spans[n].start + f.end(1) for p in persons) for n, f in opened)
    if len(opened) < _FEWEST_TURNS or named * 2 < len(opened):
        return
    turns = [number for number, _ in opened]
    yield turns[-1]
    for one, following in pairwise(turns):
        yield from range(one, following if following - one <= _LONGEST_GAP else one + 1)


def _posts(texts: Sequence[str]) -> Iterator[int]:
    """Posts with their markup, with a link of their own, or with the account below."""
    inside = False
    for number, text in enumerate(texts):
        inside = inside or bool(_EMBEDDED.match(text))
        if inside or _LINKED.search(text) or _EMBEDDED_ENDS.search(text):
            yield number
        elif _SIGNED.fullmatch(text):
            yield from range(max(0, number - 1), number + 1)
        inside = inside and not _EMBEDDED_ENDS.search(text)


def _introduced(texts: Sequence[str]) -> Iterator[int]:
    """The paragraph after one that ends in "she wrote:"."""
    yield from (number for number, before in enumerate(texts[:-1], start=1) if _INTRODUCED.search(before))
