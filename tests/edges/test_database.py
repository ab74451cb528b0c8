"""What the store says when the database refuses, and how times are kept."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from newsloom.edges.moments import Moment
from newsloom.edges.store import open_store
from newsloom.errors import MigrationError, StoreError
from tests.contract import records as r

URLS = ["nonsense", "nosuch://x", "", "mysql://host/db"]


@pytest.mark.parametrize("url", URLS)
def test_what_is_no_database_url(url: str) -> None:
    with pytest.raises(StoreError, match="is no database URL: write sqlite:///path/to/"):
        open_store(url)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "newsloom.db"
    path.write_bytes(b"these are not the bytes of a database at all, however long" * 99)
    with pytest.raises(StoreError, match="no Newsloom database"):
        open_store(f"sqlite:///{path}")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="check that its folder exists"):
        open_store(f"sqlite:///{tmp_path / 'no' / 'newsloom.db'}")


def test_a_record_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "newsloom.db"
    with open_store(f"sqlite:///{path}") as store:
        store.save_sources([r.FEED], r.DAY)
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE sources SET data = '{}'")
        connection.close()
        with pytest.raises(StoreError, match="a stored record cannot be read") as caught:
            store.sources()
    assert caught.value.__cause__ is not None


def test_causes_are_chained() -> None:
    with open_store("sqlite://") as store, pytest.raises(StoreError) as caught:
        store.save_qualities([r.quality("nobody")])
    assert caught.value.__cause__ is not None
    assert not isinstance(caught.value, MigrationError)


def test_connections_are_set_up(tmp_path: Path) -> None:
    with (
        open_store(f"sqlite:///{tmp_path / 'newsloom.db'}") as store,
        store.reading() as connection,
    ):
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
        "busy_timeout": 20000,
    }


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'newsloom.db'}"
    with open_store(url) as reader, open_store(url) as writer, reader.reading():
        assert reader.sources() == []
        writer.save_sources([r.FEED], r.DAY)
        assert reader.sources() == []


DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
ZONES = st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda d: timezone(timedelta(minutes=d // timedelta(minutes=1)))
)
TIMES = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@given(at=TIMES)
def test_moments_come_back_as_they_were(dialect: sqlite.dialect, at: datetime) -> None:
    stored = Moment().process_bind_param(at, dialect)
    back = Moment().process_result_value(stored, dialect)
    assert back == at
    assert back is not None
    assert back.tzinfo is UTC


@given(first=TIMES, second=TIMES)
def test_stored_moments_sort_like_time(first: datetime, second: datetime) -> None:
    one, two = (Moment().process_bind_param(at, DIALECTS["sqlite"]) for at in (first, second))
    assert isinstance(one, str)
    assert isinstance(two, str)
    assert (one < two) == (first < second)
