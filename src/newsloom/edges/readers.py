"""What readers keep, in the database: one table, read whole for one reader in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, Subquery, delete, func, or_, select

from newsloom.edges import tables as t
from newsloom.edges.database import Database
from newsloom.edges.rows import Values, count, decode, encode, upsert
from newsloom.model import Mark, Marked, MarkKind, Marks, Read, StoryId
from newsloom.ports.readers import MARKS_MOST, READS_MOST

READ = "read"
"""Kind of the rows that hold a ``Read``; their thing is always a story."""


class Readership(Database):
    """``ports.readers.Readers``."""

    def marks_of(self, reader_id: str, now: datetime) -> Marks:
        """Return all that a reader keeps at a moment; one on a merged story stands on the other."""
        if not reader_id:
            return Marks("")
        marks: dict[tuple[str, str, str], Mark] = {}
        reads: dict[StoryId, Read] = {}
        with self.reading() as connection:
            for row in connection.execute(kept_by(reader_id, now)):
                if row.kind == READ:
                    read = decode(row.data, Read)
                    story_id = StoryId(row.survivor or row.subject)
                    reads[story_id] = joined(replace(read, story_id=story_id), reads.get(story_id))
                else:
                    mark = decode(row.data, Mark)
                    mark = replace(mark, subject=row.survivor or row.subject)
                    marks.setdefault((mark.kind, mark.what, mark.subject), mark)
        return Marks(reader_id, tuple(marks.values()), reads)

    def keep_mark(self, reader_id: str, mark: Mark) -> bool:
        """Keep a mark in place of one with the same key; False = the reader has too many."""
        with self.writing() as connection:
            row = t.MARKS.c
            others = [
                row.reader_id == reader_id,
                row.kind != READ,
                or_(row.kind != mark.kind, row.what != mark.what, row.subject != mark.subject),
            ]
            if count(connection, t.MARKS, *others) >= MARKS_MOST:
                return False
            upsert(connection, t.MARKS, [mark_row(reader_id, mark)])
            return True

    def drop_mark(self, reader_id: str, kind: MarkKind, what: Marked, subject: str) -> None:
        """Take a mark back; one on a story also where it was put on a story merged into it."""
        self._drop(reader_id, kind, what, subject)

    def drop_read(self, reader_id: str, story_id: str) -> None:
        """Let a story be unread again."""
        self._drop(reader_id, READ, Marked.STORY, story_id)

    def _drop(self, reader_id: str, kind: str, what: str, subject: str) -> None:
        with self.writing() as connection:
            row, final = t.MARKS.c, survivors(reader_id)
            merged = select(final.c.subject).where(final.c.survivor == subject)
            same = [row.reader_id == reader_id, row.kind == kind, row.what == what]
            named: ColumnElement[bool] = row.subject == subject
            if what == Marked.STORY:
                named = or_(named, row.subject.in_(merged))
            connection.execute(delete(t.MARKS).where(*same, named))

    def keep_reads(self, reader_id: str, reads: Sequence[Read]) -> None:
        """Keep how stories stood when they were read; of more than ``READS_MOST`` the newest."""
        with self.writing() as connection:
            upsert(connection, t.MARKS, [read_row(reader_id, read) for read in reads])
            forget_old_reads(connection, reader_id)

    def adopt_reader(self, reader_id: str, heir_id: str) -> None:
        """Give all of one reader's marks to another; where both have one the newer stands."""
        if reader_id == heir_id:
            return
        with self.writing() as connection:
            own, new = rows_of(connection, heir_id), rows_of(connection, reader_id)
            room = MARKS_MOST - sum(key[0] != READ for key in own)
            taken = []
            for key, values in new.items():
                is_further = key not in own and key[0] != READ
                if (is_further and room <= 0) or not is_newer(values, own.get(key)):
                    continue
                room -= is_further
                taken.append({**values, "reader_id": heir_id})
            upsert(connection, t.MARKS, taken)
            connection.execute(delete(t.MARKS).where(t.MARKS.c.reader_id == reader_id))
            forget_old_reads(connection, heir_id)

    def forget_reader(self, reader_id: str) -> int:
        """Delete all that a reader keeps; returns how much that was."""
        with self.writing() as connection:
            mine = t.MARKS.c.reader_id == reader_id
            return connection.execute(delete(t.MARKS).where(mine)).rowcount

    def forget_idle_readers(self, before: datetime, kept: Sequence[str]) -> int:
        """Delete what idle readers keep: nothing new since a moment; returns how many they were."""
        with self.writing() as connection:
            row = t.MARKS.c
            query = select(row.reader_id).group_by(row.reader_id)
            found = connection.execute(query.having(func.max(row.made_at) < before)).scalars()
            idle = set(found) - set(kept)
            for reader_id in sorted(idle):
                connection.execute(delete(t.MARKS).where(row.reader_id == reader_id))
            return len(idle)


