"""Databases of other ages: new ones, older ones, newer ones, and other programs'."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, create_engine, text

from newsloom.edges import migrations
from newsloom.edges.migrations import HEAD, STEPS
from newsloom.edges.reading import article_row
from newsloom.edges.store import open_store
from newsloom.edges.tables import METADATA
from newsloom.errors import MigrationError, StoreError
from tests.contract import records as r


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Say whether a table is one of METADATA: those of the full-text index are SQLite's own."""
    return kind != "table" or not (name or "").startswith("search_index")


COMPARED = {"compare_type": True, "include_name": is_ours}


def steps() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def test_the_named_steps_are_the_files() -> None:
    assert steps().get_heads() == [HEAD]
    assert {step.revision for step in steps().walk_revisions()} == STEPS


def test_the_steps_make_the_tables(tmp_path: Path) -> None:
    with (
        open_store(f"sqlite:///{tmp_path / 'newsloom.db'}") as store,
        store.reading() as connection,
    ):
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, METADATA) == []


def test_the_tables_are_strict(tmp_path: Path) -> None:
    query = "SELECT name FROM pragma_table_list WHERE strict = 0 AND type = 'table'"
    with open_store("sqlite://") as store, store.reading() as connection:
        rows = connection.execute(text(query))
        loose = {name for (name,) in rows if not name.startswith("sqlite_")}
    assert loose == {"alembic_version"}


def test_a_database_can_be_opened_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'newsloom.db'}"
    for _ in range(2):
        with open_store(url) as store:
            store.save_sources([r.FEED], r.DAY)
            assert store.sources() == [r.FEED]


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newsloom.db"
    open_store(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(MigrationError) as caught:
        open_store(f"sqlite:///{path}")
    said = "a newer Newsloom wrote it (step 9999): install that version or a later one"
    assert str(caught.value) == f"{path}: {said}"


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    with pytest.raises(MigrationError, match="tables of another program"):
        open_store(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    assert names == [("mine",)]


def test_a_failed_step_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "newsloom.db"

    def fail(connection: object) -> None:
        real(connection)
        raise StoreError("interrupted")

    real = migrations.upgrade
    monkeypatch.setattr(migrations, "upgrade", fail)
    with pytest.raises(StoreError, match="interrupted"):
        open_store(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()


@pytest.mark.parametrize("step", sorted(STEPS - {HEAD}))
def test_an_older_database_is_brought_up_to_date_with_all_it_holds(
    tmp_path: Path, step: str
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'newsloom.db'}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, step)
        table = Table("articles", MetaData(), autoload_with=connection)
        row = article_row(r.article("a"))
        connection.execute(table.insert(), {name: row[name] for name in table.c.keys()})  # noqa: SIM118
    engine.dispose()
    with (
        open_store(f"sqlite:///{tmp_path / 'newsloom.db'}") as store,
        store.reading() as connection,
    ):
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, METADATA) == []
        assert list(store.articles([r.article("a").article_id]).values()) == [r.article("a")]
