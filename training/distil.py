"""Teach a pruned network to see what the whole one sees.

    python -m training.distil --teacher FILE.pt --start training/output/pruned.pt --output training/output/small.pt

No labels: on the corpora's copy, with names swapped and windows of several sizes, the scores of every head and what
comes out of every layer are to be the teacher's. Layers keep their places in pruning, so each has one to follow. At the
end the kinds' scores are sharpened until the pupil is sure on the development half as often as its teacher.
"""

import argparse
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from audit.pipeline.wordpiece import WordPiece
from training import data
from training.network import HEADS, Network, carried, layers_of, load, save
from training.train import add_draw, collate, drawn, schedule, within

WEIGHTS = {"tags": 0.3, "sentences": 0.3, "names": 0.5, "roles": 2.0, "kinds": 6.0, "links": 0.5}
"""How much it matters that a head's scores differ; training.prune asks the same."""

LAYER = 0.1
SURE = 0.8  # of a kind; where audit/reading begins to believe what it suspects

Feed = tuple[Tensor, Tensor, Tensor]


class Seen:
    """What a network gives for a batch: its scores, and the outputs of its layers."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._outputs: list[Tensor] = []
        for layer in layers_of(network):
            layer.register_forward_hook(lambda _module, _inputs, output: self._outputs.append(output))

    def __call__(self, batch: dict[str, Tensor]) -> tuple[tuple[Tensor, ...], list[Tensor]]:
        self._outputs = []
        scores = self.network(batch["pieces"], batch["shapes"], batch["firsts"], batch["mask"])
        return scores, self._outputs


def divergence(scores: Sequence[Tensor], wanted: Sequence[Tensor], inside: Tensor) -> Tensor:
    """How far scores (b, m, …) are from the teacher's, per word; links, which are no choices, by their squares."""
    total = scores[0].sum() * 0.0
    for head, own, other in zip(HEADS, scores, wanted, strict=True):
        total = total + WEIGHTS[head] * (
            _apart(own, other, inside) if head == "links"
            else (F.kl_div(F.log_softmax(own, -1), F.softmax(other, -1), reduction="none").sum(-1) * inside).sum()
            / inside.sum()
        )  # fmt: skip
    return total


def _apart(own: Tensor, other: Tensor, inside: Tensor) -> Tensor:
    """The squared distance over the square of what is wanted."""
    weight = inside.unsqueeze(-1)
    return ((own - other).square() * weight).sum() / (other.square() * weight).sum()


def loss_of(student: Seen, teacher: Seen, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """What is learned from, and the divergence in it."""
    with torch.no_grad():
        wanted, views = teacher(batch)
    scores, outputs = student(batch)
    words = within(batch["words"], batch["firsts"].shape[1]).float()
    pieces = batch["mask"][:, 0, 0].float()
    far = divergence(scores, wanted, words)
    return far + LAYER * torch.stack([_apart(o, v, pieces) for o, v in zip(outputs, views, strict=True)]).sum(), far


def feeds(documents: Iterable[dict], vocabulary: WordPiece, limit: int) -> list[Feed]:
    """Pieces, shapes and first pieces of each window of some documents, as a network takes them."""
    rows = (example for document in documents for example in data.examples(document, vocabulary, {}, limit))
    return [tuple(torch.from_numpy(part)[None] for part in (e.pieces, e.shapes, e.firsts)) for e in rows]


@torch.no_grad()
def sharpness(pupil: Network, teacher: Network, rows: Sequence[Feed]) -> float:
    """By what the pupil's scores of kinds are to be multiplied so that it is sure of as many words as its teacher.

    Who learns from a teacher hedges between what they say here and there, and is sure of less.
    """
    own, others = (torch.cat([network(*row)[-1][0] for row in rows]) for network in (pupil, teacher))
    wanted = _sure(others)
    low, high = 0.5, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _sure(own * middle) < wanted else (low, middle)
    return high


def _sure(scores: Tensor) -> int:
    return int((scores.softmax(-1)[:, 1:].amax(-1) >= SURE).sum())


def distil(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    vocabulary = WordPiece.read(args.base)
    documents = drawn(args.data, args.draw)
    pool = data.name_pool(documents)
    network, kept = load(args.start)
    student, teacher = Seen(network.to(device).eval()), Seen(load(args.teacher)[0].to(device).eval())
    optimizer = torch.optim.AdamW(network.parameters(), lr=args.rate, weight_decay=0.0)
    scheduler, started = None, time.time()
    for epoch in range(args.epochs):
        items = data.epoch(documents, vocabulary, {}, pool, args.window, args.seed * 1000 + epoch)
        groups = list(data.batches(items, args.batch, random.Random(args.seed * 77 + epoch)))
        scheduler = scheduler or schedule(optimizer, len(groups) * args.epochs)
        running = 0.0
        for done, group in enumerate(groups, start=1):
            loss, far = loss_of(student, teacher, collate(group, vocabulary.pad, device))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            running = far.item() if done == 1 else 0.98 * running + 0.02 * far.item()
            if done % 25 == 0 or done == len(groups):
                print(
                    f"epoch {epoch + 1} {done}/{len(groups)} apart {running:.4f} {time.time() - started:.0f}s",
                    flush=True,
                )
            if done % 200 == 0:
                save(args.output, network, **carried(kept))
    development = data.read(args.data / "attribution.dev.jsonl")
    by = sharpness(network.cpu(), teacher.network.cpu(), feeds(development, vocabulary, args.window))
    network.kinds.weight.data *= by
    network.kinds.bias.data *= by
    print(f"kinds sharpened by {by:.2f}", flush=True)
    save(args.output, network, **carried(kept))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="what training.prune has left of the teacher")
    parser.add_argument("--base", type=Path, default=Path("training/output/base"))
    parser.add_argument("--data", type=Path, default=Path("training/output/data"))
    parser.add_argument("--output", type=Path, required=True)
    add_draw(parser)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--window", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    distil(parser.parse_args())


if __name__ == "__main__":
    main()
