"""Values of a post's front matter -> the same, checked to be of the format's kinds.

The one place that knows how the YAML spells things; `newsloom.collect.post` makes records of it.
"""

from __future__ import annotations

import re
from datetime import date, datetime

import msgspec

from newsloom.errors import ParseError
from newsloom.text.frontmatter import FrontMatter


class ImageFields(msgspec.Struct, rename="camel", frozen=True):
    """``images`` as YAML has it."""

    url: str
    width: int = 0
    height: int = 0
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
    quality: int | None = None
    provider: ProviderFields | None = None
    images: tuple[ImageFields, ...] | None = None


class PostFields(ReportFields, rename="camel", frozen=True, kw_only=True):
    """The whole front matter as YAML has it; unknown keys stay in the FrontMatter."""

    category: str | None = None
    original_url: str | None = None
    heat: int | None = None
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
        problem, _, place = str(exc).partition(" - at `$.")
        key = re.split(r"[.\[`]", place)[0]
        named = f"`{place.rstrip('`')}`: " if place else ""
        message = f"{named}{problem[0].lower()}{problem[1:]}; mend the value or quote it"
        raise ParseError(path, message, line=front.line_of(key) or 1) from exc
