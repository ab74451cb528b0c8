"""Bytes of a section page -> the articles it links to, with what stands beside each link.

Which links lead to articles is decided by `linkshape`; nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from newsloom.collect.linkshape import Link, article_links, labels_of, may_be_article
from newsloom.collect.pagetree import PageTree, line_of, parse_page, text_of
from newsloom.model import Item, Listing, Picture
from newsloom.text.dates import parse_date
from newsloom.text.urls import canonical_url

_MOST_LINKS = 5000
"""Links of a page that are looked at; the longest front page met had 1,300."""
_LONGEST_TITLE = 300
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTS = frozenset({"article", "main", "section", "li"})
"""Elements whose header and footer belong to them and not to the page."""
_WHOLE = frozenset({"html", "body", "main"})
"""Elements that are no card, however few articles they lead to."""
_CONTENT = _WHOLE | {"article", "a"}
"""Elements that are never navigation, whatever their class says."""
_NAVIGATION_ROLES = frozenset({"navigation", "menu", "menubar", "contentinfo", "search"})
_NAVIGATION_CLASS = re.compile(
    r"(?:.*[-_])?(?:nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|tags|taglist|tag-list|"
    r"byline|authors?)\Z|(?:(?:site|page|main|global)[-_])?footer\Z"
)
_CONDITION = re.compile(r"(?:has|with|no|is|show|hide|open)[-_]")
_PICTURE_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")


def find_links(body: bytes, url: str, content_type: str = "") -> Listing:
    """Return the articles a section page links to, each address once, in order of the page.

    A card is the largest part of the page that leads to one article and no other. The title is
    the heading in or around the link, else the longest text that links there, else the heading of
    the card ("Read more" is no title); a link without any is left out. The date is the card's
    first ``<time>``, the pictures are those inside the link. Links in navigation, page headers and
    footers, and bylines do not count.
    """
    page = parse_page(body, url, content_type)
    own = canonical_url(url) or url
    anchors = [anchor for anchor in _anchors(page) if anchor.web_url != own]
    labels = labels_of(anchor.link for anchor in anchors)
    cards = _cards(
        page, anchors, {a.web_url for a in anchors if may_be_article(a.link, url, labels)}
    )
    by_address: dict[str, list[_Anchor]] = {}
    for anchor in anchors:
        by_address.setdefault(anchor.web_url, []).append(anchor)
    links = [
        _titled(web_url, [anchor.link for anchor in found], cards.get(web_url), labels)
        for web_url, found in by_address.items()
    ]
    items = (
        Item(
            web_url=link.web_url,
            raw_url=urljoin(page.base, by_address[link.web_url][0].printed),
            source_url=url,
            title=link.text,
            published_at=cards[link.web_url].published_at if link.web_url in cards else None,
            pictures=tuple(_pictures(by_address[link.web_url], page.base)),
        )
        for link in article_links(links, url)
        if link.text
    )
    return Listing(url, page.title, tuple(items), has_dates=False)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """One link as it stands on the page."""

    element: HtmlElement
    printed: str
    link: Link

    @property
    def web_url(self) -> str:
        return self.link.web_url


@dataclass(slots=True)
class _Card:
    """What has been seen of an element and all below it."""

    web_urls: set[str] = field(default_factory=set)
    heading: str = ""
    published_at: datetime | None = None

    def take(self, below: _Card) -> None:
        """Add what stands in an element below."""
        # Two are as many as a thousand, and cost less to carry upwards.
        self.web_urls.update(list(below.web_urls)[:2])
        self.heading = self.heading or below.heading
        self.published_at = self.published_at or below.published_at


def _anchors(page: PageTree) -> Iterator[_Anchor]:
    """The links outside of navigation that lead somewhere."""
    left = _MOST_LINKS
    closed: HtmlElement | None = None
    for event, element in etree.iterwalk(page.root, events=("start", "end")):
        if event == "end":
            closed = None if element is closed else closed
        elif closed is None and _is_navigation(element):
            closed = element
        elif closed is None and element.tag == "a" and left:
            left -= 1
            printed = element.get("href") or ""
            web_url = canonical_url(printed, page.base)
            if web_url:
                yield _Anchor(element, printed, _link(element, web_url))


def _link(element: HtmlElement, web_url: str) -> Link:
    """A link and its text: that of a heading inside, else all of it."""
    for below in element.iterdescendants(*_HEADINGS):
        if text := text_of(below):
            return Link(web_url, text, in_heading=True)
    text = text_of(element) or line_of(element.get("title") or element.get("aria-label") or "")
    return Link(web_url, text, any(above.tag in _HEADINGS for above in element.iterancestors()))


def _is_navigation(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in _CONTENT:
        return False
    if tag == "nav" or (element.get("role") or "").lower() in _NAVIGATION_ROLES:
        return True
    if tag in ("header", "footer") and not any(a.tag in _PARTS for a in element.iterancestors()):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return any(_NAVIGATION_CLASS.match(name) and not _CONDITION.match(name) for name in names)


def _titled(
    web_url: str, links: Sequence[Link], card: _Card | None, labels: frozenset[str]
) -> Link:
    """An address with the best of the texts that tell of it."""
    told = [link for link in links if link.text and link.text not in labels]
    if told:
        best = max(told, key=lambda link: (link.in_heading, len(link.text)))
        return Link(web_url, best.text[:_LONGEST_TITLE], best.in_heading)
    heading = card.heading if card else ""
    return Link(web_url, heading[:_LONGEST_TITLE], bool(heading))


def _cards(page: PageTree, anchors: Sequence[_Anchor], web_urls: Set[str]) -> Mapping[str, _Card]:
    """The card of each of the addresses; links to others may stand on it too."""
    leading = {a.element: a.web_url for a in anchors if a.web_url in web_urls}
    found: dict[str, _Card] = {}
    path = [_Card()]
    for event, element in etree.iterwalk(page.root, events=("start", "end")):
        if event == "start":
            path.append(_Card())
            continue
        card = path.pop()
        if element in leading:
            card.web_urls.add(leading[element])
        elif element.tag in _HEADINGS and not card.heading:
            card.heading = text_of(element)
        elif element.tag == "time" and card.published_at is None:
            card.published_at = parse_date(element.get("datetime") or text_of(element))
        if len(card.web_urls) == 1 and element.tag not in _WHOLE:
            found[next(iter(card.web_urls))] = card
        path[-1].take(card)
    return found


def _pictures(anchors: Sequence[_Anchor], base: str) -> Iterator[Picture]:
    """The pictures inside some links, each once."""
    seen = set[str]()
    for image in (image for anchor in anchors for image in anchor.element.iterdescendants("img")):
        printed = (image.get(name) or "" for name in _PICTURE_SOURCES)
        absolute = next((u for one in printed if one and (u := canonical_url(one, base))), "")
        if absolute and absolute not in seen:
            seen.add(absolute)
            yield Picture(absolute, alt=line_of(image.get("alt") or ""), origin="webpage")
