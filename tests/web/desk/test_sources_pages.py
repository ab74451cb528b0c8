"""The page of sources: what mends them, and what an address offers before it is added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newsloom import newsroom
from newsloom.model import NEVER_ASKED, HealthState, Source, SourceKind
from newsloom.model.people import Role
from newsloom.newsroom import Room
from newsloom.settings import Fetching, Matching, Settings
from tests.cli.sites import SITES
from tests.edges.web import serving
from tests.web.desk.desks import Sitting, sit, told_in, wrong_in

PAGE = "/desk/sources"
FERRY = "https://ferry.example/feed.xml"
MOVED = "https://ferry.example/news.xml"


@pytest.fixture(scope="module")
def web() -> Iterator[dict[str, str]]:
    with serving() as served:
        served.routes.update(SITES)
        yield served.resolve


@pytest.fixture
def room(tmp_path: Path, web: dict[str, str]) -> Iterator[Room]:
    """Give a newsroom with two sources, of which one has moved."""
    fetching = Fetching(resolve=web, host_delay_seconds=0.0)
    settings = Settings(fetching=fetching, matching=Matching(embedder="none"))
    newsroom.init_room(tmp_path / "room", settings=settings)
    with newsroom.opened(tmp_path / "room") as opened:
        feeds = [Source(FERRY, SourceKind.FEED, "Ferry <Post>")]
        newsroom.add_sources(opened, [*feeds, Source("https://times.example/", SourceKind.WEBPAGE)])
        moved = replace(
            NEVER_ASKED, asking=HealthState.WELL, content=HealthState.WELL, moved_to=MOVED
        )
        with opened.store.transaction():
            opened.store.settle("poll", [FERRY, "https://times.example/"], [], {}, opened.clock())
            opened.store.save_healths({FERRY: moved}, opened.clock())
        yield opened


@pytest.fixture
def editor(room: Room) -> Sitting:
    return sit(room)


def urls(room: Room) -> set[str]:
    """Return the addresses of all sources."""
    return {source.url for source in room.store.sources()}


def due(room: Room) -> list[str]:
    """Return the sources that are asked on the next run."""
    return [one.key for one in room.store.due("poll", room.clock())]


def test_the_page_says_how_sources_do(editor: Sitting) -> None:
    page = editor.look(PAGE).text
    assert "2 sources." in page
    assert "Ferry &lt;Post&gt;" in page
    assert f"It has moved for good to {MOVED}." in page
    assert "Its history" in page


def test_recheck_makes_a_source_due(editor: Sitting, room: Room) -> None:
    assert due(room) == []
    page = editor.done(f"{PAGE}/recheck", PAGE, url=FERRY)
    assert due(room) == [FERRY]
    assert told_in(page) == f"{FERRY} is looked at again on the next run."


def test_the_new_address_takes_the_place_of_the_old_one(editor: Sitting, room: Room) -> None:
    page = editor.done(f"{PAGE}/move", PAGE, url=FERRY)
    assert MOVED in urls(room)
    assert FERRY not in urls(room)
    assert due(room) == [MOVED]
    assert {s.title for s in room.store.sources() if s.url == MOVED} == {"Ferry <Post>"}
    assert told_in(page) == f"{MOVED} is the source’s address now."


def test_a_source_is_removed(editor: Sitting, room: Room) -> None:
    page = editor.done(f"{PAGE}/remove", PAGE, url=FERRY)
    assert urls(room) == {"https://times.example/"}
    assert told_in(page).startswith(f"{FERRY} is no source any more.")
    line = room.store.audit()[0][1]
    assert (line.who, line.act, line.subject) == ("editor", "removed the source", FERRY)


@pytest.mark.parametrize("did", ["recheck", "move", "remove"])
def test_a_source_that_is_gone_is_said_to_be(editor: Sitting, did: str) -> None:
    answered = editor.send(f"{PAGE}/{did}", PAGE, url="https://gone.example/")
    assert answered.status_code == 409
    assert told_in(answered.text).startswith("https://gone.example/ is no source any more")


def test_a_source_that_has_not_moved_stays(editor: Sitting, room: Room) -> None:
    answered = editor.send(f"{PAGE}/move", PAGE, url="https://times.example/")
    assert answered.status_code == 409
    assert "https://times.example/" in urls(room)


def test_an_address_is_looked_at_before_anything_is_added(editor: Sitting, room: Room) -> None:
    before = urls(room)
    found = editor.send(f"{PAGE}/find", PAGE, address="http://ledger.example/")
    assert found.status_code == 200
    assert "http://ledger.example/feed/" in found.text
    assert urls(room) == before
    fields = {"url-0": "http://ledger.example/feed/", "kind-0": "feed", "title-0": "Ledger"}
    page = editor.done(f"{PAGE}/add", PAGE, pick="0", **fields)
    assert urls(room) - before == {"http://ledger.example/feed/"}
    assert due(room) == ["http://ledger.example/feed/"]
    assert told_in(page).endswith("is a source and is looked at next.")


def test_what_is_a_source_already_is_said_to_be(editor: Sitting) -> None:
    fields = {"url-0": FERRY, "kind-0": "feed", "title-0": ""}
    page = editor.done(f"{PAGE}/add", PAGE, pick="0", **fields)
    assert told_in(page) == f"{FERRY} was a source already."


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Give an address first."),
        ("ftp://ferry.example/", "is no web address"),
        ("nowhere.example/<b>", "nowhere.example/"),
        ("http://169.254.169.254/", "169.254.169.254"),
    ],
)
def test_a_bad_address_is_kept_with_its_sentence(
    editor: Sitting, address: str, sentence: str
) -> None:
    answered = editor.send(f"{PAGE}/find", PAGE, address=address)
    assert answered.status_code == 422
    assert sentence in wrong_in(answered.text)
    if "<" in address:
        assert 'value="nowhere.example/&lt;b&gt;"' in answered.text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"pick": "0"},
        {"pick": "0", "url-0": "http://ledger.example/", "kind-0": "nonsense"},
        {"pick": "0", "url-0": "http://ledger.example/", "kind-0": "posts"},
        {"pick": "0", "url-0": "file:///etc/passwd", "kind-0": "feed"},
    ],
    ids=str,
)
def test_what_is_no_source_is_not_added(
    editor: Sitting, room: Room, fields: dict[str, str]
) -> None:
    before = urls(room)
    answered = editor.send(f"{PAGE}/add", PAGE, **fields)
    assert answered.status_code == 422
    assert wrong_in(answered.text)
    assert urls(room) == before


def test_the_filter_and_strange_pages(editor: Sitting) -> None:
    assert "No source has these words." in editor.look(f"{PAGE}?q=zzz").text
    for page in ("0", "-1", "9999999", "x", "١"):
        assert editor.look(f"{PAGE}?page={page}").status_code == 200


def test_readers_see_no_sources(room: Room) -> None:
    assert sit(room, Role.READER).look(PAGE).status_code == 403
