"""The store: every record of a newsroom in one database, behind ``ports.Store``.

The groups of tables stand in modules of their own: worklist, gathering, reading, rulings,
matching, weaving, judging, publishing, asking; each builds on the one before.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from newsloom.edges.asking import Asking
from newsloom.edges.database import open_engine
from newsloom.edges.desk import DeskRows
from newsloom.edges.hooks import Hooking
from newsloom.edges.migrations import migrate
from newsloom.edges.paging import Paging
from newsloom.edges.people import Populace
from newsloom.edges.readers import Readership
from newsloom.edges.searching import Searching


class SqlStore(Asking, DeskRows, Hooking, Paging, Populace, Readership, Searching):
    """``ports.Store`` on SQLAlchemy; made by ``open_store``."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(url: str) -> SqlStore:
    """Return the store at a database URL, made or brought up to date if need be.

    ``sqlite:///newsloom.db`` is a file, ``sqlite://`` a database in memory that ends with the
    store.

    Raises:
        StoreError: it cannot be opened.
        MigrationError: a newer Newsloom wrote it, or bringing it up to date failed.
    """
    engine, name = open_engine(url)
    store = SqlStore(engine, name)
    try:
        with store.writing() as connection:
            migrate(connection, name)
    except BaseException:
        store.close()
        raise
    return store
