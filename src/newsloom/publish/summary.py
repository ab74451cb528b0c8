"""Brief -> Summary: a story with every decision about it, cut down to what lists show.

Nothing is decided and no words are made here; a Summary is kept by the store and drawn by `shelf`.
"""

from __future__ import annotations

from newsloom.independence import is_independent
from newsloom.model import Brief, DateOrigin, Dossier, Mention, Pulse, Report, Summary, Tag
from newsloom.publish.edition import (
    display_excerpt,
    display_title,
    independent_count,
    lead_report,
    newest_at,
    public_url,
    related_reports,
    story_topics,
)
from newsloom.publish.words import reading_minutes
from newsloom.ruled import correction_of, is_pinned

ALSO_MOST = 8
"""Other independent reports a summary names; the page of the story has all."""


def summarise(brief: Brief) -> Summary:
    """Return what lists show of a story.

    Raises:
        ValueError: the lead is not one of the story's reports.
    """
    lead, title = lead_report(brief), display_title(brief)
    article, story = lead.article, brief.dossier.story
    others = [r for r in related_reports(brief) if is_independent(r)]
    providers = provider_names(brief.dossier)
    return Summary(
        story_id=story.story_id,
        title=title,
        language=article.language if title == article.title else "",
        lead=mention_of(lead),
        minutes=reading_minutes(article.text),
        points=article.key_points,
        excerpt=display_excerpt(brief),
        picture=lead.illustration.picture if lead.illustration else None,
        crop=lead.crop.name if lead.crop else "",
        also=tuple(mention_of(report) for report in others[:ALSO_MOST]),
        others=len(others),
        reports=len(brief.dossier.reports),
        independent=independent_count(brief),
        topics=summary_topics(brief),
        domains=tuple(providers),
        provider_names=tuple(providers.values()),
        newest_at=newest_at(brief),
        half_life_hours=brief.heat.half_life_hours,
        pulses=tuple(Pulse(s.article_id, s.at, s.weight) for s in brief.heat.shares),
        peak=brief.heat.peak,
        peak_at=brief.heat.peak_at,
        decision=brief.verdict.decision,
        rule=brief.verdict.rule,
        merged_into=story.merged_into,
        is_pinned=is_pinned(brief.dossier),
        correction=correction_of(brief.dossier),
    )


def mention_of(report: Report) -> Mention:
    """Return a report as a list shows it."""
    article = report.article
    return Mention(
        article_id=article.article_id,
        title=article.title,
        url=public_url(article),
        provider=article.provider.name or article.provider.domain,
        domain=article.provider.domain,
        published_at=article.published_at,
        is_dated=article.date_origin is not DateOrigin.FIRST_SEEN,
        language=article.language,
        quality=report.quality.points,
    )


def provider_names(dossier: Dossier) -> dict[str, str]:
    """Return the name under each domain that reports, as its newest report prints it, sorted."""
    providers = [report.article.provider for report in dossier.reports]
    return dict(sorted((p.domain, p.name or p.domain) for p in providers))


def summary_topics(brief: Brief) -> tuple[Tag, ...]:
    """Return the story's topics with the phrase that matched in the lead."""
    phrases = {tag.topic: tag.phrase for tag in lead_report(brief).tagging.tags}
    return tuple(Tag(name, phrases.get(name, "")) for name in story_topics(brief))
