"""A Report -> its HTML page, as its provider's site would serve it. No HTTP, no lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sample.words import MONTHS, WORDS
from sample.world import FOLDER, Provider, Report

FUTURE = datetime.fromisoformat("2031-10-07T09:30:00+00:00")
"""What the page with a date in the future says."""


@dataclass(frozen=True, slots=True)
class Photo:
    """The picture a page declares."""

    url: str
    width: int
    height: int
    alt: str
    caption: str


@cache
def templates() -> Environment:
    """Return the template environment of the sample's pages."""
    loader = FileSystemLoader(FOLDER / "templates")
    return Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )  # fmt: skip


def photo_of(report: Report, original: Report) -> Photo | None:
    """Return the picture ``report`` declares (copies show their original's); None without one."""
    host = f"http://{report.provider.host}/images"
    if "placeholder" in report.odd:
        return Photo(f"{host}/placeholder.png", 1200, 630, report.title, "")
    if "logo" in report.odd:
        return Photo(f"{host}/site-logo.png", 600, 315, report.provider.name, "")
    if "card" in report.odd:
        return Photo(f"{host}/seven-hills.png", 1200, 630, report.provider.tagline, "")
    if not original.caption:
        return None
    name = f"http://{original.provider.host}/images/{original.slug}.{original.provider.photos}"
    caption = f"{original.caption} Picture: {original.provider.name}"
    return Photo(name, 1200, 630, original.caption, caption)


def render_article(
    report: Report, original: Report, related: Sequence[Report], edition: int = 1
) -> str:
    """Return the HTML page of ``report`` in the round ``edition``; 2 shows its correction."""
    shown = edited(report, edition)
    return render(f"{report.provider.template}", shown, original, related, edition)


def render_amp(report: Report, original: Report, edition: int = 1) -> str:
    """Return the AMP page of ``report``."""
    return render("amp.html", edited(report, edition), original, (), edition)


def render(
    name: str, report: Report, original: Report, related: Sequence[Report], edition: int
) -> str:
    """Return the template ``name`` filled with ``report``."""
    provider = report.provider
    edit = report.edit if edition > 1 else None
    photo = photo_of(report, original)
    printed_at = printed_time(report)
    stub = "paywall" in report.odd
    return templates().get_template(name).render(
        p=provider, r=report, picture=photo, related=related, words=WORDS[provider.language],
        printed_at=printed_at, modified_at=edit.at if edit else None, stub=stub,
        note=edit.note if edit else "", byline=byline_of(report), outlet=None,
        json_ld=json_ld_of(report, photo, printed_at, edit.at if edit else None),
        iso=lambda at: local(at, provider).isoformat(),
        long_date=lambda at: long_date(at, provider),
        clock=lambda at: f"{local(at, provider):%H:%M}",
    )  # fmt: skip


def edited(report: Report, edition: int) -> Report:
    """Return ``report`` as it stands in the round ``edition``; a stub shows two paragraphs."""
    if "paywall" in report.odd:
        report = replace(report, paragraphs=report.paragraphs[:2])
    if report.edit is None or edition < 2:
        return report
    text = "\n".join(report.paragraphs)
    for old, new in report.edit.swaps:
        if old not in text:
            raise ValueError(f"{report.key}: the text to correct is not there: {old}")
        text = text.replace(old, new)
    return replace(report, paragraphs=tuple(text.split("\n")))


def printed_time(report: Report) -> datetime | None:
    """Return the date the page states; None when it states none."""
    if "undated" in report.odd:
        return None
    return FUTURE if "future" in report.odd else report.at


def local(at: datetime, provider: Provider) -> datetime:
    """Return ``at`` in the provider's zone."""
    return at.astimezone(timezone(timedelta(hours=provider.zone_hours)))


def long_date(at: datetime, provider: Provider) -> str:
    """Return the date as printed: ``8 October 2026``, ``8. Oktober 2026``."""
    here = local(at, provider)
    month = MONTHS[provider.language][here.month - 1]
    forms = {
        "de": f"{here.day}. {month} {here.year}",
        "es": f"{here.day} de {month} de {here.year}",
    }
    return forms.get(provider.language, f"{here.day} {month} {here.year}")


def byline_of(report: Report) -> str:
    """Return the authors as printed."""
    link = {"de": " und ", "es": " y "}.get(report.provider.language, " and ")
    *first, last = report.authors or ("",)
    return f"{', '.join(first)}{link}{last}" if first else last


def json_ld_of(
    report: Report, photo: Photo | None, printed_at: datetime | None, modified_at: datetime | None
) -> str:
    """Return the page's JSON-LD in its provider's manner; "" when it has none."""
    provider = report.provider
    article = article_data(report, photo, printed_at, modified_at)
    if provider.json_ld == "none":
        return ""
    if provider.json_ld == "graph":
        site = {"@type": "WebSite", "@id": f"http://{provider.host}/#site", "name": provider.name}
        crumbs = {"@type": "BreadcrumbList", "itemListElement": []}
        data: dict[str, Any] = {"@context": "https://schema.org", "@graph": [site, crumbs, article]}
    else:
        data = {"@context": "https://schema.org", **article}
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")
    return text.rstrip("}\n ") + ",\n}" if provider.json_ld == "broken" else text


def article_data(
    report: Report, photo: Photo | None, printed_at: datetime | None, modified_at: datetime | None
) -> dict[str, Any]:
    """Return the NewsArticle record of ``report``."""
    kind = "OpinionNewsArticle" if report.kind == "opinion" else "NewsArticle"
    data: dict[str, Any] = {
        "@type": kind,
        "mainEntityOfPage": {"@type": "WebPage", "@id": report.url},
        "headline": report.title,
        "description": report.excerpt,
        "author": [{"@type": "Person", "name": name} for name in report.authors],
        "publisher": {"@type": "Organization", "name": report.provider.name},
        "isAccessibleForFree": "paywall" not in report.odd,
        "articleSection": report.section,
        "inLanguage": report.provider.language,
    }
    if printed_at:
        data["datePublished"] = local(printed_at, report.provider).isoformat()
    if modified_at:
        data["dateModified"] = local(modified_at, report.provider).isoformat()
    if photo:
        data["image"] = [{"@type": "ImageObject", "url": photo.url}]
        if report.provider.tells_sizes:
            data["image"][0] |= {"width": photo.width, "height": photo.height}
    return data
