"""Files of a newsroom rewritten as a whole."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from newsloom.edges.config_files import read_text_of, remove_file, replace_text
from newsloom.errors import ConfigError
from newsloom.model.tuning import Publisher
from newsloom.newsroom import Room
from newsloom.newsroom.tuning import RoomTuning


def test_a_file_keeps_its_rights_and_the_one_before_is_kept(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("old\n")
    path.chmod(0o600)
    replace_text(path, "new\n")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new\n", 0o600)
    assert (tmp_path / "a.toml.bak").read_text() == "old\n"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_link_stays_one(tmp_path):
    (tmp_path / "real.toml").write_text("old\n")
    link = tmp_path / "a.toml"
    link.symlink_to("real.toml")
    replace_text(link, "new\n")
    assert link.is_symlink() and (tmp_path / "real.toml").read_text() == "new\n"


def test_line_ends_stay_and_what_is_no_text_is_said(tmp_path):
    path = tmp_path / "a.toml"
    replace_text(path, "one\r\ntwo\n")
    assert path.read_bytes() == b"one\r\ntwo\n"
    assert read_text_of(path) == "one\r\ntwo\n"
    assert read_text_of(tmp_path / "none") == ""
    path.write_bytes(b"one\n\xff\n")
    with pytest.raises(ConfigError, match="line 2: is not UTF-8"):
        read_text_of(path)


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        replace_text(tmp_path / "file" / "a.toml", "new\n")
    with pytest.raises(ConfigError, match="cannot be taken away"):
        remove_file(tmp_path / "none")


def test_what_many_save_at_once_is_all_there(sample_room: Room):
    calls: list[int] = []
    tuning = RoomTuning(
        sample_room.folder, sample_room.store, sample_room.clock, lambda: calls.append(os.getpid())
    )
    made = [Publisher(f"P{n}", (f"p{n}.example",)) for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        faults = list(pool.map(lambda one: tuning.save_publisher("", one, ""), made))
    assert faults == [{}] * 12
    known = {placed.publisher.name for placed in tuning.publishers()}
    assert {one.name for one in made} <= known
    assert len(calls) == 12
