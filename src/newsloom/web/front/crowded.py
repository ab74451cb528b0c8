"""A crowded story's further pages: more of its reasons, coverage, timeline and copies.

They stand under the story's own address, ``stories/ID-coverage-2.html``, so that no page grows over
100 KB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from newsloom.model import Brief, Summary
from newsloom.publish.angles import Angled
from newsloom.publish.frame import Page
from newsloom.publish.lists import neighbours
from newsloom.publish.shelf import Link, Masthead
from newsloom.publish.story import StoryTold, parts_of, reports_about, told_reports, told_story
from newsloom.publish.timeline import Day
from newsloom.publish.tongue import N_, Tongue
from newsloom.web.respond import page, problem

EACH = 8
"""Reports whose reasons stand on one page, about 7 KB each."""

ROWS = 40
"""Reports in one table of coverage, about 0.9 KB each."""

EVENTS = 40
"""Steps of the timeline on one page, about 0.5 KB each."""

COPIES = 60
"""Copies that are listed on the story's own page, about 0.25 KB each."""

NAMES = {
    "coverage": N_("All coverage"),
    "timeline": N_("How the coverage grew"),
    "copies": N_("Texts and their copies"),
}
"""Kinds of further pages beside that of the reasons."""

PART = re.compile(r"(.+)-(reports|coverage|timeline|copies)-([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True)
class Known:
    """A story that readers may see."""

    brief: Brief
    summary: Summary
    masthead: Masthead


def address(name: str) -> tuple[str, str, int]:
    """Return what a page's name says: story, kind of page, its number; "" and 0 for the story's."""
    match = PART.fullmatch(name)
    return (match[1], match[2], int(match[3])) if match else (name, "", 0)


def opening(tongue: Tongue, told: StoryTold) -> tuple[StoryTold, dict[str, Link]]:
    """Return what the story's own page shows of a story, and where the rest of each kind stands."""
    copies = sum(len(text.copies) for text in told.copied)
    rest = {
        "coverage": size(told, "coverage") - ROWS,
        "timeline": size(told, "timeline") - EVENTS,
        "copies": copies if copies > COPIES else 0,
    }
    words = {
        "coverage": tongue.count("%(num)s more report", "%(num)s more reports", rest["coverage"]),
        "timeline": tongue.count("%(num)s later step", "%(num)s later steps", rest["timeline"]),
        "copies": tongue.count("%(num)s copy, by text", "%(num)s copies, by text", copies),
    }
    more = {
        kind: Link(words[kind], path_of(told, kind, 1 if kind == "copies" else 2))
        for kind, number in rest.items()
        if number > 0
    }
    shown = replace(
        told,
        groups=tuple(cut_groups(told.groups, 0, ROWS)),
        days=tuple(cut_days(told.days, 0, EVENTS)),
        copied=() if "copies" in more else told.copied,
    )
    return shown, more


def further_page(request: Request, known: Known, kind: str, number: int) -> Response:
    """Return one of the further pages of a story."""
    masthead, tongue = known.masthead, known.masthead.moment.tongue
    parts = parts_of(tongue, known.brief, EACH)
    if kind == "reports":
        part = parts[number - 1] if number <= len(parts) and len(parts) > 1 else None
        if part is None:
            return no_page(request, tongue)
        about = reports_about(masthead, known.brief, part)
        told = told_reports(masthead, known.brief, parts, part)
        return page(
            request,
            "reports.html",
            about,
            masthead=masthead,
            status=HTTPStatus.OK,
            layout="live_layout.html",
            **told,
        )
    story = told_story(masthead, known.brief, parts)
    paths = [path_of(story, kind, n + 1) for n in range(-(-size(story, kind) // EVERY[kind]))]
    if number > len(paths):
        return no_page(request, tongue)
    first, last = EVERY[kind] * (number - 1), EVERY[kind] * number
    heading = tongue.say(NAMES[kind])
    shown = replace(
        story,
        groups=tuple(cut_groups(story.groups, first, last)) if kind == "coverage" else (),
        days=tuple(cut_days(story.days, first, last)) if kind == "timeline" else (),
        copied=story.copied[first:last] if kind == "copies" else (),
    )
    return page(
        request,
        "live_crowded.html",
        Page(paths[number - 1], f"{heading}: {story.card.title}", heading),
        masthead=masthead,
        status=HTTPStatus.OK,
        heading=heading,
        kind=kind,
        pages=neighbours(tongue, paths, number - 1),
        **shown.context(),
    )


EVERY = {"coverage": ROWS, "timeline": EVENTS, "copies": 1}
"""Rows, steps and texts on one further page."""


def size(told: StoryTold, kind: str) -> int:
    """Return how many rows, steps or copied texts a story has in all."""
    if kind == "coverage":
        return sum(len(group.rows) for group in told.groups)
    if kind == "timeline":
        return sum(len(day.events) for day in told.days)
    return len(told.copied)


def path_of(told: StoryTold, kind: str, number: int) -> str:
    """Return the path of a further page."""
    return f"{told.card.path.removesuffix('.html')}-{kind}-{number}.html"


def no_page(request: Request, tongue: Tongue) -> Response:
    """Return the answer for a further page that there is not."""
    sentence = tongue.say("This story has no such page; all it has is reached from its own page.")
    return problem(request, HTTPStatus.NOT_FOUND, sentence)


def cut_groups(groups: Sequence[Angled], first: int, last: int) -> Iterator[Angled]:
    """Return the groups with their rows from ``first`` to ``last``, not included, of all rows."""
    passed = 0
    for group in groups:
        rows = group.rows[max(first - passed, 0) : max(last - passed, 0)]
        passed += len(group.rows)
        if rows:
            yield replace(group, rows=rows)


def cut_days(days: Sequence[Day], first: int, last: int) -> Iterator[Day]:
    """Return the days with their steps from ``first`` to ``last``, not included, of all steps."""
    passed = 0
    for day in days:
        events = day.events[max(first - passed, 0) : max(last - passed, 0)]
        passed += len(day.events)
        if events:
            yield replace(day, events=events)
