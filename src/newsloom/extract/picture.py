"""Page tree -> the pictures it offers -> the usable ones, best first.

Judges names and declared sizes only.

Nothing is fetched and nobody is looked at: no network, no pixels, no faces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from newsloom.extract.field import absolute, number, plain
from newsloom.extract.json_ld import text_of
from newsloom.model import Picture

MAX_PICTURES = 6
MIN_SIDE = 100
"""Pixels; a declared side below it is a thumbnail, an icon or a tracking pixel."""
MAX_RATIO = 5.0
"""Longer side over shorter one; above it a picture is a banner or a rule."""
ORIGINS = ("og", "json-ld", "post", "feed", "body")
"""Most trusted first."""

ANYWHERE, AT_AN_END, ALONE = (
    r"(?:^|[-_./ ])(?:{words})(?=$|[-_./ ]|@\dx)",
    r"(?:^|[-_./ ])(?:{words})(?:[-_.]?(?:\d+(?:x\d+)?|default|v\d))*(?:@\dx)?$|^(?:{words})[-_.]",
    r"^(?:{words})(?:[-_.]?\d+(?:x\d+)?)*$",
)
"""Where in a name words must stand: `google-pixel-phone` is a picture, `pixel` is none."""
REFUSALS: tuple[tuple[str, str, str], ...] = (
    (
        ANYWHERE,
        r"place[-_]?holders?|default[-_]?(?:promo|image|img|thumb\w*|share|social|og|crop|photo"
        r"|picture|lead|preview|card)\w*|(?:image|img|og|share|social)[-_]?default|fallback"
        r"|no[-_]?(?:image|photo|picture|img|thumb\w*)|missing[-_]?image|image[-_]?(?:missing"
        r"|not[-_]?(?:found|available))|coming[-_]?soon|generic[-_]?(?:news[-_]?)?image|silhouette",
        "a placeholder",
    ),
    (AT_AN_END, r"default|dummy", "a placeholder"),
    (AT_AN_END, r"logos?(?:type)?|wordmark|masthead|brandmark", "a logo"),
    (
        ANYWHERE,
        r"site[-_]?logo|(?:header|footer)[-_]?logo|favicon|touch[-_]?icon|sprites?",
        "a logo",
    ),
    (AT_AN_END, r"ico(?:ns?)?|emojis?|badge|btn|button", "an icon"),
    (
        ANYWHERE,
        r"avatars?|gravatar|author[-_]?(?:photo|image|pic)\w*"
        r"|profile[-_]?(?:pic|photo|image)\w*|byline[-_]?(?:photo|image)",
        "the picture of an author",
    ),
    (ANYWHERE, r"1x1|spacer|beacon|transparent|web[-_]?bug", "a tracking pixel"),
    (
        ALONE,
        r"pixel|blank|clear|track(?:er|ing)?|count(?:er)?|impression|empty|white|gr[ae]y|bullet"
        r"|arrow|line|dot|trans|shim",
        "a tracking pixel or an empty picture",
    ),
    (
        ANYWHERE,
        r"advert\w*|sponsored|(?:ads?|mail|web)?[-_]?banner[-_]?\d+x\d+|share[-_]?button",
        "an advertisement or a button",
    ),
)
"""(where, words in the last part of the address, what such a picture is)."""

NAMES = tuple(
    (re.compile(where.replace("{words}", words), re.IGNORECASE), what)
    for where, words, what in REFUSALS
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
TRACKER_HOSTS = re.compile(
    r"(?:^|\.)(?:gravatar\.com|doubleclick\.net|scorecardresearch\.com|google-analytics\.com|"
    r"quantserve\.com|feedburner\.com|feedsportal\.com|pixel\.wp\.com|stats\.wordpress\.com|"
    r"facebook\.com|chartbeat\.(?:com|net))$"
)
UNUSABLE_TYPES = (".svg", ".ico", ".gifv", ".mp4", ".webm", ".m3u8", ".js", ".html", ".htm")


def choose_pictures(candidates: Iterable[Picture]) -> tuple[Picture, ...]:
    """Return the usable pictures, best first, each once, at most six.

    Order: where they were found (og, json-ld, post, feed, body), then as given. Sizes and texts
    that only a later mention of the same picture declares are taken over.
    """
    chosen: dict[str, Picture] = {}
    for picture in sorted(candidates, key=lambda one: origin_rank(one.origin)):
        if refuse_picture(picture):
            continue
        key = picture.url.partition("#")[0]
        known = chosen.get(key)
        chosen[key] = merge_pictures(known, picture) if known else picture
    return tuple(chosen.values())[:MAX_PICTURES]


def refuse_picture(picture: Picture) -> str:
    """Return why a picture is not usable, one sentence with its address; "" = it is usable."""
    reason = refusal_by_address(picture.url) or refusal_by_size(picture.width, picture.height)
    return f"The picture {picture.url[:200]} was refused: {reason}." if reason else ""


def refusal_by_address(url: str) -> str:
    """Return what is wrong with a picture by its address, "" = nothing."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "its address is not valid"
    if parts.scheme not in ("http", "https") or not host:
        return "its address is not http(s)"
    if TRACKER_HOSTS.search(host):
        return f"{host} serves no news pictures"
    path = unquote(parts.path)
    if path.lower().endswith(UNUSABLE_TYPES):
        return f"it is no photograph ({path.rpartition('.')[2].lower()})"
    name = CAMEL.sub("-", path.rstrip("/").rpartition("/")[2])
    stem, _, ending = name.rpartition(".")
    for pattern, what in NAMES:
        found = pattern.search(stem if stem and len(ending) <= 5 else name)
        if found:
            return f"its name says that it is {what} ({found[0].strip('-_./ ')})"
    return ""


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


