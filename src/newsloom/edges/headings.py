"""The memory of headlines: which runs of words were seen on which days.

It knows no story; what makes a form of a run is decided in match/headings.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, func, select

from newsloom.edges import tables as t
from newsloom.edges.rows import pieces, rows_in, upsert
from newsloom.match.headings import (
    FORM_DAYS,
    LOOK_BACK_DAYS,
    day_of,
    heading_runs,
    learn_headings,
)
from newsloom.model import Fingerprint

KEPT_DAYS = LOOK_BACK_DAYS + 14
"""Days kept before the reports being matched: a new process reads those just before them again."""


@dataclass(frozen=True, slots=True)
class StoredHeadline:
    """What is read of a stored fingerprint: decoding all of it takes three times as long."""

    title_words: tuple[str, ...]
    published_at: datetime
    is_dated: bool


def keep_headings(connection: Connection, rows: Iterable[Fingerprint]) -> None:
    """Remember the runs of dated articles; those of their earlier versions stay."""
    seen: dict[int, set[int]] = {}
    learn_headings(seen, rows)
    found = [{"run": run, "day": day} for run in seen for day in sorted(seen[run])]
    upsert(connection, t.HEADINGS, found)


def read_headings(connection: Connection, ids: Iterable[str]) -> dict[int, tuple[int, ...]]:
    """Return the days on which the runs of some articles were seen, three or more of them."""
    row, found = t.HEADINGS.c, dict[int, tuple[int, ...]]()
    for piece in pieces(ids):
        query = select(t.FINGERPRINTS.c.data)
        stored = rows_in(connection, query, t.FINGERPRINTS.c.article_id, piece)
        headlines = [msgspec.msgpack.decode(data, type=StoredHeadline) for (data,) in stored]
        dated = [headline for headline in headlines if headline.is_dated]
        if not dated:
            continue
        days = sorted(day_of(headline.published_at) for headline in dated)
        near = select(row.run, row.day).where(row.day.between(days[0] - LOOK_BACK_DAYS, days[-1]))
        runs = (run for headline in dated for run in heading_runs(headline))
        seen = defaultdict[int, list[int]](list)
        for run, day in rows_in(connection, near, row.run, runs):
            seen[run].append(day)
        found |= {run: tuple(sorted(d)) for run, d in seen.items() if len(d) >= FORM_DAYS}
    return found


def forget_headings(connection: Connection, ids: Iterable[str]) -> None:
    """Forget the days that lie too long before the earliest of some articles.

    Articles are matched in order of publication: none to come looks back on those days.
    """
    row = t.FINGERPRINTS.c
    query = select(func.min(row.published_at)).where(row.is_dated == 1)
    earliest = [at for (at,) in rows_in(connection, query, row.article_id, ids) if at is not None]
    if earliest:
        day = day_of(min(earliest)) - KEPT_DAYS
        connection.execute(delete(t.HEADINGS).where(t.HEADINGS.c.day < day))
