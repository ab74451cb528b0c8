"""The connection to the database: transactions, and foreign errors turned into StoreError.

Every group of tables builds on ``Database``; no SQL of its own beyond opening and closing.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import msgspec
from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError, StatementError

from newsloom.errors import StoreError

FOREIGN = (SQLAlchemyError, sqlite3.Error, OSError, msgspec.MsgspecError, zlib.error)
"""Exceptions that never leave the store."""

BUSY_SECONDS = 20
"""How long a writer waits for another one; a chunk is written in well under a second."""

REMEDIES = (
    ("disk is full", "the disk is full: free some space and run again; nothing was half written"),
    ("locked", "another process is writing to it: wait for that run to end, then run again"),
    ("readonly", "it cannot be written: check the rights of the file and its folder"),
    ("unable to open", "it cannot be opened: check that its folder exists and can be written"),
    ("not a database", "this file is no Newsloom database: check the folder, or move it away"),
    ("malformed", "the file is damaged: restore newsloom.db from a copy"),
    ("disk i/o error", "the disk fails: check that it has space and is sound, then run again"),
)
"""What the driver says -> what happened and what to do."""


class Database:
    """A database and the transaction the current thread is in.

    Without a transaction of its own a write is one by itself.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine, self.name = engine, name
        self._here = threading.local()
        shared = isinstance(engine.pool, StaticPool)
        self._turn: AbstractContextManager[object] = threading.RLock() if shared else nullcontext()

    def close(self) -> None:
        """Close all connections; an in-memory database is gone then."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold one transaction; an exception inside undoes all of it. One inside another joins it.

        Raises:
            StoreError: it could not begin or end.
        """
        if self._current() is not None:
            yield
            return
        with self._turn:
            connection = self._begin()
            self._here.connection = connection
            try:
                yield
            except BaseException:
                self._end(connection, keep=False)
                raise
            self._end(connection, keep=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Return the connection of the transaction under way, or of a new one."""
        with self.transaction(), self.refusals():
            yield self._here.connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a connection that sees one state of the database; one inside another joins it."""
        current = self._current() or getattr(self._here, "reader", None)
        with self.refusals():
            if current is not None:
                yield current
                return
            with self._turn, self.engine.connect() as connection:
                self._here.reader = connection
                try:
                    yield connection
                finally:
                    self._here.reader = None

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn every foreign exception into a StoreError that names the database and a remedy."""
        try:
            yield
        except FOREIGN as exc:
            raise refusal(self.name, exc) from exc

    def _current(self) -> Connection | None:
        return getattr(self._here, "connection", None)

    def _begin(self) -> Connection:
        with self.refusals():
            connection = self.engine.connect().execution_options(newsloom_writes=True)
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            return connection

    def _end(self, connection: Connection, *, keep: bool) -> None:
        self._here.connection = None
        with self.refusals():
            try:
                if keep:
                    connection.commit()
            finally:
                connection.close()


def refusal(name: str, exc: BaseException) -> StoreError:
    """Return the StoreError that a foreign exception means."""
    if isinstance(exc, StatementError) and isinstance(exc.orig, ValueError):
        return StoreError(f"{name}: {exc.orig}")
    if isinstance(exc, (msgspec.MsgspecError, zlib.error)):
        remedy = "restore newsloom.db from a copy, or fetch the article again"
        return StoreError(f"{name}: a stored record cannot be read ({exc}); {remedy}")
    said = str(getattr(exc, "orig", None) or exc)
    for words, sentence in REMEDIES:
        if words in said.lower():
            return StoreError(f"{name}: {sentence}")
    return StoreError(f"{name}: the database refused: {said}")


def open_engine(url: str) -> tuple[Engine, str]:
    """Return an engine for a database URL, and the name that messages give the database.

    Raises:
        StoreError: not a database URL, or no driver for it.
    """
    try:
        parsed = make_url(url)
        in_memory = parsed.drivername == "sqlite" and parsed.database in (None, "", ":memory:")
        if in_memory:
            engine = create_engine(
                parsed, poolclass=StaticPool, connect_args={"check_same_thread": False}
            )
        else:
            engine = create_engine(parsed)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as exc:
        message = f"{url!r} is no database URL: write sqlite:///path/to/newsloom.db"
        raise StoreError(message) from exc
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    return engine, name_of(parsed)


def name_of(url: URL) -> str:
    """Return how messages name a database: its path, or its URL without the password."""
    if url.drivername == "sqlite":
        return url.database or "the database in memory"
    return url.render_as_string(hide_password=True)


def prepare_sqlite(engine: Engine) -> None:
    """Set up each connection, and let SQLAlchemy alone begin transactions.

    The driver's own habit of beginning late keeps DDL out of transactions; a writer that begins
    with a plain BEGIN can fail to become one halfway, hence IMMEDIATE.
    """

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_SECONDS * 1000}",
            "foreign_keys = ON",
            "journal_mode = WAL",
            "synchronous = NORMAL",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("newsloom_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
