"""Brief -> what a story's own page shows of its reports: table, timeline, copies, evidence.

Ranks and rates nothing; it orders what is known and puts words to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from markupsafe import Markup

from newsloom.independence import is_copy, is_independent
from newsloom.model import (
    Article,
    ArticleId,
    Brief,
    Feature,
    Originality,
    Reason,
    Report,
    ReportAngle,
)
from newsloom.publish.explanation import reports_by_id
from newsloom.publish.illustration import picture_sentences, shown_pictures
from newsloom.publish.loom import pull_bar, strongest
from newsloom.publish.shelf import Line, line_of
from newsloom.publish.words import (
    adding_up,
    of_hundred,
    safe_href,
    signed,
    times_words,
)

KINDS = {
    Originality.ORIGINAL: "original",
    Originality.COPY: "copy",
    Originality.PARTIAL: "partial copy",
}

SHARING = 5
"""Other reports named that have some of the same text."""

LINK_NAMES = {
    "title": "Likeness of the headlines",
    "containment": "One headline within the other",
    "headline-in-lede": "Headline within the other’s first lines",
    "lede": "Likeness of headline and first lines",
    "meaning": "Meaning of headline and first lines",
    "numbers": "Shared numbers and dates",
    "conflict": "Numbers that differ",
    "time": "Time between them",
    "form": "Headline form of other days",
}
"""Readers' names of what is compared between reports; one not named here keeps its own name."""

COPY_NAMES = {
    "shared-words": "Words in shared runs",
    "containment": "Part of the text in the original",
    "jaccard": "Part of both texts together",
    "same-title": "Headline",
    "agency": "Credit to an agency",
    "claim": "What its page says",
    "credit": "Credit to the source",
    "ruling": "Editor’s ruling",
}
"""Readers' names of what shows a copy."""


@dataclass(frozen=True, slots=True)
class Points:
    """One line of a sum."""

    name: str
    points: str
    detail: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Reasons that add up."""

    rows: tuple[Points, ...]
    exact: str
    """What the rows add up to."""
    total: str
    """``exact`` as a whole number within its range, where that is what is used."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One compared thing and how far it pulled."""

    name: str
    detail: str
    value: str
    words: str
    """How far, in words: "strongly for"."""
    amount: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class Sharing:
    """Another report of the story that has some of the same text."""

    line: Line
    words: str
    """How much: "about 412 words, 71 of 100 parts of this text"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One report with everything known of it."""

    line: Line
    is_lead: bool
    kind: str
    """"original", "copy", "partial copy"."""
    is_independent: bool
    quality: int
    quality_sum: Sum
    angle: str
    """What it is to the story: "reaction"; "" = not told yet."""
    angle_sentence: str
    angle_sum: Sum
    link: str
    """How it came into the story, a few words: "97 of 100", "founded the story"."""
    told: str
    """The same with its verb: "joined with 97 of 100", "a copy with 96 of 100 the same"."""
    link_sentence: str
    nearest: Line | None
    """The report it is closest to; None = the founder, or the nearest has left the story."""
    pulls: tuple[Pull, ...]
    copy_sentence: str
    copy_pulls: tuple[Pull, ...]
    passages: tuple[str, ...]
    sharing: tuple[Sharing, ...]
    """Those it shares most with, at most ``SHARING``."""
    facts: tuple[str, ...]
    """Sentences about byline, credit, date, language, version, repairs and the picture."""
    picture: str
    """Address of its picture; "" = none that can be linked to."""


def entries_of(brief: Brief, first: int = 0, last: int | None = None) -> tuple[Entry, ...]:
    """Return the reports: the lead, originals in order of time, then copies in order of time.

    ``first`` and ``last`` are places in that order, ``last`` not included; None = to the end.
    """

    def order(report: Report) -> tuple[bool, bool, datetime, str]:
        article = report.article
        is_lead = article.article_id == brief.lead.article_id
        return (not is_lead, not is_independent(report), article.published_at, article.web_url)

    ordered = sorted(brief.dossier.reports, key=order)
    known = reports_by_id(brief)
    angles = {angle.article_id: angle for angle in brief.angles.reports}
    return tuple(entry_of(brief, report, known, angles) for report in ordered[first:last])


def entry_of(
    brief: Brief,
    report: Report,
    known: Mapping[ArticleId, Report],
    angles: Mapping[ArticleId, ReportAngle],
) -> Entry:
    """Return one report with everything known of it; ``known`` are the reports of its story."""
    angle = angles.get(report.article.article_id)
    article, coverage, syndication = report.article, report.coverage, report.syndication
    near = known.get(coverage.nearest_id) if coverage.nearest_id else None
    is_founder = brief.dossier.story.founder_id == article.article_id
    link = link_words(report, is_founder)
    return Entry(
        line=line_of(report),
        is_lead=article.article_id == brief.lead.article_id,
        kind="report of the same agency" if report.counts_with else KINDS[syndication.status],
        is_independent=is_independent(report),
        quality=report.quality.points,
        quality_sum=sum_of(report.quality.reasons, report.quality.points),
        angle=angle.angle.value if angle else "",
        angle_sentence=angle.sentence if angle else "",
        angle_sum=sum_of(angle.reasons if angle else ()),
        link=link,
        told=told_words(report, link, is_founder),
        link_sentence=coverage.sentence,
        nearest=line_of(near) if near else None,
        pulls=pulls_of(coverage.features, LINK_NAMES),
        copy_sentence=agency_sentence(report, known) or syndication.sentence,
        copy_pulls=pulls_of(syndication.evidence, COPY_NAMES),
        passages=report.passages,
        sharing=sharing_of(report, known),
        facts=(*facts_of(article), *picture_sentences(report)),
        picture=next(filter(None, (safe_href(p.url) for p in shown_pictures(report))), ""),
    )


