"""A whole training of the reader of names on a few invented sentences, and what its graph says."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

for needed in ("torch", "onnx"):
    pytest.importorskip(needed, reason="the extra `train` is not installed")

import torch  # noqa: E402

from kg import resources  # noqa: E402
from kg.evaluate.tagged import Name, Tagged  # noqa: E402
from kg.extract.card import card  # noqa: E402
from kg.extract.entities import TAGS, View, legal  # noqa: E402
from kg.extract.model import ENTITIES, Model, session  # noqa: E402
from kg.records import Span  # noqa: E402
from kg.train import base, crf, export, names, run  # noqa: E402
from kg.train.namer import Namer  # noqa: E402
from kg.train.renamed import Renamer, mixed  # noqa: E402

LINES = (
    "1\tÄnne\tB-PER\tO\n2\tKühlbrodt\tI-PER\tO\n3\tfuhr\tO\tO\n4\tnach\tO\tO\n5\tHallingen\tB-LOC\tO\n6\t.\tO\tO\n\n"
)
MORE = "Die\tART\tI\tO\nGGP\tNE\tI\tB-organization-company\nbaut\tVVFIN\tI\tO\n.\t$.\tI\tO\n\n"


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "namen.tsv").write_text(LINES * 6, "utf-8")
    (tmp_path / "eigene.txt").write_text("[Ulm|LOC] liegt an der [Donau|LOC].\n" * 3, "utf-8")
    (tmp_path / "mehr.conll").write_text("-DOCSTART- -1- O O\n\n" + MORE * 3, "utf-8")
    return tmp_path


def recipe(folder: Path) -> Path:
    """The shipped recipe on the small corpora, with few layers."""
    changed = {
        "learn": '"namen.tsv"',
        "own": '["eigene.txt"]',
        "beside": '["mehr.conll"]',
        "measure": '"namen.tsv"',
        "epochs": "2",
        "sentences": "4",
        "width": "64",
        "depth": "1",
    }
    before, _, own = run.RECIPE.read_text("utf-8").partition("[names]")
    for name, value in changed.items():
        own, found = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", own)
        assert found, name
    path = folder / "settings.toml"
    path.write_text(f"{before}[names]{own}", "utf-8")
    return path


def test_the_same_recipe_gives_the_same_reader_and_leaves_the_others_alone(corpora: Path, tmp_path: Path) -> None:
    graphs = []
    for n in range(2):
        folder = tmp_path / str(n)
        shutil.copytree(resources.model(), folder)
        (folder / ENTITIES).unlink()
        told: list[str] = []
        names.train(corpora, corpora, folder, recipe=recipe(tmp_path), tell=told.append)
        assert told[-1].startswith("names, epoch 2")
        graphs.append((folder / ENTITIES).read_bytes())
        for kept in ("lower.onnx", "first.onnx", "second.onnx", "pieces.json"):
            assert (folder / kept).read_bytes() == (resources.model() / kept).read_bytes()
    assert graphs[0] == graphs[1]
    about = card(folder)
    assert about["names"]["data"].keys() == {"namen.tsv", "eigene.txt", "mehr.conll"} and ENTITIES in about["files"]
    assert Model.load(folder).namer is not None


@pytest.fixture(scope="module")
def start() -> base.Base:
    return base.read()


def test_the_graph_says_what_the_reader_says(start: base.Base) -> None:
    torch.manual_seed(0)
    namer = Namer(start, 1, 64, dropout=0.1, word_dropout=0.1, hide=0.1).eval()
    read = names.reader(resources.model())
    (example,) = read(Tagged("Änne Kühlbrodt von der Werft Nordhaven fuhr nach Hallingen.", ()), 1.0)
    with torch.inference_mode():
        namer.transitions.copy_(torch.rand(len(TAGS), len(TAGS)))
        wanted = namer(names.batch([example])).numpy()
    graph = export.entities(namer, np.arange(len(TAGS), dtype=np.float32)).SerializeToString()
    given = {"lower": example.lower.astype(np.float32)[None], **example.view._asdict()}
    scores, transitions = session(graph).run(["scores", "transitions"], given)
    assert np.abs(scores - wanted - np.arange(len(TAGS))).max() < 0.05
    assert np.array_equal(transitions, namer.transitions.detach().numpy())


def test_a_text_scores_the_same_beside_longer_ones(start: base.Base) -> None:
    namer = Namer(start, 1, 64, dropout=0.1, word_dropout=0.1, hide=0.1).eval()
    read = names.reader(resources.model())
    (short,), (long,) = (
        read(Tagged(text, ()), 1.0) for text in ("Ja, sagte Änne.", "Nein, sagte Änne Kühlbrodt in Ulm.")
    )
    with torch.inference_mode():
        alone, together = namer(names.batch([short])), namer(names.batch([short, long]))
    assert torch.allclose(alone[0], together[0, : len(short.tags)], atol=1e-4)


def test_names_are_expected_as_often_as_in_natural_sentences() -> None:
    nothing = np.zeros((4, 1), dtype=np.int64)
    view = View(nothing, nothing, nothing, nothing)
    org = np.array([TAGS.index("B-ORG"), 0, 0, 0])
    natural = names.Example(nothing.astype(np.float16), view, np.zeros(4, dtype=np.int64), 1.0, natural=True)
    full = replace(natural, tags=org, natural=False)
    shift = names.prior_shift([*[natural] * 50, replace(natural, tags=org), *[full] * 50])
    assert shift[TAGS.index("B-ORG")] < -2 < -0.8 < shift[TAGS.index("B-PER")] and shift[TAGS.index("I-ORG")] == 0


def rows_of(length: int) -> list[tuple[int, ...]]:
    return [
        row
        for row in product(range(len(TAGS)), repeat=length)
        if TAGS[row[0]][0] != "I" and all(legal()[a, b] == 0 for a, b in pairwise(row))
    ]


def test_the_loss_of_a_sentence_is_that_of_brute_force_over_all_legal_rows_of_tags() -> None:
    torch.manual_seed(0)
    scores, transitions = torch.randn(1, 3, len(TAGS)), torch.randn(len(TAGS), len(TAGS))

    def worth(row: tuple[int, ...]) -> torch.Tensor:
        return sum(scores[0, k, tag] for k, tag in enumerate(row)) + sum(transitions[a, b] for a, b in pairwise(row))

    all_rows = torch.logsumexp(torch.stack([worth(row) for row in rows_of(3)]), 0)
    right = (TAGS.index("B-ORG"), TAGS.index("I-ORG"), 0)
    padded = torch.cat([scores, torch.randn(1, 2, len(TAGS))], dim=1)
    mask = torch.tensor([[True, True, True, False, False]])
    (loss,) = crf.losses(padded, torch.tensor([[*right, -100, -100]]), mask, transitions)
    assert loss.item() == pytest.approx((all_rows - worth(right)).item(), abs=1e-3)
    (loss,) = crf.losses(padded, torch.tensor([[right[0], -100, 0, -100, -100]]), mask, transitions)
    some = torch.logsumexp(torch.stack([worth(row) for row in rows_of(3) if (row[0], row[2]) == (right[0], 0)]), 0)
    assert loss.item() == pytest.approx((all_rows - some).item(), abs=1e-3)


def test_a_renamed_sentence_has_its_names_where_they_are_said_to_be() -> None:
    text = "Änne Kühlbrodt fuhr nach Hallingen."
    sentence = Tagged(text, (Name(Span(0, 14), "PER"), Name(Span(25, 34), "LOC")))
    renamer = Renamer.of([sentence], random.Random(1))
    for _ in range(20):
        (new,) = mixed([renamer.renamed(sentence, 1.0)], random.Random(2), 3)
        first, second = (name.span.of(new.text) for name in new.outer)
        assert new.text == f"{first} fuhr nach {second}."
