"""How an input ends: passed on, dropped under a code, or put off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Dropped:
    """An ordinary end of an input's way; ``code`` is one of pipeline.DROP_CODES."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now: the row may be tried again after ``until``."""

    until: datetime
    detail: str = ""
    code: str = ""
    """Why, where it matters later: ``unchanged``, ``busy`` (the server asks for a pause)."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A stored drop or deferral: which row ended which input, and how."""

    stage: str
    key: str
    code: str
    """A drop code, or ``deferred``."""
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the work list."""

    key: str
    tries: int
    """How often it was deferred in a row."""


@dataclass(frozen=True, slots=True)
class StageCount:
    """How one row of the pipeline ended: read == passed + dropped + deferred."""

    stage: str
    read: int = 0
    passed: int = 0
    dropped: int = 0
    deferred: int = 0
