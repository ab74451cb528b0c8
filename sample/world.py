"""TOML files of this folder -> Providers and Events: the invented world as frozen records.

Knows nothing of HTTP or HTML. Copies come out with their text already made from their originals.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sample.copies import derive_paragraphs

FOLDER = Path(__file__).resolve().parent
COPIES = ("copy", "partial")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One list of links a provider offers: a feed, a news sitemap or a section page."""

    path: str
    form: str
    """``rss``, ``rdf``, ``atom``, ``json``, ``sitemap``, ``section`` or ``html``."""
    title: str
    content: str = "summary"
    """``summary`` or ``full``."""
    flaw: str = ""
    """``entities``, ``junk``, ``truncated`` or ``latin1``; "" = well-formed."""
    track: str = ""
    """What is done to the links: ``utm``, ``amp``, ``index``, ``fragment``; "" = nothing."""
    section: str = ""
    """Only reports of this section; "" = all."""
    reports: tuple[str, ...] = ()
    """Keys of the reports listed; empty = the provider's own."""
    extra: tuple[Mapping[str, str], ...] = ()
    """Further links: ``link`` (absolute), ``title``."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An invented publisher and how its pages are made."""

    key: str
    name: str
    domain: str
    host: str
    address: str
    """Path pattern of an article with ``y m d slug number section``."""
    template: str = ""
    json_ld: str = "none"
    """``plain``, ``graph``, ``broken`` or ``none``."""
    amp: str = ""
    """How the AMP address is made: ``suffix``, ``query``, ``folder``; "" = none."""
    tagline: str = ""
    language: str = "en"
    zone_hours: int = 1
    credit: str = "dateline"
    """How agency text is credited: ``dateline``, ``byline``, ``footer`` or ``none``."""
    open_graph: bool = True
    photos: str = "png"
    """What its pictures are: ``png``, or ``jpg`` with long camera data in front."""
    tells_sizes: bool = True
    """Whether its pages declare how large their pictures are."""
    is_agency: bool = False
    house: tuple[tuple[str, str], ...] = ()
    """House spelling: what is replaced in copied text."""
    outlets: tuple[Outlet, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A corrected version, served from the second round on."""

    at: datetime
    title: str
    swaps: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Report:
    """One article page, original or copy."""

    key: str
    """``event/report``."""
    event_id: str
    provider: Provider
    title: str
    at: datetime
    authors: tuple[str, ...]
    kind: str
    section: str
    paragraphs: tuple[str, ...]
    excerpt: str
    key_points: tuple[str, ...] = ()
    caption: str = ""
    editing: tuple[str, ...] = ()
    dateline: str = ""
    of: str = ""
    """Key of the report it copies; "" = its own text."""
    odd: tuple[str, ...] = ()
    edit: Edit | None = None

    @property
    def slug(self) -> str:
        """The title as part of an address."""
        return slug_of(self.title)

    @property
    def path(self) -> str:
        """Path (with query) of the page on its host."""
        number = zlib.crc32(self.key.encode()) % 900_000 + 100_000
        section = "dossier" if "forbidden" in self.odd else self.section
        return self.provider.address.format(
            y=f"{self.at:%Y}", m=f"{self.at:%m}", d=f"{self.at:%d}",
            slug=self.slug, number=number, section=section,
        )  # fmt: skip

    @property
    def url(self) -> str:
        """The canonical address."""
        return f"http://{self.provider.host}{self.path}"

    @property
    def amp_url(self) -> str:
        """Address of the AMP page; "" when there is none."""
        host = f"http://{self.provider.host}"
        forms = {
            "suffix": f"{self.url.rstrip('/')}/amp/",
            "query": f"{self.url}?outputType=amp",
            "folder": f"{host}/amp{self.path}",
        }
        return "" if self.odd else forms.get(self.provider.amp, "")

    @property
    def is_copy(self) -> bool:
        """Whether the text is another provider's."""
        return self.kind in COPIES

    @property
    def is_served(self) -> bool:
        """Whether the page answers 200 with an article in the first round."""
        return not {"consent", "unavailable", "forbidden"} & set(self.odd)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened once, and every report of it, in order of time."""

    event_id: str
    topics: tuple[str, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class World:
    """All providers by key and all events in order of their id."""

    providers: Mapping[str, Provider]
    events: tuple[Event, ...]

    def reports(self) -> Iterator[Report]:
        """Yield every report, event by event."""
        return (report for event in self.events for report in event.reports)


def slug_of(title: str) -> str:
    """Return ``title`` in ASCII lower case with hyphens, at most nine words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", ""))[:9])


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the blank-line separated paragraphs of ``text``, each on one line."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return tuple(" ".join(block.split()) for block in blocks if block.strip())


def excerpt_of(paragraph: str) -> str:
    """Return the first sentences of ``paragraph``, up to about 220 characters."""
    taken = ""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÄÖÜ])", paragraph):
        if taken and len(taken) + len(sentence) > 220:
            break
        taken = f"{taken} {sentence}".strip()
    return taken


