"""The time slider: moments of the front page, and the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsloom.publish.shelf import Link
from newsloom.publish.tongue import Tongue

STEPS = (timedelta(hours=6), timedelta(days=1), timedelta(days=7))
"""How far the links of the slider reach back."""


@dataclass(frozen=True, slots=True)
class Slider:
    """The moments a reader can choose from."""

    value: str
    first: str
    last: str
    """As a ``datetime-local`` field has them, UTC."""
    first_words: str
    links: tuple[Link, ...]


def slider(tongue: Tongue, at: datetime, first: datetime | None, now: datetime) -> Slider | None:
    """Return the slider at a moment; None = there is no past yet."""
    if first is None:
        return None
    links = tuple(step_links(tongue, at, first, now))
    return Slider(field(at), field(first), field(now), tongue.full(first), links)


def step_links(tongue: Tongue, at: datetime, first: datetime, now: datetime) -> Iterator[Link]:
    """Return the links some hours and days back, and forth where that is not yet to come."""
    words = (tongue.say("6 hours"), tongue.say("one day"), tongue.say("one week"))
    for step, name in zip(STEPS, words, strict=True):
        if at - step >= first:
            yield Link(tongue.say("%(time)s earlier", time=name), f"/?as_of={field(at - step)}")
    for step, name in zip(STEPS, words, strict=True):
        if at + step < now:
            yield Link(tongue.say("%(time)s later", time=name), f"/?as_of={field(at + step)}")


def field(at: datetime) -> str:
    """Return a moment as a ``datetime-local`` field has it: "2026-11-22T14:30"."""
    return f"{at:%Y-%m-%dT%H:%M}"
