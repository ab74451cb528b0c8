"""Counts and heat -> the small drawings of the site, as SVG: loom, spark, bars.

The words beside a drawing say the same; so every drawing is hidden from screen readers. Colours
come from style.css.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from markupsafe import Markup

from newsloom.curve import Curve, heats_at

TICKS = 60
"""Ticks of a loom; with more reports than this each tick stands for an equal share of them."""

SPARK_BARS = 8
SPARK_STEP = timedelta(hours=3)


def loom(independent: int, copies: int) -> Markup:
    """Return one tall filled tick for each independent report, one short hollow one for a copy."""
    tall, short = shrunk(independent, copies)
    solid = "".join(f"M{7 * i} 0h4v16h-4z" for i in range(tall))
    hollow = "".join(f"M{7 * tall + 6 * i}.5 8.5h3v7h-3z" for i in range(short))
    width = 7 * tall + 6 * short
    marks = path("i", solid) + path("c", hollow)
    return drawing("loom", f"0 0 {width} 16", marks, f'width="{width}" height="16"')


def shrunk(independent: int, copies: int) -> tuple[int, int]:
    """Return both counts, in proportion when they are more than `TICKS`, each at least 1 if any."""
    total = independent + copies
    if total <= TICKS:
        return independent, copies
    tall = round(TICKS * independent / total)
    tall = min(max(tall, int(independent > 0)), TICKS - int(copies > 0))
    return tall, TICKS - tall


def spark(heat: Curve, at: datetime, trend: str) -> Markup:
    """Return the heat of the last 24 hours in eight bars, the last one marked, and an arrow.

    Bars are drawn against the highest of the eight.
    """
    moments = [at - SPARK_STEP * (SPARK_BARS - 1 - i) for i in range(SPARK_BARS)]
    values = heats_at(heat, moments)
    highest = max(values)
    tall = [max(1, round(15 * v / highest)) if highest >= 0.05 else 1 for v in values]
    bars = [f"M{3.5 * i:g} {16 - h}h2.5v{h}h-2.5z" for i, h in enumerate(tall)]
    arrow = {"rising": "M31 10l4-5 4 5", "falling": "M31 7l4 5 4-5", "steady": "M31 8h8"}[trend]
    marks = path("", "".join(bars[:-1])) + path("now", bars[-1]) + path("dir", arrow)
    return drawing("spark", "0 0 40 16", marks)


def share_bar(share: float) -> Markup:
    """Return a bar from the left for a share 0..1."""
    width = round(100 * min(max(share, 0.0), 1.0))
    return drawing("bars", "0 0 100 8", path("for", f"M0 0h{width}v8h-{width}z"), STRETCHED)


def pull_bar(pull: float) -> Markup:
    """Return a bar from the middle for a pull -1..1: right is for, left against."""
    return middle_bar(round(50 * min(abs(pull), 1.0)), pull > 0)


@cache
def middle_bar(width: int, is_for: bool) -> Markup:
    """Return a bar from the middle, ``width`` 0..50: a page has hundreds, and there are 102."""
    bar = f"M50 0h{width}v8h-{width}z" if is_for else f"M50 0h-{width}v8h{width}z"
    marks = path("for" if is_for else "", bar) + Markup('<path class="axis" d="M50 0v8"/>')
    return drawing("bars", "0 0 100 8", marks, STRETCHED)


STRETCHED = 'preserveAspectRatio="none"'


def path(mark: str, d: str) -> Markup:
    """Return one path; nothing when there is nothing to draw."""
    named = f' class="{mark}"' if mark else ""
    return Markup(f'<path{named} d="{d}"/>') if d else Markup()


def drawing(name: str, view: str, marks: Markup, more: str = "") -> Markup:
    """Return one SVG that screen readers and the tab key pass over."""
    spaced = f" {more}" if more else ""
    return Markup(
        f'<svg class="{name}" viewBox="{view}"{spaced} aria-hidden="true" focusable="false">'
        f"{marks}</svg>"
    )


def strongest(pulls: Iterable[float]) -> float:
    """Return the largest absolute pull, 1 when all are 0: what bars are drawn against."""
    return max((abs(p) for p in pulls), default=0.0) or 1.0
