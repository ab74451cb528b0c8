"""Edition -> the static site: front page, stories, topics, archive and the page that explains it.

The same pages, made at another moment, are the live front page: `site_pages` gives them one by
one. No file is written and nothing is fetched; no page holds a script or loads a picture from
elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from newsloom.data import read_bytes
from newsloom.model import Brief, Decision, Edition, Rendition, RenditionSet, StoryId
from newsloom.publish.edition import display_title, story_path
from newsloom.publish.explanation import Explanation, explain
from newsloom.publish.frame import Page, frame_of, rendered, root_of
from newsloom.publish.lists import (
    ROWS,
    Maker,
    archive_page,
    month_pages,
    months,
    topic_pages,
    topics_page,
)
from newsloom.publish.shelf import Card, Shelf, card_of, shelve
from newsloom.publish.story import parts_of, story_about, story_pages, told_story
from newsloom.publish.tongue import Tongue, tongue_or_english
from newsloom.publish.words import Moment, safe_href
from newsloom.ruled import correction_of
from newsloom.settings import Profile, Settings

TARGET = "site"

MEDIUM = 4
"""Stories shown with their points after the first one."""


PANEL_ROWS = 6
"""Rows of a panel on the front page; the page of the story has all."""

STATIC_FILES = ("favicon.svg", "style.css")


@dataclass(frozen=True, slots=True)
class Told:
    """A story on the front page with its reasons."""

    card: Card
    told: Explanation


def render_site(edition: Edition, settings: Settings) -> RenditionSet:
    """Return every file of the static site; the same edition gives the same bytes."""
    tongue = tongue_or_english(settings.newsroom.language)
    pages = site_pages(shelve(edition, settings, Moment(edition.as_of, tongue=tongue)))
    files = [Rendition(TARGET, path, pages[path]()) for path in sorted(pages)]
    return RenditionSet(TARGET, tuple(files))


def site_pages(shelf: Shelf) -> Mapping[str, Maker]:
    """Return a maker of bytes for each path of the site."""
    pages: dict[str, Maker] = {}
    for old, brief in moved_stories(shelf).items():
        pages[f"stories/{old}.html"] = partial(moved_page, shelf, brief)
    for name in STATIC_FILES:
        pages[name] = partial(read_bytes, f"static/{name}")
    pages["index.html"] = partial(front_page, shelf)
    pages["topics.html"] = partial(topics_page, shelf)
    pages["archive.html"] = partial(archive_page, shelf)
    pages["about.html"] = partial(about_page, shelf)
    pages["404.html"] = partial(missing_page, shelf)
    for brief in shelf.briefs:
        pages |= story_pages(shelf, brief)
    for brief in taken_back(shelf):
        pages[story_path(brief)] = partial(retracted_page, shelf, brief)
    for topic, briefs in shelf.topics.items():
        pages |= topic_pages(shelf, topic, briefs)
    for month, briefs in months(shelf).items():
        pages |= month_pages(shelf, month, briefs)
    return pages


# --- the front page ------------------------------------------------------------------------------


def front_page(shelf: Shelf) -> bytes:
    """Return the front page: one lead, four with their points, sixty rows."""
    shown = shelf.briefs[: 1 + MEDIUM + ROWS]
    cards = [card_of(shelf, brief) for brief in shown]
    top = [
        Told(card, explain(brief, shelf.moment, shelf.settings.heating, PANEL_ROWS))
        for card, brief in zip(cards[: 1 + MEDIUM], shown, strict=False)
    ]
    newsroom = shelf.settings.newsroom
    page = Page("index.html", "", newsroom.description, tab="index.html", is_front=True)
    return rendered(
        "front.html",
        frame_of(shelf.masthead, page),
        lead=top[0] if top else None,
        medium=top[1:],
        dense=cards[1 + MEDIUM :],
        older=len(shelf.briefs) - len(shown),
        ten=ten_minutes(cards),
    )


def ten_minutes(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Return the hottest stories whose leads take ten minutes to read in all."""
    left, taken = 10, []
    for card in cards:
        needed = card.minutes or 1
        if needed <= left:
            taken.append(card)
            left -= needed
    return tuple(taken)


# --- stories that have gone ----------------------------------------------------------------------


