"""The encoder in plain PyTorch: BERT's layers, quick on a CPU in bfloat16, exportable to ONNX.

Source: Devlin et al., "BERT", NAACL 2019; dropout that is the same for all positions of a text after Gal & Ghahramani,
NIPS 2016 (and because drawing one random number per activation costs a CPU more than the matrix product).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.train.base import Base, Shape

LOWER_LAYERS = 4
"""Layers of the shipped encoder's lower half, above which each reader but the first has layers of its own."""

_EPSILON = 1e-12


def quick(device: torch.device) -> torch.autocast:
    """The context in which `device` computes in bfloat16, unless it is a processor that only imitates that.

    A processor without AVX-512 multiplies matrices of bfloat16 fifty times as slowly as of float32 (torch 2.13).
    """
    able = device.type != "cpu" or torch.backends.cpu.get_cpu_capability() == "AVX512"
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=able)


class Shared(nn.Module):
    """Dropout with one mask for all positions of a text."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """`x` [texts, positions, features], with whole features of a text left out while training."""
        if not self.training or not self.rate:
            return x
        mask = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= self.rate
        return x * (mask / (1 - self.rate)).to(x.dtype)


class Layer(nn.Module):
    """One layer: attention and a feed-forward part, each added to its input and normalised."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.attended = nn.LayerNorm(shape.hidden, eps=_EPSILON)
        self.up = nn.Linear(shape.hidden, shape.inner)
        self.down = nn.Linear(shape.inner, shape.hidden)
        self.done = nn.LayerNorm(shape.hidden, eps=_EPSILON)
        self.drop = Shared(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """New vectors [texts, positions, hidden]; `bias` [texts, 1, 1, positions] is added to the attention scores."""
        texts, positions, hidden = x.shape
        size = hidden // self.heads
        q, k, v = self.qkv(x).view(texts, positions, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q * size**-0.5, k.transpose(-1, -2)) + bias.to(q.dtype)
        seen = torch.matmul(scores.softmax(-1), v).transpose(1, 2).reshape(texts, positions, hidden)
        x = self.attended(x + self.drop(self.out(seen)))
        out: Tensor = self.done(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return out


class Encoder(nn.Module):
    """Pieces to vectors: embeddings and `depth` layers."""

    def __init__(self, shape: Shape, vocabulary: int, depth: int, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, shape.hidden)
        self.position = nn.Embedding(shape.positions, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=_EPSILON)
        self.drop = Shared(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(depth))

    def embed(self, ids: Tensor) -> Tensor:
        """The embeddings [texts, positions, hidden] of piece ids [texts, positions]."""
        places = torch.arange(ids.shape[1], device=ids.device)
        out: Tensor = self.drop(self.norm(self.word(ids) + self.position(places)))
        return out

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors of the last layer; `mask` is true where there is a piece."""
        x, bias = self.embed(ids), attention_bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x


def attention_bias(mask: Tensor) -> Tensor:
    """What to add to attention scores so that only positions in `mask` [texts, positions] are seen."""
    return torch.where(mask, 0.0, -1e4)[:, None, None, :]


def load_layer(layer: Layer, weights: Mapping[str, Tensor], index: int) -> None:
    """Fill `layer` with the weights of the base's layer `index`."""
    prefix = f"encoder.layer.{index}."
    parts = {
        "out": "attention.output.dense",
        "attended": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "done": "output.LayerNorm",
    }
    state = {f"{own}.{kind}": weights[f"{prefix}{name}.{kind}"] for own, name in parts.items() for kind in _KINDS}
    for kind in _KINDS:
        three = [weights[f"{prefix}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
        state[f"qkv.{kind}"] = torch.cat(three)
    layer.load_state_dict(state)


_KINDS = ("weight", "bias")


def load_encoder(base: Base, depth: int, dropout: float) -> Encoder:
    """The encoder with the base's embeddings and its lowest `depth` layers."""
    weights = base.weights
    encoder = Encoder(base.shape, len(base.pieces), depth, dropout)
    with torch.no_grad():
        encoder.word.weight.copy_(weights["embeddings.word_embeddings.weight"])
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        encoder.position.weight.copy_(weights["embeddings.position_embeddings.weight"] + kind)
        encoder.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
        encoder.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
    for index, layer in enumerate(encoder.layers):
        assert isinstance(layer, Layer)
        load_layer(layer, weights, index)
    return encoder


def upper(base: Base, depth: int, dropout: float) -> nn.ModuleList:
    """`depth` layers, which are the base's above the lower half."""
    layers = [Layer(base.shape, dropout) for _ in range(depth)]
    for index, layer in enumerate(layers, start=LOWER_LAYERS):
        load_layer(layer, base.weights, index)
    return nn.ModuleList(layers)


def table(size: int, width: int) -> nn.Embedding:
    """A vector for each of `size` values, to be learnt."""
    made = nn.Embedding(size, width)
    nn.init.normal_(made.weight, std=0.02)
    return made


def summed(tables: Iterable[nn.Module], columns: Tensor) -> Tensor:
    """The sum of what each of the `tables` has for its own one of the `columns` [..., tables]."""
    first, *rest = (each(column) for each, column in zip(tables, columns.unbind(-1), strict=True))
    total: Tensor = first
    for vectors in rest:
        total = total + vectors
    return total
