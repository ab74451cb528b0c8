"""``newsloom train``: a better model is kept and used, a worse one refused."""

import json
from dataclasses import replace

import pytest

from newsloom.match.pair_model import parse_pair_model, render_pair_model, shipped_model
from tests.trial.files import jsonl, pair, stream


@pytest.fixture
def labels(tmp_path):
    path = tmp_path / "stream.jsonl"
    path.write_bytes(jsonl(stream(24, 5)))
    return path


@pytest.fixture
def words_room(room):
    """A newsroom that matches by words alone."""
    path = room / "newsloom.toml"
    path.write_text(path.read_text("utf-8").replace('embedder = "auto"', 'embedder = "none"'))
    return room


def blind(room):
    """Give a newsroom a model that sees no likeness, and return its file."""
    weights = replace(
        shipped_model().headlines, title=0.0, containment=0.0, headline_in_lede=0.0, lede=0.0
    )
    path = room / "pair_model.toml"
    path.write_text(render_pair_model(replace(shipped_model(), headlines=weights)))
    return path


def test_a_better_model_is_kept_and_used(labels, words_room, newsloom):
    path = blind(words_room)
    before = newsloom("eval", labels, "-C", words_room, "--json").facts["b3_f1"]
    told = newsloom("train", labels, "-C", words_room, "--json")
    assert told.code == 0
    assert (told.facts["kept"], told.facts["file"]) == (True, str(path))
    assert told.facts["after"][str(labels)] > told.facts["before"][str(labels)]
    model = parse_pair_model(path.read_text("utf-8"), "")
    assert "stream.jsonl" in model.trained_on
    assert "mean F1 on the other half" in model.trained_on
    assert newsloom("eval", labels, "-C", words_room, "--json").facts["b3_f1"] > before
    assert newsloom("run", words_room).code == 0


def test_a_worse_model_is_refused(labels, words_room, tmp_path, newsloom, monkeypatch):
    monkeypatch.setattr("newsloom.trial.fitting.Fitter.fit", lambda self, halves: unlike_all())
    told = newsloom("train", labels, "-C", words_room, "--out", tmp_path / "model.toml")
    assert told.code == 1
    assert "worse on the half it has not seen" in told.err
    assert not (tmp_path / "model.toml").exists()


def unlike_all():
    return replace(shipped_model(), headlines=replace(shipped_model().headlines, bias=-99.0))


def test_people_see_before_and_after(labels, words_room, tmp_path, newsloom):
    told = newsloom("train", labels, "-C", words_room, "--out", tmp_path / "model.toml")
    assert "F1 on the half held out" in told.out
    assert "model.toml" in told.out
    assert "no embedder" in told.err


def test_rulings_are_labels_to_train_on(labels, words_room, tmp_path, newsloom):
    ruled = tmp_path / "ruled.jsonl"
    rows = [pair("same", id=f"r{n}", id1=f"a{n}", text1="", text2="") for n in range(9)]
    ruled.write_bytes(jsonl(rows))
    told = newsloom("train", labels, ruled, "-C", words_room, "--json", "--out", tmp_path / "m")
    assert set(told.facts["before"]) == {str(labels), str(ruled)}


BAD_INPUT = {
    "no file": (["none.jsonl"], "cannot be read"),
    "one story": (["one.jsonl"], "too few stories"),
    "only copies": (["copies.jsonl"], "nothing to train on"),
    "no place to write": (["stream.jsonl", "--out", "none/model.toml"], "cannot be written"),
    "a broken model": (["stream.jsonl", "-C", "{room}"], "pair_model.toml: needs"),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_one_sentence_and_exit_code_2(name, labels, room, newsloom, monkeypatch):
    folder = labels.parent
    monkeypatch.chdir(folder)
    (folder / "one.jsonl").write_text(json.dumps({"id": 1, "title": "T", "story": "s"}))
    (folder / "copies.jsonl").write_bytes(jsonl([pair("copy")]))
    (room / "pair_model.toml").write_text("version = 99")
    args, words = BAD_INPUT[name]
    told = newsloom("train", *(arg.format(room=room) for arg in args))
    assert (told.code, told.out) == (2, "")
    assert words in told.err
    assert len(told.err.strip().splitlines()) == 1
