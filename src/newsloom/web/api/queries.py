"""What the API can be asked for: parameters of its lists and bodies of its changes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from newsloom.model import Deed
from newsloom.model.hooks import HookEvent

LONGEST = 200

Name = Annotated[str, Meta(max_length=LONGEST)]
Moment = Annotated[datetime, Meta(tz=True)]
Limit = Annotated[int, Meta(ge=1, le=100, description="Items on a page.")]
After = Annotated[
    str,
    Meta(max_length=600, description="Cursor in `next` of the page before; empty = the first."),
]


class Order(StrEnum):
    """In which order stories come."""

    HEAT = "heat"
    """Pinned first, then the hottest."""
    NEWEST = "newest"
    """By the time of the newest report."""


class StoryQuery(Struct, frozen=True):
    """Which stories are asked for: all conditions hold together."""

    topic: Annotated[Name, Meta(description="Name of a topic, or its name in paths.")] = ""
    provider: Annotated[Name, Meta(description="Domain of a provider that reports it.")] = ""
    since: Annotated[Moment | None, Meta(description="Newest report at or after this.")] = None
    until: Annotated[Moment | None, Meta(description="Newest report before this.")] = None
    as_of: Annotated[Moment | None, Meta(description="As they stood then.")] = None
    published: Annotated[
        bool, Meta(description="false = those too that readers do not see; for editors' tokens.")
    ] = True
    order: Order = Order.HEAT
    limit: Limit = 20
    after: After = ""


class ArticleQuery(Struct, frozen=True):
    """Which articles are asked for: all conditions hold together."""

    provider: Annotated[Name, Meta(description="Domain of its provider.")] = ""
    language: Annotated[Name, Meta(description="Two letters.")] = ""
    story: Annotated[Name, Meta(description="Id of its story.")] = ""
    since: Annotated[Moment | None, Meta(description="Published at or after this.")] = None
    until: Annotated[Moment | None, Meta(description="Published before this.")] = None
    limit: Limit = 20
    after: After = ""


class SearchQuery(Struct, frozen=True):
    """What is looked for."""

    q: Annotated[
        str, Meta(max_length=1000, description="In the language of the search field of the site.")
    ]
    limit: Limit = 20
    after: After = ""


class ActQuery(Struct, frozen=True):
    """Which acts of editors are asked for."""

    limit: Limit = 20
    after: After = ""


class NoticeQuery(Struct, frozen=True):
    """How many notices are asked for."""

    limit: Limit = 20


class RulingOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """What an editor wants done; docs/api.md has what each deed reads."""

    deed: Deed
    story: Name = ""
    article: Name = ""
    other: Annotated[Name, Meta(description="Another story or article, as the deed has it.")] = ""
    articles: Annotated[list[Name], Meta(max_length=1000)] = []
    topics: Annotated[list[Name], Meta(max_length=50)] = []
    value: Annotated[
        str, Meta(max_length=2000, description="Title, excerpt, correction or domain.")
    ] = ""
    note: Annotated[str, Meta(max_length=2000, description="Why; kept with the ruling.")] = ""


class SourceAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """Which source is meant."""

    url: Annotated[str, Meta(min_length=1, max_length=8000)]


class HookOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """A webhook to be registered."""

    url: Annotated[str, Meta(min_length=1, max_length=2000)]
    events: Annotated[list[HookEvent], Meta(min_length=1, max_length=10)]
