"""Brief -> why a story stands where it stands: its heat in parts, the gate's rules, its grouping.

Every number was worked out before; here they become rows and sentences that add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from markupsafe import Markup

from newsloom.curve import direction, heat_at, share_at, trend_at
from newsloom.independence import is_copy
from newsloom.model import ArticleId, Brief, Decision, Heat, HeatShare, Report
from newsloom.publish.edition import reports_by_id
from newsloom.publish.grouping import Grouping, grouping_sentences
from newsloom.publish.loom import share_bar
from newsloom.publish.shelf import COLD, Line, line_of
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import Moment, adding_up, one_decimal
from newsloom.settings import Heating


@dataclass(frozen=True, slots=True)
class HeatRow:
    """What one report, or several together, give to the heat."""

    name: str
    line: Line | None
    """None = several reports in one row."""
    is_lead: bool
    quality: str
    """A number, or a range: "37 to 58"."""
    peak: str
    now: str
    bar: Markup
    """Its part of the peak."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One rule of the gate as a sentence."""

    sentence: str
    """As the gate gave it, in English."""
    is_decisive: bool
    decision: str = ""
    """What was decided, as a sentence; "" where the rule's own says it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a story is here."""

    now: str
    peak: str
    peak_at: datetime
    has_cooled: bool
    """True = now and peak differ, and both are shown."""
    cooling: str
    """How heat is made up and fades, one or two sentences."""
    change: str
    """What happened in the last hours, a sentence."""
    rows: tuple[HeatRow, ...]
    """Their ``peak`` and ``now`` add up to the totals."""
    answers: tuple[Answer, ...]
    grouping: tuple[Grouping, ...]
    grouping_more: int
    """Links left out of ``grouping``."""


def explain(brief: Brief, moment: Moment, heating: Heating, rows_max: int = 0) -> Explanation:
    """Return why a story is here, as of a moment.

    ``rows_max`` > 0 keeps the panel short: the smallest shares go into one row, and as many links
    are named. The parts still add up.
    """
    tongue = moment.tongue
    weighted = [s for s in by_worth(brief) if s.weight]
    peaks = peak_parts(brief.heat, weighted)
    nows = adding_up([share_of(brief.heat, s, moment.at) for s in weighted])
    parts = list(zip(weighted, peaks, nows, strict=True))
    peak, now = sum(peaks, Decimal(0)), sum(nows, Decimal(0))
    shown = parts if not rows_max or len(parts) <= rows_max else parts[: rows_max - 1]
    rows = [share_row(tongue, brief, share, p, n, peak) for share, p, n in shown]
    if rest := parts[len(shown) :]:
        rows.append(rest_row(tongue, brief, rest, peak))
    sentences = grouping_sentences(tongue, brief)
    kept = sentences[:rows_max] if rows_max else sentences
    return Explanation(
        now=one_decimal(tongue, float(now)),
        peak=one_decimal(tongue, float(peak)),
        peak_at=brief.heat.peak_at,
        has_cooled=now != peak,
        cooling=cooling_words(tongue, brief.heat),
        change=change_words(moment, brief.heat, heating),
        rows=(*rows, *weightless_rows(tongue, brief, {s.article_id for s in weighted})),
        answers=gate_answers(tongue, brief),
        grouping=kept,
        grouping_more=len(sentences) - len(kept),
    )


def share_of(heat: Heat, share: HeatShare, at: datetime) -> float:
    """Return what a share is worth at a moment."""
    return share_at(share.weight, share.at, at, heat.half_life_hours)


def peak_parts(heat: Heat, shares: Sequence[HeatShare]) -> tuple[Decimal, ...]:
    """Return what each share gave at the peak: as the heat's own reasons say, where they do."""
    told = {reason.feature: reason.points for reason in heat.reasons}
    given = [share_of(heat, share, heat.peak_at) for share in shares]
    if all(share.article_id in told or not part for share, part in zip(shares, given, strict=True)):
        given = [told.get(share.article_id, 0.0) for share in shares]
    return adding_up(given)


def by_worth(brief: Brief) -> list[HeatShare]:
    """Return the shares: the lead's first, then the largest at the peak, then the earliest."""

    def worth(share: HeatShare) -> tuple[bool, float, datetime, str]:
        largest = -share_of(brief.heat, share, brief.heat.peak_at)
        return (share.article_id != brief.lead.article_id, largest, share.at, share.article_id)

    return sorted(brief.heat.shares, key=worth)


def share_row(
    tongue: Tongue, brief: Brief, share: HeatShare, peak: Decimal, now: Decimal, total: Decimal
) -> HeatRow:
    """Return the row of one report's share."""
    report = reports_by_id(brief)[share.article_id]
    line = line_of(report)
    return HeatRow(
        name=line.provider,
        line=line,
        is_lead=share.article_id == brief.lead.article_id,
        quality=str(report.quality.points),
        peak=one_decimal(tongue, float(peak)),
        now=one_decimal(tongue, float(now)),
        bar=share_bar(float(peak / total) if total else 0.0),
    )


