"""One source on its way into the ledger, with all that tells whether a later mention means it."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from audit.records import SourceKind

__all__ = ["Entry", "latest_first"]


@dataclass(slots=True)
class Entry:
    """One source on its way into the ledger.

    `heads` are nouns it was called by, `tails` those after them, `roles` what the article calls a person elsewhere,
    `places` those that tell which office is meant: the Orl governor. `owner` is the surname of whom it belongs to,
    `whose` that person's full name; `body` is the fuller name of one that was called by a short one.
    `known` is whether it was introduced as one the reader knows: "the mayor",
    `proper` whether it was called by a name, `told` the words it was introduced with.
    """

    kind: SourceKind
    plural: bool
    people: tuple[int, int | None]
    name: tuple[str, ...] = ()
    shown: str | None = None
    key: str = ""
    gender: str | None = None
    heads: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    known: bool = False
    proper: bool = False
    places: set[str] = field(default_factory=set)
    owner: str | None = None
    whose: str | None = None
    body: str | None = None
    told: str | None = None
    mentions: list[tuple[int, int]] = field(default_factory=list)

    def stands_at(self, at: int) -> bool:
        """Whether one of its mentions, which are in order, begins at a token."""
        place = bisect_left(self.mentions, (at, 0))
        return place < len(self.mentions) and self.mentions[place][0] == at

    @property
    def last_seen(self) -> int:
        """The token at which it was mentioned last."""
        return self.mentions[-1][0]


def latest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Those that have been mentioned, the one mentioned last before the others."""
    return sorted((e for e in entries if e.mentions), key=lambda e: e.last_seen, reverse=True)
