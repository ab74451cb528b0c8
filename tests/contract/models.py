"""Folders of small real models, of invented words and vectors: what people fetch, in little."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

import numpy as np
import onnx
from model2vec import StaticModel
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

WIDTH = 64
MEANINGS = (
    ("harbour", "port", "quay"),
    ("lights", "lamps", "lanterns"),
    ("dark", "midnight", "off"),
    ("council", "mayor"),
    ("goal", "cup", "visitors"),
    ("last", "minute"),
    ("kallsund",),
    ("switches", "go"),
)
"""Words of the invented models; those on one line mean much the same."""

TOKENS = {
    name: place
    for place, name in enumerate(
        ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *(word for line in MEANINGS for word in line))
    )
}


def word_vectors() -> np.ndarray:
    """Return a vector for each token: words of one meaning are near, padding would be seen."""
    rows = np.zeros((len(TOKENS), WIDTH), np.float32)
    for line in MEANINGS:
        for word in line:
            rows[TOKENS[word]] = noise(line[0]) + 0.3 * noise(f"{line[0]} {word}")
    rows[TOKENS["[PAD]"]] = 50.0
    rows[TOKENS["[CLS]"]] = rows[TOKENS["[SEP]"]] = 0.1 * noise("edge")
    return rows


def noise(name: str) -> np.ndarray:
    """Return a vector of about unit length, the same for a name on every machine."""
    bits = b"".join(blake2b(f"{name} {part}".encode()).digest() for part in range(WIDTH // 64))
    return (np.frombuffer(bits, np.uint8).astype(np.float32) - 127.5) / (74 * np.sqrt(WIDTH))


def word_tokenizer(*, with_edges: bool) -> Tokenizer:
    """Return a tokenizer of the invented words; ``with_edges`` puts [CLS] and [SEP] around."""
    tokenizer = Tokenizer(WordLevel(TOKENS, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    if with_edges:
        edges = [(name, TOKENS[name]) for name in ("[CLS]", "[SEP]")]
        tokenizer.post_processor = TemplateProcessing("[CLS] $A [SEP]", None, edges)
    return tokenizer


def save_static(folder: Path) -> Path:
    """Write a model of model2vec."""
    model = StaticModel(word_vectors(), word_tokenizer(with_edges=False))
    model.save_pretrained(folder)
    return folder


def save_onnx(
    folder: Path,
    *,
    pooling: Mapping[str, object] | None = None,
    is_pooled: bool = False,
    length: int = 0,
) -> Path:
    """Write an ONNX model of tokens: the vector of each, times the mask.

    Its tokenizer pads every text to 32 tokens, as those of many published models do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = word_tokenizer(with_edges=True)
    tokenizer.enable_padding(length=32)
    tokenizer.save(str(folder / "tokenizer.json"))
    onnx.save(token_graph(is_pooled=is_pooled), folder / "model.onnx")
    if pooling:
        (folder / "1_Pooling").mkdir()
        (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    if length:
        config = json.dumps({"max_seq_length": length})
        (folder / "sentence_bert_config.json").write_text(config)
    return folder


def token_graph(*, is_pooled: bool) -> onnx.ModelProto:
    """Return a graph with the inputs and outputs of an exported sentence model."""
    nodes = [
        helper.make_node("Gather", ["words", "input_ids"], ["read"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["read", "column"], ["last_hidden_state"]),
        helper.make_node("ReduceMax", ["read", "second"], ["sentence_embedding"], keepdims=0),
    ]
    given = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    read = {"last_hidden_state": ["batch", "tokens", WIDTH]}
    if is_pooled:
        read["sentence_embedding"] = ["batch", WIDTH]
    made = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in read.items()]
    weights = [
        numpy_helper.from_array(word_vectors(), "words"),
        numpy_helper.from_array(np.array([-1]), "last"),
        numpy_helper.from_array(np.array([1]), "second"),
    ]
    graph = helper.make_graph(nodes[: 4 + is_pooled], "sentence", given, made, weights)
    opsets = [helper.make_opsetid("", 18)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def save_transformer(folder: Path) -> Path:
    """Write a model of sentence-transformers: a mean over word vectors."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    words = StaticEmbedding(word_tokenizer(with_edges=False), embedding_weights=word_vectors())
    SentenceTransformer(modules=[words], device="cpu").save_pretrained(str(folder))
    return folder
