"""Element of one entry, RSS, RDF or Atom -> RawEntry. Looks at nothing around it."""

from __future__ import annotations

from itertools import chain, islice

from newsloom.collect.feed_fields import add_picture, distinct, is_picture
from newsloom.collect.rawfeed import RawEntry
from newsloom.collect.xml_names import Element, Fields, Names, among
from newsloom.collect.xml_text import (
    LANGUAGE,
    base_inside,
    html_of,
    line_of,
    link_of,
    moment_of,
    related_link,
    relation_of,
    text_of,
)
from newsloom.model import Picture

_MOST_CHILDREN = 1000
"""Children of an entry that are looked at; the longest lists of topics have some fifty."""
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

TITLES = ("title", "dc:title", "media:title")
_SUMMARIES = ("description", "summary", "abstract", "dc:description", "itunes:summary")
_CONTENTS = ("content:encoded", "content", "xhtml:body", "xhtml:div", "body", "fullitem")
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued")
_UPDATED = ("updated", "modified", "dcterms:modified", "dc:date", "date")
_CREATED = ("created", "dcterms:created")
_AUTHORS = ("author", "dc:creator", "dc:author")
_KEYWORDS = ("category", "dc:subject")
_MEDIA = ("media:content", "media:thumbnail")


def read_entry(element: Element, names: Names, language: str = "", base: str = "") -> RawEntry:
    """Return what an entry says.

    ``language`` is what its feed is in; ``base`` the address in force around it, "" where no
    ``xml:base`` is anywhere in the feed.
    """
    fields = names.fields(islice(element, _MOST_CHILDREN))
    media = _media(fields, names)
    summary = html_of(fields, *_SUMMARIES)[0] or html_of(media, "media:description")[0]
    content, holder = html_of(fields, *_CONTENTS)
    updated_at = moment_of(fields, *_UPDATED)
    publisher, publisher_url = _publisher(fields, names)
    base = base_inside(element, base) if base else ""
    return RawEntry(
        title=line_of(fields, *TITLES),
        link=link_of(fields),
        original=text_of(fields, "feedburner:origlink"),
        guid=text_of(fields, "guid", "id") or (element.get(_ABOUT) or "").strip(),
        base=base,
        summary=summary,
        content="" if content == summary else content,
        content_base=base_inside(holder, base) if base and holder is not None else "",
        published_at=moment_of(fields, *_PUBLISHED, *_CREATED) or updated_at,
        updated_at=updated_at,
        authors=_authors(fields, names),
        language=element.get(LANGUAGE) or text_of(fields, "dc:language") or language,
        pictures=_pictures(fields, media),
        keywords=_keywords(fields),
        publisher=publisher,
        publisher_url=publisher_url,
    )


def _authors(fields: Fields, names: Names) -> tuple[str, ...]:
    """The names of those who wrote it; a podcast's own field counts where nothing else does."""
    found = [_person(one, names) for one in among(fields, _AUTHORS)]
    return distinct(found or [_person(one, names) for one in fields.get("itunes:author", ())])


def _person(element: Element, names: Names) -> str:
    if len(element):
        element = next((child for child in element if names[child.tag] == "name"), element)
    return (element.text or "").strip()


def _keywords(fields: Fields) -> tuple[str, ...]:
    return distinct(
        (one.get("label") or one.get("term") or one.text or "").strip()
        for one in among(fields, _KEYWORDS)
    )


def _publisher(fields: Fields, names: Names) -> tuple[str, str]:
    """Name and address of whom ``<source>`` names: RSS by an attribute, Atom as a feed's head."""
    for source in fields.get("source", ()):
        if source.get("url"):
            return (source.text or "").strip(), (source.get("url") or "").strip()
        inside = names.fields(source)
        name, place = line_of(inside, "title"), link_of(inside) or related_link(inside, "self")
        if name and place:
            return name, place
    return "", ""


def _pictures(fields: Fields, media: Fields) -> tuple[Picture, ...]:
    """The pictures among media, thumbnails and enclosures."""
    linked = (link for link in fields.get("link", ()) if relation_of(link) == "enclosure")
    found: dict[str, Picture] = {}
    for one in chain(among(media, _MEDIA), fields.get("enclosure", ()), linked):
        url = (one.get("url") or one.get("href") or "").strip()
        if is_picture(url, one.get("type") or "", one.get("medium") or ""):
            add_picture(found, url, one.get("width"), one.get("height"))
    return tuple(found.values())


def _media(fields: Fields, names: Names) -> Fields:
    """The elements of the media vocabulary, those inside others too."""
    outer = [*among(fields, ("media:group", *_MEDIA))]
    if not any(map(len, outer)):
        return fields
    inner = islice(chain.from_iterable(one.iterdescendants() for one in outer), _MOST_CHILDREN)
    return names.fields(chain(outer, inner))
