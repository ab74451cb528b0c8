"""Link headers of an answer -> the addresses they name, by relation (RFC 8288)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from newsloom.edges.place import place_of
from newsloom.errors import FetchError

LINK = re.compile(
    r'<([^<>]{1,2000})>((?:\s*;\s*[\w*!#$&+.^`|~-]+(?:\s*=\s*(?:"[^"]*"|[^",;\s]*))?)*)'
)
PARAMETER = re.compile(r';\s*([^\s;=]+)\s*=\s*(?:"([^"]*)"|([^",;\s]*))')

MOST = 20_000
"""Characters of Link headers that are read."""


def links_of(headers: Mapping[str, str], base: str) -> Mapping[str, str]:
    """Return the first web address of each relation, the names in lower case; {} = none.

    An address that is no web address is left out.
    """
    found: dict[str, str] = {}
    for target, parameters in LINK.findall(headers.get("link", "")[:MOST]):
        given = {
            name.lower(): quoted or bare for name, quoted, bare in PARAMETER.findall(parameters)
        }
        try:
            url = place_of(target, base).url
        except FetchError:
            continue
        for relation in given.get("rel", "").lower().split():
            found.setdefault(relation, url)
    return found
