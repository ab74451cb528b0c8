"""Bytes -> text: unpacked where they are gzip, read in the charset they are in. Mends nothing."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator

from resiliparse.parse.encoding import detect_encoding

from newsloom.errors import ParseError

MOST_INFLATED = 4 * 15 * 1024 * 1024
"""Bytes a gzip file may unpack to: four times the largest answer that is fetched.

The sitemap protocol allows 50 MB, packed or not; what is packed is fetched packed.
"""
_CHUNK = 65_536
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
_MOST_AS_UTF8 = 0.5
"""Share of the bytes over 127 that make sense as UTF-8 by chance in other charsets."""
_MOST_HIGH_BYTES = 500_000
_GUESSABLE = frozenset({
    "big5", "euc_jp", "euc_kr", "cp949", "gb18030", "gbk", "shift_jis", "cp932", "koi8-r", "cp1251",
})  # fmt: skip
MIXED = "utf-8 and cp1252"
"""Name of no codec: UTF-8 with characters of Windows-1252 in it."""
_NO_CHARSETS = frozenset({
    "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "unicode-escape",
    "raw-unicode-escape", "utf-7", "mbcs", "oem",
})  # fmt: skip
"""Codecs that a name may stand for but that no text on the web is in."""
_LATIN = frozenset({"iso8859-1", "cp1252", "ascii"})


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 is nearly always one of Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", "replace"), error.end


codecs.register_error("newsloom-windows", _as_windows)


def inflate(body: bytes) -> bytes:
    """Return bytes as they are, or unpacked when they are gzip; the end of a file may be missing.

    Raises ParseError when they are a broken archive or unpack to more than `MOST_INFLATED`, which
    is found out before they take any memory.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    size = 0
    for part in _unpacked(body):
        size += len(part)
        if size > MOST_INFLATED:
            most = MOST_INFLATED // 2**20
            raise ParseError("", f"the gzip file unpacks to more than {most} MB; split it")
    return b"".join(_unpacked(body))


def _unpacked(body: bytes) -> Iterator[bytes]:
    """The content of a gzip file, piece by piece; its members may be several."""
    while body.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        while body and not unpacker.eof:
            try:
                yield unpacker.decompress(body, _CHUNK)
            except zlib.error as exc:
                raise ParseError("", "the gzip file is broken; fetch it again") from exc
            body = unpacker.unconsumed_tail
        body = unpacker.unused_data


def decode_text(body: bytes, content_type: str = "") -> str:
    """Return bytes as text, by byte order mark, HTTP charset, XML declaration, else UTF-8.

    Text that says Latin-1 but reads as UTF-8 is read as UTF-8; bytes that do not fit UTF-8 are
    read as Windows-1252, one by one, unless all of them together are of another script.
    """
    return read_characters(body, content_type)[0]


def decode_plain(body: bytes) -> str:
    """Return the text of a file that is no markup: UTF-8 where it fits, else as `decode_text` does.

    A charset such a file mentions is a word of its text.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_text(body)


def declared_codec(body: bytes, content_type: str = "") -> str:
    """Return Python's name of the charset an answer says it is in, "" for none it knows.

    The HTTP header counts more than the XML declaration.
    """
    named = (_http_charset(content_type), _declared_charset(body))
    return next((codec for name in named if (codec := _known_codec(name))), "")


def read_characters(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return bytes as text, as `decode_text` does, and Python's name of its charset, or `MIXED`."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), encoding
    for named in (_http_charset(content_type), _declared_charset(body)):
        encoding = _known_codec(named)
        if not encoding or (
            encoding.startswith(("utf-16", "utf-32")) and b"<\x00" not in body[:200]
        ):
            continue
        found = _decoded(body, encoding)
        if found is not None:
            return found
    for start, encoding in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if start in body[:4]:
            return body.decode(encoding, "replace"), encoding
    return _guessed(body) or _decoded(body, "ascii") or ("", "")


def _decoded(body: bytes, encoding: str) -> tuple[str, str] | None:
    """The text and its charset, None when it is certainly not in this one."""
    if encoding in _LATIN:
        try:
            return body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            return _mixed(body)
    try:
        return body.decode(encoding), encoding
    except UnicodeDecodeError:
        return None if encoding == "utf-8" else (body.decode(encoding, "replace"), encoding)


def _mixed(body: bytes) -> tuple[str, str]:
    """Text in Windows-1252, in UTF-8 where it makes sense as that."""
    if body.decode("utf-8", "ignore").isascii():
        return body.decode("cp1252", "replace"), "cp1252"
    # One by one they take a microsecond each; nobody writes a text of nothing else.
    is_sane = _high_bytes(body) <= _MOST_HIGH_BYTES
    return body.decode("utf-8", "newsloom-windows" if is_sane else "replace"), MIXED


def _high_bytes(body: bytes) -> int:
    return len(body) - len(body.translate(None, bytes(range(128, 256))))


def _guessed(body: bytes) -> tuple[str, str] | None:
    """Undeclared text of another script, when hardly anything of it reads as UTF-8, or None."""
    sample = body[:_GUESSED_FROM]
    high = _high_bytes(sample)
    as_utf8 = _high_bytes(sample.decode("utf-8", "ignore").encode("utf-8"))
    if high < _FEWEST_TO_GUESS or as_utf8 > _MOST_AS_UTF8 * high:
        return None
    encoding = _known_codec(detect_encoding(sample) or "")
    return _decoded(body, encoding) if encoding in _GUESSABLE else None


def _http_charset(content_type: str) -> str:
    match = _CHARSET.search(content_type)
    return match[1] if match else ""


def _declared_charset(body: bytes) -> str:
    match = _DECLARED.search(body[:2000])
    return match[1].decode("ascii") if match else ""


def _known_codec(name: str) -> str:
    """Python's name of a charset that texts are written in, "" when there is none of that name."""
    fuller = {"gb2312": "gb18030", "ks_c_5601-1987": "cp949"}.get(name.lower(), name)
    try:
        # It refuses codecs that turn bytes into bytes, such as "hex".
        b"<".decode(fuller, "replace")
        found = codecs.lookup(fuller).name
    except (LookupError, UnicodeError):
        return ""
    return "" if found in _NO_CHARSETS else found
