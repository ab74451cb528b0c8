"""Contest -> Lead: which report of a story is shown first, and why.

Rates no article by itself: quality comes in with the reports. A ruling always wins; without one a
new lead must win by the margin on two decisions in a row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsloom.match.angle_signs import Outline
from newsloom.model import (
    Angle,
    Article,
    ArticleId,
    Contest,
    Dossier,
    Lead,
    Originality,
    Reason,
    Report,
    Ruling,
    RulingKind,
)
from newsloom.ruled import newest_first, order
from newsloom.settings import Leading, Profile

ORIGINAL_POINTS = 6.0
PARTIAL_POINTS = -4.0
COPY_POINTS = -10.0
"""Originality: an own report against a copy, in points of quality."""

COMPLETE_POINTS = 6.0
COMPLETE_WORDS = 600
"""Completeness grows with the length of the text up to 600 words, the length of a full report."""

OPINION_POINTS = -8.0
"""A comment explains less of the event than a report of equal quality."""

COMMENTS = (Angle.OPINION, Angle.ANALYSIS)
OUTRIGHT = 5.0
"""Points from which a sign of an angle says by itself what the article is."""


def choose_lead(
    contest: Contest,
    settings: Leading,
    profile: Profile,
    never_leading: Collection[str] = (),
) -> Lead:
    """Return the lead of a story, its points and their reasons.

    Default profile: points = quality + originality + completeness. Copies never lead while their
    original stands in the story. The incumbent stays until the same challenger is ``margin`` points
    ahead on two decisions in a row; the first time it is only noted in ``challenger_id``.
    Seed profile: the highest quality leads; of equals the incumbent, else the founder, else the
    earliest. In both, LEAD and NEVER_LEAD rulings in force win, the newest first.

    Args:
        never_leading: domains of providers that lead only where nobody else reports.

    Raises:
        ValueError: the story has no reports.
    """
    if not contest.dossier.reports:
        raise ValueError("a story without reports has no lead")
    pinned = ruled_lead(contest.dossier)
    if pinned is not None:
        return lead_of(contest, pinned, profile, "An editor chose it.")
    reports = eligible(contest.dossier, profile, never_leading)
    if profile is Profile.SEED:
        best = eldest(max(reports, key=lambda r: seed_rank(r, contest)), reports)
        return lead_of(contest, best, profile, "It has the highest quality.")
    return with_hysteresis(contest, reports, settings)


def with_hysteresis(contest: Contest, reports: Sequence[Report], settings: Leading) -> Lead:
    """Return the best report, or the incumbent while the challenge is not won twice."""
    best = max(reports, key=default_rank)
    was = contest.incumbent
    now = next((r for r in reports if was and r.article.article_id == was.article_id), None)
    if was is None or now is None or now is best:
        return lead_of(contest, best, Profile.DEFAULT, "It has the most points.")
    if points_of(best) < points_of(now) + settings.margin:
        sentence = f"It leads on: no other report is {settings.margin:g} points ahead."
        return lead_of(contest, now, Profile.DEFAULT, sentence)
    if was.challenger_id == best.article.article_id:
        ahead = points_of(best) - points_of(now)
        sentence = f"It was {ahead:.1f} points ahead of the former lead on two decisions in a row."
        return lead_of(contest, best, Profile.DEFAULT, sentence)
    sentence = f"“{best.article.title}” is ahead and leads if it is ahead again."
    return lead_of(contest, now, Profile.DEFAULT, sentence, best.article.article_id)


def lead_of(
    contest: Contest,
    report: Report,
    profile: Profile,
    sentence: str,
    challenger_id: ArticleId | None = None,
) -> Lead:
    """Return the Lead record of a report."""
    reasons = reasons_of(report) if profile is Profile.DEFAULT else quality_reason(report)
    return Lead(
        story_id=contest.dossier.story.story_id,
        article_id=report.article.article_id,
        points=sum(reason.points for reason in reasons),
        reasons=reasons,
        challenger_id=challenger_id,
        sentence=sentence,
    )


# --- rulings and copies --------------------------------------------------------------------------


def ruled_lead(dossier: Dossier) -> Report | None:
    """Return the report that the newest LEAD ruling in force names, unless barred since then."""
    here = {report.article.article_id: report for report in dossier.reports}
    for pin in newest_first(dossier.rulings, RulingKind.LEAD):
        if pin.object in here and is_about(pin, dossier):
            chosen = here[ArticleId(pin.object)]
            if not any(order(bar) > order(pin) for bar in bars_of(chosen, dossier)):
                return chosen
    return None


def bars_of(report: Report, dossier: Dossier) -> list[Ruling]:
    """Return the NEVER_LEAD rulings in force that keep a report from leading this story."""
    article = report.article
    return [
        bar
        for bar in newest_first(dossier.rulings, RulingKind.NEVER_LEAD)
        if (bar.value and bar.value == article.provider.domain and is_about(bar, dossier))
        or (not bar.value and bar.subject == article.article_id)
    ]


def is_about(ruling: Ruling, dossier: Dossier) -> bool:
    """Return whether a story is the one of a ruling's subject."""
    here = {report.article.article_id for report in dossier.reports}
    return ruling.subject in here or ruling.subject == dossier.story.story_id


