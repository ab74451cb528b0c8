"""Page tree -> the pictures it offers -> the usable ones, best first.

Judges names and declared sizes only; which of the usable ones is shown is `illustration`'s work.

Nothing is fetched and nobody is looked at: no network, no pixels, no faces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from newsloom.extract.field import absolute, number, plain
from newsloom.extract.json_ld import Json, text_of
from newsloom.extract.picture_address import (
    is_sized,
    parse_srcset,
    picture_key,
    size_in_name,
    width_in_address,
)
from newsloom.extract.picture_name import refusal_by_address
from newsloom.model import Picture

MAX_PICTURES = 6
MIN_SIDE = 100
"""Pixels; a declared side below it is a thumbnail, an icon or a tracking pixel."""
WIDE_ENOUGH = 1000
"""Pixels; a file as wide is not given up for a larger one, which is often cut differently."""
MAX_RATIO = 5.0
"""Longer side over shorter one; above it a picture is a banner or a rule."""
ORIGINS = ("og", "json-ld", "post", "feed", "sitemap", "body")
"""Most trusted first."""
MAX_DECLARED = 20
"""Pictures of og:image and twitter:image that are read; news pages name two or three."""
MAX_IN_BODY = 12
"""Pictures taken from a page's text."""
MAX_IMAGES, MAX_SOURCES = 300, 8
"""Images of a page and sources of one that are gone through: what comes later is no news."""
CAPTION_CHARACTERS = 300


def choose_pictures(candidates: Iterable[Picture]) -> tuple[Picture, ...]:
    """Return the usable pictures, best first, each once, at most six.

    Order: where they were found (og, json-ld, post, feed, sitemap, body), then as given. Of one
    picture in many sizes the largest is kept, in the place of the most trusted, which stays where
    it is wide enough; sizes and texts that only a later mention declares are taken over. What a
    post prints stays as it is.
    """
    chosen: dict[str, Picture] = {}
    for given in sorted(candidates, key=lambda one: origin_rank(one.origin)):
        if refuse_picture(given):
            continue
        picture = given if given.origin == "post" else with_size_in_name(given)
        if refusal_by_size(picture.width, picture.height):
            continue
        key = picture.url if picture.origin == "post" else picture_key(picture.url)
        known = chosen.get(key)
        chosen[key] = merge_pictures(known, picture) if known else picture
    return tuple(chosen.values())[:MAX_PICTURES]


def refuse_picture(picture: Picture) -> str:
    """Return why a picture is not usable, one sentence with its address; "" = it is usable."""
    reason = refusal_by_address(picture.url) or refusal_by_size(picture.width, picture.height)
    return f"The picture {picture.url[:200]} was refused: {reason}." if reason else ""


def refusal_by_size(width: int, height: int) -> str:
    """Return what is wrong with a picture by its declared size, "" = nothing or not declared."""
    if 0 < width < MIN_SIDE or 0 < height < MIN_SIDE:
        return f"it is only {width} x {height} pixels"
    if width and height and max(width, height) > MAX_RATIO * min(width, height):
        return f"it has the shape of a banner, {width} x {height} pixels"
    return ""


def origin_rank(origin: str) -> int:
    """Return the place of an origin in the order of trust."""
    return ORIGINS.index(origin) if origin in ORIGINS else len(ORIGINS)


def with_size_in_name(picture: Picture) -> Picture:
    """Return a picture that declares no size with the one its name ends with, if it does."""
    width, height = (0, 0) if picture.width or picture.height else size_in_name(picture.url)
    return replace(picture, width=width, height=height) if width else picture


def merge_pictures(known: Picture, other: Picture) -> Picture:
    """Return one picture of two mentions: the larger file, the size and text of either."""
    alt = known.alt or other.alt
    if known.url.partition("#")[0] == other.url.partition("#")[0]:
        sized = known if known.width else other
        return replace(known, width=sized.width, height=sized.height, alt=alt)
    larger = other if is_larger(other, known) else known
    return replace(known, url=larger.url, width=larger.width, height=larger.height, alt=alt)


def is_larger(other: Picture, known: Picture) -> bool:
    """Return whether another file of a picture is the larger one, as far as that is known.

    A file that is not sized is the one that all sizes are made from.
    """
    width, before = shown_width(other), shown_width(known)
    if before >= WIDE_ENOUGH:
        return False
    if is_sized(other.url) != is_sized(known.url):
        return is_sized(known.url)
    if width == before:
        return other.width * other.height > known.width * known.height
    return width > before > 0


def shown_width(picture: Picture) -> int:
    """Return the width that is declared, or that the address tells; 0 = neither."""
    return picture.width or width_in_address(picture.url)


# --- what a page offers --------------------------------------------------------------------------


def og_pictures(tree: HtmlElement, url: str) -> Iterator[Picture]:
    """Yield the pictures of og:image and twitter:image, with what is declared after each."""
    groups = islice(og_groups(tree), MAX_DECLARED)
    return (picture for fields in groups for picture in picture_from(fields, url))


