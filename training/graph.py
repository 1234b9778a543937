"""The network as an ONNX graph, written operator by operator for ONNX Runtime's CPU kernels.

An exported graph leaves attention, layer norms and activations in pieces that the runtime does not join again;
naming its own operators (domain com.microsoft) makes reading a third faster and the file open sooner. Weights of
the layers are int8 per output channel with seven bits used, so that products of two neighbours never overflow
sixteen bits: processors with and without VNNI instructions give the same answer. Heads stay in floats.
"""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.network import HEADS, Network

LARGEST = 63  # seven bits
CONTRIBUTED = "com.microsoft"
Floats = NDArray[np.float32]


class Builder:
    """Collects nodes and initializers; every method returns the name of what it makes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op: str, *inputs: str, out: str, domain: str = "", outputs: tuple[str, ...] = (), **how: Any) -> str:
        self.nodes.append(helper.make_node(op, list(inputs), list(outputs or (out,)), name=out, domain=domain, **how))
        return out

    def dense(self, x: str, name: str, weight: Floats, bias: Floats, int8: bool) -> str:
        """x · weight + bias; weight is (inputs, outputs)."""
        bias_name = self.constant(f"{name}.bias", bias)
        if not int8:
            made = self.node("MatMul", x, self.constant(f"{name}.weight", weight), out=f"{name}.product")
            return self.node("Add", made, bias_name, out=f"{name}.sum")
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-8) / LARGEST
        whole = np.round(weight / scale).astype(np.int8)
        inputs = (
            x, self.constant(f"{name}.weight", whole), self.constant(f"{name}.scale", scale.astype(np.float32)),
            "", bias_name,
        )  # fmt: skip
        return self.node("DynamicQuantizeMatMul", *inputs, out=f"{name}.sum", domain=CONTRIBUTED)

    def rows(self, at: str, name: str, table: Floats, int8: bool) -> str:
        """Rows of a table; int8 with a scale for each row."""
        if not int8:
            return self.node("Gather", self.constant(name, table), at, out=f"{name}.rows")
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
        whole = self.constant(name, np.round(table / scale).astype(np.int8))
        rows = self.node(
            "Cast", self.node("Gather", whole, at, out=f"{name}.whole"), out=f"{name}.cast", to=TensorProto.FLOAT
        )
        scales = self.node("Gather", self.constant(f"{name}.scale", scale.astype(np.float32)), at, out=f"{name}.scales")
        return self.node("Mul", rows, scales, out=f"{name}.rows")

    def norm(self, x: str, name: str, gain: Floats, shift: Floats) -> str:
        """Layer norm in single steps: three times as fast as the runtime's own kernel on one core."""
        mean_of = self.constant("mean_of", np.full((len(gain), 1), 1 / len(gain), dtype=np.float32))
        tiny = self.constant("tiny", np.array(1e-12, dtype=np.float32))
        centred = self.node("Sub", x, self.node("MatMul", x, mean_of, out=f"{name}.mean"), out=f"{name}.centred")
        square = self.node("Mul", centred, centred, out=f"{name}.square")
        spread = self.node(
            "Add", self.node("MatMul", square, mean_of, out=f"{name}.variance"), tiny, out=f"{name}.safe"
        )
        unit = self.node("Div", centred, self.node("Sqrt", spread, out=f"{name}.deviation"), out=f"{name}.unit")
        gained = self.node("Mul", unit, self.constant(f"{name}.gain", gain), out=f"{name}.gained")
        return self.node("Add", gained, self.constant(f"{name}.shift", shift), out=f"{name}.normed")


