"""A small head that tells from two utterances' vectors how probably they have anything to do with each other.

It spares the reader of pairs most of those that have not: their vectors are at hand, and it costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional

from kg.extract.pairs import opposite

Vectors = NDArray[np.float32]

_WIDTH = 64
_STEPS = 1500
_TOGETHER = 512
_RATE = 2e-3
_DECAY = 0.02
_DROPOUT = 0.2
_LOST = 0.01
"""Share of related pairs that may be passed over. Set by hand."""


def fitted(left: Vectors, right: Vectors, related: Sequence[bool], seed: int) -> nn.Sequential:
    """The head, trained on pairs of vectors [pairs, width]; related and unrelated ones count alike in sum."""
    torch.manual_seed(seed)
    given, wanted = torch.from_numpy(opposite(left, right)), torch.tensor(related, dtype=torch.float32)
    head = nn.Sequential(
        nn.Linear(given.shape[1], _WIDTH), nn.ReLU(), nn.Dropout(_DROPOUT), nn.Linear(_WIDTH, 1)
    ).train()
    share = float(wanted.mean())
    weights = torch.where(wanted > 0, 0.5 / share, 0.5 / (1 - share))
    optimiser = torch.optim.AdamW(head.parameters(), lr=_RATE, weight_decay=_DECAY)
    course = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, _STEPS)
    for _ in range(_STEPS):
        some = torch.randint(len(wanted), (_TOGETHER,))
        loss = functional.binary_cross_entropy_with_logits(head(given[some])[:, 0], wanted[some], weights[some])
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        optimiser.step()
        course.step()
    return head.eval()


def limit(head: nn.Sequential, left: Vectors, right: Vectors, related: Sequence[bool]) -> float:
    """The greatest value that all but a few (`_LOST`) of the related pairs reach; none was learnt from."""
    with torch.inference_mode():
        told = torch.sigmoid(head(torch.from_numpy(opposite(left, right))))[:, 0].numpy()
    return round(float(np.quantile(told[np.array(related)], _LOST)), 4)


def exported(head: nn.Sequential) -> onnx.ModelProto:
    """The head's graph: `seen` [pairs, what stands opposite] in, `near` [pairs, 1] out, between 0 and 1."""
    first, last = head[0], head[3]
    assert isinstance(first, nn.Linear)
    assert isinstance(last, nn.Linear)
    layers = {"w": first.weight, "b": first.bias, "v": last.weight, "c": last.bias}
    weights = [numpy_helper.from_array(tensor.detach().numpy(), name) for name, tensor in layers.items()]
    nodes = [
        helper.make_node("Gemm", ["seen", "w", "b"], ["hidden"], transB=1),
        helper.make_node("Relu", ["hidden"], ["kept"]),
        helper.make_node("Gemm", ["kept", "v", "c"], ["score"], transB=1),
        helper.make_node("Sigmoid", ["score"], ["near"]),
    ]
    seen = helper.make_tensor_value_info("seen", TensorProto.FLOAT, ["pairs", first.in_features])
    near = helper.make_tensor_value_info("near", TensorProto.FLOAT, ["pairs", 1])
    return helper.make_model(
        helper.make_graph(nodes, "near", [seen], [near], weights),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
