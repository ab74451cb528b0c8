"""Composition root: a folder on disk -> settings, store, edges -> a running pipeline.

No rules: what to do with an article stands in ``pipeline``, what a command prints in ``cli``.
"""

from newsloom.newsroom.acting import all_acts
from newsloom.newsroom.beginning import STARTERS, add_sources, init_room, read_sources
from newsloom.newsroom.caring import care_report, look_after, recheck_sources
from newsloom.newsroom.config import PAIR_MODEL_FILE
from newsloom.newsroom.desk import RoomDesk
from newsloom.newsroom.discovering import Discovery, discover
from newsloom.newsroom.folders import folder_source, look_at_folders, source_address
from newsloom.newsroom.importing import ImportReport, import_files, read_bytes
from newsloom.newsroom.labelling import Export, export_pairs, keep_model, train, write_file
from newsloom.newsroom.listening import StoreHubPost
from newsloom.newsroom.looking import (
    examine,
    fetch_page,
    fetching_of,
    illustrate,
    poll_source,
    snapshot_of,
    web_address,
)
from newsloom.newsroom.room import KEY_VARIABLE, Room, master_key, now, opened
from newsloom.newsroom.running import (
    changed_files,
    publish,
    refused,
    run_once,
    watch_for_ever,
)
from newsloom.newsroom.serving import open_house
from newsloom.newsroom.trying import (
    STANDARD_INPUT,
    Bench,
    TimedTrial,
    open_bench,
    read_label_file,
    read_pair_file,
    try_pairs,
    try_stories,
)

__all__ = [
    "KEY_VARIABLE",
    "PAIR_MODEL_FILE",
    "STANDARD_INPUT",
    "STARTERS",
    "StoreHubPost",
    "Bench",
    "Discovery",
    "Export",
    "ImportReport",
    "Room",
    "RoomDesk",
    "TimedTrial",
    "add_sources",
    "all_acts",
    "care_report",
    "changed_files",
    "discover",
    "export_pairs",
    "examine",
    "fetch_page",
    "fetching_of",
    "illustrate",
    "folder_source",
    "import_files",
    "init_room",
    "keep_model",
    "look_at_folders",
    "open_house",
    "look_after",
    "master_key",
    "now",
    "open_bench",
    "opened",
    "poll_source",
    "publish",
    "read_bytes",
    "read_label_file",
    "read_pair_file",
    "read_sources",
    "recheck_sources",
    "refused",
    "run_once",
    "snapshot_of",
    "source_address",
    "train",
    "try_pairs",
    "try_stories",
    "watch_for_ever",
    "web_address",
    "write_file",
]
