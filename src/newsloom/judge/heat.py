"""Led -> Heat: what a story is worth now and was worth at its best moment, with every share.

It does not decide what is published: that is the gate. It reads no clock: a heat is a function of
time, and whoever knows the time asks ``newsloom.curve`` for its value then.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime

from newsloom.curve import share_at
from newsloom.independence import is_copy, is_independent
from newsloom.model import (
    ArticleId,
    DateOrigin,
    Dossier,
    Heat,
    HeatShare,
    Lead,
    Led,
    Reason,
    Report,
)
from newsloom.settings import Heating, Profile, Seed, Settings

USUAL_QUALITY = 70
"""Quality at which a further report adds exactly ``related_points``: that of a plain report."""

TENTHS = 10
"""Heat is told in tenths of a point, so that the parts people read add up to the whole."""


def compute_heat(led: Led, settings: Settings) -> Heat:
    """Return the heat of a story with one share for each report that counts.

    Default profile: the lead weighs its quality, every further independent report
    ``related_points * quality / 70`` up to ``related_cap``, copies nothing; the peak is the largest
    value of ``curve.heat_at`` at any report's moment, in tenths, and the reasons are the shares at
    that moment. Seed profile: ``quality + related_points * related`` without cooling, or the bare
    quality below the floor. A story left without reports has heat 0.
    """
    if settings.newsroom.profile is Profile.SEED:
        return seed_heat(led, settings.seed)
    return cooling_heat(led, settings.heating)


# --- whom to count -------------------------------------------------------------------------------


def lead_report(dossier: Dossier, lead: Lead) -> Report | None:
    """Return the report that leads; the best one if the lead has left; None for no reports."""
    for report in dossier.reports:
        if report.article.article_id == lead.article_id:
            return report
    return max(dossier.reports, key=standing, default=None)


def standing(report: Report) -> tuple[bool, int, ArticleId]:
    """Return the order in which reports take over from a lead that has left."""
    return is_independent(report), report.quality.points, report.article.article_id


def independent_reports(dossier: Dossier) -> tuple[Report, ...]:
    """Return the reports that are no copies and stand for themselves, in the dossier's order."""
    return tuple(report for report in dossier.reports if is_independent(report))


def counted_reports(dossier: Dossier, lead: Report) -> tuple[Report, ...]:
    """Return the reports besides the lead that add heat, in order of time, then id.

    A lead that is itself a copy (an editor pinned it) stands for its original, one that prints an
    agency's text for the others that do.
    """
    told = {lead.article.article_id, lead.syndication.original_id, lead.counts_with}
    others = (r for r in independent_reports(dossier) if r.article.article_id not in told)
    return tuple(sorted(others, key=moment))


def moment(report: Report) -> tuple[datetime, ArticleId]:
    """Return the order of reports: time, then id."""
    return report.article.published_at, report.article.article_id


# --- default profile -----------------------------------------------------------------------------


def cooling_heat(led: Led, heating: Heating) -> Heat:
    """Return the heat of the default profile."""
    first = lead_report(led.dossier, led.lead)
    if first is None:
        return no_heat(led, heating.half_life_hours)
    reports = (first, *counted_reports(led.dossier, first))
    shares = placed(reports, weighed(reports, heating), heating.half_life_hours)
    exact, at = hottest(shares, heating.half_life_hours)
    peak = round(exact, 1)
    parts = [share_at(share.weight, share.at, at, heating.half_life_hours) for share in shares]
    reasons = [
        peak_reason(share, points, at, heating)
        for share, points in zip(shares, tenths(parts, peak), strict=True)
        if share.at <= at
    ]
    reasons += copies_reason(led.dossier, first)
    story_id = led.dossier.story.story_id
    return Heat(story_id, heating.half_life_hours, shares, peak, at, tuple(reasons))


def no_heat(led: Led, half_life_hours: float) -> Heat:
    """Return the heat of a story whose reports have all moved to other stories."""
    story = led.dossier.story
    reason = Reason("reports", 0.0, "No report is left in this story.")
    return Heat(story.story_id, half_life_hours, (), 0.0, story.founded_at, (reason,))


def weighed(reports: Sequence[Report], heating: Heating) -> list[HeatShare]:
    """Return one share for each report, the lead first, at the time printed on it."""
    shares = [lead_share(reports[0])]
    for report in reports[1:]:
        quality = max(0, report.quality.points)
        full = heating.related_points * quality / USUAL_QUALITY
        weight = min(full, heating.related_cap)
        capped = f", capped at {heating.related_cap:.1f}" if full > weight else ""
        detail = (
            f"A report by {report.article.provider.name} of quality {quality} adds "
            f"{weight:.1f} when it is new{capped}."
        )
        article = report.article
        shares.append(HeatShare(article.article_id, article.published_at, weight, detail))
    return shares


def lead_share(report: Report) -> HeatShare:
    """Return the share of the lead: its quality."""
    article, weight = report.article, max(0, report.quality.points)
    detail = f"The lead, by {article.provider.name}, counts with its quality of {weight}."
    return HeatShare(article.article_id, article.published_at, float(weight), detail)