def eligible(
    dossier: Dossier, profile: Profile, never_leading: Collection[str] = ()
) -> Sequence[Report]:
    """Return the reports that may lead; if rulings and copies leave none, those not barred, or all.

    In the seed profile a copy with a quality of its own in the archive may lead: the archive says
    so; one without may not.
    """
    here = {report.article.article_id for report in dossier.reports}

    def stands_behind(report: Report) -> bool:
        is_rated = profile is Profile.SEED and report.article.rated_quality is not None
        syndication = report.syndication
        is_copy = syndication.status is not Originality.ORIGINAL
        has_original = syndication.original_id in here - {report.article.article_id}
        return is_copy and has_original and not is_rated

    allowed = [r for r in dossier.reports if not bars_of(r, dossier)]
    named = [r for r in allowed if r.article.provider.domain not in never_leading]
    first = [r for r in named if not stands_behind(r)] or named
    return first or [r for r in allowed if not stands_behind(r)] or allowed or dossier.reports


# --- points --------------------------------------------------------------------------------------


def points_of(report: Report) -> float:
    """Return the sum of a report's points."""
    return sum(reason.points for reason in reasons_of(report))


def default_rank(report: Report) -> tuple[float, float, str]:
    """Return a report's place by points; of equals the earliest leads, then the lowest id."""
    article = report.article
    return points_of(report), -article.published_at.timestamp(), inverted(article.article_id)


def seed_rank(report: Report, contest: Contest) -> tuple[int, bool, bool, bool, float, str]:
    """Return a report's place by quality; of equals the incumbent, the founder, the earliest."""
    article = report.article
    incumbent = contest.incumbent
    return (
        report.quality.points,
        incumbent is not None and incumbent.article_id == article.article_id,
        contest.dossier.story.founder_id == article.article_id,
        report.syndication.status is Originality.ORIGINAL,
        -article.published_at.timestamp(),
        inverted(article.article_id),
    )


def eldest(best: Report, reports: Sequence[Report]) -> Report:
    """Return the earliest report of the same provider and quality: so the archives have it."""
    domain, points = best.article.provider.domain, best.quality.points
    peers = [
        r for r in reports if (r.article.provider.domain, r.quality.points) == (domain, points)
    ]
    return min(peers, key=lambda r: (r.article.published_at, r.article.article_id))


def inverted(text: str) -> str:
    """Return a text that sorts the other way round, so that the lowest id is the highest rank."""
    return "".join(chr(0x10FFFF - ord(letter)) for letter in text)


def quality_reason(report: Report) -> tuple[Reason, ...]:
    """Return the quality as a reason for leading."""
    points = report.quality.points
    return (Reason("quality", float(points), f"Its quality is {points}."),)


def reasons_of(report: Report) -> tuple[Reason, ...]:
    """Return all reasons of a report in the default profile."""
    rows = [*quality_reason(report), originality_reason(report), completeness_reason(report)]
    if is_comment(report.article):
        rows.append(Reason("opinion", OPINION_POINTS, "It is a comment, not a report."))
    return tuple(rows)


def is_comment(article: Article) -> bool:
    """Return whether an article calls itself an opinion or analysis: "Opinion: ...", /opinion/."""
    found = Outline(article).found
    return any(sign.angle in COMMENTS and sign.points >= OUTRIGHT for sign, _ in found)


def originality_reason(report: Report) -> Reason:
    """Return what a report gains by being its own."""
    points, detail = {
        Originality.ORIGINAL: (ORIGINAL_POINTS, "It is its own report."),
        Originality.PARTIAL: (PARTIAL_POINTS, "Part of its text is copied."),
        Originality.COPY: (COPY_POINTS, "It is a copy of another report."),
    }[report.syndication.status]
    return Reason("originality", points, detail)


def completeness_reason(report: Report) -> Reason:
    """Return what a report gains by the length of its text."""
    count = len(report.article.text.split())
    points = round(COMPLETE_POINTS * min(1.0, count / COMPLETE_WORDS), 1)
    detail = f"Its text has {count} words." if count else "Only its headline and excerpt are known."
    return Reason("completeness", points, detail)
