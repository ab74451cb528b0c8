"""Dossier -> Angles: what each report is to its story, and which of them stand together.

The angle with the most points wins; copies share that of their original. It knows no lead, heat or
page, and what speaks for an angle is found in ``angle_signs``.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsloom.match.angle_groups import Text, group_texts
from newsloom.match.angle_signs import Background, Outline, background_of, signs_of
from newsloom.model import Angle, Angles, ArticleId, Dossier, Reason, Report, ReportAngle


def find_angles(dossier: Dossier) -> Angles:
    """Return the angle of every report of a story, with reasons that add up, and its groups.

    The order of the reports does not matter. Groups are () for a story of at most
    ``groups.texts`` texts, copies not counted, and for one that is a single group.
    """
    reports = sorted(dossier.reports, key=by_time)
    texts = texts_of(reports)
    background = background_of([text.outline for text in texts])
    own = {text.article_id: angle_of(text.outline, background) for text in texts}
    told = {
        report.article.article_id: followed(report, own[text.article_id])
        for text in texts
        for report in text.reports
    }
    return Angles(
        dossier.story.story_id,
        tuple(told[report.article.article_id] for report in reports),
        group_texts(texts, {key: found.angle for key, found in own.items()}),
    )


def by_time(report: Report) -> tuple[float, str]:
    """Return the order of reports: time, then id."""
    return report.article.published_at.timestamp(), report.article.article_id


def texts_of(reports: Sequence[Report]) -> list[Text]:
    """Return the texts of a story, each with its copies, in order of the first of each.

    Copies of a text that is not in the story follow the earliest of them.
    """
    families: dict[ArticleId, list[Report]] = {}
    for report in reports:
        families.setdefault(report.syndication.original_id, []).append(report)
    texts = [Text(tuple(sorted(some, key=is_copy))) for some in families.values()]
    return sorted(texts, key=lambda text: by_time(text.reports[0]))


def is_copy(report: Report) -> bool:
    """Return whether a report is not the root of its copy tree."""
    return report.syndication.original_id != report.article.article_id


def angle_of(outline: Outline, background: Background) -> ReportAngle:
    """Return the angle of one text: the one of most points, a plain report against equals."""
    signs = signs_of(outline, background)
    points = {angle: round(sum(r.points for r in found), 1) for angle, found in signs.items()}
    ranked = sorted(Angle, key=lambda angle: (-points[angle], list(Angle).index(angle)))
    best, second = ranked[0], ranked[1]
    sentence = f"{NAMED[best].capitalize()} with {points[best]:g} points"
    if 2 * points[second] >= points[Angle.REPORT]:
        sentence += f"; {NAMED[second]} would have {points[second]:g}"
    key = outline.article.article_id
    return ReportAngle(key, best, points[best], signs[best], f"{sentence}.")


NAMED = {
    Angle.REPORT: "a plain report",
    Angle.FOLLOW_UP: "a follow-up",
    Angle.REACTION: "a reaction",
    Angle.EXPLAINER: "an explainer",
    Angle.ANALYSIS: "an analysis",
    Angle.OPINION: "an opinion",
}


def followed(report: Report, own: ReportAngle) -> ReportAngle:
    """Return the angle of a report of a text: a copy has its original's, for that reason."""
    if report.article.article_id == own.article_id:
        return own
    detail = "It is a copy and has the angle of its original."
    reason = Reason("copy", own.points, detail)
    return ReportAngle(report.article.article_id, own.angle, own.points, (reason,), detail)
