"""Mended XML -> what the feed readers leave out of each entry: base, language, source, authors.

Reads by position only: the caller must check that there are as many entries as it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from newsloom.collect.fast_feed import distinct
from newsloom.collect.rawfeed import RawEntry

_NEEDED = (b"<source", b"xml:base", b"xml:lang", b"<dc:language", b"origLink")
_AUTHOR_ENDS = (b"</author>", b"</dc:creator>", b"</dc:author>")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_tree(xml: bytes, url: str = "") -> etree._Element | None:
    """Return the root of mended XML, None when there is none; loads nothing from anywhere."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml, parser, base_url=url)
    except etree.XMLSyntaxError:
        return None


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def with_margins(entries: tuple[RawEntry, ...], xml: bytes, url: str) -> tuple[RawEntry, ...]:
    """Return the entries with what the XML says beyond them; unchanged when nothing more is said.

    ``xml`` is mended UTF-8, ``url`` the feed's address. Entries that cannot be matched to the XML
    one to one stay as they are.
    """
    authors = sum(map(xml.count, _AUTHOR_ENDS))
    if authors <= len(entries) and not any(mark in xml for mark in _NEEDED):
        return entries
    root = parse_tree(xml, url)
    elements = [] if root is None else list(_entry_elements(root))
    if len(elements) != len(entries):
        return entries
    return tuple(
        _completed(entry, element, url) for entry, element in zip(entries, elements, strict=True)
    )


def _entry_elements(root: etree._Element) -> Iterator[etree._Element]:
    for element in root.iter():
        if local_name(element) in ("item", "entry"):
            yield element


def _completed(entry: RawEntry, element: etree._Element, url: str) -> RawEntry:
    children: dict[str, list[etree._Element]] = {}
    for child in element:
        children.setdefault(local_name(child), []).append(child)
    source = next(iter(children.get("source", ())), None)
    has_source = source is not None and bool(source.get("url"))
    named = [_author(child) for key in ("author", "creator") for child in children.get(key, ())]
    authors = distinct(named)
    return replace(
        entry,
        link=_text(children, "origlink") or entry.link,
        base=element.base if element.base and element.base != url else "",
        language=_language(element) or _text(children, "language"),
        authors=authors if len(authors) > len(entry.authors) else entry.authors,
        publisher=(source.text or "").strip() if has_source and source is not None else "",
        publisher_url=(source.get("url") or "") if has_source and source is not None else "",
    )


def _author(element: etree._Element) -> str:
    named = next((child for child in element if local_name(child) == "name"), None)
    return " ".join(((named if named is not None else element).text or "").split())


def _language(element: etree._Element) -> str:
    for holder in (element, *element.iterancestors()):
        if holder.get(_LANGUAGE):
            return str(holder.get(_LANGUAGE))
    return ""


def _text(children: dict[str, list[etree._Element]], name: str) -> str:
    return next(((child.text or "").strip() for child in children.get(name, ())), "")