def build(network: Network, int8: bool = True) -> onnx.ModelProto:
    """The graph: pieces and shapes (1, n) and firsts (1, m) to the scores of HEADS (1, m, …)."""
    size = network.size
    state = {k: v.detach().float().numpy() for k, v in network.state_dict().items()}
    b = Builder()
    words = b.node("Squeeze", "firsts", b.constant("axis", np.array([0])), out="which")

    def layer(x: str, name: str, number: int, last: bool) -> str:
        return _layer(b, x, name, state, size.of(number)[0], int8, words if last else None)

    x = crown = _embedded(b, state, int8)
    for number in range(size.layers):
        crown = x if number == network.trunk else crown
        x = layer(x, f"layers.{number}", number, last=number == size.layers - 1)
    for number in range(size.crown):
        crown = layer(crown, f"crown.{number}", size.layers + number, last=number == size.crown - 1)
    weights = [state[f"{head}.weight"].T for head in HEADS]
    scores = b.dense(
        x,
        "heads",
        np.concatenate(weights[:-1], axis=1),
        np.concatenate([state[f"{head}.bias"] for head in HEADS[:-1]]),
        int8=False,
    )
    parts = b.constant("parts", np.array([w.shape[1] for w in weights[:-1]]))
    b.node("Split", scores, parts, out="heads.split", outputs=HEADS[:-1], axis=2)
    top = crown if size.crown else x
    b.node("Identity", b.dense(top, "kinds.head", weights[-1], state["kinds.bias"], int8=False), out="kinds")
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, [1, d]) for n, d in
              (("pieces", "n"), ("shapes", "n"), ("firsts", "m"))]  # fmt: skip
    outputs = [
        helper.make_tensor_value_info(h, TensorProto.FLOAT, [1, "m", w.shape[1]])
        for h, w in zip(HEADS, weights, strict=True)
    ]
    graph = helper.make_graph(b.nodes, "audit_reader", inputs, outputs, list(b.constants.values()))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(CONTRIBUTED, 1)])
    model.ir_version = 9
    return model


def _embedded(b: Builder, state: dict[str, Floats], int8: bool) -> str:
    length = b.node("Shape", "pieces", out="length", start=1)
    zero = b.constant("axis", np.array([0]))
    places = b.node(
        "Slice", b.constant("places", state["places.weight"] + state["kind"]), zero, length, zero, out="here"
    )
    words = b.rows("pieces", "pieces.table", state["words.weight"], int8)
    shapes = b.rows("shapes", "shapes.table", state["shapes.weight"], int8=False)
    summed = b.node("Add", b.node("Add", words, shapes, out="shaped"), places, out="placed")
    return b.norm(summed, "norm", state["norm.weight"], state["norm.bias"])


def _layer(b: Builder, x: str, name: str, state: dict[str, Floats], heads: int, int8: bool, words: str | None) -> str:
    """One layer; of the last, only what becomes of the words' first pieces is worked out, in sight of all pieces."""

    def dense(x: str, *parts: str) -> str:
        weights = np.concatenate([state[f"{name}.{part}.weight"].T for part in parts], axis=1)
        biases = np.concatenate([state[f"{name}.{part}.bias"] for part in parts])
        return b.dense(x, f"{name}.{'_'.join(parts)}", weights, biases, int8)

    query, key, value = parts = tuple(f"{name}.{part}" for part in ("query", "key", "value"))
    if words is None:
        three = dense(x, "query", "key", "value")
        b.node("Split", three, out=f"{name}.apart", outputs=parts, axis=2, num_outputs=3)
    else:
        b.node("Split", dense(x, "key", "value"), out=f"{name}.apart", outputs=(key, value), axis=2, num_outputs=2)
        x = b.node("Gather", x, words, out=f"{name}.words", axis=1)
        query = dense(x, "query")
    seen = b.node("MultiHeadAttention", query, key, value, out=f"{name}.seen", domain=CONTRIBUTED, num_heads=heads)
    mixed = b.node("Add", x, dense(seen, "mix"), out=f"{name}.mixed")
    x = b.norm(mixed, f"{name}.mix_norm", state[f"{name}.mix_norm.weight"], state[f"{name}.mix_norm.bias"])
    wide = b.node("Gelu", dense(x, "up"), out=f"{name}.wide")
    both = b.node("Add", x, dense(wide, "down"), out=f"{name}.both")
    return b.norm(both, f"{name}.down_norm", state[f"{name}.down_norm.weight"], state[f"{name}.down_norm.bias"])
