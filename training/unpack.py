"""The shipped model back to a network: to go on from it without the checkpoint it was packaged from.

    python -m training.unpack --model audit/pipeline/model --output training/output/shipped.pt

Its weights are the eight-bit ones times their scales, so that packaging it again gives the same scores.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from audit.pipeline.decode import NAMES, ROLES
from training.network import HEADS, Network, Size, save

Floats = NDArray[np.float32]
_TOGETHER = ("query", "key", "value")


def unpack(folder: Path) -> tuple[Network, dict]:
    """The network in a packaged reader's folder, and what is saved beside it."""
    graph = onnx.load(folder / "network.onnx").graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    heads = {n.name.removesuffix(".seen"): n.attribute[0].i for n in graph.node if n.op_type == "MultiHeadAttention"}
    with np.load(folder / "arrays.npz") as arrays:
        beside = {name: arrays[name] for name in ("nobody", "transitions")}
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    layers = sorted(heads, key=lambda name: (name.startswith("crown"), name))
    width = stored["norm.gain"].shape[0]
    size = Size(
        len(stored["pieces.table"]), len(labels["tags"]), len(NAMES), len(ROLES), width,
        sum(name.startswith("layers") for name in layers), width // 32,
        positions=len(stored["places"]), link=len(beside["nobody"]), crown=sum(n.startswith("crown") for n in layers),
        kept=tuple((heads[name], len(stored[f"{name}.up.bias"])) for name in layers),
    )  # fmt: skip
    state = beside | _embeddings(stored) | _heads(stored, size)
    for name in layers:
        state |= _layer(stored, name)
    network = Network(size)
    network.load_state_dict({k: torch.from_numpy(np.array(v, dtype=np.float32)) for k, v in state.items()})
    return network.eval(), labels | {"seed": 0, "epochs": 0}


def _weight(stored: dict[str, Floats], name: str) -> Floats:
    scale = stored.get(f"{name}.scale")
    whole = stored[f"{name}.weight"]
    return whole if scale is None else whole * scale


def _embeddings(stored: dict[str, Floats]) -> dict[str, Floats]:
    return {
        "words.weight": stored["pieces.table"] * stored["pieces.table.scale"],
        "places.weight": stored["places"],
        "kind": np.zeros_like(stored["norm.gain"]),
        "shapes.weight": stored["shapes.table"],
        "norm.weight": stored["norm.gain"],
        "norm.bias": stored["norm.shift"],
    }


def _heads(stored: dict[str, Floats], size: Size) -> dict[str, Floats]:
    ends = np.cumsum([size.tags, 2, size.names, size.roles])
    out = {"kinds.weight": stored["kinds.head.weight"].T, "kinds.bias": stored["kinds.head.bias"]}
    for key in ("weight", "bias"):
        for name, part in zip(HEADS[:-1], np.split(stored[f"heads.{key}"], ends, axis=-1), strict=True):
            out[f"{name}.{key}"] = part.T
    return out


def _layer(stored: dict[str, Floats], name: str) -> dict[str, Floats]:
    out = {}
    for parts in (("query",), _TOGETHER[1:], _TOGETHER, ("mix",), ("up",), ("down",)):
        joined = f"{name}.{'_'.join(parts)}"
        if f"{joined}.weight" in stored:
            weights = np.split(_weight(stored, joined), len(parts), axis=1)
            biases = np.split(stored[f"{joined}.bias"], len(parts))
            for part, weight, bias in zip(parts, weights, biases, strict=True):
                out |= {f"{name}.{part}.weight": weight.T, f"{name}.{part}.bias": bias}
    for norm in ("mix_norm", "down_norm"):
        out[f"{name}.{norm}.weight"] = stored[f"{name}.{norm}.gain"]
        out[f"{name}.{norm}.bias"] = stored[f"{name}.{norm}.shift"]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("audit/pipeline/model"))
    parser.add_argument("--output", type=Path, default=Path("training/output/shipped.pt"))
    args = parser.parse_args()
    network, kept = unpack(args.model / "audit_reader")
    args.output.parent.mkdir(parents=True, exist_ok=True)
    save(args.output, network, **kept)


if __name__ == "__main__":
    main()
