"""``make run``: a whole newsroom over an invented web, served on this machine alone."""

from __future__ import annotations

import resource
import shutil
import sys
import time
from pathlib import Path

from newsloom import newsroom
from newsloom.cli.display import say
from newsloom.cli.running import run_and_print
from newsloom.settings import Fetching, Newsroom, Settings
from sample.truth import AS_OF
from sample.web import serve
from sample.world import load_world

HERE = Path(__file__).parent
ROOM = Path("sample-room")


def main() -> None:
    """Make the sample newsroom anew, run it once, and say where its edition is."""
    started = time.perf_counter()
    with serve() as server:
        make_room(ROOM, f"127.0.0.1:{server.port}")
        providers = len(load_world().providers)
        say(f"An invented web of {providers} providers is served at 127.0.0.1:{server.port}.\n")
        with newsroom.opened(ROOM, clock=lambda: AS_OF) as room:
            run_and_print(room)
            say(f"Open {room.edition_folder / 'site' / 'index.html'} in a browser,")
            say(f"or see it live: newsloom serve {ROOM} (in .venv/bin)")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"{time.perf_counter() - started:.1f} s, {peak_mb:.0f} MB at most.")


def make_room(folder: Path, address: str) -> None:
    """Make the sample newsroom whose ``.example`` hosts live at ``address``.

    A sample newsroom of an earlier run goes; any other folder in its place is left alone.
    """
    if folder.exists():
        if not (folder / "sample").is_file():
            sys.exit(f"{folder} is there and is no sample newsroom; move it away")
        shutil.rmtree(folder)
    settings = Settings(
        newsroom=Newsroom(
            name="Common ground",
            url="http://localhost:8080",
            description="The news of an invented coast, each event once.",
        ),
        fetching=Fetching(resolve={".example": address}, per_host=4, host_delay_seconds=0.0),
    )
    newsroom.init_room(folder, settings=settings)
    (folder / "sample").write_text("Made by the sample; the next run replaces this folder.\n")
    shutil.copy(HERE / "taxonomy.yaml", folder / "taxonomy" / "topics.yaml")
    with newsroom.opened(folder, clock=lambda: AS_OF) as room:
        sources = newsroom.read_sources((HERE / "sources.toml").read_text("utf-8"))
        newsroom.add_sources(room, sources)


if __name__ == "__main__":
    main()