def rest_row(
    tongue: Tongue, brief: Brief, rest: Sequence[tuple[HeatShare, Decimal, Decimal]], total: Decimal
) -> HeatRow:
    """Return one row for several small shares."""
    reports = reports_by_id(brief)
    peak = sum((p for _, p, _ in rest), Decimal(0))
    now = sum((n for _, _, n in rest), Decimal(0))
    return HeatRow(
        name=tongue.count("%(num)s further report", "%(num)s further reports", len(rest)),
        line=None,
        is_lead=False,
        quality=quality_range(tongue, [reports[share.article_id] for share, _, _ in rest]),
        peak=one_decimal(tongue, float(peak)),
        now=one_decimal(tongue, float(now)),
        bar=share_bar(float(peak / total) if total else 0.0),
    )


def weightless_rows(tongue: Tongue, brief: Brief, weighted: set[ArticleId]) -> tuple[HeatRow, ...]:
    """Return a row for each text that was copied, and one for originals that add nothing."""
    groups: dict[str, list[Report]] = {}
    for report in brief.dossier.reports:
        if report.article.article_id in weighted:
            continue
        key = report.syndication.original_id if is_copy(report) else ""
        groups.setdefault(key, []).append(report)
    return tuple(
        HeatRow(
            name=group_name(tongue, brief, key, len(group)),
            line=None,
            is_lead=False,
            quality=quality_range(tongue, group),
            peak=one_decimal(tongue, 0.0),
            now=one_decimal(tongue, 0.0),
            bar=Markup(),
        )
        for key, group in sorted(groups.items())
    )


def group_name(tongue: Tongue, brief: Brief, original_id: str, size: int) -> str:
    """Return what a group of reports without a share is called."""
    if not original_id:
        return tongue.count(
            "%(num)s report that adds nothing", "%(num)s reports that add nothing", size
        )
    original = reports_by_id(brief).get(ArticleId(original_id))
    if original is None:
        return tongue.count("%(num)s copy", "%(num)s copies", size)
    provider = line_of(original).provider
    return tongue.count(
        "%(num)s copy of %(provider)s’s text",
        "%(num)s copies of %(provider)s’s text",
        size,
        provider=provider,
    )


def quality_range(tongue: Tongue, reports: Iterable[Report]) -> str:
    """Return "52", or "37 to 58"."""
    points = [r.quality.points for r in reports]
    low, high = min(points), max(points)
    return str(low) if low == high else tongue.say("%(low)s to %(high)s", low=low, high=high)


def cooling_words(tongue: Tongue, heat: Heat) -> str:
    """Return how shares are made and fade."""
    if heat.half_life_hours == 0:
        return tongue.say(
            "Heat is the lead’s quality and points for related reports. It does not cool."
        )
    return tongue.say(
        "Each independent report adds its share, which halves every %(hours)s hours. "
        "Copies add nothing.",
        hours=tongue.fraction(heat.half_life_hours),
    )


CHANGES = {
    "rising": N_("Over the last %(hours)s hours it went up by %(points)s."),
    "falling": N_("Over the last %(hours)s hours it went down by %(points)s."),
    "steady": N_("Over the last %(hours)s hours it changed by less than %(points)s."),
}


def change_words(moment: Moment, heat: Heat, heating: Heating) -> str:
    """Return what the heat did in the last hours; "" when it never changes."""
    if heat.half_life_hours == 0:
        return ""
    at, tongue = moment.at, moment.tongue
    hours = tongue.fraction(heating.trend_hours)
    before = heat_at(heat, at - timedelta(hours=heating.trend_hours))
    if heat_at(heat, at) < COLD:
        return tongue.say("It has gone cold.")
    if before < COLD:
        return tongue.say("Nobody had reported it %(hours)s hours before.", hours=hours)
    change = trend_at(heat, at, heating)
    word = direction(change, heating)
    steady = tongue.fraction(heating.trend_points)
    points = steady if word == "steady" else one_decimal(tongue, abs(change))
    return tongue.say(CHANGES[word], hours=hours, points=points)


DECIDED = {
    Decision.PUBLISH: N_("This rule decided: publish."),
    Decision.REFUSE: N_("This rule decided: refuse."),
    Decision.HOLD: N_("This rule decided: hold."),
    Decision.RETRACT: N_("This rule decided: retract."),
    Decision.RETIRE: N_("This rule decided: retire."),
}


def gate_answers(tongue: Tongue, brief: Brief) -> tuple[Answer, ...]:
    """Return the gate's rules in the order asked; the last one decided."""
    told = [a.sentence for a in brief.verdict.answers]
    last = len(told) - 1
    decision = tongue.say(DECIDED[brief.verdict.decision])
    is_said = bool(told) and "decided" in told[-1]
    return tuple(
        Answer(s, i == last, decision if i == last and not is_said else "")
        for i, s in enumerate(told)
    )
