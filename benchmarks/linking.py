"""How well the ledger tells who is who in real copy: which mentions of sources are one, and what they are called.

    python -m benchmarks.linking POLNEAR/dev/text --links benchmarks/ledgers [--errors]

NAME.links.json lists an article's sources: "kind", "name", "people", and "mentions" as [start, end]. Only mentions that
the reading has too are compared. Links are scored by B-cubed (Bagga and Baldwin 1998): of the mentions that share an
entry with one, how many are the same source, and the other way round, on the average of all mentions. A mention of
several belongs to each. Kinds and names are scored by mention; all unnamed kinds are one here.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.records import UNNAMED_KINDS, Reading, Source

UNNAMED = "unnamed"
NOBODY = "nobody"


@dataclass(frozen=True)
class Mention:
    """A mention that both have, with whose it is by the marks and by the reading."""

    span: tuple[int, int]
    marked: frozenset[int]
    read: tuple[Source, ...]

    def shares(self, other: "Mention") -> tuple[bool, bool]:
        """Whether both are one source's, by the marks and by the reading."""
        read = {s.id for s in self.read}.intersection(s.id for s in other.read)
        return bool(self.marked & other.marked), bool(read)


def mentions_of(reading: Reading, marked: list[dict[str, Any]]) -> Iterator[Mention]:
    """The marked mentions that the reading has an entry for; words that are nobody's are left out."""
    owners: dict[tuple[int, int], set[int]] = {}
    for number, source in enumerate(marked):
        for start, end in source["mentions"]:
            owners.setdefault((start, end), set()).add(number)
    for (start, end), numbers in sorted(owners.items()):
        if any(marked[n]["kind"] == NOBODY for n in numbers):
            continue
        found = (s for s in reading.sources if any(m.start < end and start < m.end for m in s.mentions))
        if read := tuple(found):
            yield Mention((start, end), frozenset(numbers), read)


def score(n: Counter[str], reading: Reading, marked: list[dict[str, Any]]) -> Iterator[str]:
    """Count one article's links, kinds and names; yields a line for each mention that differs."""
    mentions = list(mentions_of(reading, marked))
    for one in mentions:
        shared = [one.shares(other) for other in mentions]
        right = sum(by_marks and by_reading for by_marks, by_reading in shared)
        n["precision"] += right / sum(by_reading for _, by_reading in shared)
        n["recall"] += right / sum(by_marks for by_marks, _ in shared)
        n["mentions"] += 1
        words = reading.article.text[slice(*one.span)]
        wanted = [marked[number] for number in sorted(one.marked)]
        if right < max(sum(r for _, r in shared), sum(m for m, _ in shared)):
            yield f"link {words!r}: {[s.label for s in one.read]}, marked {[w['name'] or w['kind'] for w in wanted]}"
        if len(wanted) == len(one.read) == 1:
            yield from _fields(n, words, wanted[0], one.read[0])


def _fields(n: Counter[str], words: str, wanted: dict[str, Any], source: Source) -> Iterator[str]:
    kind = UNNAMED if source.kind in UNNAMED_KINDS else source.kind
    same = kind == wanted["kind"] or (wanted["kind"] == "evidence" and kind in (UNNAMED, "document"))
    crowd = wanted["people"][0] > 1 and wanted["kind"] in ("person", UNNAMED) and kind in ("person", UNNAMED)
    n["kinds"] += 1
    n["kinds right"] += same or crowd
    if not (same or crowd):
        yield f"kind {words!r}: {source.kind} ({source.label!r}), marked {wanted['kind']}"
    if wanted["kind"] == "person" and wanted["name"]:
        named = _plain(source.name) == _plain(wanted["name"])
        n["names"] += 1
        n["names right"] += named
        if not named:
            yield f"name {words!r}: {source.name!r} ({source.label!r}), marked {wanted['name']!r}"


def _plain(name: str | None) -> list[str]:
    """First and last name."""
    own = [word for word in (name or "").casefold().split() if word.rstrip(".") not in ("jr", "sr", "ii", "iii")]
    return own if len(own) < 3 else [own[0], own[-1]]


def measure(folder: Path, links: Path) -> tuple[dict[str, float], list[str]]:
    """Figures by name, and what differs."""
    from audit.pipeline import Pipeline
    from audit.readers import read_path
    from audit.reading import read

    n: Counter[str] = Counter()
    differing = []
    names = sorted(path.name.removesuffix(".links.json") for path in links.glob("*.links.json"))
    articles = [read_path(folder / f"{name}.txt") for name in names]
    for name, article, parse in zip(names, articles, Pipeline.load().parse(articles), strict=True):
        marked = json.loads((links / f"{name}.links.json").read_text(encoding="utf-8"))
        differing += [f"{name}: {line}" for line in score(n, read(article, parse), marked)]
    precision, recall = n["precision"] / max(1, n["mentions"]), n["recall"] / max(1, n["mentions"])
    return {
        "mentions": float(n["mentions"]),
        "links, precision": precision,
        "links, recall": recall,
        "links, F1": 2 * precision * recall / max(1e-9, precision + recall),
        "kinds": n["kinds right"] / max(1, n["kinds"]),
        "names of persons": n["names right"] / max(1, n["names"]),
    }, differing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--links", type=Path, required=True)
    parser.add_argument("--errors", action="store_true", help="print what differs")
    args = parser.parse_args()
    figures, differing = measure(args.folder, args.links)
    for name, value in figures.items():
        print(f"{name:18} {value:.3f}" if value <= 1 else f"{name:18} {value:.0f}")
    if args.errors:
        print("\n".join(differing))


if __name__ == "__main__":
    main()
