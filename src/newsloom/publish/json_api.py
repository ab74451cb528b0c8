"""Edition -> a JSON API of plain files: the news and each topic, page by page, hottest first.

Keys are the post format's, then the story's angles and timeline. Nothing is filtered or sorted
here: the edition's order is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from newsloom.model import Brief, Edition, Rendition, RenditionSet
from newsloom.publish.edition import (
    briefs_by_topic,
    published_briefs,
    story_path,
    topic_slugs,
)
from newsloom.publish.facts import course_row, group_rows
from newsloom.publish.fields import post_fields
from newsloom.settings import Settings

TARGET = "json_api"
NOT_SHOWN = ("category", "published")
"""Fields of a post that say nothing here: every story of the API is published news."""


def render_json_api(edition: Edition, settings: Settings) -> RenditionSet:
    """Return the pages of ``/api/news/`` and of ``/api/topics/<slug>/``.

    A page is exactly ``{title, path, page, value, nextPage}``; the last one has no nextPage, and
    news without a story is one page with an empty value.
    """
    briefs = published_briefs(edition)
    items = {
        brief.dossier.story.story_id: item_fields(brief, settings, edition.as_of)
        for brief in briefs
    }
    topics = briefs_by_topic(briefs)
    slugs = topic_slugs(topics)
    lists = [("api/news", settings.newsroom.name, briefs)]
    lists += [(f"api/topics/{slugs[topic]}", topic, found) for topic, found in topics.items()]
    size = settings.publishing.page_size
    renditions = [
        Rendition(TARGET, path, encode(page))
        for folder, title, found in lists
        for path, page in pages(
            folder, title, [items[b.dossier.story.story_id] for b in found], size
        )
    ]
    return RenditionSet(TARGET, tuple(renditions))


def pages(
    folder: str, title: str, items: Sequence[object], size: int
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield (path, page) for a list, ``size`` items a page, at least one page."""
    parts = [items[at : at + size] for at in range(0, len(items), size)] or [[]]
    for number, part in enumerate(parts, 1):
        page = {
            "title": title,
            "path": f"/{page_path(folder, number)}",
            "page": number,
            "value": part,
        }
        if number < len(parts):
            page["nextPage"] = f"/{page_path(folder, number + 1)}"
        yield page_path(folder, number), page


def page_path(folder: str, number: int) -> str:
    """Return the path of a page: ``index.json``, ``2.json``, ..."""
    return f"{folder}/{'index' if number == 1 else number}.json"


def item_fields(brief: Brief, settings: Settings, at: datetime) -> dict[str, object]:
    """Return a story as its post has it, with its angles, timeline and the path of its page."""
    fields = post_fields(brief, settings)
    shown = {key: value for key, value in fields.items() if key not in NOT_SHOWN}
    return {
        **shown,
        "angles": group_rows(brief),
        "timeline": course_row(brief, at),
        "path": f"/{story_path(brief)}",
    }


def encode(page: object) -> bytes:
    """Return a page as indented JSON, so that a change is a short difference."""
    return msgspec.json.format(msgspec.json.encode(page), indent=2) + b"\n"