def moved_stories(shelf: Shelf) -> dict[StoryId, Brief | None]:
    """Return each story that has gone with the one it is part of now, which has a page.

    A merge says so itself; a story that lost its reports is where its old lead is now. None = that
    story is not published.
    """
    reachable = (*taken_back(shelf), *shelf.briefs)
    published = {b.dossier.story.story_id: b for b in reachable}
    homes = {r.article.article_id: b for b in reachable for r in b.dossier.reports}
    into = dict(shelf.edition.redirects)
    gone = [b for b in shelf.edition.briefs if b.dossier.story.story_id not in published]
    moved: dict[StoryId, Brief | None] = {}
    for brief in gone:
        story = brief.dossier.story
        if story.merged_into:
            into.setdefault(story.story_id, story.merged_into)
        moved[story.story_id] = homes.get(brief.lead.article_id) or homes.get(story.founder_id)
    for old in into:
        moved[old] = published.get(survivor(old, into)) or moved.get(old)
    return {old: brief for old, brief in moved.items() if old not in published}


def taken_back(shelf: Shelf) -> list[Brief]:
    """Return the stories an editor has retracted: they have a page, and are in no list."""
    return [b for b in shelf.edition.briefs if b.verdict.decision is Decision.RETRACT]


def retracted_page(shelf: Shelf, brief: Brief) -> bytes:
    """Return the page of a story that was taken back: what it was, under what was wrong with it."""
    frame = frame_of(shelf.masthead, story_about(shelf.masthead, brief))
    parts = parts_of(frame.tongue, brief, len(brief.dossier.reports))
    told = told_story(shelf.masthead, brief, parts)
    correction = correction_of(brief.dossier)
    return rendered("story.html", frame, frame.tongue, **told.context(), correction=correction)


def survivor(story_id: StoryId, into: Mapping[StoryId, StoryId]) -> StoryId:
    """Return the last story of a chain of merges; a ring ends where it began."""
    seen = {story_id}
    while (story_id := into.get(story_id, story_id)) not in seen:
        seen.add(story_id)
    return story_id


def moved_page(shelf: Shelf, brief: Brief | None) -> bytes:
    """Return the page that sends a reader on to the story that now holds the reports."""
    path = story_path(brief) if brief else "index.html"
    tongue = shelf.moment.tongue
    base = safe_href(shelf.settings.newsroom.url)
    return rendered(
        "moved.html",
        tongue=tongue,
        site=shelf.settings.newsroom.name,
        root=root_of(shelf.masthead, "stories/any.html"),
        target=f"{root_of(shelf.masthead, 'stories/any.html')}{path}",
        canonical=f"{base.rstrip('/')}/{path}" if base else "",
        name=display_title(brief) if brief else "",
    )


# --- the other pages -----------------------------------------------------------------------------


def about_page(shelf: Shelf) -> bytes:
    """Return the page that says how heat and quality are worked out."""
    tongue = shelf.moment.tongue
    title = tongue.say("How heat and quality are worked out")
    page = Page("about.html", title, tongue.say("The rules of these pages."))
    is_seed = shelf.settings.newsroom.profile is Profile.SEED
    rules = gate_rules(tongue, shelf.settings)
    frame = frame_of(shelf.masthead, page)
    return rendered("about.html", frame, settings=shelf.settings, seed=is_seed, rules=rules)


def gate_rules(tongue: Tongue, settings: Settings) -> tuple[str, ...]:
    """Return the rules of the gate that are in use, in the order asked."""
    if settings.newsroom.profile is Profile.SEED:
        return (tongue.say("Heat: at least %(least)s.", least=settings.seed.threshold),)
    gate = settings.gate
    providers = tongue.count(
        "Blocked providers: %(num)s provider that never leads a story.",
        "Blocked providers: %(num)s providers that never lead a story.",
        len(gate.blocked_providers),
    )
    phrases = tongue.count(
        "Blocked phrases: %(num)s phrase no headline of a lead may have.",
        "Blocked phrases: %(num)s phrases no headline of a lead may have.",
        len(gate.blocked_phrases),
    )
    rules = {
        tongue.say(
            "Late: what came %(hours)s hours or more after the last report of a published story, "
            "and may belong to it, waits for an editor.",
            hours=tongue.fraction(settings.matching.late_hours),
        ): True,
        providers: gate.blocked_providers,
        phrases: gate.blocked_phrases,
        tongue.say("Published before: a story once published stays published."): True,
        tongue.say("Topic: at least one of the taxonomy."): gate.topic_required,
        tongue.say("Quality of the lead: at least %(least)s.", least=gate.min_quality): True,
        tongue.say("Independent reports: at least %(least)s.", least=gate.min_independent): True,
        tongue.say("Heat: at least %(least)s.", least=gate.min_heat): True,
    }
    return tuple(rule for rule, is_used in rules.items() if is_used)


def missing_page(shelf: Shelf) -> bytes:
    """Return the page for addresses that lead nowhere."""
    say = shelf.moment.tongue.say
    title, told = say("This page is not here"), say("There is no page here.")
    page = Page("404.html", title, told, is_anywhere=True)
    return rendered("missing.html", frame_of(shelf.masthead, page))
