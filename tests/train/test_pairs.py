"""The recipe of the reader of pairs, on a few pairs: the same each time, and its graph says what the weights say."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
import torch

from kg import resources
from kg.errors import InputError
from kg.extract.card import card
from kg.extract.model import session
from kg.train import base, export, pairloop, pairs
from kg.train.pairdata import Pair, batch, read, row, single, stories
from kg.train.pairmodel import PairReader

PAIRS = Path(__file__).parents[2] / "data" / "pairs"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    for name, count in (
        ("general", 24),
        ("stories", 3),
        ("news", 3),
        ("news-more", 1),
        ("news-context", 1),
        ("aside", 6),
    ):
        lines = (PAIRS / f"{name}.jsonl").read_text("utf-8").splitlines()[:count]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def recipe(folder: Path) -> Path:
    changed = {"train": '["general.jsonl"]', "depth": "1", "epochs": "1", "topic": "2", "held": "0.34"}
    text = pairs.RECIPE.read_text("utf-8")
    for name, value in changed.items():
        text, found = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        assert found, name
    (folder / "pairs.toml").write_text(text, "utf-8")
    return folder / "pairs.toml"


def test_the_same_recipe_gives_the_same_reader_and_leaves_the_rest_alone(few: Path, tmp_path: Path) -> None:
    graphs = []
    for n in range(2):
        folder = tmp_path / str(n)
        shutil.copytree(resources.model(), folder)
        report = pairs.train(few, folder, recipe=recipe(tmp_path), tell=lambda _: None)
        graphs.append((folder / "pairs.onnx").read_bytes())
    assert graphs[0] == graphs[1]
    about = card(folder)
    assert about["files"] == card(resources.model())["files"]
    assert about["pairs"]["dev"] == report.as_dict()
    assert about["pairs"]["data"].keys() == {path.name for path in few.glob("*.jsonl")}


def test_a_run_that_broke_off_goes_on_where_it_was(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairloop, "SAVE_EVERY", 1)
    learn, said = pairloop.Fitting._learn, []

    def broken(fitting: pairloop.Fitting, some: list[Pair]) -> float:
        if fitting.step == 2:
            raise KeyboardInterrupt
        return learn(fitting, some)

    for name in ("whole", "broken"):
        shutil.copytree(resources.model(), tmp_path / name)
    given = {"recipe": recipe(tmp_path), "tell": said.append}
    pairs.train(few, tmp_path / "whole", **given)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(pairloop.Fitting, "_learn", broken)
        pairs.train(few, tmp_path / "broken", **given)
    pairs.train(few, tmp_path / "broken", **given)
    assert "going on after epoch 0 and 2 batches" in said
    one, other = ((tmp_path / name / "pairs.onnx").read_bytes() for name in ("whole", "broken"))
    assert one == other
    assert not (tmp_path / "broken" / pairs.STATE).exists()


def test_the_graph_says_what_the_weights_say(few: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    reader = PairReader(base.read(), 1, 0.0).eval()
    graph = session(export.pairs(reader).SerializeToString())
    told = pairs.reading(resources.model())
    (told_by_articles, *_) = stories(few / "news.jsonl")
    for pair in [*list(read(few / "general.jsonl"))[:5], *told_by_articles.related[:5]]:
        laid = row(pair, told)
        given = {"vectors": laid.vectors[None], "marks": laid.marks[None], "whole": np.array([laid.whole])}
        with torch.inference_mode():
            wanted = reader(batch([laid]))
            vector = reader.vector(batch([single(laid, 0)])).numpy()
        relations, kinds, carries = graph.run(["relations", "kinds", "carries"], given)
        for said, score in zip((relations, kinds, carries), wanted, strict=True):
            assert np.abs(said - score.numpy()).max() < 0.05
        alone = single(laid, 0)
        given = {"vectors": alone.vectors[None], "marks": alone.marks[None], "whole": np.array([alone.whole])}
        assert np.abs(graph.run(["vector"], given)[0] - vector).max() < 0.02


def test_pairs_are_moved_in_time_only_where_that_changes_nothing(few: Path) -> None:
    chance = random.Random(1)
    for pair in read(few / "general.jsonl"):
        moved = pair.redated(chance)
        assert (moved.left, moved.relation, moved.right.said.text) == (pair.left, pair.relation, pair.right.said.text)
        if pair.relation in (2, 3, 5):
            assert moved.right.said.date == pair.right.said.date


def test_what_a_story_does_not_relate_is_unrelated() -> None:
    for story in stories(PAIRS / "stories.jsonl"):
        assert len(story.related) + len(story.unrelated) == 36


def test_nothing_learns_from_what_is_kept_aside() -> None:
    recipe = pairs.Recipe.load(pairs.RECIPE)
    assert not {"aside.jsonl", "news-aside.jsonl"} & {*recipe.train, *recipe.stories}
    titles = [
        {json.loads(line)["title"] for line in (PAIRS / name).read_text("utf-8").splitlines()}
        for name in ("news.jsonl", "news-aside.jsonl")
    ]
    assert titles[0].isdisjoint(titles[1])


def test_a_story_in_articles_knows_what_stands_before_each_utterance_and_where() -> None:
    for story in stories(PAIRS / "news.jsonl"):
        pairs_of = (*story.related, *story.unrelated)
        count = len({side.said for pair in pairs_of for side in (pair.left, pair.right)})
        assert len(pairs_of) == count * (count - 1) // 2
        assert all(side.said.place for pair in pairs_of for side in (pair.left, pair.right))
        assert any(side.lead for pair in story.related for side in (pair.left, pair.right))
        assert not any(side.lead for pair in story.related for side in (pair.bare().left, pair.bare().right))


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"a": {"text": "Der Damm hält"}, "b": {"text": "Er bricht"}, "relation": "x"}), "utf-8")
    with pytest.raises(InputError, match=r"pairs\.jsonl:1: not a pair with its relation"):
        list(read(path))
