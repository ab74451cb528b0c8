"""Query -> the newest shown reports that answer it, in the language of the index.

Of many matches only the newest are looked at: the commonest word costs what a rare one does. What
answers best is decided in `searching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, text

from newsloom.edges import tables as t
from newsloom.edges.rows import pieces, rows_in
from newsloom.edges.search_topics import Apart, asked_apart
from newsloom.ports.search import Query, Term, Where
from newsloom.publish.searchable import EVERY, fact
from newsloom.text.folding import folded_words

COMPARED = 1000
"""Newest shown reports that are compared with each other."""

SCANNED = 20_000
"""Newest matches among which they are looked for: most stories of a strict gate are not shown."""

SPILL = 3600
"""Numbers by which an article can stand after its second: others of that second stand there."""

WEIGHTS = (8.0, 1.0, 2.0, 0.0)
"""How much a word counts in each column; that of a headline as much as eight of a text."""

RELEVANCE = f"-bm25(search_index, {', '.join(map(str, WEIGHTS))})"

NEWEST = f"""
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
"""The newest shown reports that answer; the joins go in the order of the index. The plus keeps
SQLite from looking for a story among all that are shown."""

NEWEST_RANKED, NEWEST_PLAIN = text(NEWEST), text(NEWEST.replace(RELEVANCE, "0.0"))
"""With their relevance; without, where nobody asks for it."""

OLDER = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :match"
    " AND rowid >= :since AND rowid < :until ORDER BY rowid DESC LIMIT 1 OFFSET :passed"
)
"""The match that comes after some others."""

AMONG = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :match AND rowid IN :numbers"
).bindparams(bindparam("numbers", expanding=True))
"""Those of some articles that answer; each is asked for itself."""

RANKED = text(
    f"""
    SELECT m.number, m.relevance
    FROM (
        SELECT rowid AS number, {RELEVANCE} AS relevance
        FROM search_index
        WHERE search_index MATCH :match AND rowid >= :first AND rowid <= :last
        ORDER BY rowid DESC LIMIT :scanned
    ) AS m
    WHERE m.number IN :numbers
    """
).bindparams(bindparam("numbers", expanding=True))
"""How well some articles answer: ranking each for itself would count the words anew each time."""

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
    newest = NEWEST_RANKED if query.is_ranked else NEWEST_PLAIN
    found = connection.execute(newest, {**asked, **more})
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
            known = members(connection, story_ids, span)
            found += ranked(connection, query, known, answering(connection, query, known))
    return tuple(sorted(found, reverse=True))


def members(
    connection: Connection, story_ids: Iterable[str], span: Span
) -> dict[int, tuple[str, str]]:
    """Return number -> (story, article) of the reports of shown stories in a span."""
    row, cover, told = t.SEARCH_ROWS.c, t.COVERAGES.c, t.SUMMARIES.c
    query = (
        select(row.number, cover.story_id, row.article_id)
        .join(t.COVERAGES, cover.article_id == row.article_id)
        .join(t.SUMMARIES, told.story_id == cover.story_id)
        .where(told.until.is_(None), told.is_shown == 1)
        .where(row.number >= span.first, row.number < span.last)
        .where(row.at >= span.since, row.at < span.until)
    )
    found = rows_in(connection, query, cover.story_id, story_ids)
    return {one.number: (one.story_id, one.article_id) for one in found}


def answering(connection: Connection, query: Query, numbers: Iterable[int]) -> list[int]:
    """Return those of some articles that answer, in any order."""
    match = expression(query)
    return [
        number
        for piece in pieces(numbers)
        for number in connection.execute(AMONG, {"match": match, "numbers": piece}).scalars()
    ]


def ranked(
    connection: Connection,
    query: Query,
    known: Mapping[int, tuple[str, str]],
    numbers: Sequence[int],
) -> Iterator[Match]:
    """Return articles that answer with their relevance; 0 where too many newer ones answer."""
    if not numbers:
        return
    asked = {
        "match": expression(query),
        "first": min(numbers),
        "last": max(numbers),
        "scanned": SCANNED,
    }
    relevance: dict[int, float] = {}
    for piece in pieces(numbers):
        found = connection.execute(RANKED, {**asked, "numbers": piece})
        relevance |= {one.number: one.relevance for one in found}
    for number in numbers:
        yield Match(number, relevance.get(number, 0.0), *known[number])


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
    known = members(connection, ids, Span(number, LAST, 0, LAST))
    left, told = set(known), set[int]()
    for one, story_ids in asked_apart(connection, query):
        mine = {number for number in left if known[number][0] in story_ids}
        left -= mine
        if one is not None:
            told.update(answering(connection, one, mine))
    told.update(answering(connection, query, left))
    return {known[number][0] for number in told}
