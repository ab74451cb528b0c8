"""What tests of accounts share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsloom.model.people import Role
from tests.web.accounts.house import House, make_empty, open_house


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of an empty newsroom; never written to."""
    return make_empty(tmp_path_factory.mktemp("empty") / "room")


@pytest.fixture
def house(empty_folder: Path, tmp_path: Path) -> Iterator[House]:
    """Give an empty newsroom with the admin "ines", the editor "tomas" and the reader "rea"."""
    with open_house(empty_folder, tmp_path / "room") as opened:
        opened.add("ines", Role.ADMIN, "Ines Bakke")
        opened.add("tomas", Role.EDITOR)
        opened.add("rea", Role.READER)
        yield opened


@pytest.fixture
def new_house(empty_folder: Path, tmp_path: Path) -> Iterator[House]:
    """Give an empty newsroom without any account."""
    with open_house(empty_folder, tmp_path / "room") as opened:
        yield opened
