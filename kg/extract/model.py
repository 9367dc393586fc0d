"""The trained model at work: a reading in, scored utterances out, by ONNX Runtime.

Every window and every candidate is computed by itself, so that an article gives the same answer whatever is read beside
it, and nothing is spent on padding: side by side the candidates took 1.23× as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime

from kg.errors import ModelError
from kg.extract import entities
from kg.extract.candidates import Candidate, Floats, combined, segments, view
from kg.extract.card import CARD, card
from kg.extract.decode import Answer, Scored, Settings, decode
from kg.extract.entities import Name
from kg.extract.features import TYPES, Reading
from kg.extract.layout import rows, side_by_side
from kg.extract.pieces import Pieces
from kg.extract.surface import marks
from kg.extract.windows import windows

LOWER = "lower.onnx"
"""The graph of the encoder's lower half, which reads any text."""

FILES = (LOWER, "first.onnx", "second.onnx", "pieces.json", CARD)
"""What a model's folder holds for attribution: the encoder's lower half, a graph for each reading, the vocabulary, the
card."""

ENTITIES = "entities.onnx"
"""The graph of the reader of names; a model without it finds none."""


class FirstReading(NamedTuple):
    """Tag scores [words, levels, 3], vectors [words, hidden], and the names if they were looked for."""

    tags: Floats
    vectors: Floats
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model; safe to use from several threads."""

    about: dict[str, Any]
    pieces: Pieces
    settings: Settings
    lower: onnxruntime.InferenceSession
    first: onnxruntime.InferenceSession
    second: onnxruntime.InferenceSession
    namer: onnxruntime.InferenceSession | None = None

    @classmethod
    def load(cls, folder: Path) -> Model:
        """The model in `folder`.

        Raises:
            ModelError: if a file of it is missing or damaged.
        """
        about = card(folder)
        namer = folder / ENTITIES
        try:
            return cls(
                about,
                Pieces.load(folder / "pieces.json"),
                Settings.of(about["decoding"]),
                session(folder / LOWER),
                session(folder / "first.onnx"),
                session(folder / "second.onnx"),
                session(namer) if namer.exists() else None,
            )
        except Exception as error:  # those of ONNX Runtime have no class of their own
            raise ModelError(f"no usable model in {folder}: {error}") from error

    def utterances(self, reading: Reading, first: FirstReading | None = None) -> list[Answer]:
        """The utterances of an article in word indices, in order of their quotes; `first` is its first reading."""
        return decode(self.scored(reading, first), reading, self.settings)

    def scored(self, reading: Reading, first: FirstReading | None = None) -> list[Scored]:
        """The candidates of an article with the model's probabilities."""
        if not len(reading):
            return []
        tags, vectors, _ = first or self.first_reading(reading)
        cut = [s for level in range(tags.shape[1]) for s in segments(tags[:, level], self.settings.bias)]
        return [self._second(vectors, candidate) for candidate in combined(reading, cut)]

    def first_reading(self, reading: Reading, *, named: bool = False) -> FirstReading:
        """The first reading of an article that is not empty; its names are looked for if `named`."""
        tags, vectors = [], []
        names: list[Name] = []
        laid = windows(reading, self.pieces)
        seen = marks(reading) if named and self.namer else None
        for window in range(len(laid.ids)):
            ids, features = rows(reading, laid, [window])
            (lower,) = self.lower.run(["lower"], {"ids": ids})
            given = {"ids": ids, "lower": lower, "features": features, "place": laid.place[laid.window == window]}
            said, vector = self.first.run(["tags", "vectors"], given)
            tags.append(said)
            vectors.append(vector)
            if self.namer and seen is not None:
                names += entities.recognised(self.namer, reading, laid, window, lower, seen)
        return FirstReading(np.concatenate(tags).reshape(len(reading), -1, 3), np.concatenate(vectors), tuple(names))

    def _second(self, vectors: Floats, candidate: Candidate) -> Scored:
        seen = view(candidate, len(vectors))
        laid = side_by_side([seen], [0])
        given = {"vectors": vectors[seen.words], **laid._asdict(), "words": np.arange(len(seen.words))[None]}
        (roles,), (said,) = self.second.run(["roles", "verdict"], given)
        kind, medium = np.split(said[1:], [len(TYPES)])
        valid = float(_sigmoid(said[0]))
        return Scored(candidate, seen.words, _sigmoid(roles), valid, _softmax(kind), _softmax(medium))


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
