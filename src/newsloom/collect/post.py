"""Text of a post -> Post, and its articles as Pages; a check that rewriting changes no byte.

A post is the seeds' format: YAML front matter with the story's first article and the related ones.
Nothing is fetched and nothing judged: quality and heat are what the post prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import zip_longest

from newsloom.collect.post_fields import ImageFields, ProviderFields, ReportFields, to_fields
from newsloom.collect.printed import printed
from newsloom.model import Item, Page, Picture, Provider
from newsloom.text.dates import parse_date
from newsloom.text.frontmatter import (
    FrontMatter,
    new_front_matter,
    parse_front_matter,
    render_front_matter,
)
from newsloom.text.unlisted import unlisted_url
from newsloom.text.urls import canonical_url, registered_domain


@dataclass(frozen=True, slots=True)
class PostImage:
    """A picture as a post prints it; 0 = no size printed."""

    url: str
    width: int = 0
    height: int = 0
    is_cached: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class RelatedPost:
    """One further report of the story, as a post prints it."""

    title: str
    excerpt: str
    published_at: datetime | None
    """None = the post prints no date."""
    web_url: str
    """Address it is known by: as printed, or a stand-in when none is."""
    amp_url: str
    cdn_amp_url: str
    type: str
    provider: Provider | None
    """None = not printed; the address decides."""
    quality: int | None
    """None = not rated."""
    images: tuple[PostImage, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A published story as its file prints it."""

    category: str
    title: str
    excerpt: str
    published_at: datetime | None
    """None = the post prints no date."""
    web_url: str
    """Address the article is known by: ``webUrl``, else ``originalUrl``, else a stand-in."""
    original_url: str
    amp_url: str
    cdn_amp_url: str
    type: str
    quality: int | None
    """None = not rated (pages, some videos)."""
    heat: int | None
    """None = not printed."""
    published: bool | None
    """None = not printed."""
    provider: Provider | None
    """None = not printed; the address decides."""
    provider_images: tuple[PostImage, ...]
    topics: tuple[str, ...]
    images: tuple[PostImage, ...]
    related: tuple[RelatedPost, ...]
    secured: str
    featured_content: str
    front: FrontMatter
    path: str


@dataclass(frozen=True, slots=True)
class PostCheck:
    """Whether a post comes out of reading and rewriting with the same bytes."""

    identical: bool
    line: int = 0
    """First line that differs, from 1; 0 = none."""
    was: str = ""
    now: str = ""
    house_style: bool = False
    """Whether the values alone, written in house style, give the same bytes."""


def read_post(text: str, path: str) -> Post:
    """Return a post with its values typed; ``path`` names it in errors.

    Raises:
        ParseError: no usable front matter, no title, or a value of the wrong kind; with the line.
    """
    front = parse_front_matter(text, path)
    fields = to_fields(front, path)
    provider = to_provider(fields.provider)
    printed = fields.web_url or fields.original_url or ""
    published_at = to_moment(fields.published_date_time)
    return Post(
        category=fields.category or "",
        title=fields.title,
        excerpt=fields.excerpt or "",
        published_at=published_at,
        web_url=known_by(printed, provider, fields.title, published_at),
        original_url=fields.original_url or "",
        amp_url=fields.amp_web_url or "",
        cdn_amp_url=fields.cdn_amp_web_url or "",
        type=fields.type,
        quality=fields.quality,
        heat=fields.heat,
        published=fields.published,
        provider=provider,
        provider_images=to_images(fields.provider.images if fields.provider else None),
        topics=fields.topics or (),
        images=to_images(fields.images),
        related=tuple(to_related(one) for one in fields.related or ()),
        secured=fields.secured or "",
        featured_content=fields.featured_content or "",
        front=front,
        path=path,
    )


def post_pages(post: Post, at: datetime) -> tuple[Page, ...]:
    """Return the post's own article, then each related one, as Pages that are their item alone.

    ``at`` (UTC) becomes ``fetched_at``. Nothing of them is fetched: excerpt, quality, pictures and
    provider are as printed, and the topics are the own article's keywords.
    """
    related = (item_of(one, post.path, ()) for one in post.related)
    items = (item_of(post, post.path, post.topics), *related)
    return tuple(Page(item, item.web_url, "", b"", at) for item in items)


