"""The embedder that came with a package, and none at all."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from newsloom.edges.embed import PACKAGE, SentenceEncoder, WordsOnly, open_embedder
from newsloom.errors import ConfigError

TEXTS = (
    "The council of Kallsund switches the harbour lights off at midnight.",
    "Harbour lights in Kallsund to go dark from midnight, council says.",
    "A goal in the last minute wins the cup for the visitors.",
)


@pytest.fixture(scope="module")
def vectors():
    return [np.frombuffer(v, "<f2").astype(float) for v in open_embedder().embed(TEXTS)]


def test_vectors_are_unit_vectors(vectors):
    assert [v.shape for v in vectors] == [(512,)] * 3
    assert [round(float(v @ v), 2) for v in vectors] == [1.0] * 3


def test_like_meanings_are_near(vectors):
    lights, dark, cup = vectors
    assert lights @ dark > 0.6 > 0.4 > lights @ cup


def test_a_text_has_one_vector_whatever_stands_beside_it():
    embedder = open_embedder()
    alone = np.frombuffer(embedder.embed(TEXTS[:1])[0], "<f2").astype(float)
    among = np.frombuffer(embedder.embed([*TEXTS] * 30)[0], "<f2").astype(float)
    assert float(alone @ among) > 0.999


def test_no_texts_are_no_vectors():
    assert list(open_embedder().embed([])) == []


def test_without_a_model_there_are_no_vectors():
    assert (WordsOnly().name, list(WordsOnly().embed(TEXTS))) == ("", [b"", b"", b""])


def test_unknown_weights_are_refused(tmp_path):
    found = find_spec(PACKAGE)
    assert found is not None
    shutil.copytree(Path(found.origin).parent / "resources", tmp_path / "resources")
    with open(tmp_path / "resources" / "weights.npz", "ab") as weights:
        weights.write(b"x")
    with pytest.raises(ConfigError, match="not known"):
        SentenceEncoder(tmp_path).embed(TEXTS)
