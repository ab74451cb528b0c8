"""Bytes of a sitemap -> Listing. Loads nothing: the sitemaps an index names are only named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from lxml import etree

from newsloom.collect.decoding import decode_text, inflate
from newsloom.collect.xmltree import local_name, read_tree
from newsloom.errors import ParseError
from newsloom.model import Item, Listing, Picture, Provider, Source, SourceKind
from newsloom.text.dates import parse_date
from newsloom.text.markup import plain_text
from newsloom.text.urls import canonical_url, registered_domain

WINDOW = timedelta(days=30)
"""How long ago an address of a plain sitemap may have changed: what is older is an archive, and no
story it belongs to is open any more."""
MOST_ITEMS = 5000
"""Addresses taken from one plain sitemap; 50,000 are allowed in one."""
MOST_CHILDREN = 20
"""Sitemaps taken from one index. A site's present news is in one to three of them; the others are
its archive by month or by thousand, its pictures and its topics, and each costs a request at every
look. Twenty leave room for a site with a sitemap for each section."""

_MEDIA = ("image", "video")
_NEWS_NAME = re.compile(r"(?<![a-z])(?:google-?)?(?:news|latest|recent|aktuell|noticias)(?![a-z])")
_NO_ARTICLES_NAME = re.compile(
    r"(?<![a-z])(?:tags?|tax|taxonom(?:y|ies)|categor(?:y|ies)|topics?|authors?|users?|images?|"
    r"pictures?|videos?|galler(?:y|ies)|pages?|products?|static|misc)(?![a-z])"
)
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])(?!\d{3})")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")


def read_sitemap(body: bytes, url: str, at: datetime, parent: str = "") -> Listing:
    """Return what a sitemap lists; gzip is unpacked, a text with one address a line is read too.

    A news sitemap brings publication, language, date, title and keywords, and its items keep its
    order. Of a plain one only what changed (``lastmod``, else the day in the address) within
    `WINDOW` before ``at`` is listed, the newest first, at most `MOST_ITEMS`, with the change as
    ``updated_at``; where nothing at all is dated, the first `MOST_ITEMS` are. An index gives no
    items but ``children``: at most `MOST_CHILDREN`, those named as news first, then the newest;
    none that holds only topics, people or pictures, and none without a change within `WINDOW`.
    The notes say what was left out.

    Args:
        body: bytes as fetched.
        url: where they came from; resolves relative addresses.
        at: when, UTC.
        parent: the index that names this sitemap; "" = an editor does.

    Raises ParseError: code ``sitemap-index`` for an index that an index names, ``not-a-sitemap``
    when it is something else, ``empty``.
    """
    if not body.strip():
        raise ParseError(url, "is empty; check the source's address", code="empty")
    data = inflate(body)
    lines = _addresses(decode_text(data), url)
    if lines:
        entries = [_Entry(Item(loc, printed, url, "", None)) for loc, printed in lines]
        return replace(_recent(entries, url, at), has_dates=False)
    tree = read_tree(data)
    name = "" if tree.root is None else local_name(tree.root)
    if tree.root is None or name not in ("urlset", "sitemapindex"):
        raise ParseError(url, "is no sitemap; check the source's address", code="not-a-sitemap")
    if name == "sitemapindex":
        listing = _read_index(tree.root, url, at, parent)
    else:
        listing = _read_urls(tree.root, url, at)
    return replace(listing, notes=(*tree.notes, *listing.notes))


def is_news_name(url: str) -> bool:
    """Return whether a sitemap's address says that it holds news."""
    return bool(_NEWS_NAME.search(_name_of(url)))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One address of a sitemap."""

    item: Item
    is_news: bool = False

    @property
    def changed_at(self) -> datetime | None:
        return self.item.updated_at or self.item.published_at or _day_in(self.item.web_url)


def _read_urls(root: etree._Element, url: str, at: datetime) -> Listing:
    found = (_entry(element, url) for element in root if local_name(element) == "url")
    return _recent([entry for entry in found if entry is not None], url, at)


def _recent(entries: Sequence[_Entry], url: str, at: datetime) -> Listing:
    """The entries as a Listing: news all of it, of the others what is recent."""
    news = [entry.item for entry in entries if entry.is_news]
    plain = [entry for entry in entries if not entry.is_news]
    moments = [entry.changed_at for entry in plain]
    if news or any(moments):
        dated = [
            (moment, entry.item)
            for moment, entry in zip(moments, plain, strict=True)
            if moment is not None and moment >= at - WINDOW
        ]
        dated.sort(key=lambda pair: pair[0], reverse=True)
        kept = [item for _, item in dated]
    else:
        kept = [entry.item for entry in plain]
    items = (*news, *kept[:MOST_ITEMS])
    left = len(entries) - len(items)
    days = WINDOW.days
    note = (
        f"{left} of {len(entries)} addresses were left out: they have not changed within {days} "
        f"days, give no date, or come after the first {MOST_ITEMS}."
    )
    return Listing(url, "", items, notes=(note,) if left else ())


def _day_in(web_url: str) -> datetime | None:
    """The day that stands in an address, as its midnight."""
    match = _DAY.search(web_url)
    return parse_date("-".join(match.groups())) if match else None


def _addresses(text: str, url: str) -> list[tuple[str, str]]:
    """Canonical and printed addresses of a text that is one address a line, else none."""
    if not text.lstrip("\ufeff \t\r\n").startswith("http"):
        return []
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not all(line.startswith(("http://", "https://")) for line in lines):
        return []
    return [(loc, line) for line in lines if (loc := canonical_url(line, url))]


# --- an index ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Child:
    """One sitemap that an index names."""

    url: str
    changed_at: datetime | None

    @property
    def is_news(self) -> bool:
        return is_news_name(self.url)

    @property
    def is_of_articles(self) -> bool:
        return self.is_news or not _NO_ARTICLES_NAME.search(_name_of(self.url))

    @property
    def month(self) -> tuple[int, int] | None:
        """Year and month in its name."""
        match = _MONTH.search(_name_of(self.url))
        return (int(match[1]), int(match[2])) if match else None

    def is_current(self, at: datetime) -> bool:
        """Whether something in it can have changed within `WINDOW`, as far as it is told."""
        since = at - WINDOW
        if self.changed_at is not None:
            return self.changed_at >= since
        if self.month is not None:
            return self.month >= (since.year, since.month)
        year = _YEAR.search(_name_of(self.url))
        return year is None or int(year[1]) >= since.year

    def order(self, at: datetime) -> tuple[bool, bool, float]:
        """What sorts children: news, then those named after this month, then the newest."""
        is_of_now = self.month == (at.year, at.month)
        return not self.is_news, not is_of_now, -(self.changed_at or _NEVER).timestamp()


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def _read_index(root: etree._Element, url: str, at: datetime, parent: str) -> Listing:
    if parent:
        message = f"is an index inside an index ({parent}); add the sitemaps it names instead"
        raise ParseError(url, message, code="sitemap-index")
    named: dict[str, _Child] = {}
    for element in root:
        fields = _fields(element) if local_name(element) == "sitemap" else {}
        loc = canonical_url(fields.get("loc", ""), url)
        if loc and loc != url:
            named.setdefault(loc, _Child(loc, parse_date(fields.get("lastmod", ""))))
    useful = [child for child in named.values() if child.is_of_articles and child.is_current(at)]
    taken = sorted(useful, key=lambda child: child.order(at))[:MOST_CHILDREN]
    left = len(named) - len(taken)
    note = (
        f"{left} of {len(named)} sitemaps were left out: they hold topics, people or pictures, "
        f"have not changed within {WINDOW.days} days, or come after the first {MOST_CHILDREN}."
    )
    children = tuple(Source(child.url, SourceKind.SITEMAP, parent=url) for child in taken)
    return Listing(url, "", (), children=children, notes=(note,) if left else ())


def _name_of(url: str) -> str:
    """Path and query of an address, in lower case: hosts are named after news, too."""
    return url.lower().partition("://")[2].partition("/")[2]


# --- an entry ------------------------------------------------------------------------------------


def _entry(element: etree._Element, url: str) -> _Entry | None:
    fields = _fields(element)
    web_url = canonical_url(fields.get("loc", ""), url)
    if web_url is None:
        return None
    title = " ".join(plain_text(fields.get("title", "")).split())
    publisher = fields.get("name", "")
    keywords = (word.strip() for word in fields.get("keywords", "").split(","))
    item = Item(
        web_url=web_url,
        raw_url=fields["loc"],
        source_url=url,
        title=title,
        published_at=parse_date(fields.get("publication_date", "")),
        updated_at=parse_date(fields.get("lastmod", "")),
        language=fields.get("language", "").replace("_", "-").partition("-")[0].lower(),
        provider=Provider(publisher, registered_domain(web_url)) if publisher else None,
        pictures=_pictures(element, url),
        keywords=tuple(dict.fromkeys(word for word in keywords if word)),
    )
    return _Entry(item, is_news=bool(title or publisher or item.published_at))


def _fields(element: etree._Element) -> dict[str, str]:
    """First text of each element below, by local name; pictures have fields of their own."""
    found: dict[str, str] = {}
    for child in element:
        if local_name(child) not in _MEDIA:
            for below in child.iter():
                text = (below.text or "").strip()
                if text:
                    found.setdefault(local_name(below), text)
    return found


def _pictures(element: etree._Element, url: str) -> tuple[Picture, ...]:
    printed = (
        (loc.text or "").strip()
        for child in element
        if local_name(child) in _MEDIA
        for loc in child.iter("{*}loc")
    )
    return tuple(
        Picture(absolute, origin="sitemap")
        for loc in printed
        if (absolute := canonical_url(loc, url))
    )
