"""A whole training of the head for names on a few invented sentences, and what its graph says."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

for needed in ("torch", "onnx"):
    pytest.importorskip(needed, reason="the extra `train` is not installed")

import onnxruntime  # noqa: E402
import torch  # noqa: E402

from kg import resources  # noqa: E402
from kg.evaluate.tagged import Name, Tagged  # noqa: E402
from kg.extract.model import ENTITIES, Model, card  # noqa: E402
from kg.extract.surface import SIZES  # noqa: E402
from kg.records import Span  # noqa: E402
from kg.train import export, names, run  # noqa: E402
from kg.train.namer import PARTS, RULES, Namer  # noqa: E402
from kg.train.renamed import Renamer, mixed  # noqa: E402

LINES = (
    "1\tÄnne\tB-PER\tO\n2\tKühlbrodt\tI-PER\tO\n3\tfuhr\tO\tO\n4\tnach\tO\tO\n5\tHallingen\tB-LOC\tO\n6\t.\tO\tO\n\n"
)
MORE = "Die\tART\tI\tO\nGGP\tNE\tI\tB-organization-company\nbaut\tVVFIN\tI\tO\n.\t$.\tI\tO\n\n"


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "namen.tsv").write_text(LINES * 6, "utf-8")
    (tmp_path / "mehr.conll").write_text("-DOCSTART- -1- O O\n\n" + MORE * 3, "utf-8")
    return tmp_path


def recipe(folder: Path) -> Path:
    """The shipped recipe on the small corpora, with a small head."""
    changed = {
        "learn": '"namen.tsv"',
        "beside": '["mehr.conll"]',
        "measure": '"namen.tsv"',
        "epochs": "2",
        "sentences": "4",
        "width": "128",
        "depth": "1",
    }
    before, _, own = run.RECIPE.read_text("utf-8").partition("[names]")
    for name, value in changed.items():
        own, found = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", own)
        assert found, name
    path = folder / "settings.toml"
    path.write_text(f"{before}[names]{own}", "utf-8")
    return path


def test_the_same_recipe_gives_the_same_head_and_leaves_the_readings_alone(corpora: Path, tmp_path: Path) -> None:
    graphs = []
    for n in range(2):
        folder = tmp_path / str(n)
        shutil.copytree(resources.model(), folder)
        (folder / ENTITIES).unlink()
        told: list[str] = []
        names.train(corpora, folder, recipe=recipe(tmp_path), tell=told.append)
        assert told[-1].startswith("names, seed 2, epoch 2")
        graphs.append((folder / ENTITIES).read_bytes())
        for kept in ("first.onnx", "second.onnx", "pieces.json"):
            assert (folder / kept).read_bytes() == (resources.model() / kept).read_bytes()
    assert graphs[0] == graphs[1]
    about = card(folder)
    assert about["names"]["data"].keys() == {"namen.tsv", "mehr.conll"} and ENTITIES in about["files"]
    assert Model.load(folder).head is not None


def test_the_graph_says_what_the_head_says(tmp_path: Path) -> None:
    torch.manual_seed(0)
    namer = Namer(64, 128, 2, 0.1).eval()
    chance = np.random.default_rng(0)
    given = {
        "vectors": chance.normal(size=(1, 7, PARTS * 64)).astype(np.float32),
        "looks": np.stack([chance.integers(size, size=(1, 7)) for size in SIZES], axis=-1),
        "rules": np.stack([chance.integers(size, size=(1, 7)) for size in RULES], axis=-1),
    }
    with torch.inference_mode():
        wanted = (
            namer(*map(torch.from_numpy, given.values()), torch.ones(1, 7, dtype=torch.bool)).log_softmax(-1).numpy()
        )
    graph = export.entities([namer]).SerializeToString()
    (scores,) = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"]).run(["scores"], given)
    assert np.abs(scores - wanted).max() < 0.05


def test_a_renamed_sentence_has_its_names_where_they_are_said_to_be() -> None:
    text = "Änne Kühlbrodt fuhr nach Hallingen."
    sentence = Tagged(text, (Name(Span(0, 14), "PER"), Name(Span(25, 34), "LOC")))
    renamer = Renamer.of([sentence], random.Random(1))
    for _ in range(20):
        (new,) = mixed([renamer.renamed(sentence, 1.0)], random.Random(2), 3)
        first, second = (name.span.of(new.text) for name in new.outer)
        assert new.text == f"{first} fuhr nach {second}."
