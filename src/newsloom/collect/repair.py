"""Bytes of a feed or sitemap -> XML text its readers can trust. Understands no element.

Publishers break their feeds in a few steady ways: something printed before the root, characters
XML forbids, HTML entities XML does not know, a bare ``&``, Windows characters inside UTF-8, a
charset that is not the one declared. Each is mended here, before any reader can lose an item to it.
"""

from __future__ import annotations

import codecs
import re
import zlib
from html import unescape

from resiliparse.parse.encoding import detect_encoding

from newsloom.errors import ParseError

_MOST_INFLATED = 64 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_GUESSED_FROM = 65_536
_FEWEST_TO_GUESS = 12
_GUESSABLE = frozenset(
    {
        "big5",
        "euc_jp",
        "euc_kr",
        "cp949",
        "gb18030",
        "gbk",
        "shift_jis",
        "cp932",
        "koi8-r",
        "cp1251",
    }
)
_LATIN = frozenset({"iso8859-1", "cp1252", "ascii"})

_ROOT = re.compile(
    r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|urlset|sitemapindex|opml|entry)(?=[\s>/])",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PROLOG = re.compile(r"<\?xml.*?\?>|<\?.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?P<subset>.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_OWN_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"&%<]*)\"|'([^'&%<]*)')\s*>")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_REFERENCE = re.compile(r"&(?:(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9.-]{0,40});)?")
_PREFIX = re.compile(r"<([A-Za-z][\w-]*):[A-Za-z]")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 is nearly always one of Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", "replace"), error.end


codecs.register_error("newsloom-windows", _as_windows)


def repair_xml(body: bytes, content_type: str = "") -> str:
    """Return the XML text of a feed or sitemap, mended, without XML declaration and DOCTYPE.

    ``content_type`` is the HTTP header; its charset counts less than a byte order mark and more
    than the XML declaration. Entities declared in the DOCTYPE with plain values are filled in,
    others stay as text. Text inside CDATA keeps its references.
    """
    text = _FORBIDDEN.sub("", decode_text(inflate(body), content_type))
    text, own = _without_doctype(_from_root(text))
    parts = _CDATA.split(text)
    parts[0::2] = [_mended(part, own) for part in parts[0::2]]
    if len(parts) > 1 and not parts[-2].endswith("]]>"):
        parts[-2] += "]]>"
    return _with_namespaces("".join(parts))


def decode_text(body: bytes, content_type: str = "") -> str:
    """Return bytes as text, by byte order mark, HTTP charset, XML declaration, else UTF-8.

    Text that says Latin-1 but reads as UTF-8 is read as UTF-8; bytes that do not fit UTF-8 are
    read as Windows-1252, one by one, unless all of them together are of another script.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for named in (_http_charset(content_type), _declared_charset(body)):
        encoding = _known_codec(named)
        if not encoding or (encoding.startswith("utf-16") and b"<\x00" not in body[:200]):
            continue
        decoded = _decoded(body, encoding)
        if decoded is not None:
            return decoded
    if b"<\x00" in body[:4]:
        return body.decode("utf-16-le", "replace")
    if b"\x00<" in body[:4]:
        return body.decode("utf-16-be", "replace")
    return _guessed(body) or body.decode("utf-8", "newsloom-windows")


def _guessed(body: bytes) -> str | None:
    """Undeclared text of another script, when nothing of it reads as UTF-8, or None."""
    sample = body[:_GUESSED_FROM]
    high = sum(byte > 127 for byte in sample)
    if high < _FEWEST_TO_GUESS or not sample.decode("utf-8", "ignore").isascii():
        return None
    encoding = _known_codec(detect_encoding(sample) or "")
    return _decoded(body, encoding) if encoding in _GUESSABLE else None


def inflate(body: bytes) -> bytes:
    """Return bytes as they are, or unpacked when they are gzip.

    Raises ParseError when they are a broken archive or unpack to more than 64 MB.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(body, _MOST_INFLATED)
    except zlib.error as exc:
        raise ParseError("", "the gzip file is broken; fetch it again") from exc
    if unpacker.unconsumed_tail:
        raise ParseError("", "the gzip file unpacks to more than 64 MB; split it")
    return unpacked


def _decoded(body: bytes, encoding: str) -> str | None:
    try:
        as_utf8 = body.decode("utf-8") if encoding in _LATIN else None
    except UnicodeDecodeError:
        as_utf8 = None
    if as_utf8 is not None:
        return as_utf8
    if encoding in _LATIN:
        return body.decode("utf-8", "newsloom-windows")
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None if encoding == "utf-8" else body.decode(encoding, "replace")


def _http_charset(content_type: str) -> str:
    match = _CHARSET.search(content_type)
    return match[1] if match else ""


def _declared_charset(body: bytes) -> str:
    match = _DECLARED.search(body[:2000])
    return match[1].decode("ascii") if match else ""


def _known_codec(name: str) -> str:
    """Python's name of a text encoding, "" when there is none of that name."""
    fuller = {"gb2312": "gb18030", "ks_c_5601-1987": "cp949"}.get(name.lower(), name)
    try:
        # decode() refuses codecs that are no text encodings, such as "hex".
        b"".decode(fuller)
        return codecs.lookup(fuller).name
    except LookupError:
        return ""


def _from_root(text: str) -> str:
    """The text from its declaration, DOCTYPE or root on, without comments before the root."""
    blanked = _COMMENT.sub(lambda match: " " * len(match[0]), text[:20_000]) + text[20_000:]
    root = _ROOT.search(blanked)
    if root is None:
        return text
    doctype = blanked.upper().rfind("<!DOCTYPE", 0, root.start())
    return text[doctype if doctype >= 0 else root.start() :]


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    head, tail = text[:20_000], text[20_000:]
    match = _DOCTYPE.search(head)
    own: dict[str, str] = {}
    if match and match["subset"]:
        own = {name: one or two for name, one, two in _OWN_ENTITY.findall(match["subset"])}
    head = _PROLOG.sub("", _DOCTYPE.sub("", head, count=1))
    return (head + tail).lstrip(), own


def _with_namespaces(text: str) -> str:
    """The text with every prefix its elements use declared at the root."""
    missing = [
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, f"urn:undeclared:{prefix}")}"'
        for prefix in dict.fromkeys(_PREFIX.findall(text))
        if f"xmlns:{prefix}=" not in text and prefix != "xml"
    ]
    root = _ROOT.match(text)
    if not missing or root is None:
        return text
    return f"{text[: root.end()]}{''.join(missing)}{text[root.end() :]}"


def _mended(text: str, own: dict[str, str]) -> str:
    """Text outside CDATA with every reference one that XML knows."""
    text = _BARE_LESS.sub("&lt;", text)
    if "&" not in text:
        return text

    def known(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "&amp;"
        if name in _XML_ENTITIES:
            return match[0]
        if name in own:
            return own[name]
        # unescape() also maps the Windows numbers 128-159 to what their authors meant.
        character = _FORBIDDEN.sub("", unescape(match[0])).replace("\ufffd", "")
        if character.startswith("&"):
            return f"&amp;{name};" if not name.startswith("#") else "&amp;"
        return character.replace("<", "&lt;").replace(">", "&gt;")

    return _REFERENCE.sub(known, text)