def merge_pictures(known: Picture, other: Picture) -> Picture:
    """Return the known picture with size and text of the other where it has none."""
    sized = known if known.width else other
    return replace(known, width=sized.width, height=sized.height, alt=known.alt or other.alt)


# --- what a page offers --------------------------------------------------------------------------


def og_pictures(tree: HtmlElement, url: str) -> Iterator[Picture]:
    """Yield the pictures of og:image and twitter:image, with the sizes declared after each."""
    current: dict[str, str] = {}
    for tag in tree.iter("meta"):
        key = (tag.get("property") or tag.get("name") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        if key in ("og:image", "twitter:image", "twitter:image:src") and content:
            if current:
                yield from picture_from(current, url)
            current = {"url": content}
        elif key.startswith("og:image:") and content:
            current.setdefault(key.removeprefix("og:image:"), content)
    yield from picture_from(current, url)


def picture_from(fields: Mapping[str, str], url: str) -> Iterator[Picture]:
    """Yield the picture that og:image fields describe, if it has an address."""
    address = absolute(fields.get("url") or fields.get("secure_url", ""), url)
    if address:
        width, height = number(fields.get("width")), number(fields.get("height"))
        yield Picture(address, width, height, plain(fields.get("alt", "")), "og")


def json_ld_pictures(value: object, url: str) -> Iterator[Picture]:
    """Yield the pictures of a JSON-LD ``image``: an address, an object, or a list of them."""
    for part in (value if isinstance(value, list) else [value])[:10]:
        raw = part.get("url") or part.get("contentUrl") if isinstance(part, dict) else part
        address = absolute(text_of(raw), url)
        if address and isinstance(part, dict):
            width, height = number(part.get("width")), number(part.get("height"))
            yield Picture(address, width, height, plain(text_of(part.get("caption"))), "json-ld")
        elif address:
            yield Picture(address, origin="json-ld")


def body_pictures(tree: HtmlElement, url: str) -> Iterator[Picture]:
    """Yield the pictures of the page's figures and article, in order, at most twelve."""
    seen: set[int] = set()
    for container in tree.iter("article", "figure", "main"):
        for image in container.iter("img", "amp-img"):
            if id(image) in seen or len(seen) >= 12:
                continue
            seen.add(id(image))
            address = absolute(image_address(image), url)
            if address:
                size = number(image.get("width")), number(image.get("height"))
                yield Picture(address, *size, (image.get("alt") or "").strip(), "body")


def image_address(image: HtmlElement) -> str:
    """Return the address of an ``<img>``, that of a lazy one from its data attributes."""
    for name in ("data-src", "data-original", "data-lazy-src", "src"):
        value = (image.get(name) or "").strip()
        if value and not value.startswith("data:"):
            return value
    return ""
