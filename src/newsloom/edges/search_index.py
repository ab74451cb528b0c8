"""The index of words in the database: what is put in, taken out, and asked of it.

It is SQLite's FTS5 over folded words, without a copy of the texts. An article's number in it grows
with the time of its publication, so that the newest matches come first from the index itself and a
span of days is a span of numbers. Of many matches only the newest are looked at: the commonest word
costs what a rare one does. What answers best is decided in `searching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, delete, exists, select, text

from newsloom.edges import tables as t
from newsloom.edges.digest import digest_of
from newsloom.edges.rows import pack, pieces, rows_in, unpack
from newsloom.edges.search_topics import Apart, asked_apart
from newsloom.ports.search import Query, SearchRow, Term, Where
from newsloom.publish.searchable import EVERY, fact
from newsloom.text.folding import folded_words

COMPARED = 1000
"""Newest shown reports that are compared with each other."""

SCANNED = 20_000
"""Newest matches among which they are looked for: most stories of a strict gate are not shown."""

SPILL = 3600
"""Numbers by which an article can stand after its second: others of that second stand there."""

COLUMNS = ("title", "text", "provider", "facts")
WEIGHTS = (8.0, 1.0, 2.0, 0.0)
"""How much a word counts in each column; that of a headline as much as eight of a text."""

RELEVANCE = f"-bm25(search_index, {', '.join(map(str, WEIGHTS))})"

NEWEST = text(
    f"""
    SELECT m.number, m.relevance, c.story_id, r.article_id
    FROM (
        SELECT rowid AS number, {RELEVANCE} AS relevance
        FROM search_index
        WHERE search_index MATCH :match AND rowid >= :since AND rowid < :until
        ORDER BY rowid DESC LIMIT :scanned
    ) AS m
    CROSS JOIN search_rows AS r ON r.number = m.number
    CROSS JOIN coverages AS c ON c.article_id = r.article_id
    CROSS JOIN summaries AS s ON s.story_id = c.story_id AND s.until IS NULL AND +s.is_shown = 1
    WHERE r.at >= :first AND r.at < :last
    LIMIT :compared
    """
)
"""The newest shown reports that answer; the joins go in the order of the index. The plus keeps
SQLite from looking for a story among all that are shown."""

OLDER = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :match"
    " AND rowid >= :since AND rowid < :until ORDER BY rowid DESC LIMIT 1 OFFSET :passed"
)
"""The match that comes after some others."""

AMONG = text(
    f"SELECT rowid, {RELEVANCE} FROM search_index"
    " WHERE search_index MATCH :match AND rowid IN :numbers"
).bindparams(bindparam("numbers", expanding=True))
"""Those of some articles that answer."""

INSERT = text(
    f"INSERT INTO search_index (rowid, {', '.join(COLUMNS)})"
    f" VALUES (:number, {', '.join(f':{name}' for name in COLUMNS)})"
)
REMOVE = text(
    f"INSERT INTO search_index (search_index, rowid, {', '.join(COLUMNS)})"
    f" VALUES ('delete', :number, {', '.join(f':{name}' for name in COLUMNS)})"
)

LAST = 2**62
"""A number after all others."""


class Match(NamedTuple):
    """A report that answers."""

    number: int
    relevance: float
    """The higher the better."""
    story_id: str
    article_id: str


class Span(NamedTuple):
    """Numbers and seconds, the last ones not in it."""

    first: int
    last: int
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Window:
    """The newest reports that answer before a number."""

    matches: tuple[Match, ...]
    """Newest first."""
    older: int | None
    """Number before which there may be more; None = these are all."""


# --- the index -----------------------------------------------------------------------------------


def insert(connection: Connection, row: SearchRow) -> None:
    """Put an article into the index, at the first free number from its second on."""
    body = body_of(row)
    number = free_number(connection, second(row))
    values = {
        "number": number,
        "article_id": row.article_id,
        "at": second(row),
        "digest": digest_of(body),
        "body": pack(body),
    }
    connection.execute(t.SEARCH_ROWS.insert(), values)
    if connection.dialect.name == "sqlite":
        connection.execute(INSERT, {"number": number, **columns_of(row)})


def remove(connection: Connection, number: int) -> None:
    """Take an article out of the index, which must be told the words it was put in with."""
    row = t.SEARCH_ROWS.c
    body = connection.execute(select(row.body).where(row.number == number)).scalar_one()
    connection.execute(delete(t.SEARCH_ROWS).where(row.number == number))
    if connection.dialect.name == "sqlite":
        words = msgspec.json.decode(unpack(body), type=dict[str, str])
        connection.execute(REMOVE, {"number": number, **words})


def free_number(connection: Connection, first: int) -> int:
    """Return the first number from ``first`` on that no article has."""
    row, following = t.SEARCH_ROWS.c, t.SEARCH_ROWS.alias()
    if connection.execute(select(row.number).where(row.number == first)).scalar() is None:
        return first
    gap = ~exists().where(following.c.number == row.number + 1)
    ends = select(row.number).where(row.number >= first, gap).order_by(row.number).limit(1)
    last: int = connection.execute(ends).scalar_one()
    return last + 1


def columns_of(row: SearchRow) -> dict[str, str]:
    """Return the columns of the index."""
    return {name: getattr(row, name) for name in COLUMNS}


def body_of(row: SearchRow) -> bytes:
    """Return the bytes by which a change is told, and by which the index forgets."""
    return msgspec.json.encode(columns_of(row))


def second(row: SearchRow) -> int:
    """Return the second of publication since 1970, at least 1."""
    return max(int(row.published_at.timestamp()), 1)


# --- what is asked -------------------------------------------------------------------------------


def expression(query: Query) -> str:
    """Return a query in the language of the index; no sign of its syntax comes from the text."""
    clauses = [f"({' OR '.join(map(term_of, clause))})" for clause in query.clauses]
    asked = " AND ".join(clauses or [f'"{EVERY}"'])
    if not query.without:
        return asked
    return f"({asked}) NOT ({' OR '.join(map(term_of, query.without))})"


def term_of(term: Term) -> str:
    """Return one term in the language of the index."""
    match term.where:
        case Where.TOPIC | Where.LANGUAGE | Where.KIND:
            return f'"{fact(term.where, term.words[0])}"'
        case where:
            column = f"{where} : " if where else ""
            phrase = " ".join(folded_words(" ".join(term.words)))
            return f'{column}"{phrase}"{" *" if term.is_start else ""}'


def window_of(connection: Connection, query: Query, before: int) -> Window:
    """Return the newest shown reports that answer, with numbers below ``before``."""
    first = 0 if query.since is None else int(query.since.timestamp())
    last = LAST if query.until is None else int(query.until.timestamp())
    asked = {"match": expression(query), "since": first, "until": min(before, last + SPILL)}
    more = {"first": first, "last": last, "scanned": SCANNED, "compared": COMPARED}
    found = connection.execute(NEWEST, {**asked, **more})
    matches = tuple(map(Match._make, found.all()))
    older = older_than(connection, asked, matches)
    if apart := asked_apart(connection, query):
        matches = with_those_apart(
            connection, apart, matches, Span(older or 0, before, first, last)
        )
    return Window(matches, older)


def with_those_apart(
    connection: Connection, apart: Sequence[Apart], matches: Sequence[Match], span: Span
) -> tuple[Match, ...]:
    """Return the matches with the stories that are asked apart as they answer for themselves."""
    ids = {story_id for one in apart for story_id in one.story_ids}
    found = [match for match in matches if match.story_id not in ids]
    for query, story_ids in apart:
        if query is not None:
            found += among(connection, query, story_ids, span)
    return tuple(sorted(found, reverse=True))


def among(
    connection: Connection, query: Query, story_ids: Iterable[str], span: Span
) -> Iterator[Match]:
    """Return the reports of some shown stories that answer, of a span of numbers and time."""
    row, cover, told = t.SEARCH_ROWS.c, t.COVERAGES.c, t.SUMMARIES.c
    members = (
        select(row.number, cover.story_id, row.article_id)
        .join(t.COVERAGES, cover.article_id == row.article_id)
        .join(t.SUMMARIES, told.story_id == cover.story_id)
        .where(told.until.is_(None), told.is_shown == 1)
        .where(row.number >= span.first, row.number < span.last)
        .where(row.at >= span.since, row.at < span.until)
    )
    known = {one.number: one for one in rows_in(connection, members, cover.story_id, story_ids)}
    for piece in pieces(known):
        asked = {"match": expression(query), "numbers": piece}
        for number, relevance in connection.execute(AMONG, asked):
            one = known[number]
            yield Match(number, relevance, one.story_id, one.article_id)


def older_than(
    connection: Connection, asked: Mapping[str, object], matches: Sequence[Match]
) -> int | None:
    """Return the number before which there may be more than the newest matches; None = nowhere.

    A look behind the last match is cheap, and mostly answers.
    """
    if len(matches) == COMPARED:
        return matches[-1].number
    if matches:
        behind = {**asked, "until": matches[-1].number, "passed": 0}
        if connection.execute(OLDER, behind).scalar() is None:
            return None
    cut: int | None = connection.execute(OLDER, {**asked, "passed": SCANNED}).scalar()
    return None if cut is None else cut + 1


def answered_before(
    connection: Connection, query: Query, number: int, ids: Sequence[str]
) -> set[str]:
    """Return those of some stories that a report with at least a number answers for."""
    left, span = set(ids), Span(number, LAST, 0, LAST)
    told: set[str] = set()
    for one, story_ids in asked_apart(connection, query):
        mine = left.intersection(story_ids)
        left -= mine
        if one is not None:
            told |= {match.story_id for match in among(connection, one, mine, span)}
    return told | {match.story_id for match in among(connection, query, left, span)}
