"""Folders among the sources: what is new or has changed is read, the rest costs a stat."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsloom import newsroom
from newsloom.errors import ConfigError
from newsloom.model import HealthState, SourceKind
from newsloom.newsroom import ImportReport, Room, folder_source, look_at_folders, source_address
from newsloom.newsroom.folders import MEMORY
from tests.cli.texts import POST, TEXT
from tests.rooms import NOON


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    folder = tmp_path / "room"
    newsroom.init_room(folder)
    with newsroom.opened(folder, clock=lambda: NOON) as opened:
        yield opened


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "lights.md").write_text(POST)
    (folder / "wall.txt").write_text(TEXT)
    return folder


def follow(room: Room, path: Path) -> str:
    source = folder_source(room, path)
    newsroom.add_sources(room, [source])
    return source.url


def read(report: ImportReport) -> tuple[int, int]:
    return report.found, report.files


def health(room: Room, url: str) -> tuple[HealthState, str]:
    found = room.store.healths()[url]
    return found.state, found.detail


def test_a_folder_is_read_once_and_then_only_what_has_changed(room: Room, posts: Path) -> None:
    url = follow(room, posts)
    report = look_at_folders(room)
    assert (read(report), report.articles, report.kinds) == ((2, 2), 3, {"post": 1, "text": 1})
    assert len(room.store.due("extract", NOON)) == 3
    assert health(room, url) == (HealthState.WELL, "")
    assert read(look_at_folders(room)) == (2, 0)
    (posts / "wall.txt").write_text(f"{TEXT}\nOne more line.\n")
    (posts / "tide.txt").write_text("The tide\n\nIt comes at noon.\n")
    assert read(look_at_folders(room)) == (3, 2)
    os.utime(posts / "tide.txt", ns=(0, 10**18))
    assert read(look_at_folders(room)) == (3, 1)
    (posts / "tide.txt").unlink()
    assert read(look_at_folders(room)) == (2, 0)


def test_nothing_is_written_when_nothing_has_changed(room: Room, posts: Path) -> None:
    follow(room, posts)
    look_at_folders(room)
    kept = (room.folder / MEMORY).stat().st_mtime_ns
    changes = room.store.health_changes()
    look_at_folders(room)
    assert (room.folder / MEMORY).stat().st_mtime_ns == kept
    assert room.store.health_changes() == changes


def test_articles_are_the_same_wherever_the_run_is_started(
    room: Room, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mention of a file is known by the folder's own address, not by the path it is read at."""
    inside = room.folder / "posts"
    shutil.move(posts, inside)
    assert follow(room, inside) == "posts"
    look_at_folders(room)
    mentions = room.store.mentions(["https://lights.example/harbour-lights"])
    assert [item.source_url for item in mentions] == ["import:posts/2026/lights.md"]
    (room.folder / MEMORY).unlink()
    moved = room.folder.parent / "moved"
    room.folder.rename(moved)
    monkeypatch.chdir(moved)
    with newsroom.opened(Path(), clock=lambda: NOON) as again:
        assert read(look_at_folders(again)) == (2, 2)
        assert len(again.store.mentions(["https://lights.example/harbour-lights"])) == 1


def test_a_broken_post_is_said_until_it_is_mended(room: Room, posts: Path) -> None:
    (posts / "bad.md").write_text('---\ntitle: "open\n---\n')
    (posts / "photo.jpg").write_bytes(b"\xff\xd8\xff\x00\x00")
    url = follow(room, posts)
    (problem,) = look_at_folders(room).problems
    assert f"{posts}/bad.md, line" in str(problem)
    for _ in range(2):
        state, detail = health(room, url)
        assert state is HealthState.UNPARSABLE
        assert detail.startswith(f"1 of 4 files cannot be read, among them {posts}/bad.md, line")
        assert look_at_folders(room).problems == ()
    (posts / "bad.md").write_text(POST)
    look_at_folders(room)
    assert health(room, url)[0] is HealthState.WELL


def test_a_folder_that_is_not_there_keeps_what_was_seen(room: Room, posts: Path) -> None:
    url = follow(room, posts)
    look_at_folders(room)
    away = posts.rename(posts.with_name("away"))
    assert read(look_at_folders(room)) == (0, 0)
    assert health(room, url)[0] is HealthState.MISSING
    away.rename(posts)
    assert read(look_at_folders(room)) == (2, 0)
    assert health(room, url)[0] is HealthState.WELL
    shutil.rmtree(posts)
    posts.mkdir()
    look_at_folders(room)
    assert health(room, url)[0] is HealthState.EMPTY


def test_a_new_database_remembers_nothing(room: Room, posts: Path) -> None:
    url = follow(room, posts)
    look_at_folders(room)
    with room.store.transaction():
        room.store.remove_source(url)
    follow(room, posts)
    assert read(look_at_folders(room)) == (2, 2)


def test_a_removed_folder_is_forgotten(room: Room, posts: Path) -> None:
    url = follow(room, posts)
    look_at_folders(room)
    assert source_address(room, str(posts)) == url
    with room.store.transaction():
        assert room.store.remove_source(url)
    look_at_folders(room)
    assert (room.folder / MEMORY).read_bytes() == b"{}"


def test_a_file_can_be_a_source(room: Room, posts: Path) -> None:
    url = follow(room, posts / "wall.txt")
    assert read(look_at_folders(room)) == (1, 1)
    assert read(look_at_folders(room)) == (1, 0)
    assert url == (posts / "wall.txt").as_posix()


def test_what_the_newsroom_writes_itself_is_no_source(room: Room, posts: Path) -> None:
    room.edition_folder.mkdir()
    for path in (room.folder, room.folder.parent, room.edition_folder):
        with pytest.raises(ConfigError, match="writes itself"):
            folder_source(room, path)
    with pytest.raises(ConfigError, match="no folder here"):
        folder_source(room, posts / "none")


def test_a_damaged_memory_is_named(room: Room, posts: Path) -> None:
    follow(room, posts)
    (room.folder / "cache").mkdir()
    (room.folder / MEMORY).write_text('{"x": 5}')
    with pytest.raises(ConfigError, match="delete it, and every file"):
        look_at_folders(room)


def test_without_folders_nothing_is_written(room: Room) -> None:
    assert read(look_at_folders(room)) == (0, 0)
    assert not (room.folder / MEMORY).exists()


def test_a_folder_is_no_web_source(room: Room, posts: Path) -> None:
    url = follow(room, posts)
    (source,) = room.store.sources()
    assert source.kind is SourceKind.POSTS
    assert room.store.due("poll", NOON) == []
    assert source_address(room, "https://lights.example/feed?utm_source=x") == (
        "https://lights.example/feed"
    )
    assert source_address(room, url) == url
    with pytest.raises(ConfigError, match="https://"):
        source_address(room, "nonsense")
