"""Ratings of a published post -> the heat and the ``published`` its archive prints.

These are the rules of the archives themselves, for checking posts one by one. They know no story
and no article: a newsroom in profile ``seed`` reaches the same numbers by quality, heat and gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.settings import Seed

MEMBER_HEAT = -1
"""Heat an archive prints on a post whose article has become a member of another story."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What a post says of its own article, or of a related one."""

    quality: int
    domain: str
    published_at: datetime


def judge_post(
    quality: int | None,
    related_qualities: Sequence[int],
    seed: Seed,
    elder: bool = False,
) -> tuple[int, bool]:
    """Return (heat, published) as the archives print them.

    The post's article leads iff no related one is better; a post whose article does not lead gets
    (-1, False). A lead's heat is its quality, plus ``related_points`` for each related report when
    the quality is at least ``quality_floor``; it is published iff the heat is at least
    ``threshold``. ``elder``: one of the related ones goes first although it is only as good
    (see ``has_elder``).

    Raises:
        ValueError: ``quality`` is None; posts without a quality (videos, pages) are not judged.
    """
    if quality is None:
        raise ValueError("a post without a quality is not judged; leave it out")
    if elder or any(other > quality for other in related_qualities):
        return MEMBER_HEAT, False
    counts = quality >= seed.quality_floor
    heat = quality + seed.related_points * len(related_qualities) * counts
    return heat, heat >= seed.threshold


def has_elder(own: Rated, related: Iterable[Rated]) -> bool:
    """Return whether the same provider has an earlier related report of the same quality.

    Not written down anywhere, but so in the archives: equal ratings are only known to be truly
    equal within one provider, and there the earlier report leads. Between providers the printed,
    rounded quality does not say which was better.
    """
    return any(
        other.quality == own.quality
        and other.domain == own.domain
        and other.published_at < own.published_at
        for other in related
    )
