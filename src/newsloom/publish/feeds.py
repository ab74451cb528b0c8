"""Edition -> feeds for reader apps: RSS 2.0, Atom 1.0 and JSON Feed 1.1, of all news and by topic.

One entry for each story, newest report first. An entry's id comes from the story id, so a story
that gains reports or changes its lead stays one entry. Every text is escaped: entries hold only
the markup made here.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from newsloom.independence import is_copy, is_independent
from newsloom.model import Article, Brief, Edition, Rendition, RenditionSet, Report
from newsloom.publish.edition import (
    briefs_by_topic,
    display_excerpt,
    display_title,
    independent_count,
    lead_report,
    newest_at,
    newest_first,
    public_url,
    published_briefs,
    related_reports,
    story_path,
    story_topics,
    topic_slugs,
)
from newsloom.publish.feed_formats import Feed, FeedEntry, formats
from newsloom.publish.illustration import shown_pictures
from newsloom.publish.tongue import Tongue, tongue_or_english
from newsloom.settings import Newsroom, Settings
from newsloom.text.urls import host_of

TARGET = "feeds"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_feeds(edition: Edition, settings: Settings) -> RenditionSet:
    """Return ``feed.xml``, ``atom.xml`` and ``feed.json``, at the top and for each topic."""
    briefs = published_briefs(edition)
    topics = briefs_by_topic(briefs)
    slugs = topic_slugs(topics)
    room = settings.newsroom
    tongue = tongue_or_english(room.language)
    channels = [("", room.name, room.description, briefs)]
    channels += [
        (
            f"topics/{slugs[topic]}/",
            f"{room.name}: {topic}",
            tongue.say("%(site)s on %(topic)s.", site=room.name, topic=topic),
            found,
        )
        for topic, found in topics.items()
    ]
    renditions: list[Rendition] = []
    for folder, title, description, found in channels:
        newest = newest_first(found)[: settings.publishing.feed_size]
        entries = tuple(feed_entry(tongue, brief, room) for brief in newest)
        updated_at = max((entry.updated_at for entry in entries), default=edition.as_of)
        feed = Feed(
            clean(title), clean(description), f"{home(room)}/", f"{home(room)}/{folder}",
            room.language, updated_at, entries,
        )  # fmt: skip
        renditions += (Rendition(TARGET, folder + name, body) for name, body in formats(feed))
    return RenditionSet(TARGET, tuple(renditions))


# --- entries -------------------------------------------------------------------------------------


def feed_entry(tongue: Tongue, brief: Brief, room: Newsroom) -> FeedEntry:
    """Return one story as an entry."""
    report = lead_report(brief)
    lead = report.article
    pictures = [p.url for p in shown_pictures(report) if href(p.url)]
    return FeedEntry(
        entry_id=tag_id(brief, room),
        title=clean(display_title(brief)) or tongue.say("Untitled"),
        url=f"{home(room)}/{story_path(brief)}",
        lead_url=href(public_url(lead)),
        provider=clean(lead.provider.name),
        summary=clean(display_excerpt(brief)),
        content_html=content_html(tongue, brief),
        published_at=lead.published_at,
        updated_at=max(newest_at(brief), lead.published_at),
        topics=tuple(map(clean, story_topics(brief))),
        picture=pictures[0] if pictures else "",
    )


def tag_id(brief: Brief, room: Newsroom) -> str:
    """Return the entry's tag: URI (RFC 4151): host of the site, day and id of the story."""
    story = brief.dossier.story
    host = host_of(home(room)) or "localhost"
    return f"tag:{host},{story.founded_at:%Y-%m-%d}:story/{quote(story.story_id)}"


def content_html(tongue: Tongue, brief: Brief) -> str:
    """Return the story's excerpt and key points, then who else reports, copies last."""
    lead, excerpt = lead_report(brief), display_excerpt(brief)
    parts = [f"<p>{text(excerpt)}</p>"] if excerpt else []
    if lead.article.key_points:
        points = "".join(f"<li>{text(point)}</li>" for point in lead.article.key_points)
        parts.append(f"<ul>{points}</ul>")
    parts.append(f"<p>{report_html(tongue, lead)}</p>")
    others = related_reports(brief)
    if others:
        parts.append(f"<p>{text(coverage_words(tongue, brief))}</p>")
        rows = "".join(f"<li>{report_html(tongue, report)}</li>" for report in others)
        parts.append(f"<ul>{rows}</ul>")
    return "\n".join(parts)


def coverage_words(tongue: Tongue, brief: Brief) -> str:
    """Return how many reports there are: ``5 articles, 3 independent reports``."""
    articles, own = len(brief.dossier.reports), independent_count(brief)
    return tongue.count(
        "%(articles)s articles, %(num)s independent report",
        "%(articles)s articles, %(num)s independent reports",
        own,
        articles=articles,
    )


def report_html(tongue: Tongue, report: Report) -> str:
    """Return one report: linked title, provider, day, and that it is a copy if it is."""
    article = report.article
    others = tongue.say("copy") if is_copy(report) else tongue.say("same agency")
    mark = "" if is_independent(report) else f", {text(others)}"
    day = f"{article.published_at:%Y-%m-%d}"
    return f"{linked(tongue, article)} ({text(article.provider.name)}, {day}{mark})"


def linked(tongue: Tongue, article: Article) -> str:
    """Return the title, as a link when the article has a public address."""
    url = href(public_url(article))
    title = text(article.title) or text(tongue.say("Untitled"))
    return f'<a href="{escape(url)}">{title}</a>' if url else title


def text(raw: str) -> str:
    """Return plain text as HTML."""
    return escape(clean(raw))


def clean(raw: str) -> str:
    """Return text on one line without the characters XML cannot hold."""
    return " ".join(NOT_XML.sub(" ", raw).split())


def href(url: str) -> str:
    """Return an http(s) address that is safe in XML, "" for any other."""
    is_web = url.lower().startswith(("http://", "https://"))
    return url if is_web and not NOT_XML.search(url) else ""


def home(room: Newsroom) -> str:
    """Return the public address of the site without a slash at the end."""
    return room.url.rstrip("/")
