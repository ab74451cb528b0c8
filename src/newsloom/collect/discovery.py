"""Answers from a site -> its sources, the best first, with the reason for each place.

Which addresses to ask is said by `places`; asking is the business of the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from newsloom.collect.linkshape import common_shape
from newsloom.collect.listing import list_items
from newsloom.collect.pagehead import page_links
from newsloom.collect.places import Place
from newsloom.collect.rootname import SITEMAP_ROOTS, root_name
from newsloom.model import Item, Listing, Snapshot, Source, SourceKind
from newsloom.text.markup import plain_text
from newsloom.text.urls import canonical_url, host_of

STALE = timedelta(days=60)
"""Age of the newest item from which on a source is taken for abandoned."""
FULL_TEXT_CHARACTERS = 1000
"""Characters of an item's own text from which on it is the article and not its summary."""

_FORMS = {
    "rss": "RSS", "channel": "RSS", "rdf": "RDF", "feed": "Atom", "json": "JSON Feed",
    "urlset": "sitemap", "sitemapindex": "sitemap index",
}  # fmt: skip
_NEWS_SITEMAP, _INDEX, _PAGE = "news sitemap", "sitemap index", "web page"
_ORDER = ("RSS", "RDF", "Atom", "JSON Feed", _NEWS_SITEMAP, _INDEX, "sitemap", _PAGE)
_FEEDS = frozenset(_ORDER[:4])
_COMMENTS = re.compile(
    r"(?<![a-z])(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|replies)"
    r"(?![a-z])"
)
_FEED_NAME = re.compile(
    r"(?:feeds?|rss\d?|atom\d?|rdf|json|index|posts|default|all|alt|full|main|latest|news|blog|home|xml|"
    r"\.rss)(?:\.(?:xml|rss|atom|rdf|json|php))?\Z"
)
_ITEMS_WEIGHED = 100
"""Items whose text is measured."""
_MOST_OVERLAP = 30
"""Items of a long feed that a page can be expected to show."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source that has been read, and what it offers."""

    source: Source
    form: str
    """``RSS``, ``RDF``, ``Atom``, ``JSON Feed``, ``news sitemap``, ``sitemap index``, ``sitemap``
    or ``web page``."""
    why: str
    """What led there: see `Place`."""
    web_urls: tuple[str, ...]
    """What it lists, in its order."""
    children: tuple[str, ...] = ()
    """Sitemaps an index names and that are followed."""
    newest_at: datetime | None = None
    """Date of its newest item; None = none is dated."""
    full_text: float = 0.0
    """Share of its items with full text, 0 to 1."""
    on_page: int = 0
    """How many of its items the page links to that was asked about."""
    reason: str = ""
    """One sentence on its place."""

    @property
    def items(self) -> int:
        """How many items it lists."""
        return len(self.web_urls)


def kind_of(body: bytes) -> SourceKind | None:
    """Return what unpacked bytes are by their content; None = a page, which may have sources."""
    root = root_name(body)
    if root in SITEMAP_ROOTS or body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"http"):
        return SourceKind.SITEMAP
    return SourceKind.FEED if root in _FORMS else None


def read_candidate(snapshot: Snapshot, place: Place, linked: Set[str]) -> Candidate:
    """Return what an answer offers, its bytes unpacked.

    ``linked`` are the addresses that the page links to that was asked about. The address of the
    candidate is where the place has moved for good, if it has.

    Raises ParseError when it is no source.
    """
    listing = list_items(replace(snapshot, source=Source(place.url, place.kind)))
    form = _form(snapshot.body, place.kind, listing)
    kind = SourceKind.FEED if form in _FEEDS else SourceKind.SITEMAP
    url = canonical_url(snapshot.moved_to) or place.url
    title = " ".join((listing.title or place.title).split())
    web_urls = tuple(item.web_url for item in listing.items)
    return Candidate(
        source=Source(url, SourceKind.WEBPAGE if form == _PAGE else kind, title),
        form=form,
        why=place.why,
        web_urls=web_urls,
        children=tuple(child.url for child in listing.children),
        newest_at=_newest(listing.items, snapshot.fetched_at),
        full_text=_full_text(listing.items),
        on_page=sum(web_url in linked for web_url in web_urls[:_MOST_OVERLAP]),
    )


def linked_addresses(snapshot: Snapshot) -> frozenset[str]:
    """Return every address a page links to."""
    return page_links(snapshot.body, snapshot.final_url, snapshot.content_type)


