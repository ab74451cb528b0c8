"""The folder target: all of a call or none, and nothing outside the folder."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from newsloom.edges.digest import digest_of
from newsloom.edges.files import JOURNAL, STAGE, FolderTarget, Journal
from newsloom.errors import PublishError
from newsloom.model import Delivery, Receipt
from newsloom.ports import Target

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def deliveries(files: dict[str, bytes | None], target: str = "site") -> dict[str, Delivery]:
    return {f"{target}/{path}": Delivery(target, path, body) for path, body in files.items()}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_files_are_put_in_place(tmp_path: Path) -> None:
    target: Target = FolderTarget(tmp_path / "public")
    ends = target.deliver(deliveries({"index.html": b"<html>", "a/b.html": b""}))
    assert {
        "site/index.html": Receipt("site", "index.html", digest_of(b"<html>")),
        "site/a/b.html": Receipt("site", "a/b.html", digest_of(b"")),
    } == ends
    assert tree(tmp_path / "public") == {"site/a/b.html": b"", "site/index.html": b"<html>"}


def test_opening_a_folder_makes_nothing(tmp_path: Path) -> None:
    FolderTarget(tmp_path / "public").deliver({})
    assert list(tmp_path.iterdir()) == []


def test_withdrawn_files_go_with_their_empty_folders(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path)
    target.deliver(deliveries({"a/b/c.html": b"c", "a/d.html": b"d"}))
    ends = target.deliver(deliveries({"a/b/c.html": None, "never.html": None}))
    assert [Receipt("site", "a/b/c.html", ""), Receipt("site", "never.html", "")] == [
        *ends.values()
    ]
    assert tree(tmp_path) == {"site/a/d.html": b"d"}
    assert not (tmp_path / "site/a/b").exists()


def test_a_file_can_become_a_folder(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path)
    target.deliver(deliveries({"a": b"file"}))
    target.deliver(deliveries({"a": None, "a/b": b"below"}))
    assert tree(tmp_path) == {"site/a/b": b"below"}


def test_right_bytes_are_not_written_again(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path)
    target.deliver(deliveries({"one": b"1", "two": b"2"}))
    os.utime(tmp_path / "site/one", (1, 1))
    os.utime(tmp_path / "site/two", (1, 1))
    target.deliver(deliveries({"one": b"1", "two": b"3"}))
    assert (tmp_path / "site/one").stat().st_mtime == 1
    assert (tmp_path / "site/two").stat().st_mtime != 1


ESCAPES = [
    "../out",
    "a/../../out",
    "/etc/passwd",
    "a//b",
    "./a",
    "",
    ".",
    "..",
    "a/",
    "a\\..\\b",
    "nul\0l",
    f"{STAGE}/journal.json",
]


@pytest.mark.parametrize("path", ESCAPES)
def test_paths_out_of_the_folder_refuse_the_whole_call(tmp_path: Path, path: str) -> None:
    ends = FolderTarget(tmp_path / "public").deliver(deliveries({"good": b"1", path: b"2"}))
    assert [PublishError, PublishError] == [type(end) for end in ends.values()]
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", ["..", "", "a/b", STAGE])
def test_targets_out_of_the_folder(tmp_path: Path, name: str) -> None:
    ends = FolderTarget(tmp_path / "public").deliver(deliveries({"x": b"2"}, name))
    assert [PublishError] == [type(end) for end in ends.values()]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "public/site").mkdir(parents=True)
    (tmp_path / "private").mkdir()
    (tmp_path / "public/site/a").symlink_to(tmp_path / "private")
    ends = FolderTarget(tmp_path / "public").deliver(deliveries({"a/x": b"2"}))
    assert "leads out of" in str(ends["site/a/x"])
    assert list((tmp_path / "private").iterdir()) == []


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "site/x").mkdir(parents=True)
    ends = FolderTarget(tmp_path).deliver(deliveries({"x": b"2", "y": b"3"}))
    assert "is a folder where a file belongs" in str(ends["site/x"])
    assert tree(tmp_path) == {}


def test_missing_and_altered_files(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path)
    ends = target.deliver(deliveries({"one": b"1", "two": b"2"}))
    (tmp_path / "site/two").unlink()
    receipts = [end for end in ends.values() if isinstance(end, Receipt)]
    assert target.missing(receipts) == ["site/two"]
    (tmp_path / "site/one").write_bytes(b"9")
    assert target.missing(receipts) == ["site/two"]
    assert target.altered(receipts) == ["site/one", "site/two"]


def test_a_stage_without_a_journal_is_dropped(tmp_path: Path) -> None:
    stage = tmp_path / STAGE
    stage.mkdir()
    (stage / "0").write_bytes(b"half")
    (stage / f"{JOURNAL}.draft").write_bytes(b"{")
    FolderTarget(tmp_path).deliver({})
    assert list(tmp_path.iterdir()) == []


def test_a_journal_is_finished(tmp_path: Path) -> None:
    """What a crash between two renames left: one file in place, one still staged."""
    target = FolderTarget(tmp_path)
    target.deliver(deliveries({"one": b"old", "two": b"old", "gone": b"old"}))
    stage = tmp_path / STAGE
    stage.mkdir()
    (tmp_path / "site/one").write_bytes(b"new")
    (stage / "1").write_bytes(b"new")
    journal = Journal(("site/gone",), (("0", "site/one"), ("1", "site/two")))
    (stage / JOURNAL).write_bytes(msgspec.json.encode(journal))
    FolderTarget(tmp_path).deliver({})
    assert tree(tmp_path) == {"site/one": b"new", "site/two": b"new"}


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("a file where the folder belongs")
    target = FolderTarget(tmp_path / "public", lambda: NOW)
    (end,) = target.deliver(deliveries({"x": b"1"})).values()
    assert isinstance(end, PublishError)
    assert NOW + timedelta(minutes=5) == end.retry_at
