"""What every encoder does with its model: rows to unit vectors, files to a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from newsloom.errors import ConfigError

Model = TypeVar("Model")

PIECE = 1 << 20
"""Bytes of a file read at once."""


def to_unit_vectors(rows: ArrayLike) -> list[bytes]:
    """Return each of the rows (n x d) as a unit vector, little-endian float16.

    b"" for a row of zeros: the model knows no word of that text.
    """
    values = np.asarray(rows, np.float32)
    sizes = np.linalg.norm(values, axis=1, keepdims=True)
    units = (values / np.where(sizes > 0, sizes, 1)).astype("<f2")
    return [unit.tobytes() if size else b"" for unit, size in zip(units, sizes[:, 0], strict=True)]


def printable(texts: Sequence[str]) -> list[str]:
    """Return texts that any tokenizer takes: half a surrogate pair becomes a question mark."""
    return [text.encode("utf-8", "replace").decode() for text in texts]


def model_name(kind: str, folder: Path, files: Iterable[Path]) -> str:
    """Return "kind:folder's name@digest": other bytes in a file are another model.

    Raises:
        ConfigError: a file cannot be read.
    """
    digest = blake2b(digest_size=6)
    for path in sorted(files):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(file_digest(path))
    return f"{kind}:{folder.resolve().name}@{digest.hexdigest()}"


def file_digest(path: Path) -> bytes:
    """Return blake2b of a file's bytes, 16 of them."""
    digest = blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError as exc:
        message = f"cannot be read: {exc.strerror}; check the file and its rights"
        raise ConfigError(str(path), message) from exc
    return digest.digest()


def wanted(folder: Path, *names: str) -> Path:
    """Return the first of ``names`` that is a file in ``folder``.

    Raises:
        ConfigError: none of them is there.
    """
    for name in names:
        if (folder / name).is_file():
            return folder / name
    message = f"has no {names[0]}; point matching.embedder at the folder of a whole model"
    raise ConfigError(str(folder), message)


def loaded(folder: Path, load: Callable[[], Model]) -> Model:
    """Return what ``load`` makes of the files in ``folder``.

    Raises:
        ConfigError: they are no model of this kind, or a broken one.
    """
    try:
        return load()
    except ConfigError:
        raise
    # The packages raise anything on a broken file, even bare Exception.
    except Exception as exc:
        reason = " ".join(str(exc).split()) or type(exc).__name__
        message = f"holds no model that can be used ({reason}); see docs/embedders.md"
        raise ConfigError(str(folder), message) from exc