def rank_candidates(
    candidates: Iterable[Candidate], url: str, at: datetime
) -> tuple[Candidate, ...]:
    """Return the candidates for a page, the best first, each with a sentence on its place.

    Comments and what lists nothing come last; what has news goes before what has no dates, and that
    before what is older than `STALE`. Then feeds go before news sitemaps, sitemaps and the page
    itself; those that list what the page links to before others; the page's own feed before that of
    the site and of other parts; full text before summaries; then the newer, the longer, and the
    first one found.

    Args:
        candidates: in the order they were found; of two with the same form and items the first
            counts.
        url: the page that was asked about.
        at: moment of the ranking, UTC.
    """
    found: dict[tuple[str, tuple[str, ...]] | str, Candidate] = {}
    for candidate in candidates:
        same = (candidate.form, candidate.web_urls) if candidate.items else candidate.source.url
        found.setdefault(same, candidate)
    ranked = sorted(found.values(), key=lambda one: _rank(one, url, at))
    return tuple(replace(one, reason=_reason(one, url, at)) for one in ranked)


def is_alive_feed(one: Candidate, at: datetime) -> bool:
    """Return whether a candidate is a feed of articles that has had something new of late."""
    return one.form in _FEEDS and _age(one, at) == 0 and not _is_comments(one)


def _rank(one: Candidate, url: str, at: datetime) -> tuple[float, ...]:
    newest = one.newest_at.timestamp() if one.newest_at else 0.0
    return (
        _is_comments(one),
        not one.items and not one.children,
        _age(one, at),
        0 if one.form in _FEEDS else _ORDER.index(one.form),
        _distance(one),
        _part(one, url) if one.form in _FEEDS else 0,
        one.full_text < 0.5,
        -(newest // 86_400),
        -one.items,
    )


def _age(one: Candidate, at: datetime) -> int:
    """0 = has news, 1 = nobody knows, 2 = abandoned."""
    if one.newest_at is not None and at - one.newest_at > STALE:
        return 2
    return 1 if one.newest_at is None or one.form == _PAGE else 0


def _distance(one: Candidate) -> int:
    """0 = lists mostly what the page links to, 1 = some of it, 2 = none."""
    share = one.on_page / min(max(one.items, 1), _MOST_OVERLAP)
    return 0 if share >= 0.5 else 1 if share > 0.1 else 2


def _is_comments(one: Candidate) -> bool:
    path = urlsplit(one.source.url).path.lower()
    return bool(_COMMENTS.search(path) or _COMMENTS.search(one.source.title.lower()))


def _part(one: Candidate, url: str) -> int:
    """0 = the feed of the page or its site, 1 = of more than the page, 2 = of another part."""
    page, feed = _names(url), _names(one.source.url)
    is_own = host_of(url).removeprefix("www.") == host_of(one.source.url).removeprefix("www.")
    if is_own and any(name not in page and not _FEED_NAME.fullmatch(name) for name in feed):
        return 2
    return 0 if page == feed[: len(page)] else 1


def _names(url: str) -> list[str]:
    """The parts of an address's path."""
    return [name for name in urlsplit(url).path.lower().split("/") if name]


def _reason(one: Candidate, url: str, at: datetime) -> str:
    if _is_comments(one):
        return "It lists comments, not articles."
    if one.form == _INDEX:
        return f"It names sitemaps, of which {len(one.children)} are followed."
    if not one.items:
        return "It lists nothing now."
    if _age(one, at) == 2:
        return f"It has had nothing new since {one.newest_at:%Y-%m-%d}."
    if one.form == _PAGE:
        shape = common_shape(one.web_urls)
        return f"The page itself: {one.items} links, most of them like {shape}."
    told = [f"A {one.form}" if one.form not in _FEEDS else _feed_words(one, url)]
    if one.on_page:
        told.append(f"{one.on_page} of its items are linked on the page")
    if one.form in _FEEDS:
        told.append(_text_words(one.full_text))
    return "; ".join(told) + "."


def _feed_words(one: Candidate, url: str) -> str:
    own = "The feed of the page" if _names(url) else "The feed of the site"
    return (own, "The feed of the whole site", "A feed of a part of the site")[_part(one, url)]


def _text_words(share: float) -> str:
    if share >= 0.9:
        return "with full text"
    return "with summaries only" if share < 0.1 else f"{share:.0%} of it with full text"


def _form(body: bytes, kind: SourceKind, listing: Listing) -> str:
    form = _FORMS.get(root_name(body), "sitemap" if kind is SourceKind.SITEMAP else _PAGE)
    is_news = any(item.title or item.published_at for item in listing.items)
    return _NEWS_SITEMAP if form == "sitemap" and is_news else form


def _newest(items: Iterable[Item], at: datetime) -> datetime | None:
    dates = (item.published_at or item.updated_at for item in items)
    return max((date for date in dates if date is not None and date <= at), default=None)


def _full_text(items: tuple[Item, ...]) -> float:
    weighed = items[:_ITEMS_WEIGHED]
    full = sum(len(plain_text(item.body_html)) >= FULL_TEXT_CHARACTERS for item in weighed)
    return full / len(weighed) if weighed else 0.0
