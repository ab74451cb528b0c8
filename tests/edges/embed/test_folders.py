"""Models in folders: what their vectors depend on, and what is said of broken ones."""

import numpy as np
import pytest

from newsloom.edges.embed import open_embedder
from newsloom.errors import ConfigError
from tests.contract import models
from tests.contract.models import TOKENS, save_onnx, save_static, word_vectors

MAKERS = {"model2vec": save_static, "onnx": save_onnx}
TEXT = "harbour lights go dark"


def vector(choice: str, text: str = TEXT) -> np.ndarray:
    return np.frombuffer(open_embedder(choice).embed([text])[0], "<f2").astype(float)


def unit(row: np.ndarray) -> np.ndarray:
    return row / np.linalg.norm(row)


def rows(*names: str) -> np.ndarray:
    return word_vectors()[[TOKENS[name] for name in names]]


@pytest.mark.parametrize("kind", MAKERS)
def test_other_weights_and_other_words_are_another_name(kind, tmp_path):
    folder = MAKERS[kind](tmp_path / "small")
    names = {open_embedder(f"{kind}:{folder}").name}
    for file in ("tokenizer.json", {"onnx": "model.onnx"}.get(kind, "model.safetensors")):
        path = folder / file
        path.write_bytes(path.read_bytes() + b"\n")
        names.add(open_embedder(f"{kind}:{folder}").name)
    assert len(names) == 3


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("file", ["weights", "tokenizer.json"])
def test_a_broken_model_is_named_when_the_first_text_comes(kind, file, tmp_path):
    folder = MAKERS[kind](tmp_path / "small")
    name = {"onnx": "model.onnx"}.get(kind, "model.safetensors") if file == "weights" else file
    (folder / name).write_bytes(b"no model")
    embedder = open_embedder(f"{kind}:{folder}")
    with pytest.raises(ConfigError) as caught:
        embedder.embed([TEXT])
    assert str(caught.value).startswith(f"{folder}: holds no model that can be used (")
    assert str(caught.value).endswith("); see docs/embedders.md")
    assert "\n" not in str(caught.value)


def test_a_static_vector_is_the_mean_of_its_words(tmp_path):
    found = vector(f"model2vec:{save_static(tmp_path / 'small')}", "harbour of lights, dark")
    wanted = unit(rows("harbour", "lights", "dark").mean(axis=0))
    assert np.abs(found - wanted).max() < 1e-3


def test_padding_in_a_tokenizer_file_never_counts(tmp_path):
    found = vector(f"onnx:{save_onnx(tmp_path / 'small')}")
    wanted = unit(rows("[CLS]", "harbour", "lights", "go", "dark", "[SEP]").mean(axis=0))
    assert np.abs(found - wanted).max() < 1e-3


@pytest.mark.parametrize(
    ("pooling", "wanted"),
    [
        pytest.param({}, "mean", id="nothing"),
        pytest.param({"pooling_mode": "mean", "include_prompt": True}, "mean", id="mean"),
        pytest.param({"pooling_mode": "cls", "include_prompt": True}, "first", id="first"),
        pytest.param(
            {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, "mean",
            id="mean, as it was said before",
        ),
        pytest.param(
            {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}, "first",
            id="first, as it was said before",
        ),
    ],
)  # fmt: skip
def test_pooling_is_as_the_folder_says(pooling, wanted, tmp_path):
    found = vector(f"onnx:{save_onnx(tmp_path / 'small', pooling=pooling)}")
    mean = rows("[CLS]", "harbour", "lights", "go", "dark", "[SEP]").mean(axis=0)
    row = {"mean": mean, "first": rows("[CLS]")[0]}[wanted]
    assert np.abs(found - unit(row)).max() < 1e-3


@pytest.mark.parametrize("pooling", [{"pooling_mode_max_tokens": True}, {"pooling_mode": "max"}])
def test_a_pooling_that_is_not_known_is_refused(pooling, tmp_path):
    with pytest.raises(ConfigError, match="asks for the pooling `max"):
        vector(f"onnx:{save_onnx(tmp_path / 'small', pooling=pooling)}")


def test_a_graph_that_pools_by_itself_is_taken_at_its_word(tmp_path):
    found = vector(f"onnx:{save_onnx(tmp_path / 'own', is_pooled=True)}")
    wanted = unit(rows("[CLS]", "harbour", "lights", "go", "dark", "[SEP]").max(axis=0))
    assert np.abs(found - wanted).max() < 1e-3


def test_a_model_reads_no_more_tokens_than_it_says(tmp_path):
    short = f"onnx:{save_onnx(tmp_path / 'short', length=4)}"
    assert np.array_equal(vector(short, "harbour lights go dark"), vector(short, "harbour lights"))
    usual = f"onnx:{save_onnx(tmp_path / 'usual')}"
    assert not np.array_equal(vector(usual, "harbour lights go dark"), vector(usual, "harbour"))


def test_a_graph_in_the_folder_onnx_is_found(tmp_path):
    folder = save_onnx(tmp_path / "small")
    before = vector(f"onnx:{folder}")
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model.onnx")
    assert np.array_equal(before, vector(f"onnx:{folder}"))


def test_a_graph_that_wants_more_than_tokens_is_refused(tmp_path):
    folder = save_onnx(tmp_path / "small")
    graph = models.token_graph(is_pooled=False)
    graph.graph.input[2].name = "position_ids"
    models.onnx.save(graph, folder / "model.onnx")
    with pytest.raises(ConfigError, match="position_ids"):
        vector(f"onnx:{folder}")


def test_a_text_without_a_known_word_has_no_vector(tmp_path):
    assert list(
        open_embedder(f"model2vec:{save_static(tmp_path / 'small')}").embed(["", "港", TEXT])
    )[:2] == [b"", b""]
