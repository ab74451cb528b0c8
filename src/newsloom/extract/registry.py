"""providers.toml -> the providers an editor knows, by domain. Reads no file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated

import msgspec

from newsloom.errors import ConfigError
from newsloom.model import Item, Picture, Provider
from newsloom.model.tuning import Publisher
from newsloom.text.urls import registered_domain

Registry = Mapping[str, Publisher]
"""Registered domain -> provider as the editor knows it."""

MOST_STANDING = 30.0
"""Points of quality a provider can be given or lose: the text shall decide."""

KEYS = (
    "`name`, `domain` (or `domains`) and, if you like, `logo`, `standing` (-30 to 30), "
    "`agency` and `never_leads` (true or false)"
)

NOBODY: Registry = MappingProxyType({})


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """One ``[[provider]]`` table."""

    name: str
    domain: str = ""
    """Of a provider with one; others have ``domains``."""
    domains: tuple[str, ...] = ()
    logo: str = ""
    """Address of a picture of 50 by 50 pixels."""
    standing: Annotated[float, msgspec.Meta(ge=-MOST_STANDING, le=MOST_STANDING)] | None = None
    agency: bool = False
    never_leads: bool = False


class Rows(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    provider: tuple[Row, ...] = ()


def parse_providers(text: str, path: str = "providers.toml") -> Registry:
    """Return the providers in a TOML text, each under all its domains.

    Raises:
        ConfigError: not TOML, an unknown key, no registered domain, or a domain twice; with the
            line.
    """
    known: dict[str, Publisher] = {}
    for number, publisher in enumerate(read_publishers(text, path)):
        for domain in publisher.domains:
            if domain in known:
                raise ConfigError(path, f"`{domain}` stands here twice", line_of(text, number))
            known[domain] = publisher
    return known


def read_publishers(text: str, path: str = "providers.toml") -> list[Publisher]:
    """Return the providers in the order of a TOML text; raises as ``parse_providers``."""
    try:
        rows = msgspec.convert(tomllib.loads(text), Rows).provider
    except tomllib.TOMLDecodeError as exc:
        found = re.search(r"at line (\d+)", str(exc))
        raise ConfigError(path, f"not valid TOML: {exc}", int(found[1]) if found else 0) from exc
    except msgspec.ValidationError as exc:
        table = re.search(r"provider\[(\d+)\]", str(exc))
        line = line_of(text, int(table[1])) if table else 0
        raise ConfigError(path, f"{exc}; a provider has {KEYS}", line) from exc
    return [publisher_of(row, path, line_of(text, n)) for n, row in enumerate(rows)]


def publisher_of(row: Row, path: str, line: int) -> Publisher:
    """Return the provider of one table."""
    written = (*([row.domain] if row.domain or not row.domains else []), *row.domains)
    domains = []
    for one in written:
        domain = registered_domain(one)
        if not domain:
            raise ConfigError(path, f"`{one}` is no domain; write it like nytimes.com", line)
        domains.append(domain)
    return Publisher(
        row.name, tuple(dict.fromkeys(domains)), row.logo, row.standing, row.agency, row.never_leads
    )


def names_in(registry: Registry) -> list[tuple[str, str, str]]:
    """Return what reading a page takes of the registry: domain, name and logo of each."""
    return [(domain, one.name, one.logo) for domain, one in sorted(registry.items())]


def standings_in(registry: Registry) -> dict[str, float]:
    """Return the points of quality of the providers an editor gave some, by domain."""
    return {
        domain: one.standing for domain, one in sorted(registry.items()) if one.standing is not None
    }


def never_leading_in(registry: Registry) -> frozenset[str]:
    """Return the domains of the providers that never lead."""
    return frozenset(domain for domain, one in registry.items() if one.never_leads)


def agencies_in(registry: Registry) -> dict[str, str]:
    """Return the names of the wire agencies, by domain."""
    return {domain: one.name for domain, one in sorted(registry.items()) if one.is_agency}


def line_of(text: str, number: int) -> int:
    """Return the line where the table of a number (from 0) begins, 0 when there is none."""
    starts = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[provider]]"]
    return starts[number] if number < len(starts) else 0


def as_known(provider: Provider, item: Item, registry: Registry) -> Provider:
    """Return a provider as the editor names it.

    An imported post keeps the name it was published with, and gains only the logo.
    """
    known = registry.get(provider.domain)
    if known is None:
        return provider
    named_by_post = item.provider is not None and not item.has_page
    name = provider.name if named_by_post else known.name
    images = (Picture(known.logo, 50, 50),) if known.logo else ()
    return replace(provider, name=name, images=provider.images or images)
