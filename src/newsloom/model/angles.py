"""Angles: what each report is to its story, and which reports stand close together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from newsloom.model.ids import ArticleId, StoryId
from newsloom.model.judging import Reason


class Angle(StrEnum):
    """What a report is to its story, in the order readers are shown."""

    REPORT = "report"
    """It tells what happened."""
    FOLLOW_UP = "follow-up"
    """It tells what came of it later."""
    REACTION = "reaction"
    """It tells what somebody else says or does about it."""
    EXPLAINER = "explainer"
    """It answers what a reader may ask: who, what, how, what now."""
    ANALYSIS = "analysis"
    """It asks what it means and what may come."""
    OPINION = "opinion"
    """Its author argues for a view."""


@dataclass(frozen=True, slots=True)
class ReportAngle:
    """The angle of one report: ``points`` is the sum of the reasons."""

    article_id: ArticleId
    angle: Angle
    points: float
    reasons: tuple[Reason, ...]
    sentence: str
    """What it won by, as a person reads it."""


@dataclass(frozen=True, slots=True)
class AngleGroup:
    """Reports of one angle that are nearer to each other than to the rest, copies with theirs."""

    angle: Angle
    name: str
    """What they are about, after the angle: "unions and schools"; "" = no name tells them apart."""
    article_ids: tuple[ArticleId, ...]
    """In order of time, each copy after its original."""
    sentence: str
    """What holds them together."""


@dataclass(frozen=True, slots=True)
class Angles:
    """A story's reports by angle."""

    story_id: StoryId
    reports: tuple[ReportAngle, ...] = ()
    """One for each report, in order of time, then id; () = the row has not seen the story yet."""
    groups: tuple[AngleGroup, ...] = ()
    """All reports, in the order readers are shown; () = too few, or too alike, for groups."""
