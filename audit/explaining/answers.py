"""The answers behind a ruling, in words."""

from audit.checks import Answer
from audit.engine import Ruling
from audit.manual.words import Clause, clause, told
from audit.records import Article, Span
from audit.text import LineIndex

__all__ = ["Here", "condition", "decisive", "found", "instead", "standing"]

LONGEST = 60


class Here:
    """An article's words and positions, to be quoted."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._lines = LineIndex(article.text)

    def at(self, span: Span) -> str:
        """Where it begins: “7:12”."""
        return ":".join(map(str, self.position(span)))

    def position(self, span: Span) -> tuple[int, int]:
        """Line and column of its start."""
        return self._lines.position(span.start)

    def exact(self, span: Span) -> str:
        """What stands there."""
        return self._text[slice(*span)]

    def words(self, span: Span, longest: int = LONGEST) -> str:
        """What stands there, on one line and no longer than that."""
        text = " ".join(self._text[slice(*span)].split())
        return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"

    def quoted(self, span: Span) -> str:
        """The words there and where they stand: “sources” (7:12)."""
        return f"“{self.words(span)}” ({self.at(span)})"


def condition(ruling: Ruling, answer: Answer) -> Clause:
    """What was asked, as a condition."""
    return clause(dict(ruling.rule.tiers)[ruling.severity], answer.asked)


def found(ruling: Ruling, answer: Answer, here: Here) -> str:
    """What the article has there; "" if that goes without saying."""
    if isinstance(answer.found, Span):
        return here.quoted(answer.found)
    return told(dict(ruling.rule.tiers)[ruling.severity], answer.asked, answer.found)


def decisive(ruling: Ruling, here: Here) -> str:
    """The condition for which a rule passed the place over, and what it found there."""
    answer = ruling.verdict.answers[-1]
    asked, has = condition(ruling, answer), found(ruling, answer, here)
    if asked.role == "unless":
        return f"excused: {asked.text}" + (f", {has}" if has else "")
    return f"not so: {asked.text}" + (f" (here: {has})" if has not in ("", "yes", "no") else "")


def standing(ruling: Ruling, here: Here) -> list[str]:
    """The conditions that hold, with what was found; that nothing excuses the place goes without saying."""
    lines = []
    for answer in ruling.verdict.answers:
        asked, has = condition(ruling, answer), found(ruling, answer, here)
        if answer.holds and asked.role != "unless":
            adds = has and has != "yes" and has not in asked.text
            lines.append(f"{asked.text}: {has}" if adds else asked.text)
    return lines


def instead(ruling: Ruling, here: Here) -> str:
    """What stands in the place of a finding that is not reported for itself."""
    assert ruling.instead
    rule, span = ruling.instead
    match ruling.outcome:
        case "yields":
            return f"would report it, but yields to {rule} at {here.at(span)}"
        case "folded":
            return f"reports no more than {ruling.rule.limit}: the finding at {here.at(span)} points here"
        case "part":
            return f"is part of what it reports at {here.at(span)}"
        case _:
            return f"reports this place already, at {here.at(span)}"
