"""Address of a redirector, cache, proxy or aggregator -> the publisher's address. Asks nobody.

The table is ``data/wrappers.toml``. Only what an address, or an item's own text, already says is
read; where only the service knows the target (short links, newer Google News ids), the address
stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from newsloom.data import read_text
from newsloom.text.hosttable import HostTable
from newsloom.text.urls import canonical_url, is_front_page, parts_of, registered_domain
from newsloom.text.wrapper_codes import CODES

_DEEPEST = 5
_LONGEST_URL = 8000
_SCHEME = re.compile(r"(https?):/*", re.IGNORECASE)
_ESCAPED_SCHEME = re.compile(r"https?:?%", re.IGNORECASE)
_ESCAPED_QUESTION = re.compile(r"%3F", re.IGNORECASE)
_MOST_ESCAPES = 3
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|\Z)")
_ANCHOR = re.compile(r"<a\s([^>]{0,2000})>(.{0,300}?)</a\s*>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BEFORE = 200
_LONGEST_CONTENT = 20_000


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """Where a wrapper leads."""

    url: str
    """Canonical address of the target."""
    name: str
    """Name of the wrapper, for people: ``Google News``."""


class _Place(NamedTuple):
    """An address taken apart."""

    host: str
    path: str
    query: str


class _Wrapper(NamedTuple):
    """A row of the table: the address holds the target."""

    name: str
    path: re.Pattern[str]
    parameters: tuple[str, ...]
    tail: re.Pattern[str] | None
    is_whole: bool
    code: str


class _Discussion(NamedTuple):
    """A row of the table: the item's text links the target."""

    name: str
    path: re.Pattern[str]
    link: re.Pattern[str]
    before: re.Pattern[str]
    own: frozenset[str]


class _Anchor(NamedTuple):
    """A link in an item's text."""

    href: str
    text: str
    before: str


class _Table(NamedTuple):
    """``data/wrappers.toml``, ready to be asked."""

    wrappers: HostTable[_Wrapper]
    discussions: HostTable[_Discussion]


def unwrap(url: str, content: str = "") -> Unwrapped | None:
    """Return the publisher's address behind a wrapper's, or None when the address is no wrapper's.

    ``content`` is the item's text as HTML: aggregators (reddit, Techmeme, Hacker News) link the
    article there. Wrappers in wrappers are opened, at most five, and the outermost gives its name.
    A target that is no http(s) address, a front page or the wrapper itself leaves the address as
    it is. ``unwrap(unwrap(x).url)`` is None.
    """
    found = _held(url) or (_linked(url, content) if content else None)
    if found is None:
        return None
    target = found.url
    for _ in range(_DEEPEST):
        inner = _held(target)
        if inner is None:
            return Unwrapped(target, found.name)
        target = inner.url
    return None


def _held(url: str) -> Unwrapped | None:
    """The target that an address itself holds."""
    place = _place(url)
    if place is None:
        return None
    for wrapper in _wrappers_of(place.host):
        tail = wrapper.tail
        printed = _tail(wrapper, tail, place) if tail else _parameter(wrapper, place)
        target = _address(printed) if printed else None
        if target and target != canonical_url(url):
            return Unwrapped(target, wrapper.name)
    return None


def _linked(url: str, content: str) -> Unwrapped | None:
    """The target that the item's text links."""
    place = _place(url)
    if place is None:
        return None
    for rule in _discussions_of(place.host):
        if not rule.path.fullmatch(place.path):
            continue
        own = {registered_domain(url), *rule.own}
        for anchor in _anchors(content):
            target = canonical_url(anchor.href, url) if _fits(rule, anchor) else None
            if target and registered_domain(target) not in own and not is_front_page(target):
                return Unwrapped(target, rule.name)
    return None


def _place(url: str) -> _Place | None:
    if len(url) > _LONGEST_URL:
        return None
    parts = parts_of(url.replace("&amp;", "&"))
    return None if parts is None else _Place(*parts)


def _parameter(wrapper: _Wrapper, place: _Place) -> str:
    """The first of the wrapper's parameters that says something, decoded."""
    if not place.query or not wrapper.path.fullmatch(place.path):
        return ""
    given = dict[str, str]()
    for part in place.query.split("&"):
        name, _, value = part.partition("=")
        if value:
            given.setdefault(name.lower(), value)
    value = next((given[name] for name in wrapper.parameters if name in given), "")
    return CODES[wrapper.code](unquote(value)) if wrapper.code else unquote(value)


def _tail(wrapper: _Wrapper, tail: re.Pattern[str], place: _Place) -> str:
    """The part of path and query that is the target, with a scheme."""
    text = f"{place.path}?{place.query}" if place.query else place.path
    match = tail.fullmatch(place.host + text if wrapper.is_whole else text)
    if match is None:
        return ""
    printed = CODES[wrapper.code](match["target"]) if wrapper.code else match["target"]
    if not _HOST.match(printed):
        return printed
    named = match.groupdict()
    if "secure" not in named:
        return f"https://{printed}"
    # AMP viewers keep the target's question mark as one character of the path.
    path, question, query = printed, "", ""
    if "?" not in printed and (found := _ESCAPED_QUESTION.search(printed)):
        path, question, query = printed[: found.start()], "?", unquote(printed[found.end() :])
    return f"{'https' if named['secure'] else 'http'}://{path}{question}{query}"


def _address(printed: str) -> str | None:
    """The canonical address of a target as a wrapper writes it, or None."""
    for _ in range(_MOST_ESCAPES):
        if not _ESCAPED_SCHEME.match(printed):
            break
        printed = unquote(printed)
    # Paths lose one of two slashes on their way through servers.
    found = canonical_url(_SCHEME.sub(r"\1://", printed, count=1))
    return None if found is None or is_front_page(found) else found


def _fits(rule: _Discussion, anchor: _Anchor) -> bool:
    return bool(rule.link.fullmatch(anchor.text) and rule.before.search(anchor.before))


def _anchors(content: str) -> Iterator[_Anchor]:
    text = content[:_LONGEST_CONTENT]
    for match in _ANCHOR.finditer(text):
        href = _HREF.search(match[1])
        if href is not None:
            printed = href[1] or href[2] or href[3] or ""
            words = " ".join(unescape(_TAG.sub("", match[2])).split())
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            yield _Anchor(unescape(printed), words, before)


@lru_cache(maxsize=4096)
def _wrappers_of(host: str) -> tuple[_Wrapper, ...]:
    return _table().wrappers.rows_of(host)


@lru_cache(maxsize=256)
def _discussions_of(host: str) -> tuple[_Discussion, ...]:
    return _table().discussions.rows_of(host)


@cache
def _table() -> _Table:
    table = tomllib.loads(read_text("wrappers.toml"))
    return _Table(
        HostTable([(row["hosts"], _wrapper(row)) for row in table["wrapper"]]),
        HostTable([(row["hosts"], _discussion(row)) for row in table["discussion"]]),
    )


def _wrapper(row: dict[str, str]) -> _Wrapper:
    tail = row.get("tail")
    return _Wrapper(
        row["name"],
        _pattern(row.get("path", ".*")),
        tuple(name.lower() for name in row.get("parameters", ())),
        None if tail is None else _pattern(tail),
        tail is not None and not tail.startswith("/"),
        row.get("code", ""),
    )


def _discussion(row: dict[str, str]) -> _Discussion:
    return _Discussion(
        row["name"],
        _pattern(row.get("path", ".*")),
        _pattern(row.get("link", ".*")),
        _pattern(f"(?:{row.get('before', '')})\\Z"),
        frozenset(row.get("own", ())),
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.DOTALL)
