"""One command for all of it: the newsroom works, serves, and takes settings that change."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsloom import newsroom
from newsloom.settings import Newsroom, Settings

NEWSLOOM = Path(sys.executable).with_name("newsloom")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    room = tmp_path / "room"
    newsroom.init_room(room, settings=Settings(newsroom=Newsroom(name="Harrow news")))
    return room


@contextmanager
def up(folder: Path) -> Iterator[tuple[str, Path, subprocess.Popen[bytes]]]:
    """Start ``newsloom up``; gives its address, the file it prints to, and the process."""
    said = folder.parent / "said"
    with said.open("wb") as out:
        command = [str(NEWSLOOM), "up", str(folder), "--port", "0"]
        process = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            address = wait_for(lambda: re.findall(r"http://127.0.0.1:\d+/", said.read_text()))[0]
            yield address, said, process
        finally:
            process.kill()
            process.wait(10)


def wait_for(look: Callable[[], object], seconds: float = 30) -> list[str]:
    """Return what a look finds, once it finds something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found  # type: ignore[return-value]
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def page(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())


def test_it_serves_what_it_works_on_and_takes_new_settings(folder: Path) -> None:
    with up(folder) as (address, said, process):
        assert "Harrow news" in page(address)
        wait_for(lambda: "Watching 0 sources" in said.read_text())

        settings = folder / "newsloom.toml"
        settings.write_text(settings.read_text().replace("Harrow news", "Mallow news"))
        wait_for(lambda: "Mallow news" in page(f"{address}topics.html"))
        wait_for(lambda: said.read_text().count("Watching 0 sources") == 2)

        good = settings.read_text()
        settings.write_text(good.replace("min_heat", "least_heat"))
        wait_for(lambda: "nothing runs until this is mended" in said.read_text())
        assert "least_heat" in said.read_text()
        assert "Mallow news" in page(f"{address}about.html")

        settings.write_text(good)
        wait_for(lambda: said.read_text().count("Watching 0 sources") == 3)
        process.send_signal(signal.SIGINT)
        process.wait(15)


def test_what_cannot_start_says_why_and_ends(folder: Path) -> None:
    settings = folder / "newsloom.toml"
    settings.write_text(settings.read_text().replace("min_heat", "least_heat"))
    found = subprocess.run(
        [str(NEWSLOOM), "up", str(folder), "--port", "0"],
        capture_output=True, text=True, timeout=60, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert found.returncode == 2
    assert "least_heat" in found.stderr


def test_two_at_work_in_one_folder_are_one_too_many(folder: Path) -> None:
    with up(folder) as (_, said, _):
        wait_for(lambda: "Watching 0 sources" in said.read_text())
        found = subprocess.run(
            [str(NEWSLOOM), "up", str(folder), "--port", "0"],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    assert found.returncode != 0
    assert found.stderr.strip()
