"""Records <-> rows: JSON and zlib, IN queries in bounded pieces, upserts by dialect.

It knows SQLAlchemy and msgspec, but no record type and no table.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar, TypeVarTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Delete, Row, Select, Table, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

Record = TypeVar("Record")
Key = TypeVar("Key", bound=str)
Sought = TypeVar("Sought", bound=str | int)
Columns = TypeVarTuple("Columns")
Values = Mapping[str, object]

PIECE = 500
"""Keys in one IN list: below every dialect's limit on bound parameters."""


def encode(record: object) -> str:
    """Return a record as JSON text; the same record gives the same text."""
    return msgspec.json.encode(record).decode()


def decode(data: str, record: type[Record]) -> Record:
    """Return the record in a JSON text, its types checked."""
    return msgspec.json.decode(data, type=record)


def pack(body: bytes) -> bytes:
    """Return ``body`` compressed for the store."""
    return zlib.compress(body, 6)


def unpack(stored: bytes) -> bytes:
    """Return the bytes that ``pack`` stored."""
    return zlib.decompress(stored)


def pieces(keys: Iterable[Sought], size: int = PIECE) -> Iterator[list[Sought]]:
    """Return distinct keys in their order, in lists of at most ``size``."""
    distinct = list(dict.fromkeys(keys))
    for start in range(0, len(distinct), size):
        yield distinct[start : start + size]


def rows_in(
    connection: Connection,
    query: Select[*Columns],
    column: ColumnElement[str] | ColumnElement[int],
    keys: Iterable[str] | Iterable[int],
) -> Iterator[Row[*Columns]]:
    """Return the rows of ``query`` whose ``column`` is one of ``keys``, any order."""
    for piece in pieces(keys):
        yield from connection.execute(query.where(column.in_(piece)))


def delete_in(
    connection: Connection, command: Delete, column: ColumnElement[str], keys: Iterable[str]
) -> None:
    """Delete the rows of ``command`` whose ``column`` is one of ``keys``."""
    for piece in pieces(keys):
        connection.execute(command.where(column.in_(piece)))


def stored(
    connection: Connection, table: Table, keys: Iterable[Key], name: str = "data"
) -> dict[Key, str]:
    """Return one text column by primary key (the first one), in the order of ``keys``."""
    asked = list(keys)
    primary = first_key(table)
    query = select(primary, table.c[name])
    found = {row[0]: row[1] for row in rows_in(connection, query, primary, asked)}
    return {key: found[key] for key in asked if key in found}


def records(
    connection: Connection, table: Table, keys: Iterable[Key], record: type[Record]
) -> dict[Key, Record]:
    """Return the records of a table by primary key, in the order of ``keys``."""
    return {key: decode(data, record) for key, data in stored(connection, table, keys).items()}


def save_changed(
    connection: Connection, table: Table, rows: Mapping[Key, Values], name: str = "data"
) -> list[Key]:
    """Upsert the rows whose column ``name`` differs from what is stored; returns their keys."""
    before = stored(connection, table, rows, name)
    changed = [key for key, row in rows.items() if before.get(key) != row[name]]
    upsert(connection, table, [rows[key] for key in changed])
    return changed


def upsert(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert rows; one that is there already (by primary key) takes the new values."""
    if not rows:
        return
    command = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    insert = command(table)
    primary = [column.name for column in table.primary_key]
    fresh = {c.name: insert.excluded[c.name] for c in table.c if c.name not in primary}
    if fresh:
        insert = insert.on_conflict_do_update(index_elements=primary, set_=fresh)
    else:
        insert = insert.on_conflict_do_nothing(index_elements=primary)
    connection.execute(insert, [dict(row) for row in rows])


def count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    """Return how many rows of a table meet the conditions."""
    query = select(func.count()).select_from(table).where(*where)
    return connection.execute(query).scalar_one()


def first_key(table: Table) -> Column[str]:
    """Return the first column of the primary key."""
    return next(iter(table.primary_key))
