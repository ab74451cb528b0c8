"""Bytes of a sitemap -> Listing. Loads nothing: the children of an index are only named."""

from __future__ import annotations

from lxml import etree

from newsloom.collect.feed_margins import local_name, parse_tree
from newsloom.collect.repair import inflate, repair_xml
from newsloom.errors import ParseError
from newsloom.model import Item, Listing, Picture, Provider
from newsloom.text.dates import parse_date
from newsloom.text.markup import plain_text
from newsloom.text.urls import canonical_url, registered_domain

_MOST_CHILDREN_NAMED = 8


def read_sitemap(body: bytes, url: str) -> Listing:
    """Return the addresses of a sitemap as items, in its order; gzip is unpacked.

    News sitemaps bring publication, language, date, title and keywords; plain ones only the time
    of the last change, which becomes ``updated_at``.

    Raises ParseError: code ``sitemap-index`` names the child sitemaps to follow instead,
    ``not-a-sitemap`` when the root is something else, ``empty``.
    """
    if not body.strip():
        raise ParseError(url, "is empty; check the source's address", code="empty")
    root = parse_tree(repair_xml(inflate(body)).encode("utf-8"))
    name = "" if root is None else local_name(root)
    if root is None or name not in ("urlset", "sitemapindex"):
        raise ParseError(url, "is no sitemap; check the source's address", code="not-a-sitemap")
    if name == "sitemapindex":
        raise _index_error(root, url)
    found = (_item(element, url) for element in root if local_name(element) == "url")
    return Listing(url, "", tuple(item for item in found if item is not None))


def _index_error(root: etree._Element, url: str) -> ParseError:
    printed = (_fields(child).get("loc", "") for child in root if local_name(child) == "sitemap")
    children = [child for loc in printed if (child := canonical_url(loc, url))]
    named = ", ".join(children[:_MOST_CHILDREN_NAMED]) or "none"
    more = len(children) - _MOST_CHILDREN_NAMED
    rest = f" and {more} more" if more > 0 else ""
    return ParseError(
        url,
        f"is an index of sitemaps; add the ones you follow instead: {named}{rest}",
        code="sitemap-index",
    )


def _item(element: etree._Element, url: str) -> Item | None:
    fields = _fields(element)
    web_url = canonical_url(fields.get("loc", ""), url)
    if web_url is None:
        return None
    title = " ".join(plain_text(fields.get("title", "")).split())
    publisher = fields.get("name", "")
    keywords = (word.strip() for word in fields.get("keywords", "").split(","))
    return Item(
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


def _fields(element: etree._Element) -> dict[str, str]:
    """First text of each element below, by local name; pictures have fields of their own."""
    found: dict[str, str] = {}
    for below in element.iterdescendants():
        if not _is_media(below) and (below.text or "").strip():
            found.setdefault(local_name(below), (below.text or "").strip())
    return found


def _is_media(element: etree._Element) -> bool:
    holders = (element, *element.iterancestors())
    return any(local_name(holder) in ("image", "video") for holder in holders)


def _pictures(element: etree._Element, url: str) -> tuple[Picture, ...]:
    printed = (
        (below.text or "").strip()
        for below in element.iterdescendants("{*}loc")
        if _is_media(below)
    )
    return tuple(
        Picture(absolute, origin="sitemap")
        for loc in printed
        if (absolute := canonical_url(loc, url))
    )
