"""How a waiver is written: one sentence, the same in a comment, in front matter and in a file beside the article.

waive ANON001, ANON004 because she would lose her job (by Ana Ruiz, until 2027-01-31)
waive ANON001 at “a port official” because …      only the paragraphs that hold these words
waive ART001 in this article because …            the whole article
false-alarm HEDGE002 because …                    the finding is wrong
"""

import re
from collections.abc import Iterator
from datetime import date

from audit.records import Span, Waiver, WaiverKind

__all__ = ["HOW", "addressed", "parse_waiver"]

HOW = "write it as: waive ANON001 because she would lose her job (by NAME, until 2027-01-31)"
ADDRESS = re.compile(r"\s*audit(?:\s*:|(?=\s+(?:waive|false[- ]?alarm|ignore|disable)\b))(.*)", re.I | re.S)
KIND = re.compile(r"(?:(waive)|false[- ]alarm)(?![\w-])", re.I)
RULE = re.compile(r"[\s,]*(?:and\s+)?([a-z][\w-]*)", re.I)
NO_RULE = frozenset({"because", "in", "at", "and"})
WHOLE = re.compile(r"[\s,]*in this article\b", re.I)
WORDS = re.compile(r"[\s,]*at\s*(?:“([^”]+)”|\"([^\"]+)\"|‘([^’]+)’|'([^']+)')", re.I)
BECAUSE = re.compile(r"[\s,]*because\b[\s:,]*(.*)", re.I)
DETAILS = re.compile(r"\s*\(\s*((?:by|until)\b[^()]*?)\s*\)[\s.]*$", re.I)
DETAIL = re.compile(r"(?:by\s+(?P<by>(?!until\b).+?))?(?:(?:\A|[\s,;]+)until\s+(?P<until>.+))?", re.I)
ANY_WORD = re.compile(r"[^\W\d_]{2}")
LONGEST, LONGEST_SHOWN = 2000, 60


class _Mistake(ValueError):  # noqa: N818  never leaves this module
    """What is wrong with a waiver, in words for its author."""


def addressed(comment: str) -> str | None:
    """What a comment says to this program: "audit: …"; None if it is meant for somebody else."""
    found = ADDRESS.fullmatch(comment)
    return found[1] if found else None


def parse_waiver(
    text: str,
    *,
    path: str,
    line: int,
    at: Span | None = None,
    spans: tuple[Span, ...] | None = None,
    mistake: str = "",
) -> Waiver:
    """The waiver that a text says, its white space folded; `mistake` is what is wrong with where it stands.

    `spans` is what it covers unless its words say otherwise. What cannot be understood becomes its mistake too.
    """
    text = " ".join(text.split())
    try:
        if len(text) > LONGEST:
            raise _Mistake(f"it is longer than {LONGEST:,} characters")
        kind, rest = _kind(text)
        rules, rest = _rules(rest)
        words, spans, rest = _scope(rest, spans)
        reason, by, until = _reason(rest)
    except _Mistake as error:
        return Waiver(path=path, line=line, text=text[:LONGEST], at=at, mistake=mistake or str(error))
    return Waiver(
        path=path,
        line=line,
        text=text,
        kind=kind,
        rules=rules,
        reason=reason,
        by=by,
        until=until,
        words=words,
        spans=spans,
        at=at,
        mistake=mistake,
    )


def _kind(text: str) -> tuple[WaiverKind, str]:
    found = KIND.match(text)
    if not found:
        raise _Mistake(f"“{_shown(text)}” says neither waive nor false-alarm; {HOW}")
    return "waive" if found[1] else "false-alarm", text[found.end() :]


def _rules(text: str) -> tuple[tuple[str, ...], str]:
    names = dict.fromkeys(name for name, _ in _words(text))
    end = max((end for _, end in _words(text)), default=0)
    if not names:
        raise _Mistake(f"it names no rule; {HOW}")
    return tuple(names), text[end:]


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Names of rules, one after the other, and where each ends."""
    at = 0
    while (found := RULE.match(text, at)) and found[1].casefold() not in NO_RULE:
        at = found.end()
        yield found[1], at


def _scope(text: str, spans: tuple[Span, ...] | None) -> tuple[str | None, tuple[Span, ...] | None, str]:
    """The words asked for, what is covered without them, and the rest of the text."""
    if found := WHOLE.match(text):
        return None, None, text[found.end() :]
    if found := WORDS.match(text):
        words = next(filter(None, found.groups())).strip()
        if not any(map(str.isalnum, words)):
            raise _Mistake(f"“{words}” is no word of an article; {HOW}")
        return words, None, text[found.end() :]
    return None, spans, text


def _reason(text: str) -> tuple[str, str | None, str | None]:
    """The reason, who gives the waiver and its last day."""
    found = BECAUSE.fullmatch(text)
    if not found:
        if text.strip():
            raise _Mistake(f"“{_shown(text.strip())}” is not understood, where “because” was expected; {HOW}")
        raise _Mistake(f"it gives no reason, and without one nothing is waived; {HOW}")
    by, until = None, None
    reason = found[1]
    if details := DETAILS.search(reason):
        reason = reason[: details.start()]
        by, until = _details(details[1])
    if not ANY_WORD.search(reason):
        raise _Mistake(f"it gives no reason, and without one nothing is waived; {HOW}")
    return reason.rstrip(), by, until


def _details(text: str) -> tuple[str | None, str | None]:
    found = DETAIL.fullmatch(text)
    if not found:
        raise _Mistake(f"“({_shown(text)})” is not understood; write (by NAME, until 2027-01-31)")
    by, until = found["by"], found["until"]
    if until is not None:
        try:
            valid = date.fromisoformat(until).isoformat() == until
        except ValueError:
            valid = False
        if not valid:
            raise _Mistake(f"“until {_shown(until)}” is no date; write it as until 2027-01-31")
    return by, until


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1].rstrip() + "…"
