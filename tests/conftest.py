"""What tests of more than one folder share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from newsloom.newsroom import Room
from tests.live import make_sample, opened_copy

settings.register_profile("newsloom", deadline=None)
settings.load_profile("newsloom")


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the sample newsroom after one run; never written to."""
    return make_sample(tmp_path_factory.mktemp("sample-newsroom") / "room")


@pytest.fixture
def sample_room(sample_folder: Path, tmp_path: Path) -> Iterator[Room]:
    """Give an open copy of the sample newsroom, at the moment it shows."""
    with opened_copy(sample_folder, tmp_path / "room") as room:
        yield room
