"""Path and query of an address -> the parts of them that say which article is meant.

The names are in ``data/tracking.toml``: what says where a reader came from, what names a session,
what only asks for the AMP form of a page, and the last parts of a path that name their folder.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from typing import NamedTuple

from newsloom.data import read_text
from newsloom.text.hosttable import ANY_HOST, HostTable

_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_SPELLINGS = {
    f"{byte:02x}": chr(byte) if re.match(r"[A-Za-z0-9._~-]", chr(byte)) else f"%{byte:02X}"
    for byte in range(256)
}
_SHORTEST_PATTERN = 10


class _Row(NamedTuple):
    """One row of the table; a name may end in ``*`` for any ending."""

    parameters: tuple[str, ...]
    pairs: tuple[str, ...]
    kept: tuple[str, ...] = ()


class _Names(NamedTuple):
    """Names of which some end in ``*`` for any ending, ready to be asked."""

    exact: frozenset[str]
    beginnings: tuple[str, ...]

    def has(self, name: str) -> bool:
        return name in self.exact or name.startswith(self.beginnings)


class _Marks(NamedTuple):
    """What says nothing about the article on one host."""

    names: _Names
    pairs: _Names
    kept: frozenset[str]

    def has(self, part: str) -> bool:
        """True when a part of a query (``name=value``, lower case) may go."""
        name = part.partition("=")[0]
        if name in self.kept:
            return False
        if self.names.has(name) or self.pairs.has(part):
            return True
        return len(part) >= _SHORTEST_PATTERN and bool(_patterns().fullmatch(part))


def clean_query(query: str, host: str) -> str:
    """Return a query without what tracks, names a session or asks for AMP; the rest in its order.

    ``query`` is without its question mark, ``host`` in lower case. Escapes come out in one
    spelling; ``&amp;`` and a second question mark before a tracking parameter count as ``&``.
    """
    if not query:
        return ""
    marks = marks_of(host)
    return "&".join(part for part in _parts(query, marks) if not marks.has(part.lower()))


def clean_path(path: str, has_query: bool) -> str:
    """Return a path without session parameters and index page, escapes in one spelling."""
    path = one_spelling(path)
    if ";" in path or "(" in path:
        path = _session_in_path().sub("", path)
    folder, _, last = path.rpartition("/")
    pages, scripts = _index_pages()
    name = last.lower()
    if name in pages or (name in scripts and not has_query):
        return f"{folder}/"
    return path or "/"


def one_spelling(text: str) -> str:
    """Return text with the escapes of unreserved characters undone, the others in capitals."""
    return _ESCAPE.sub(_spelled, text) if "%" in text else text


@lru_cache(maxsize=4096)
def marks_of(host: str) -> _Marks:
    """Return what says nothing about the article in the queries of one host."""
    return _united(_places().rows_of(host))


@cache
def _united(rows: tuple[_Row, ...]) -> _Marks:
    """The rows of a host as one; nearly all hosts share the general row."""
    return _Marks(
        _names([name for row in rows for name in row.parameters]),
        _names([pair for row in rows for pair in row.pairs]),
        frozenset(name for row in rows for name in row.kept),
    )


def _spelled(match: re.Match[str]) -> str:
    return _SPELLINGS[match[1].lower()]


def _parts(query: str, marks: _Marks) -> list[str]:
    """The parts of a query in one spelling, without those that are empty."""
    while "&amp;" in query:
        query = query.replace("&amp;", "&")
    query = one_spelling(query)
    if "?" in query:
        query = _one_question(query, marks)
    parts = (part.removeprefix("amp;") for part in query.split("&"))
    return [part for part in parts if part]


def _one_question(query: str, marks: _Marks) -> str:
    """``p=1?utm_source=x``: a link that was tagged as if it had no query yet."""
    first, *others = query.split("?")
    return first + "".join(
        f"&{other}" if marks.has(other.partition("&")[0].lower()) else f"?{other}"
        for other in others
    )


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads(read_text("tracking.toml"))["anywhere"]
    return table


@cache
def _places() -> HostTable[_Row]:
    table = _table()
    general = _Row(
        (*table["parameters"], *table["sessions"]), (*table["amp_pairs"], *table["pairs"])
    )
    local = tomllib.loads(read_text("tracking.toml"))["on"]
    return HostTable([([ANY_HOST], general), *((row["domains"], _row(row)) for row in local)])


def _row(row: dict[str, list[str]]) -> _Row:
    return _Row(*(tuple(row.get(key, ())) for key in _Row._fields))


def _names(listed: list[str]) -> _Names:
    return _Names(
        frozenset(name for name in listed if not name.endswith("*")),
        tuple(sorted({name[:-1] for name in listed if name.endswith("*")})),
    )


@cache
def _index_pages() -> tuple[frozenset[str], frozenset[str]]:
    """Last parts of paths that name their folder: always, and without a query."""
    return frozenset(_table()["index_pages"]), frozenset(_table()["index_scripts"])


@cache
def _session_in_path() -> re.Pattern[str]:
    return re.compile("|".join(_table()["session_paths"]), re.IGNORECASE)


@cache
def _patterns() -> re.Pattern[str]:
    return re.compile("|".join(_table()["patterns"]))
