"""Summary: a story as lists, searches and the live pages show it, at one time of its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.gathering import Picture
from newsloom.model.ids import ArticleId, StoryId
from newsloom.model.judging import Decision, Tag


@dataclass(frozen=True, slots=True)
class Mention:
    """One report as lists show it."""

    article_id: ArticleId
    title: str
    url: str
    """Address at the provider; "" = it was never public."""
    provider: str
    domain: str
    published_at: datetime
    is_dated: bool
    """False = the provider gives no date; ``published_at`` is when it was first seen."""
    language: str
    quality: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """An independent report's share of the heat at the moment it was published."""

    article_id: ArticleId
    at: datetime
    weight: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A story as lists, searches and the live pages show it."""

    story_id: StoryId
    title: str
    """An editor's, else the lead's."""
    language: str
    """Of the title; "" = an editor's."""
    lead: Mention
    minutes: int
    """To read the lead; 0 = its text is not known."""
    points: tuple[str, ...]
    excerpt: str
    picture: Picture | None
    crop: str
    """Name of the picture's file, cut to the shape of the pages; "" = it is not kept here."""
    also: tuple[Mention, ...]
    """Other independent reports, best first; the first eight."""
    others: int
    """How many other independent reports there are."""
    reports: int
    independent: int
    topics: tuple[Tag, ...]
    """Topics with the phrase that matched in the lead, "" where another report brought it."""
    domains: tuple[str, ...]
    """Of all its providers, sorted."""
    provider_names: tuple[str, ...]
    """Names of the providers, in the order of ``domains``."""
    newest_at: datetime
    half_life_hours: float
    pulses: tuple[Pulse, ...]
    peak: float
    peak_at: datetime
    decision: Decision
    rule: str
    """Rule of the gate that decided."""
    merged_into: StoryId | None = None
    is_pinned: bool = False
    correction: str = ""
    """What an editor took back about it, in public; "" = nothing."""

    @property
    def shares(self) -> tuple[Pulse, ...]:
        """The pulses, by the name a ``Heat`` has for them."""
        return self.pulses


@dataclass(frozen=True, slots=True)
class Telling:
    """A version of a summary: how the story stood from ``since`` until ``until``."""

    version: int
    """Counts up over all stories: a later change has a higher one."""
    since: datetime
    until: datetime | None
    """None = it stands so now."""
    summary: Summary


@dataclass(frozen=True, slots=True)
class Selection:
    """Which stories are asked for: all conditions hold together."""

    at: datetime
    """The moment they stood so."""
    topic: str = ""
    domain: str = ""
    """Provider that reports on it; "" = any."""
    since: datetime | None = None
    """Newest report not before this; None = any."""
    limit: int = 60
    offset: int = 0
    is_newest_first: bool = False
    """False = hottest first."""


@dataclass(frozen=True, slots=True)
class FrontCounts:
    """What stands in the line under the date, and in the bars."""

    articles: int
    sources: int
    stories: int
    newest_at: datetime | None
    """Time of the newest report of a shown story; None = there is no story."""
    topics: tuple[tuple[str, int], ...]
    """(topic, shown stories), most stories first, then by name."""


@dataclass(frozen=True, slots=True)
class ProviderCount:
    """How much one provider reports."""

    domain: str
    name: str
    stories: int
    """Shown stories it reports on."""
    leads: int
    """Of these, led by it."""
