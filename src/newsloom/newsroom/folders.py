"""Folders among the sources -> the files in them that are new or have changed, imported.

A folder is looked at in every run; a file that has kept its size and time costs no more than the
asking. What was seen is remembered in the newsroom's ``cache/folders.json``: without it, every file
is read once more, and nothing else happens. A file that has gone leaves its articles behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from newsloom.collect.health import dated
from newsloom.errors import ConfigError
from newsloom.model import NEVER_ASKED, Health, HealthState, Source, SourceKind
from newsloom.newsroom.importing import ImportReport, Intake, files_below
from newsloom.newsroom.looking import web_address
from newsloom.newsroom.room import Room

MEMORY = "cache/folders.json"
NOT_FOR_US = "binary"
"""Code of a file that holds no text: pictures may lie beside posts."""


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as it was when it was read last."""

    changed_ns: int
    """Time of its last change, nanoseconds since 1970."""
    bytes: int
    problem: str = ""
    """Why it could not be read; "" = it could."""


Memory = dict[str, dict[str, Seen]]
"""Address of the source -> name of the file."""


def folder_source(room: Room, path: Path, title: str = "") -> Source:
    """Return a folder (or file) on disk as a source, to be read from the next run on.

    Its address is its path; one inside the newsroom is named from there, so that both may move.

    Raises:
        ConfigError: there is none at that path, or the newsroom or its edition are inside it.
    """
    place, edition = path.resolve(), room.edition_folder.resolve()
    if not place.exists():
        raise ConfigError(str(path), "is no folder here; check the path")
    inside = (room.folder.resolve(), edition)
    if any(own.is_relative_to(place) for own in inside) or place.is_relative_to(edition):
        message = "holds what this newsroom writes itself; give a folder of posts alone"
        raise ConfigError(str(path), message)
    return Source(folder_address(room, path), SourceKind.POSTS, title)


def folder_address(room: Room, path: Path) -> str:
    """Return the address that a folder has as a source."""
    place, home = path.resolve(), room.folder.resolve()
    return (place.relative_to(home) if place.is_relative_to(home) else place).as_posix()


def source_address(room: Room, printed: str) -> str:
    """Return the address of a source as a user names it: a web address, or a path.

    Raises:
        ConfigError: it is neither a web address nor the path of a source.
    """
    address = folder_address(room, Path(printed)) if "://" not in printed else ""
    known = {source.url for source in room.store.sources() if source.kind is SourceKind.POSTS}
    return next((one for one in (address, printed) if one in known), "") or web_address(printed)


def look_at_folders(room: Room) -> ImportReport:
    """Import what is new or has changed in every folder among the sources; returns what it brought.

    How each folder does is kept as the health of its source.
    """
    intake, found = Intake(room), 0
    folders = [s for s in room.store.sources() if s.kind is SourceKind.POSTS]
    before = memory_of(room)
    if not folders and not before:
        return intake.report(found)
    after: Memory = {}
    known = room.store.healths(source.url for source in folders)
    for source in folders:
        # A database that has never met the folder has nothing of what is remembered.
        was = before.get(source.url, {}) if source.url in known else {}
        is_there = (room.folder / source.url).exists()
        after[source.url] = read_changed(intake, files_of(room, source), was) if is_there else was
        found += len(after[source.url]) if is_there else 0
    report = intake.report(found)
    keep_health(room, known, folders, after)
    if after != before:
        remember(room, after)
    return report


def files_of(room: Room, source: Source) -> Mapping[str, Path]:
    """Return the files of a folder by their names: its address, then the path below it."""
    place = room.folder / source.url
    return {
        (Path(source.url) / path.relative_to(place)).as_posix(): path
        for path in files_below([place])
    }


def read_changed(
    intake: Intake, files: Mapping[str, Path], before: Mapping[str, Seen]
) -> dict[str, Seen]:
    """Read the files that are not as they were; returns all of them as they are now."""
    after: dict[str, Seen] = {}
    for name, path in files.items():
        try:
            status = path.stat()
        except FileNotFoundError:
            continue  # It has gone since it was listed.
        now = Seen(status.st_mtime_ns, status.st_size)
        was = before.get(name)
        if was is not None and (was.changed_ns, was.bytes) == (now.changed_ns, now.bytes):
            after[name] = was
            continue
        known = len(intake.problems)
        intake.take(path, name)
        problems = [one for one in intake.problems[known:] if one.code != NOT_FOR_US]
        intake.problems[known:] = problems
        after[name] = msgspec.structs.replace(now, problem=str(problems[0]) if problems else "")
    return after


def keep_health(
    room: Room, known: Mapping[str, Health], folders: Iterable[Source], seen: Memory
) -> None:
    """Keep how the folders do, where that has changed."""
    at = room.clock()
    healths = dict[str, Health]()
    for source in folders:
        before = known.get(source.url, NEVER_ASKED)
        is_there = (room.folder / source.url).exists()
        after = dated(before, health_of(before, is_there, seen[source.url]), at)
        if after != before:
            healths[source.url] = after
    if healths:
        with room.store.transaction():
            room.store.save_healths(healths, at)


def health_of(before: Health, is_there: bool, seen: Mapping[str, Seen]) -> Health:
    """Return the health of a folder after a look at it."""
    if not is_there:
        detail = "the folder is not there; put it back, or remove the source"
        return replace(before, asking=HealthState.MISSING, detail=detail)
    problems = [one.problem for one in seen.values() if one.problem]
    content, detail = HealthState.WELL, ""
    if problems:
        content = HealthState.UNPARSABLE
        detail = f"{len(problems)} of {len(seen)} files cannot be read, among them {problems[0]}"
    elif not seen:
        content, detail = HealthState.EMPTY, "no file is in it"
    return replace(before, asking=HealthState.WELL, content=content, detail=detail)


def memory_of(room: Room) -> Memory:
    """Return what was seen of all folders; {} when nothing is remembered."""
    path = room.folder / MEMORY
    if not path.is_file():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=Memory)
    except msgspec.MsgspecError as exc:
        message = f"is damaged ({exc}); delete it, and every file of the folders is read once more"
        raise ConfigError(str(path), message) from exc


def remember(room: Room, memory: Memory) -> None:
    """Keep what was seen, in one step."""
    path = room.folder / MEMORY
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode(memory))
    os.replace(beside, path)
