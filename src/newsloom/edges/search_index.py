"""The index of words in the database: what is put in and taken out.

It is SQLite's FTS5 over folded words, without a copy of the texts. An article's number in it grows
with the time of its publication, so that the newest matches come first from the index itself and a
span of days is a span of numbers. The words by which the index forgets an article stand apart, so
that a thousand rows are read from a few pages. What is asked of it stands in `search_matches`.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, exists, select, text

from newsloom.edges import tables as t
from newsloom.edges.digest import digest_of
from newsloom.edges.rows import pack, unpack
from newsloom.ports.search import SearchRow

COLUMNS = ("title", "text", "provider", "facts")
"""Of the index; each holds folded words with a space between them."""

INSERT = text(
    f"INSERT INTO search_index (rowid, {', '.join(COLUMNS)})"
    f" VALUES (:number, {', '.join(f':{name}' for name in COLUMNS)})"
)
REMOVE = text(
    f"INSERT INTO search_index (search_index, rowid, {', '.join(COLUMNS)})"
    f" VALUES ('delete', :number, {', '.join(f':{name}' for name in COLUMNS)})"
)


def insert(connection: Connection, row: SearchRow) -> None:
    """Put an article into the index, at the first free number from its second on."""
    body = body_of(row)
    number = free_number(connection, second(row))
    values = {
        "number": number,
        "article_id": row.article_id,
        "at": second(row),
        "digest": digest_of(body),
    }
    connection.execute(t.SEARCH_ROWS.insert(), values)
    connection.execute(t.SEARCH_BODIES.insert(), {"number": number, "body": pack(body)})
    if connection.dialect.name == "sqlite":
        connection.execute(INSERT, {"number": number, **columns_of(row)})


def remove(connection: Connection, number: int) -> None:
    """Take an article out of the index, which must be told the words it was put in with."""
    row = t.SEARCH_BODIES.c
    body = connection.execute(select(row.body).where(row.number == number)).scalar_one()
    connection.execute(delete(t.SEARCH_BODIES).where(row.number == number))
    connection.execute(delete(t.SEARCH_ROWS).where(t.SEARCH_ROWS.c.number == number))
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
