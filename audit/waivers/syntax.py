"""How a waiver is written: one sentence, the same in a comment, in front matter and in a file beside the article.

waive ANON001, ANON004 because she would lose her job (by Ana Ruiz, until 2027-01-31)
waive ANON001 at “a port official” because …      only the paragraphs that hold these words
waive ART001 in this article because …            the whole article
false-alarm HEDGE002 because …                    the finding is wrong
"""

import re
from dataclasses import replace
from datetime import date

from audit.records import Span, Waiver

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
    """What is wrong with a waiver, in words for its author; `waiver` is what was understood of it."""

    def __init__(self, message: str, waiver: Waiver) -> None:
        super().__init__(message)
        self.waiver = waiver


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
    blank = Waiver(path=path, line=line, text=text[:LONGEST], spans=spans, at=at)
    try:
        waiver = _understood(blank, text)
    except _Mistake as error:
        return replace(error.waiver, mistake=mistake or str(error))
    return replace(waiver, mistake=mistake)


def _understood(waiver: Waiver, text: str) -> Waiver:
    """The waiver with what its text says; a mistake knows what was understood before it."""
    if len(text) > LONGEST:
        raise _Mistake(f"it is longer than {LONGEST:,} characters", waiver)
    for part in (_with_kind, _with_rules, _with_scope, _with_reason):
        waiver, text = part(waiver, text)
    return waiver


def _with_kind(waiver: Waiver, text: str) -> tuple[Waiver, str]:
    found = KIND.match(text)
    if not found:
        raise _Mistake(f"“{_shown(text)}” says neither waive nor false-alarm; {HOW}", waiver)
    return replace(waiver, kind="waive" if found[1] else "false-alarm"), text[found.end() :]


def _with_rules(waiver: Waiver, text: str) -> tuple[Waiver, str]:
    names, at = [], 0
    while (found := RULE.match(text, at)) and found[1].casefold() not in NO_RULE:
        names.append(found[1])
        at = found.end()
    if not names:
        raise _Mistake(f"it names no rule; {HOW}", waiver)
    return replace(waiver, rules=tuple(dict.fromkeys(names))), text[at:]


def _with_scope(waiver: Waiver, text: str) -> tuple[Waiver, str]:
    if found := WHOLE.match(text):
        return replace(waiver, spans=None), text[found.end() :]
    if not (found := WORDS.match(text)):
        return waiver, text
    words = next(filter(None, found.groups())).strip()
    if not any(map(str.isalnum, words)):
        raise _Mistake(f"“{words}” is no word of an article; {HOW}", waiver)
    return replace(waiver, words=words, spans=None), text[found.end() :]


def _with_reason(waiver: Waiver, text: str) -> tuple[Waiver, str]:
    """The reason, who gives the waiver and its last day."""
    found = BECAUSE.fullmatch(text)
    if not found and text.strip():
        raise _Mistake(f"“{_shown(text.strip())}” is not understood, where “because” was expected; {HOW}", waiver)
    reason = found[1] if found else ""
    if details := DETAILS.search(reason):
        reason = reason[: details.start()]
        waiver = _with_details(waiver, details[1])
    if not ANY_WORD.search(reason):
        raise _Mistake(f"it gives no reason, and without one nothing is waived; {HOW}", waiver)
    return replace(waiver, reason=reason.rstrip()), ""


def _with_details(waiver: Waiver, text: str) -> Waiver:
    found = DETAIL.fullmatch(text)
    if not found:
        raise _Mistake(f"“({_shown(text)})” is not understood; write (by NAME, until 2027-01-31)", waiver)
    by, until = found["by"], found["until"]
    if until is not None and not _is_day(until):
        raise _Mistake(f"“until {_shown(until)}” is no date; write it as until 2027-01-31", waiver)
    return replace(waiver, by=by, until=until)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1].rstrip() + "…"
