"""Story -> its page, and further pages for the reasons of its reports when there are many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial

from newsloom.model import Brief
from newsloom.publish.angles import Angled, by_angle
from newsloom.publish.course import Course, course_of
from newsloom.publish.coverage import Entry, entries_of
from newsloom.publish.edition import lead_report, story_path
from newsloom.publish.evidence import Sum, sum_of
from newsloom.publish.explanation import Explanation, explain
from newsloom.publish.frame import Page, frame_of, rendered
from newsloom.publish.lists import Maker
from newsloom.publish.origins import byline_names, version_words
from newsloom.publish.shelf import Card, Link, Masthead, Shelf, card_from
from newsloom.publish.summary import summarise
from newsloom.publish.timeline import Copied, Day, copied_texts, timeline
from newsloom.publish.tongue import Tongue

EACH = 40
"""Reports whose reasons stand on one page: about 7 KB each."""


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive reports of a story and the page of their reasons."""

    path: str
    name: str
    first: int
    last: int
    """Places in the story's coverage, from 0; ``last`` is not in it."""


def parts_of(tongue: Tongue, brief: Brief, each: int = EACH) -> tuple[Part, ...]:
    """Return where the reasons of the reports stand: one part is the story's own page."""
    reports, path = len(brief.dossier.reports), story_path(brief)
    if reports <= each:
        return (Part(path, tongue.say("Report by report"), 0, reports),)
    stem = path.removesuffix(".html")
    return tuple(
        Part(
            f"{stem}-reports-{first // each + 1}.html",
            tongue.say(
                "Reports %(first)s to %(last)s of %(total)s",
                first=first + 1,
                last=min(first + each, reports),
                total=reports,
            ),
            first,
            min(first + each, reports),
        )
        for first in range(0, reports, each)
    )


def story_pages(shelf: Shelf, brief: Brief) -> dict[str, Maker]:
    """Return the page of a story and those of its reports' reasons."""
    parts = parts_of(shelf.moment.tongue, brief)
    pages: dict[str, Maker] = {story_path(brief): partial(story_page, shelf, brief, parts)}
    if len(parts) > 1:
        pages |= {p.path: partial(reports_page, shelf, brief, parts, p) for p in parts}
    return pages


def story_page(shelf: Shelf, brief: Brief, parts: tuple[Part, ...]) -> bytes:
    """Return the page of one story with everything known of it."""
    frame = frame_of(shelf.masthead, story_about(shelf.masthead, brief))
    told = told_story(shelf.masthead, brief, parts)
    return rendered("story.html", frame, frame.tongue, **told.context())


@dataclass(frozen=True, slots=True)
class StoryTold:
    """What the page of a story shows."""

    card: Card
    told: Explanation
    byline: str
    picture: str
    """Address of the lead's picture at its provider; "" = none."""
    version: str
    days: tuple[Day, ...]
    is_one_day: bool
    """True = times of day are enough."""
    copied: tuple[Copied, ...]
    entries: tuple[Entry, ...]
    groups: tuple[Angled, ...]
    course: Course
    report_parts: tuple[Part, ...]
    place: Callable[[int], str]
    """Gives the page, seen from this one, that tells about the report of a number."""
    lead_sum: Sum
    lead_sentence: str
    versions: Mapping[str, Link] = field(default_factory=dict)
    """Article -> where its versions are compared; {} where there is no such page."""

    def context(self) -> dict[str, object]:
        """Return what the template is given."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def told_story(
    masthead: Masthead, brief: Brief, parts: tuple[Part, ...], shares_most: int = 0
) -> StoryTold:
    """Return what the page of a story shows; ``shares_most`` > 0 keeps its panel short."""
    lead, moment = lead_report(brief).article, masthead.moment
    tongue, card = moment.tongue, card_from(masthead, summarise(brief))
    byline = byline_names(tongue, lead)
    entries = entries_of(tongue, brief if len(parts) == 1 else without_reasons(brief))
    days = timeline(tongue, brief)
    return StoryTold(
        card=card,
        told=explain(brief, moment, masthead.settings.heating, shares_most),
        byline=tongue.say("by %(names)s", names=byline.rstrip(".")) if byline else "",
        picture=entries[0].picture,
        version=version_words(tongue, lead),
        days=days,
        is_one_day=len(days) == 1 and card.reports > 1,
        copied=copied_texts(tongue, brief),
        entries=entries,
        groups=by_angle(tongue, brief, entries),
        course=course_of(brief, moment.at),
        report_parts=parts,
        place=partial(place_in, parts),
        lead_sum=sum_of(tongue, brief.lead.reasons),
        lead_sentence=brief.lead.sentence,
    )


def without_reasons(brief: Brief) -> Brief:
    """Return a story without what the pages of its reasons show: a crowded one has thousands."""
    reports = tuple(
        replace(
            report,
            quality=replace(report.quality, reasons=()),
            coverage=replace(report.coverage, features=()),
            syndication=replace(report.syndication, evidence=(), overlaps=()),
        )
        for report in brief.dossier.reports
    )
    angles = replace(
        brief.angles, reports=tuple(replace(one, reasons=()) for one in brief.angles.reports)
    )
    return replace(brief, dossier=replace(brief.dossier, reports=reports), angles=angles)


def place_in(parts: tuple[Part, ...], number: int) -> str:
    """Return the page, seen from the story's, that tells about the report of a number."""
    if len(parts) == 1:
        return ""
    return next(part.path for part in parts if number < part.last).partition("/")[2]


def story_about(masthead: Masthead, brief: Brief) -> Page:
    """Return what the frame of a story's page says."""
    card = card_from(masthead, summarise(brief))
    return story_frame(card, f"{card.count}. {lead_report(brief).article.excerpt}".strip())


def story_frame(card: Card, description: str) -> Page:
    """Return what the frame of a story's page says."""
    return Page(card.path, card.title, description, next((t.path for t in card.topics), ""))


def reports_page(shelf: Shelf, brief: Brief, parts: tuple[Part, ...], part: Part) -> bytes:
    """Return the page of the reasons of some reports."""
    frame = frame_of(shelf.masthead, reports_about(shelf.masthead, brief, part))
    return rendered(
        "reports.html", frame, frame.tongue, **told_reports(shelf.masthead, brief, parts, part)
    )


def told_reports(
    masthead: Masthead, brief: Brief, parts: tuple[Part, ...], part: Part
) -> dict[str, object]:
    """Return what the page of the reasons of some reports shows."""
    return {
        "card": card_from(masthead, summarise(brief)),
        "entries": entries_of(masthead.moment.tongue, brief, part.first, part.last),
        "here": part,
        "report_parts": parts,
    }


def reports_about(masthead: Masthead, brief: Brief, part: Part) -> Page:
    """Return what the frame of such a page says."""
    title = card_from(masthead, summarise(brief)).title
    return Page(part.path, f"{part.name}: {title}", f"{part.name}.")
