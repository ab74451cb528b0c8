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
from newsloom.publish.explanation import reports_by_id
from newsloom.publish.loom import loom
from newsloom.publish.shelf import Line, line_of
from newsloom.publish.words import number_words, of_hundred


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


def copied_texts(brief: Brief) -> tuple[Copied, ...]:
    """Return each text of the story that was copied with its copies, most copied first."""
    groups = copies_by_original(brief.dossier.reports)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(copied_text(brief, original, copies) for original, copies in ordered)


def copies_by_original(reports: Iterable[Report]) -> dict[ArticleId, list[Report]]:
    """Return the copies of each original in order of time."""
    groups: dict[ArticleId, list[Report]] = {}
    for report in sorted(reports, key=lambda r: (r.article.published_at, r.article.article_id)):
        if is_copy(report):
            groups.setdefault(report.syndication.original_id, []).append(report)
    return groups


def copied_text(brief: Brief, original_id: ArticleId, copies: Sequence[Report]) -> Copied:
    """Return one text with its copies."""
    original = reports_by_id(brief).get(original_id)
    return Copied(
        original=line_of(original) if original else None,
        copies=tuple((line_of(r), likeness_words(r)) for r in copies),
        loom=loom(int(original is not None), len(copies)),
    )


def likeness_words(report: Report) -> str:
    """Return how much of a copy stands in its original."""
    same = f"{of_hundred(report.syndication.similarity)} parts the same"
    partial = report.syndication.status is Originality.PARTIAL
    return f"{same} (partial copy)" if partial else same


def timeline(brief: Brief) -> tuple[Day, ...]:
    """Return how the coverage grew: reports in order of time, copies of a text in one step."""
    reports = reports_by_id(brief)
    events = [report_event(brief, r) for r in reports.values() if not is_copy(r)]
    groups = copies_by_original(reports.values())
    events += [copies_event(reports.get(key), group) for key, group in groups.items()]
    events.sort(key=lambda e: (e.at, e.line.article_id))
    days: dict[date, list[Event]] = {}
    for event in events:
        days.setdefault(event.at.date(), []).append(event)
    return tuple(Day(group[0].at, tuple(group)) for group in days.values())


def report_event(brief: Brief, report: Report) -> Event:
    """Return the step of one independent report."""
    first = min(brief.dossier.reports, key=lambda r: (r.article.published_at, r.article.article_id))
    line = line_of(report)
    told = {one.article_id: one.angle for one in brief.angles.reports}
    angle = told.get(report.article.article_id, Angle.REPORT)
    plain = "independent report" if is_independent(report) else "report of the same agency"
    kind = plain if angle is Angle.REPORT else angle.value
    marks = [
        "first report" if report is first else kind,
        "the lead" if line.article_id == brief.lead.article_id else "",
        "" if line.is_dated else "no date given, shown when first seen",
    ]
    return Event(line.at, line, ", ".join(filter(None, marks)), 0, line.at)


def copies_event(original: Report | None, copies: Sequence[Report]) -> Event:
    """Return the step of all copies of one text, at the time of the first."""
    first, last = line_of(copies[0]), line_of(copies[-1])
    whose = f"the {line_of(original).provider} text" if original else "a text from elsewhere"
    note = f"{number_words(len(copies), 'provider')} {'carries' if len(copies) == 1 else 'carry'} "
    return Event(first.at, first, note + whose, len(copies), last.at)
