"""What readers keep, as a protocol. A reader is an id that says nothing else of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from newsloom.model import Mark, Marked, MarkKind, Marks, Read

MARKS_MOST = 1_000
"""Marks one reader may have; reading hundreds of them costs a page a millisecond or two."""

READS_MOST = 1_000
"""Stories one reader is remembered to have read; the oldest make room."""


class Readers(Protocol):
    """Follow, mute, save, and what was read."""

    def marks_of(self, reader_id: str, now: datetime) -> Marks:
        """Return all that a reader keeps at a moment, in one query; "" keeps nothing."""
        ...

    def keep_mark(self, reader_id: str, mark: Mark) -> bool:
        """Keep a mark in place of one with the same key; False = the reader has ``MARKS_MOST``."""
        ...

    def drop_mark(self, reader_id: str, kind: MarkKind, what: Marked, subject: str) -> None:
        """Take a mark back; one on a story also where it was put on a story merged into it."""
        ...

    def keep_reads(self, reader_id: str, reads: Sequence[Read]) -> None:
        """Keep how stories stood when they were read; of more than ``READS_MOST`` the newest."""
        ...

    def drop_read(self, reader_id: str, story_id: str) -> None:
        """Let a story be unread again."""
        ...

    def adopt_reader(self, reader_id: str, heir_id: str) -> None:
        """Give all of one reader's marks to another, who keeps their own where both have one."""
        ...

    def forget_reader(self, reader_id: str) -> int:
        """Delete all that a reader keeps; returns how much that was."""
        ...

    def forget_idle_readers(self, before: datetime, kept: Sequence[str]) -> int:
        """Delete what idle readers keep: nothing new since a moment. Returns how many there were.

        Those of the ids in ``kept`` stay: accounts keep theirs.
        """
        ...
