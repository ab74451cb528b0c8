"""The bytes of a picture -> the part of it that matters, in the shape of the pages, as WebP.

What matters is where lines and colours change most. Nobody in a picture is looked for: skin and
faces mean nothing here.
"""

from __future__ import annotations

import warnings
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from newsloom.errors import ExtractError

WIDTH, HEIGHT = 900, 600
"""Of a cut picture: as wide as a page shows it on a screen of usual density."""

LEAST = 240
"""Pixels of either side below which a picture is too small to be shown."""

PIXELS_MOST = 50_000_000
"""Of a picture that is opened at all: more is a bomb, or print."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
SCALE = 96
"""Longer side of the small copy that is looked at, in pixels."""

QUALITY = 72


def cut_picture(data: bytes, where: str) -> bytes:
    """Return the picture in ``data`` cut to 3:2, at most 900 x 600 pixels, as WebP.

    Raises:
        ExtractError: it is no picture that can be shown; ``where`` names its address.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = opened(data, where)
            cut = picture.crop(window(picture))
            cut.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
            packed = BytesIO()
            cut.save(packed, "WEBP", quality=QUALITY, method=4)
            return packed.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError) as exc:
        raise ExtractError(where, f"is no picture that can be read ({exc})") from exc
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as exc:
        raise ExtractError(where, "is a picture too large to be opened") from exc


def opened(data: bytes, where: str) -> Image.Image:
    """Return the picture upright, in RGB on white; a moving one stands still at its first frame.

    Raises:
        ExtractError: it is too small or too large to be shown.
    """
    picture = Image.open(BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > PIXELS_MOST:
        raise ExtractError(where, "is a picture too large to be opened")
    if min(picture.size) < LEAST:
        size = f"{picture.width} x {picture.height}"
        raise ExtractError(where, f"is a picture of {size} pixels, too small to be shown")
    picture.draft("RGB", (2 * WIDTH, 2 * HEIGHT))
    upright = ImageOps.exif_transpose(picture)
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    ground = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(ground, upright.convert("RGBA")).convert("RGB")


def window(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return the largest part in the shape of the pages with the most to see.

    Its left, top, right and lower edge. Of equally good ones the middle one.
    """
    width = min(picture.width, picture.height * WIDTH // HEIGHT)
    height = min(picture.height, picture.width * HEIGHT // WIDTH)
    seen = interest(picture)
    left = best(seen.sum(axis=0), width / picture.width) * picture.width
    top = best(seen.sum(axis=1), height / picture.height) * picture.height
    x, y = min(round(left), picture.width - width), min(round(top), picture.height - height)
    return x, y, x + width, y + height


def interest(picture: Image.Image) -> NDArray[np.float64]:
    """Return how much light and colour change at each place of a small copy of the picture."""
    small = picture.copy()
    small.thumbnail((SCALE, SCALE), Image.Resampling.BILINEAR)
    pixels = np.asarray(small.convert("YCbCr"), dtype=np.float64)
    down, across = np.gradient(pixels, axis=(0, 1))
    change: NDArray[np.float64] = np.hypot(down, across).sum(axis=2)
    return change


def best(change: NDArray[np.float64], share: float) -> float:
    """Return where the stretch of a share of the whole begins that holds most, 0..1."""
    size = len(change)
    length = max(1, round(size * share))
    if length >= size:
        return 0.0
    sums = np.convolve(change, np.ones(length), "valid")
    middle = (size - length) / 2
    reach = np.abs(np.arange(len(sums)) - middle)
    chosen = min(range(len(sums)), key=lambda i: (-round(float(sums[i]), 6), reach[i]))
    return chosen / size
