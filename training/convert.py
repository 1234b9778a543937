"""Corpora to training examples: one JSON line per document, words as the pipeline will see them.

    python -m training.convert --corpora DIR --gold DIR --output training/output/data

Writes attribution, syntax and names, each for train and dev, and invented for train. Keys: words, spaces (white
space before), breaks (words that begin a paragraph), and of tags, sentences, names, roles, sources (cue, source or
-1), contents (content piece, cue) those that the corpus has; positions are word numbers.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy

from training import corpora, kinds
from training.layout import laid_out, words_in

_SILVER = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "LOCATION": "LOC", "MISC": "MISC"}
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}%'s n't 's 're 've 'll 'd 'm".split())


def attribution_documents(folder: Path, leave_out: frozenset[str], first_only: bool) -> Iterator[dict]:
    """PolNeAR articles, once per annotator, with machine-made names."""
    nlp = spacy.blank("en")
    for article in corpora.read_polnear(folder, leave_out):
        words, starts, ends = laid_out(nlp, article.text)
        names = [(s, e, _SILVER[k]) for s, e, k in article.entities if k in _SILVER]
        base = {"name": article.name, **words, "names": _bio(names, starts, ends)}
        annotations = article.annotations[:1] if first_only else article.annotations
        for relations in annotations:
            yield base | _roles(relations, starts, ends) | {"weight": 1 / len(annotations)}


def invented_documents(folder: Path) -> Iterator[dict]:
    """The invented copy of training/kinds with its attributions; it has no names that are marked."""
    nlp = spacy.blank("en")
    texts = {piece.name: piece.text for piece in kinds.pieces(folder)}
    for line in (folder / "attributions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = texts[row["name"]]
        if len(text) != row["length"]:
            raise SystemExit(f"{folder}: {row['name']} was changed after its attributions were marked")
        words, starts, ends = laid_out(nlp, text)
        relations = [corpora.Relation(*(list(map(tuple, part)) for part in r)) for r in row["attributions"]]
        yield {"name": row["name"], **words, **_roles(relations, starts, ends)}


def _bio(spans: Iterable[tuple[int, int, str]], starts: list[int], ends: list[int]) -> list[str]:
    tags = ["O"] * len(starts)
    for s, e, label in spans:
        words = words_in((s, e), starts, ends)
        if words and all(tags[i] == "O" for i in words):
            for i in words:
                tags[i] = f"{'B' if i == words[0] else 'I'}-{label}"
    return tags


def _roles(relations: list[corpora.Relation], starts: list[int], ends: list[int]) -> dict:
    spans, sources, contents = set(), [], []
    for relation in relations:
        pieces = {
            role: [w for s in getattr(relation, role.lower()) if (w := words_in(s, starts, ends))]
            for role in ("SOURCE", "CUE", "CONTENT")
        }
        spans |= {(role, w[0], w[-1] + 1) for role, found in pieces.items() for w in found}
        if pieces["CUE"]:
            cue = pieces["CUE"][0][0]
            sources.append([cue, pieces["SOURCE"][0][0] if pieces["SOURCE"] else -1])
            contents += [[w[0], cue] for w in pieces["CONTENT"]]
    tags = ["O"] * len(starts)
    order = {"CUE": 0, "SOURCE": 1, "CONTENT": 2}
    for role, first, last in sorted(spans, key=lambda s: (order[s[0]], s[1], s[2])):
        if all(tags[i] == "O" for i in range(first, last)):
            tags[first:last] = [f"B-{role}"] + [f"I-{role}"] * (last - first - 1)
    return {"roles": tags, "sources": sources, "contents": contents}


def syntax_documents(path: Path, genres: tuple[str, ...] | None) -> Iterator[dict]:
    """Treebank documents: tags, sentence starts, and names where the treebank marks them."""
    for name, sentences in corpora.read_ud(path):
        genre = name.split("_")[1] if genres else "web"
        if genres and genre not in genres:
            continue
        document: dict = {
            "name": name,
            "genre": genre,
            "words": [],
            "spaces": [],
            "breaks": [],
            "tags": [],
            "sentences": [],
        }
        names: list[str] = []
        for sentence in sentences:
            at = len(document["words"])
            if sentence.paragraph or not at:
                document["breaks"].append(at)
            document["sentences"].append(at)
            document["words"] += sentence.words
            document["spaces"] += sentence.spaces
            document["tags"] += sentence.tags
            names += sentence.names
        yield document | ({"names": names} if genres else {})


def name_documents(path: Path, sentences: int = 12) -> Iterator[dict]:
    """Named-entity sentences, a dozen to a document, each its own paragraph."""
    rows = list(corpora.read_columns(path))
    for at in range(0, len(rows), sentences):
        document: dict = {"name": f"{path.name}:{at}", "words": [], "spaces": [], "breaks": [], "names": []}
        for words, names in rows[at : at + sentences]:
            document["breaks"].append(len(document["words"]))
            document["words"] += words
            document["spaces"] += [i == 0 or w not in _NO_SPACE_BEFORE for i, w in enumerate(words)]
            document["names"] += names
        yield document


def write(path: Path, documents: Iterable[dict]) -> None:
    count = words = 0
    with path.open("w", encoding="utf-8") as out:
        for document in documents:
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
            count, words = count + 1, words + len(document["words"])
    print(f"{path.name}: {count} documents, {words} words")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with polnear/, ud/ and ner/")
    parser.add_argument("--gold", type=Path, help="marked articles: never trained on (every NAME.txt below it)")
    parser.add_argument("--invented", type=Path, default=kinds.INVENTED, help="invented copy with its attributions")
    parser.add_argument("--output", type=Path, default=Path("training/output/data"))
    args = parser.parse_args()
    gold = frozenset(p.stem for p in args.gold.rglob("*.txt")) if args.gold else frozenset()
    out, root = args.output, args.corpora
    out.mkdir(parents=True, exist_ok=True)
    write(out / "attribution.train.jsonl", attribution_documents(root / "polnear/train", gold, first_only=False))
    write(out / "attribution.dev.jsonl", attribution_documents(root / "polnear/dev", frozenset(), first_only=True))
    write(out / "invented.train.jsonl", invented_documents(args.invented))
    for part in ("train", "dev"):
        treebanks = [
            (root / f"ud/en_ewt-ud-{part}.conllu", None),
            (root / f"ud/en_gum-ud-{part}.conllu", corpora.GUM_GENRES),
        ]
        paths = [(p if p.exists() else p.with_name(p.name.replace("-ud-", "-")), g) for p, g in treebanks]
        write(out / f"syntax.{part}.jsonl", (d for p, g in paths if p.exists() for d in syntax_documents(p, g)))
    files = sorted(p for p in (root / "ner").glob("*") if p.name.startswith(("wikigold", "WNUT17")))
    documents = [d for p in files for d in name_documents(p)]
    random.Random(1).shuffle(documents)
    write(out / "names.dev.jsonl", documents[: len(documents) // 10])
    write(out / "names.train.jsonl", documents[len(documents) // 10 :])


if __name__ == "__main__":
    main()
