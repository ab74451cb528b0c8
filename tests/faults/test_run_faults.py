"""``newsloom run`` killed, cut off from the web, and on a full disk: nothing is lost or doubled."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom import newsroom
from newsloom.edges.files import STAGE
from newsloom.pipeline import DROP_CODES
from sample.__main__ import make_room
from sample.web import Response, Served, Web, build_web, serve
from tests.faults.children import run, start
from tests.rooms import agreement, memberships, run_at, tree

RUN = """
import sys
from newsloom.cli import main
from tests.rooms import NOON, clock_at

sys.argv = ["newsloom", "run", sys.argv[1]]
with clock_at(NOON):
    main()
"""

FULL_EDITION = f"""
import resource
from newsloom.edges.files import FolderTarget

deliver, (_, most) = FolderTarget.deliver, resource.getrlimit(resource.RLIMIT_FSIZE)

def deliver_on_a_full_disk(target, deliveries):
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, most))
    try:
        return deliver(target, deliveries)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

FolderTarget.deliver = deliver_on_a_full_disk
{RUN}"""

FULL_DATABASE = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
{RUN}"""


@pytest.fixture(scope="module")
def web() -> Iterator[Served]:
    with serve() as served:
        yield served


def make_small_room(folder: Path, address: str) -> None:
    """Make a sample newsroom with every third source."""
    make_room(folder, address)
    with newsroom.opened(folder) as opened, opened.store.transaction():
        for number, source in enumerate(opened.store.sources()):
            if number % 3:
                opened.store.remove_source(source.url)


@pytest.fixture(scope="module")
def whole(web: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom whose run nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "room"
    make_small_room(folder, web.address)
    run_at(folder)
    return folder


@pytest.fixture
def room(web: Served, tmp_path: Path) -> Iterator[Path]:
    make_small_room(tmp_path / "room", web.address)
    yield tmp_path / "room"
    web.turn_to(1)


def assert_same(folder: Path, whole: Path) -> None:
    assert memberships(folder) == memberships(whole)
    assert tree(folder) == tree(whole)
    assert not list(folder.rglob(STAGE))
    assert counts(folder) == counts(whole)


def counts(folder: Path) -> dict[str, int]:
    """Return how many records of each kind there are; a source looked at twice has an ending."""
    with newsroom.opened(folder) as opened:
        return {kind: n for kind, n in opened.store.counts().items() if kind != "endings"}


# --- killed --------------------------------------------------------------------------------------


def kill_after(folder: Path, stage: str, seconds: float) -> int:
    """Run a newsroom and kill it some time after a row has ended; returns the exit status."""
    with start(RUN, folder) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith(stage):
                time.sleep(seconds)
                child.send_signal(signal.SIGKILL)
                break
        child.communicate(timeout=60)
        return child.returncode


KILLS = (("collect", 0.1), ("fetch", 0.3), ("syndication", 0), ("gate", 0), ("publish", 0.05))
"""Each kill comes in a row that the next run takes up again."""


def test_a_run_that_is_killed_again_and_again(room: Path, whole: Path) -> None:
    killed = [kill_after(room, stage, seconds) for stage, seconds in KILLS]
    assert killed[:-1] == [-signal.SIGKILL] * (len(KILLS) - 1)
    run_at(room)
    assert_same(room, whole)


def test_a_second_run_is_refused_and_the_first_goes_on(room: Path, whole: Path) -> None:
    with start(RUN, room) as child:
        assert child.stdout is not None
        child.stdout.readline()
        status, _ = run(RUN, room)
        child.communicate(timeout=60)
    assert (status, child.returncode) == (1, 0)
    assert_same(room, whole)


# --- a broken network ----------------------------------------------------------------------------


class Moody(Web):
    """The sample web, which after some answers loses its mind."""

    calm = 50

    def __init__(self, answer: Callable[[], Response]) -> None:
        super().__init__(build_web(1))
        self.answer = answer

    def __contains__(self, place: object) -> bool:
        self.calm -= 1
        return self.calm < 0 or super().__contains__(place)

    def __getitem__(self, place: tuple[str, str]) -> Response:
        return self.answer() if self.calm < 0 else super().__getitem__(place)


def reset() -> Response:
    raise ConnectionResetError


def hang() -> Response:
    time.sleep(0.6)
    return Response(200, {}, b"too late")


def babble() -> Response:
    return Response(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"\x1f\x8b?")


MOODS = {"reset": reset, "hanging": hang}


@pytest.mark.parametrize("mood", MOODS)
def test_a_server_that_breaks_off_is_asked_again(
    room: Path, whole: Path, web: Served, mood: str
) -> None:
    set_timeout(room, 0.3 if mood == "hanging" else 20)
    web.web = Moody(MOODS[mood])
    status, _ = run(RUN, room)
    assert status == 0
    assert set(endings(room).values()) & {"deferred"}
    assert len(memberships(room)) < len(memberships(whole))
    web.turn_to(1)
    set_timeout(room, 20)
    run_at(room, timedelta(hours=1))
    assert agreement(memberships(room), memberships(whole)) >= 0.95


def test_what_a_babbling_server_says_is_dropped_under_a_code(
    room: Path, whole: Path, web: Served
) -> None:
    web.web = Moody(babble)
    status, _ = run(RUN, room)
    assert status == 0
    with newsroom.opened(room) as opened:
        listed = {item.web_url for item in opened.store.items(list(memberships(whole))).values()}
        ends = {end.key for end in opened.store.endings() if end.code in DROP_CODES}
    assert listed - set(memberships(room)) <= ends


def endings(folder: Path) -> dict[str, str]:
    with newsroom.opened(folder) as opened:
        return {end.key: end.code for end in opened.store.endings()}


def set_timeout(folder: Path, seconds: float) -> None:
    path = folder / "newsloom.toml"
    text = re.sub("(?m)^timeout_seconds = .*", f"timeout_seconds = {seconds}", path.read_text())
    path.write_text(text)


# --- a full disk ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [FULL_EDITION, FULL_DATABASE], ids=["edition", "database"])
def test_a_full_disk_is_one_sentence_and_the_old_edition_stays(
    room: Path, whole: Path, capfd: pytest.CaptureFixture[str], code: str
) -> None:
    old = {"site/index.html": b"the edition before"}
    (room / "public/site").mkdir(parents=True)
    (room / "public/site/index.html").write_bytes(b"the edition before")
    status, _ = run(code, room)
    (sentence,) = [x for x in capfd.readouterr().err.splitlines() if x.startswith("newsloom: ")]
    assert status == 1
    assert "disk" in sentence and "space" in sentence
    assert tree(room) == old
    run_at(room)
    assert_same(room, whole)


def test_an_edition_that_cannot_be_written_comes_as_soon_as_it_can(
    room: Path, whole: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (room / "public").write_text("a file where the folder belongs")
    for _ in range(2):
        status, _ = run(RUN, room)
        assert status == 1
        assert "public: cannot be written" in capfd.readouterr().err
    (room / "public").unlink()
    run_at(room)
    assert_same(room, whole)
