"""Files of a newsroom, read and rewritten as a whole: newsloom.toml, taxonomy, providers.toml.

A file is written beside its place and renamed, so that nobody reads half of it; the one before is
kept as ``NAME.bak``. What may stand in it is for whoever calls.
"""

from __future__ import annotations

import os
import shutil
from hashlib import blake2b
from pathlib import Path

from newsloom.errors import ConfigError

KEPT = ".bak"
"""Behind the name of the file as it was before the last change."""


def read_text_of(path: Path) -> str:
    """Return the text of a file, line ends as they are; "" when there is none.

    Raises:
        ConfigError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except OSError as exc:
        message = f"cannot be read: {exc.strerror}; check the file and its rights"
        raise ConfigError(str(path), message) from exc
    except UnicodeDecodeError as exc:
        line = exc.object[: exc.start].count(b"\n") + 1
        raise ConfigError(str(path), "is not UTF-8; save it as UTF-8", line) from exc


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file; what stood there is kept beside it.

    The file keeps its rights; behind a link, the file itself is replaced.

    Raises:
        ConfigError: it cannot be written; the file is as it was.
    """
    path = path.resolve()
    beside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(beside, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
            keep(path)
        os.replace(beside, path)
    except OSError as exc:
        message = f"cannot be written: {exc.strerror}; check its folder and its rights"
        raise ConfigError(str(path), message) from exc


def keep(path: Path) -> None:
    """Keep a file as it is under its name with ``.bak``."""
    kept = path.with_name(f"{path.name}{KEPT}")
    beside = path.with_name(f"{path.name}{KEPT}.new")
    beside.write_bytes(path.read_bytes())
    os.replace(beside, kept)


def remove_file(path: Path) -> None:
    """Take a file away; it is kept under its name with ``.bak``.

    Raises:
        ConfigError: it cannot be.
    """
    try:
        os.replace(path, path.with_name(f"{path.name}{KEPT}"))
    except OSError as exc:
        message = f"cannot be taken away: {exc.strerror}; check its folder and its rights"
        raise ConfigError(str(path), message) from exc


def digest_of_text(text: str) -> str:
    """Return a short digest of some lines: another one = somebody has changed them."""
    return blake2b(text.encode(), digest_size=8).hexdigest()
