"""Brief -> why a story stands where it stands: its heat in parts, the gate's rules, its grouping.

Every number was worked out before; here they become rows and sentences that add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from markupsafe import Markup

from newsloom.curve import direction, heat_at, share_at, trend_at
from newsloom.independence import is_copy
from newsloom.model import ArticleId, Brief, Heat, HeatShare, Originality, Report
from newsloom.publish.loom import share_bar
from newsloom.publish.shelf import COLD, Line, line_of
from newsloom.publish.words import (
    Moment,
    adding_up,
    number_words,
    of_hundred,
    one_decimal,
)
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
    is_decisive: bool


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
    grouping: tuple[str, ...]
    grouping_more: int
    """Links left out of ``grouping``."""


def explain(brief: Brief, moment: Moment, heating: Heating, rows_max: int = 0) -> Explanation:
    """Return why a story is here, as of a moment.

    ``rows_max`` > 0 keeps the panel short: the smallest shares go into one row, and as many links
    are named. The parts still add up.
    """
    weighted = [s for s in by_worth(brief) if s.weight]
    peaks = peak_parts(brief.heat, weighted)
    nows = adding_up([share_of(brief.heat, s, moment.at) for s in weighted])
    parts = list(zip(weighted, peaks, nows, strict=True))
    peak, now = sum(peaks, Decimal(0)), sum(nows, Decimal(0))
    shown = parts if not rows_max or len(parts) <= rows_max else parts[: rows_max - 1]
    rows = [share_row(brief, share, p, n, peak) for share, p, n in shown]
    if rest := parts[len(shown) :]:
        rows.append(rest_row(brief, rest, peak))
    sentences = grouping_sentences(brief)
    kept = sentences[:rows_max] if rows_max else sentences
    return Explanation(
        now=one_decimal(float(now)),
        peak=one_decimal(float(peak)),
        peak_at=brief.heat.peak_at,
        has_cooled=now != peak,
        cooling=cooling_words(brief.heat),
        change=change_words(brief.heat, moment.at, heating),
        rows=(*rows, *weightless_rows(brief, {s.article_id for s in weighted})),
        answers=gate_answers(brief),
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
    brief: Brief, share: HeatShare, peak: Decimal, now: Decimal, total: Decimal
) -> HeatRow:
    """Return the row of one report's share."""
    report = reports_by_id(brief)[share.article_id]
    line = line_of(report)
    return HeatRow(
        name=line.provider,
        line=line,
        is_lead=share.article_id == brief.lead.article_id,
        quality=str(report.quality.points),
        peak=one_decimal(float(peak)),
        now=one_decimal(float(now)),
        bar=share_bar(float(peak / total) if total else 0.0),
    )


def rest_row(
    brief: Brief, rest: Sequence[tuple[HeatShare, Decimal, Decimal]], total: Decimal
) -> HeatRow:
    """Return one row for several small shares."""
    reports = reports_by_id(brief)
    peak = sum((p for _, p, _ in rest), Decimal(0))
    now = sum((n for _, _, n in rest), Decimal(0))
    return HeatRow(
        name=f"{len(rest)} further reports",
        line=None,
        is_lead=False,
        quality=quality_range(reports[share.article_id] for share, _, _ in rest),
        peak=one_decimal(float(peak)),
        now=one_decimal(float(now)),
        bar=share_bar(float(peak / total) if total else 0.0),
    )


def weightless_rows(brief: Brief, weighted: set[ArticleId]) -> tuple[HeatRow, ...]:
    """Return a row for each text that was copied, and one for originals that add nothing."""
    groups: dict[str, list[Report]] = {}
    for report in brief.dossier.reports:
        if report.article.article_id in weighted:
            continue
        key = report.syndication.original_id if is_copy(report) else ""
        groups.setdefault(key, []).append(report)
    return tuple(
        HeatRow(
            name=group_name(brief, key, len(group)),
            line=None,
            is_lead=False,
            quality=quality_range(group),
            peak="0.0",
            now="0.0",
            bar=Markup(),
        )
        for key, group in sorted(groups.items())
    )


def group_name(brief: Brief, original_id: str, size: int) -> str:
    """Return what a group of reports without a share is called."""
    if not original_id:
        return number_words(size, "report that adds nothing", "reports that add nothing")
    copies = number_words(size, "copy", "copies")
    original = reports_by_id(brief).get(ArticleId(original_id))
    return f"{copies} of {line_of(original).provider}’s text" if original else copies


