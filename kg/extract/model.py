"""The trained model at work: a reading in, scored utterances out, by ONNX Runtime.

Every article is computed by itself, in chunks that depend on nothing but the article, so that the same article gives
the same answer whatever is read beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from kg.extract.candidates import Candidate, Floats, combined, segments, view
from kg.extract.decode import Answer, Scored, Settings, decode
from kg.extract.features import TYPES, Reading
from kg.extract.layout import rows, side_by_side
from kg.extract.pieces import Pieces
from kg.extract.windows import windows

FILES = ("first.onnx", "second.onnx", "pieces.json", "model.json")
"""What a model's folder holds: a graph for each reading, the vocabulary, and settings with scores and licence."""

_WINDOWS = 8
"""Windows computed at once; bounds the memory for a long article."""

_VIEWS = 24
"""Candidates computed at once."""


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model; safe to use from several threads."""

    about: dict[str, Any]
    pieces: Pieces
    settings: Settings
    first: onnxruntime.InferenceSession
    second: onnxruntime.InferenceSession

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> Model:
        """The model in `folder`, computing with `threads` threads."""
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        settings: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in about["decoding"].items()
        }
        return cls(
            about,
            Pieces.load(folder / "pieces.json"),
            Settings(**settings),
            _session(folder / "first.onnx", threads),
            _session(folder / "second.onnx", threads),
        )

    def utterances(self, reading: Reading) -> list[Answer]:
        """The utterances of an article in word indices, in order of their quotes."""
        return decode(self.scored(reading), reading.pairs, self.settings)

    def scored(self, reading: Reading) -> list[Scored]:
        """The candidates of an article with the model's probabilities."""
        if not len(reading):
            return []
        tags, vectors = self._first(reading)
        cut = [s for level in range(tags.shape[1]) for s in segments(tags[:, level], self.settings.bias)]
        found = sorted(combined(reading, cut), key=lambda c: (c.anchor, c.draft.rule))
        return [each for at in range(0, len(found), _VIEWS) for each in self._second(vectors, found[at : at + _VIEWS])]

    def _first(self, reading: Reading) -> tuple[Floats, Floats]:
        """Tag scores [words, levels, 3] and vectors [words, hidden]."""
        laid = windows(reading, self.pieces)
        tags, vectors = [], []
        for at in range(0, len(laid.ids), _WINDOWS):
            which = range(at, min(at + _WINDOWS, len(laid.ids)))
            ids, features = rows(reading, laid, which)
            own = (laid.window >= which.start) & (laid.window < which.stop)
            place = (laid.window[own] - at) * ids.shape[1] + laid.place[own]
            given = {"ids": ids, "features": features, "place": place}
            said, vector = self.first.run(["tags", "vectors"], given)
            tags.append(said)
            vectors.append(vector)
        return np.concatenate(tags).reshape(len(reading), -1, 3), np.concatenate(vectors)

    def _second(self, vectors: Floats, found: list[Candidate]) -> Iterator[Scored]:
        seen = [view(candidate, len(vectors)) for candidate in found]
        laid = side_by_side(seen, [0] * len(seen))
        roles, verdict = self.second.run(["roles", "verdict"], {"vectors": vectors, **laid._asdict()})
        for candidate, each, role, said in zip(found, seen, roles, verdict, strict=True):
            kind, medium = np.split(said[1:], [len(TYPES)])
            valid = float(_sigmoid(said[0]))
            yield Scored(
                candidate, each.words, _sigmoid(role[: len(each.words)]), valid, _softmax(kind), _softmax(medium)
            )


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


def _softmax(x: Floats) -> Floats:
    grown = np.exp(x - x.max())
    return np.asarray(grown / grown.sum(), dtype=np.float32)
