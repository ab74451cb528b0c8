"""Package data -> text or bytes: the tables, starters and templates that ship with Newsloom.

These files are part of the program, read-only, and the same on every machine; nothing a user
writes is read here.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def read_text(name: str) -> str:
    """Return the UTF-8 text of one data file, ``name`` relative to this folder."""
    return read_bytes(name).decode("utf-8")


@cache
def read_bytes(name: str) -> bytes:
    """Return the bytes of one data file, ``name`` relative to this folder."""
    return files(__name__).joinpath(name).read_bytes()


def names(folder: str) -> tuple[str, ...]:
    """Return the file names in a data folder, sorted."""
    return tuple(sorted(entry.name for entry in files(__name__).joinpath(folder).iterdir()))
