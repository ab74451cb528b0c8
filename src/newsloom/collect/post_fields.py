"""Values of a post's front matter -> the same, checked to be of the format's kinds.

The one place that knows how the YAML spells things; `newsloom.collect.post` makes records of it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, TypeAlias

import msgspec

from newsloom.errors import ParseError
from newsloom.text.frontmatter import FrontMatter

Whole: TypeAlias = Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)]
"""A number that anything may be done with; -1 is a heat that posts print."""

Length: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
"""A width or height, pixels; 0 = not known."""

PROBLEM = re.compile(r"(.*?)(?: - at (`key` in )?`\$\.?([^`]*)`)?\Z", re.DOTALL)
"""What msgspec says: the problem, whether it is a key's, and its place."""


class ImageFields(msgspec.Struct, rename="camel", frozen=True):
    """``images`` as YAML has it."""

    url: str
    width: Length = 0
    height: Length = 0
    is_cached: bool = False
    title: str = ""


class ProviderFields(msgspec.Struct, rename="camel", frozen=True):
    """``provider`` as YAML has it."""

    name: str = ""
    domain: str = ""
    images: tuple[ImageFields, ...] | None = None


class ReportFields(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What the post's own article and the related ones have in common, as YAML has it."""

    title: str
    excerpt: str | None = None
    published_date_time: object = None
    """A datetime, a date, or a text that may be one."""
    web_url: str | None = None
    amp_web_url: str | None = None
    cdn_amp_web_url: str | None = None
    type: str = "article"
    quality: Whole | None = None
    provider: ProviderFields | None = None
    images: tuple[ImageFields, ...] | None = None


class PostFields(ReportFields, rename="camel", frozen=True, kw_only=True):
    """The whole front matter as YAML has it; unknown keys stay in the FrontMatter."""

    category: str | None = None
    original_url: str | None = None
    heat: Whole | None = None
    published: bool | None = None
    topics: tuple[str, ...] | None = None
    related: tuple[ReportFields, ...] | None = None
    secured: str | None = None
    featured_content: str | None = None


def to_fields(front: FrontMatter, path: str) -> PostFields:
    """Return the values of a post, typed; unknown keys are left to the front matter.

    Raises:
        ParseError: no title, or a value of the wrong kind; with the line of its key.
    """
    try:
        return msgspec.convert(front.values, PostFields, builtin_types=(datetime, date))
    except msgspec.ValidationError as exc:
        raise as_parse_error(str(exc), front, path) from exc


def as_parse_error(complaint: str, front: FrontMatter, path: str) -> ParseError:
    """Return msgspec's complaint as a sentence with the line of the key and a remedy."""
    found = PROBLEM.match(complaint)
    problem, of_key, place = found.groups("") if found else (complaint, "", "")
    kind = "a key: " if of_key else ""
    named = f"`{place}`: {kind}" if place else kind
    message = f"{named}{problem[:1].lower()}{problem[1:]}; mend the value or quote it"
    return ParseError(path, message, line=front.line_of(re.split(r"[.\[]", place)[0]) or 1)
