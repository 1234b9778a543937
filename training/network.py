"""One small BERT encoder with a head per task, in plain torch so that it exports to a plain ONNX graph."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from audit.pipeline.decode import KINDS
from audit.pipeline.wordpiece import SHAPES

HEADS = ("tags", "sentences", "names", "roles", "links", "kinds")
FRESH = (*HEADS, "nobody", "transitions", "shapes")
"""The parameters that no base encoder brings."""


@dataclass(frozen=True)
class Size:
    vocabulary: int
    tags: int
    names: int
    roles: int
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    link: int = 64
    crown: int = 0
    kept: tuple[tuple[int, int], ...] = ()
    """Heads and inner width of each layer, the crown's after the others', where training.prune has taken some away."""

    def of(self, number: int) -> tuple[int, int]:
        """Heads and inner width of a layer; the crown's are numbered on."""
        return self.kept[number] if self.kept else (self.heads, self.inner)


class Layer(nn.Module):
    def __init__(self, size: Size, number: int, dropout: float) -> None:
        super().__init__()
        self.heads, inner = size.of(number)
        seen = self.heads * (size.width // size.heads)
        self.query = nn.Linear(size.width, seen)
        self.key = nn.Linear(size.width, seen)
        self.value = nn.Linear(size.width, seen)
        self.mix = nn.Linear(seen, size.width)
        self.mix_norm = nn.LayerNorm(size.width, eps=1e-12)
        self.up = nn.Linear(size.width, inner)
        self.down = nn.Linear(inner, size.width)
        self.down_norm = nn.LayerNorm(size.width, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        q, k, v = (f(x).unflatten(2, (self.heads, -1)).transpose(1, 2) for f in (self.query, self.key, self.value))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.mix_norm(x + self.drop(self.mix(y.transpose(1, 2).flatten(2))))
        return self.down_norm(x + self.drop(self.down(F.gelu(self.up(x)))))


class Network(nn.Module):
    """Pieces and shapes in; per word: tag, sentence start, name, role and kind scores, and four vectors for links.

    Kinds of unnamed sources are read by a crown of layers of their own, which grow beside the last ones: they are
    learned last, and what the others have learned stays as it is.
    """

    def __init__(self, size: Size, dropout: float = 0.1) -> None:
        super().__init__()
        self.size = size
        self.words = nn.Embedding(size.vocabulary, size.width)
        self.places = nn.Embedding(size.positions, size.width)
        self.shapes = nn.Embedding(SHAPES, size.width)
        nn.init.zeros_(self.shapes.weight)
        self.kind = nn.Parameter(torch.zeros(size.width))
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size, i, dropout) for i in range(size.layers))
        self.drop = nn.Dropout(dropout)
        self.tags = nn.Linear(size.width, size.tags)
        self.sentences = nn.Linear(size.width, 2)
        self.names = nn.Linear(size.width, size.names)
        self.roles = nn.Linear(size.width, size.roles)
        self.links = nn.Linear(size.width, 4 * size.link)
        self.crown = nn.ModuleList(Layer(size, size.layers + i, dropout) for i in range(size.crown))
        self.kinds = nn.Linear(size.width, len(KINDS))
        self.nobody = nn.Parameter(torch.zeros(size.link))
        self.transitions = nn.Parameter(torch.zeros(size.roles, size.roles))

    @property
    def trunk(self) -> int:
        """How many layers the crown has below it."""
        return len(self.layers) - len(self.crown)

    def below(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """What the crown and the layers beside it are given."""
        places = self.places.weight[: pieces.shape[1]]
        x = self.drop(self.norm(self.words(pieces) + self.shapes(shapes) + places + self.kind))
        for layer in self.layers[: self.trunk]:
            x = layer(x, mask)
        return x

    def above(self, x: Tensor, firsts: Tensor, mask: Tensor | None) -> Tensor:
        """The kinds' scores, from what lies below the crown."""
        for layer in self.crown:
            x = layer(x, mask)
        return self.kinds(self.drop(_words(x, firsts)))

    def forward(self, pieces: Tensor, shapes: Tensor, firsts: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """Shapes: pieces and shapes (b, n), firsts (b, m) → the scores of HEADS in their order (b, m, …)."""
        x = below = self.below(pieces, shapes, mask)
        for layer in self.layers[self.trunk :]:
            x = layer(x, mask)
        x = self.drop(_words(x, firsts))
        return *(getattr(self, head)(x) for head in HEADS[:-1]), self.above(below, firsts, mask)


def _words(x: Tensor, firsts: Tensor) -> Tensor:
    """The first piece of each word; (b, n, d) and (b, m) → (b, m, d)."""
    return torch.gather(x, 1, firsts.unsqueeze(-1).expand(-1, -1, x.shape[-1]))


def layers_of(network: Network) -> list[Layer]:
    """All layers, the crown's after the others: the order of `Size.of`."""
    return [layer for part in (network.layers, network.crown) for layer in part if isinstance(layer, Layer)]


def crowned(network: Network, layers: int) -> Network:
    """The network with a crown, which begins as the layers beside it; the kinds' own layer begins afresh."""
    kept = network.size.kept[: network.size.layers]
    size = replace(network.size, crown=layers, kept=kept + kept[network.size.layers - layers :])
    grown = Network(size, network.drop.p)
    state = {name: value for name, value in network.state_dict().items() if not name.startswith(("crown.", "kinds."))}
    grown.load_state_dict(state, strict=False)
    for layer, beside in zip(grown.crown, grown.layers[grown.trunk :], strict=True):
        layer.load_state_dict(beside.state_dict())
    return grown


def save(path: Path, network: Network, **extra: object) -> None:
    torch.save({"size": asdict(network.size), "state": network.state_dict(), **extra}, path)


def carried(kept: dict) -> dict:
    """What is saved beside a network and holds for what is made of it, too."""
    return {key: kept[key] for key in ("tags", "seed", "window", "epochs")}


def load(path: Path) -> tuple[Network, dict]:
    kept = torch.load(path, map_location="cpu", weights_only=True)
    network = Network(Size(**kept["size"]))
    network.load_state_dict({k: v.float() for k, v in kept["state"].items()})
    return network, kept


_NAMES = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "mix", "attention.output.LayerNorm": "mix_norm", "intermediate.dense": "up",
    "output.dense": "down", "output.LayerNorm": "down_norm",
}  # fmt: skip


def from_bert(state: dict[str, Tensor], keep: Tensor) -> dict[str, Tensor]:
    """A BERT checkpoint's weights under this network's names; `keep` are the vocabulary rows kept, in order."""
    out = {
        "words.weight": state["embeddings.word_embeddings.weight"][keep],
        "places.weight": state["embeddings.position_embeddings.weight"],
        "kind": state["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": state["embeddings.LayerNorm.weight"],
        "norm.bias": state["embeddings.LayerNorm.bias"],
    }
    for key, value in state.items():
        if key.startswith("encoder.layer."):
            _, _, number, rest = key.split(".", 3)
            name, kind = rest.rsplit(".", 1)
            out[f"layers.{number}.{_NAMES[name]}.{kind}"] = value
    return {k: v.float() for k, v in out.items()}
