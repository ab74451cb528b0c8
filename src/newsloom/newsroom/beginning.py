"""Nothing -> a newsroom on disk, with or without a starter."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from newsloom import data
from newsloom.errors import ConfigError
from newsloom.model import Source, SourceKind
from newsloom.newsroom.config import SETTINGS_FILE
from newsloom.newsroom.room import Room, opened
from newsloom.settings import Newsroom, Settings, render_settings

STARTERS = data.names("starters")

EXAMPLE = "ai"
"""Starter whose topics a newsroom without a starter gets, as an example of the format."""

EXAMPLE_NOTE = (
    "# An example: the topics of a site about artificial intelligence. Put yours here.\n\n"
)

PROVIDERS_NOTE = """\
# Publishers as readers see them, by registered domain. Others get the name their pages give.
#
# [[provider]]
# name = "The Harbour Courier"
# domain = "courier.example"
# logo = "https://courier.example/logo-50x50.png"
"""


def init_room(folder: Path, starter: str = "", settings: Settings | None = None) -> int:
    """Make a newsroom in ``folder`` and return how many sources it starts with.

    Raises:
        ConfigError: there is a newsroom already, no such starter, or no folder to write in.
    """
    if (folder / SETTINGS_FILE).exists():
        raise ConfigError(str(folder), "there is a newsroom here already; nothing was changed")
    if starter and starter not in STARTERS:
        raise ConfigError(starter, f"no such starter; choose from {', '.join(STARTERS)}")
    name = starter.capitalize() if starter else "My newsroom"
    chosen = settings or Settings(newsroom=Newsroom(name=f"{name} news" if starter else name))
    try:
        write_files(folder, starter, chosen)
    except OSError as exc:
        message = f"no newsroom can be made here: {exc.strerror}; choose another folder"
        raise ConfigError(str(folder), message) from exc
    found = starter_sources(starter) if starter else ()
    with opened(folder) as room:
        return len(add_sources(room, found))


def write_files(folder: Path, starter: str, settings: Settings) -> None:
    """Write taxonomy, providers and, last, the settings; what an editor put there stays."""
    (folder / "taxonomy").mkdir(parents=True, exist_ok=True)
    begin = f"starters/{starter or EXAMPLE}"
    note = "" if starter else EXAMPLE_NOTE
    topics = note + data.read_text(f"{begin}/taxonomy.yaml")
    providers = data.read_text(f"{begin}/providers.toml") if starter else PROVIDERS_NOTE
    texts = {
        "taxonomy/topics.yaml": topics,
        "providers.toml": providers,
        SETTINGS_FILE: render_settings(settings),
    }
    for name, text in texts.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, "utf-8")


def starter_sources(starter: str) -> tuple[Source, ...]:
    """Return the sources a starter brings."""
    return read_sources(data.read_text(f"starters/{starter}/sources.toml"))


def read_sources(text: str) -> tuple[Source, ...]:
    """Return the sources of a TOML text with ``[[source]]`` tables."""
    rows = tomllib.loads(text)["source"]
    return tuple(Source(r["url"], SourceKind(r["kind"]), r.get("title", "")) for r in rows)


def add_sources(room: Room, sources: Sequence[Source]) -> Sequence[str]:
    """Keep sources; returns the addresses that are new."""
    with room.store.transaction():
        return room.store.save_sources(sources, room.clock())
