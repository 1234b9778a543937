"""Write the scores into the model card, between its two marks, so that card and scores cannot part.

python -m training.card [--check]
"""

import argparse
import json
import sys
from pathlib import Path

CARD = Path("docs/model-card.md")
SCORES = Path("training/scores.json")
BEGIN, END = "<!-- scores: written by training/card.py -->", "<!-- end of scores -->"

ROWS = {
    "source": "sources, exact F1", "cue": "cues, exact F1", "content": "contents, exact F1",
    "relation": "whole attributions, F1", "tags": "parts of speech, accuracy", "sentences": "sentence starts, F1",
    "names": "names, exact F1", "persons": "persons, exact F1",
}  # fmt: skip


def table(scores: dict) -> str:
    lines = [
        f"Model `{scores['model']}`, `{scores['hash'][:23]}…`, {scores['megabytes']} MB.",
        "",
        "| what | text | dev |",
        "| --- | --- | --- |",
    ]
    for key, value in scores["dev"].items():
        name, _, genre = key.partition(", ")
        lines.append(f"| {ROWS[name]} | {genre or 'all'} | {value:.3f} |")
    lines += [
        "",
        "Confidence of whole attributions, calibrated on one half of the dev articles and checked on the other:",
        "",
        "| confidence | attributions | mean confidence | agreed with |",
        "| --- | --- | --- | --- |",
    ]
    for row in scores["reliability"]:
        low = row["from"]
        lines.append(
            f"| {low:.1f} to {low + 0.1:.1f} | {row['relations']} | {row['confidence']:.2f} | {row['right']:.2f} |"
        )
    return "\n".join(lines)


def filled(card: str, scores: dict) -> str:
    before, rest = card.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{table(scores)}\n{END}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the card is up to date")
    args = parser.parse_args()
    card = CARD.read_text(encoding="utf-8")
    new = filled(card, json.loads(SCORES.read_text(encoding="utf-8")))
    if args.check:
        sys.exit(0 if new == card else "docs/model-card.md is stale: run python -m training.card")
    CARD.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
