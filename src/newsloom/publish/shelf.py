"""Edition -> the stories of a site in reading order, and the line each list shows of them.

Knows nothing of HTML pages beyond their paths; how one story explains itself is in
`explanation` and `coverage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from newsloom.curve import Curve, direction, heat_at, trend_at
from newsloom.model import Brief, Edition, Mention, Report, StoryId, Summary
from newsloom.publish.edition import (
    briefs_by_topic,
    newest_at,
    published_briefs,
    story_page_path,
    topic_slugs,
)
from newsloom.publish.loom import loom, spark
from newsloom.publish.summary import mention_of, summarise
from newsloom.publish.tongue import N_
from newsloom.publish.words import Moment, count_words, safe_href
from newsloom.ruled import is_pinned
from newsloom.settings import Heating, Settings

COLD = 0.5
"""Heat below which a story is cold, in points: what whole numbers show as 0."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place inside the site."""

    name: str
    path: str
    """Relative to the site's folder."""
    note: str = ""
    """What stands beside it; "" = nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One report as a list shows it."""

    article_id: str
    title: str
    href: str
    """Address at the provider; "" = there is none that can be linked to."""
    provider: str
    at: datetime
    is_dated: bool
    """False = the provider gives no date; ``at`` is when it was first seen."""
    language: str
    """"" = not known."""


@dataclass(frozen=True, slots=True)
class Card:
    """One story as a list shows it."""

    story_id: StoryId
    path: str
    title: str
    language: str
    lead: Line
    picture: str
    """Path of its picture, cut to the shape of the pages; "" = there is none here."""
    alt: str
    """What the picture shows, as its page says; "" = it does not."""
    minutes: int
    """To read the lead; 0 = its text is not known."""
    points: tuple[str, ...]
    excerpt: str
    """Shown when there are no points."""
    also: tuple[Line, ...]
    """Other independent reports, best first; not all of them when they are many."""
    others: int
    """How many other independent reports there are."""
    reports: int
    count: str
    loom: Markup
    heat: str
    """Whole number, at the moment of the page; its peak for a story gone cold."""
    is_cold: bool
    """True = ``heat`` is the peak, because less than half a point is left."""
    trend: str
    """Whether the heat rises or falls, in words."""
    spark: Markup
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Masthead:
    """What every page of one moment has in common."""

    settings: Settings
    moment: Moment
    newest_at: datetime
    """Time of the newest report."""
    articles: int
    sources: int
    stories: int
    topics: tuple[tuple[str, int], ...]
    """(topic, its stories), most stories first, then by name."""
    slugs: Mapping[str, str]
    """Topic -> its name in paths."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything the pages of the static site are made from."""

    edition: Edition
    masthead: Masthead
    briefs: tuple[Brief, ...]
    """Published stories by heat at the moment, then peak, then recency."""
    topics: Mapping[str, tuple[Brief, ...]]
    """Stories of each topic, in the order of ``briefs``."""

    @property
    def settings(self) -> Settings:
        """Return the settings of the newsroom."""
        return self.masthead.settings

    @property
    def moment(self) -> Moment:
        """Return when the pages are made."""
        return self.masthead.moment


def shelve(edition: Edition, settings: Settings, moment: Moment) -> Shelf:
    """Return the published stories of an edition as they stand at a moment."""
    briefs = by_heat(published_briefs(edition), moment.at)
    topics = briefs_by_topic(briefs)
    counts = ((topic, len(stories)) for topic, stories in topics.items())
    masthead = Masthead(
        settings, moment, edition.as_of, edition.articles, edition.sources, len(briefs),
        tuple(sorted(counts, key=lambda one: (-one[1], one[0]))), topic_slugs(topics),
    )  # fmt: skip
    return Shelf(edition, masthead, briefs, topics)


def by_heat(briefs: tuple[Brief, ...], at: datetime) -> tuple[Brief, ...]:
    """Return pinned stories, then others: by heat now, then peak, newest report, and id."""
    heats = {b.dossier.story.story_id: heat_at(b.heat, at) for b in briefs}

    def hottest(brief: Brief) -> tuple[bool, float, float, float, str]:
        story_id = brief.dossier.story.story_id
        newest = newest_at(brief).timestamp()
        pinned = is_pinned(brief.dossier)
        return (not pinned, -heats[story_id], -brief.heat.peak, -newest, story_id)

    return tuple(sorted(briefs, key=hottest))


def topic_path(slug: str) -> str:
    """Return the path of a topic's first page."""
    return f"topics/{slug}.html"


def topic_links(masthead: Masthead, summary: Summary) -> tuple[Link, ...]:
    """Return the story's topics with their pages and the phrase that matched in the lead."""
    return tuple(
        Link(tag.topic, topic_path(masthead.slugs[tag.topic]), tag.phrase)
        for tag in summary.topics
        if tag.topic in masthead.slugs
    )


def line_of(report: Report) -> Line:
    """Return a report as a list shows it."""
    return line_from(mention_of(report))


def line_from(mention: Mention) -> Line:
    """Return a mention as a list shows it."""
    return Line(
        article_id=mention.article_id,
        title=mention.title,
        href=safe_href(mention.url),
        provider=mention.provider,
        at=mention.published_at,
        is_dated=mention.is_dated,
        language=mention.language,
    )


def card_of(shelf: Shelf, brief: Brief) -> Card:
    """Return a story as a list shows it."""
    return card_from(shelf.masthead, summarise(brief))


def card_from(masthead: Masthead, summary: Summary) -> Card:
    """Return a summary as a list shows it at the moment of the page."""
    at = masthead.moment.at
    now = heat_at(summary, at)
    trend = trend_word(summary, at, masthead.settings.heating)
    return Card(
        story_id=summary.story_id,
        path=story_page_path(summary.story_id),
        title=summary.title,
        language=summary.language,
        lead=line_from(summary.lead),
        picture=f"pictures/{summary.crop}" if summary.crop else "",
        alt=summary.picture.alt if summary.picture else "",
        minutes=summary.minutes,
        points=summary.points,
        excerpt=summary.excerpt,
        also=tuple(map(line_from, summary.also)),
        others=summary.others,
        reports=summary.reports,
        count=count_words(masthead.moment.tongue, summary.reports, summary.independent),
        loom=loom(summary.independent, summary.reports - summary.independent),
        heat=masthead.moment.tongue.number(round_half_up(now if now >= COLD else summary.peak)),
        is_cold=now < COLD,
        trend=masthead.moment.tongue.say(trend),
        spark=spark(summary, at, trend),
        topics=topic_links(masthead, summary),
    )


TRENDS = (N_("rising"), N_("falling"), N_("steady"))


def trend_word(heat: Curve, at: datetime, heating: Heating) -> str:
    """Return "rising", "falling" or "steady"."""
    return direction(trend_at(heat, at, heating), heating)


def round_half_up(value: float) -> int:
    """Return the nearest whole number of a value >= 0, halves up."""
    return int(value + 0.5)
