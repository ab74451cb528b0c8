"""The setting that names an embedder: what it opens, and what it says when it cannot."""

import re
import shutil

import pytest

from newsloom.edges.embed import WordsOnly, choice, open_embedder, universal
from newsloom.edges.embed.choice import KINDS
from newsloom.errors import ConfigError
from newsloom.settings import parse_settings
from tests.contract import models

TEXTS = ("Harbour lights go dark.", "", "A cup for the visitors.")


def test_without_a_model_there_are_no_vectors():
    assert (WordsOnly().name, list(WordsOnly().embed(TEXTS))) == ("", [b"", b"", b""])
    assert isinstance(open_embedder("none"), WordsOnly)


def test_the_installed_encoder_is_taken_unless_another_is_named():
    assert open_embedder().name == open_embedder(universal.MODEL).name == universal.MODEL


def test_nothing_installed_is_words_only_unless_it_was_named(monkeypatch):
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    monkeypatch.setattr(universal, "find_spec", lambda name: None)
    assert isinstance(open_embedder(), WordsOnly)
    with pytest.raises(ConfigError) as caught:
        open_embedder(universal.MODEL)
    assert "newsloom[embed]" in str(caught.value)


@pytest.mark.parametrize("name", KINDS)
def test_a_missing_package_names_the_extra_that_brings_it(name, monkeypatch, tmp_path):
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    with pytest.raises(ConfigError) as caught:
        open_embedder(f"{name}:small", tmp_path)
    said = (
        rf"matching\.embedder: `{name}:small` needs the package \w+; "
        rf"`pip install newsloom\[{name}\]` brings it"
    )
    assert re.fullmatch(said, str(caught.value))


@pytest.mark.parametrize("name", ["model2vec", "onnx"])
def test_a_missing_folder_and_an_empty_one_are_named(name, tmp_path):
    with pytest.raises(ConfigError) as caught:
        open_embedder(f"{name}:small", tmp_path)
    assert caught.value.path == str(tmp_path / "small")
    assert f"matching.embedder (`{name}:small`)" in caught.value.message
    (tmp_path / "small").mkdir()
    with pytest.raises(ConfigError, match=r"has no (config\.json|model\.onnx);"):
        open_embedder(f"{name}:small", tmp_path)


def test_a_folder_is_taken_from_the_newsroom_or_from_the_root(tmp_path):
    models.save_static(tmp_path / "models" / "small")
    near = open_embedder("model2vec:models/small", tmp_path)
    far = open_embedder(f"model2vec:{tmp_path / 'models' / 'small'}", tmp_path / "elsewhere")
    assert near.name == far.name
    assert near.name.startswith("model2vec:small@")


@pytest.mark.parametrize("text", ["", "some", "onnx", "onnx:", "word2vec:small"])
def test_what_is_no_choice_is_refused_with_the_choices(text):
    with pytest.raises(ConfigError, match="choose from auto, none, use-multilingual-3, model2vec:"):
        open_embedder(text)
    with pytest.raises(ConfigError, match=r"Default: \"auto\"") as caught:
        parse_settings(f'[matching]\nembedder = "{text}"\n')
    assert caught.value.line == 2


@pytest.mark.parametrize("text", ["auto", "none", universal.MODEL, *(f"{k}:a/b" for k in KINDS)])
def test_every_choice_is_a_setting(text):
    assert parse_settings(f"[matching]\nembedder = '{text}'\n").matching.embedder == text


def test_unknown_weights_are_refused(tmp_path):
    folder = universal.package_folder()
    assert folder is not None
    shutil.copytree(folder / "resources", tmp_path / "resources")
    with (tmp_path / "resources" / "weights.npz").open("ab") as weights:
        weights.write(b"x")
    with pytest.raises(ConfigError, match="not known"):
        universal.SentenceEncoder(tmp_path).embed(TEXTS)
