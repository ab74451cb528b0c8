"""Bytes of a web page -> where it leads when it is no article but a door. Follows nothing.

Doors: pages that browsers leave by themselves (refresh, a script that sets the location), pages of
services that write the target in their own way, and pages that ask whether to leave the site. A
page with text enough to read is none of them. Tables: ``data/landing.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from lxml.html import HtmlElement

from newsloom.collect.doorscript import location_set_by
from newsloom.collect.pagetree import PageTree, parse_page
from newsloom.data import read_text
from newsloom.text.hosttable import HostTable
from newsloom.text.patterns import any_of
from newsloom.text.urls import canonical_url, is_front_page, parts_of, registered_domain
from newsloom.text.wrappers import unwrap

_MARKUP = re.compile(r"\s*(?:text/html|application/xhtml\+xml)?\s*(?:;|\Z)", re.IGNORECASE)
_LONGEST_PAGE = 2_000_000
_LONGEST_SCRIPT_PAGE = 32_000
_LONGEST_LEAVING_PAGE = 64_000
_HAS_REFRESH = re.compile(rb"<meta\b[^>]{0,300}?\brefresh\b", re.IGNORECASE)
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,4})(?:\.\d*)?\s*[;,\s]\s*(?>(?:url\s*=\s*)?)(?P<quote>['\"]?)(?P<target>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MOST_SECONDS = 5
_MOST_WORDS_REFRESHED = 250
_MOST_WORDS_SCRIPTED = 40
_MOST_WORDS_LEAVING = 120
_SCRIPT_TYPES = frozenset({"", "text/javascript", "application/javascript", "module"})
_UNREAD = frozenset({"script", "style", "noscript", "template", "title", "head", "svg"})


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a page leads on."""

    url: str
    """Canonical address."""
    name: str
    """Name of the door, for people: ``Apple News``, or its host."""


class _Door(NamedTuple):
    """A page of a service that writes the target in its own way."""

    name: str
    path: re.Pattern[str]
    pattern: re.Pattern[str]


def next_address(body: bytes, url: str, content_type: str = "") -> Landing | None:
    """Return where a page leads on that is no article itself, or None for every other page.

    ``url`` is where the bytes came from, ``content_type`` the HTTP header. A refresh counts up to
    5 seconds and 250 words of text, a script up to 40 words, a page that asks whether to leave up
    to 120 and with a single link to another site. Never the same page with another query, a front
    page, a login, a consent page or an app store; wrappers in the target are opened.
    """
    own = canonical_url(url)
    if own is None or not _MARKUP.match(content_type):
        return None
    body = body[:_LONGEST_PAGE]
    for name, printed in _ways(body, own, content_type):
        target = _target(printed, own)
        if target is not None:
            return Landing(target, name or _host(own).removeprefix("www."))
    return None


def _ways(body: bytes, own: str, content_type: str) -> Iterator[tuple[str, str]]:
    """Every (name, address as printed) that a page could lead to."""
    yield from _named(body, own)
    has_refresh = bool(_HAS_REFRESH.search(body))
    if not has_refresh and len(body) > _LONGEST_LEAVING_PAGE:
        return
    page = parse_page(body, own, content_type)
    words = _words(page)
    if has_refresh:
        yield from (("", printed) for printed in _refreshes(page, len(words)))
    if len(body) <= _LONGEST_SCRIPT_PAGE and len(words) <= _MOST_WORDS_SCRIPTED:
        yield "", location_set_by(_scripts(page))
    if len(body) <= _LONGEST_LEAVING_PAGE and len(words) <= _MOST_WORDS_LEAVING:
        yield "", _only_way_out(page, own, words)


def _named(body: bytes, own: str) -> Iterator[tuple[str, str]]:
    host, path, _ = parts_of(own) or ("", "", "")
    doors = [door for door in _doors().rows_of(host) if door.path.fullmatch(path)]
    text = body.decode("utf-8", "replace") if doors else ""
    for door in doors:
        if found := door.pattern.search(text):
            yield door.name, unescape(found["target"]).replace("\\/", "/")


def _refreshes(page: PageTree, words: int) -> Iterator[str]:
    """The addresses that the page asks browsers to load next, soon."""
    for meta in page.all(".//meta[@http-equiv]"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        is_for_few = any(parent.tag == "noscript" for parent in meta.iterancestors())
        found = _REFRESH.match(meta.get("content") or "")
        most = _MOST_WORDS_SCRIPTED if is_for_few else _MOST_WORDS_REFRESHED
        if found and int(found["seconds"]) <= _MOST_SECONDS and words <= most:
            yield found["target"].partition(found["quote"] or "\0")[0]


def _scripts(page: PageTree) -> list[str] | None:
    """The scripts of a page, None when some are of a kind that doors do not have."""
    elements = list(page.all(".//script"))
    if any((one.get("type") or "").strip().lower() not in _SCRIPT_TYPES for one in elements):
        return None
    onload = [body.get("onload") or "" for body in page.all(".//body")]
    return [text for text in (*(one.text or "" for one in elements), *onload) if text.strip()]


def _only_way_out(page: PageTree, own: str, words: list[str]) -> str:
    """The single link to another site on a page that asks whether to leave, "" when none is."""
    if not any_of(_phrases()).search(f"{page.title} {' '.join(words)}"):
        return ""
    here = registered_domain(own)
    found = (canonical_url(link.get("href") or "", page.base) for link in page.all(".//a[@href]"))
    outside = {one for one in found if one and registered_domain(one) != here}
    return outside.pop() if len(outside) == 1 else ""


def _words(page: PageTree) -> list[str]:
    """The words a reader sees, not many more than matter."""
    found: list[str] = []
    for text in _texts(page.root):
        found.extend(text.split())
        if len(found) > _MOST_WORDS_REFRESHED:
            break
    return found


def _texts(element: HtmlElement) -> Iterator[str]:
    """The texts inside an element, in order; nothing deeper than 255 elements is in a tree."""
    if element.tag in _UNREAD:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _target(printed: str, own: str) -> str | None:
    """The address a door leads to, None when it is none that a door leads to."""
    target = canonical_url(printed, own) if printed.strip() else None
    if target is None:
        return None
    inner = unwrap(target)
    target = inner.url if inner else target
    is_worth = not (is_front_page(target) or _is_same_page(target, own) or _is_gate(target, own))
    return target if is_worth else None


def _is_same_page(target: str, own: str) -> bool:
    """True when only the query differs: a page that wants a cookie or a script."""
    return target.partition("?")[0] == own.partition("?")[0]


def _is_gate(target: str, own: str) -> bool:
    """True for a page that asks for something and then leads back."""
    host, path, query = parts_of(target) or ("", "", "")
    back = own.partition("://")[2]
    return bool(
        _gates("hosts").fullmatch(host)
        or any(_gates("paths").fullmatch(part.partition(".")[0]) for part in path.split("/"))
        or back in unquote(unquote(query))
    )


def _host(url: str) -> str:
    return (parts_of(url) or ("", "", ""))[0]


@cache
def _doors() -> HostTable[_Door]:
    return HostTable(
        (
            row["hosts"],
            _Door(
                row["name"],
                re.compile(row.get("path", ".*")),
                re.compile(row["pattern"], re.IGNORECASE),
            ),
        )
        for row in tomllib.loads(read_text("landing.toml"))["door"]
    )


@cache
def _gates(kind: str) -> re.Pattern[str]:
    return any_of(tuple(tomllib.loads(read_text("landing.toml"))["gates"][kind]))


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(tomllib.loads(read_text("landing.toml"))["leaving"]["phrases"])
