"""People in the database: what the code may never do, and what a copy of the file gives away."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

import newsloom
from newsloom.edges.store import open_store
from newsloom.model.people import Attempts, Patience, Role, Scope
from tests.contract import records as r
from tests.contract.test_people import INES, SESSION, TOKEN

SOURCE = Path(newsloom.__file__).parent


def touches(path: Path) -> list[str]:
    """Return the calls in a file that would change or delete lines of the audit log."""
    tree = ast.parse(path.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        ast.unparse(call)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in ("update", "delete", "upsert", "save_changed", "delete_in")
        and any(name in ast.unparse(call) for name in ("AUDIT", "audit"))
    ]


def test_no_code_changes_or_removes_a_line_of_the_log() -> None:
    files = [path for path in SOURCE.rglob("*.py") if "AUDIT" in path.read_text("utf-8")]

    assert SOURCE / "edges" / "people.py" in files
    assert {path: touches(path) for path in files} == {path: [] for path in files}
    for path in (SOURCE / "edges").rglob("*.py"):
        words = path.read_text("utf-8").lower()
        assert "delete from audit" not in words
        assert "update audit" not in words


def test_deleting_an_account_takes_what_it_holds_and_no_line() -> None:
    with open_store("sqlite://") as store:
        store.add_account(INES, "hash")
        store.open_session(SESSION)
        store.add_token(TOKEN)
        with store.writing() as connection:
            connection.execute(text("DELETE FROM accounts"))

        assert store.sessions_of("a1") == []
        assert store.tokens_of("a1") == []


def test_the_secret_outlives_the_store(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'newsloom.db'}"
    with open_store(url) as store:
        store.secret("cookies", b"first")
    with open_store(url) as store:
        assert store.secret("cookies", b"second") == b"first"


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (10_000, 900)],
)
def test_pauses_double(failures: int, seconds: float) -> None:
    patience = Patience(5, timedelta(minutes=15))
    until = patience.pause_until(Attempts(failures, r.DAY))

    assert (until - r.DAY).total_seconds() == seconds


def test_roles_are_ordered() -> None:
    assert Role.READER < Role.EDITOR < Role.ADMIN
    assert [role.word for role in Role] == ["reader", "editor", "admin"]
    assert {scope: scope.role for scope in Scope} == {
        Scope.READ: Role.READER,
        Scope.RULINGS: Role.EDITOR,
        Scope.SOURCES: Role.EDITOR,
        Scope.HOOKS: Role.EDITOR,
    }


def test_what_others_see() -> None:
    assert (INES.called, replace(INES, full_name="").called) == ("Ines Bakke", "ines")
