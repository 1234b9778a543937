"""Train the network on the converted corpora.

    python -m training.train --data DIR --base DIR --output FILE.pt [--epochs 8] [--seed 1]

Runs on a GPU if there is one, else on the CPU. Prints a line of dev scores per epoch; the last epoch is kept
(no choice of epoch on dev).
"""

import argparse
import json
import random
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from audit.pipeline.decode import NAMES, ROLES, bio
from audit.pipeline.windows import Window
from audit.pipeline.wordpiece import WordPiece
from training import data
from training.measure import Judged, dev_scores
from training.network import FRESH, Network, Size, load, save

PARTS = {"attribution": 1.0, "invented": 1.0, "syntax": 0.5, "names": 0.5}
"""How often each part of the converted corpora is read in an epoch, unless --draw says otherwise."""


def short_floats(device: str) -> torch.autocast:
    """Sixteen-bit arithmetic on a GPU; most processors only mimic it, and take many times as long."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda")


def pad(rows: list[np.ndarray], fill: int, device: str) -> Tensor:
    out = np.full((len(rows), max(len(r) for r in rows)), fill, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out).to(device)


def within(counts: Tensor, size: int) -> Tensor:
    """Which places of padded rows are real; (b,) → (b, size)."""
    return torch.arange(size, device=counts.device) < counts[:, None]


def collate(batch: list[data.Example], empty: int, device: str) -> dict[str, Tensor]:
    pieces = pad([e.pieces for e in batch], empty, device)
    lengths = torch.tensor([len(e.pieces) for e in batch], device=device)
    mask = within(lengths, pieces.shape[1])[:, None, None, :]
    sources = [(i, c, s) for i, e in enumerate(batch) for c, s in e.sources]
    contents = [(i, p, c) for i, e in enumerate(batch) for p, c in e.contents]
    return {
        "pieces": pieces,
        "mask": mask,
        "shapes": pad([e.shapes for e in batch], 0, device),
        "firsts": pad([e.firsts for e in batch], 0, device),
        "words": torch.tensor([len(e.firsts) for e in batch], device=device),
        "weight": torch.tensor([e.weight for e in batch], device=device, dtype=torch.float32),
        "sources": torch.tensor(sources, device=device, dtype=torch.long).view(-1, 3),
        "contents": torch.tensor(contents, device=device, dtype=torch.long).view(-1, 3),
        **{
            k: pad([getattr(e, k) for e in batch], data.IGNORE, device) for k in ("tags", "sentences", "names", "roles")
        },
    }


def crf_loss(scores: Tensor, labels: Tensor, words: Tensor, transitions: Tensor) -> Tensor:
    """Negative log likelihood of each row's label path; rows without labels give nothing. Shape (rows,)."""
    n = scores.shape[1]
    gold = labels.clamp(min=0)
    inside = within(words, n)
    path = (scores.gather(2, gold.unsqueeze(2)).squeeze(2) * inside).sum(1)
    path = path + (transitions[gold[:, :-1], gold[:, 1:]] * inside[:, 1:]).sum(1)
    total = scores[:, 0]
    for i in range(1, n):
        step = torch.logsumexp(total.unsqueeze(2) + transitions, dim=1) + scores[:, i]
        total = torch.where(inside[:, i : i + 1], step, total)
    return torch.logsumexp(total, dim=1) - path


