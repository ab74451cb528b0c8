"""A folder of sentence-transformers -> vectors, by PyTorch: for models that no ONNX graph is of."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Protocol

from numpy.typing import ArrayLike

from newsloom.edges.embed.vectors import loaded, model_name, printable, to_unit_vectors, wanted

KIND = "sentence-transformers"
WEIGHTS = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")
"""Files of a model that its vectors may depend on, wherever in the folder."""

BATCH = 1
"""A text has one vector whatever stands beside it, and no padding; see onnx.py."""


class Model(Protocol):
    """What the package gives."""

    def encode(
        self, sentences: list[str], *, batch_size: int, show_progress_bar: bool
    ) -> ArrayLike:
        """Vectors, n x d."""
        ...


class TransformerEncoder:
    """``ports.Embedder`` by a model in a folder, as sentence-transformers saves it.

    The model is loaded when the first text comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        wanted(folder, "modules.json")

    @cached_property
    def name(self) -> str:
        """The folder's name and a digest of its weights and settings."""
        files = {path for pattern in WEIGHTS for path in self.folder.rglob(pattern)}
        return model_name(KIND, self.folder, files)

    def embed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return a unit vector for each text, as little-endian float16.

        Raises:
            ConfigError: the folder holds no such model.
        """
        if not texts:
            return []
        rows = self._model.encode(printable(texts), batch_size=BATCH, show_progress_bar=False)
        return to_unit_vectors(rows)

    @cached_property
    def _model(self) -> Model:
        """The model, held to one thread and to what lies in the folder."""
        # Read when the packages are imported: they would ask a hub about the model.
        os.environ["HF_HUB_OFFLINE"] = "1"
        place = str(self.folder.resolve())
        return loaded(self.folder, lambda: load_model(place))


def load_model(folder: str) -> Model:
    """Return the model in a folder."""
    import_module("torch").set_num_threads(1)
    loader = import_module("sentence_transformers").SentenceTransformer
    model: Model = loader(folder, device="cpu", local_files_only=True, trust_remote_code=False)
    return model
