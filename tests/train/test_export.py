"""The exported graphs say what the trained model says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
pytest.importorskip("onnx", reason="the extra `train` is not installed")

from kg.extract.candidates import Candidate, view  # noqa: E402
from kg.extract.features import SIZES, Reading  # noqa: E402
from kg.extract.layout import rows, side_by_side  # noqa: E402
from kg.extract.pieces import Pieces  # noqa: E402
from kg.extract.windows import windows  # noqa: E402
from kg.train import export  # noqa: E402
from kg.train.base import Base, Shape  # noqa: E402
from kg.train.encoder import Encoder  # noqa: E402
from kg.train.model import Dimensions, Model, Views  # noqa: E402

SHAPE = Shape(hidden=64, layers=3, heads=4, inner=128, positions=400)
PIECES = Pieces(("<s>", "<pad>", "</s>", "<unk>", "▁der", "▁Pegel", "▁steigt"), (0.0,) * 4 + (-1.0, -2.0, -3.0))


def base() -> Base:
    """A tiny encoder with random weights."""
    torch.manual_seed(0)
    weights = {
        "embeddings.word_embeddings.weight": torch.randn(len(PIECES), SHAPE.hidden),
        "embeddings.position_embeddings.weight": torch.randn(SHAPE.positions, SHAPE.hidden),
        "embeddings.token_type_embeddings.weight": torch.randn(2, SHAPE.hidden),
        "embeddings.LayerNorm.weight": torch.ones(SHAPE.hidden),
        "embeddings.LayerNorm.bias": torch.zeros(SHAPE.hidden),
    }
    sizes = {
        "attention.self.query": (SHAPE.hidden, SHAPE.hidden),
        "attention.self.key": (SHAPE.hidden, SHAPE.hidden),
        "attention.self.value": (SHAPE.hidden, SHAPE.hidden),
        "attention.output.dense": (SHAPE.hidden, SHAPE.hidden),
        "intermediate.dense": (SHAPE.inner, SHAPE.hidden),
        "output.dense": (SHAPE.hidden, SHAPE.inner),
    }
    for layer in range(SHAPE.layers):
        for name, size in sizes.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = torch.randn(*size) * 0.1
            weights[f"encoder.layer.{layer}.{name}.bias"] = torch.randn(size[0]) * 0.1
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"encoder.layer.{layer}.{name}.weight"] = torch.ones(SHAPE.hidden)
            weights[f"encoder.layer.{layer}.{name}.bias"] = torch.zeros(SHAPE.hidden)
    return Base(weights, PIECES, SHAPE)


def article() -> Reading:
    words = ("der", "Pegel", "steigt") * 20
    at = np.arange(len(words), dtype=np.int64) * 7
    features = np.stack([np.arange(len(words)) % size for size in SIZES], axis=1).astype(np.int64)
    return Reading(words, (True,) * len(words), at, at + 6, features, (0,), (), ())


def session(graph: object, path: Path) -> object:
    runtime = pytest.importorskip("onnxruntime")
    path.write_bytes(graph.SerializeToString())  # type: ignore[attr-defined]
    return runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def test_both_readings_agree_with_the_trained_model(tmp_path: Path) -> None:
    model = Model(base(), Dimensions(first=2, enter=1, closer=1, width=32), 0.1).eval()
    reading = article()
    laid = windows(reading, PIECES)
    ids, features = rows(reading, laid, [0])
    place = laid.place
    mask = np.ones(ids.shape, dtype=np.bool_)
    with torch.inference_mode():
        wanted = model.first(*map(torch.from_numpy, (ids, mask, features, place)))
    (lower,) = session(export.lower(model), tmp_path / "lower.onnx").run(["lower"], {"ids": ids})  # type: ignore[attr-defined]
    given = {"ids": ids, "lower": lower, "features": features, "place": place}
    tags, vectors = session(export.first(model), tmp_path / "first.onnx").run(["tags", "vectors"], given)  # type: ignore[attr-defined]
    assert np.abs(tags.reshape(-1, 2, 3) - wanted.tags.numpy()).max() < 0.1
    assert np.abs(vectors - wanted.vectors.numpy()).max() < 0.15

    seen = side_by_side(
        [view(Candidate((3, 4)), len(reading)), view(Candidate(tuple(range(9, 40))), len(reading))], [0, 0]
    )
    words, marks, there, rule = map(torch.from_numpy, seen)
    with torch.inference_mode():
        meant = model.second(wanted.vectors, Views(words, marks, there.bool(), rule))
    second = session(export.second(model), tmp_path / "second.onnx")
    roles, verdict = second.run(["roles", "verdict"], {"vectors": wanted.vectors.numpy(), **seen._asdict()})  # type: ignore[attr-defined]
    assert np.abs(roles - meant.roles.numpy())[seen.mask == 1].max() < 0.1
    assert np.abs(verdict[:, 0] - meant.valid.numpy()).max() < 0.1


def test_a_weight_is_kept_within_half_a_step() -> None:
    weights = np.random.default_rng(0).normal(size=(5, 256)).astype(np.float32)
    whole, scales = export.quantised(weights)
    back = whole.astype(np.float32) * scales[:, None]
    assert (np.abs(back - weights) <= scales[:, None] / 2 + 1e-6).all()


def test_no_product_of_a_byte_and_a_weight_is_cut_off() -> None:
    assert 2 * 255 * export.WEIGHT < 2**15


def test_dropout_spares_the_model_at_work() -> None:
    encoder = Encoder(SHAPE, len(PIECES), 1, 0.5).eval()
    ids = torch.tensor([[0, 4, 5, 2]])
    mask = torch.ones_like(ids, dtype=torch.bool)
    assert torch.equal(encoder(ids, mask), encoder(ids, mask))
