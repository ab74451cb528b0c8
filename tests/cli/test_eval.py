"""``newsloom eval``: what it prints, what scripts rely on, and what it does with bad files."""

import gzip
import json
import re
import subprocess
import sys

import pytest

from tests.cli.texts import LABELS
from tests.trial.files import LOCK, jsonl, pair

KEYS = [
    "b3_p", "b3_r", "b3_f1", "pair_p", "pair_r", "pair_f1", "ami", "ceaf_e", "stories_predicted",
    "stories_true", "fragments", "singletons_b3_f1", "articles_per_s", "peak_mb",
]  # fmt: skip


@pytest.fixture
def labels(tmp_path, monkeypatch):
    """A label file, in a folder that is no newsroom."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "labels.jsonl"
    path.write_text(LABELS, "utf-8")
    return path


@pytest.fixture
def pairs(labels):
    path = labels.with_name("pairs.jsonl")
    rows = [pair("copy", text2=LOCK), pair("distinct"), pair("SAME", title2="Lock of Velm closes")]
    path.write_bytes(jsonl(rows))
    return path


def test_the_keys_that_scripts_rely_on(labels, newsloom):
    facts = newsloom("eval", labels, "--json").facts
    assert list(facts) == KEYS
    assert (facts["b3_f1"], facts["stories_predicted"], facts["stories_true"]) == (1.0, 2, 2)
    assert (facts["fragments"], facts["singletons_b3_f1"]) == (1.0, 0.6667)
    assert facts["articles_per_s"] > 0
    assert 20 < facts["peak_mb"] < 5000


def test_people_get_a_table_with_the_baseline(labels, newsloom):
    told = newsloom("eval", labels)
    assert told.code == 0
    assert "4 articles" in told.out
    rows = {line.split()[0]: line.split()[1:] for line in told.out.splitlines() if line}
    assert rows["measure"] == ["precision", "recall", "F1", "alone"]
    assert rows["B-cubed"] == ["1.000", "1.000", "1.000", "0.667"]
    assert rows["AMI"] == ["1.000", "0.000"]
    assert "Recall is how much" in told.out


def test_every_pair_label_has_its_numbers(pairs, newsloom):
    facts = newsloom("eval", pairs, "--pairs", "--json").facts
    assert list(facts) == ["copy", "partial", "distinct", "same", "different"]
    assert all({"precision", "recall", "f1", "count", "said"} == set(row) for row in facts.values())
    assert [row["count"] for row in facts.values()] == [1, 0, 1, 1, 0]
    assert "said to be" in newsloom("eval", pairs, "--pairs").out


def test_the_texts_of_pairs_may_lie_elsewhere(labels, newsloom):
    path = labels.with_name("joined.jsonl")
    path.write_bytes(jsonl([{"id1": "1", "id2": "2", "label": "distinct"}]))
    told = newsloom("eval", path, "--pairs", "--articles", labels, "--json")
    assert told.facts["distinct"]["recall"] == 1.0


def test_the_worst_errors_are_shown_with_their_evidence(labels, newsloom):
    labels.write_text(LABELS.replace('"id": "2"', '"id": 2').replace('"lock"', '"other"', 1))
    told = newsloom("eval", labels, "--errors", "3")
    assert "1 articles of lock with 1 of other: 1 pairs too many" in told.out
    assert "joined them: probability" in told.out
    facts = newsloom("eval", labels, "--errors", "3", "--json").facts
    (merge,) = facts["merges"]
    assert (merge["labels"], merge["damage"], facts["splits"]) == (["lock", "other"], 1, [])
    assert merge["link"]["sentence"]
    assert {"name", "value", "pull", "detail"} == set(merge["link"]["features"][0])


def test_wrong_answers_about_pairs_are_shown(labels, newsloom):
    path = labels.with_name("pairs.jsonl")
    path.write_bytes(jsonl([pair("same"), pair("copy", id1="c")]))
    told = newsloom("eval", path, "--pairs", "--errors", "5")
    assert "copy, said to be distinct\n" in told.out
    assert "same, said to be different with probability 0.0" in told.out
    facts = newsloom("eval", path, "--pairs", "--errors", "5", "--json").facts
    assert [(e["label"], e["said"]) for e in facts["errors"]] == [
        ("copy", "distinct"),
        ("same", "different"),
    ]


@pytest.mark.parametrize("kind", ["gzip", "bom", "crlf"])
def test_files_of_every_making(labels, newsloom, kind):
    body = LABELS.encode()
    made = {
        "gzip": gzip.compress(body),
        "bom": b"\xef\xbb\xbf" + body,
        "crlf": body.replace(b"\n", b"\r\n"),
    }
    labels.write_bytes(made[kind])
    assert newsloom("eval", labels, "--json").facts["b3_f1"] == 1.0


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_labels_may_come_from_standard_input(labels, pack):
    command = [sys.executable, "-c", "from newsloom.cli import main; main()", "eval", "-", "--json"]
    done = subprocess.run(command, input=pack(LABELS.encode()), capture_output=True)
    assert json.loads(done.stdout)["b3_f1"] == 1.0


def test_a_newsroom_gives_its_settings(labels, room, newsloom, monkeypatch):
    text = (room / "newsloom.toml").read_text("utf-8")
    strict = re.sub(r"join_probability = [0-9.]+", "join_probability = 1.0", text)
    assert strict != text
    (room / "newsloom.toml").write_text(strict)
    assert newsloom("eval", labels, "--json").facts["stories_predicted"] == 2
    assert newsloom("eval", labels, "-C", room, "--json").facts["stories_predicted"] == 4
    monkeypatch.chdir(room)
    assert newsloom("eval", labels, "--json").facts["stories_predicted"] == 4
    assert newsloom("eval", labels, "--profile", "seed", "--json").facts["stories_predicted"] == 4


def test_without_an_embedder_it_says_so(labels, room, newsloom):
    text = (room / "newsloom.toml").read_text("utf-8")
    (room / "newsloom.toml").write_text(text.replace('embedder = "auto"', 'embedder = "none"'))
    told = newsloom("eval", labels, "-C", room, "--json")
    assert told.facts["b3_f1"] == 1.0
    assert told.err.startswith("newsloom: no embedder: ")


def test_rows_that_repeat_an_id_are_told_of(labels, newsloom):
    labels.write_text(LABELS.replace('"id": "2"', '"id": "1"'))
    told = newsloom("eval", labels, "--json")
    assert told.facts["stories_predicted"] == 2
    assert told.err == "newsloom: 1 rows repeat an id; each counts as an article of its own\n"


def test_other_labels_are_told_of(pairs, newsloom):
    pairs.write_bytes(pairs.read_bytes() + jsonl([pair("UNCLEAR")]))
    told = newsloom("eval", pairs, "--pairs", "--json")
    assert told.code == 0
    assert told.err == "newsloom: pairs with other labels were left out: 1 UNCLEAR\n"


BAD_INPUT = {
    "no file": (["none.jsonl"], "none.jsonl: cannot be read: No such file"),
    "a folder": (["."], "cannot be read: Is a directory"),
    "empty": (["empty"], "empty: is empty"),
    "empty pairs": (["empty", "--pairs"], "empty: is empty"),
    "a cut-off gzip file": (["cut.gz"], "cut.gz: is a broken gzip file"),
    "no gzip file": (["bad.gz"], "bad.gz: is a broken gzip file"),
    "a bad row": (["bad.jsonl"], "bad.jsonl, line 5: `story` is missing"),
    "pairs without the flag": (["pairs.jsonl"], "give --pairs"),
    "labels for pairs": (["labels.jsonl", "--pairs"], "line 1: `label` is missing"),
    "articles without pairs": (["labels.jsonl", "--articles", "labels.jsonl"], "add --pairs"),
    "no articles": (["pairs.jsonl", "--pairs", "--articles", "none"], "none: cannot be read"),
    "two from one input": (["-", "--pairs", "--articles", "-"], "standard input"),
    "no newsroom": (["labels.jsonl", "-C", "."], "no newsroom here"),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_one_sentence_and_exit_code_2(name, labels, newsloom):
    folder = labels.parent
    (folder / "empty").write_bytes(b"")
    (folder / "cut.gz").write_bytes(gzip.compress(LABELS.encode())[:60])
    (folder / "bad.gz").write_bytes(b"\x1f\x8b" + b"x" * 99)
    (folder / "bad.jsonl").write_text(LABELS + '{"id": "9", "title": "T"}\n')
    (folder / "pairs.jsonl").write_bytes(
        jsonl([{"id1": "1", "id2": "2", "label": "copy", "id": "3"}])
    )
    args, words = BAD_INPUT[name]
    told = newsloom("eval", *args)
    assert (told.code, told.out) == (2, "")
    assert words in told.err
    assert told.err.startswith("newsloom: ")
    assert len(told.err.strip().splitlines()) == 1
