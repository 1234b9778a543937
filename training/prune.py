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
from training.network import Network, Size, carried, layers_of, load, save
from training.surgery import steps, without


class Units(NamedTuple):
    """What can go from a layer: inputs of one matrix, and with them the outputs of those that feed it.

    `price` is the time of a unit, in neurons: for a head and its attention measured on windows of 200 pieces. Units go
    in bundles, for multiplications of odd sizes are slow.
    """

    feeders: tuple[str, ...]
    whole_heads: bool
    price: float
    least: int
    bundle: int


UNITS = {
    "down": Units(feeders=("up",), whole_heads=False, price=1.0, least=64, bundle=32),
    "mix": Units(feeders=("query", "key", "value"), whole_heads=True, price=100.0, least=1, bundle=1),
}

Matrix = tuple[int, str]  # a layer's number, and which of its two matrices whose inputs can go


def _width(size: Size, name: str) -> int:
    """How many inputs of a matrix are one unit: a neuron, or a whole head."""
    return size.width // size.heads if UNITS[name].whole_heads else 1


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
    sums, hooks = {}, []

    def adder(total: Tensor) -> Callable[..., None]:
        def add(_module: object, inputs: tuple[Tensor, ...]) -> None:
            x = inputs[0][0].double()
            total.add_(x.T @ x)

        return add

    for number, layer in enumerate(layers_of(network)):
        for name in UNITS:
            matrix = getattr(layer, name)
            sums[number, name] = torch.zeros(matrix.in_features, matrix.in_features, dtype=torch.float64)
            hooks.append(matrix.register_forward_pre_hook(adder(sums[number, name])))
    for row in rows:
        network(*row)
    for hook in hooks:
        hook.remove()
    return sums


@torch.no_grad()
def drifts(network: Network, moments: Mapping[Matrix, Tensor], rows: Sequence[Feed]) -> dict[Matrix, np.ndarray]:
    """How far the scores drift when 0, 1, 2 … units of a matrix go; measured at a third, then as the squared error."""
    wanted = [network(*row) for row in rows]
    made = {}
    for (number, name), gram in moments.items():
        linear = getattr(layers_of(network)[number], name)
        whole = linear.weight.data.clone()
        width = _width(network.size, name)
        going = steps(whole, gram, width, UNITS[name].least)
        costs = []
        for step in islice(going, max(1, len(gram) // width // 3)):
            costs.append(step.cost)
            linear.weight.data = step.weight.to(whole.dtype)
        drift = _drift(network, rows, wanted) if costs else 0.0
        linear.weight.data = whole
        worth = drift / max(sum(costs), 1e-12)
        costs += [step.cost for step in going]
        made[number, name] = worth * np.concatenate([[0.0], np.cumsum(costs)])
        print(f"layer {number}: {name}, a third gone: {drift:.5f}", flush=True)
    return made


def _drift(network: Network, rows: Sequence[Feed], wanted: Sequence[tuple[Tensor, ...]]) -> float:
    far = [divergence(network(*row), other, torch.ones(row[2].shape)) for row, other in zip(rows, wanted, strict=True)]
    return float(torch.stack(far).mean())


def counts(drift: Mapping[Matrix, np.ndarray], left: float) -> dict[Matrix, int]:
    """How many units of each matrix go, so that `left` of the time remains and the drift is least.

    Found by the price of time: at each, every matrix gives up what is not worth it.
    """

    def time(units: Mapping[Matrix, int]) -> float:
        return sum(UNITS[name].price * count for (_, name), count in units.items())

    def at(price: float) -> dict[Matrix, int]:
        return {
            (number, name): int((far - price * UNITS[name].price * np.arange(len(far))).argmin())
            for (number, name), far in drift.items()
        }

    total = time({(number, name): UNITS[name].least + len(far) - 1 for (number, name), far in drift.items()})

    low, high = 1e-12, 1e3
    for _ in range(100):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if total - time(at(middle)) > left * total else (low, middle)
    return {(n, name): count - count % UNITS[name].bundle for (n, name), count in at(high).items()}


def pruned(network: Network, moments: Mapping[Matrix, Tensor], gone: Mapping[Matrix, int]) -> Network:
    """The network without the units that go."""
    state, size = network.state_dict(), network.size
    kept = []
    for number, layer in enumerate(layers_of(network)):
        place = f"layers.{number}" if number < size.layers else f"crown.{number - size.layers}"
        for name, units in UNITS.items():
            key, weight = (number, name), getattr(layer, name).weight.detach()
            state[f"{place}.{name}.weight"], stay = without(weight, moments[key], _width(size, name), gone[key])
            for other in units.feeders:
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
    vocabulary = WordPiece.read(args.base)
    rows = feeds(sample(args.data, args.articles), vocabulary, kept["window"])
    moments = grams(network, rows)
    gone = counts(drifts(network, moments, rows[::6]), args.left)
    small = pruned(network, moments, gone)
    print(f"heads and inner width of each layer: {small.size.kept}")
    save(args.output, small, **carried(kept))


if __name__ == "__main__":
    main()