def placed(
    reports: Sequence[Report], shares: Sequence[HeatShare], half_life_hours: float
) -> tuple[HeatShare, ...]:
    """Return the shares in order of time, undated ones at the dated ones' hottest moment.

    A report we only know by when we first saw it says nothing of when the story was hot. Counting
    it where the dated ones peak is the one place where a further report can never lower the peak.
    """
    undated = [r.article.date_origin is DateOrigin.FIRST_SEEN for r in reports]
    dated = [s for s, unknown in zip(shares, undated, strict=True) if not unknown]
    if not dated or len(dated) == len(shares):
        return in_order(shares)
    _, at = hottest(in_order(dated), half_life_hours)
    return in_order(
        HeatShare(s.article_id, at, s.weight, f"{s.detail} It has no date of its own.")
        if unknown
        else s
        for s, unknown in zip(shares, undated, strict=True)
    )


def in_order(shares: Iterable[HeatShare]) -> tuple[HeatShare, ...]:
    """Return shares in order of time, then id."""
    return tuple(sorted(shares, key=lambda share: (share.at, share.article_id)))


def hottest(shares: Sequence[HeatShare], half_life_hours: float) -> tuple[float, datetime]:
    """Return the largest heat at any share's moment and the first such moment.

    ``shares`` in order of time, not empty; one pass, as cooling is the same for all.
    """
    best, best_at = 0.0, shares[0].at
    heat, now = 0.0, shares[0].at
    for share in shares:
        heat = share_at(heat, now, share.at, half_life_hours) + share.weight
        now = share.at
        if heat > best:
            best, best_at = heat, now
    return best, best_at


def tenths(parts: Sequence[float], total: float) -> list[float]:
    """Return the parts in tenths that add up to ``total`` (largest remainder, first ones first)."""
    floors = [math.floor(part * TENTHS) for part in parts]
    missing = round(total * TENTHS) - sum(floors)
    by_rest = sorted(range(len(parts)), key=lambda i: floors[i] - parts[i] * TENTHS)
    for index in by_rest[: max(0, missing)]:
        floors[index] += 1
    return [floor / TENTHS for floor in floors]


def peak_reason(share: HeatShare, points: float, at: datetime, heating: Heating) -> Reason:
    """Return what one share gave at the hottest moment, in a sentence."""
    hours = (at - share.at).total_seconds() / 3600
    if hours <= 0:
        return Reason(share.article_id, points, share.detail)
    left = f"{hours:.0f} hours before the hottest moment" if hours >= 2 else "Shortly before it"
    cooled_to = f"{left}, it had cooled to {points:.1f} of {share.weight:.1f}."
    cooled_to = cooled_to[0].upper() + cooled_to[1:]
    return Reason(share.article_id, points, f"{share.detail} {cooled_to}")


def copies_reason(dossier: Dossier, lead: Report) -> list[Reason]:
    """Return the lines that say what adds nothing: copies, and an agency's further reports."""
    others = [report for report in dossier.reports if report is not lead]
    copies = sum(map(is_copy, others))
    agency = sum(not is_copy(r) and not is_independent(r) for r in others)
    kinds = (
        ("copies", copies, "copy", "copies"),
        ("agency", agency, "further report of one agency", "further reports of one agency"),
    )
    return [
        Reason(
            name, 0.0, f"1 {one} adds nothing." if count == 1 else f"{count} {many} add nothing."
        )
        for name, count, one, many in kinds
        if count
    ]


# --- seed profile --------------------------------------------------------------------------------


def seed_heat(led: Led, seed: Seed) -> Heat:
    """Return the heat by the rules of the archives."""
    lead = lead_report(led.dossier, led.lead)
    if lead is None:
        return no_heat(led, 0.0)
    others = [r for r in led.dossier.reports if r is not lead]
    quality = lead.quality.points
    shares, reasons = [seed_lead(lead)], []
    if quality >= seed.quality_floor:
        shares += [seed_related(r, seed) for r in others]
    elif others:
        detail = (
            f"Quality {quality}, at least {seed.quality_floor} needed for related reports to count:"
            f" {len(others)} add nothing."
        )
        reasons.append(Reason("quality-floor", 0.0, detail))
    ordered = in_order(shares)
    given = [Reason(share.article_id, share.weight, share.detail) for share in ordered]
    peak = math.fsum(share.weight for share in ordered)
    story_id = led.dossier.story.story_id
    return Heat(story_id, 0.0, ordered, peak, ordered[-1].at, tuple(given + reasons))


def seed_lead(report: Report) -> HeatShare:
    """Return the lead's share by the archives' rules."""
    article, quality = report.article, report.quality.points
    detail = f"The lead, by {article.provider.name}, counts with its quality of {quality}."
    return HeatShare(article.article_id, article.published_at, float(quality), detail)


def seed_related(report: Report, seed: Seed) -> HeatShare:
    """Return a related report's share by the archives' rules."""
    article, points = report.article, seed.related_points
    detail = f"A related report by {article.provider.name} adds {points}."
    return HeatShare(article.article_id, article.published_at, float(points), detail)
