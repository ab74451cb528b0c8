"""OPML -> Sources and back: the list of feeds that feed readers exchange. Reads no file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from newsloom.collect.decoding import decode_text, inflate
from newsloom.collect.xmltree import XmlTree, local_name, read_tree
from newsloom.errors import ParseError
from newsloom.model import Source, SourceKind
from newsloom.text.markup import unescape
from newsloom.text.urls import canonical_url

_KINDS = {"sitemap": SourceKind.SITEMAP, "webpage": SourceKind.WEBPAGE}
_WRITTEN = {SourceKind.FEED: "rss", SourceKind.SITEMAP: "sitemap", SourceKind.WEBPAGE: "webpage"}
"""Kinds that are on the web, and the type an outline has for them."""


def read_opml(body: bytes, path: str) -> tuple[Source, ...]:
    """Return the sources of an OPML file, folders flattened, each address once, in its order.

    Outlines without a usable ``xmlUrl`` are folders or notes and only searched for others inside.
    A type Newsloom wrote (``sitemap``, ``webpage``) is kept; every other one is a feed. Entities of
    HTML and bare ``&`` are read as meant; gzip is unpacked.

    Raises ParseError with the line when the XML is broken, or when its root is no ``opml``.
    """
    data = inflate(body)
    try:
        tree = read_tree(data)
    except ParseError as exc:
        raise ParseError(path, exc.message, exc.code) from exc
    if tree.root is None or local_name(tree.root) != "opml":
        named = "it has no XML root" if tree.root is None else f"its root is <{tree.root.tag}>"
        raise ParseError(path, f"is no OPML: {named}; export it as OPML again")
    if not tree.is_sound:
        raise _broken(tree, data, path)
    found: dict[str, Source] = {}
    for source in _sources(tree.root):
        found.setdefault(source.url, source)
    return tuple(found.values())


def write_opml(sources: Sequence[Source], title: str) -> str:
    """Return the sources as OPML 2.0 text, in their order; `read_opml` gives them back.

    Left out is what is not on the web (folders), and what a sitemap index names: the index brings
    it again.
    """
    opml = etree.Element("opml", version="2.0")
    head = etree.SubElement(opml, "head")
    etree.SubElement(head, "title").text = _printable(title)
    body = etree.SubElement(opml, "body")
    for source in sources:
        if source.kind in _WRITTEN and not source.parent:
            etree.SubElement(
                body,
                "outline",
                type=_WRITTEN[source.kind],
                text=_printable(source.title or source.url),
                title=_printable(source.title),
                xmlUrl=source.url,
            )
    etree.indent(opml)
    written = etree.tostring(opml, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written.decode("utf-8")


def _sources(root: etree._Element) -> Iterator[Source]:
    for outline in root.iter("{*}outline"):
        fields = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
        url = canonical_url(fields.get("xmlurl", "").replace("feed://", "https://", 1))
        if url is None:
            continue
        kind = _KINDS.get(fields.get("type", "").lower(), SourceKind.FEED)
        title = fields["title"] if "title" in fields else fields.get("text", "")
        yield Source(url, kind, " ".join(unescape(title).split()))


def _broken(tree: XmlTree, data: bytes, path: str) -> ParseError:
    """What is wrong with XML that could not be mended, and in which line of the file."""
    text = decode_text(data)
    before = text[: text.lower().find("<opml")].count("\n")
    try:
        etree.fromstring(tree.text.encode("utf-8"), etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as exc:
        message = f"is not well-formed XML ({exc.msg}); correct that line"
        return ParseError(path, message, line=before + exc.position[0])
    return ParseError(path, "is not well-formed XML; export it as OPML again")


def _printable(text: str) -> str:
    """Text without the control characters XML forbids."""
    return "".join(
        char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff")
    )
