"""An open newsroom -> its pipeline at work: once, for ever, or only the edition."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from newsloom.edges.digest import digest_of
from newsloom.edges.files import FolderTarget
from newsloom.edges.lock import locked
from newsloom.errors import ConfigError
from newsloom.model import Ending, Health, HealthState, SourceKind, StageCount
from newsloom.newsroom.caring import keep_house
from newsloom.newsroom.config import Stamp, stamp_of
from newsloom.newsroom.folders import look_at_folders
from newsloom.newsroom.room import Progress, Room, opened
from newsloom.ports import Commission
from newsloom.publish.target import render_target
from newsloom.stage import Stage, run

REPEATEDLY = 2
"""Failed looks in a row from which a source is no longer asked by every run."""


LOOK_SECONDS = 2.0
"""How often `watch` asks whether something is due: an editor's ruling waits so long at most."""

LOOKS = 30
"""After so many looks there is a round all the same: it looks for files that have gone."""


def run_once(room: Room, on_progress: Progress = lambda count, due: None) -> list[StageCount]:
    """Look at every source now and take every article as far as it can go."""
    with locked(room.folder):
        look_now(room)
        look_at_folders(room)
        redeliver_missing(room)
        redeliver_refused(room)
        counts = run(room.table(), room.store, room.clock, on_progress)
        keep_house(room)
        return counts


def watch(room: Room, stamp: Stamp, on_round: Callable[[list[StageCount]], None]) -> None:
    """Run whenever something is due, until the newsroom's settings change, or for ever.

    What matching has seen, and when which host was asked, is remembered from round to round.
    ``stamp`` is that of the settings from before the room was opened, which takes seconds.
    """
    with locked(room.folder):
        table = room.table(room.engines(), room.fetcher())
        while True:
            redeliver_missing(room)
            look_at_folders(room)
            on_round(run(table, room.store, room.clock))
            keep_house(room)
            for _ in range(LOOKS):
                if stamp_of(room.folder) != stamp:
                    return
                time.sleep(LOOK_SECONDS)
                if is_due(table, room):
                    break


def watch_for_ever(
    folder: Path,
    on_open: Callable[[Room], None],
    on_round: Callable[[list[StageCount]], None],
    on_fault: Callable[[ConfigError], None],
) -> None:
    """Watch the newsroom in a folder, opening it anew whenever its settings change.

    Settings that cannot be read at the start are an error; later ``on_fault`` is told, and the work
    waits until they are mended.
    """
    is_first = True
    while True:
        stamp = stamp_of(folder)
        try:
            with opened(folder) as room:
                on_open(room)
                is_first = False
                watch(room, stamp, on_round)
        except ConfigError as exc:
            if is_first:
                raise
            on_fault(exc)
            while stamp_of(folder) == stamp:
                time.sleep(LOOK_SECONDS)


def is_due(table: Sequence[Stage], room: Room) -> bool:
    """Return whether any row has work: an editor may have given it some meanwhile."""
    now = room.clock()
    times = (room.store.next_due(row.name) for row in table)
    return any(at is not None and at <= now for at in times)


def look_now(room: Room) -> None:
    """Make every source due, save those that are gone, keep us out, or have failed repeatedly.

    These wait for their own time: a look that failed once may have been our own network's fault.
    """
    healths = room.store.healths()
    resting = {url for url, health in healths.items() if is_resting(health)}
    asked = (s.url for s in room.store.sources() if s.kind is not SourceKind.POSTS)
    urls = [url for url in asked if url not in resting]
    with room.store.transaction():
        room.store.mark_due("poll", urls, room.clock())


def is_resting(health: Health) -> bool:
    """Return whether a source is left alone until its own time."""
    is_shut = health.asking in (HealthState.GONE, HealthState.BLOCKED)
    return is_shut or health.failures >= REPEATEDLY


def redeliver_missing(room: Room, *, by_bytes: bool = False) -> None:
    """Make files of the edition due again that somebody removed, and targets that never were.

    ``by_bytes``: files that somebody changed too; it reads the whole edition.
    """
    receipts = room.store.receipts()
    target = FolderTarget(room.edition_folder)
    missing = target.altered(receipts) if by_bytes else target.missing(receipts)
    made = {receipt.target for receipt in receipts}
    new = [name for name in room.settings.publishing.targets if receipts and name not in made]
    if missing or new:
        with room.store.transaction():
            room.store.forget_receipts(missing)
            room.store.mark_due(
                "publish", {*new, *(key.partition("/")[0] for key in missing)}, room.clock()
            )


def redeliver_refused(room: Room) -> None:
    """Make files due at once that the folder would not take: somebody may have mended it."""
    with room.store.transaction():
        room.store.mark_due("deliver", [end.key for end in refused(room)], room.clock())


def refused(room: Room) -> list[Ending]:
    """Return how those files ended that are not in their place."""
    return [end for end in room.store.endings("deliver") if end.code != "missing"]


def publish(room: Room, targets: Sequence[str]) -> list[str]:
    """Render ``targets`` (empty: all) again, put what changed in place, return its paths."""
    with locked(room.folder):
        redeliver_missing(room, by_bytes=True)
        redeliver_refused(room)
        with room.store.transaction():
            room.store.mark_due(
                "publish", targets or room.settings.publishing.targets, room.clock()
            )
        rows = [row for row in room.table() if row.name in ("publish", "deliver")]
        run(rows[:1], room.store, room.clock)
        changed = [due.key for due in room.store.due("deliver", room.clock())]
        run(rows[1:], room.store, room.clock)
        left = {end.key for end in refused(room)}
        return [key for key in changed if key not in left]


def changed_files(room: Room, targets: Sequence[str]) -> list[str]:
    """Return the paths that ``publish`` would write or withdraw, changing nothing."""
    receipts = room.store.receipts()
    gone = set(FolderTarget(room.edition_folder).altered(receipts))
    by_key = {f"{r.target}/{r.path}": r.digest for r in receipts}
    known = {key: digest for key, digest in by_key.items() if key not in gone}
    changed: list[str] = []
    made = {receipt.target for receipt in receipts}
    chosen = targets or sorted({*room.settings.publishing.targets, *made})
    edition = room.edition()
    for commission in (Commission(target, edition) for target in chosen):
        rendered = render_target(commission, room.settings, room.master_key).renditions
        now_there = {f"{r.target}/{r.path}": digest_of(r.body) for r in rendered}
        changed += [key for key, digest in now_there.items() if known.get(key) != digest]
        prefix = f"{commission.target}/"
        changed += [k for k in known if k.startswith(prefix) and k not in now_there]
    return sorted(changed)
