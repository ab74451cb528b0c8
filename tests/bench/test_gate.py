"""The gate: what it pins, what it reports, and that no floor goes down by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import gate
from bench.gate import Baseline, Finding, complaints, find, floor_of, lowered, pinned
from bench.quality import GROUPS, Group
from tests.shared import needs_shared

FOUND = Finding("stories", "abcd", {"stories F1": 0.87, "copies F1": 0.93}, {})
PINNED = Baseline({"stories": "abcd"}, {"stories F1": 0.865, "copies F1": 0.925})
CHEAP = [group for group in GROUPS if group.name in ("copies", "feeds", "posts")]


def test_the_baseline_lists_exactly_what_the_gate_measures():
    baseline = gate.read_baseline()
    assert list(baseline.floors) == [name for group in GROUPS for name in group.measures]
    assert list(baseline.corpora) == [group.name for group in GROUPS]
    assert all(0 < least <= 1 for least in baseline.floors.values())


def test_the_baseline_is_written_as_it_is_read(tmp_path):
    path = tmp_path / "baseline.json"
    gate.write_baseline(gate.read_baseline(), path)
    assert path.read_text("utf-8") == gate.BASELINE.read_text("utf-8")


@pytest.mark.parametrize(
    ("baseline", "expected"),
    [
        pytest.param(PINNED, [], id="nothing broken"),
        pytest.param(
            Baseline({"stories": "abcd"}, {"stories F1": 0.9, "copies F1": 0.925}),
            ["`stories F1` is 0.8700, below its floor of 0.900."],
            id="a broken floor",
        ),
        pytest.param(
            Baseline({"stories": "abcd"}, {"stories F1": 0.865}),
            ["`copies F1` has no floor; pin it with --raise."],
            id="a measure without a floor",
        ),
        pytest.param(
            Baseline({"stories": "0123"}, PINNED.floors),
            [
                "The files of `stories` changed: its floors were measured on 0123, not abcd; pin it"
                " anew with --raise."
            ],
            id="other files",
        ),
    ],
)
def test_one_sentence_for_each_fault(baseline, expected):
    assert complaints(FOUND, baseline) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(1.0, 0.995), (0.8530, 0.848), (0.8539, 0.848), (0.002, 0.0)]
)
def test_a_floor_lies_a_hair_below(value, expected):
    assert floor_of(value) == expected


def test_raising_never_lowers():
    worse = Finding("stories", "abcd", {"stories F1": 0.5, "copies F1": 0.99}, {})
    assert pinned(PINNED, worse).floors == {"stories F1": 0.865, "copies F1": 0.985}


def test_only_the_floor_named_is_lowered():
    worse = Finding("stories", "abcd", {"stories F1": 0.5, "copies F1": 0.4}, {})
    assert lowered(PINNED, worse, ["stories F1"]).floors == {
        "stories F1": 0.495,
        "copies F1": 0.925,
    }
    assert lowered(PINNED, worse, []) == PINNED


@pytest.fixture
def small_gate(tmp_path, monkeypatch):
    """A gate of one group, whose only measure is in a file."""
    corpus = tmp_path / "corpus.txt"

    def measure() -> dict[str, float]:
        return {"posts identical": float(corpus.read_text())}

    def cases() -> dict[str, str]:
        return {"posts.csv": f"article,true,predicted\na,1,{corpus.read_text()}\nb,1,b\n"}

    group = Group("posts", ("posts identical",), tmp_path, list, measure, cases)
    monkeypatch.setattr(gate, "GROUPS", (group,))
    return corpus


def run(corpus: Path, *arguments: str) -> int:
    return gate.main(arguments, corpus.parent / "baseline.json", corpus.parent / "cases")


def floors(corpus: Path) -> dict[str, float]:
    return json.loads((corpus.parent / "baseline.json").read_text())["floors"]


def test_the_way_of_a_floor(small_gate, capsys):
    small_gate.write_text("0.9")
    assert run(small_gate, "--raise") == 0
    assert floors(small_gate) == {"posts identical": 0.895}
    small_gate.write_text("0.5")
    assert (run(small_gate), run(small_gate, "--raise")) == (1, 1)
    assert floors(small_gate) == {"posts identical": 0.895}
    assert "`posts identical` is 0.5000, below its floor of 0.895." in capsys.readouterr().out
    assert run(small_gate, "--lower", "posts identical") == 0
    assert floors(small_gate) == {"posts identical": 0.495}


def test_cases_are_kept_with_the_floors(small_gate, capsys):
    kept = small_gate.parent / "cases" / "posts.csv"
    small_gate.write_text("0.9")
    assert run(small_gate) == 1
    assert not kept.exists()
    run(small_gate, "--raise")
    assert kept.read_text() == "article,true,predicted\na,1,0.9\nb,1,b\n"
    small_gate.write_text("0.5")
    capsys.readouterr()
    run(small_gate, "--raise")
    assert "cases/posts.csv: 1 cases stand elsewhere\n" in capsys.readouterr().out
    assert "a,1,0.9" in kept.read_text()
    run(small_gate, "--lower", "posts identical")
    assert "cases/posts.csv: 1 cases stand elsewhere, kept\n" in capsys.readouterr().out
    assert "a,1,0.5" in kept.read_text()


@pytest.mark.parametrize("arguments", [["nonsense"], ["--lower", "nonsense"]])
def test_an_unknown_name_is_refused_with_the_known_ones(small_gate, arguments, capsys):
    with pytest.raises(SystemExit):
        run(small_gate, *arguments)
    assert "`nonsense`; choose from posts" in capsys.readouterr().err


def test_absent_data_is_skipped_with_a_sentence(small_gate, monkeypatch, capsys):
    absent = Group("posts", (), small_gate.parent / "nowhere", list, dict)
    monkeypatch.setattr(gate, "GROUPS", (absent,))
    assert run(small_gate) == 0
    assert "name its folder in NEWSLOOM_SHARED" in capsys.readouterr().out


def test_a_group_that_gives_other_measures_than_it_names_is_refused(tmp_path):
    with pytest.raises(ValueError, match="names other measures"):
        find(Group("posts", ("a",), tmp_path, list, lambda: {"b": 1.0}))


@needs_shared
@pytest.mark.parametrize("group", CHEAP, ids=lambda group: group.name)
def test_no_floor_is_broken(group):
    assert complaints(find(group), gate.read_baseline()) == []
