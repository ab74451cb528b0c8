"""Settings: the written file reads back, and every mistake is named with its line."""

import tomllib
from dataclasses import fields, is_dataclass, replace

import pytest

from newsloom.errors import ConfigError
from newsloom.settings import Gate, Newsroom, Profile, Settings, parse_settings, render_settings


def test_an_empty_text_gives_the_defaults():
    assert parse_settings("") == Settings()


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(newsroom=Newsroom(name='A "quoted" name — ünïcode', profile=Profile.SEED)),
        Settings(gate=Gate(blocked_phrases=("a", 'b"c'), min_heat=7, topic_required=True)),
        replace(
            Settings(),
            fetching=replace(Settings().fetching, resolve={".example": "127.0.0.1:80"}),
        ),
    ],
    ids=["defaults", "quotes", "lists", "tables"],
)
def test_written_settings_read_back(settings):
    assert parse_settings(render_settings(settings)) == settings


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[gate\n", 1, "not valid TOML"),
        ("[gate]\nmin_heat = \n", 2, "not valid TOML"),
        ("\n[gate]\nmin_het = 3\n", 3, "`gate.min_het` is no setting"),
        ("[gate]\nmin_quality = 1\n[seed]\nthreshold = -1\n", 4, "`seed.threshold`"),
        ("[heating]\nhalf_life_hours = 0\n", 2, "> 0"),
        ("[newsroom]\nprofile = 'sed'\n", 2, "invalid enum value 'sed'"),
        ("colour = 1\n", 1, "`colour` is no setting"),
        ("[gate]\nblocked_phrases = 'x'\n", 2, "expected `array`"),
        ("gate = 3\n", 1, "`gate`"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, line, words):
    with pytest.raises(ConfigError) as caught:
        parse_settings(text, "room/newsloom.toml")
    assert (caught.value.line, caught.value.path) == (line, "room/newsloom.toml")
    assert words in str(caught.value)


def test_every_setting_has_a_sentence_and_stands_in_the_written_file():
    written = tomllib.loads(render_settings(Settings()))
    for section in fields(Settings):
        record = getattr(Settings(), section.name)
        assert is_dataclass(record)
        for entry in fields(record):
            assert entry.metadata["doc"].endswith((".", ":")) or ":" in entry.metadata["doc"]
            assert entry.name in written[section.name]
