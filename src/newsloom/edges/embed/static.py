"""A folder of model2vec -> vectors: the mean of word vectors, very fast and of less insight."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Protocol

from numpy.typing import ArrayLike

from newsloom.edges.embed.vectors import loaded, model_name, printable, to_unit_vectors, wanted

KIND = "model2vec"
FILES = ("config.json", "model.safetensors", "tokenizer.json")


class Model(Protocol):
    """What the package gives."""

    def encode(self, sentences: Sequence[str], *, use_multiprocessing: bool) -> ArrayLike:
        """Vectors, n x d; a row of zeros where no word is known."""
        ...


class StaticEncoder:
    """``ports.Embedder`` by a static model in a folder, as model2vec saves it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = [wanted(folder, name) for name in FILES]

    @cached_property
    def name(self) -> str:
        """The folder's name and a digest of its weights."""
        return model_name(KIND, self.folder, self.files)

    def embed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return a unit vector for each text; b"" for one of which no word is known.

        Raises:
            ConfigError: the folder holds no such model.
        """
        if not texts:
            return []
        rows = self._model.encode(printable(texts), use_multiprocessing=False)
        return to_unit_vectors(rows)

    @cached_property
    def _model(self) -> Model:
        """The model, loaded when the first text comes."""
        # Its tokenizer would start a thread a core for every call.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        loader = import_module("model2vec").StaticModel
        model: Model = loaded(self.folder, lambda: loader.from_pretrained(self.folder.resolve()))
        return model
