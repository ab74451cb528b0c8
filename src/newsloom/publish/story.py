"""Story -> its page, and further pages for the reasons of its reports when there are many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from newsloom.model import Brief
from newsloom.publish.angles import by_angle
from newsloom.publish.course import course_of
from newsloom.publish.coverage import entries_of
from newsloom.publish.edition import lead_report, story_path
from newsloom.publish.evidence import sum_of
from newsloom.publish.explanation import explain
from newsloom.publish.frame import Page, frame_of, rendered
from newsloom.publish.lists import Maker
from newsloom.publish.origins import byline_names, version_words
from newsloom.publish.shelf import Card, Shelf, card_of
from newsloom.publish.timeline import copied_texts, timeline
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


def parts_of(tongue: Tongue, brief: Brief) -> tuple[Part, ...]:
    """Return where the reasons of the reports stand: one part is the story's own page."""
    count, path = len(brief.dossier.reports), story_path(brief)
    if count <= EACH:
        return (Part(path, tongue.say("Report by report"), 0, count),)
    stem = path.removesuffix(".html")
    return tuple(
        Part(
            f"{stem}-reports-{first // EACH + 1}.html",
            tongue.say(
                "Reports %(first)s to %(last)s of %(count)s",
                first=first + 1,
                last=min(first + EACH, count),
                count=count,
            ),
            first,
            min(first + EACH, count),
        )
        for first in range(0, count, EACH)
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
    card = card_of(shelf, brief)
    lead, tongue = lead_report(brief).article, shelf.moment.tongue
    entries, byline = entries_of(tongue, brief), byline_names(tongue, lead)
    days = timeline(tongue, brief)

    def place(number: int) -> str:
        """Return the page, seen from this one, that tells about the report of a number."""
        return "" if len(parts) == 1 else parts[number // EACH].path.partition("/")[2]

    return rendered(
        "story.html",
        frame_of(shelf.masthead, story_frame(card, f"{card.count}. {lead.excerpt}".strip())),
        card=card,
        told=explain(brief, shelf.moment, shelf.settings.heating),
        byline=tongue.say("by %(names)s", names=byline.rstrip(".")) if byline else "",
        picture=entries[0].picture,
        version=version_words(tongue, lead),
        days=days,
        is_one_day=len(days) == 1 and card.reports > 1,
        copied=copied_texts(tongue, brief),
        entries=entries,
        groups=by_angle(tongue, brief, entries),
        course=course_of(brief, shelf.moment.at),
        report_parts=parts,
        place=place,
        lead_sum=sum_of(tongue, brief.lead.reasons),
        lead_sentence=brief.lead.sentence,
    )


def story_frame(card: Card, description: str) -> Page:
    """Return what the frame of a story's page says."""
    return Page(card.path, card.title, description, next((t.path for t in card.topics), ""))


def reports_page(shelf: Shelf, brief: Brief, parts: tuple[Part, ...], part: Part) -> bytes:
    """Return the page of the reasons of some reports."""
    card = card_of(shelf, brief)
    entries = entries_of(shelf.moment.tongue, brief, part.first, part.last)
    page = Page(part.path, f"{part.name}: {card.title}", f"{part.name}.")
    return rendered(
        "reports.html",
        frame_of(shelf.masthead, page),
        card=card,
        entries=entries,
        here=part,
        report_parts=parts,
    )
