"""How far an article's figures are from what people's marks give: the error bars of docs/codebook.md rest on this.

    python -m benchmarks.measures POLNEAR/dev [--write]

POLNEAR/dev is the dev half of PolNeAR (networkdynamics/PolNeAR): 84 articles in which people marked who is credited
with what. benchmarks/held-out has an editor's marks of 28 of them: unnamed sources, claims, hedges. The articles in
seeds/ have ledgers marked by hand. Prints the figures; --write keeps them in benchmarks/measures.json.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from audit.readers import read_bytes
from audit.reading.voices import tokens_in
from audit.records import Reading, Span
from benchmarks.agreement import Spans, agree, load_marks, read_articles, spans_of
from benchmarks.credit import ROLES, readings, score_attributions, score_ledger
from training.corpora import PolnearArticle, Relation, read_polnear

ROOT = Path(__file__).parent.parent
KEPT = Path(__file__).with_suffix(".json")
HELD_OUT = ROOT / "benchmarks" / "held-out"
EPISTEMIC = frozenset({"modal", "adverb", "verb"})
LEDGER = ("entries", "kind", "name", "descriptor", "reason", "people", "mentions")
AGREEMENT = ("right", "wrong", "missed", "silent")
Pairs = Sequence[tuple[float, float]]


def compared(pairs: Pairs) -> dict[str, float]:
    """The program's figures beside people's: means, mean difference with its 95 percent interval, typical error."""
    differences = [told - marked for told, marked in pairs]
    spread = 1.96 * stdev(differences) / math.sqrt(len(differences))
    shift = mean(differences)
    figures = {
        "program": mean(told for told, _ in pairs),
        "people": mean(marked for _, marked in pairs),
        "difference": shift,
        "low": shift - spread,
        "high": shift + spread,
        "typical_error": mean(abs(difference) for difference in differences),
    }
    return {"articles": len(pairs)} | {name: round(figure, 4) for name, figure in figures.items()}


def words_in(reading: Reading, spans: Iterable[Sequence[int]]) -> int:
    """Words that begin or end within the spans, as measures count them."""
    tokens = reading.parse.tokens
    return sum(any(c.isalnum() for c in tokens[i].text) for i in tokens_in(tokens, [Span(*span) for span in spans]))


def attributed_shares(reading: Reading, relations: Sequence[Relation]) -> tuple[float, float]:
    owned = [span for relation in relations if relation.source for span in relation.content]
    return reading.measures.attributed_share, words_in(reading, owned) / reading.measures.words


def anonymous_shares(reading: Reading, relations: Sequence[Relation], unnamed: Spans) -> tuple[float, float]:
    """Marked are the words credited to a source that an editor marked as anonymous; its pronouns are not."""
    firm = [span for span, optional in unnamed if not optional]

    def is_unnamed(relation: Relation) -> bool:
        return any(start < e and s < end for start, end in firm for s, e in relation.source)

    def credited(some: Iterable[Relation]) -> int:
        return words_in(reading, [span for relation in some for span in (*relation.cue, *relation.content)])

    owned = [relation for relation in relations if relation.source]
    marked = credited(filter(is_unnamed, owned)) / max(1, credited(owned))
    return reading.measures.anonymous_share or 0.0, marked


def hedge_densities(reading: Reading, path: Path) -> tuple[float, float]:
    marks = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    firm = [mark for mark in marks if mark["layer"] == "hedge" and not mark.get("optional")]
    marked = sum(mark["label"] in EPISTEMIC and mark["voice"] == "writer" for mark in firm)
    return reading.measures.hedges_per_1000, 1000 * marked / reading.measures.words


def agreement_on_any(reading: Reading, unnamed: Spans) -> str:
    """Whether program and editor agree that the article has an unnamed person; optional marks allow both."""
    if reading.measures.anonymous_sources[0]:
        return "right" if unnamed else "wrong"
    return "missed" if any(not optional for _, optional in unnamed) else "silent"


def measure(folder: Path) -> dict[str, Any]:
    """All figures: of spans, of whole articles, and of ledgers."""
    marked: list[PolnearArticle] = list(read_polnear(folder, frozenset()))
    parsed = read_articles([read_bytes(a.text.encode(), path=f"{a.name}.txt", suffix=".txt") for a in marked])
    relations = {article.name: article.annotations[0] for article in marked}
    told = {article.name: reading for article, reading in zip(marked, parsed, strict=True)}
    paths = {name: HELD_OUT / f"{name}.marks.jsonl" for name in told}
    edited = {name: load_marks(path, told[name].article.text) for name, path in paths.items() if path.exists()}
    unnamed = {name: marks.get("anonymous", []) for name, marks in edited.items()}
    agreed = Counter(agreement_on_any(told[name], spans) for name, spans in unnamed.items())
    return {
        "attributions": attributions_counted(told, relations),
        "spans": spans_counted(told, edited),
        "articles": {
            "attributed_share": compared([attributed_shares(told[name], relations[name]) for name in told]),
            "anonymous_share": compared(
                [anonymous_shares(told[name], relations[name], spans) for name, spans in unnamed.items()]
            ),
            "hedges_per_1000": compared([hedge_densities(told[name], paths[name]) for name in edited]),
        },
        "any_unnamed": {name: agreed[name] for name in AGREEMENT},
        "ledger": ledgers(ROOT / "seeds"),
    }


def attributions_counted(told: Mapping[str, Reading], relations: Mapping[str, Sequence[Relation]]) -> dict[str, int]:
    """Right, wrong and missed attributions, as benchmarks.credit judges them."""
    n: Counter[str] = Counter()
    for name, reading in told.items():
        gold = [{role: [list(span) for span in getattr(r, role)] for role in ROLES} for r in relations[name]]
        score_attributions(n, reading, gold)
    right = n["relation hit"]
    return {"right": right, "wrong": n["relation found"] - right, "missed": n["relation want"] - right}


def spans_counted(told: Mapping[str, Reading], edited: Mapping[str, Mapping[str, Spans]]) -> dict[str, dict[str, int]]:
    """Right, wrong and missed spans of each category."""
    counts: dict[str, Counter[str]] = {}
    for name, marks in edited.items():
        found = spans_of(told[name])
        for category in found.keys() | marks.keys():
            hits, false, missed = agree(found[category], marks.get(category, []))
            counts.setdefault(category, Counter()).update(right=hits, wrong=len(false), missed=len(missed))
    return {category: dict(counts[category]) for category in sorted(counts)}


def ledgers(folder: Path) -> dict[str, dict[str, int]]:
    """Of each field of the ledger: how often it was judged, and how often it was right."""
    n: Counter[str] = Counter()
    for reading in readings(folder):
        ledger = json.loads(Path(reading.article.path).with_suffix(".ledger.json").read_text(encoding="utf-8"))
        for _ in score_ledger(n, reading, ledger["sources"] if isinstance(ledger, dict) else ledger):
            pass
    return {field: {"right": n[f"{field} right"], "of": n[f"{field} all"]} for field in LEDGER}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="PolNeAR's dev half")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {KEPT.name}")
    args = parser.parse_args()
    text = json.dumps(measure(args.folder), indent=1) + "\n"
    print(text, end="")
    if args.write:
        KEPT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
