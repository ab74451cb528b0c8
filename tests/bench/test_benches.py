"""Every bench has the same face, and a row for it can be read."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from bench import __main__ as benches
from bench import labelled
from bench.child import measured_apart

NO_BENCHES = {
    "__init__",
    "__main__",
    "bigfeeds",
    "bigroom",
    "child",
    "conformance",
    "corpus",
    "edits",
    "gate",
    "labelled",
    "machine",
    "peers",
    "pressweb",
    "quality",
    "runs",
    "stories",
}
MADE = {"judge", "neighbours", "poll", "scale", "serve"}
"""Benches that make their own data."""


def test_every_bench_is_listed():
    folder = Path(benches.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - NO_BENCHES == set(benches.BENCHES)


@pytest.mark.parametrize("name", [name for name in benches.BENCHES if name not in MADE])
def test_a_bench_without_its_data_says_so_and_measures_nothing(name, monkeypatch, tmp_path, capsys):
    bench = import_module(f"bench.{name}")
    for place in ("STORIES", "PAGES", "FEEDS"):
        monkeypatch.setattr(bench, place, tmp_path / "nowhere", raising=False)
    assert bench.main([]) == {}
    said = capsys.readouterr().out
    assert said.startswith("skipped: no labelled data at ")
    assert said.count("\n") == 1


def test_a_bench_runs_apart_and_returns_its_measures(capfd):
    measures = measured_apart("judge", ["--articles", "30", "--keywords", "40"])
    assert list(measures) == [
        "quality articles/s", "topics articles/s", "speed / re.search, topics", "peak MiB",
    ]  # fmt: skip
    said = capfd.readouterr().out
    assert said.startswith("30 articles of 500 words, 40 keywords\n")


def test_rows_are_added_below_one_heading(tmp_path):
    path = tmp_path / "results.md"
    row = benches.row_of(date(2026, 3, 4), "match", {"mean F1": 0.89431, "articles/s": 312.4})
    benches.keep(path, row)
    benches.keep(path, row)
    text = path.read_text("utf-8")
    assert text == benches.HEAD + 2 * row
    assert row.startswith("| 2026-03-04 | ")
    assert row.endswith(" | match | mean F1 0.8943, articles/s 312.4 |\n")


def test_an_unknown_bench_is_refused(capsys):
    with pytest.raises(SystemExit):
        benches.main(["nonsense"])
    assert "no bench nonsense; choose from" in capsys.readouterr().err


def test_a_corpus_hash_knows_names_and_bytes_but_no_order(tmp_path):
    one, two = tmp_path / "a", tmp_path / "b"
    one.write_text("1")
    two.write_text("2")
    before = labelled.corpus_hash([one, two])
    assert labelled.corpus_hash([two, one]) == before
    two.write_text("3")
    assert labelled.corpus_hash([one, two]) != before
