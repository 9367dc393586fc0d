"""Which model is in use, and its card: what is known of it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import ModelError, UsageError

CARD = "model.json"
"""The file with a model's settings, scores and licence."""

_MODEL_VARIABLE = "KG_MODEL"


def model_folder() -> Path:
    """The folder of the model in use: the one that `KG_MODEL` names, or the one that ships with the package.

    Raises:
        UsageError: if there is no model where `KG_MODEL` says.
    """
    named = os.environ.get(_MODEL_VARIABLE)
    if not named:
        return resources.model()
    if not (Path(named) / CARD).is_file():
        raise UsageError(f"{_MODEL_VARIABLE} names a folder without a model: {named}")
    return Path(named)


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


def write_card(folder: Path, about: Mapping[str, Any]) -> None:
    """Write what is known of the model into `folder`."""
    (folder / CARD).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def digest(about: Mapping[str, Any]) -> str:
    """The hash of a model: that of its files' hashes and decoding settings.

    >>> len({digest({"files": {"first.onnx": hash_}, "decoding": {}}) for hash_ in ("00", "01")})
    2
    """
    parts = json.dumps([about["files"], about["decoding"]], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()
