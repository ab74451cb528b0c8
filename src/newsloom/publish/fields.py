"""Brief -> the fields of the post format, in its order of keys: for posts and the JSON API.

Values are as YAML and JSON need them (moments as UTC datetimes without microseconds). Nothing is
rendered here, and a field without a value is left out.
"""

from __future__ import annotations

from newsloom.model import Article, Brief, Decision, Picture, Provider, Report, RulingKind
from newsloom.publish.edition import (
    display_title,
    lead_report,
    post_heat,
    public_url,
    related_reports,
    story_topics,
)
from newsloom.publish.illustration import shown_pictures
from newsloom.ruled import ruled_value
from newsloom.settings import Profile, Settings
from newsloom.text.urls import amp_cache_url

CATEGORY = "news"


def post_fields(brief: Brief, settings: Settings) -> dict[str, object]:
    """Return every field of a story's post but ``secured``, in the format's order."""
    lead = lead_report(brief)
    reports = related_reports(brief, settings.newsroom.profile is not Profile.SEED)
    shown = reports[: settings.publishing.related_max]
    return {
        "category": CATEGORY,
        **report_fields(lead.article, display_title(brief)),
        **given("excerpt", ruled_value(brief.dossier, RulingKind.EXCERPT)),
        "quality": lead.quality.points,
        "heat": post_heat(brief),
        "published": brief.verdict.decision is Decision.PUBLISH,
        "provider": provider_fields(lead.article.provider),
        **given("topics", list(story_topics(brief))),
        **given("images", lead_images(brief)),
        **given("related", [related_fields(report) for report in shown]),
    }


def report_fields(article: Article, title: str) -> dict[str, object]:
    """Return what the own article and a related one begin with: title to type."""
    return {
        "title": title,
        "excerpt": printed_excerpt(article),
        "publishedDateTime": article.published_at.replace(microsecond=0),
        "webUrl": public_url(article),
        **given("ampWebUrl", article.amp_url),
        **given("cdnAmpWebUrl", amp_cache_url(article.amp_url) if article.amp_url else ""),
        "type": article.kind,
    }


def related_fields(report: Report) -> dict[str, object]:
    """Return one related report."""
    article = report.article
    pictures = [image_fields(picture) for picture in shown_pictures(report)[:1]]
    return {
        **report_fields(article, article.title),
        "provider": {"name": article.provider.name, "domain": article.provider.domain},
        "quality": report.quality.points,
        **given("images", pictures),
    }


def provider_fields(provider: Provider) -> dict[str, object]:
    """Return a provider with the logos known of it."""
    images = [image_fields(picture) for picture in provider.images]
    return {"name": provider.name, "domain": provider.domain, **given("images", images)}


def lead_images(brief: Brief) -> list[dict[str, object]]:
    """Return the picture of the lead, titled; none when it has none."""
    lead = lead_report(brief)
    pictures = shown_pictures(lead)[:1]
    # An imported post keeps what it printed: the family's other sites print no title.
    titles = [p.alt or ("" if p.origin == "post" else lead.article.title) for p in pictures]
    return [
        {**image_fields(picture), **given("title", title)}
        for picture, title in zip(pictures, titles, strict=True)
    ]


def image_fields(picture: Picture) -> dict[str, object]:
    """Return address and size of a picture, and that it is cached if a post said so."""
    return {
        "url": picture.url,
        **given("width", picture.width),
        **given("height", picture.height),
        **given("isCached", picture.origin == "post"),
    }


def printed_excerpt(article: Article) -> str:
    """Return the excerpt: as printed when it comes from a post, else on one line."""
    if article.rated_quality is not None:
        return article.excerpt
    return " ".join(article.excerpt.split())


def given(key: str, value: object) -> dict[str, object]:
    """Return the field if it has a value, else nothing."""
    return {key: value} if value else {}
