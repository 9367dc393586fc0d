"""The trained model at work: a reading in, scored utterances out, by ONNX Runtime.

Every window and every candidate is computed by itself, so that an article gives the same answer whatever is read beside
it, and nothing is spent on padding: side by side the candidates took 1.23× as long.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from kg.errors import ModelError
from kg.extract.candidates import Candidate, Floats, combined, segments, view
from kg.extract.decode import Answer, Scored, Settings, decode
from kg.extract.features import TYPES, Reading
from kg.extract.layout import rows, side_by_side
from kg.extract.pieces import Pieces
from kg.extract.windows import windows

CARD = "model.json"
"""The file with a model's settings, scores and licence."""

LOWER = "lower.onnx"
"""The graph of the encoder's lower half, which reads any text."""

FILES = (LOWER, "first.onnx", "second.onnx", "pieces.json", CARD)
"""What a model's folder holds for attribution: the encoder's lower half, a graph for each reading, the vocabulary, the
card."""


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model; safe to use from several threads."""

    about: dict[str, Any]
    pieces: Pieces
    settings: Settings
    lower: onnxruntime.InferenceSession
    first: onnxruntime.InferenceSession
    second: onnxruntime.InferenceSession

    @classmethod
    def load(cls, folder: Path) -> Model:
        """The model in `folder`.

        Raises:
            ModelError: if a file of it is missing or damaged.
        """
        about = card(folder)
        try:
            return cls(
                about,
                Pieces.load(folder / "pieces.json"),
                Settings.of(about["decoding"]),
                session(folder / LOWER),
                session(folder / "first.onnx"),
                session(folder / "second.onnx"),
            )
        except Exception as error:  # those of ONNX Runtime have no class of their own
            raise ModelError(f"no usable model in {folder}: {error}") from error

    def utterances(self, reading: Reading) -> list[Answer]:
        """The utterances of an article in word indices, in order of their quotes."""
        return decode(self.scored(reading), reading, self.settings)

    def scored(self, reading: Reading) -> list[Scored]:
        """The candidates of an article with the model's probabilities."""
        if not len(reading):
            return []
        tags, vectors = self._first(reading)
        cut = [s for level in range(tags.shape[1]) for s in segments(tags[:, level], self.settings.bias)]
        return [self._second(vectors, candidate) for candidate in combined(reading, cut)]

    def _first(self, reading: Reading) -> tuple[Floats, Floats]:
        """Tag scores [words, levels, 3] and vectors [words, hidden]."""
        laid = windows(reading, self.pieces)
        tags, vectors = [], []
        for window in range(len(laid.ids)):
            ids, features = rows(reading, laid, [window])
            (lower,) = self.lower.run(["lower"], {"ids": ids})
            given = {"ids": ids, "lower": lower, "features": features, "place": laid.place[laid.window == window]}
            said, vector = self.first.run(["tags", "vectors"], given)
            tags.append(said)
            vectors.append(vector)
        return np.concatenate(tags).reshape(len(reading), -1, 3), np.concatenate(vectors)

    def _second(self, vectors: Floats, candidate: Candidate) -> Scored:
        seen = view(candidate, len(vectors))
        laid = side_by_side([seen], [0])
        given = {"vectors": vectors[seen.words], **laid._asdict(), "words": np.arange(len(seen.words))[None]}
        (roles,), (said,) = self.second.run(["roles", "verdict"], given)
        kind, medium = np.split(said[1:], [len(TYPES)])
        valid = float(_sigmoid(said[0]))
        return Scored(candidate, seen.words, _sigmoid(roles), valid, _softmax(kind), _softmax(medium))


def card(folder: Path) -> dict[str, Any]:
    """What is known of the model in `folder`: name, licence, data, recipe, decoding settings, scores, hashes.

    Raises:
        ModelError: if there is none.
    """
    try:
        about: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"no model in {folder}: {error}") from error
    return about


def digest(about: Mapping[str, Any]) -> str:
    """The hash of a model: that of its files' hashes and decoding settings.

    >>> len({digest({"files": {"first.onnx": hash_}, "decoding": {}}) for hash_ in ("00", "01")})
    2
    """
    parts = json.dumps([about["files"], about["decoding"]], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()


def session(graph: Path | bytes) -> onnxruntime.InferenceSession:
    """A session of one thread on a graph: articles are computed side by side, not their parts."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    given = str(graph) if isinstance(graph, Path) else graph
    return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


def _softmax(x: Floats) -> Floats:
    grown = np.exp(x - x.max())
    return np.asarray(grown / grown.sum(), dtype=np.float32)