def sharing_of(report: Report, known: Mapping[ArticleId, Report]) -> tuple[Sharing, ...]:
    """Return the reports of the story that have text in common with one, the most first."""
    return tuple(
        Sharing(
            line_of(known[overlap.other_id]),
            f"about {overlap.words:,} words, {of_hundred(overlap.share)} parts of this text",
        )
        for overlap in report.syndication.overlaps
        if overlap.other_id in known and overlap.words
    )[:SHARING]


def agency_sentence(report: Report, known: Mapping[ArticleId, Report]) -> str:
    """Return why a report counts with another, "" when it counts by itself."""
    if report.counts_with is None:
        return ""
    other, credit = known[report.counts_with], report.article.wire_credit
    agency = credit.agency if credit else report.article.provider.name
    return f"It prints {agency}, as {other.article.provider.name} does: both count as one report."


def link_words(report: Report, is_founder: bool) -> str:
    """Return how a report came into the story, in a few words."""
    if is_founder:
        return "founded the story"
    if is_copy(report):
        return f"{of_hundred(report.syndication.similarity)} the same"
    return of_hundred(report.coverage.probability)


def told_words(report: Report, link: str, is_founder: bool) -> str:
    """Return the same with a verb."""
    if is_founder:
        return link
    how = f"a {KINDS[report.syndication.status]}" if is_copy(report) else "joined"
    return f"{how} with {link}"


def sum_of(reasons: Sequence[Reason], total: int | None = None) -> Sum:
    """Return reasons with points that add up to their sum; whole ones without decimals.

    ``total`` is the whole number made from the sum; None = the sum itself.
    """
    points = adding_up([r.points for r in reasons])
    is_whole = all(p == p.to_integral_value() for p in points)
    shown = [p.to_integral_value() if is_whole else p for p in points]
    rows = zip(reasons, shown, strict=True)
    named = tuple(Points(spoken(r.feature), signed(p), r.detail) for r, p in rows)
    exact = signed(sum(shown, Decimal(0)), plus="")
    return Sum(named, exact, exact if total is None else str(total))


def spoken(feature: str) -> str:
    """Return a feature's name as words: "original-picture" -> "Original picture"."""
    spaced = feature.replace("_", " ").replace("-", " ")
    return spaced[:1].upper() + spaced[1:]


def pulls_of(features: Sequence[Feature], names: Mapping[str, str]) -> tuple[Pull, ...]:
    """Return the compared things as found; bars are drawn against the strongest."""
    most = strongest(f.pull for f in features)
    return tuple(
        Pull(
            name=names.get(f.name) or spoken(f.name),
            detail=f.detail,
            value=f"{f.value:.2f}" if abs(f.value) < 10 else f"{f.value:,.0f}",
            words=pull_words(f.pull / most),
            amount=signed(Decimal(f"{f.pull:.2f}")),
            bar=pull_bar(f.pull / most),
        )
        for f in features
    )


def pull_words(pull: float) -> str:
    """Return how far something pulls, -1..1 of the strongest: "strongly for", "hardly any"."""
    strength = abs(pull)
    if strength < 0.05:
        return "hardly any"
    way = "for" if pull > 0 else "against"
    if strength < 0.3:
        return f"slightly {way}"
    return way if strength < 0.65 else f"strongly {way}"


def facts_of(article: Article) -> tuple[str, ...]:
    """Return sentences about where the text comes from."""
    facts = (
        byline_words(article),
        credit_words(article),
        article.date_reason,
        "" if article.is_free else "The page is behind a paywall, or only a part could be read.",
        version_words(article),
        *article.notes,
    )
    return tuple(fact for fact in facts if fact)


def credit_words(article: Article) -> str:
    """Return which agency is credited and by what words; "" = none."""
    credit = article.wire_credit
    return f"Credit to {credit.agency}: {credit.evidence}" if credit else ""


def byline_words(article: Article) -> str:
    """Return who wrote it, with roles beyond author; "" = no byline."""
    people = [
        person.name if person.role == "author" else f"{person.name} ({person.role})"
        for person in article.byline
    ]
    return f"By {', '.join(people)}." if people else ""


def version_words(article: Article) -> str:
    """Return what is known of earlier versions; "" for a text that never changed."""
    if article.version < 2:
        return ""
    changed = times_words(article.version - 1)
    this = f"this is version {article.version}"
    return f"The text has changed {changed} since it was first seen; {this}."
