"""What the API answers of stories: the one description of it, from which OpenAPI is made.

Names are those of ``--json`` (docs/json.md); a list is ``{items, next}``. New keys may come.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from newsloom.model import Angle, Bond, Decision, Means, Originality

Moment = Annotated[datetime, Meta(tz=True, description="UTC.")]
Share = Annotated[float, Meta(ge=0, le=1)]
Next = Annotated[
    str | None, Meta(description="Path of the next page; null = this is the last one.")
]


class PictureShape(Struct, frozen=True):
    """A picture as it may be shown; 0 = its size is not known."""

    url: str
    width: int
    height: int
    alt: str


class Reference(Struct, frozen=True):
    """One report by what it is called and where it is."""

    id: str
    url: Annotated[str, Meta(description="At its provider; empty = it was never public.")]
    title: str
    provider: str
    domain: str
    published: Moment
    language: str


class Mention(Reference, frozen=True):
    """One report as lists show it."""

    quality: Annotated[int, Meta(ge=0, le=100)]


class StoryFacts(Struct, frozen=True):
    """What lists and its own page say of a story."""

    id: str
    title: str
    lead: Mention
    articles: Annotated[int, Meta(ge=1, description="All reports, copies too.")]
    independent: Annotated[int, Meta(ge=0, description="Reports that are no copies.")]
    heat: Annotated[float, Meta(description="At the moment the answer is of.")]
    verdict: Decision
    topics: list[str]
    rule: Annotated[str, Meta(description="Rule of the gate that decided.")]
    peak: Annotated[float, Meta(description="The highest the heat ever was.")]
    peak_at: Moment
    newest: Annotated[Moment, Meta(description="Time of its newest report.")]
    excerpt: str
    key_points: list[str]
    also: Annotated[list[Mention], Meta(description="Other independent reports, best first.")]
    providers: Annotated[list[str], Meta(description="Domains of all that report it.")]
    minutes: Annotated[int, Meta(ge=0, description="To read the lead; 0 = not known.")]
    is_pinned: bool
    correction: Annotated[str, Meta(description="What an editor took back about it.")]
    merged_into: str | None
    path: Annotated[str, Meta(description="Its page in this house.")]


class StoryRow(StoryFacts, frozen=True):
    """One story as lists show it."""

    picture: PictureShape | None


class StoryPage(Struct, frozen=True):
    """Stories as of a moment: every page of one list is of the same moment."""

    as_of: Moment
    items: list[StoryRow]
    next: Next


class FeatureShape(Struct, frozen=True):
    """One compared thing: its value, how far it pulled, and what was found."""

    name: str
    value: float
    pull: float
    detail: str


class ReasonShape(Struct, frozen=True):
    """One line of an explained number."""

    feature: str
    points: float
    detail: str


class OverlapShape(Struct, frozen=True):
    """What a report has in common with another, which need not be in its story."""

    id: str
    kind: Bond
    by: Means
    words: int
    share: Share
    other_share: Share


class LinkShape(Struct, frozen=True):
    """What put a report into its story."""

    probability: Share
    nearest: Annotated[str | None, Meta(description="Report it is closest to; null = the founder.")]
    sentence: str
    features: list[FeatureShape]


class CopyShape(Struct, frozen=True):
    """Whether a report is its own text."""

    status: Originality
    original: str
    similarity: Share
    sentence: str
    features: list[FeatureShape]


class ReportShape(Struct, frozen=True):
    """One report of a story, with all that is known of why it is there."""

    id: str
    url: str
    title: str
    provider: str
    published: Moment
    quality: Annotated[int, Meta(ge=0, le=100)]
    copy_of: str | None
    counts_with: str | None
    passages: list[str]
    overlaps: list[OverlapShape]
    evidence: str
    angle: Angle | None
    link: LinkShape
    copy: CopyShape


class GroupShape(Struct, frozen=True):
    """Reports of one angle."""

    angle: Angle
    name: str
    reports: list[str]
    sentence: str


class MarkShape(Struct, frozen=True):
    """A report on the timeline."""

    id: str
    provider: str
    at: Moment


class PeakShape(Struct, frozen=True, rename={"since": "from", "until": "to"}):
    """A stretch of hours in which a story was busiest."""

    since: Moment
    until: Moment
    independent: int


class TimelineShape(Struct, frozen=True):
    """When a story began, was busiest and was last reported."""

    first: MarkShape
    peaks: list[PeakShape]
    last: MarkShape


class AnswerShape(Struct, frozen=True):
    """One rule of the gate."""

    rule: str
    passed: bool
    sentence: str


class ShareShape(Struct, frozen=True):
    """An independent report's part of the heat."""

    id: str
    at: Moment
    weight: Annotated[float, Meta(description="When it was published.")]
    now: Annotated[float, Meta(description="At this moment.")]
    detail: str


class TreeShape(Struct, frozen=True):
    """A text and its copies, by article id."""

    original: str
    copies: list[str]


class VersionShape(Struct, frozen=True):
    """How a story stood for a time."""

    version: int
    since: Moment
    until: Annotated[Moment | None, Meta(description="null = it stands so now.")]
    title: str
    lead: str
    articles: int
    independent: int
    verdict: Decision


class RulingShape(Struct, frozen=True):
    """A ruling in force that touches a story."""

    id: str
    kind: str
    author: str
    note: str


class ChosenPicture(Struct, frozen=True):
    """The picture chosen for the lead; an empty address = none is fit to be shown."""

    url: str
    width: int
    height: int
    alt: str
    reason: str
    refused: list[str]


class StoryShape(StoryFacts, frozen=True):
    """One story with every decision about it, and why."""

    picture: ChosenPicture | None
    post: Annotated[str, Meta(description="Name of its post; empty = it never had one.")]
    as_of: Moment
    coverage: Annotated[list[ReportShape], Meta(description="The lead first.")]
    angles: list[GroupShape]
    timeline: TimelineShape
    shares: list[ShareShape]
    heat_reasons: list[ReasonShape]
    gate_answers: list[AnswerShape]
    lead_sentence: str
    lead_reasons: list[ReasonShape]
    quality_reasons: Annotated[dict[str, list[ReasonShape]], Meta(description="By article id.")]
    angle_reasons: Annotated[dict[str, list[ReasonShape]], Meta(description="By article id.")]
    copy_tree: list[TreeShape]
    rulings: list[RulingShape]
    versions: Annotated[list[VersionShape], Meta(description="The oldest first.")]
