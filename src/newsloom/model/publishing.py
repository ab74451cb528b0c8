"""Brief, Edition, Rendition: what is published, and its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.angles import Angles
from newsloom.model.ids import StoryId
from newsloom.model.judging import Dossier, Heat, Lead, Topic, Verdict


@dataclass(frozen=True, slots=True)
class Brief:
    """A story with every decision about it: what ``show``, the site and the API are made from."""

    dossier: Dossier
    lead: Lead
    heat: Heat
    verdict: Verdict
    angles: Angles
    post_name: str = ""
    """``YYYY-MM-DD-slug.md``, fixed at first publication; "" = never published."""
    post_holder: str = ""
    """What the post goes with: the story's id, or in profile ``seed`` its lead's."""


@dataclass(frozen=True, slots=True)
class Edition:
    """All that is published at one moment, hottest first."""

    as_of: datetime
    """Time of the newest dated report: published bytes never depend on the clock."""
    briefs: tuple[Brief, ...]
    """Verdict ``publish``; then the retired ones that once had a post."""
    redirects: tuple[tuple[StoryId, StoryId], ...]
    """(merged story, survivor)."""
    articles: int
    sources: int
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a target: bytes for one path."""

    target: str
    path: str
    """Relative to the target's folder, ``/``-separated."""
    body: bytes


@dataclass(frozen=True, slots=True)
class RenditionSet:
    """Every file of one target; a stored path that is not in it is withdrawn."""

    target: str
    renditions: tuple[Rendition, ...]
    posts: tuple[tuple[str, str], ...] = ()
    """(holder, post name) of the posts among them: a name once written is kept."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A rendition to be put in place, or (``body`` None) withdrawn."""

    target: str
    path: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A rendition is in its place."""

    target: str
    path: str
    digest: str
    """blake2b of the bytes, hex; "" = withdrawn."""
