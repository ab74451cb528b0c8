"""Address -> canonical address, and what can be read off it: host, domain, article id, AMP cache.

Parsing follows the WHATWG URL standard (can_ada); the tables of what tracks, names a session or an
index page are in ``data/tracking.toml``. Two addresses of one article on different hosts (AMP,
mobile) stay different here: only the page itself says that they are one.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from base64 import b32encode
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urljoin

import can_ada
from publicsuffixlist import PublicSuffixList

from newsloom.data import read_text
from newsloom.model import ArticleId

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LONGEST_LABEL = 63
_LONGEST_URL = 4000


class _Tracking(NamedTuple):
    """The tracking table, ready to be asked."""

    exact: frozenset[str]
    prefixes: tuple[str, ...]
    on: dict[str, frozenset[str]]
    index_pages: frozenset[str]
    index_scripts: frozenset[str]

    def has(self, name: str, domain: str) -> bool:
        """True when a parameter never says which article is meant."""
        return (
            name in self.exact
            or name.startswith(self.prefixes)
            or name in self.on.get(domain, frozenset())
        )


@cache
def _tracking() -> _Tracking:
    table = tomllib.loads(read_text("tracking.toml"))
    names = [*table["anywhere"], *table["sessions"]]
    return _Tracking(
        frozenset(name for name in names if not name.endswith("*")),
        tuple(name[:-1] for name in names if name.endswith("*")),
        {domain: frozenset(listed) for domain, listed in table["on"].items()},
        frozenset(table["index_pages"]),
        frozenset(table["index_scripts"]),
    )


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def canonical_url(raw: str, base: str = "") -> str | None:
    """Return the one form of an http(s) address that all its spellings share, or None.

    Host in lower case and punycode, default port, user name, fragment, tracking and session
    parameters, dot segments and index pages gone, escapes in one spelling; the rest of the query
    keeps its order. ``base`` resolves relative addresses. ``canonical_url(canonical_url(x))``
    equals ``canonical_url(x)``. None for anything that is not a valid http(s) address.
    """
    url = _absolute(raw, base)
    # One pass can uncover work for the next: an index page inside an index page.
    for _ in range(8):
        if url is None:
            return None
        tidied = _tidied(url)
        if tidied == url:
            return url
        url = _parsed_href(tidied)
    return url


def registered_domain(url_or_host: str) -> str:
    """Return the registered domain of an address or host: ``uk.pcmag.com`` -> ``pcmag.com``.

    By the public suffix list, its private part included (each blog of a hosting service is a
    domain of its own). An IP address or ``localhost`` is its own domain; "" when there is none.
    """
    host = host_of(url_or_host)
    if not host:
        host = host_of(f"http://{url_or_host.strip().lstrip('/')}")
    return _domain_of_host(host)


def host_of(url: str) -> str:
    """Return the host of an http(s) address in lower case and punycode, no port; "" for none."""
    parsed = _parse(url.strip())
    if parsed is None or parsed.protocol not in ("http:", "https:"):
        return ""
    return str(parsed.hostname).rstrip(".")


def article_id(web_url: str) -> ArticleId:
    """Return the id of the article at an address: 16 hex digits of blake2b of its canonical form.

    An address that has no canonical form is hashed as it stands.
    """
    canonical = canonical_url(web_url) or web_url
    return ArticleId(hashlib.blake2b(canonical.encode("utf-8"), digest_size=8).hexdigest())


def amp_cache_url(url: str) -> str:
    """Return the AMP cache address of an AMP page's address, "" when it is not http(s).

    The public algorithm: the host in Unicode, ``-`` doubled, ``.`` to ``-``, back to punycode (a
    hash when it has no dot or grows over 63 characters), then ``.cdn.ampproject.org/c/`` (``/c/s/``
    for https), and the address as written, without its fragment.
    """
    scheme, _, rest = url.strip().partition("://")
    host = host_of(url)
    if not host or not rest:
        return ""
    secure = "s/" if scheme.lower() == "https" else ""
    return f"https://{_amp_label(host)}.cdn.ampproject.org/c/{secure}{rest.partition('#')[0]}"


def _absolute(raw: str, base: str) -> str | None:
    """The address in WHATWG spelling, or None."""
    text = raw.strip()
    if not text or len(text) > _LONGEST_URL:
        return None
    if base and not _SCHEME.match(text):
        try:
            text = urljoin(base.strip(), text)
        except ValueError:
            return None
    elif text.startswith("//"):
        text = f"https:{text}"
    return _parsed_href(text)


def _parse(text: str) -> can_ada.URL | None:
    try:
        return can_ada.parse(text)
    except (ValueError, UnicodeEncodeError):
        return None


def _parsed_href(text: str) -> str | None:
    """WHATWG spelling of an http(s) address without user name and fragment, or None."""
    parsed = _parse(text)
    if parsed is None or parsed.protocol not in ("http:", "https:") or not parsed.hostname:
        return None
    return _put_together(parsed, str(parsed.pathname), str(parsed.search))


def _put_together(parsed: can_ada.URL, path: str, query: str) -> str:
    host = str(parsed.hostname).rstrip(".")
    port = f":{parsed.port}" if parsed.port else ""
    return f"{parsed.protocol}//{host}{port}{path}{query}"


def _tidied(url: str) -> str:
    """One pass of the tables over an address in WHATWG spelling."""
    parsed = can_ada.parse(url)
    query = _meaningful_query(str(parsed.search)[1:], _domain_of_host(str(parsed.hostname)))
    path = _SESSION_IN_PATH.sub("", _one_spelling(str(parsed.pathname)))
    folder, _, last = path.rpartition("/")
    table = _tracking()
    name = last.lower()
    if name in table.index_pages or (name in table.index_scripts and not query):
        path = f"{folder}/"
    return _put_together(parsed, path or "/", f"?{query}" if query else "")


def _meaningful_query(query: str, domain: str) -> str:
    while "&amp;" in query:
        query = query.replace("&amp;", "&")
    table = _tracking()
    return "&".join(
        _one_spelling(part)
        for part in query.split("&")
        if part and not table.has(_one_spelling(part).partition("=")[0].lower(), domain)
    )


def _one_spelling(text: str) -> str:
    """Escapes of unreserved characters undone, the others in capitals."""

    def spelled(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPE.sub(spelled, text)


@lru_cache(maxsize=4096)
def _domain_of_host(host: str) -> str:
    if host == "localhost" or _is_ip(host):
        return host
    return str(_suffixes().privatesuffix(host) or "") if host else ""


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _amp_label(host: str) -> str:
    """The host as one label under the AMP cache's domain."""
    unicode_host = _unicode_host(host)
    label = unicode_host.replace("-", "--").replace(".", "-")
    if label[2:4] == "--":
        label = f"0-{label}-0"
    ascii_label = label if label.isascii() else _to_punycode(label)
    if "." not in host or not 0 < len(ascii_label) <= _LONGEST_LABEL:
        digest = hashlib.sha256(unicode_host.encode("utf-8")).digest()
        return b32encode(digest).decode("ascii").rstrip("=").lower()
    return ascii_label


def _unicode_host(host: str) -> str:
    """A host with its punycode labels spelled out; a label that is none stays."""
    return ".".join(_unicode_label(label) for label in host.split("."))


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _to_punycode(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")
