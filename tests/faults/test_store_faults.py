"""The store while processes are killed and disks run full."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

from newsloom.edges.store import SqlStore, open_store
from newsloom.errors import StoreError
from tests.contract import records as r
from tests.faults.children import start

WORKER = """
import sys
from newsloom.edges.store import open_store
from tests.contract import records as r

with open_store(sys.argv[1]) as store:
    for due in store.due("extract", r.DAY):
        with store.transaction():
            store.settle("extract", [due.key], [], {}, r.DAY)
            changed = store.save_articles([r.article(due.key, text="word " * 2000)])
            store.mark_due("fingerprint", changed, r.DAY)
        print(due.key, flush=True)
"""

NAMES = [f"{number:03}" for number in range(60)]


def acknowledged(url: str, kill_after: int) -> list[str]:
    """Run a worker, kill it after some acknowledged transactions; returns what it told."""
    with start(WORKER, url) as child:
        assert child.stdout is not None
        told = []
        for line in child.stdout:
            told.append(line.strip())
            if len(told) == kill_after:
                child.send_signal(signal.SIGKILL)
        return told


def test_a_killed_run_loses_and_doubles_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'newsloom.db'}"
    with open_store(url) as store:
        store.mark_due("extract", NAMES, r.DAY)
    told: list[str] = []
    for kill_after in (1, 7, 13, 999):
        told += acknowledged(url, kill_after)
        with open_store(url) as store:
            written = store.articles([r.aid(name) for name in NAMES])
            waiting = {due.key for due in store.due("extract", r.DAY)}
            assert {r.aid(name) for name in told} <= set(written)
            assert {r.aid(name) for name in NAMES if name not in waiting} == set(written)
            assert set(written) == {due.key for due in store.due("fingerprint", r.DAY)}
    with open_store(url) as store:
        assert {1} == {article.version for article in written.values()}
        assert store.counts()["article_versions"] == 0
        assert len(written) == len(NAMES)
    assert len(told) == len(set(told))


def limit_pages(store: SqlStore, spare: int) -> None:
    """Let the database grow by ``spare`` pages and no more."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + spare}").close()

    store.engine.dispose()
    event.listen(store.engine, "connect", limit)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'newsloom.db'}"
    incompressible = bytes(hash((n, "x")) & 255 for n in range(400_000))
    with open_store(url) as store:
        store.save_sources([r.FEED], r.DAY)
        limit_pages(store, 20)
        with pytest.raises(StoreError, match="disk is full: free some space"), store.transaction():
            store.mark_due("fetch", ["x"], r.DAY)
            store.save_pages([r.page("one", incompressible)])
        assert store.due("fetch", r.DAY) == []
        assert store.pages([r.url("one")]) == {}
        store.mark_due("fetch", ["small"], r.DAY)
    with open_store(url) as store:
        assert store.sources() == [r.FEED]
        assert [due.key for due in store.due("fetch", r.DAY)] == ["small"]
        assert store.save_pages([r.page("one", incompressible)]) == [r.url("one")]
