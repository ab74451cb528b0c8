"""Bytes of a feed or sitemap -> the tree of its XML, mended where it has to be. Names no element.

What is well-formed is parsed once and as it came. Only what is not is mended and tried again, then
closed where it was cut off, and at last read as far as it goes. Nothing is loaded from anywhere and
no entity is expanded; libxml2's own limits bound depth, attributes and texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from newsloom.collect.decoding import declared_codec
from newsloom.collect.repair import cut_at_last_entry, mend_xml
from newsloom.errors import ParseError

MOST_TAGS = 1_500_000
"""Signs ``<`` that may be in it: three times those of the largest sitemap that is allowed.

An element takes 130 bytes of memory, however few it is written with.
"""
_AS_UTF8 = frozenset({"", "utf-8", "iso8859-1", "cp1252", "ascii"})
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?=<)")
_ROOT_NAME = re.compile(r"<([A-Za-z_][\w.-]*(?::[\w.-]+)?)")
_BEYOND_LIMITS = etree.ErrorTypes.ERR_RESOURCE_LIMIT


@dataclass(frozen=True, slots=True)
class XmlTree:
    """The XML of a source."""

    root: etree._Element | None
    """None = there is nothing in it that XML is made of."""
    is_sound: bool
    """False = it is not well-formed, mended or not: the tree may lack something."""
    text: str = ""
    """The mended XML, where it is not sound."""
    notes: tuple[str, ...] = ()
    """One sentence for each kind of repair."""


def read_tree(body: bytes, content_type: str = "") -> XmlTree:
    """Return the tree of a feed or sitemap; gzip is not unpacked.

    ``content_type`` is the HTTP header, which may name the charset.

    Raises ParseError when the XML nests deeper than 256 elements, holds a text or attribute over
    10 MB or more than `MOST_TAGS` tags, or is a bomb of entities.
    """
    if body.count(b"<") > MOST_TAGS:
        raise ParseError("", f"holds more than {MOST_TAGS} tags; it is not read")
    if declared_codec(body, content_type) in _AS_UTF8 and (start := _START.match(body)):
        root = _parse(body[start.end() :])
        # A document type can only bring entities, and those are the repair's business.
        if root is not None and root.getroottree().docinfo.internalDTD is None:
            return XmlTree(root, is_sound=True)
    return _mended_tree(body, content_type)


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def _mended_tree(body: bytes, content_type: str) -> XmlTree:
    mended = mend_xml(body, content_type)
    data = mended.text.encode("utf-8")
    root = _parse(data)
    if root is not None:
        return XmlTree(root, is_sound=True, notes=mended.notes)
    cut = _cut_tree(mended.text)
    if cut is not None:
        note = "It stops in the middle; its whole entries were read."
        return XmlTree(cut, is_sound=True, notes=(*mended.notes, note))
    return XmlTree(_parse(data, recover=True), is_sound=False, text=mended.text, notes=mended.notes)


def _cut_tree(text: str) -> etree._Element | None:
    """The tree of what was cut off, up to its last whole entry; None when that is not its fault."""
    name = _ROOT_NAME.match(text)
    if name is None or f"</{name[1]}" in text[-1000:]:
        return None
    closed = cut_at_last_entry(text, name[1])
    return None if closed is None else _parse(closed.encode("utf-8"))


def _parse(xml: bytes, *, recover: bool = False) -> etree._Element | None:
    """The root of UTF-8 XML; None when it is not well-formed, or nothing can be recovered of it."""
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as exc:
        if any(entry.type == _BEYOND_LIMITS for entry in parser.error_log):
            raise ParseError("", f"is more than an XML file may be ({exc.msg})") from exc
        return None
