"""Brief -> its coverage by angle, in the words and the order readers are shown.

Which report has which angle, and what stands together, was decided before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsloom.model import Angle, AngleGroup, Brief
from newsloom.publish.coverage import Entry
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import count_words

READERS = {
    Angle.REPORT: N_("Reports"),
    Angle.FOLLOW_UP: N_("Follow-ups"),
    Angle.REACTION: N_("Reaction"),
    Angle.EXPLAINER: N_("Explainers"),
    Angle.ANALYSIS: N_("Analysis"),
    Angle.OPINION: N_("Opinion"),
}
"""What readers call the reports of an angle."""

ANGLES = {
    Angle.REPORT: N_("report"),
    Angle.FOLLOW_UP: N_("follow-up"),
    Angle.REACTION: N_("reaction"),
    Angle.EXPLAINER: N_("explainer"),
    Angle.ANALYSIS: N_("analysis"),
    Angle.OPINION: N_("opinion"),
}
"""What readers call one report of an angle."""


@dataclass(frozen=True, slots=True)
class Angled:
    """Reports that stand together on the page."""

    title: str
    """"Reaction: unions and schools"; "" = the story is not shown in groups."""
    count: str
    """"5 reports, 3 independent"."""
    rows: tuple[tuple[int, Entry], ...]
    """Each with its place among all entries, from 0."""


def by_angle(tongue: Tongue, brief: Brief, entries: Sequence[Entry]) -> tuple[Angled, ...]:
    """Return the entries of a story in its groups; one without a title when it has none.

    What no group knows yet comes last.
    """
    placed = {entry.line.article_id: (place, entry) for place, entry in enumerate(entries)}
    if not brief.angles.groups:
        return (angled(tongue, "", [*placed.values()]),)
    shown: list[Angled] = []
    for group in brief.angles.groups:
        rows = [placed.pop(key) for key in group.article_ids if key in placed]
        if rows:
            shown.append(angled(tongue, group_title(tongue, group, brief.angles.groups), rows))
    if placed:
        shown.append(angled(tongue, tongue.say("Not told apart yet"), [*placed.values()]))
    return tuple(shown)


def angled(tongue: Tongue, title: str, rows: Sequence[tuple[int, Entry]]) -> Angled:
    """Return one group with its rows in the order of the entries."""
    independent = sum(entry.is_independent for _, entry in rows)
    ordered = sorted(rows, key=lambda row: row[0])
    return Angled(title, count_words(tongue, len(rows), independent), tuple(ordered))


def group_title(tongue: Tongue, group: AngleGroup, groups: Sequence[AngleGroup]) -> str:
    """Return what readers call a group among those of its story."""
    angle = tongue.say(READERS[group.angle])
    if group.name:
        return f"{angle}: {group.name}"
    is_rest = any(other.angle is group.angle and other.name for other in groups)
    return tongue.say("%(angle)s: others", angle=angle) if is_rest else angle
