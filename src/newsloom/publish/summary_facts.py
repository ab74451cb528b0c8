"""Summary -> the row that lists of the API and webhooks give, in the words of ``facts``.

Plain dicts in a fixed order of keys; new keys may come, none is renamed. Encoding is the caller's.
"""

from __future__ import annotations

from datetime import datetime

from newsloom.curve import heat_at
from newsloom.model import Mention, Picture, Summary
from newsloom.text.dates import format_utc

PASSING = ("heat", "peak", "peak_at", "newest", "rule")
"""What changes of a story while readers see the same words, reports and topics."""


def summary_row(summary: Summary, at: datetime) -> dict[str, object]:
    """Return one story as a list shows it; ``heat`` is the heat at ``at`` (UTC), >= 0."""
    return {
        "id": summary.story_id,
        "title": summary.title,
        "lead": mention_row(summary.lead),
        "articles": summary.reports,
        "independent": summary.independent,
        "heat": round(heat_at(summary, at), 1),
        "verdict": summary.decision.value,
        "topics": [tag.topic for tag in summary.topics],
        "rule": summary.rule,
        "peak": round(summary.peak, 1),
        "peak_at": format_utc(summary.peak_at),
        "newest": format_utc(summary.newest_at),
        "excerpt": summary.excerpt,
        "key_points": list(summary.points),
        "picture": picture_row(summary.picture),
        "also": [mention_row(mention) for mention in summary.also],
        "providers": list(summary.domains),
        "minutes": summary.minutes,
        "is_pinned": summary.is_pinned,
        "correction": summary.correction,
        "merged_into": summary.merged_into,
        "path": f"/stories/{summary.story_id}.html",
    }


def lasting(row: dict[str, object]) -> dict[str, object]:
    """Return a row without what passes by itself: two that differ are a changed story."""
    return {key: value for key, value in row.items() if key not in PASSING}


def mention_row(mention: Mention) -> dict[str, object]:
    """Return one report."""
    return {
        "id": mention.article_id,
        "url": mention.url,
        "title": mention.title,
        "provider": mention.provider,
        "domain": mention.domain,
        "published": format_utc(mention.published_at),
        "language": mention.language,
        "quality": mention.quality,
    }


def picture_row(picture: Picture | None) -> dict[str, object] | None:
    """Return a picture as it may be shown; None = there is none."""
    if picture is None:
        return None
    return {
        "url": picture.url,
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
    }
