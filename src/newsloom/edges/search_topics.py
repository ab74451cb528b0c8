"""Stories whose topics an editor has set -> what of a query is left to ask of them.

The index knows the topics of articles by their words; what an editor says of a story beats it. Such
stories are few, and are asked apart.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, select

from newsloom.edges import tables as t
from newsloom.edges.rows import decode, rows_in
from newsloom.model import Ruling, RulingKind
from newsloom.ports.search import Query, Where
from newsloom.ruled import topics_in


class Apart(NamedTuple):
    """Stories with the same topics, and what is asked of their reports."""

    query: Query | None
    """Without its topics; None = theirs are not those that are asked for."""
    story_ids: frozenset[str]


def asked_apart(connection: Connection, query: Query) -> tuple[Apart, ...]:
    """Return the stories with topics set by editors; () where the query asks for no topic."""
    terms = [*query.without, *(term for clause in query.clauses for term in clause)]
    if all(term.where is not Where.TOPIC for term in terms):
        return ()
    by_topics: dict[frozenset[str], list[str]] = {}
    for story_id, topics in ruled_topics(connection).items():
        by_topics.setdefault(topics, []).append(story_id)
    return tuple(Apart(given(query, topics), frozenset(ids)) for topics, ids in by_topics.items())


def ruled_topics(connection: Connection) -> dict[str, frozenset[str]]:
    """Return the topics of each story that an editor has set them for; the newest ruling holds."""
    row, cover = t.RULINGS.c, t.COVERAGES.c
    kept = select(row.data).where(row.kind == RulingKind.TOPIC, row.undone_at.is_(None))
    data = connection.execute(kept.order_by(row.made_at, row.ruling_id)).scalars()
    rulings = [decode(one, Ruling) for one in data]
    query = select(cover.article_id, cover.story_id)
    found = rows_in(connection, query, cover.article_id, [ruling.subject for ruling in rulings])
    homes = {one.article_id: one.story_id for one in found}
    return {
        homes.get(ruling.subject, ruling.subject): frozenset(topics_in(ruling.value))
        for ruling in rulings
    }


def given(query: Query, topics: Collection[str]) -> Query | None:
    """Return what is left of a query for a story with some topics; None = it cannot answer."""
    clauses = []
    for clause in query.clauses:
        if any(term.where is Where.TOPIC and term.words[0] in topics for term in clause):
            continue
        left = tuple(term for term in clause if term.where is not Where.TOPIC)
        if not left:
            return None
        clauses.append(left)
    if any(term.where is Where.TOPIC and term.words[0] in topics for term in query.without):
        return None
    without = tuple(term for term in query.without if term.where is not Where.TOPIC)
    return replace(query, clauses=tuple(clauses), without=without)
