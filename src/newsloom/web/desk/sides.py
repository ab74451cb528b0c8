"""Stories and reports -> what stands side by side when an editor is asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from newsloom.model import Brief, Report
from newsloom.publish.edition import (
    display_excerpt,
    display_title,
    independent_count,
    lead_report,
)
from newsloom.publish.loom import loom
from newsloom.publish.summary import mention_of
from newsloom.publish.tongue import Tongue
from newsloom.publish.words import count_words, safe_href
from newsloom.web.desk.marking import marked, shared_words

POINTS = 4
"""Key points shown of each side."""


@dataclass(frozen=True, slots=True)
class Side:
    """A story or a report beside another one."""

    label: str
    """"First story", "The report"."""
    title: str
    points: tuple[str, ...]
    """Key points, else the excerpt."""
    language: str
    provider: str
    href: str
    """The report at its provider; "" = there is no address to link to."""
    at: datetime
    is_dated: bool
    quality: int
    desk_path: str
    """Page of the story at the desk."""
    count: str = ""
    """How many reports; "" = it is one."""
    loom: Markup = Markup()
    headlines: tuple[tuple[str, str], ...] = ()
    """(provider, headline) of further reports."""
    marked_title: Markup = Markup()
    marked_points: tuple[Markup, ...] = ()
    marked_headlines: tuple[tuple[str, Markup], ...] = ()


def story_side(
    tongue: Tongue, label: str, brief: Brief, headlines: int = 0, compared: str = ""
) -> Side:
    """Return a story as one side.

    Args:
        headlines: how many of its further reports are named.
        compared: the report that was compared with the other side; it is named first.
    """
    lead = lead_report(brief)
    total, independent = len(brief.dossier.reports), independent_count(brief)
    others = [r for r in brief.dossier.reports if r is not lead]
    others.sort(key=lambda r: r.article.article_id != compared)
    return replace(
        report_side(label, lead),
        title=display_title(brief),
        points=lead.article.key_points[:POINTS] or tuple(filter(None, [display_excerpt(brief)])),
        desk_path=desk_path(brief.dossier.story.story_id),
        count=count_words(tongue, total, independent),
        loom=loom(independent, total - independent),
        headlines=tuple((mention_of(r).provider, r.article.title) for r in others[:headlines]),
    )


def report_side(label: str, report: Report) -> Side:
    """Return one report as a side."""
    mention, article = mention_of(report), report.article
    return Side(
        label=label,
        title=article.title,
        points=article.key_points[:POINTS] or tuple(filter(None, [article.excerpt])),
        language=article.language,
        provider=mention.provider,
        href=safe_href(mention.url),
        at=mention.published_at,
        is_dated=mention.is_dated,
        quality=mention.quality,
        desk_path=desk_path(report.coverage.story_id),
    )


def reports_side(label: str, reports: Sequence[Report], tongue: Tongue) -> Side:
    """Return several reports as one side: the best of them, and the headlines of the others."""
    best = max(reports, key=lambda r: (r.quality.points, r.article.article_id))
    others = [r for r in reports if r is not best]
    side = report_side(label, best)
    return replace(
        side,
        count=tongue.count("%(num)s report", "%(num)s reports", len(reports)) if others else "",
        headlines=tuple((mention_of(r).provider, r.article.title) for r in others[:POINTS]),
    )


def with_marks(sides: Sequence[Side]) -> tuple[Side, ...]:
    """Return the sides with the words marked that both of two have; one alone gets no marks."""
    texts = [(side.title, *side.points, *(t for _, t in side.headlines)) for side in sides]
    shared = shared_words(*texts) if len(texts) == 2 else frozenset()
    return tuple(
        replace(
            side,
            marked_title=marked(side.title, shared),
            marked_points=tuple(marked(point, shared) for point in side.points),
            marked_headlines=tuple((name, marked(text, shared)) for name, text in side.headlines),
        )
        for side in sides
    )


def desk_path(story_id: str) -> str:
    """Return the path of a story's page at the desk."""
    return f"/desk/stories/{story_id}"
