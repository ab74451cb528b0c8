"""OPML -> Sources and back: the list of feeds that feed readers exchange. Reads no file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from newsloom.errors import ParseError
from newsloom.model import Source, SourceKind
from newsloom.text.markup import unescape
from newsloom.text.urls import canonical_url

_BLANK = "\ufeff \t\r\n"
_KINDS = {"sitemap": SourceKind.SITEMAP, "webpage": SourceKind.WEBPAGE}


def read_opml(text: str, path: str) -> tuple[Source, ...]:
    """Return the sources of an OPML file, folders flattened, each address once, in its order.

    Outlines without a usable ``xmlUrl`` are folders or notes and only searched for others inside.
    A type Newsloom wrote (``sitemap``, ``webpage``) is kept; every other one is a feed.

    Raises ParseError with the line when the XML is broken, or when its root is no ``opml``.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.lstrip(_BLANK).encode("utf-8"), parser)
    except etree.XMLSyntaxError as exc:
        # The error counts from the first element; an editor counts from the top of the file.
        skipped = text[: len(text) - len(text.lstrip(_BLANK))].count("\n")
        line = skipped + exc.position[0]
        message = f"is not well-formed XML ({exc.msg}); correct that line"
        raise ParseError(path, message, line=line) from exc
    if str(root.tag).lower() != "opml":
        raise ParseError(path, f"is no OPML: its root is <{root.tag}>; export it as OPML again")
    found: dict[str, Source] = {}
    for source in _sources(root):
        found.setdefault(source.url, source)
    return tuple(found.values())


def write_opml(sources: Sequence[Source], title: str) -> str:
    """Return the sources as OPML 2.0 text, in their order; `read_opml` gives them back."""
    opml = etree.Element("opml", version="2.0")
    head = etree.SubElement(opml, "head")
    etree.SubElement(head, "title").text = _printable(title)
    body = etree.SubElement(opml, "body")
    for source in sources:
        kind = "rss" if source.kind is SourceKind.FEED else source.kind.value
        name = _printable(source.title or source.url)
        etree.SubElement(
            body, "outline", type=kind, text=name, title=_printable(source.title), xmlUrl=source.url
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


def _printable(text: str) -> str:
    """Text without the control characters XML forbids."""
    return "".join(char for char in text if char in "\t\n\r" or char >= " ")
