"""Rulings of a newsroom -> what they teach: kept in a file, worked out by a process of its own.

One look at a time: whoever holds the lock is at work. What it found, how far it is and what it
learnt stand in ``cache/learning``; without them nothing but a look is lost.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from newsloom.edges.config_files import read_text_of, remove_file, replace_text
from newsloom.edges.store import SqlStore
from newsloom.match.pair_model import parse_pair_model
from newsloom.model.tuning import LearningState, Lesson
from newsloom.newsroom.config import PAIR_MODEL_FILE
from newsloom.trial.pairs import EVENTS
from newsloom.trial.refitting import LEAST_PAIRS
from newsloom.trial.rulings import RuledPair, ruled_pairs

PLACE = "cache/learning"
PROCESS = "newsloom.newsroom.learning_process"
BROKEN_OFF = "The last look was broken off; start it again."


class Kept(msgspec.Struct, frozen=True):
    """A lesson as it is kept."""

    digest: str
    """Of the rulings it is of."""
    lesson: Lesson


class Progress(msgspec.Struct, frozen=True):
    """How far a look is; it is there while one is under way, and after one that failed."""

    step: str = ""
    done: int = 0
    total: int = 0
    failure: str = ""


class Learning:
    """What rulings teach, for one newsroom."""

    def __init__(self, folder: Path, store: SqlStore) -> None:
        self.folder, self.store = folder, store
        self.place = folder / PLACE

    # --- files -----------------------------------------------------------------------------------

    @property
    def lesson_file(self) -> Path:
        """What the last look found."""
        return self.place / "lesson.json"

    @property
    def progress_file(self) -> Path:
        """How far the look is."""
        return self.place / "progress.json"

    @property
    def offer_file(self) -> Path:
        """The model that was learnt and is better; not there = none is offered."""
        return self.place / "offer.toml"

    @property
    def former_file(self) -> Path:
        """The model before the last accepted one, "" for the shipped one; not there = none."""
        return self.place / "former.toml"

    @property
    def model_file(self) -> Path:
        """The model in force."""
        return self.folder / PAIR_MODEL_FILE

    def kept(self) -> Kept | None:
        """Return the last lesson; None = nobody has looked, or it cannot be read any more."""
        return read_json(self.lesson_file, Kept)

    # --- asking ----------------------------------------------------------------------------------

    def pairs(self) -> list[RuledPair]:
        """Return the pairs of which rulings in force say whether they report one event."""
        return [pair for pair in ruled_pairs(self.store.rulings()) if pair.label in EVENTS]

    def state(self) -> LearningState:
        """Return what the page shows."""
        is_running, kept, pairs = self.is_running(), self.kept(), self.pairs()
        progress = read_json(self.progress_file, Progress) or Progress()
        failure = "" if is_running else progress.failure
        if not is_running and progress.step and not failure:
            failure = BROKEN_OFF
        return LearningState(
            lesson=kept.lesson if kept else None,
            is_running=is_running,
            step=progress.step if is_running else "",
            done=progress.done,
            total=progress.total,
            failure=failure,
            missing=max(0, LEAST_PAIRS - len(pairs)),
            can_accept=self.offer_file.exists() and not is_running,
            can_undo=self.former_file.exists(),
            is_stale=kept is not None and kept.digest != digest_of_pairs(pairs),
        )

    def is_running(self) -> bool:
        """Return whether a look is under way, begun here or elsewhere."""
        with holding(self.place) as lock:
            return lock is None

    # --- doing -----------------------------------------------------------------------------------

    def start(self, *, retrain: bool) -> str:
        """Begin a look; returns why not, "" = it has begun."""
        pairs = self.pairs()
        if not pairs:
            return "There is no ruling yet that says whether two reports are of one event."
        if retrain and len(pairs) < LEAST_PAIRS:
            missing = LEAST_PAIRS - len(pairs)
            return f"Ruled pairs are too few: {missing} more are needed of {LEAST_PAIRS}."
        with holding(self.place) as lock:
            if lock is None:
                return "A look is under way already; wait for it to end."
            self.progress_file.unlink(missing_ok=True)
            command = [sys.executable, "-m", PROCESS, str(self.folder)]
            # The child inherits the lock: it is held until the child ends, however it ends.
            child = subprocess.Popen([*command, "retrain"] if retrain else command, pass_fds=[lock])
        threading.Thread(target=child.wait, daemon=True).start()
        return ""

    def accept(self) -> str:
        """Put the model that was learnt in force; returns why not."""
        offered = read_text_of(self.offer_file)
        if self.is_running() or not offered:
            return "No model is offered: look at the rulings again and retrain."
        parse_pair_model(offered, str(self.offer_file))
        replace_text(self.former_file, read_text_of(self.model_file) or "\n")
        replace_text(self.model_file, offered)
        self.offer_file.unlink()
        return ""

    def undo(self) -> str:
        """Put back what stood before the last accepted model; returns why not."""
        if not self.former_file.exists():
            return "There is nothing to undo: no model was accepted."
        former = read_text_of(self.former_file)
        if former.strip():
            replace_text(self.model_file, former)
        elif self.model_file.exists():
            remove_file(self.model_file)
        self.former_file.unlink()
        return ""


def digest_of_pairs(pairs: Sequence[RuledPair]) -> str:
    """Return a digest of what rulings say: another one = they have changed."""
    said = [f"{pair.ruling.ruling_id} {pair.one} {pair.two} {pair.label}" for pair in pairs]
    return blake2b("\n".join(said).encode(), digest_size=8).hexdigest()


@contextmanager
def holding(place: Path) -> Iterator[int | None]:
    """Hold the lock of learning, and give its descriptor; None = somebody else does."""
    place.mkdir(parents=True, exist_ok=True)
    with open(place / "lock", "ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield handle.fileno()


Record = Kept | Progress
Found = TypeVar("Found", Kept, Progress)


def read_json(path: Path, kind: type[Found]) -> Found | None:
    """Return a record in a file; None = there is none, or one of another Newsloom."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def write_json(path: Path, record: Record) -> None:
    """Put a record in a file in one step."""
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode(record))
    os.replace(beside, path)
