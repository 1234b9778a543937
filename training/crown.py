"""Teach a trained network the kinds of unnamed sources: a crown of layers grows beside its last ones.

    python -m training.crown --network FILE.pt --articles POLNEAR/train/text --output FILE.pt [--folds 4]

Only the crown learns, so that all else is read as before. With --folds as many more crowns learn beside it, each
without a part of the copy, which it then reads; the chances of the kinds are kept beside the output
(FILE.chances.npz), for training.weighing needs them. What lies below is worked out once for all crowns.
"""

import argparse
import copy
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
    """A window's pieces, shapes and first pieces, the kinds of its words and how much each counts, and its part."""

    pieces: list[int]
    shapes: list[int]
    firsts: list[int]
    kinds: list[int]
    trust: list[float]
    part: int


class View(NamedTuple):
    """What lies below the crown for some windows, and what is to be made of it; one row for each window."""

    below: Tensor
    firsts: Tensor
    mask: Tensor
    kinds: Tensor
    trust: Tensor
    parts: Tensor

    def without(self, part: int | None) -> "View":
        """The view without the windows of a part of the articles."""
        return self if part is None else View(*(each[self.parts != part] for each in self))


def part_of(number: int, folds: int) -> int:
    """The part of the copy to which its document of this number belongs; one crown grows without each."""
    return number % folds if folds else 0


def items(document: dict, vocabulary: WordPiece, limit: int, part: int = 0) -> Iterator[Item]:
    """The windows of a document, with the kinds of their words and how much each counts."""
    words = surface(document["words"], document["spaces"])
    for window in windows(words, document["breaks"], vocabulary, limit):
        inside = slice(window.first, window.last)
        counts = document["kinds"][inside], document["trust"][inside]
        yield Item(window.pieces, window.shapes, window.firsts, *counts, part)


def feed(rows: Sequence[Item], vocabulary: WordPiece, device: str) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pieces, shapes, first pieces and mask of some windows."""
    lengths = torch.tensor([len(w.pieces) for w in rows], device=device)
    pieces = pad([np.array(w.pieces) for w in rows], vocabulary.pad, device)
    mask = within(lengths, pieces.shape[1])[:, None, None, :]
    shapes, firsts = (pad([np.array(getattr(w, key)) for w in rows], 0, device) for key in ("shapes", "firsts"))
    return pieces, shapes, firsts, mask


def seen(network: Network, batch: Sequence[Item], vocabulary: WordPiece, device: str) -> View:
    """What a network sees of a batch below its crown."""
    pieces, shapes, firsts, mask = feed(batch, vocabulary, device)
    with torch.no_grad(), short_floats(device):
        below = network.below(pieces, shapes, mask)
    kinds = pad([np.array(item.kinds) for item in batch], data.IGNORE, device)
    trust = torch.zeros(kinds.shape, device=device)
    for row, item in enumerate(batch):
        trust[row, : len(item.trust)] = torch.tensor(item.trust)
    return View(below, firsts, mask, kinds, trust, torch.tensor([item.part for item in batch], device=device))


class Growing:
    """A network whose crown learns from all articles but a part of them."""

    def __init__(self, start: Network, left_out: int | None, rate: float) -> None:
        self.network = copy.deepcopy(start)
        self.left_out = left_out
        self._crown, head = list(self.network.crown.parameters()), list(self.network.kinds.parameters())
        rates = [{"params": self._crown, "lr": rate}, {"params": head, "lr": rate * 10}]
        self.optimizer = torch.optim.AdamW(rates, weight_decay=0.01)

    def learn(self, view: View) -> float:
        """Take a step; returns the loss, 0 where all is left out."""
        view = view.without(self.left_out)
        if not len(view.parts):
            return 0.0
        with short_floats(view.below.device.type):
            scores = self.network.above(view.below, view.firsts, view.mask)
        flat = scores.float().flatten(0, 1), view.kinds.flatten()
        trust = view.trust.flatten()
        loss = (F.cross_entropy(*flat, ignore_index=data.IGNORE, reduction="none") * trust).sum() / trust.sum()
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._crown, 1.0)
        self.optimizer.step()
        return loss.item()


def grown(
    network: Network, documents: Sequence[dict], vocabulary: WordPiece, args: argparse.Namespace
) -> list[Network]:
    """The network with crowns that learn side by side: each without one fold of the documents, the last from all."""
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    start = crowned(network, args.layers).to(device).train()
    growing = [Growing(start, left_out, args.rate) for left_out in (*range(args.folds), None)]
    rng, pool, started, schedulers = random.Random(args.seed), data.name_pool(documents), time.time(), []
    for epoch in range(args.epochs):
        sizes = (args.window, args.window, args.window * 3 // 4, args.window // 2)
        told = [
            item
            for number, document in enumerate(documents)
            for item in items(
                data.vary(document, pool, rng), vocabulary, rng.choice(sizes), part_of(number, args.folds)
            )
        ]
        groups = list(data.batches(told, args.batch, rng))
        schedulers = schedulers or [schedule(each.optimizer, len(groups) * args.epochs) for each in growing]
        running = 0.0
        for done, group in enumerate(groups, start=1):
            view = seen(start, group, vocabulary, device)
            running += sum(each.learn(view) for each in growing) / len(growing)
            for scheduler in schedulers:
                scheduler.step()
            if done % 50 == 0 or done == len(groups):
                mean, spent = running / done, time.time() - started
                print(f"epoch {epoch + 1} {done}/{len(groups)} loss {mean:.4f} {spent:.0f}s", flush=True)
    return [each.network.cpu().eval() for each in growing]


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
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--window", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.folds < 0 or args.folds == 1:
        parser.error("--folds takes 2 or more, or 0 for none")
    vocabulary = WordPiece.read(args.base)
    trained, kept = load(args.network)
    names = {d["name"]: d["names"] for d in data.read(args.data / "attribution.train.jsonl")}
    documents = [*kinds.marked(args.articles, args.marks, names), *kinds.invented(args.invented)]
    *readers, whole = grown(trained, documents, vocabulary, args)
    if readers:
        unseen = {
            document["name"]: read(readers[part_of(number, args.folds)], document, vocabulary, args.window)
            for number, document in enumerate(documents)
        }
        np.savez_compressed(args.output.with_suffix(".chances.npz"), **unseen)
    save(args.output, whole, **carried(kept))


if __name__ == "__main__":
    main()