# --- one reader's rows ---------------------------------------------------------------------------


def kept_by(reader_id: str, now: datetime) -> Select[str, str, str | None, str]:
    """Return the query for a reader's marks, newest first, mutes that have ended left out."""
    row, final = t.MARKS.c, survivors(reader_id)
    joined_rows = t.MARKS.outerjoin(
        final, (final.c.subject == row.subject) & (row.what == Marked.STORY)
    )
    return (
        select(row.kind, row.subject, final.c.survivor, row.data)
        .select_from(joined_rows)
        .where(row.reader_id == reader_id, or_(row.until.is_(None), row.until > now))
        .order_by(row.made_at.desc(), row.kind, row.what, row.subject)
    )


def survivors(reader_id: str) -> Subquery:
    """Return (subject, survivor) of each story a reader has a mark on, as a subquery."""
    row, story = t.MARKS.c, t.STORIES.c
    own = [row.reader_id == reader_id, row.what == Marked.STORY]
    way = (
        select(row.subject.label("subject"), row.subject.label("story_id"))
        .where(*own)
        .cte("way", recursive=True)
    )
    # UNION, not UNION ALL: a circle of merges ends.
    step = select(way.c.subject, story.merged_into).join(
        t.STORIES, (story.story_id == way.c.story_id) & story.merged_into.is_not(None)
    )
    way = way.union(step)
    standing = (story.story_id == way.c.story_id) & story.merged_into.is_(None)
    found = select(way.c.subject, way.c.story_id.label("survivor")).join(t.STORIES, standing)
    return found.distinct().subquery("final")


def rows_of(connection: Connection, reader_id: str) -> dict[tuple[str, str, str], Values]:
    """Return a reader's rows by kind, thing and subject."""
    query = select(t.MARKS).where(t.MARKS.c.reader_id == reader_id)
    found = connection.execute(query.order_by(t.MARKS.c.made_at.desc())).mappings()
    return {(row["kind"], row["what"], row["subject"]): dict(row) for row in found}


def is_newer(row: Values, other: Values | None) -> bool:
    """Return whether a row was made after another one, or there is none."""
    if other is None:
        return True
    made, before = row["made_at"], other["made_at"]
    assert isinstance(made, datetime) and isinstance(before, datetime)
    return made > before


def forget_old_reads(connection: Connection, reader_id: str) -> None:
    """Keep the newest ``READS_MOST`` of what a reader has read."""
    row = t.MARKS.c
    mine = [row.reader_id == reader_id, row.kind == READ]
    newest = select(row.subject).where(*mine).order_by(row.made_at.desc(), row.subject)
    connection.execute(delete(t.MARKS).where(*mine, row.subject.not_in(newest.limit(READS_MOST))))


def mark_row(reader_id: str, mark: Mark) -> Values:
    """Return the row of a mark."""
    return {
        "reader_id": reader_id,
        "kind": mark.kind,
        "what": mark.what,
        "subject": mark.subject,
        "made_at": mark.made_at,
        "until": mark.until,
        "data": encode(mark),
    }


def read_row(reader_id: str, read: Read) -> Values:
    """Return the row of a story that was read."""
    return {
        "reader_id": reader_id,
        "kind": READ,
        "what": Marked.STORY,
        "subject": read.story_id,
        "made_at": read.at,
        "until": None,
        "data": encode(read),
    }


def joined(read: Read, other: Read | None) -> Read:
    """Return what a reader knew of a story after both; ``other`` = None for one alone."""
    if other is None:
        return read
    newer, older = (read, other) if read.at >= other.at else (other, read)
    return replace(
        newer,
        reports=tuple(sorted({*newer.reports, *older.reports})),
        lines=tuple(dict.fromkeys((*newer.lines, *older.lines))),
        numbers=tuple(sorted({*newer.numbers, *older.numbers})),
    )
