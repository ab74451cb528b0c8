"""Path and query of a mobile, AMP or print page -> what the plain page's could be.

Only shapes, from ``[variants]`` in ``data/tracking.toml``: whether such a page exists is not
known here.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import NamedTuple

from newsloom.data import read_text


class _Shapes(NamedTuple):
    """The table, ready to be asked."""

    labels: frozenset[str]
    paths: tuple[tuple[re.Pattern[str], str], ...]
    parts: frozenset[str]


def desktop_paths(path: str) -> tuple[str, ...]:
    """Return what a path could be on the plain page, the path itself last.

    Sites end their paths with a slash or without: what becomes of a cut ending is both.
    """
    found = [
        pattern.sub(instead, path, count=1)
        for pattern, instead in _shapes().paths
        if pattern.search(path)
    ]
    bare = [one.rstrip("/") for one in found if one.endswith("/") and one.strip("/")]
    return tuple(dict.fromkeys([*found, *bare, path]))


def desktop_queries(query: str) -> tuple[str, ...]:
    """Return a query without its wish for a mobile or print page, and the query itself last."""
    parts = _shapes().parts
    plain = "&".join(part for part in query.split("&") if part.lower() not in parts)
    return (plain,) if plain == query else (plain, query)


def mobile_labels() -> frozenset[str]:
    """Return the labels of a host that say mobile or AMP."""
    return _shapes().labels


@cache
def _shapes() -> _Shapes:
    table = tomllib.loads(read_text("tracking.toml"))["variants"]
    return _Shapes(
        frozenset(table["labels"]),
        tuple((re.compile(shape, re.IGNORECASE), instead) for shape, instead in table["paths"]),
        frozenset(table["parts"]),
    )
