"""Commands that look at one thing without a newsroom: extract, feed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import AnyRoomOption, JsonOption, app, print_json, say, warn
from newsloom.collect.care import SourceHealth
from newsloom.collect.imports import read_import
from newsloom.collect.listing import list_items
from newsloom.errors import ExtractError, ParseError, SourceError
from newsloom.extract.article import extract_article
from newsloom.model import Article, Dropped, Illustration, Item, Listing, Page, Snapshot
from newsloom.publish.edition import public_url
from newsloom.settings import Fetching
from newsloom.text.dates import format_utc
from newsloom.text.urls import article_id

PlaceArgument = Annotated[str, typer.Argument(metavar="FILE|URL", help="A file or an address.")]

NOT_AUTHORS = ("editing", "photography", "illustration", "translation")
"""Roles of people in a byline who did not write."""


def is_address(place: str) -> bool:
    """Return whether a place is a web address and not a file."""
    return "://" in place


@app.command()
def extract(place: PlaceArgument, room: AnyRoomOption = None, json: JsonOption = False) -> None:
    """Print the article on a page or in a file."""
    fetching = newsroom.fetching_of(room)
    try:
        article = extract_article(page_at(place, fetching))
    except ExtractError as exc:
        raise ExtractError(place, exc.message, exc.code) from exc
    if isinstance(article, Dropped):
        raise ExtractError(place, article.detail or article.code)
    picture = newsroom.illustrate(article, fetching if is_address(place) else None)
    if json:
        print_json(article_facts(article, picture))
    else:
        print_article(article, picture)


def print_article(article: Article, picture: Illustration) -> None:
    """Print an article for people: what is known, how it is known, then the text."""
    credit = article.wire_credit
    lines = {
        "title": article.title,
        "address": public_url(article),
        "provider": article.provider.name,
        "section": article.section,
        "genre": article.genre,
        "byline": ", ".join(f"{p.name} ({p.role})" for p in article.byline),
        "wire credit": f"{credit.agency}: {credit.evidence}" if credit else "",
        "taken from": "; ".join(f"{a.name or a.url} ({a.kind})" for a in article.attributions),
        "dateline": article.dateline,
        "published": f"{format_utc(article.published_at)}. {article.date_reason}",
        "language": article.language,
        "keywords": ", ".join(article.keywords),
        "confidence": f"{article.confidence:.2f}",
        "picture": f"{picture.picture.url if picture.picture else 'none'}. {picture.reason}",
        "excerpt": article.excerpt,
    }
    for name, value in lines.items():
        if value:
            say(f"{name}: {value}")
    for name, values in (("key point", article.key_points), ("note", article.notes)):
        for value in values:
            say(f"{name}: {value}")
    say(f"\n{article.text}")


def page_at(place: str, fetching: Fetching) -> Page:
    """Return the page at an address or in a file."""
    if is_address(place):
        return newsroom.fetch_page(place, fetching)
    at = newsroom.now()
    found = read_import(place, newsroom.read_bytes(Path(place)), at)
    for problem in found.problems:
        warn(problem)
    if not found.pages:
        raise ParseError(place, f"holds no article (it is {found.kind}); give a page or a text")
    return found.pages[0]


def article_facts(article: Article, picture: Illustration) -> dict[str, object]:
    """Return an article in the shape scripts rely on."""
    credit = article.wire_credit
    return {
        "url": public_url(article),
        "title": article.title,
        "printed_title": article.printed_title,
        "authors": [p.name for p in article.byline if p.role not in NOT_AUTHORS],
        "byline": [{"name": p.name, "role": p.role} for p in article.byline],
        "published": format_utc(article.published_at),
        "date_origin": article.date_origin,
        "date_reason": article.date_reason,
        "language": article.language,
        "excerpt": article.excerpt,
        "body": article.text,
        "key_points": article.key_points,
        "dateline": article.dateline,
        "wire_credit": {"agency": credit.agency, "evidence": credit.evidence} if credit else None,
        "attributions": article.attributions,
        "section": article.section,
        "keywords": article.keywords,
        "kind": article.kind,
        "genre": article.genre,
        "picture": picture.picture,
        "picture_reason": picture.reason,
        "pictures": article.pictures,
        "pictures_refused": picture.refused,
        "canonical_url": article.canonical_url,
        "amp_url": article.amp_url,
        "wrapper": article.wrapper,
        "provider": article.provider,
        "is_free": article.is_free,
        "confidence": round(article.confidence, 3),
        "boilerplate": round(article.boilerplate, 3),
        "notes": article.notes,
    }


@app.command()
def feed(place: PlaceArgument, room: AnyRoomOption = None, json: JsonOption = False) -> None:
    """Print what a feed, sitemap or section page lists, and how the source does."""
    snapshot = snapshot_at(place, newsroom.fetching_of(room))
    try:
        listing = list_items(snapshot)
    except SourceError as exc:
        if json:
            print_json({"title": "", "items": [], **health_facts(newsroom.examine(snapshot, exc))})
        raise
    health = newsroom.examine(snapshot, listing)
    if json:
        print_json(listing_facts(listing) | health_facts(health))
    else:
        print_listing(place, listing, health)


def snapshot_at(place: str, fetching: Fetching) -> Snapshot:
    """Return the bytes of the source at an address or in a file."""
    if is_address(place):
        return newsroom.poll_source(place, fetching)
    return newsroom.snapshot_of(place, newsroom.read_bytes(Path(place)))


def print_listing(place: str, listing: Listing, health: SourceHealth) -> None:
    """Print the items of a source, then what is to be said of it."""
    say(f"{listing.title or place}: {len(listing.items)} items")
    for item in listing.items:
        when = format_utc(item.published_at) if item.published_at else "undated"
        say(f"  {when}  {item.title}\n    {item.web_url}")
    for child in listing.children:
        say(f"  sitemap {child.url}")
    for note in listing.notes:
        say(f"note: {note}")
    if listing.hub:
        say(f"hub: {listing.hub}")
    say(f"health: {health.health.state}. {health.says}")


def listing_facts(listing: Listing) -> dict[str, object]:
    """Return what a source lists, in the shape scripts rely on."""
    return {
        "title": listing.title,
        "items": [item_facts(item) for item in listing.items],
        "sitemaps": [child.url for child in listing.children],
        "hub": listing.hub,
        "notes": listing.notes,
    }


def health_facts(health: SourceHealth) -> dict[str, object]:
    """Return how a source does, in the shape scripts rely on."""
    newest = health.health.newest_at
    return {
        "health": health.health.state,
        "health_reason": health.says,
        "newest_item": format_utc(newest) if newest else None,
    }


def item_facts(item: Item) -> dict[str, object]:
    """Return an item in the shape scripts rely on."""
    return {
        "id": article_id(item.web_url),
        "url": item.web_url,
        "raw_url": item.raw_url,
        "wrapper": item.wrapper,
        "title": item.title,
        "summary": item.summary,
        "body_html": item.body_html,
        "published": format_utc(item.published_at) if item.published_at else None,
        "updated": format_utc(item.updated_at) if item.updated_at else None,
        "authors": item.authors,
        "language": item.language,
        "keywords": item.keywords,
        "pictures": item.pictures,
        "provider": item.provider,
    }
