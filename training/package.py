"""A trained network to the pipeline that the package ships: ONNX, int8 weights, saved by spaCy.

    python -m training.package --network FILE.pt --base DIR --output audit/pipeline/model

What the graph is made of, and how its weights are kept, is told in training/graph.py.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import spacy

from audit.pipeline.component import Reader
from training.graph import build
from training.network import load


def package(network_file: Path, base: Path, output: Path, version: str, int8: bool = True) -> None:
    network, kept = load(network_file)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        onnx.save(build(network, int8), work / "network.onnx")
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
    parser.add_argument("--version", default="0.5.0")
    parser.add_argument("--float", dest="int8", action="store_false", help="keep 32-bit weights, to compare")
    args = parser.parse_args()
    package(args.network, args.base, args.output, args.version, args.int8)


if __name__ == "__main__":
    main()
