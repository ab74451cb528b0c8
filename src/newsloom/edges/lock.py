"""One run at a time: a lock on the newsroom folder that dies with its process."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsloom.errors import StoreError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the newsroom for one run.

    Raises:
        StoreError: another process holds it.
    """
    with locked_if_free(folder) as is_ours:
        if not is_ours:
            message = f"{folder}: another run holds this newsroom; wait for it to end"
            raise StoreError(message)
        yield


@contextmanager
def locked_if_free(folder: Path) -> Iterator[bool]:
    """Hold the newsroom if nobody else does; False = somebody does."""
    with open(folder / "newsloom.lock", "ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
