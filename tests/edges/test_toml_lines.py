"""One value of a TOML text changed: every other line stays byte for byte."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.edges.settings_file import SettingsFile, knobs_of, with_setting
from newsloom.edges.toml_lines import tables, with_table, with_value, without_table
from newsloom.errors import ConfigError
from newsloom.settings import Gate, Newsroom, Profile, Settings, parse_settings, render_settings

TEXT = """\
# Ours.
[newsroom]
name = "Harrow"

[gate]
  min_heat = 40   # as agreed in May
blocked_phrases = [
  "horoscope",  # a # in it
  "lottery",
]
min_quality=35

# What is hot.
[heating]
half_life_hours = 12.0"""


@pytest.mark.parametrize(
    ("name", "value", "was", "now"),
    [
        ("gate.min_heat", 55, "  min_heat = 40   # as", "  min_heat = 55   # as"),
        ("gate.min_quality", 5, "min_quality=35", "min_quality = 5"),
        ("heating.half_life_hours", 36.0, "half_life_hours = 12.0", "half_life_hours = 36.0\n"),
        (
            "gate.blocked_phrases", ("a # b",),
            '[\n  "horoscope",  # a # in it\n  "lottery",\n]', '["a # b"]',
        ),
        ("gate.topic_required", True, "=35\n", "=35\ntopic_required = true\n"),
        ("seed.threshold", 70, "= 12.0", "= 12.0\n\n[seed]\nthreshold = 70\n"),
    ],
)  # fmt: skip
def test_only_the_value_changes(name, value, was, now):
    assert with_value(TEXT, name, value) == TEXT.replace(was, now)


def test_line_ends_stay():
    text = TEXT.replace("\n", "\r\n")
    changed = with_value(text, "gate.min_heat", 55)
    assert changed == text.replace("= 40", "= 55")


def test_a_section_that_is_empty_takes_a_value():
    assert with_value("[gate]\n\n# end\n", "gate.min_heat", 1) == "[gate]\nmin_heat = 1\n\n# end\n"
    assert with_value("", "gate.min_heat", 1) == "[gate]\nmin_heat = 1\n"


SETTINGS = st.builds(
    Gate,
    blocked_providers=st.lists(st.from_regex(r"[a-z]{1,8}\.example", fullmatch=True)).map(tuple),
    blocked_phrases=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]))).map(
        tuple
    ),
    topic_required=st.booleans(),
    min_quality=st.integers(0, 1000),
    min_independent=st.integers(0, 99),
    min_heat=st.integers(0, 1000),
)


@settings(max_examples=25)
@given(SETTINGS, SETTINGS)
def test_any_settings_become_any_others(before, after):
    text = render_settings(Settings(gate=before))
    for name in ("blocked_providers", "blocked_phrases", "topic_required", "min_heat"):
        text = with_value(text, f"gate.{name}", getattr(after, name))
        before = replace(before, **{name: getattr(after, name)})
        assert parse_settings(text) == Settings(gate=before)


def test_a_file_is_changed_and_the_one_before_kept(tmp_path):
    path = tmp_path / "newsloom.toml"
    path.write_text(TEXT)
    draft = SettingsFile(path).save({"gate.min_heat": "55", "gate.min_quality": "35"})
    assert [(c.name, c.before, c.after) for c in draft.changed] == [("gate.min_heat", "40", "55")]
    assert path.read_text() == TEXT.replace("= 40", "= 55")
    assert (tmp_path / "newsloom.toml.bak").read_text() == TEXT
    assert sorted(p.name for p in tmp_path.iterdir()) == ["newsloom.toml", "newsloom.toml.bak"]


def test_a_file_that_cannot_be_changed_by_lines_is_left_alone(tmp_path):
    path = tmp_path / "newsloom.toml"
    path.write_text("gate = { min_heat = 40 }\n")
    with pytest.raises(ConfigError, match=r"`gate.min_heat` is written in a way"):
        SettingsFile(path).save({"gate.min_heat": "55"})
    assert path.read_text() == "gate = { min_heat = 40 }\n"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("gate.min_heat", "x", "Write a whole number from 0 to 1000."),
        ("gate.min_heat", "1.5", "Write a whole number from 0 to 1000."),
        ("gate.min_heat", "1001", "Write a whole number from 0 to 1000."),
        ("gate.min_independent", "-1", "Write a whole number from 0."),
        ("heating.half_life_hours", "nan", "Write a number above 0 to 87600."),
        ("heating.related_cap", "0", "Write a number above 0 to 1e+06."),
        ("gate.topic_required", "perhaps", "Write yes or no."),
    ],
)
def test_a_wrong_value_is_said_at_its_name(tmp_path, name, typed, said):
    path = tmp_path / "newsloom.toml"
    path.write_text(TEXT)
    draft = SettingsFile(path).save({name: typed, "gate.min_quality": "50"})
    assert (draft.settings, dict(draft.faults)) == (None, {name: said})
    assert path.read_text() == TEXT


@pytest.mark.parametrize("profile", list(Profile))
def test_every_knob_shows_a_value_that_reads_back(profile):
    settings = Settings(newsroom=Newsroom(profile=profile))
    settings = with_setting(settings, "gate.blocked_phrases", ("one", "two words"))
    text = render_settings(settings)
    for knob in knobs_of(settings):
        assert knob.doc and knob.kind in ("number", "yes", "lines"), knob
        name = knob.name.partition(".")[2]
        assert name in tomllib.loads(text)[knob.name.partition(".")[0]]


# --- arrays of tables ----------------------------------------------------------------------------

PROVIDERS = """\
# Head of the file.

[[provider]]
name = "One"
domain = "one.example"  # its own

# About two.
[[provider]]
name = "Two"
domain = "two.example"
logo = "https://two.example/l.png"
"""


def test_tables_know_their_lines():
    assert tables(PROVIDERS, "provider") == [(2, 5), (7, 11)]
    assert tables("", "provider") == []


def test_a_table_is_changed_added_and_removed():
    changed = with_table(PROVIDERS, "provider", 0, {"domain": "uno.example", "logo": "x"})
    line = 'domain = "uno.example"  # its own\nlogo = "x"\n'
    assert changed == PROVIDERS.replace('domain = "one.example"  # its own\n', line)
    less = with_table(PROVIDERS, "provider", 1, {"logo": None, "name": "Two"})
    assert less == PROVIDERS.replace('logo = "https://two.example/l.png"\n', "")
    more = with_table(PROVIDERS, "provider", None, {"name": "Three", "logo": None})
    assert more == f'{PROVIDERS}\n[[provider]]\nname = "Three"\n'
    assert without_table(PROVIDERS, "provider", 1) == PROVIDERS[: PROVIDERS.index("\n# About")]
    assert without_table(PROVIDERS, "provider", 0) == PROVIDERS.replace(
        '\n[[provider]]\nname = "One"\ndomain = "one.example"  # its own\n', ""
    )
