"""The World -> what a reader must make of it: stories, copies, leads, drops, dates.

Addresses are canonical: ``http://host/path`` without tracking, fragment or ``index.html``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sample.feeds import listed_links
from sample.pages import edited, photo_of
from sample.web import GONE, MOVED, ROUNDABOUT
from sample.world import FOLDER, Event, Outlet, Provider, Report, World, load_world

INDEPENDENT_AND_COMPLETE = ("report", "analysis", "followup", "reaction")
AS_OF = datetime.fromisoformat("2026-10-08T14:40:00+00:00")
"""The moment the sample web shows: its newest pages are minutes old."""
LOOP = f"http://{ROUNDABOUT[0][0]}{ROUNDABOUT[0][1]}"
CREDITS = re.compile(r"Reporting by .+; Editing by ")
NO_PERSON = re.compile(r"Desk|Wire|newsroom|Science")
ANGLES = {
    "harrow-bay-letters/courier": "report",
    "harrow-bay-letters/kestrel": "report",
    "harrow-bay-letters/civic": "explainer",
    "harrow-bay-letters/quay": "reaction",
    "vantmoor-grades/vantmoor": "report",
    "vantmoor-grades/kestrel": "report",
    "vantmoor-grades/eastmere": "report",
    "vantmoor-grades/openbench": "analysis",
    "tidal-turbine/kestrel": "report",
    "tidal-turbine/norrland": "report",
    "tidal-turbine/larkspur": "explainer",
    "tidal-turbine/civic": "follow-up",
    "ferry-strike/ferry": "report",
    "ferry-strike/kestrel": "report",
    "ferry-strike/courier": "report",
    "ferry-strike/courier-followup": "follow-up",
    "tannery-readings/lowmoor": "report",
    "tannery-readings/counties": "report",
    "tannery-readings/civic": "opinion",
    "grid-notice/norrland": "report",
    "grid-notice/civic": "explainer",
    "hafen-faehren/hafenblatt": "report",
    "hafen-faehren/hafenblatt-reaktion": "reaction",
}
"""Angle of originals that a reader can take for one thing only, in seven events."""
PDF = "http://sevencountiesnews.example/files/river-plan-2027.pdf"


@dataclass(frozen=True, slots=True)
class ArticleTruth:
    """What must be read from one page."""

    url: str
    event_id: str
    kind: str
    """``report``, ``analysis``, ``followup``, ``reaction``, ``opinion``, ``copy``, ``partial``."""
    title: str
    authors: tuple[str, ...]
    """People who wrote it, as far as the page names them; desks and agencies are none."""
    wire_credit: str
    """The agency the page credits, in its dateline, byline or last lines; "" = none."""
    provider: str
    domain: str
    language: str
    published_at: datetime | None
    """None = neither page nor lists give a date."""
    date_origin: str
    """``page``, ``source`` or ``first-seen``."""
    text: str
    """Paragraphs separated by a blank line, subheads without marks, closing credits left out."""
    picture: str
    """Address of the picture it declares; "" = none, or one whose name says that it is none."""
    amp_url: str


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is true of one round of the sample web."""

    articles: Mapping[str, ArticleTruth]
    """By canonical address."""
    stories: Mapping[str, frozenset[str]]
    """Event id -> its articles."""
    topics: Mapping[str, tuple[str, ...]]
    """Event id -> names of the topics its lead must have, leaf first; () = none."""
    loose: frozenset[str]
    """Opinions, follow-ups and stubs: may found a story of their own."""
    copies: Mapping[str, str]
    """Copy -> the article it copies."""
    partial: frozenset[str]
    """Those copies that hold much text of their own, or only the beginning of the original."""
    angles: Mapping[str, str]
    """Article -> its angle, of those in ``ANGLES`` and their copies."""
    leads: Mapping[str, frozenset[str]]
    """Event id -> articles that may lead: independent and complete."""
    drops: Mapping[str, str]
    """Address -> drop code."""
    deferred: frozenset[str]
    """Answered 503: to be tried again."""
    aliases: Mapping[str, str]
    """Other addresses under which lists or servers name an article -> its canonical address."""
    undated: frozenset[str]
    """The page states no date."""
    future: frozenset[str]
    """The page states a date in the future; the list has the right one."""
    stubs: frozenset[str]
    """Behind a paywall: the beginning only."""
    bad_pictures: frozenset[str]
    """Articles whose declared picture is a placeholder or a logo."""
    cards: frozenset[str]
    """Articles whose declared picture is their provider's for many articles."""
    items: Mapping[str, int]
    """Source address -> how many items it must give."""
    empty_sources: frozenset[str]
    """Sources that answer with something that is no list."""


