"""Edition -> the stories of a site in reading order, and the line each list shows of them.

Knows nothing of HTML pages beyond their paths; how one story explains itself is in
`explanation` and `coverage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from newsloom.curve import direction, heat_at, trend_at
from newsloom.independence import is_independent
from newsloom.model import Brief, DateOrigin, Edition, Report, StoryId
from newsloom.publish.edition import (
    briefs_by_topic,
    display_title,
    independent_count,
    lead_report,
    newest_at,
    public_url,
    published_briefs,
    related_reports,
    story_path,
    story_topics,
    topic_slugs,
)
from newsloom.publish.loom import loom, spark
from newsloom.publish.words import Moment, count_words, reading_minutes, safe_href
from newsloom.settings import Heating, Settings

SITE_LANGUAGE = "en"
"""Language of the site's own words; texts in another one say so in their markup."""


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
    """"" for the site's own."""


@dataclass(frozen=True, slots=True)
class Card:
    """One story as a list shows it."""

    story_id: StoryId
    path: str
    title: str
    language: str
    lead: Line
    minutes: int
    """To read the lead; 0 = its text is not known."""
    points: tuple[str, ...]
    excerpt: str
    """Shown when there are no points."""
    also: tuple[Line, ...]
    """Other independent reports, best first."""
    reports: int
    count: str
    loom: Markup
    heat: str
    """Whole number, at the moment of the page; its peak for a story gone cold."""
    is_cold: bool
    """True = ``heat`` is the peak, because less than half a point is left."""
    trend: str
    spark: Markup
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything the pages of one moment are made from."""

    edition: Edition
    settings: Settings
    moment: Moment
    briefs: tuple[Brief, ...]
    """Published stories by heat at the moment, then peak, then recency."""
    topics: Mapping[str, tuple[Brief, ...]]
    """Stories of each topic, in the order of ``briefs``."""
    slugs: Mapping[str, str]


def shelve(edition: Edition, settings: Settings, moment: Moment) -> Shelf:
    """Return the published stories of an edition as they stand at a moment."""
    briefs = by_heat(published_briefs(edition), moment.at)
    topics = briefs_by_topic(briefs)
    return Shelf(edition, settings, moment, briefs, topics, topic_slugs(topics))


def by_heat(briefs: tuple[Brief, ...], at: datetime) -> tuple[Brief, ...]:
    """Return the stories by heat at the moment, then peak, then newest report, then id."""
    heats = {b.dossier.story.story_id: heat_at(b.heat, at) for b in briefs}

    def hottest(brief: Brief) -> tuple[float, float, float, str]:
        story_id = brief.dossier.story.story_id
        newest = newest_at(brief).timestamp()
        return (-heats[story_id], -brief.heat.peak, -newest, story_id)

    return tuple(sorted(briefs, key=hottest))


def topic_path(slug: str) -> str:
    """Return the path of a topic's first page."""
    return f"topics/{slug}.html"


def topic_links(shelf: Shelf, brief: Brief) -> tuple[Link, ...]:
    """Return the story's topics with their pages and the phrase that matched in the lead."""
    phrases = {tag.topic: tag.phrase for tag in lead_report(brief).tagging.tags}
    return tuple(
        Link(name, topic_path(shelf.slugs[name]), phrases.get(name, ""))
        for name in story_topics(brief)
    )


def line_of(report: Report) -> Line:
    """Return a report as a list shows it."""
    article = report.article
    return Line(
        article_id=article.article_id,
        title=article.title,
        href=safe_href(public_url(article)),
        provider=article.provider.name or article.provider.domain,
        at=article.published_at,
        is_dated=article.date_origin is not DateOrigin.FIRST_SEEN,
        language=foreign(article.language),
    )


def foreign(language: str) -> str:
    """Return the language when it is known and not the site's own, else ""."""
    return "" if language == SITE_LANGUAGE else language


def card_of(shelf: Shelf, brief: Brief) -> Card:
    """Return a story as a list shows it."""
    lead = lead_report(brief)
    article = lead.article
    title = display_title(brief)
    total, independent = len(brief.dossier.reports), independent_count(brief)
    now = heat_at(brief.heat, shelf.moment.at)
    trend = trend_word(brief, shelf.moment.at, shelf.settings.heating)
    return Card(
        story_id=brief.dossier.story.story_id,
        path=story_path(brief),
        title=title,
        language=foreign(article.language) if title == article.title else "",
        lead=line_of(lead),
        minutes=reading_minutes(article.text),
        points=article.key_points,
        excerpt=article.excerpt,
        also=tuple(line_of(r) for r in related_reports(brief) if is_independent(r)),
        reports=total,
        count=count_words(total, independent),
        loom=loom(independent, total - independent),
        heat=f"{round_half_up(now if now >= COLD else brief.heat.peak):,}",
        is_cold=now < COLD,
        trend=trend,
        spark=spark(brief.heat, shelf.moment.at, trend),
        topics=topic_links(shelf, brief),
    )


def trend_word(brief: Brief, at: datetime, heating: Heating) -> str:
    """Return "rising", "falling" or "steady"."""
    return direction(trend_at(brief.heat, at, heating), heating)


def round_half_up(value: float) -> int:
    """Return the nearest whole number of a value >= 0, halves up."""
    return int(value + 0.5)
