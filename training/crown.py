"""Teach a trained network the kinds of unnamed sources: a crown of layers grows beside its last ones.

    python -m training.crown --network FILE.pt --articles POLNEAR/train/text --output FILE.pt [--folds 4]

Only the crown learns, so that all else is read as before. With --folds all copy is read, too, by crowns that have
not seen it, and the chances of the kinds are kept beside the output (FILE.chances.npz): training.weighing needs them.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from audit.pipeline.decode import KINDS, chances
from audit.pipeline.windows import windows
from audit.pipeline.wordpiece import WordPiece, surface
from training import data, kinds
from training.network import Network, carried, crowned, load, save
from training.train import pad, schedule, short_floats, within

MARKS = Path("benchmarks/development")


class Item(NamedTuple):
    """A window's pieces, shapes and first pieces, the kinds of its words and how much each counts."""

    pieces: list[int]
    shapes: list[int]
    firsts: list[int]
    kinds: list[int]
    trust: list[float]


def items(document: dict, vocabulary: WordPiece, limit: int) -> Iterator[Item]:
    """The windows of a document, with the kinds of their words and how much each counts."""
    words = surface(document["words"], document["spaces"])
    for window in windows(words, document["breaks"], vocabulary, limit):
        inside = slice(window.first, window.last)
        yield Item(window.pieces, window.shapes, window.firsts, document["kinds"][inside], document["trust"][inside])


def feed(rows: Sequence[Item], vocabulary: WordPiece, device: str) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pieces, shapes, first pieces and mask of some windows."""
    lengths = torch.tensor([len(w.pieces) for w in rows], device=device)
    pieces = pad([np.array(w.pieces) for w in rows], vocabulary.pad, device)
    mask = within(lengths, pieces.shape[1])[:, None, None, :]
    shapes, firsts = (pad([np.array(getattr(w, key)) for w in rows], 0, device) for key in ("shapes", "firsts"))
    return pieces, shapes, firsts, mask


def loss_of(network: Network, batch: Sequence[Item], vocabulary: WordPiece, device: str) -> Tensor:
    pieces, shapes, firsts, mask = feed(batch, vocabulary, device)
    with short_floats(device):
        with torch.no_grad():
            below = network.below(pieces, shapes, mask)
        scores = network.above(below, firsts, mask)
    wanted = pad([np.array(item.kinds) for item in batch], data.IGNORE, device)
    trust = torch.zeros(wanted.shape, device=device)
    for row, item in enumerate(batch):
        trust[row, : len(item.trust)] = torch.tensor(item.trust)
    far = F.cross_entropy(scores.float().flatten(0, 1), wanted.flatten(), ignore_index=data.IGNORE, reduction="none")
    return (far * trust.flatten()).sum() / trust.sum()


def grown(network: Network, documents: Sequence[dict], vocabulary: WordPiece, args: argparse.Namespace) -> Network:
    """The network with a crown trained on these documents."""
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = crowned(network, args.layers).to(device).train()
    crown, head = list(network.crown.parameters()), list(network.kinds.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": crown, "lr": args.rate}, {"params": head, "lr": args.rate * 10}], weight_decay=0.01
    )
    rng, pool, started, scheduler = random.Random(args.seed), data.name_pool(documents), time.time(), None
    for epoch in range(args.epochs):
        sizes = (args.window, args.window, args.window * 3 // 4, args.window // 2)
        told = [i for d in documents for i in items(data.vary(d, pool, rng), vocabulary, rng.choice(sizes))]
        groups = list(data.batches(told, args.batch, rng))
        if scheduler is None:
            scheduler = schedule(optimizer, len(groups) * args.epochs)
        running = 0.0
        for done, group in enumerate(groups, start=1):
            loss = loss_of(network, group, vocabulary, device)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(crown, 1.0)
            optimizer.step()
            scheduler.step()
            running += loss.item()
            if done % 50 == 0 or done == len(groups):
                mean, spent = running / done, time.time() - started
                print(f"epoch {epoch + 1} {done}/{len(groups)} loss {mean:.4f} {spent:.0f}s", flush=True)
    return network.cpu().eval()


@torch.no_grad()
def read(network: Network, document: dict, vocabulary: WordPiece, limit: int) -> np.ndarray:
    """The chances of the kinds of each word; shape (words, KINDS)."""
    parts = []
    for item in items(document, vocabulary, limit):
        pieces, shapes, firsts, _ = feed([item], vocabulary, "cpu")
        parts.append(chances(network.above(network.below(pieces, shapes, None), firsts, None)[0].numpy()))
    return np.concatenate(parts) if parts else np.zeros((0, len(KINDS)), dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=Path("training/output/base"))
    parser.add_argument("--data", type=Path, default=Path("training/output/data"), help="for the names to swap")
    parser.add_argument("--articles", type=Path, required=True, help="PolNeAR's train/text")
    parser.add_argument("--marks", type=Path, default=MARKS)
    parser.add_argument("--invented", type=Path, default=kinds.INVENTED)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, help="only this fold, and no network of all (to run folds side by side)")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--window", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.only is not None and args.only >= args.folds:
        parser.error(f"--only {args.only} is none of --folds {args.folds}")
    vocabulary = WordPiece.read(args.base)
    trained, kept = load(args.network)
    names = {d["name"]: d["names"] for d in data.read(args.data / "attribution.train.jsonl")}
    documents = [*kinds.marked(args.articles, args.marks, names), *kinds.invented(args.invented)]
    unseen: dict[str, np.ndarray] = {}
    for fold in range(args.folds) if args.only is None else [args.only]:
        others = [d for i, d in enumerate(documents) if i % args.folds != fold]
        reader = grown(trained, others, vocabulary, args)
        unseen |= {d["name"]: read(reader, d, vocabulary, args.window) for d in documents[fold :: args.folds]}
    if unseen:
        ending = ".chances.npz" if args.only is None else f".chances.{args.only}.npz"
        np.savez_compressed(args.output.with_suffix(ending), **unseen)
    if args.only is None:
        network = grown(trained, documents, vocabulary, args)
        save(args.output, network, **carried(kept))


if __name__ == "__main__":
    main()