def check_post(text: str, path: str) -> PostCheck:
    """Return whether a post, read and rewritten, has the same bytes, else where it first differs.

    The text goes through the front matter reader and back, entry by entry.

    Raises:
        ParseError: no usable front matter; with the line.
    """
    front = parse_front_matter(text, path)
    again = render_front_matter(front)
    in_style = is_in_style(front, text)
    for number, (was, now) in enumerate(
        zip_longest(text.split("\n"), again.split("\n"), fillvalue=""), 1
    ):
        if was != now:
            return PostCheck(False, number, was, now, in_style)
    return PostCheck(identical=text == again, house_style=in_style)


def is_in_style(front: FrontMatter, text: str) -> bool:
    """Return whether the values alone, written in house style, give the text of the post."""
    try:
        return render_front_matter(new_front_matter(front.values)) == text
    except ValueError:
        # The style has no keys over its limit; a file may.
        return False


# --- from YAML to records ------------------------------------------------------------------------


def to_moment(value: object) -> datetime | None:
    """Return a printed date as UTC, a day as its midnight.

    None for none, an unreadable one, or one outside of the years `parse_date` reads.
    """
    if not isinstance(value, (str, date)):
        return None
    at = parse_date(str(value))
    return value.astimezone(UTC) if at and isinstance(value, datetime) else at


def to_provider(fields: ProviderFields | None) -> Provider | None:
    """Return the printed provider; None when it has no name."""
    if fields is None or not fields.name:
        return None
    return Provider(fields.name, fields.domain.lower(), pictures_of(to_images(fields.images)))


def to_images(fields: tuple[ImageFields, ...] | None) -> tuple[PostImage, ...]:
    """Return the printed pictures."""
    return tuple(PostImage(i.url, i.width, i.height, i.is_cached, i.title) for i in fields or ())


def to_related(fields: ReportFields) -> RelatedPost:
    """Return one related report."""
    provider = to_provider(fields.provider)
    published_at = to_moment(fields.published_date_time)
    return RelatedPost(
        title=fields.title,
        excerpt=fields.excerpt or "",
        published_at=published_at,
        web_url=known_by(fields.web_url or "", provider, fields.title, published_at),
        amp_url=fields.amp_web_url or "",
        cdn_amp_url=fields.cdn_amp_web_url or "",
        type=fields.type,
        provider=provider,
        quality=fields.quality,
        images=to_images(fields.images),
    )


def known_by(
    printed: str, provider: Provider | None, title: str, published_at: datetime | None
) -> str:
    """Return the printed address if it is one, else a stand-in."""
    if canonical_url(printed):
        return printed
    return unlisted_url(provider.domain if provider else "", title, published_at)


# --- from records to pages -----------------------------------------------------------------------


def item_of(report: Post | RelatedPost, path: str, keywords: tuple[str, ...]) -> Item:
    """Return one printed report as an item whose own text is all there is."""
    web_url = canonical_url(report.web_url) or report.web_url
    return Item(
        web_url=web_url,
        raw_url=report.web_url,
        source_url=f"import:{path}",
        title=printed(report.title),
        published_at=report.published_at,
        summary=printed(report.excerpt),
        provider=whole(report.provider, web_url),
        amp_url=report.amp_url if canonical_url(report.amp_url) else "",
        pictures=pictures_of(report.images),
        keywords=tuple(printed(keyword) for keyword in keywords),
        kind=report.type,
        rated_quality=report.quality,
        has_page=False,
    )


def whole(provider: Provider | None, web_url: str) -> Provider | None:
    """Return the provider, its domain taken from the address when the post prints none."""
    if provider is None:
        return None
    domain = printed(provider.domain) or registered_domain(web_url)
    return Provider(printed(provider.name), domain, provider.images)


def pictures_of(images: tuple[PostImage, ...]) -> tuple[Picture, ...]:
    """Return the pictures that are on the web.

    ``post`` as its origin says that a site of the family has a picture cached.
    """
    return tuple(
        Picture(i.url, i.width, i.height, printed(i.title), "post" if i.is_cached else "")
        for i in images
        if canonical_url(i.url)
    )
