"""How well the reading agrees with who-said-what and with the ledgers marked by hand beside the example articles.

    python -m benchmarks.credit seeds [--errors]

NAME.attributions.jsonl holds one attribution a line: "source", "cue" and "content" as lists of [start, end].
NAME.ledger.json holds its sources: "kind", "name", "descriptor", "reason", "people", "mentions". Spans are scored
exactly and by overlap; a relation agrees when the cues overlap and sources and contents each share at least half of
both sides' characters. Ledger entries are paired by the mentions they share. Optional ones count neither way.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from audit.records import Reading, Source

ROLES = ("source", "cue", "content")
Spans = Sequence[Sequence[int]]


def characters(spans: Spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def alike(a: Spans, b: Spans) -> bool:
    x, y = characters(a), characters(b)
    return (not x and not y) or len(x & y) >= 0.5 * max(len(x), len(y)) > 0


def f1(hit: float, found: float, want: float) -> float:
    return 2 * hit / (found + want) if hit else 0.0


def score_attributions(n: Counter[str], reading: Reading, gold: list[dict[str, Any]]) -> None:
    """Count spans and relations of one article; what several speakers tell together is one relation."""
    different = dict.fromkeys((a.source, a.cue, a.content) for a in reading.attributions)
    told = [dict(zip(ROLES, ([list(s) for s in spans] for spans in one), strict=True)) for one in different]
    firm = [g for g in gold if not g.get("optional")]
    for role in ROLES:
        found = {tuple(s) for a in told for s in a[role]}
        every = {tuple(s) for g in gold for s in g[role]}
        want = {tuple(s) for g in firm for s in g[role]}
        spared = {s for s in found if s not in want and any(overlap(s, o) for o in every - want)}
        found -= {s for s in spared if not any(overlap(s, w) for w in want)}
        n[f"{role} want"] += len(want)
        n[f"{role} found"] += len(found)
        n[f"{role} exact"] += len(found & want)
        n[f"{role} near found"] += sum(any(overlap(s, w) for w in want) for s in found)
        n[f"{role} near want"] += sum(any(overlap(w, s) for s in found) for w in want)
    used: set[int] = set()
    spare = 0
    for a in told:
        pairs = (
            j for j, g in enumerate(gold) if j not in used and any(overlap(x, y) for x in a["cue"] for y in g["cue"])
        )
        match = next(
            (j for j in pairs if alike(a["source"], gold[j]["source"]) and alike(a["content"], gold[j]["content"])),
            None,
        )
        if match is not None:
            used.add(match)
            spare += bool(gold[match].get("optional"))
    n["relation hit"] += len(used) - spare
    n["relation found"] += len(told) - spare
    n["relation want"] += len(firm)


def pairs_of_entries(reading: Reading, gold: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Source | None]]:
    """Each firm entry with the source of the reading that shares most of its mentions."""
    for entry in gold:
        if not entry.get("optional"):
            shared = {
                s.id: sum(any(overlap(m, x) for x in s.mentions) for m in entry["mentions"]) for s in reading.sources
            }
            best = max(reading.sources, key=lambda s: shared[s.id], default=None)
            yield entry, best if best and shared[best.id] else None


def score_ledger(n: Counter[str], reading: Reading, gold: list[dict[str, Any]]) -> Iterator[str]:
    """Count fields of one article's ledger; yields a line for each that differs."""
    for entry, source in pairs_of_entries(reading, gold):
        n["entries all"] += 1
        n["entries right"] += source is not None
        if source is None:
            yield f"no entry for {entry['label']!r}"
            continue
        reason = source.reason.kind if source.reason else "none"
        fields = [("kind", entry["kind"], source.kind)]
        if entry["kind"] == "anonymous" == source.kind:
            fields += [("descriptor", entry["descriptor"], source.descriptor), ("reason", entry["reason"], reason)]
            fields += [("people", tuple(entry["people"]), source.people)]
        if entry["kind"] == "person" == source.kind:
            fields += [("name", entry["name"], source.name)]
        for field, want, got in fields:
            n[f"{field} all"] += 1
            n[f"{field} right"] += want == got
            if want != got:
                yield f"{field} of {entry['label']!r}: {got!r}, marked {want!r}"
        for mention in entry["mentions"]:
            read = any(overlap(mention, x) for s in reading.sources for x in s.mentions)
            n["mentions all"] += read
            right = any(overlap(mention, x) for x in source.mentions)
            n["mentions right"] += right
            if read and not right:
                yield f"mention {reading.article.text[slice(*mention)]!r} is not with {entry['label']!r}"


def readings(folder: Path) -> Iterable[Reading]:
    from audit.pipeline import Pipeline
    from audit.readers import read_path
    from audit.reading import read

    paths = sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".md"))
    articles = [read_path(p) for p in paths if p.with_suffix(".attributions.jsonl").exists()]
    return [read(a, parse) for a, parse in zip(articles, Pipeline.load().parse(articles), strict=True)]


def measure(folder: Path) -> tuple[dict[str, float], list[str]]:
    """Figures by name, and what differs."""
    n: Counter[str] = Counter()
    differing = []
    for reading in readings(folder):
        path = Path(reading.article.path)
        lines = path.with_suffix(".attributions.jsonl").read_text(encoding="utf-8").splitlines()
        score_attributions(n, reading, [json.loads(line) for line in lines if line.strip()])
        ledger = json.loads(path.with_suffix(".ledger.json").read_text(encoding="utf-8"))
        entries = ledger["sources"] if isinstance(ledger, dict) else ledger
        differing += [f"{path.name}: {line}" for line in score_ledger(n, reading, entries)]
    figures = {"attributions marked": float(n["relation want"])}
    for role in ROLES:
        figures[f"{role}, exact F1"] = f1(n[f"{role} exact"], n[f"{role} found"], n[f"{role} want"])
        precision = n[f"{role} near found"] / max(1, n[f"{role} found"])
        recall = n[f"{role} near want"] / max(1, n[f"{role} want"])
        figures[f"{role}, overlap F1"] = 2 * precision * recall / max(1e-9, precision + recall)
    figures["relation F1"] = f1(n["relation hit"], n["relation found"], n["relation want"])
    for field in ("entries", "kind", "name", "descriptor", "reason", "people", "mentions"):
        figures[f"ledger: {field}"] = n[f"{field} right"] / max(1, n[f"{field} all"])
    return figures, differing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what differs in the ledgers")
    args = parser.parse_args()
    figures, differing = measure(args.folder)
    for name, value in figures.items():
        print(f"{name:24} {value:.3f}" if value <= 1 else f"{name:24} {value:.0f}")
    if args.errors:
        print("\n".join(differing))


if __name__ == "__main__":
    main()
