"""Tags of feeds -> the names we know them by, and elements by these names. Reads no text.

An element's name is its local name in lower case, with a prefix for its namespace: ``title``,
``dc:date``. RSS and all versions of Atom are one vocabulary, as feeds mix them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

Element = etree._Element
Fields = Mapping[str, list[Element]]
"""Elements by name, each list in the order of the feed."""

_PREFIXES = {
    "": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns": "",
    "http://example.com/newformat": "",
    "http://example.com/necho": "",
    "http://purl.org/echo": "",
    "http://purl.org/pie": "",
    "http://purl.org/rss/1.0": "",
    "http://purl.org/rss/1.0/modules/rss091": "",
    "http://purl.org/net/rss1.1": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.pheedo.com/namespace/pheedo": "feedburner:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
"""Namespace in lower case, without a last ``/`` or ``#`` -> prefix of the names in it."""


class Names(dict[object, str]):
    """Tag -> our name of it, "" for one of no interest; found out once for each tag.

    ``own`` are elements whose namespaces belong to the feed's vocabulary whatever they are.
    """

    def __init__(self, own: Iterable[Element]) -> None:
        super().__init__()
        self._own = frozenset(_split(element.tag)[0] for element in own)

    def __missing__(self, tag: object) -> str:
        space, name = _split(tag)
        prefix = "" if space in self._own else _PREFIXES.get(space.rstrip("/#").lower())
        found = "" if prefix is None else f"{prefix}{name}"
        self[tag] = found
        return found

    def fields(self, elements: Iterable[Element]) -> dict[str, list[Element]]:
        """Return the elements that have a name, by name."""
        found: dict[str, list[Element]] = {}
        for element in elements:
            name = self[element.tag]
            if name in found:
                found[name].append(element)
            elif name:
                found[name] = [element]
        return found


def among(fields: Fields, names: Iterable[str]) -> Iterator[Element]:
    """Yield the elements of some names, in the order of the names."""
    for name in names:
        yield from fields.get(name, ())


def _split(tag: object) -> tuple[str, str]:
    """Namespace and lower-case name; nothing for entities and their like, whose tag is no text."""
    if not isinstance(tag, str):
        return "", ""
    space, _, name = tag.rpartition("}")
    return space[1:], name.lower()
