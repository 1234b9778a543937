"""Take away the inner neurons and attention heads that a network can best do without.

    python -m training.prune --network FILE.pt --left 0.4 --output training/output/pruned.pt

Within a layer the cheapest goes first and the rest is corrected (training/surgery.py). How much a layer's error
matters is measured: by how far the scores drift when a third of that layer alone is gone. So much goes, over all
layers, that `--left` of the layers' time remains. What is left goes on learning with training.distil.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from audit.pipeline.wordpiece import WordPiece
from training import data
from training.distil import Feed, divergence, feeds
from training.network import Network, carried, layers_of, load, save
from training.surgery import steps, without

PRICES = {"down": 1.0, "mix": 100.0}
"""The time of a unit, in neurons: for a head and its attention measured on windows of 200 pieces."""

LEAST = {"down": 64, "mix": 1}
BUNDLE = 32  # neurons go in whole bundles: multiplications of odd sizes are slow

Matrix = tuple[int, str]  # a layer's number, and which of its two matrices whose inputs can go


class Plan(NamedTuple):
    """A matrix whose units can go: the width of a unit, and how far the scores drift when 0, 1, 2 … of them go."""

    width: int
    drift: np.ndarray


def sample(folder: Path, articles: int) -> list[dict]:
    """Articles of PolNeAR's training half and of the invented copy, so many of each, evenly spread."""
    found = []
    for part in ("attribution", "invented"):
        documents = data.read(folder / f"{part}.train.jsonl")
        found += documents[:: max(1, len(documents) // articles)]
    return found


@torch.no_grad()
def grams(network: Network, rows: Sequence[Feed]) -> dict[Matrix, Tensor]:
    """The second moments of the inputs of each matrix, summed over all pieces."""
    sums: dict[Matrix, Tensor] = {}

    def adder(key: Matrix) -> Callable[..., None]:
        def add(_module: object, inputs: tuple[Tensor, ...]) -> None:
            x = inputs[0][0].double()
            sums[key] = sums.get(key, 0) + x.T @ x

        return add

    hooks = [
        getattr(layer, name).register_forward_pre_hook(adder((number, name)))
        for number, layer in enumerate(layers_of(network))
        for name in PRICES
    ]
    for row in rows:
        network(*row)
    for hook in hooks:
        hook.remove()
    return sums


@torch.no_grad()
def plans(network: Network, moments: Mapping[Matrix, Tensor], rows: Sequence[Feed]) -> dict[Matrix, Plan]:
    """What going without costs, for each matrix; drift is measured at a third and taken to follow the squared error."""
    wanted = [network(*row) for row in rows]
    made = {}
    for (number, name), gram in moments.items():
        linear = getattr(layers_of(network)[number], name)
        whole = linear.weight.data.clone()
        width = 1 if name == "down" else network.size.width // network.size.heads
        going = steps(whole, gram, width, LEAST[name])
        costs = []
        for step in islice(going, max(1, len(gram) // width // 3)):
            costs.append(step.cost)
            linear.weight.data = step.weight.to(whole.dtype)
        drift = _drift(network, rows, wanted) if costs else 0.0
        linear.weight.data = whole
        worth = drift / max(sum(costs), 1e-12)
        costs += [step.cost for step in going]
        made[number, name] = Plan(width, worth * np.concatenate([[0.0], np.cumsum(costs)]))
        print(f"layer {number}: {name}, a third gone: {drift:.5f}", flush=True)
    return made


def _drift(network: Network, rows: Sequence[Feed], wanted: Sequence[tuple[Tensor, ...]]) -> float:
    far = [divergence(network(*row), other, torch.ones(row[2].shape)) for row, other in zip(rows, wanted, strict=True)]
    return float(torch.stack(far).mean())


def counts(size: Mapping[Matrix, int], made: Mapping[Matrix, Plan], left: float) -> dict[Matrix, int]:
    """How many units of each matrix go, so that `left` of the time remains and the drift is least.

    Found by the price of time: at each, every matrix gives up what is not worth it.
    """
    total = sum(PRICES[name] * units for (_, name), units in size.items())

    def at(price: float) -> dict[Matrix, int]:
        return {
            key: int((plan.drift - price * PRICES[key[1]] * np.arange(len(plan.drift))).argmin())
            for key, plan in made.items()
        }

    low, high = 1e-12, 1e3
    for _ in range(100):
        middle = (low * high) ** 0.5
        gone = sum(PRICES[key[1]] * count for key, count in at(middle).items())
        low, high = (middle, high) if total - gone > left * total else (low, middle)
    return {key: count // BUNDLE * BUNDLE if key[1] == "down" else count for key, count in at(high).items()}


def pruned(network: Network, moments: Mapping[Matrix, Tensor], gone: Mapping[Matrix, int]) -> Network:
    """The network without the units that go."""
    state, size = network.state_dict(), network.size
    kept = []
    for number, layer in enumerate(layers_of(network)):
        place = f"layers.{number}" if number < size.layers else f"crown.{number - size.layers}"
        width = size.width // size.heads
        for name, unit, beside in (("down", 1, ("up",)), ("mix", width, ("query", "key", "value"))):
            weight = getattr(layer, name).weight.detach()
            state[f"{place}.{name}.weight"], stay = without(weight, moments[number, name], unit, gone[number, name])
            for other in beside:
                for part in ("weight", "bias"):
                    state[f"{place}.{other}.{part}"] = state[f"{place}.{other}.{part}"][stay]
        heads, inner = size.of(number)
        kept.append((heads - gone[number, "mix"], inner - gone[number, "down"]))
    small = Network(replace(size, kept=tuple(kept)))
    small.load_state_dict(state)
    return small


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--left", type=float, default=0.4, help="of the time that all layers take")
    parser.add_argument("--base", type=Path, default=Path("training/output/base"))
    parser.add_argument("--data", type=Path, default=Path("training/output/data"))
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=60, help="of each kind, to measure on")
    args = parser.parse_args()
    network, kept = load(args.network)
    network.eval()
    vocabulary = WordPiece((args.base / "vocabulary.txt").read_text(encoding="utf-8").split("\n"))
    rows = feeds(sample(args.data, args.articles), vocabulary, kept["window"])
    moments = grams(network, rows)
    made = plans(network, moments, rows[::6])
    size = {key: len(gram) // made[key].width for key, gram in moments.items()}
    small = pruned(network, moments, counts(size, made, args.left))
    print(f"heads and inner width of each layer: {small.size.kept}")
    save(args.output, small, **carried(kept))


if __name__ == "__main__":
    main()
