"""What ``ports.Embedder`` promises, held against every implementation with a model."""

from __future__ import annotations

import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from newsloom.edges.embed import open_embedder
from newsloom.ports import Embedder
from tests.contract import models

LIGHTS = "The council of Kallsund switches the harbour lights off at midnight."
DARK = "Port lamps in Kallsund go dark, mayor says."
CUP = "A goal in the last minute wins the cup for the visitors."
TEXTS = (LIGHTS, DARK, CUP)

ODD = {
    "nothing": "",
    "white space": " \n\t",
    "ten thousand characters": "harbour lights " * 667,
    "one long word": "x" * 10_000,
    "Japanese": "港の灯りが真夜中に消える",
    "right to left": "أضواء الميناء تنطفئ عند منتصف الليل",
    "signs of many parts": "🏴‍☠️👩🏽‍🚒 harbour" * 20,
    "half a surrogate pair": "harbour \ud83d lights",
    "controls": "harbour\x00lights\x1b[0m\u2028off",
}

Maker = Callable[[Path], str]
MAKERS: dict[str, Maker] = {
    "universal": lambda folder: "use-multilingual-3",
    "model2vec": lambda folder: f"model2vec:{models.save_static(folder)}",
    "onnx": lambda folder: f"onnx:{models.save_onnx(folder)}",
    "onnx, as exported": lambda folder: (
        f"onnx:{models.save_onnx(folder, pooling={'pooling_mode': 'mean'}, length=64)}"
    ),
    "sentence-transformers": lambda folder: (
        f"sentence-transformers:{models.save_transformer(folder)}"
    ),
}
"""Every embedder with a model; a new one is held to this suite by a line here."""

needs_torch = pytest.mark.skipif(
    find_spec("sentence_transformers") is None,
    reason="the extra sentence-transformers is not installed: PyTorch is too large for every run",
)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(make, id=name, marks=needs_torch if "transformers" in name else ())
        for name, make in MAKERS.items()
    ],
)
def choice(request, tmp_path_factory) -> str:
    return request.param(tmp_path_factory.mktemp("models") / "small")


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Any look at the network is a failure."""

    def refuse(*address: object) -> None:
        raise AssertionError(f"asked the network for {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def embedder(choice) -> Embedder:
    """The one embedder of all tests here: its model is loaded once."""
    return open_embedder(choice)


def vectors(embedder: Embedder, *texts: str) -> list[np.ndarray]:
    return [np.frombuffer(v, "<f2").astype(float) for v in embedder.embed(texts)]


def test_vectors_are_unit_vectors_of_one_width(embedder):
    found = vectors(embedder, *TEXTS)
    assert len({v.shape for v in found}) == 1
    assert [float(v @ v) for v in found] == pytest.approx([1.0] * 3, abs=2e-3)


def test_like_meanings_are_near(embedder):
    lights, dark, cup = vectors(embedder, *TEXTS)
    assert lights @ dark > 0.5 > 0.4 > lights @ cup


def test_the_same_model_gives_the_same_bytes(embedder, choice):
    assert list(embedder.embed(TEXTS)) == list(open_embedder(choice).embed(TEXTS))


def test_a_text_has_one_vector_whatever_stands_beside_it(embedder):
    (alone,) = vectors(embedder, DARK)
    among = vectors(embedder, LIGHTS, "harbour lights " * 100, DARK, "", *TEXTS * 30)[2]
    assert np.abs(alone - among).max() < 1e-3


def test_vectors_come_in_the_order_of_the_texts(embedder):
    there, back = vectors(embedder, *TEXTS), vectors(embedder, *TEXTS[::-1])
    assert np.abs(np.array(there) - np.array(back[::-1])).max() < 1e-3


def test_no_texts_are_no_vectors(embedder):
    assert list(embedder.embed([])) == []


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_any_text_has_a_unit_vector_or_none(embedder, text):
    (usual,) = vectors(embedder, LIGHTS)
    (found,) = vectors(embedder, text)
    assert found.shape in (usual.shape, (0,))
    assert float(found @ found) == pytest.approx(float(found.size > 0), abs=2e-3)


def test_the_name_is_of_the_model_and_stays(embedder, choice):
    assert embedder.name == open_embedder(choice).name
    assert embedder.name.startswith(choice.partition(":")[0])
    assert embedder.name.split() == [embedder.name]
