"""Whole newsrooms over the sample web: the same input gives the same edition, whenever it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from newsloom import newsroom
from newsloom.edges import tables
from newsloom.model import Source
from newsloom.pipeline import DROP_CODES
from sample.__main__ import make_room
from sample.truth import truth
from sample.web import Served, serve
from tests.rooms import agreement, memberships, run_at, tree


@pytest.fixture(scope="module")
def web() -> Iterator[Served]:
    with serve() as served:
        yield served


@pytest.fixture(scope="module")
def first(web: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first") / "room"
    make_room(folder, web.address)
    run_at(folder)
    return folder


def test_the_clock_shows_only_where_an_article_has_no_date(
    web: Served, first: Path, tmp_path: Path
) -> None:
    """An article that nobody dates is shown with the moment it was first seen."""
    make_room(tmp_path / "room", web.address)
    run_at(tmp_path / "room", timedelta(days=200))
    here, there = tree(first), tree(tmp_path / "room")
    titles = [truth(1).articles[url].title.encode() for url in truth(1).undated]
    dated = [
        {path: body for path, body in edition.items() if not any(t in body for t in titles)}
        for edition in (here, there)
    ]
    pages_by_month = "site/archive"
    for edition in dated:
        for path in [path for path in edition if path.startswith(pages_by_month)]:
            del edition[path]
    assert dated[0] == dated[1]
    assert len(dated[0]) > 0.9 * len(here)


def test_two_newsrooms_publish_the_same_bytes(web: Served, first: Path, tmp_path: Path) -> None:
    make_room(tmp_path / "room", web.address)
    run_at(tmp_path / "room")
    assert tree(tmp_path / "room") == tree(first)


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=3)], ids=["at once", "days later"])
def test_a_second_run_changes_no_file(first: Path, later: timedelta) -> None:
    before = {path: path.stat() for path in (first / "public").rglob("*")}
    run_at(first, later)
    after = {path: path.stat() for path in (first / "public").rglob("*")}
    assert {p: (s.st_ino, s.st_mtime_ns) for p, s in after.items()} == {
        p: (s.st_ino, s.st_mtime_ns) for p, s in before.items()
    }


def test_articles_that_come_in_two_runs_stand_where_they_would_have_stood(
    web: Served, first: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "room"
    make_room(folder, web.address)
    held_back = hold_back_half(folder)
    run_at(folder)
    with newsroom.opened(folder) as room:
        newsroom.add_sources(room, held_back)
    run_at(folder, timedelta(hours=1))
    with newsroom.opened(folder) as room, newsroom.opened(first) as other:
        assert room.store.counts()["articles"] == other.store.counts()["articles"]
    assert agreement(memberships(folder), memberships(first)) >= 0.95


def hold_back_half(folder: Path) -> list[Source]:
    """Take every other source out of a newsroom; returns them."""
    with newsroom.opened(folder) as room, room.store.transaction():
        held_back = list(room.store.sources())[1::2]
        for source in held_back:
            assert room.store.remove_source(source.url)
    return held_back


def test_every_item_has_one_end_or_a_way_forward(first: Path) -> None:
    """An item became an article, was dropped under a code, or is on the list of a row."""
    with newsroom.opened(first) as room:
        store = room.store
        ends = {end.key: end.code for end in store.endings() if end.stage in ("fetch", "extract")}
        waiting = {key for key, code in ends.items() if code == "deferred"}
        with store.reading() as connection:
            urls = connection.execute(select(tables.ITEMS.c.web_url).distinct()).scalars().all()
        known = store.article_ids(urls)
    assert len(urls) > 130
    for url in urls:
        ways = (url in known, ends.get(url) in DROP_CODES, url in waiting)
        assert sum(ways) == 1, (url, ways)
