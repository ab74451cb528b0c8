"""Two fingerprints -> how much text they share, and whether one is a copy.

Pure measures and their thresholds; which of several copies is the original is decided in
syndication.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from newsloom.match.fingerprint import KEEP_MOD, LEDE_RUN_WORDS
from newsloom.model import Feature, Fingerprint
from newsloom.settings import Matching

SHORT_WORDS = 150
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

AGENCY_HOURS = 72.0
"""Hours within which agency texts meet by headline and lede, when both are dated."""


PARTIAL_FLOOR = 0.75
"""Part of ``copy_words`` that a partial copy must share: 45 words is more than one quotation."""


class Bond(IntEnum):
    """How strongly two texts hang together."""

    NONE = 0
    PARTIAL = 1
    """Passages are shared; the rest is the article's own."""
    COPY = 2
    """One text in two places."""


@dataclass(frozen=True, slots=True)
class SharedText:
    """What two texts have in common; the same whichever comes first, except ``shares``."""

    bond: Bond
    words: int
    """Shared words, estimated from the kept runs."""
    jaccard: float
    shares: tuple[float, float]
    """0..1, share of the first text found in the second, and of the second in the first."""
    by_lede: bool
    """True = known by headline and lede only; ``shares`` are of those."""
    same_title: bool
    agency: str
    """Agency that both credit; "" = none."""


NOTHING = SharedText(Bond.NONE, 0, 0.0, (0.0, 0.0), False, False, "")


def compare_texts(one: Fingerprint, two: Fingerprint, settings: Matching) -> SharedText:
    """Return what two articles share: by their bodies, else by headline and lede.

    COPY: at least ``copy_words`` shared words, and Jaccard >= ``copy_jaccard`` or the shorter is
    contained by ``copy_containment``; PARTIAL: three quarters of those words, and contained by
    ``partial_containment``. Inside one domain only containment by ``copy_containment`` counts: less
    is a footer or a template.
    """
    found = compare_bodies(one, two, settings)
    if found.bond is Bond.COPY:
        return found
    by_lede = compare_ledes(one, two)
    return by_lede if by_lede.bond > found.bond else found


def compare_bodies(one: Fingerprint, two: Fingerprint, settings: Matching) -> SharedText:
    """Return what the bodies share by their kept 4-word runs."""
    if not one.shingles or not two.shingles:
        return NOTHING
    runs = len(set(one.shingles).intersection(two.shingles))
    words = runs * KEEP_MOD
    sizes = len(one.shingles), len(two.shingles)
    jaccard, contained = runs / (sum(sizes) - runs), runs / min(sizes)
    is_own_template = one.domain == two.domain and contained < settings.copy_containment
    bond = bond_of(words, jaccard, contained, settings)
    if bond is Bond.NONE or is_own_template:
        return NOTHING
    same = one.title_words == two.title_words
    shares = runs / sizes[0], runs / sizes[1]
    return SharedText(bond, words, jaccard, shares, False, same, common_agency(one, two))


def bond_of(words: int, jaccard: float, contained: float, settings: Matching) -> Bond:
    """Return how strongly two bodies hang together."""
    is_copy = jaccard >= settings.copy_jaccard or contained >= settings.copy_containment
    if is_copy and words >= settings.copy_words:
        return Bond.COPY
    enough = words >= settings.copy_words * PARTIAL_FLOOR
    return Bond.PARTIAL if enough and contained >= settings.partial_containment else Bond.NONE


def compare_ledes(one: Fingerprint, two: Fingerprint) -> SharedText:
    """Return what headline and lede share, where a body is missing or short.

    Two texts of one agency meet by half of the shorter lede, or by an equal headline when no lede
    contradicts it; others only by nearly the whole of it and a credit or an equal headline.
    """
    if min(one.word_count, two.word_count) >= SHORT_WORDS or not near_in_time(one, two):
        return NOTHING
    ours, theirs = set(one.lede_shingles), set(two.lede_shingles)
    runs = len(ours & theirs)
    if not runs:
        return NOTHING
    contained, words = runs / min(len(ours), len(theirs)), runs + LEDE_RUN_WORDS - 1
    same, agency = one.title_words == two.title_words, common_agency(one, two)
    if not is_one_text(one, two, contained, words, same, agency):
        return NOTHING
    shares = runs / len(ours), runs / len(theirs)
    # An excerpt is a part of the lede by nature: the share of the shorter one tells.
    whole = max(shares)
    jaccard = runs / (len(ours) + len(theirs) - runs)
    return SharedText(Bond.COPY, words, jaccard, (whole, whole), True, same, agency)


def is_one_text(
    one: Fingerprint, two: Fingerprint, contained: float, words: int, same: bool, agency: str
) -> bool:
    """Say whether headlines and ledes so alike are of one text."""
    if agency and contained >= LEDE_CONTAINMENT and words >= LEDE_SHARED_WORDS:
        return True
    if agency and same and len(one.title_words) >= TITLE_ALONE_WORDS:
        return is_title_only(one) or is_title_only(two)
    is_twin = contained >= TWIN_CONTAINMENT and words >= TWIN_SHARED_WORDS
    return is_twin and (same or bool(one.agency) != bool(two.agency))


def is_title_only(fingerprint: Fingerprint) -> bool:
    """Say whether nothing but the headline is known."""
    return len(fingerprint.lede_words) <= len(fingerprint.title_words)


def near_in_time(one: Fingerprint, two: Fingerprint) -> bool:
    """Say whether two articles are within 72 hours, or one of them has no date."""
    if not (one.is_dated and two.is_dated):
        return True
    gap = abs((one.published_at - two.published_at).total_seconds())
    return gap <= AGENCY_HOURS * 3600


def common_agency(one: Fingerprint, two: Fingerprint) -> str:
    """Return the agency both credit, "" for none."""
    return one.agency if one.agency == two.agency else ""


def share_features(shared: SharedText, share: float) -> tuple[Feature, ...]:
    """Return the features of a copy; ``share`` is the part of its text found in the original."""
    where = "headline and lede" if shared.by_lede else "the text"
    rows = [
        Feature("shared-words", shared.words, share, f"About {shared.words} words of {where}."),
        Feature("containment", share, share, f"{share:.0%} of {where} is in the original."),
        Feature("jaccard", shared.jaccard, 0.0, f"{shared.jaccard:.0%} of both together."),
    ]
    if shared.same_title:
        rows.append(Feature("same-title", 1.0, 0.0, "The headlines are the same."))
    if shared.agency:
        rows.append(Feature("agency", 1.0, 0.0, f"Both credit {shared.agency}."))
    return tuple(rows)
