"""The trained model as ONNX graphs with weights of eight bits: each reading, the names, the pairs.

The first reading is in two halves, of which the lower reads any text.

The matrix products are of whole numbers: weights of seven bits with a scale for each row, activations of eight with one
for each place in the text, so that no sum is cut off, and every processor gives the same. With one scale for a whole
tensor a trial lost two points of F1; with blocks of weights and of activations, each with a scale (MatMulNBits), it
took twice the time on a processor without VNNI.

The graphs are written node by node, so that their inputs, names and bytes depend on nothing but the weights.

Source: the operators are ONNX's own and ONNX Runtime's (`com.microsoft`: MultiHeadAttention,
SkipLayerNormalization, BiasGelu).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from kg.extract.pieces import PAD
from kg.train.encoder import Layer
from kg.train.model import Model
from kg.train.namer import Namer
from kg.train.pairmodel import PairReader

PART = 384
"""Columns of a matrix that are multiplied together: the activations of each part have their own scale."""

BLOCK = 128
"""Numbers of a table that share one scale."""

WEIGHT, ACTIVE = 63, 127
"""The greatest whole numbers: two products of a byte and a weight fit in 16 bits, as processors add them."""

_ZERO = 128
"""The byte that stands for zero."""

_EPSILON = 1e-12
_FAR = -1e4
_OPSETS = (("", 20), ("com.microsoft", 1))
_IR = 10

Array = NDArray[np.generic]


def lower(model: Model) -> onnx.ModelProto:
    """The graph of the encoder's layers below the features, which reads any text: `ids` in, `lower` out."""
    graph = _Graph()
    encoder = model.encoder
    bias = graph.attention_bias(graph.node("Equal", ["ids", graph.constant(np.array(PAD))]))
    x = graph.add(graph.embedded("ids", _array(encoder.word.weight)), graph.positions(_array(encoder.position.weight)))
    x = graph.norm(x, encoder.norm)
    for layer in encoder.layers[: model.dimensions.enter]:
        x = graph.layer(x, bias, layer)
    graph.node("Identity", [x], out="lower")
    return graph.model([_whole("ids", 2)], ["lower"])


def first(model: Model) -> onnx.ModelProto:
    """The graph of the first reading's rest: `ids`, `lower`, `features`, `place` in; `tags` and `vectors` out."""
    graph = _Graph()
    bias = graph.attention_bias(graph.node("Equal", ["ids", graph.constant(np.array(PAD))]))
    x = graph.add("lower", graph.looked_up(model.features, "features"))
    for layer in model.encoder.layers[model.dimensions.enter :]:
        x = graph.layer(x, bias, layer)
    hidden = model.tag.in_features
    flat = graph.node("Reshape", [x, graph.constant(np.array([-1, hidden]))])
    graph.node("Gather", [flat, "place"], out="vectors")
    graph.dense("vectors", model.tag, out="tags")
    inputs = [_vectors("lower", hidden), *(_whole(name, rank) for name, rank in _FIRST)]
    return graph.model(inputs, ["tags", "vectors"])


_FIRST = (("ids", 2), ("features", 3), ("place", 1))


def second(model: Model) -> onnx.ModelProto:
    """The graph of the second reading: `vectors` and views in; `roles` and `verdict` out."""
    graph = _Graph()
    rule = graph.node("Gather", [graph.constant(_array(model.rule.weight)), "rule"])
    rule = graph.node("Unsqueeze", [rule, graph.constant(np.array([1]))])
    near = graph.node("Gather", [graph.dense("vectors", model.near), "words"])
    x = graph.add(near, graph.looked_up(model.marks, "marks"))
    x = graph.norm(graph.add(x, rule), model.norm)
    bias = graph.attention_bias(graph.node("Equal", ["mask", graph.constant(np.array(0))]))
    for layer in model.closer:
        x = graph.layer(x, bias, layer)
    graph.dense(x, model.role, out="roles")
    graph.dense(graph.judged(x, model.judge[0]), model.verdict, out="verdict")
    inputs = [("words", 2), ("marks", 3), ("mask", 2), ("rule", 1)]
    hidden = model.near.in_features
    vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["words_of_all", hidden])
    return graph.model([vectors, *(_whole(name, rank) for name, rank in inputs)], ["roles", "verdict"])


