"""Counts of shared runs -> how strongly texts hang together; many pairs at a time.

Pure measures and their thresholds: the one table of what makes a copy. Who of two is the original
is decided in copy_trees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsloom.match.fingerprint import LEDE_RUN_WORDS
from newsloom.model import Bond
from newsloom.settings import Matching

PARTIAL_FLOOR = 0.75
"""Part of ``copy_words`` that a partial copy must share: 45 words is more than one quotation."""

PASSAGE_WORDS = 30
"""Words that make a shared passage: a long sentence. Under it, texts on one subject meet by chance
(bench/copies.py)."""

PASSAGE_CONTAINMENT = 0.15
"""Share of the shorter text that makes a shared passage."""

COPY_SHARE = 0.82
"""Share of its text found in the other that makes a copy rather than a partial one: by runs of four
words a little more is shared than by the five of which most people who label say "four fifths"
(bench/copies.py)."""

SHORT_WORDS = 80
"""Under so many words a text counts as known only by its beginning."""

LEDE_CONTAINMENT = 0.5
"""Share of the shorter headline-and-lede that shows one agency text in two places."""

TWIN_CONTAINMENT = 0.8
"""The same, when only one of the two credits an agency, or none but the headlines are equal."""

LEDE_SHARED_WORDS = 12
TWIN_SHARED_WORDS = 18
"""Words two ledes must share at least, in the two cases above."""

TITLE_ALONE_WORDS = 5
"""Content words an equal headline must have to count without a lede."""

AGENCY_HOURS = 72
"""Hours within which agency texts meet by headline and lede, when both are dated."""

STRENGTH = {Bond.PASSAGE: 1, Bond.PARTIAL: 2, Bond.COPY: 3}
"""Of a bond, as the columns have it; 0 = none."""

BONDS = {strength: bond for bond, strength in STRENGTH.items()}

HOUR = 3_600_000_000
"""In microseconds."""

Rows = npt.NDArray[np.void]
"""Rows of ``holdings.COLUMNS``."""
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SharedText:
    """What n pairs of texts have in common, one array for each fact."""

    strength: Counts
    """0..3, see ``STRENGTH``."""
    words: Counts
    """Shared words, estimated from the kept runs."""
    share: Floats
    """0..1, of the first text found in the second."""
    other_share: Floats
    """0..1, of the second text found in the first."""
    is_brief: Flags
    """Copies by so few words that their headlines must be of one event as well."""


def compare_bodies(one: Rows, two: Rows, runs: Counts, settings: Matching) -> SharedText:
    """Return what the texts of n pairs share, by the kept 4-word runs they have in common.

    COPY: at least ``copy_words`` shared words, and Jaccard >= ``copy_jaccard`` or the shorter is
    contained by ``copy_containment``; or half of those words, and the shorter is all but whole in
    the other (``is_brief``). PARTIAL: three quarters of those words, and contained by
    ``partial_containment``. PASSAGE: 30 words, and contained by 0.15. Inside one domain only
    containment by ``copy_containment`` counts: less is a footer or a template.
    """
    sample = np.maximum(one["sample"], two["sample"])
    column, every = sample >> 1, np.arange(len(runs))
    ours, theirs = one["runs"][every, column], two["runs"][every, column]
    words = runs * sample.astype(np.int64)
    jaccard = runs / np.maximum(1, ours + theirs - runs)
    contained = runs / np.maximum(1, np.minimum(ours, theirs))
    is_copy = (jaccard >= settings.copy_jaccard) | (contained >= settings.copy_containment)
    is_copy &= words >= settings.copy_words
    is_brief = (contained >= COPY_SHARE) & (words >= settings.copy_words / 2) & ~is_copy
    is_partial = contained >= settings.partial_containment
    is_partial &= words >= settings.copy_words * PARTIAL_FLOOR
    is_passage = (words >= PASSAGE_WORDS) & (contained >= PASSAGE_CONTAINMENT)
    is_template = (one["domain"] == two["domain"]) & (contained < settings.copy_containment)
    strength = np.select([is_template, is_copy | is_brief, is_partial, is_passage], [0, 3, 2, 1], 0)
    shares = runs / np.maximum(1, ours), runs / np.maximum(1, theirs)
    return SharedText(strength, words, *shares, is_brief & ~is_template)


def compare_ledes(one: Rows, two: Rows, runs: Counts) -> SharedText:
    """Return what headline and lede of n pairs share, where a body is missing or short.

    Two texts of one agency meet by half of the shorter lede, or by an equal headline when no lede
    contradicts it; others only by nearly the whole of it and a credit or an equal headline.
    """
    shorter = np.maximum(1, np.minimum(one["lede_runs"], two["lede_runs"]))
    contained, words = runs / shorter, runs + LEDE_RUN_WORDS - 1
    is_same = one["title"] == two["title"]
    is_agency = (one["agency"] == two["agency"]) & (one["agency"] > 0)
    is_title_only = one["is_title_only"] | two["is_title_only"]
    by_title = is_agency & is_same & (one["title_words"] >= TITLE_ALONE_WORDS) & is_title_only
    by_agency = is_agency & (contained >= LEDE_CONTAINMENT) & (words >= LEDE_SHARED_WORDS)
    is_twin = (contained >= TWIN_CONTAINMENT) & (words >= TWIN_SHARED_WORDS)
    is_twin &= is_same | ((one["agency"] > 0) != (two["agency"] > 0))
    is_short = np.minimum(one["words"], two["words"]) < SHORT_WORDS
    is_copy = is_short & is_near(one, two) & (by_agency | by_title | is_twin)
    # An excerpt is a part of the lede by nature: the share of the shorter one tells.
    return SharedText(
        np.where(is_copy, STRENGTH[Bond.COPY], 0), words, contained, contained,
        np.zeros(len(runs), np.bool_),
    )  # fmt: skip


def is_near(one: Rows, two: Rows) -> Flags:
    """Say whether the articles of each pair are within 72 hours, or one of them has no date."""
    is_close = np.abs(one["at"] - two["at"]) <= AGENCY_HOURS * HOUR
    return np.asarray(is_close | ~one["is_dated"] | ~two["is_dated"], np.bool_)
