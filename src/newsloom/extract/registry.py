"""providers.toml -> the providers an editor knows, by domain. Reads no file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import msgspec

from newsloom.errors import ConfigError
from newsloom.model import Item, Picture, Provider
from newsloom.text.urls import registered_domain

Registry = Mapping[str, Provider]
"""Registered domain -> provider."""

NOBODY: Registry = MappingProxyType({})


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """One ``[[provider]]`` table."""

    name: str
    domain: str
    logo: str = ""
    """Address of a picture of 50 by 50 pixels."""


class Rows(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    provider: tuple[Row, ...] = ()


def parse_providers(text: str, path: str = "providers.toml") -> Registry:
    """Return the providers in a TOML text.

    Raises:
        ConfigError: not TOML, an unknown key, no registered domain, or a domain twice; with the
            line.
    """
    try:
        rows = msgspec.convert(tomllib.loads(text), Rows).provider
    except tomllib.TOMLDecodeError as exc:
        found = re.search(r"at line (\d+)", str(exc))
        raise ConfigError(path, f"not valid TOML: {exc}", int(found[1]) if found else 0) from exc
    except msgspec.ValidationError as exc:
        table = re.search(r"provider\[(\d+)\]", str(exc))
        line = line_of(text, int(table[1])) if table else 0
        message = f"{exc}; a provider has `name`, `domain` and, if you like, `logo`"
        raise ConfigError(path, message, line) from exc
    known: dict[str, Provider] = {}
    for number, row in enumerate(rows):
        domain = registered_domain(row.domain)
        if not domain or domain in known:
            fault = "stands here twice" if domain else "is no domain; write it like nytimes.com"
            raise ConfigError(path, f"`{row.domain}` {fault}", line_of(text, number))
        images = (Picture(row.logo, 50, 50),) if row.logo else ()
        known[domain] = Provider(row.name, domain, images)
    return known


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
    return replace(provider, name=name, images=provider.images or known.images)
