"""A folder with model.onnx and tokenizer.json -> vectors: sentence models such as MiniLM.

The folder is laid out as sentence-transformers exports it. One text at a time: batches are no
faster on one core, for they are padded to their longest text; and a model of 8 bits, which scales
its numbers by the whole batch, would give a text another vector beside other texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from newsloom.edges.embed.vectors import loaded, model_name, printable, to_unit_vectors, wanted
from newsloom.errors import ConfigError

KIND = "onnx"
GRAPHS = ("model.onnx", "onnx/model.onnx")
VOCABULARIES = ("tokenizer.json", "onnx/tokenizer.json")
WEIGHTS_BESIDE = "model.onnx_data"
"""Weights of a graph of more than 2 GB."""
LENGTHS = {
    "sentence_bert_config.json": "max_seq_length",
    "tokenizer_config.json": "model_max_length",
}
"""File -> its key that says how many tokens the model reads."""
POOLING = "1_Pooling/config.json"
FIRST_TOKEN = {"cls", "cls_token"}
MEAN = {"mean", "mean_tokens", "mean_sqrt_len_tokens"}
"""Poolings, by their names of today and of before; a unit vector is the same by root or count."""

MAX_TOKENS = 256
"""Tokens read of a text; headline and 300 characters have about 90. A model may say less."""

POOLED = "sentence_embedding"
"""Output of a graph that pools by itself."""


class Encoding(Protocol):
    """A text as tokens."""

    ids: list[int]
    type_ids: list[int]


class Tokenizer(Protocol):
    """What tokenizers gives."""

    def encode(self, text: str) -> Encoding: ...


class Named(Protocol):
    """An input or output of a graph."""

    name: str


class Session(Protocol):
    """What onnxruntime gives."""

    def get_inputs(self) -> Sequence[Named]: ...
    def get_outputs(self) -> Sequence[Named]: ...
    def run(
        self, names: Sequence[str], feed: Mapping[str, NDArray[np.int64]]
    ) -> Sequence[NDArray[np.float32]]: ...


class SentenceGraph:
    """A loaded model."""

    def __init__(self, tokenizer: Tokenizer, session: Session, by_first_token: bool) -> None:
        self.tokenizer = tokenizer
        self.session = session
        self.by_first_token = by_first_token
        self.inputs = [given.name for given in session.get_inputs()]
        outputs = [given.name for given in session.get_outputs()]
        self.output = POOLED if POOLED in outputs else outputs[0]

    def row(self, text: str) -> NDArray[np.float32]:
        """Return 1 x d, zeros for a text without tokens."""
        tokens = self.tokenizer.encode(text)
        if not tokens.ids:
            return np.zeros((1, 1), np.float32)
        known = {
            "input_ids": tokens.ids,
            "attention_mask": [1] * len(tokens.ids),
            "token_type_ids": tokens.type_ids,
        }
        feed = {name: np.array([known[name]], np.int64) for name in self.inputs}
        (found,) = self.session.run([self.output], feed)
        if found.ndim == 2:
            return found
        # Alone, a text has no padding: the mean over the mask is the mean.
        return found[:, 0] if self.by_first_token else found.mean(axis=1)


class OnnxEncoder:
    """``ports.Embedder`` by an ONNX graph over tokens: pooled by itself, by mean or first token.

    The model is loaded when the first text comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.graph = wanted(folder, *GRAPHS)
        self.vocabulary = wanted(folder, *VOCABULARIES)

    @cached_property
    def name(self) -> str:
        """The folder's name and a digest of all that makes a vector."""
        settings = (self.folder / name for name in (*LENGTHS, POOLING))
        others = (self.graph.with_name(WEIGHTS_BESIDE), *settings)
        files = [self.graph, self.vocabulary, *(path for path in others if path.is_file())]
        return model_name(KIND, self.folder, files)

    def embed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return a unit vector for each text; b"" for one without tokens.

        Raises:
            ConfigError: the folder holds no such model.
        """
        return [to_unit_vectors(self._model.row(text))[0] for text in printable(texts)]

    @cached_property
    def _model(self) -> SentenceGraph:
        """The model, tried on the longest text it will be given."""
        return loaded(self.folder, self._load)

    def _load(self) -> SentenceGraph:
        """Return the model."""
        model = SentenceGraph(self._tokenizer(), self._session(), self._by_first_token())
        model.row("news " * MAX_TOKENS)
        return model

    def _tokenizer(self) -> Tokenizer:
        """Return the tokenizer; padding, which many files ask for, is switched off."""
        tokenizer = import_module("tokenizers").Tokenizer.from_file(str(self.vocabulary))
        said = [self._said(name).get(key) for name, key in LENGTHS.items()]
        tokenizer.no_padding()
        tokenizer.enable_truncation(min([MAX_TOKENS, *(n for n in said if isinstance(n, int))]))
        found: Tokenizer = tokenizer
        return found

    def _session(self) -> Session:
        """Return the graph, to be run on one thread."""
        runtime = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session: Session = runtime.InferenceSession(
            str(self.graph), options, providers=["CPUExecutionProvider"]
        )
        return session

    def _by_first_token(self) -> bool:
        """Say whether the first token stands for the text, by what the folder says of pooling."""
        said = self._said(POOLING)
        was = [key.removeprefix("pooling_mode_") for key, is_on in said.items() if is_on is True]
        mode = str(said.get("pooling_mode") or " ".join(m for m in was if m != "include_prompt"))
        if mode and mode not in FIRST_TOKEN | MEAN:
            message = f"asks for the pooling `{mode}`; take a model that pools by mean or cls"
            raise ConfigError(str(self.folder / POOLING), message)
        return mode in FIRST_TOKEN

    def _said(self, name: str) -> Mapping[str, object]:
        """Return what a JSON file of the folder says, nothing when it is not there."""
        path = self.folder / name
        found = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        return found if isinstance(found, dict) else {}
