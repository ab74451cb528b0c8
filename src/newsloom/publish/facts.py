"""Brief -> the JSON that scripts rely on: one row of ``stories``, all of ``show``.

Plain dicts in a fixed order of keys; new keys may come, none is renamed. Encoding is the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsloom.curve import heat_at
from newsloom.model import Brief, Originality, Overlap, Reason, Report, ReportAngle, Summary
from newsloom.publish.course import course_of
from newsloom.publish.edition import (
    lead_report,
    public_url,
    related_reports,
)
from newsloom.publish.illustration import picture_row
from newsloom.publish.shelf import Line
from newsloom.publish.summary import summarise
from newsloom.text.dates import format_utc


def story_row(brief: Brief, at: datetime) -> dict[str, object]:
    """Return one story as ``stories --json`` lists it; ``heat`` is the heat at ``at`` (UTC).

    Keys: id, title, lead (id, url, provider, quality), articles, independent, heat (>= 0, one
    decimal), verdict, topics.
    """
    return summary_row(summarise(brief), at)


def summary_row(summary: Summary, at: datetime) -> dict[str, object]:
    """Return a story as it stood at a moment, as ``story_row`` does."""
    return {
        "id": summary.story_id,
        "title": summary.title,
        "lead": {
            "id": summary.lead.article_id,
            "url": summary.lead.url,
            "provider": summary.lead.provider,
            "quality": summary.lead.quality,
        },
        "articles": summary.reports,
        "independent": summary.independent,
        "heat": round(heat_at(summary, at), 1),
        "verdict": summary.decision.value,
        "topics": [tag.topic for tag in summary.topics],
    }


def story_detail(brief: Brief, at: datetime) -> dict[str, object]:
    """Return one story as ``show --json`` prints it: its row, its coverage and every reason.

    Further keys: coverage (lead first, then as a post orders it), picture (of the lead), angles,
    timeline, peak, peak_at, post, rule, heat_reasons, gate_answers, lead_reasons, quality_reasons
    and angle_reasons (by article id), rulings.
    """
    reports = (lead_report(brief), *related_reports(brief))
    angles = {angle.article_id: angle for angle in brief.angles.reports}
    return {
        **story_row(brief, at),
        "coverage": [
            {**coverage_row(report), "angle": angle_word(angles.get(report.article.article_id))}
            for report in reports
        ],
        "picture": picture_row(reports[0]),
        "angles": group_rows(brief),
        "timeline": course_row(brief, at),
        "peak": round(brief.heat.peak, 1),
        "peak_at": format_utc(brief.heat.peak_at),
        "post": brief.post_name,
        "rule": brief.verdict.rule,
        "heat_reasons": reason_rows(brief.heat.reasons),
        "gate_answers": [
            {"rule": answer.rule, "passed": answer.passed, "sentence": answer.sentence}
            for answer in brief.verdict.answers
        ],
        "lead_reasons": reason_rows(brief.lead.reasons),
        "quality_reasons": {
            report.article.article_id: reason_rows(report.quality.reasons) for report in reports
        },
        "angle_reasons": {key: reason_rows(angle.reasons) for key, angle in angles.items()},
        "rulings": [
            {"id": r.ruling_id, "kind": r.kind.value, "author": r.author, "note": r.note}
            for r in brief.dossier.rulings
            if r.undone_at is None
        ],
    }


def coverage_row(report: Report) -> dict[str, object]:
    """Return one report: copy_of is None for an original; evidence is the sentence that put it.

    ``counts_with`` is another report of the same agency, with which it counts as one, else None.
    ``passages`` are the longest it has in common with the first of ``overlaps``.
    """
    is_copy = report.syndication.status is not Originality.ORIGINAL
    sentence = report.syndication.sentence if is_copy else report.coverage.sentence
    return {
        "id": report.article.article_id,
        "url": public_url(report.article),
        "title": report.article.title,
        "provider": report.article.provider.name,
        "published": format_utc(report.article.published_at),
        "quality": report.quality.points,
        "copy_of": report.syndication.original_id if is_copy else None,
        "counts_with": report.counts_with,
        "passages": list(report.passages),
        "overlaps": [overlap_row(overlap) for overlap in report.syndication.overlaps],
        "evidence": sentence or report.coverage.sentence,
    }


def overlap_row(overlap: Overlap) -> dict[str, object]:
    """Return what a report has in common with another, which need not be in its story."""
    return {
        "id": overlap.other_id,
        "kind": overlap.bond.value,
        "by": overlap.means.value,
        "words": overlap.words,
        "share": overlap.share,
        "other_share": overlap.other_share,
    }


def angle_word(angle: ReportAngle | None) -> str | None:
    """Return the angle of a report, None when it is not told yet."""
    return angle.angle.value if angle else None


def group_rows(brief: Brief) -> list[dict[str, object]]:
    """Return the groups of a story in the order readers are shown; a story told alike has none.

    Each: angle, name ("" = the angle's only group, or its rest), reports (article ids, copies
    after their originals), sentence.
    """
    return [
        {
            "angle": group.angle.value,
            "name": group.name,
            "reports": list(group.article_ids),
            "sentence": group.sentence,
        }
        for group in brief.angles.groups
    ]


def course_row(brief: Brief, at: datetime) -> dict[str, object]:
    """Return when a story began, was busiest and was last reported, as of a moment."""
    course = course_of(brief, at)
    return {
        "first": line_row(course.first),
        "peaks": [
            {
                "from": format_utc(peak.since),
                "to": format_utc(peak.until),
                "independent": peak.reports,
            }
            for peak in course.peaks
        ],
        "last": line_row(course.last),
    }


def line_row(line: Line) -> dict[str, object]:
    """Return a report of the timeline."""
    return {"id": line.article_id, "provider": line.provider, "at": format_utc(line.at)}


def reason_rows(reasons: Sequence[Reason]) -> list[dict[str, object]]:
    """Return the lines of an explained number."""
    return [{"feature": r.feature, "points": r.points, "detail": r.detail} for r in reasons]
