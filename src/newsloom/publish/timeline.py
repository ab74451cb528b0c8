"""Brief -> how its coverage grew: reports in order of time, and each text with its copies.

What is known of each single report is in `coverage`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from newsloom.independence import is_copy, is_independent
from newsloom.model import Angle, ArticleId, Brief, Originality, Report
from newsloom.publish.angles import ANGLES
from newsloom.publish.edition import reports_by_id
from newsloom.publish.loom import loom
from newsloom.publish.shelf import Line, line_of
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import of_hundred


@dataclass(frozen=True, slots=True)
class Copied:
    """One text and its copies."""

    original: Line | None
    """None = its original is not in the story."""
    copies: tuple[tuple[Line, str], ...]
    """Each with what it shares: "96 of 100 parts the same"."""
    loom: Markup


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the timeline: a report, or copies of one text."""

    at: datetime
    line: Line
    note: str
    copies: int
    """0 = an independent report; else how many copies stand in this step."""
    last_at: datetime
    """Of the copies; the same as ``at`` for a report."""


@dataclass(frozen=True, slots=True)
class Day:
    """The steps of one day."""

    at: datetime
    events: tuple[Event, ...]


def copied_texts(tongue: Tongue, brief: Brief) -> tuple[Copied, ...]:
    """Return each text of the story that was copied with its copies, most copied first."""
    groups = copies_by_original(brief.dossier.reports)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(copied_text(tongue, brief, original, copies) for original, copies in ordered)


def copies_by_original(reports: Iterable[Report]) -> dict[ArticleId, list[Report]]:
    """Return the copies of each original in order of time."""
    groups: dict[ArticleId, list[Report]] = {}
    for report in sorted(reports, key=by_time):
        if is_copy(report):
            groups.setdefault(report.syndication.original_id, []).append(report)
    return groups


def by_time(report: Report) -> tuple[datetime, ArticleId]:
    """Return the order of reports: time, then id."""
    return report.article.published_at, report.article.article_id


def copied_text(
    tongue: Tongue, brief: Brief, original_id: ArticleId, copies: Sequence[Report]
) -> Copied:
    """Return one text with its copies."""
    original = reports_by_id(brief).get(original_id)
    return Copied(
        original=line_of(original) if original else None,
        copies=tuple((line_of(r), likeness_words(tongue, r)) for r in copies),
        loom=loom(int(original is not None), len(copies)),
    )


def likeness_words(tongue: Tongue, report: Report) -> str:
    """Return how much of a copy stands in its original."""
    share = of_hundred(tongue, report.syndication.similarity)
    if report.syndication.status is Originality.PARTIAL:
        return tongue.say("%(share)s parts the same (partial copy)", share=share)
    return tongue.say("%(share)s parts the same", share=share)


def timeline(tongue: Tongue, brief: Brief) -> tuple[Day, ...]:
    """Return how the coverage grew: reports in order of time, copies of a text in one step."""
    reports = reports_by_id(brief)
    angles = {one.article_id: one.angle for one in brief.angles.reports}
    first = min(brief.dossier.reports, key=by_time).article.article_id
    events = [
        report_event(tongue, brief, report, first, angles.get(key, Angle.REPORT))
        for key, report in reports.items()
        if not is_copy(report)
    ]
    groups = copies_by_original(reports.values())
    events += [copies_event(tongue, reports.get(key), group) for key, group in groups.items()]
    events.sort(key=lambda e: (e.at, e.line.article_id))
    days: dict[date, list[Event]] = {}
    for event in events:
        days.setdefault(event.at.date(), []).append(event)
    return tuple(Day(group[0].at, tuple(group)) for group in days.values())


def report_event(
    tongue: Tongue, brief: Brief, report: Report, first: ArticleId, angle: Angle
) -> Event:
    """Return the step of one independent report; ``first`` is the story's first one."""
    line = line_of(report)
    plain = N_("independent report") if is_independent(report) else N_("report of the same agency")
    kind = plain if angle is Angle.REPORT else ANGLES[angle]
    marks = [
        N_("first report") if line.article_id == first else kind,
        N_("the lead") if line.article_id == brief.lead.article_id else "",
        "" if line.is_dated else N_("no date given, shown when first seen"),
    ]
    note = ", ".join(tongue.say(mark) for mark in marks if mark)
    return Event(line.at, line, note, 0, line.at)


def copies_event(tongue: Tongue, original: Report | None, copies: Sequence[Report]) -> Event:
    """Return the step of all copies of one text, at the time of the first."""
    first, last = line_of(copies[0]), line_of(copies[-1])
    if original is None:
        note = tongue.count(
            "%(num)s provider carries a text from elsewhere",
            "%(num)s providers carry a text from elsewhere",
            len(copies),
        )
    else:
        note = tongue.count(
            "%(num)s provider carries the %(provider)s text",
            "%(num)s providers carry the %(provider)s text",
            len(copies),
            provider=line_of(original).provider,
        )
    return Event(first.at, first, note, len(copies), last.at)
