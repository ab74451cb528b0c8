"""Composition root: a folder on disk -> settings, store, edges -> a running pipeline.

No rules: what to do with an article stands in ``pipeline``, what a command prints in ``cli``.
"""

from newsloom.newsroom.beginning import STARTERS, add_sources, init_room, read_sources
from newsloom.newsroom.importing import ImportReport, import_files, read_bytes
from newsloom.newsroom.looking import fetch_page, poll_source, snapshot_of, web_address
from newsloom.newsroom.room import KEY_VARIABLE, Room, master_key, now, opened
from newsloom.newsroom.running import changed_files, publish, refused, run_once, watch

__all__ = [
    "KEY_VARIABLE",
    "STARTERS",
    "ImportReport",
    "Room",
    "add_sources",
    "changed_files",
    "fetch_page",
    "import_files",
    "init_room",
    "master_key",
    "now",
    "opened",
    "poll_source",
    "publish",
    "read_bytes",
    "read_sources",
    "refused",
    "run_once",
    "snapshot_of",
    "watch",
    "web_address",
]