def quality_range(reports: Iterable[Report]) -> str:
    """Return "52", or "37 to 58"."""
    points = [r.quality.points for r in reports]
    low, high = min(points), max(points)
    return str(low) if low == high else f"{low} to {high}"


def reports_by_id(brief: Brief) -> dict[ArticleId, Report]:
    """Return the story's reports by article id."""
    return {r.article.article_id: r for r in brief.dossier.reports}


def cooling_words(heat: Heat) -> str:
    """Return how shares are made and fade."""
    if heat.half_life_hours == 0:
        return "Heat is the lead’s quality and points for related reports. It does not cool."
    hours = f"{heat.half_life_hours:g}"
    return (
        f"Each independent report adds its share, which halves every {hours} hours. "
        "Copies add nothing."
    )


def change_words(heat: Heat, at: datetime, heating: Heating) -> str:
    """Return what the heat did in the last hours; "" when it never changes."""
    if heat.half_life_hours == 0:
        return ""
    hours = f"{heating.trend_hours:g} hours"
    before = heat_at(heat, at - timedelta(hours=heating.trend_hours))
    now = heat_at(heat, at)
    if now < COLD:
        return "It has gone cold."
    if before < COLD:
        return f"Nobody had reported it {hours} before."
    change = trend_at(heat, at, heating)
    word = direction(change, heating)
    if word == "steady":
        return f"Over the last {hours} it changed by less than {heating.trend_points:g}."
    went = "up" if word == "rising" else "down"
    return f"Over the last {hours} it went {went} by {one_decimal(abs(change))}."


def gate_answers(brief: Brief) -> tuple[Answer, ...]:
    """Return the gate's rules in the order asked; the last one decided."""
    answers = brief.verdict.answers
    decision = f"This rule decided: {brief.verdict.decision}."
    told = [a.sentence for a in answers]
    if told and "decided" not in told[-1]:
        told[-1] = f"{told[-1]} {decision}"
    return tuple(Answer(s, i == len(told) - 1) for i, s in enumerate(told))


def grouping_sentences(brief: Brief) -> tuple[str, ...]:
    """Return why the reports are one story: each independent one's link, then the copies'."""
    reports = brief.dossier.reports
    links = [r for r in reports if not is_copy(r) and r.coverage.nearest_id is not None]
    links.sort(key=lambda r: -r.coverage.probability)
    sentences = [link_sentence(r) for r in links] + copy_sentences(brief)
    if sentences:
        return tuple(sentences)
    return ("No other report is close enough yet.",)


def link_sentence(report: Report) -> str:
    """Return one report's link as a sentence that starts with its provider."""
    provider, told = line_of(report).provider, report.coverage.sentence
    if told.startswith(provider):
        return told
    sure = of_hundred(report.coverage.probability)
    if not told:
        return f"{provider} joined with {sure}."
    follows = told[0].lower() + told[1:] if re.match(r"(It|An?|The) ", told) else told
    return f"{provider} joined with {sure}: {follows}"


def copy_sentences(brief: Brief) -> list[str]:
    """Return a sentence for each text of the story that was copied."""
    groups: dict[str, list[Report]] = {}
    for report in brief.dossier.reports:
        if is_copy(report):
            groups.setdefault(report.syndication.original_id, []).append(report)
    return [copy_sentence(brief, key, group) for key, group in sorted(groups.items())]


def copy_sentence(brief: Brief, original_id: str, copies: Sequence[Report]) -> str:
    """Return how much of one text its copies share."""
    original = reports_by_id(brief).get(ArticleId(original_id))
    whose = f"{line_of(original).provider}’s text" if original else "a text from outside the story"
    least = of_hundred(min(r.syndication.similarity for r in copies))
    partial = sum(r.syndication.status is Originality.PARTIAL for r in copies)
    if len(copies) == 1:
        kind = "a partial copy" if partial else "a copy"
        name = line_of(copies[0]).provider
        return f"{name} is {kind} of {whose}: {least} parts are the same."
    kind = f"copies ({partial} of them in part)" if partial else "copies"
    return f"{len(copies)} articles are {kind} of {whose}: at least {least} parts are the same."
