"""RawEntry -> Item: addresses resolved, wrappers opened, texts plain, HTML safe. Reads no XML."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsloom.collect.feed_fields import distinct
from newsloom.collect.feed_text import language_code, person_name, plain_line
from newsloom.collect.rawfeed import RawEntry
from newsloom.model import Item, Picture, Provider
from newsloom.text.markup import clean_html
from newsloom.text.urls import canonical_url, registered_domain
from newsloom.text.wrappers import unwrap

_LONGEST_SUMMARY = 1000
_FULL_TEXT_CHARACTERS = 1200
_OPENING = 2400
"""Characters of HTML that mostly hold more than a summary."""
_TAG = re.compile(r"<[^<>]*>")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_COUNTER = "FeedBurner"
"""Name of the service whose links print the publisher's own beside them."""


class _Place(NamedTuple):
    """Where an entry's article is."""

    web_url: str
    raw_url: str
    wrapper: str = ""


def make_item(entry: RawEntry, url: str, language: str = "") -> Item | None:
    """Return the item of an entry, None when it has no address that can be used.

    ``url`` is the feed's address; ``language`` counts where the entry names none.
    """
    base = entry.base or url
    place = _place(entry, base)
    if place is None:
        return None
    is_full = not entry.content and _is_full(entry.summary)
    content, summary = (entry.summary, "") if is_full else (entry.content, entry.summary)
    return Item(
        web_url=place.web_url,
        raw_url=place.raw_url,
        source_url=url,
        title=entry.title,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        summary=_opening(summary),
        body_html=_safe(content, entry.content_base or base),
        authors=distinct(map(person_name, entry.authors)),
        language=language_code(entry.language or language),
        provider=_provider(entry),
        pictures=_pictures(entry.pictures, base),
        keywords=distinct(map(plain_line, entry.keywords)),
        wrapper=place.wrapper,
    )


def _place(entry: RawEntry, base: str) -> _Place | None:
    """Where the article is: at the link, else at an id that is an address."""
    own = canonical_url(entry.original, base) if entry.original else None
    guid = entry.guid if _WEB.match(entry.guid) else ""
    for printed in (entry.link, guid, entry.original):
        web_url = canonical_url(printed, base) if printed else None
        if web_url is None:
            continue
        raw_url = printed if _WEB.match(printed) else web_url
        if own and own != web_url:
            return _Place(own, raw_url, _COUNTER)
        target = unwrap(raw_url, entry.content or entry.summary)
        return _Place(target.url, raw_url, target.name) if target else _Place(web_url, raw_url)
    return None


def _is_full(html: str) -> bool:
    """Whether a description is the article itself, by the length of its text."""
    return any(
        len(_TAG.sub("", html[:size])) >= _FULL_TEXT_CHARACTERS
        for size in (_OPENING, len(html))
        if len(html) >= _FULL_TEXT_CHARACTERS
    )


def _opening(html: str) -> str:
    """The first characters of HTML's text on one line, cut after a word."""
    size = _OPENING
    while size < len(html):
        head = html[:size]
        last = head.rfind("<")
        opening = plain_line(head[:last] if last > head.rfind(">") else head)
        if len(opening) > _LONGEST_SUMMARY:
            return _cut(opening)
        size *= 4
    return _cut(plain_line(html))


def _cut(line: str) -> str:
    if len(line) <= _LONGEST_SUMMARY:
        return line
    return f"{line[:_LONGEST_SUMMARY].rpartition(' ')[0]}…"


def _safe(html: str, base: str) -> str:
    return clean_html(html, base).strip() if html else ""


def _provider(entry: RawEntry) -> Provider | None:
    domain = registered_domain(entry.publisher_url) if entry.publisher_url else ""
    name = plain_line(entry.publisher)
    return Provider(name, domain) if name and domain else None


def _pictures(pictures: tuple[Picture, ...], base: str) -> tuple[Picture, ...]:
    found: list[Picture] = []
    for picture in pictures:
        # Their queries choose size and crop, so only the spelling is made absolute.
        absolute = canonical_url(picture.url, base)
        if absolute:
            found.append(Picture(absolute, picture.width, picture.height, origin="feed"))
    return tuple(found)