def og_groups(tree: HtmlElement) -> Iterator[dict[str, str]]:
    """Yield what is declared of each og:image and twitter:image, by its last word."""
    current: dict[str, str] = {}
    for tag in tree.iter("meta"):
        key = (tag.get("property") or tag.get("name") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        subject, _, detail = key.removeprefix("og:").removeprefix("twitter:").partition(":")
        if not content or subject != "image" or key.partition(":")[0] not in ("og", "twitter"):
            continue
        if detail in ("", "src"):
            yield current
            current = {"url": content}
        else:
            current.setdefault(detail, content)
    yield current


def picture_from(fields: Mapping[str, str], url: str) -> Iterator[Picture]:
    """Yield the picture that og:image fields describe, if it has an address; https before http."""
    secure, plainly = (absolute(fields.get(key, ""), url) for key in ("secure_url", "url"))
    address = secure if secure.startswith("https:") else plainly or secure
    if address:
        width, height = number(fields.get("width")), number(fields.get("height"))
        yield Picture(address, width, height, plain(fields.get("alt", "")), "og")


def json_ld_pictures(value: object, url: str, objects: Sequence[Json] = ()) -> Iterator[Picture]:
    """Yield the pictures of a JSON-LD ``image``: an address, an object, or a list of them.

    Args:
        value: the field, of any shape.
        url: the page's address, against which relative ones are resolved.
        objects: all objects of the page; one that only names another by its ``@id`` is that one.
    """
    listed = value.get("@list", value) if isinstance(value, dict) else value
    for part in (listed if isinstance(listed, list) else [listed])[:10]:
        shown = named_object(part, objects) if isinstance(part, dict) else part
        raw = shown.get("url") or shown.get("contentUrl") if isinstance(shown, dict) else shown
        address = absolute(text_of(raw), url)
        if address and isinstance(shown, dict):
            width, height = number(shown.get("width")), number(shown.get("height"))
            yield Picture(address, width, height, plain(text_of(shown.get("caption"))), "json-ld")
        elif address:
            yield Picture(address, origin="json-ld")


def named_object(part: Json, objects: Sequence[Json]) -> Json:
    """Return the object that ``part`` only names, ``part`` itself when it says more."""
    name = part.get("@id")
    if not name or "url" in part or "contentUrl" in part:
        return part
    return next((one for one in objects if one.get("@id") == name and len(one) > 1), part)


# --- the pictures in its text --------------------------------------------------------------------

HOLDERS = frozenset(("article", "figure", "main"))
MARGINS = frozenset(("aside", "nav", "footer", "form", "template"))
"""Elements whose pictures belong to something else on the page."""
LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-orig-file", "src")
"""Where scripts look for what they show later; ``src`` is often a stand-in until then."""
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)


def body_pictures(tree: HtmlElement, url: str) -> Iterator[Picture]:
    """Yield the pictures of the page's figures and article, in order, at most twelve.

    A linked picture that leads to another page announces that page's article: it is left out.
    """
    taken = 0
    for image in islice(tree.iter("img", "amp-img"), MAX_IMAGES):
        around = list(image.iterancestors())
        tags = {one.tag for one in around}
        if tags.isdisjoint(HOLDERS) or not tags.isdisjoint(MARGINS) or leads_away(around, url):
            continue
        picture = picture_of(image, around, url)
        if picture is not None:
            yield picture
            taken += 1
        if taken == MAX_IN_BODY:
            return


def leads_away(around: Sequence[HtmlElement], url: str) -> bool:
    """Return whether the link around a picture, if any, leads to another page."""
    link = next((one for one in around if one.tag == "a" and one.get("href")), None)
    target = absolute(link.get("href") or "", url) if link is not None else ""
    path, here = target.partition("#")[0].partition("?")[0], url.partition("#")[0].partition("?")[0]
    return bool(path) and path != here and not PICTURE_FILE.search(path)


def picture_of(image: HtmlElement, around: Sequence[HtmlElement], url: str) -> Picture | None:
    """Return the largest file of an ``<img>`` with its text or caption, None = it names none."""
    width, height = number(image.get("width")), number(image.get("height"))
    files = [Picture(next(lazy_addresses(image), ""), width, height)]
    for srcset, is_own in srcsets(image, around):
        for one in parse_srcset(srcset):
            wide = one.width or round(one.density * width)
            tall = round(wide * height / width) if width and is_own else 0
            files.append(Picture(one.url, wide, tall))
    usable = [replace(file, url=absolute(file.url, url)) for file in files]
    largest = max(usable, key=lambda file: shown_width(file) if file.url else -1)
    if not largest.url:
        return None
    text = plain(image.get("alt") or "") or caption(around)
    return replace(largest, alt=text, origin="body")


def lazy_addresses(image: HtmlElement) -> Iterator[str]:
    """Yield the addresses of an ``<img>``, those that scripts show before its own."""
    for name in LAZY:
        value = (image.get(name) or "").strip()
        if value and "{" not in value and not value.startswith("data:"):
            yield value


def srcsets(image: HtmlElement, around: Sequence[HtmlElement]) -> Iterator[tuple[str, bool]]:
    """Yield the srcsets of an ``<img>`` and (False) of the sources beside it in a ``<picture>``."""
    for name in LAZY_SETS:
        yield image.get(name) or "", True
    # The parser takes a source for the parent of what follows it: the picture may lie further up.
    holder = next((one for one in around if one.tag == "picture"), None)
    if holder is not None:
        for source in islice(holder.iter("source"), MAX_SOURCES):
            for name in LAZY_SETS:
                yield source.get(name) or "", False


def caption(around: Sequence[HtmlElement]) -> str:
    """Return the caption of the figure around a picture, "" = it has none."""
    figure = next((one for one in around if one.tag == "figure"), None)
    told = next(iter(figure.iter("figcaption")), None) if figure is not None else None
    text = " ".join(str(told.text_content()).split()) if told is not None else ""
    return text[:CAPTION_CHARACTERS]
