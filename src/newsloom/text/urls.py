"""Address -> canonical address, and what can be read off it: host, domain, article id, AMP cache.

Parsing follows the WHATWG URL standard (can_ada); what path and query may lose is said by
``text/tracking.py``. Two addresses of one article on different hosts or paths (AMP, mobile) stay
different here: only the page itself says that they are one.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from base64 import b32encode
from functools import cache, lru_cache
from ipaddress import ip_address

import can_ada
from publicsuffixlist import PublicSuffixList

from newsloom.model import ArticleId
from newsloom.text.tracking import clean_path, clean_query
from newsloom.text.variants import desktop_paths, desktop_queries, mobile_labels

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_ESCAPED_AMPERSAND = re.compile(r"&#(?:0*38|x0*26);", re.IGNORECASE)
_LONGEST_LABEL = 63
_LONGEST_URL = 4000
_MOST_PASSES = 16
_MOST_VARIANTS = 24
_NO_ADDRESS = (ValueError, TypeError)
"""What can_ada raises: a TypeError stands for text with half a surrogate pair."""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def canonical_url(raw: str, base: str = "") -> str | None:
    """Return the one form of an http(s) address that all its spellings share, or None.

    Host in lower case and punycode, default port, user name, fragment, tracking and session
    parameters, the wish for an AMP form, dot segments and index pages gone, escapes in one
    spelling; the rest of the query keeps its order. ``base`` resolves relative addresses.
    ``canonical_url(canonical_url(x))`` equals ``canonical_url(x)``. None for anything that is not
    a valid http(s) address, is longer than 4000 characters, or is escaped inside escapes without
    end.
    """
    parsed = _absolute(raw, base)
    # One pass can uncover work for the next: an escape inside an escape.
    for _ in range(_MOST_PASSES):
        if parsed is None:
            return None
        tidied = _tidied(parsed)
        if tidied == str(parsed.href):
            return tidied if len(tidied) <= _LONGEST_URL else None
        parsed = _web(_parse(tidied))
    return None


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


def parts_of(url: str) -> tuple[str, str, str] | None:
    """Return (host, path, query) of an http(s) address in WHATWG spelling, with nothing tidied.

    The query is without its question mark. None for anything that is no http(s) address.
    """
    parsed = _web(_parse(url.strip()))
    if parsed is None:
        return None
    return str(parsed.hostname).rstrip("."), str(parsed.pathname), str(parsed.search)[1:]


def is_front_page(url: str) -> bool:
    """Return whether an address names a whole site: no path, no query."""
    parts = parts_of(url)
    return parts is not None and parts[1] in ("", "/") and not parts[2]


def article_id(web_url: str) -> ArticleId:
    """Return the id of the article at an address: 16 hex digits of blake2b of its canonical form.

    An address that has no canonical form is hashed as it stands.
    """
    canonical = canonical_url(web_url) or web_url
    return ArticleId(
        hashlib.blake2b(canonical.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    )


def desktop_variants(url: str) -> tuple[str, ...]:
    """Return the addresses whose mobile, AMP or print form an address could be, likeliest first.

    By the shape of host, path and query alone (``[variants]`` in ``data/tracking.toml``), so they
    may lead nowhere: for grouping, never for fetching. All canonical, at most 24, the address
    itself not among them; () when its shape says nothing.
    """
    own = canonical_url(url)
    parsed = _parse(own) if own else None
    if own is None or parsed is None:
        return ()
    hosts = _desktop_hosts(str(parsed.hostname))
    tails = itertools.product(desktop_paths(parsed.pathname), desktop_queries(parsed.search[1:]))
    port = f":{parsed.port}" if parsed.port else ""
    found = (
        canonical_url(f"{parsed.protocol}//{host}{port}{path}{'?' if query else ''}{query}")
        for (path, query), host in itertools.product(tails, hosts)
    )
    return tuple(dict.fromkeys(one for one in found if one and one != own))[:_MOST_VARIANTS]


def is_variant_of(one: str, other: str) -> bool:
    """Return whether two addresses could be forms of the same page: plain, mobile, AMP or print.

    Scheme, ``www.`` and a slash at the end make no difference. False when one is no address.
    """
    return not _forms(one).isdisjoint(_forms(other))


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


def _absolute(raw: str, base: str) -> can_ada.URL | None:
    """The http(s) address as parsed, or None."""
    text = raw.strip()
    if not text or len(text) > _LONGEST_URL:
        return None
    if "&#" in text:
        text = _ESCAPED_AMPERSAND.sub("&", text)
    if base and not _SCHEME.match(text):
        return _web(_joined(text, base.strip()))
    return _web(_parse(f"https:{text}" if text.startswith("//") else text))


def _joined(text: str, base: str) -> can_ada.URL | None:
    place = _base(base)
    try:
        return None if place is None else place + text
    except _NO_ADDRESS:
        return None


def _parse(text: str) -> can_ada.URL | None:
    try:
        return can_ada.parse(text)
    except _NO_ADDRESS:
        return None


@lru_cache(maxsize=64)
def _base(text: str) -> can_ada.URL | None:
    """The address of a page, parsed once for all of its links."""
    return _parse(text)


def _web(parsed: can_ada.URL | None) -> can_ada.URL | None:
    if parsed is None or parsed.protocol not in ("http:", "https:") or not parsed.hostname:
        return None
    return parsed


def _tidied(parsed: can_ada.URL) -> str:
    """One pass of the tables over an address; no user name, no fragment."""
    host = str(parsed.hostname).rstrip(".")
    port = f":{parsed.port}" if parsed.port else ""
    query = clean_query(str(parsed.search)[1:], host)
    path = clean_path(str(parsed.pathname), bool(query))
    return f"{parsed.protocol}//{host}{port}{path}{'?' if query else ''}{query}"


def _desktop_hosts(host: str) -> tuple[str, ...]:
    """The hosts without the label that says mobile or AMP, and the host itself."""
    domain = _domain_of_host(host)
    labels = host.removesuffix(domain).split(".")
    plain = [label for label in labels if label not in mobile_labels()]
    if not domain or len(plain) == len(labels) or host == domain:
        return (host,)
    bare = ".".join(plain) + domain
    return (f"www.{bare}", bare) if bare == domain else (bare,)


def _forms(url: str) -> frozenset[str]:
    """An address and its desktop variants, without what makes no difference."""
    own = canonical_url(url)
    if own is None:
        return frozenset()
    forms = (form.partition("://")[2] for form in (own, *desktop_variants(own)))
    return frozenset(form.removeprefix("www.").rstrip("/") for form in forms)


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