def link_losses(network: Network, links: Tensor, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    b, m, _ = links.shape
    asks, sources, wants, cues = links.float().view(b, m, 4, -1).unbind(2)
    scale = asks.shape[-1] ** -0.5
    outside = ~within(batch["words"], m)
    zero = links.sum() * 0.0
    row, cue, source = batch["sources"].unbind(1)
    first = zero
    if len(row):
        ask = asks[row, cue]
        scores = torch.einsum("kd,kmd->km", ask, sources[row]).masked_fill(outside[row], -1e4)
        scores = torch.cat([(ask @ network.nobody).unsqueeze(1), scores], 1) * scale
        first = F.cross_entropy(scores, source + 1)
    row, piece, cue = batch["contents"].unbind(1)
    second = zero
    if len(row):
        scores = torch.einsum("kd,kmd->km", wants[row, piece], cues[row]).masked_fill(outside[row], -1e4)
        second = F.cross_entropy(scores * scale, cue)
    return first, second


def losses(network: Network, batch: dict[str, Tensor], blocked: Tensor) -> Tensor:
    scores = network(batch["pieces"], batch["shapes"], batch["firsts"], batch["mask"])
    tags, sentences, names, roles, links, _ = (s.float() for s in scores)
    total = roles.sum() * 0.0
    for predicted, key, weight in ((tags, "tags", 0.5), (sentences, "sentences", 0.5), (names, "names", 0.5)):
        if (batch[key] != data.IGNORE).any():
            total = total + weight * F.cross_entropy(
                predicted.flatten(0, 1), batch[key].flatten(), ignore_index=data.IGNORE
            )
    marked = batch["roles"][:, 0] != data.IGNORE
    if marked.any():
        path = crf_loss(roles[marked], batch["roles"][marked], batch["words"][marked], network.transitions + blocked)
        weight = batch["weight"][marked]
        total = total + (path * weight).sum() / (batch["words"][marked] * weight).sum() * 2
        first, second = link_losses(network, links, batch)
        total = total + 0.25 * (first + second)
    return total


def judged(network: Network, vocabulary: WordPiece, tags: list[str], device: str, limit: int) -> Judged:
    """The network as the measuring code wants it."""
    network.eval()

    @torch.no_grad()
    def scores(window: Window) -> list[np.ndarray]:
        row = [torch.tensor([x], device=device) for x in (window.pieces, window.shapes, window.firsts)]
        return [s[0].float().cpu().numpy() for s in network(*row)]

    transitions = network.transitions.detach().float().cpu().numpy() + bio(ROLES)
    return Judged(scores, vocabulary, tags, transitions, network.nobody.detach().float().cpu().numpy(), limit)


def start(base: Path, tags: int, layers: int, dropout: float) -> Network:
    """A network on the base encoder's first layers, its heads untrained."""
    state = torch.load(base / "encoder.pt", map_location="cpu", weights_only=True)
    vocabulary, width = state["words.weight"].shape
    size = Size(
        vocabulary, tags, len(NAMES), len(ROLES), width, layers, width // 32,
        state["layers.0.up.weight"].shape[0], state["places.weight"].shape[0],
    )  # fmt: skip
    network = Network(size, dropout)
    kept = {k: v.float() for k, v in state.items() if not k.startswith("layers.") or int(k.split(".")[1]) < layers}
    missing, unknown = network.load_state_dict(kept, strict=False)
    if unknown or any(k.split(".")[0] not in FRESH for k in missing):
        raise SystemExit(f"{base / 'encoder.pt'} does not fit: unknown {unknown}, missing {missing}")
    return network


def schedule(optimizer: torch.optim.Optimizer, total: int) -> torch.optim.lr_scheduler.LambdaLR:
    """Up to the full rate over the first steps, then down to almost nothing at the last of `total`."""

    def share(step: int) -> float:
        return min(1.0, (step + 1) / (0.06 * total), max(0.0, (total * 1.03 - step) / (0.94 * total)))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def train(args: argparse.Namespace) -> None:
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    documents = drawn(args.data, args.draw)
    if args.limit:
        documents = documents[:: max(1, len(documents) // args.limit)]
    vocabulary = WordPiece.read(args.base)
    tags = data.tag_set(documents)
    numbers = {t: i for i, t in enumerate(tags)}
    pool = data.name_pool(documents)
    network = start(args.base, len(tags), args.layers, args.dropout)
    if args.start:
        network.load_state_dict(load(args.start)[0].state_dict())
    network.to(device)
    heads = [p for n, p in network.named_parameters() if n.split(".")[0] in FRESH]
    chosen = {id(p) for p in heads}
    body = [p for p in network.parameters() if id(p) not in chosen]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": args.rate * 5}], weight_decay=0.01
    )
    blocked = torch.from_numpy(bio(ROLES)).to(device)
    jobs = [(documents, vocabulary, numbers, pool, args.window, args.seed * 1000 + e) for e in range(args.epochs)]
    with ProcessPoolExecutor(args.workers) as workers:
        futures = [workers.submit(data.epoch, *job) for job in jobs[: args.workers]]
        scheduler, started = None, time.time()
        for e in range(args.epochs):
            items = futures[e].result()
            if len(futures) < args.epochs:
                futures.append(workers.submit(data.epoch, *jobs[len(futures)]))
            futures[e] = None
            steps = -(-len(items) // args.batch)
            if scheduler is None:
                total = steps * args.epochs
                scheduler = schedule(optimizer, total)
            network.train()
            running = 0.0
            order = data.batches(items, args.batch, random.Random(args.seed * 77 + e))
            for done, items_batch in enumerate(order, start=1):
                batch = collate(items_batch, vocabulary.pad, device)
                with short_floats(device):
                    loss = losses(network, batch, blocked)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                scheduler.step()
                running += loss.item()
                if done % 50 == 0:
                    print(f"  {done}/{steps} loss {running / done:.4f} {time.time() - started:.0f}s", flush=True)
            line = f"epoch {e + 1} loss {running / steps:.4f} {time.time() - started:.0f}s"
            if args.dev and (e + 1 == args.epochs or (e + 1) % args.every == 0):
                line += " " + json.dumps(dev_scores(judged(network, vocabulary, tags, device, args.window), args.data))
            print(line, flush=True)
            save(args.output, network, tags=tags, seed=args.seed, window=args.window, epochs=e + 1)


def _times(given: str) -> tuple[str, float]:
    """A part and how often to read it, from "invented=3"."""
    part, _, times = given.partition("=")
    if part not in PARTS:
        raise argparse.ArgumentTypeError(f"{part} is none of {', '.join(PARTS)}")
    return part, float(times)


def add_draw(parser: argparse.ArgumentParser) -> None:
    """The option that changes how often a part is read."""
    parser.add_argument(
        "--draw", action="append", default=[], type=_times, metavar="PART=TIMES", help="how often to read a part"
    )


def drawn(folder: Path, changed: Iterable[tuple[str, float]]) -> list[dict]:
    """The documents of all parts that are read, each with how often."""
    parts = PARTS | dict(changed)
    return [d | {"draws": times} for part, times in parts.items() for d in data.read(folder / f"{part}.train.jsonl")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("training/output/data"))
    parser.add_argument("--base", type=Path, default=Path("training/output/base"))
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="go on from this network instead of the base encoder")
    add_draw(parser)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--every", type=int, default=2, help="epochs between dev scores")
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--window", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=int, help="train on about this many documents only")
    parser.add_argument("--no-dev", dest="dev", action="store_false")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
