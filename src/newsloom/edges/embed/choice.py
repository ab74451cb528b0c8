"""The setting ``matching.embedder`` -> the embedder it names, or none.

Packages and folders are looked for at once; no model is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from newsloom.edges.embed import universal
from newsloom.edges.embed.onnx import OnnxEncoder
from newsloom.edges.embed.static import StaticEncoder
from newsloom.edges.embed.transformer import TransformerEncoder
from newsloom.errors import ConfigError
from newsloom.ports import Embedder

SETTING = "matching.embedder"


class WordsOnly:
    """``ports.Embedder`` without a model: every vector is b""."""

    name = ""

    def embed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return b"" for each text."""
        return [b""] * len(texts)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of model that is read from a folder."""

    extra: str
    """What ``pip install newsloom[...]`` brings its packages with."""
    modules: tuple[str, ...]
    opened: Callable[[Path], Embedder]


KINDS: Mapping[str, Kind] = {
    "model2vec": Kind("model2vec", ("model2vec", "tokenizers"), StaticEncoder),
    "onnx": Kind("onnx", ("onnxruntime", "tokenizers"), OnnxEncoder),
    "sentence-transformers": Kind(
        "sentence-transformers", ("sentence_transformers",), TransformerEncoder
    ),
}
"""What stands before the colon of a choice."""


def open_embedder(choice: str = "auto", room: Path = Path()) -> Embedder:
    """Return the embedder that ``matching.embedder`` names.

    ``auto`` is the universal sentence encoder where it is installed, else words only. A folder is
    taken from ``room`` unless it is absolute.

    Raises:
        ConfigError: a package or folder is missing, or the choice is none.
    """
    if choice == "none":
        return WordsOnly()
    if choice in ("auto", universal.MODEL):
        folder = universal.package_folder()
        if folder is None and choice == "auto":
            return WordsOnly()
        if folder is None:
            raise missing_package(choice, universal.PACKAGE, "embed")
        return universal.SentenceEncoder(folder)
    name, _, place = choice.partition(":")
    if name not in KINDS or not place:
        kinds = ", ".join(f"{kind}:FOLDER" for kind in KINDS)
        known = f"choose from auto, none, {universal.MODEL}, {kinds}"
        raise ConfigError(SETTING, f"`{choice}` is no embedder; {known}")
    return open_kind(choice, KINDS[name], room / place)


def open_kind(choice: str, kind: Kind, folder: Path) -> Embedder:
    """Return the embedder of one kind in a folder."""
    for module in kind.modules:
        if find_spec(module) is None:
            raise missing_package(choice, module, kind.extra)
    if not folder.is_dir():
        message = f"is no folder; {SETTING} (`{choice}`) needs the one that holds the model"
        raise ConfigError(str(folder), message)
    return kind.opened(folder)


def missing_package(choice: str, module: str, extra: str) -> ConfigError:
    """Return the error of a choice whose package is not installed."""
    message = f"`{choice}` needs the package {module}; `pip install newsloom[{extra}]` brings it"
    return ConfigError(SETTING, message)