@cache
def load_world() -> World:
    """Return the world of the TOML files; a wrong name in them raises KeyError or TypeError."""
    providers = load_providers()
    files = sorted((FOLDER / "events").glob("*.toml"))
    return World(
        providers, tuple(load_event(tomllib.loads(f.read_text()), providers) for f in files)
    )


def load_providers() -> dict[str, Provider]:
    """Return the providers of providers.toml by key."""
    rows = tomllib.loads((FOLDER / "providers.toml").read_text())["provider"]
    return {row["key"]: load_provider(row) for row in rows}


def load_provider(row: dict[str, Any]) -> Provider:
    """Return one provider of its TOML table."""
    outlets = tuple(load_outlet(outlet) for outlet in row.pop("outlet", []))
    house = tuple((old, new) for old, new in row.pop("house", []))
    row.setdefault("host", row["domain"])
    row.setdefault("address", "/{slug}")
    return Provider(**row, house=house, outlets=outlets)


def load_outlet(row: dict[str, Any]) -> Outlet:
    """Return one outlet of its TOML table."""
    listed = {name: tuple(row.pop(name, ())) for name in ("reports", "extra")}
    return Outlet(**row, **listed)


def load_event(data: dict[str, Any], providers: Mapping[str, Provider]) -> Event:
    """Return one event; its copies get their text from their originals."""
    made: dict[str, Report] = {}
    for row in data["report"]:
        report = load_report(data["id"], row, providers)
        if report.is_copy:
            report = copy_of(made[report.of], report, row)
        made[report.key] = report
    ordered = sorted(made.values(), key=lambda report: (report.at, report.key))
    return Event(data["id"], tuple(data["topics"]), tuple(ordered))


def load_report(event_id: str, row: dict[str, Any], providers: Mapping[str, Provider]) -> Report:
    """Return one report of its TOML table; a copy still lacks its text."""
    provider = providers[row["provider"]]
    paragraphs = paragraphs_of(row.get("text", ""))
    kind = row.get("kind", "report")
    if provider.is_agency:
        paragraphs = agency_paragraphs(paragraphs, row, provider.name)
    return Report(
        key=f"{event_id}/{row.get('id', row['provider'])}", event_id=event_id, provider=provider,
        title=row["title"], at=row["at"], authors=tuple(row.get("authors", ())), kind=kind,
        section=row.get("section", "news"), paragraphs=paragraphs,
        excerpt=row.get("excerpt") or excerpt_of(row.get("text", "").strip().split("\n\n")[0]),
        key_points=tuple(row.get("key_points", ())), caption=row.get("caption", ""),
        editing=tuple(row.get("editing", ())), dateline=row.get("dateline", ""),
        of=f"{event_id}/{row['of']}" if "of" in row else "",
        odd=tuple(row.get("odd", ())), edit=load_edit(row),
    )  # fmt: skip


def agency_paragraphs(
    paragraphs: tuple[str, ...], row: dict[str, Any], agency: str
) -> tuple[str, ...]:
    """Return the text with dateline and credits, as an agency sends it."""
    place, at = row["dateline"], row["at"]
    first = f"{place}, {at:%b} {at.day} ({agency}) - {paragraphs[0]}"
    credits = (
        f"Reporting by {' and '.join(row['authors'])}; Editing by {' and '.join(row['editing'])}"
    )
    return (first, *paragraphs[1:], f"({credits})")


def copy_of(original: Report, report: Report, row: dict[str, Any]) -> Report:
    """Return ``report`` with its text made from ``original``."""
    paragraphs = derive_paragraphs(
        original.paragraphs, report.provider.house, row.get("credit", report.provider.credit),
        original.provider.name, row.get("cut", 0), paragraphs_of(row.get("extra", "")),
    )  # fmt: skip
    return replace(
        report,
        paragraphs=paragraphs,
        excerpt=excerpt_of(paragraphs[0]),
        caption=report.caption or original.caption,
        authors=report.authors or (original.provider.name,),
    )


def load_edit(row: dict[str, Any]) -> Edit | None:
    """Return the corrected version a report has, None when it has none."""
    if "edit" not in row:
        return None
    edit = row["edit"]
    swaps = tuple((old, new) for old, new in edit["swaps"])
    return Edit(edit["at"], edit.get("title", row["title"]), swaps, edit.get("note", ""))
