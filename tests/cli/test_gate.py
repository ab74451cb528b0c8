"""``newsloom gate``: the settings of the gate, and what others would do."""

from __future__ import annotations

import pytest

from tests.live import opened_copy


@pytest.fixture
def sample(sample_folder, tmp_path):
    with opened_copy(sample_folder, tmp_path / "sample"):
        return tmp_path / "sample"


def test_other_settings_are_tried_and_nothing_is_written(sample, newsloom):
    before = (sample / "newsloom.toml").read_bytes()
    told = newsloom("gate", "-C", sample, "--simulate", "min_heat=95", "--days", 60)
    assert told.code == 0, told.err
    assert "disappear" in told.out and "What is published stays" in told.out
    asked = ("--simulate", "gate.min_heat=95", "--simulate", "half_life_hours=48", "--days", 60)
    facts = newsloom("gate", "-C", sample, *asked, "--json").facts
    assert [(s["name"], s["after"]) for s in facts["settings"]] == [
        ("gate.min_heat", "95"), ("heating.half_life_hours", "48.0"),
    ]  # fmt: skip
    fresh = facts["simulation"]["fresh"]
    assert len(fresh["changes"]) + fresh["stay"] == facts["simulation"]["stories"] > 0
    assert any(change["move"] == "disappears" for change in fresh["changes"])
    assert (sample / "newsloom.toml").read_bytes() == before


def test_without_a_change_the_settings_are_printed(room, newsloom):
    told = newsloom("gate", "-C", room)
    assert "gate.min_heat" in told.out and "Least peak heat." in told.out
    names = [knob["name"] for knob in newsloom("gate", "-C", room, "--json").facts["settings"]]
    assert "gate.min_heat" in names and "heating.half_life_hours" in names


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("min_heat", "is not of the form NAME=VALUE"),
        ("colour=red", "is no setting of the gate or of heat; choose from blocked_providers"),
        ("min_heat=hot", "gate.min_heat: needs a whole number from 0 to 1000"),
        ("topic_required=perhaps", "gate.topic_required: needs yes or no"),
    ],
)
def test_bad_input_is_named(room, newsloom, asked, said):
    told = newsloom("gate", "-C", room, "--simulate", asked)
    assert (told.code, said in told.err) == (2, True), told.err