def pairs(model: PairReader) -> onnx.ModelProto:
    """The graph of the reader of pairs: `vectors`, `marks`, `whole` of one pair in; scores and `vector` out."""
    graph = _Graph()
    seen = graph.add("vectors", graph.looked_up(model.marks, "marks"))
    start = graph.node("Unsqueeze", [graph.looked_up(model.whole, "whole"), graph.constant(np.array([1]))])
    length = graph.node("Gather", [graph.node("Shape", ["vectors"]), graph.constant(np.array(1))])
    places = graph.node("Range", [graph.constant(np.array(0)), length, graph.constant(np.array(1))])
    first = graph.node("Equal", [places, graph.constant(np.array(0))])
    at_start = graph.node("Unsqueeze", [graph.number(first), graph.constant(np.array([0, 2]))])
    x = graph.add(seen, graph.node("Mul", [start, at_start]))
    for layer in model.layers:
        x = graph.layer(x, "", layer)
    side = graph.node("Gather", ["marks", graph.constant(np.array([0]))], axis=-1)
    left, right = (graph.mean(x, graph.node("Equal", [side, graph.constant(np.array(k))])) for k in (0, 1))
    whole = graph.node("Gather", [x, graph.constant(np.array(0))], axis=1)
    apart = graph.node("Abs", [graph.node("Sub", [left, right])])
    both = graph.node("Concat", [whole, graph.node("Mul", [left, right]), apart, graph.add(left, right)], axis=-1)
    mixed = graph.add(graph.product(both, _array(model.mix.weight)), graph.constant(_array(model.mix.bias)))
    mixed = graph.node("Gelu", [mixed])
    graph.dense(mixed, model.relation, out="relations")
    graph.dense(mixed, model.kind, out="kinds")
    graph.node("Squeeze", [graph.dense(x, model.carry), graph.constant(np.array([2]))], out="carries")
    placed = graph.dense(left, model.place)
    length = graph.node("ReduceL2", [placed, graph.constant(np.array([1]))])
    graph.node("Div", [placed, length], out="vector")
    hidden = model.mix.out_features
    whole_marks = helper.make_tensor_value_info("whole", TensorProto.INT64, [1, len(model.whole)])
    inputs = [_vectors("vectors", hidden), _whole("marks", 3), whole_marks]
    return graph.model(inputs, ["relations", "kinds", "carries", "vector"])


def entities(namer: Namer, shift: Array) -> onnx.ModelProto:
    """The graph of the reader of names: `lower` and a view of one window in; `scores` of its words out.

    The other output are the `transitions` between tags. To each tag's score its `shift` [tags] is added.
    """
    graph = _Graph()
    hidden = _array(namer.below[0].weight).shape[1]
    none = graph.constant(np.zeros((1, 1, hidden), dtype=np.float32))
    columns = graph.node("Unsqueeze", ["marks", graph.constant(np.array([0]))])
    marked = graph.node("Concat", [none, graph.looked_up(namer.below, columns)], axis=1)
    x = graph.add("lower", graph.node("Gather", [marked, "owners"], axis=1))
    for layer in namer.layers:
        x = graph.layer(x, "", layer)
    ends = [graph.node("Gather", [vectors, place], axis=1) for vectors in (x, "lower") for place in ("first", "last")]
    seen = graph.product(graph.node("Concat", ends, axis=-1), _array(namer.near.weight))
    seen = graph.add(seen, graph.constant(_array(namer.near.bias)))
    seen = graph.node("Gelu", [graph.add(seen, graph.looked_up(namer.above, columns))])
    alone = graph.norm(seen, namer.norm)
    wide = graph.add(alone, graph.node("Gelu", [graph.beside(alone, namer.beside)]))
    scores = graph.dense(graph.node("Concat", [wide, alone], axis=-1), namer.out)
    graph.node("Add", [scores, graph.constant(shift)], out="scores")
    graph.node("Identity", [graph.constant(_array(namer.transitions))], out="transitions")
    inputs = [("owners", 1), ("first", 1), ("last", 1), ("marks", 2)]
    return graph.model(
        [_vectors("lower", hidden), *(_whole(name, rank) for name, rank in inputs)], ["scores", "transitions"]
    )


def quantised(weights: Array) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights [rows, columns] as whole numbers with a scale for each row."""
    scales = np.maximum(np.abs(weights).max(-1), _EPSILON) / WEIGHT
    whole = np.clip(np.rint(weights / scales[:, None]), -WEIGHT, WEIGHT)
    return whole.astype(np.int8), scales.astype(np.float32)


def stored(table: Array) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A table [rows, columns] as bytes in blocks with a scale each; 128 stands for zero."""
    blocks = np.asarray(table, dtype=np.float32).reshape(table.shape[0], -1, min(BLOCK, table.shape[1]))
    scales = np.maximum(np.abs(blocks).max(-1), _EPSILON) / 127
    bytes_ = np.clip(np.rint(blocks / scales[..., None]) + _ZERO, 0, 255).astype(np.uint8)
    return bytes_, scales.astype(np.float32)