@cache
def truth(edition: int = 1) -> Truth:
    """Return the truth of the round ``edition``."""
    world = load_world()
    served = [r for r in world.reports() if is_read(r, edition)]
    copies = [r for r in served if r.is_copy]
    urls = {r.key: r.url for r in world.reports()}
    return Truth(
        articles={r.url: article_truth(edited(r, edition)) for r in served},
        stories={e.event_id: members(e, edition) for e in world.events},
        topics={e.event_id: e.topics for e in world.events},
        loose=frozenset(r.url for r in served if is_loose(r)),
        copies={r.url: urls[r.of] for r in copies},
        partial=frozenset(r.url for r in copies if r.kind == "partial"),
        angles={r.url: ANGLES[r.of or r.key] for r in served if (r.of or r.key) in ANGLES},
        leads={e.event_id: leads(e, edition) for e in world.events},
        drops=expected_drops(world),
        deferred=having("unavailable", world) if edition == 1 else frozenset(),
        aliases=aliases(world),
        undated=having("undated", world),
        future=having("future", world),
        stubs=having("paywall", world),
        bad_pictures=having("placeholder", world) | having("logo", world),
        cards=having("card", world),
        items=expected_items(world),
        empty_sources=frozenset(
            address(p, o) for p in world.providers.values() for o in p.outlets if o.form == "html"
        ),
    )


def is_read(report: Report, edition: int) -> bool:
    """Return whether the report's page can be read as an article in a round."""
    return report.is_served or ("unavailable" in report.odd and edition > 1)


def is_loose(report: Report) -> bool:
    """Return whether a report may found a story of its own."""
    return report.kind in ("opinion", "followup") or "paywall" in report.odd


def members(event: Event, edition: int) -> frozenset[str]:
    """Return the addresses of an event's readable articles."""
    return frozenset(r.url for r in event.reports if is_read(r, edition))


def leads(event: Event, edition: int) -> frozenset[str]:
    """Return the addresses that may lead an event's story: independent and complete."""
    fit = [
        r for r in event.reports
        if is_read(r, edition) and r.kind in INDEPENDENT_AND_COMPLETE and "paywall" not in r.odd
    ]  # fmt: skip
    return frozenset(r.url for r in fit)


def having(odd: str, world: World) -> frozenset[str]:
    """Return the addresses of the reports that have an oddity."""
    return frozenset(r.url for r in world.reports() if odd in r.odd)


def article_truth(report: Report) -> ArticleTruth:
    """Return what must be read from the page of ``report``."""
    provider = report.provider
    has_page_date = not {"undated", "future"} & set(report.odd)
    origin = "page" if has_page_date else "source"
    if {"undated", "undated-item"} <= set(report.odd):
        origin = "first-seen"
    originals = {r.key: r for r in load_world().reports()}
    original = originals.get(report.of, report)
    photo = None if {"placeholder", "logo"} & set(report.odd) else photo_of(report, original)
    return ArticleTruth(
        url=report.url, event_id=report.event_id, kind=report.kind, title=report.title,
        authors=people(report, original), wire_credit=wire_credit(report, original),
        provider=provider.name, domain=provider.domain, language=provider.language,
        date_origin=origin, published_at=None if origin == "first-seen" else report.at,
        text="\n\n".join(
            p.removeprefix("## ") for p in report.paragraphs if not CREDITS.search(p)
        ),
        picture=photo.url if photo else "",
        amp_url=report.amp_url,
    )  # fmt: skip


def people(report: Report, original: Report) -> tuple[str, ...]:
    """Return the people the page names as its writers."""
    credited = CREDITS.search(report.paragraphs[-1]) is not None
    names = original.authors if credited else report.authors
    return tuple(name for name in names if not NO_PERSON.search(name))


def wire_credit(report: Report, original: Report) -> str:
    """Return the agency the page names; "" when it names none."""
    agency = original.provider.name if original.provider.is_agency else ""
    shown = (*report.authors, report.paragraphs[0], report.paragraphs[-1])
    return agency if agency and any(agency in part for part in shown) else ""


def expected_drops(world: World) -> dict[str, str]:
    """Return address -> drop code of everything listed that is no article."""
    drops = dict.fromkeys(having("forbidden", world), "robots")
    drops |= dict.fromkeys(having("consent", world), "no-article")
    gone = [f"http://{host}{path}" for host, path in GONE]
    moved = [f"http://{host}{path}" for host, path in MOVED]
    for provider in world.providers.values():
        for outlet in provider.outlets:
            for link in (extra["link"] for extra in outlet.extra):
                if link not in moved and link != PDF:
                    drops[link] = "gone" if link in gone else "not-found"
    return drops | {PDF: "not-a-page", LOOP: "redirects"}


def aliases(world: World) -> dict[str, str]:
    """Return other address -> canonical address, for AMP pages and short links."""
    urls = {report.key: report.url for report in world.reports()}
    short = {f"http://{host}{path}": urls[key] for (host, path), key in MOVED.items()}
    amp = {report.amp_url: report.url for report in world.reports() if report.amp_url}
    return short | amp


def address(provider: Provider, outlet: Outlet) -> str:
    """Return the address of an outlet."""
    return f"http://{provider.host}{outlet.path}"


def expected_items(world: World) -> dict[str, int]:
    """Return source address -> number of different articles and files it links to."""
    return {
        address(p, o): len(set(listed_links(o, p, world)))
        for p in world.providers.values()
        for o in p.outlets
    }


def source_rows() -> list[dict[str, str]]:
    """Return the rows of sources.toml."""
    rows: list[dict[str, str]] = tomllib.loads((FOLDER / "sources.toml").read_text())["source"]
    return rows
