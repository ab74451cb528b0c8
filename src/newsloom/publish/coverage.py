"""Brief -> what a story's own page shows of its reports: table, timeline, copies, evidence.

Ranks and rates nothing; it orders what is known and puts words to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsloom.independence import is_copy, is_independent
from newsloom.model import ArticleId, Brief, Originality, Report, ReportAngle
from newsloom.publish.edition import reports_by_id
from newsloom.publish.evidence import COPY_NAMES, LINK_NAMES, Pull, Sum, pulls_of, sum_of
from newsloom.publish.illustration import shown_pictures
from newsloom.publish.origins import facts_of
from newsloom.publish.retold import retold
from newsloom.publish.shelf import Line, line_of
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import Sentence, of_hundred, safe_href

KINDS = {
    Originality.ORIGINAL: N_("original"),
    Originality.COPY: N_("copy"),
    Originality.PARTIAL: N_("partial copy"),
}

AGENCY = N_("report of the same agency")

WHY = {
    KINDS[Originality.COPY]: N_("Why it is a copy"),
    KINDS[Originality.PARTIAL]: N_("Why it is a partial copy"),
    AGENCY: N_("Why it is a report of the same agency"),
}
"""Heading over what shows that a report is not independent, by its kind."""

SHARING = 5
"""Other reports named that have some of the same text."""


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
    """"original", "copy", "partial copy", in words."""
    is_independent: bool
    quality: int
    quality_sum: Sum
    why_kind: str
    """Heading over what shows its kind; "" for an original."""
    angle: str
    """What it is to the story, in English: "reaction"; "" = not told yet."""
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
    copy_sentence: Sentence
    copy_pulls: tuple[Pull, ...]
    passages: tuple[str, ...]
    sharing: tuple[Sharing, ...]
    """Those it shares most with, at most ``SHARING``."""
    facts: tuple[Sentence, ...]
    """Sentences about byline, credit, date, language, version, repairs and the picture."""
    picture: str
    """Address of its picture; "" = none that can be linked to."""


def entries_of(
    tongue: Tongue, brief: Brief, first: int = 0, last: int | None = None
) -> tuple[Entry, ...]:
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
    return tuple(entry_of(tongue, brief, report, known, angles) for report in ordered[first:last])


def entry_of(
    tongue: Tongue,
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
    link = link_words(tongue, report, is_founder)
    kind = AGENCY if report.counts_with else KINDS[syndication.status]
    return Entry(
        line=line_of(report),
        is_lead=article.article_id == brief.lead.article_id,
        kind=tongue.say(kind),
        why_kind=tongue.say(WHY[kind]) if kind in WHY else "",
        is_independent=is_independent(report),
        quality=report.quality.points,
        quality_sum=sum_of(tongue, report.quality.reasons, report.quality.points),
        angle=angle.angle.value if angle else "",
        angle_sentence=angle.sentence if angle else "",
        angle_sum=sum_of(tongue, angle.reasons if angle else ()),
        link=link,
        told=told_words(tongue, report, link, is_founder),
        link_sentence=coverage.sentence,
        nearest=line_of(near) if near else None,
        pulls=pulls_of(tongue, coverage.features, LINK_NAMES),
        copy_sentence=copy_sentence(tongue, report, known),
        copy_pulls=pulls_of(tongue, syndication.evidence, COPY_NAMES),
        passages=report.passages,
        sharing=sharing_of(tongue, report, known),
        facts=facts_of(tongue, report),
        picture=next(filter(None, (safe_href(p.url) for p in shown_pictures(report))), ""),
    )


def sharing_of(
    tongue: Tongue, report: Report, known: Mapping[ArticleId, Report]
) -> tuple[Sharing, ...]:
    """Return the reports of the story that have text in common with one, the most first."""
    return tuple(
        Sharing(
            line_of(known[overlap.other_id]),
            tongue.count(
                "about %(num)s word, %(share)s parts of this text",
                "about %(num)s words, %(share)s parts of this text",
                overlap.words,
                share=of_hundred(tongue, overlap.share),
            ),
        )
        for overlap in report.syndication.overlaps
        if overlap.other_id in known and overlap.words
    )[:SHARING]


def copy_sentence(tongue: Tongue, report: Report, known: Mapping[ArticleId, Report]) -> Sentence:
    """Return why a report counts with another, or what its text has in common with others."""
    if report.counts_with is None:
        return retold(tongue, report.syndication.sentence)
    other, credit = known[report.counts_with], report.article.wire_credit
    words = tongue.say(
        "It prints %(agency)s, as %(provider)s does: both count as one report.",
        agency=credit.agency if credit else report.article.provider.name,
        provider=other.article.provider.name,
    )
    return Sentence(words, tongue.code)


def link_words(tongue: Tongue, report: Report, is_founder: bool) -> str:
    """Return how a report came into the story, in a few words."""
    if is_founder:
        return tongue.say("founded the story")
    if is_copy(report):
        share = of_hundred(tongue, report.syndication.similarity)
        return tongue.say("%(share)s the same", share=share)
    return of_hundred(tongue, report.coverage.probability)


def told_words(tongue: Tongue, report: Report, link: str, is_founder: bool) -> str:
    """Return the same with a verb."""
    if is_founder:
        return link
    if not is_copy(report):
        return tongue.say("joined with %(sure)s", sure=link)
    if report.syndication.status is Originality.PARTIAL:
        return tongue.say("a partial copy with %(same)s", same=link)
    return tongue.say("a copy with %(same)s", same=link)
