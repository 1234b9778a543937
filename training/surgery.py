"""Which inputs of a linear layer can go, and how the rest is corrected so that its output changes least.

Optimal brain surgeon (Hassibi and Stork 1993), for whole units of inputs as in ZipLM (Kurtić et al. 2023): what a unit
costs, and the correction, follow from the inputs' second moments (their Gram matrix) alone.
"""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

DAMPING = 1e-4  # of the mean second moment, so that inputs that hardly vary can be inverted


class Step(NamedTuple):
    """The unit that goes, what that adds to the output's squared error, and the weights then (outputs, inputs)."""

    unit: int
    cost: float
    weight: Tensor


def steps(weight: Tensor, gram: Tensor, width: int, least: int) -> Iterator[Step]:
    """Takes the cheapest unit of `width` inputs away, again and again, until `least` are left."""
    size = len(gram)
    inverse = torch.linalg.inv(gram + torch.eye(size, dtype=gram.dtype) * gram.trace() / size * DAMPING)
    rows = weight.to(gram.dtype).T.clone()
    alive = list(range(size // width))
    while len(alive) > least:
        costs = _costs(rows, inverse, alive, width)
        best = int(costs.argmin())
        unit = alive.pop(best)
        inputs = slice(unit * width, (unit + 1) * width)
        toward = torch.linalg.solve(inverse[inputs, inputs], inverse[inputs].clone())
        rows -= toward.T @ rows[inputs].clone()
        inverse -= inverse[:, inputs].clone() @ toward
        rows[inputs] = 0
        yield Step(unit, float(costs[best]), rows.T)


def _costs(rows: Tensor, inverse: Tensor, alive: list[int], width: int) -> Tensor:
    if width == 1:
        at = torch.tensor(alive)
        return rows[at].square().sum(1) / inverse[at, at]
    parts = [slice(unit * width, (unit + 1) * width) for unit in alive]
    return torch.stack([(rows[p] * torch.linalg.solve(inverse[p, p], rows[p])).sum() for p in parts])


def without(weight: Tensor, gram: Tensor, width: int, count: int) -> tuple[Tensor, list[int]]:
    """The corrected weights of the inputs that stay when `count` units go, and which inputs these are."""
    size = weight.shape[1]
    gone = set()
    for step in steps(weight, gram, width, size // width - count):
        gone.add(step.unit)
        corrected = step.weight
    stay = [i for i in range(size) if i // width not in gone]
    return (corrected.to(weight.dtype) if gone else weight)[:, stay], stay
