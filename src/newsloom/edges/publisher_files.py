"""providers.toml with one provider changed, added or taken out; all other lines stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from newsloom.edges.config_files import digest_of_text, read_text_of, replace_text
from newsloom.edges.toml_lines import tables, with_table, without_table
from newsloom.errors import ConfigError
from newsloom.extract.registry import (
    MOST_STANDING,
    Registry,
    parse_providers,
    read_publishers,
)
from newsloom.model.tuning import Publisher
from newsloom.ports.tuning import Faults, PlacedPublisher
from newsloom.text.urls import registered_domain

TABLE = "provider"
GONE = "There is no such provider in the registry any more; somebody has removed it."
CHANGED_SINCE = "Somebody has changed this since you opened it; load the page again."


class PublisherFile:
    """The registry of providers on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def registry(self) -> Registry:
        """Return the registry by domain."""
        return parse_providers(read_text_of(self.path), self.path.name)

    def publishers(self) -> Sequence[PlacedPublisher]:
        """Return the registry in the order of the file."""
        text = read_text_of(self.path)
        parse_providers(text, self.path.name)
        lines = text.splitlines()
        spans = tables(text, TABLE)
        found = read_publishers(text, self.path.name)
        if len(spans) != len(found):
            message = "write each provider as a table of its own, headed [[provider]]"
            raise ConfigError(self.path.name, message)
        return [
            PlacedPublisher(publisher, digest_of_text("\n".join(lines[start:end])))
            for publisher, (start, end) in zip(found, spans, strict=True)
        ]

    def save(self, domain: str, publisher: Publisher, digest: str) -> Faults:
        """Write a provider, known by one of its domains, or a new one."""
        before = self.publishers()
        at = place_of(before, domain)
        if domain and at is None:
            return {"": GONE}
        if at is not None and before[at].digest != digest:
            return {"": CHANGED_SINCE}
        if faults := faults_of(publisher, [p.publisher for i, p in enumerate(before) if i != at]):
            return faults
        was = before[at].publisher if at is not None else None
        text = with_table(read_text_of(self.path), TABLE, at, keys_of(publisher, was))
        self.prove(text, at, publisher, before)
        replace_text(self.path, text)
        return {}

    def remove(self, domain: str) -> Faults:
        """Take a provider out."""
        at = place_of(self.publishers(), domain)
        if at is None:
            return {"": GONE}
        text = without_table(read_text_of(self.path), TABLE, at)
        parse_providers(text, self.path.name)
        replace_text(self.path, text)
        return {}

    def prove(
        self, text: str, at: int | None, publisher: Publisher, before: Sequence[PlacedPublisher]
    ) -> None:
        """Accept a rewritten text in which one provider alone has changed."""
        wanted = [placed.publisher for placed in before]
        place = len(wanted) if at is None else at
        wanted[place : place + 1] = [publisher]
        if read_publishers(text, self.path.name) != wanted:
            message = "cannot be changed from here; write each key of a provider on its own line"
            raise ConfigError(self.path.name, message)


def place_of(placed: Sequence[PlacedPublisher], domain: str) -> int | None:
    """Return the place of the provider with a domain."""
    return next((i for i, one in enumerate(placed) if domain in one.publisher.domains), None)


def keys_of(publisher: Publisher, before: Publisher | None) -> Mapping[str, object]:
    """Return the keys of a provider's table; None = it is left out.

    A provider that had one ``domain`` keeps that key as long as it has one.
    """
    one = publisher.domains[0] if len(publisher.domains) == 1 else None
    is_plain = one is not None and (before is None or len(before.domains) == 1)
    return {
        "name": publisher.name,
        "domain": one if is_plain else None,
        "domains": None if is_plain else publisher.domains,
        "logo": publisher.logo or None,
        "standing": publisher.standing,
        "agency": publisher.is_agency or None,
        "never_leads": publisher.never_leads or None,
    }


def faults_of(publisher: Publisher, others: Sequence[Publisher]) -> Faults:
    """Return what is wrong with a provider, by field."""
    faults: dict[str, str] = {}
    if not publisher.name.strip():
        faults["name"] = "Fill this in: the name readers see."
    taken = {domain: other.name for other in others for domain in other.domains}
    if not publisher.domains:
        faults["domains"] = "Give at least one domain, such as courier.example."
    for domain in publisher.domains:
        if registered_domain(domain) != domain:
            whole = registered_domain(domain)
            remedy = f"write {whole}" if whole else "write it like courier.example"
            faults["domains"] = f"“{domain}” is no registered domain; {remedy}."
        elif domain in taken:
            faults["domains"] = f"{domain} already belongs to {taken[domain]}."
    if publisher.logo and not publisher.logo.startswith(("http://", "https://")):
        faults["logo"] = "Give an address that begins with https://, or nothing."
    if publisher.standing is not None and not abs(publisher.standing) <= MOST_STANDING:
        most = f"{MOST_STANDING:g}"
        faults["standing"] = f"Write a number from -{most} to {most}, or nothing."
    return faults
