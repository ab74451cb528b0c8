"""Article and looks at its pictures -> the picture that stands for it, and why.

Judges names, sizes and repetition only: no pixel is decoded, and nobody in a picture is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from newsloom.extract.picture import refusal_by_size
from newsloom.extract.picture_size import Look, Size, Unfit, Unknown
from newsloom.model import Article, Illustration, Picture

MIN_WIDTH, MIN_HEIGHT = 300, 150
"""Pixels; the size from which a picture counts in data/quality.toml."""
MAX_SIDE = 20_000
"""Pixels; what claims more is no picture for a page, and a burden for whoever opens it."""
PLACEHOLDER_REPEATS = 3
"""Other articles of the provider from which on a picture stands for none of them."""
MAX_LOOKS = 3
"""Pictures of one article that are looked at."""

DECLARED = {
    "og": "The page names it as its picture (og:image)",
    "json-ld": "The page names it as its picture (JSON-LD)",
    "feed": "The feed gives it with the article",
    "sitemap": "The sitemap gives it with the article",
}
"""Origins that say: this is the article's picture; one stays when its size cannot be had."""
IN_TEXT = "It stands in the article's text"
PRINTED = "The post that was imported prints it."
NOT_LOOKED_AT = Unknown("it was not looked at")


def choose_illustration(
    article: Article, repeats: Mapping[str, int], looks: Mapping[str, Look]
) -> Illustration:
    """Return the first picture of an article that is fit to be shown, and what was refused.

    What an imported post prints is kept as it is.

    Args:
        article: its pictures are in the order of trust.
        repeats: address of a picture -> other articles of the provider that use it; 0 if missing.
        looks: address of a picture -> what looking at it has told; declared sizes need none.
    """
    refused: list[str] = []
    for picture in article.pictures:
        if picture.origin == "post":
            return Illustration(article.article_id, picture, PRINTED, tuple(refused))
        others, look = repeats.get(picture.url, 0), look_at(picture, looks)
        why = refusal(picture, others, look)
        if not why:
            reason = f"{grounds(picture, look)}, {usage(others)}."
            return Illustration(article.article_id, measured(picture, look), reason, tuple(refused))
        refused.append(f"The picture {picture.url[:200]} was refused: {why}.")
    reason = "None of its pictures is fit to be shown." if refused else "It offers no picture."
    return Illustration(article.article_id, None, reason, tuple(refused))


def wanted_look(article: Article, repeats: Mapping[str, int], looks: Mapping[str, Look]) -> str:
    """Return the address to be looked at before the choice can be made, "" = none.

    Asked again with what was seen, it names the next one, at most three for an article: a picture
    that comes after one fit to be shown is never asked for.
    """
    looked = sum(picture.url in looks for picture in article.pictures)
    for picture in article.pictures:
        others = repeats.get(picture.url, 0)
        if is_open(picture, looks) and others < PLACEHOLDER_REPEATS:
            return picture.url if looked < MAX_LOOKS else ""
        if picture.origin == "post" or not refusal(picture, others, look_at(picture, looks)):
            return ""
    return ""


def is_open(picture: Picture, looks: Mapping[str, Look]) -> bool:
    """Return whether looking at a picture would tell more than is known."""
    is_known = picture.origin == "post" or bool(picture.width and picture.height)
    return not is_known and picture.url not in looks


def look_at(picture: Picture, looks: Mapping[str, Look]) -> Look:
    """Return what is known of a picture: its declared size, else what looking at it has told."""
    if picture.width and picture.height:
        return Size(picture.width, picture.height)
    return looks.get(picture.url, NOT_LOOKED_AT)


def refusal(picture: Picture, others: int, look: Look) -> str:
    """Return why a picture is not fit to be shown, "" = it is."""
    if others >= PLACEHOLDER_REPEATS:
        return f"it is {usage(others)}: a placeholder"
    match look:
        case Unfit(reason):
            return reason
        case Unknown(reason):
            return "" if picture.origin in DECLARED else f"its size could not be had: {reason}"
        case Size(width, height):
            return unfit_size(width, height)


def unfit_size(width: int, height: int) -> str:
    """Return what is wrong with a size, "" = nothing."""
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        least = f"at least {MIN_WIDTH} x {MIN_HEIGHT} are needed"
        return f"it is only {width} x {height} pixels; {least}"
    if max(width, height) > MAX_SIDE:
        return f"it claims to have {width} x {height} pixels"
    return refusal_by_size(width, height)


def grounds(picture: Picture, look: Look) -> str:
    """Return where a picture comes from and what is known of its size."""
    said = DECLARED.get(picture.origin, IN_TEXT)
    match look:
        case Size(width, height):
            by = "as declared" if picture.width and picture.height else "by its first bytes"
            return f"{said}; {width} x {height} pixels {by}"
        case Unfit(reason) | Unknown(reason):
            return f"{said}; its size could not be had ({reason})"


def usage(others: int) -> str:
    """Return by how many other articles of the provider a picture is used."""
    number = f"{others:,}" if others else "no"
    return f"used by {number} other article{'' if others < 2 else 's'} of the provider"


def measured(picture: Picture, look: Look) -> Picture:
    """Return a picture with the size that looking at it has told."""
    if isinstance(look, Size):
        return replace(picture, width=look.width, height=look.height)
    return picture
