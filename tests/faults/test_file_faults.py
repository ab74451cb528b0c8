"""The folder target while processes are killed and disks run full."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from newsloom.edges.files import FolderTarget
from newsloom.model import Delivery
from tests.faults.children import run

OLD = {"index.html": b"old index", "gone.html": b"old", "same.html": b"same"}
NEW = {"index.html": b"new index", "a/new.html": b"new", "b/new.html": b"new", "same.html": b"same"}

DELIVER = """
import os, signal, sys
from pathlib import Path
from newsloom.edges import files
from newsloom.edges.files import FolderTarget
from newsloom.model import Delivery
from tests.faults.test_file_faults import NEW

calls = 0

def killing(act):
    def counted(*arguments, **named):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*arguments, **named)
    return counted

owner = {"sync": files, "replace": Path, "unlink": Path, "rename": Path}[sys.argv[3]]
setattr(owner, sys.argv[3], killing(getattr(owner, sys.argv[3])))
sent = {f"site/{p}": Delivery("site", p, body) for p, body in NEW.items()}
sent["site/gone.html"] = Delivery("site", "gone.html", None)
FolderTarget(Path(sys.argv[1])).deliver(sent)
"""

FULL = """
import resource, sys
from pathlib import Path
from newsloom.edges.files import FolderTarget
from newsloom.model import Delivery

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
sent = {
    "site/index.html": Delivery("site", "index.html", b"new index"),
    "site/gone.html": Delivery("site", "gone.html", None),
    "site/large.html": Delivery("site", "large.html", b"x" * 5000),
}
for end in FolderTarget(Path(sys.argv[1])).deliver(sent).values():
    print(type(end).__name__, end)
"""


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder / "site").as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    sent = {f"site/{path}": Delivery("site", path, body) for path, body in OLD.items()}
    FolderTarget(tmp_path).deliver(sent)
    return tmp_path


BEFORE = [("sync", number) for number in (1, 2, 3, 4)] + [("rename", 1)]


@pytest.mark.parametrize(("act", "number"), BEFORE)
def test_killed_before_the_journal_the_old_edition_stays(
    edition: Path, act: str, number: int
) -> None:
    status, _ = run(DELIVER, edition, number, act)
    assert status == -signal.SIGKILL
    assert tree_of_site(edition) == OLD
    FolderTarget(edition).deliver({})
    assert tree(edition) == OLD


AFTER = [("sync", 5), ("unlink", 1), ("replace", 1), ("replace", 2), ("replace", 3), ("unlink", 2)]


@pytest.mark.parametrize(("act", "number"), AFTER)
def test_killed_after_the_journal_the_new_edition_comes(
    edition: Path, act: str, number: int
) -> None:
    status, _ = run(DELIVER, edition, number, act)
    assert status == -signal.SIGKILL
    FolderTarget(edition).deliver({})
    assert tree(edition) == NEW


def test_a_full_disk_leaves_the_old_edition(edition: Path) -> None:
    status, output = run(FULL, edition)
    assert status == 0
    assert output.count("PublishError") == 3
    assert output.count("the disk is full: free some space") == 3
    assert tree(edition) == OLD


def tree_of_site(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder / "site").as_posix(): path.read_bytes()
        for path in (folder / "site").rglob("*")
        if path.is_file()
    }
