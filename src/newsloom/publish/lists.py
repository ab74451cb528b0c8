"""Shelf -> the list pages of the site: topics by heat, the archive by month and day.

A long list goes on under its own name: ``topics/work.html``, ``topics/work/2.html``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from newsloom.model import Brief
from newsloom.publish.edition import lead_report
from newsloom.publish.frame import Page, frame_of, rendered
from newsloom.publish.shelf import Card, Link, Shelf, card_of, topic_path
from newsloom.publish.tongue import Tongue
from newsloom.publish.words import stories_words

ROWS = 60
"""Rows on one page of a list: keeps a page under 100 KB."""

Maker = Callable[[], bytes]
"""What makes the bytes of one page when asked."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; ``day`` "" = no heading."""

    at: datetime
    day: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one page of a list stands among the others."""

    newer: Link | None
    """None = this is the first page."""
    older: Link | None
    """None = this is the last page."""
    words: str


def topic_pages(shelf: Shelf, topic: str, briefs: Sequence[Brief]) -> dict[str, Maker]:
    """Return the pages of one topic, hottest stories first."""
    path = topic_path(shelf.masthead.slugs[topic])
    told = shelf.moment.tongue.count(
        "%(num)s story, by heat.", "%(num)s stories, by heat.", len(briefs)
    )
    return list_pages(shelf, path, topic, told, briefs, by_day=False)


def months(shelf: Shelf) -> dict[str, tuple[Brief, ...]]:
    """Return the stories of each month ("2026-10", newest first), newest stories first."""
    by_id = sorted(shelf.briefs, key=lambda b: b.dossier.story.story_id)
    ordered = sorted(by_id, key=lead_at, reverse=True)
    found: dict[str, list[Brief]] = {}
    for brief in ordered:
        found.setdefault(f"{lead_at(brief):%Y-%m}", []).append(brief)
    return {month: tuple(briefs) for month, briefs in found.items()}


def lead_at(brief: Brief) -> datetime:
    """Return when the lead was published."""
    return lead_report(brief).article.published_at


def month_pages(shelf: Shelf, month: str, briefs: Sequence[Brief]) -> dict[str, Maker]:
    """Return the pages of one month, newest stories first."""
    heading = shelf.moment.tongue.month(lead_at(briefs[0]))
    told = shelf.moment.tongue.count(
        "%(num)s story, newest first.", "%(num)s stories, newest first.", len(briefs)
    )
    return list_pages(shelf, f"archive/{month}.html", heading, told, briefs, by_day=True)


def list_pages(
    shelf: Shelf, path: str, heading: str, told: str, briefs: Sequence[Brief], *, by_day: bool
) -> dict[str, Maker]:
    """Return the pages of a list; the first at ``path``, the others at ``path/2.html`` and on."""
    paths = page_paths(path, len(briefs))
    made: dict[str, Maker] = {}
    for number, here in enumerate(paths):
        part = briefs[ROWS * number : ROWS * (number + 1)]
        page, pages = (
            Page(here, heading, told, path),
            neighbours(shelf.moment.tongue, paths, number),
        )
        made[here] = partial(list_page, shelf, page, told, part, pages, by_day)
    return made


def page_paths(path: str, stories: int) -> list[str]:
    """Return the paths of a list's pages."""
    count = max(1, -(-stories // ROWS))
    return [path, *(f"{path.removesuffix('.html')}/{n}.html" for n in range(2, count + 1))]


def neighbours(tongue: Tongue, paths: Sequence[str], number: int) -> Pages:
    """Return the pages before and after one page of a list."""
    newer = Link(tongue.say("Back"), paths[number - 1]) if number else None
    older = Link(tongue.say("On"), paths[number + 1]) if number + 1 < len(paths) else None
    words = tongue.say("Page %(number)s of %(count)s", number=number + 1, count=len(paths))
    return Pages(newer, older, words)


def list_page(
    shelf: Shelf, page: Page, told: str, briefs: Sequence[Brief], pages: Pages, by_day: bool
) -> bytes:
    """Return one page of a list."""
    cards = [card_of(shelf, brief) for brief in briefs]
    everything = (Group(shelf.moment.at, "", tuple(cards)),)
    groups = tuple(day_groups(shelf.moment.tongue, cards)) if by_day else everything
    return rendered(
        "list.html",
        frame_of(shelf.masthead, page),
        heading=page.title,
        told=told,
        groups=groups,
        pages=pages,
    )


def day_groups(tongue: Tongue, cards: Sequence[Card]) -> Iterator[Group]:
    """Return the stories in order of time under the names of their days."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(tongue.day(card.lead.at), []).append(card)
    return (Group(group[0].lead.at, day, tuple(group)) for day, group in found.items())


def topics_page(shelf: Shelf) -> bytes:
    """Return the list of all topics."""
    tongue = shelf.moment.tongue
    links = [
        Link(
            topic,
            topic_path(shelf.masthead.slugs[topic]),
            stories_words(tongue, len(briefs)),
        )
        for topic, briefs in shelf.topics.items()
    ]
    page = Page("topics.html", tongue.say("All topics"), tongue.say("All topics."))
    return index_page(shelf, page, links)


def archive_page(shelf: Shelf) -> bytes:
    """Return the list of all months."""
    tongue = shelf.moment.tongue
    links = [
        Link(
            tongue.month(lead_at(briefs[0])),
            f"archive/{month}.html",
            stories_words(tongue, len(briefs)),
        )
        for month, briefs in months(shelf).items()
    ]
    page = Page("archive.html", tongue.say("Archive"), tongue.say("All stories by month."))
    return index_page(shelf, page, links)


def index_page(shelf: Shelf, page: Page, links: Sequence[Link]) -> bytes:
    """Return a page of names with a number each."""
    empty = shelf.moment.tongue.say("Nothing is published yet.")
    frame = frame_of(shelf.masthead, page)
    return rendered("index.html", frame, heading=page.title, links=links, empty=empty)
