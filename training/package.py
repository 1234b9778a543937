"""A trained network to the pipeline that the package ships: ONNX, int8 weights, saved by spaCy.

    python -m training.package --network FILE.pt --base DIR --output audit/pipeline/model

Weights are int8 with seven bits used, per channel: products of two neighbours then never overflow sixteen bits,
so that processors with and without VNNI instructions give the same answer. The heads stay in floats.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from audit.pipeline.component import Reader
from training.network import Network, load

HEADS = ("tags", "sentences", "names", "roles", "links")


def to_onnx(network: Network, path: Path) -> None:
    network.eval()
    n, m = torch.export.Dim("pieces", min=3, max=510), torch.export.Dim("words", min=2, max=510)
    example = (torch.full((1, 20), 5), torch.ones(1, 20, dtype=torch.long), torch.arange(1, 11)[None])
    shapes = ({1: n}, {1: n}, {1: m})
    program = torch.onnx.export(
        network, example, input_names=["pieces", "shapes", "firsts"], output_names=list(HEADS),
        dynamic_shapes=shapes, dynamo=True, opset_version=18,
    )  # fmt: skip
    program.save(str(path))


def quantise(plain: Path, small: Path) -> None:
    graph = onnx.load(plain).graph
    outputs = {o.name for o in graph.output}
    made = {o: node for node in graph.node for o in node.output}
    keep = []
    for name in outputs:
        node = made[name]
        while node.op_type not in ("MatMul", "Gemm"):
            node = made[node.input[0]]
        keep.append(node.name)
    quantize_dynamic(
        plain, small, op_types_to_quantize=["MatMul", "Gemm", "Gather"], per_channel=True, reduce_range=True,
        weight_type=QuantType.QInt8, nodes_to_exclude=keep,
    )  # fmt: skip


def package(network_file: Path, base: Path, output: Path, version: str, int8: bool = True) -> None:
    network, kept = load(network_file)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        to_onnx(network, work / "plain.onnx")
        quantise(work / "plain.onnx", work / "network.onnx") if int8 else shutil.copy(
            work / "plain.onnx", work / "network.onnx"
        )
        shutil.copy(base / "vocabulary.txt", work / "vocabulary.txt")
        np.savez(
            work / "arrays.npz",
            transitions=network.transitions.detach().numpy(),
            nobody=network.nobody.detach().numpy(),
            curve=np.array([[0.0, 1.0], [0.0, 1.0]], dtype=np.float32),
        )
        (work / "labels.json").write_text(
            json.dumps({"tags": kept["tags"], "window": kept["window"]}), encoding="utf-8"
        )
        nlp = spacy.blank("en")
        reader = nlp.add_pipe("audit_reader")
        assert isinstance(reader, Reader)
        reader.use(work)
        nlp.meta.update(
            name="audit_news", version=version, description="Reads who is credited with what in English news."
        )
        if output.exists():
            shutil.rmtree(output)
        nlp.to_disk(output)
    total = sum(p.stat().st_size for p in output.rglob("*") if p.is_file())
    print(f"{output}: {total / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=Path("training/output/base"))
    parser.add_argument("--output", type=Path, default=Path("audit/pipeline/model"))
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--float", dest="int8", action="store_false", help="keep 32-bit weights, to compare")
    args = parser.parse_args()
    package(args.network, args.base, args.output, args.version, args.int8)


if __name__ == "__main__":
    main()