class _Graph:
    """Nodes and weights of a graph in the making; methods return the name of what they compute."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def _name(self) -> str:
        return f"n{len(self.nodes) + len(self.weights)}"

    def constant(self, value: Array) -> str:
        name = self._name()
        self.weights.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], *, out: str = "", domain: str = "", **settings: Any) -> str:
        name = out or self._name()
        self.nodes.append(helper.make_node(kind, list(inputs), [name], domain=domain, **settings))
        return name

    def many(self, kind: str, inputs: Sequence[str], count: int, **settings: Any) -> list[str]:
        names = [f"{self._name()}_{k}" for k in range(count)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **settings))
        return names

    def add(self, left: str, right: str) -> str:
        return self.node("Add", [left, right])

    def product(self, x: str, weights: Array) -> str:
        """`x` times the transposed `weights` [out, in], in whole numbers."""
        columns = weights.shape[1]
        count = columns // PART if columns % PART == 0 else 1
        parts = [x] if count == 1 else self.many("Split", [x], count, axis=-1, num_outputs=count)
        sums = [self._part(part, block) for part, block in zip(parts, np.split(weights, count, axis=1), strict=True)]
        return sums[0] if count == 1 else self.node("Sum", sums)

    def _part(self, x: str, weights: Array) -> str:
        whole, scales = quantised(weights)
        size = self.node("ReduceMax", [self.node("Abs", [x]), self.constant(np.array([-1]))], keepdims=1)
        size = self.node("Max", [size, self.constant(np.array(_EPSILON, dtype=np.float32))])
        step = self.node("Div", [self.constant(np.array(ACTIVE, dtype=np.float32)), size])
        rounded = self.node("Round", [self.node("Mul", [x, step])])
        shifted = self.add(rounded, self.constant(np.array(_ZERO, dtype=np.float32)))
        bytes_ = self.node("Cast", [shifted], to=TensorProto.UINT8)
        given = [bytes_, self.constant(whole.T), self.constant(np.array(_ZERO, dtype=np.uint8))]
        counted = self.node("Cast", [self.node("MatMulInteger", given)], to=TensorProto.FLOAT)
        return self.node("Mul", [self.node("Mul", [counted, self.constant(scales / ACTIVE)]), size])

    def dense(self, x: str, layer: nn.Module, *, out: str = "") -> str:
        """A small head, in fp32."""
        product = self.node("MatMul", [x, self.constant(_array(layer.weight).T)])
        return self.node("Add", [product, self.constant(_array(layer.bias))], out=out)

    def norm(self, x: str, norm: nn.LayerNorm) -> str:
        inputs = [x, self.constant(_array(norm.weight)), self.constant(_array(norm.bias))]
        return self.node("LayerNormalization", inputs, axis=-1, epsilon=norm.eps)

    def joined(self, x: str, y: str, bias: Array, norm: nn.LayerNorm) -> str:
        """The normalised sum of `x`, `y` and a bias."""
        constants = [self.constant(_array(norm.weight)), self.constant(_array(norm.bias)), self.constant(bias)]
        return self.node("SkipLayerNormalization", [y, x, *constants], domain="com.microsoft", epsilon=float(norm.eps))

    def layer(self, x: str, bias: str, layer: nn.Module) -> str:
        """An encoder's layer on `x`; without a bias all positions see each other."""
        assert isinstance(layer, Layer)
        three = self.add(self.product(x, _array(layer.qkv.weight)), self.constant(_array(layer.qkv.bias)))
        q, k, v = self.many("Split", [three], 3, axis=-1, num_outputs=3)
        seen = self.node("MultiHeadAttention", [q, k, v, "", "", bias], domain="com.microsoft", num_heads=layer.heads)
        x = self.joined(x, self.product(seen, _array(layer.out.weight)), _array(layer.out.bias), layer.attended)
        up = self.product(x, _array(layer.up.weight))
        active = self.node("BiasGelu", [up, self.constant(_array(layer.up.bias))], domain="com.microsoft")
        return self.joined(x, self.product(active, _array(layer.down.weight)), _array(layer.down.bias), layer.done)

    def attention_bias(self, hidden: str) -> str:
        """What is added to attention scores [texts, 1, positions, positions]; `hidden` is true at padding."""
        far, near = self.constant(np.array(_FAR, dtype=np.float32)), self.constant(np.array(0, dtype=np.float32))
        row = self.node("Unsqueeze", [self.node("Where", [hidden, far, near]), self.constant(np.array([1, 2]))])
        shape = self.node("Shape", [hidden])
        positions = self.node("Gather", [shape, self.constant(np.array([1]))])
        texts = self.node("Gather", [shape, self.constant(np.array([0]))])
        one = self.constant(np.array([1]))
        return self.node("Expand", [row, self.node("Concat", [texts, one, positions, positions], axis=0)])

    def embedded(self, ids: str, table: Array) -> str:
        """Rows of an 8-bit table."""
        bytes_, scales = stored(table)
        rows = self.node("Cast", [self.node("Gather", [self.constant(bytes_), ids])], to=TensorProto.FLOAT)
        centred = self.node("Sub", [rows, self.constant(np.array(_ZERO, dtype=np.float32))])
        factor = self.node("Gather", [self.constant(scales[..., None]), ids])
        shape = self.constant(np.array([0, 0, table.shape[1]]))
        return self.node("Reshape", [self.node("Mul", [centred, factor]), shape])

    def positions(self, table: Array) -> str:
        length = self.node("Gather", [self.node("Shape", ["ids"]), self.constant(np.array(1))])
        places = self.node("Range", [self.constant(np.array(0)), length, self.constant(np.array(1))])
        return self.node("Gather", [self.constant(table), places])

    def looked_up(self, tables: nn.ModuleList, columns: str) -> str:
        """The sum of one row of each table."""
        rows = []
        for k, table in enumerate(tables):
            column = self.node("Gather", [columns, self.constant(np.array(k))], axis=-1)
            rows.append(self.node("Gather", [self.constant(_array(table.weight)), column]))
        return self.node("Sum", rows)

    def number(self, truth: str) -> str:
        """1 where it is true, else 0."""
        return self.node("Cast", [truth], to=TensorProto.FLOAT)

    def mean(self, x: str, inside: str) -> str:
        """The mean over the positions that are `inside` [texts, positions, 1]; zeros if none is."""
        weights, axis = self.number(inside), self.constant(np.array([1]))
        total = self.node("ReduceSum", [self.node("Mul", [x, weights]), axis], keepdims=0)
        count = self.node("ReduceSum", [weights, axis], keepdims=0)
        return self.node("Div", [total, self.node("Max", [count, self.constant(np.array(1, dtype=np.float32))])])

    def beside(self, x: str, layer: nn.Linear) -> str:
        """A product of each word's vector and its two neighbours'."""
        before = self.constant(np.array([0, 1, 0, 0, 0, 0]))
        behind = self.constant(np.array([0, 0, 0, 0, 1, 0]))
        end, all_ = self.constant(np.array([-1])), self.constant(np.array([2**31 - 1]))
        zero, one, axis = (self.constant(np.array([k])) for k in (0, 1, 1))
        left = self.node("Slice", [self.node("Pad", [x, before]), zero, end, axis])
        right = self.node("Slice", [self.node("Pad", [x, behind]), one, all_, axis])
        three = self.node("Concat", [left, x, right], axis=-1)
        return self.add(self.product(three, _array(layer.weight)), self.constant(_array(layer.bias)))

    def judged(self, x: str, layer: nn.Module) -> str:
        """The hidden vector of the verdict: mean and peak of the anchor's words."""
        marks = self.node("Gather", ["marks", self.constant(np.array([0]))], axis=-1)
        inside = self.node("Cast", [marks], to=TensorProto.FLOAT)
        axis = self.constant(np.array([1]))
        total = self.node("ReduceSum", [self.node("Mul", [x, inside]), axis], keepdims=0)
        count = self.node("ReduceSum", [inside, axis], keepdims=0)
        mean = self.node("Div", [total, self.node("Max", [count, self.constant(np.array(1, dtype=np.float32))])])
        marked = self.node("Cast", [marks], to=TensorProto.BOOL)
        shown = self.node("Where", [marked, x, self.constant(np.array(_FAR, dtype=np.float32))])
        peak = self.node("ReduceMax", [shown, axis], keepdims=0)
        both = self.node("Concat", [mean, peak], axis=-1)
        return self.node("Gelu", [self.dense(both, layer)])

    def model(self, inputs: Sequence[onnx.ValueInfoProto], outputs: Sequence[str]) -> onnx.ModelProto:
        given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        graph = helper.make_graph(self.nodes, "wortlaut", list(inputs), given, self.weights)
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR, producer_name="wortlaut")


def _vectors(name: str, hidden: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [f"{name}_0", f"{name}_1", hidden])


def _whole(name: str, rank: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, [f"{name}_{k}" for k in range(rank)])


def _array(weights: Tensor | nn.Module) -> Array:
    assert isinstance(weights, Tensor)
    return weights.detach().float().cpu().numpy()
