"""Deliveries -> files in a folder: all of one call, or none, whatever happens in between.

The new files are written beside the edition and made durable, a journal says what goes where, and
only then each is renamed into its place. A crash before the journal leaves the old edition; what a
crash after it left to do is done by the next delivery. What the files say is none of its business.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import msgspec

from newsloom.edges.digest import digest_of
from newsloom.errors import PublishError
from newsloom.model import Delivery, Receipt

STAGE = ".newsloom-next"
"""Folder inside the target where the next edition is laid out."""

JOURNAL = "journal.json"

WEB_TARGETS = ("json_api", "feeds")
"""Targets that share the folder of ``site``: what a web server shows under one address."""

RETRY = timedelta(minutes=5)
"""When a folder that could not be written is tried again."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Journal:
    """What finishes an edition: files to take out, then staged files to put in place."""

    withdrawn: tuple[str, ...]
    placed: tuple[tuple[str, str], ...]
    """(name in the stage folder, path below the target folder)."""


def utc_now() -> datetime:
    """Return the moment, UTC."""
    return datetime.now(UTC)


class FolderTarget:
    """``ports.Target`` on a folder; a rendition lies at ``<folder>/<folder_of(target)>/<path>``."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self.folder, self.clock = folder, clock
        self.stage = folder / STAGE

    def deliver(self, deliveries: Mapping[str, Delivery]) -> Mapping[str, Receipt | PublishError]:
        """Put files in place and withdraw others; either every key gets a Receipt, or none.

        What a crash interrupted is finished first.

        A file that has the right bytes already is not touched. A path that leads out of the
        folder refuses the call; a folder that cannot be written is an error with ``retry_at``.
        """
        try:
            places = {key: self._place(delivery) for key, delivery in deliveries.items()}
            self._put(deliveries, places)
        except PublishError as exc:
            return dict.fromkeys(deliveries, exc)
        except OSError as exc:
            return dict.fromkeys(deliveries, self._refusal(exc))
        return {key: receipt(delivery) for key, delivery in deliveries.items()}

    def missing(self, receipts: Iterable[Receipt]) -> Sequence[str]:
        """Return the ``target/path`` keys of delivered files that are not there any more."""
        return [
            f"{receipt.target}/{receipt.path}"
            for receipt in receipts
            if not (self.folder / folder_of(receipt.target) / receipt.path).is_file()
        ]

    def altered(self, receipts: Iterable[Receipt]) -> Sequence[str]:
        """Return the keys of delivered files that are missing or have other bytes by now."""
        known = list(receipts)
        missing = set(self.missing(known))
        keys = {f"{receipt.target}/{receipt.path}": receipt for receipt in known}
        return [
            key
            for key, receipt in keys.items()
            if key in missing
            or digest_of((self.folder / folder_of(receipt.target) / receipt.path).read_bytes())
            != receipt.digest
        ]

    def _put(self, deliveries: Mapping[str, Delivery], places: Mapping[str, Path]) -> None:
        """Stage what differs, write the journal, then act on it."""
        self._finish()
        bodies = {
            places[key]: delivery.body
            for key, delivery in deliveries.items()
            if delivery.body is not None and not has_bytes(places[key], delivery.body)
        }
        withdrawn = [
            self._below(places[key])
            for key, delivery in deliveries.items()
            if delivery.body is None and places[key].is_file()
        ]
        if not bodies and not withdrawn:
            return
        try:
            self._lay_out(bodies, withdrawn)
        except OSError:
            shutil.rmtree(self.stage, ignore_errors=True)
            raise
        self._finish()

    def _lay_out(self, bodies: Mapping[Path, bytes], withdrawn: Sequence[str]) -> None:
        """Write the new files and the journal into the stage folder, durably."""
        self.stage.mkdir(parents=True)
        placed = []
        for number, (place, body) in enumerate(bodies.items()):
            (self.stage / str(number)).write_bytes(body)
            placed.append((str(number), self._below(place)))
        for name, _ in placed:
            sync(self.stage / name)
        journal = Journal(tuple(withdrawn), tuple(placed))
        draft = self.stage / f"{JOURNAL}.draft"
        draft.write_bytes(msgspec.json.encode(journal))
        sync(draft)
        draft.rename(self.stage / JOURNAL)
        sync(self.stage)

    def _finish(self) -> None:
        """Act on the journal, if there is one, and clear the stage folder.

        Without a journal a crash came first: what was laid out then is dropped.
        """
        if not self.stage.is_dir():
            return
        path = self.stage / JOURNAL
        if path.is_file():
            self._act(msgspec.json.decode(path.read_bytes(), type=Journal))
            path.unlink()
            sync(self.stage)
        shutil.rmtree(self.stage)

    def _act(self, journal: Journal) -> None:
        """Do what the journal says; what is done already is left as it is."""
        touched: set[Path] = set()
        for below in journal.withdrawn:
            place = self.folder / below
            place.unlink(missing_ok=True)
            touched.add(self._clear_upwards(place.parent))
        for name, below in journal.placed:
            staged, place = self.stage / name, self.folder / below
            if staged.is_file():
                place.parent.mkdir(parents=True, exist_ok=True)
                staged.replace(place)
                touched.add(place.parent)
        for folder in sorted(touched):
            if folder.is_dir():
                sync(folder)

    def _clear_upwards(self, folder: Path) -> Path:
        """Remove folders that are empty now; returns the first one that stays."""
        while folder != self.folder and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
        return folder

    def _place(self, delivery: Delivery) -> Path:
        """Return where a rendition goes.

        Raises:
            PublishError: that is not inside the folder of its target.
        """
        parts = PurePosixPath(delivery.path).parts
        named = f"{delivery.target}/{delivery.path}"
        if (
            not parts
            or not is_plain(delivery.target)
            or not all(map(is_plain, parts))
            or "/".join(parts) != delivery.path
        ):
            message = f"{delivery.path!r} is no path inside the folder; nothing was written"
            raise PublishError(delivery.target, message)
        place = self.folder.joinpath(folder_of(delivery.target), *parts)
        if not place.parent.resolve().is_relative_to(self.folder.resolve()):
            message = f"{named!r} leads out of {self.folder} by a link; remove the link"
            raise PublishError(delivery.target, message)
        if place.is_dir():
            message = f"{place} is a folder where a file belongs; move it away"
            raise PublishError(delivery.target, message)
        return place

    def _below(self, place: Path) -> str:
        return place.relative_to(self.folder).as_posix()

    def _refusal(self, exc: OSError) -> PublishError:
        """Return what an operating system error means for the edition."""
        if exc.errno in FULL:
            message = "the disk is full: free some space; it is tried again on the next run"
        else:
            message = f"cannot be written ({exc.strerror or exc}): check the folder and its rights"
        return PublishError(str(self.folder), message, self.clock() + RETRY)


def folder_of(target: str) -> str:
    """Return the folder of a target below the edition's."""
    return "site" if target in WEB_TARGETS else target


def is_plain(name: str) -> bool:
    """Return whether a name is one step down, and not into the stage folder."""
    return name not in ("", ".", "..", STAGE) and not set(name) & set("/\\\0")


def has_bytes(place: Path, body: bytes) -> bool:
    """Return whether a file has exactly these bytes."""
    return place.is_file() and place.stat().st_size == len(body) and place.read_bytes() == body


def receipt(delivery: Delivery) -> Receipt:
    """Return the receipt of a delivery that is in place."""
    digest = "" if delivery.body is None else digest_of(delivery.body)
    return Receipt(delivery.target, delivery.path, digest)


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
