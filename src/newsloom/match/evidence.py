"""Two weighed articles -> the probability that they report one event, and why.

A small logistic model over features that people can check; it never sees the corpus. Numbers and
dates are no likeness: shared ones support, different ones under the same headline pull apart.
The only seam a better model replaces: ``measure`` and ``probability_of``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from newsloom.match.window import Weighed
from newsloom.match.wording import interval, listed, sentence_of, shared_numbers
from newsloom.model import Feature
from newsloom.settings import Matching

TEMPLATE_HOURS = 12.0
"""Hours after which other numbers under one headline are of another day's event."""

UNDATED_CONFLICT = 0.5
"""Part of the conflict that counts when the hours are not known."""

DATE = re.compile(r"\d\d-\d\d")


class Measures(NamedTuple):
    """What is compared of two articles; every value but ``hours`` is 0..1.

    A tuple, for hundreds of thousands are made in a run: a frozen dataclass takes thrice as long.
    """

    title: float
    """Cosine of the headlines' words by rarity."""
    containment: float
    """Share of the lighter headline's rarity found in the other headline."""
    headline_in_lede: float
    """Share of a headline's rarity found in the other's headline and lede, the mean of both."""
    lede: float
    """Cosine of headline and lede; equals ``title`` when only headlines are known."""
    numbers: float
    """Half for each number or date that both give, 1 at most."""
    conflict: float
    """How alike the headlines are, when both give numbers and share none: above .5, or at all when
    they also name others. Grows over half a day, for a toll that rises within hours is the same
    event."""
    hours: float
    """Hours between them; 0 when one is undated."""
    with_text: bool
    """True = both are known beyond the headline."""
    meaning: float | None = None
    """Cosine of the vectors of headline and first lines, 0..1; None = one has no vector."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model: log odds = bias + sum of weight x value."""

    bias: float
    title: float
    containment: float
    headline_in_lede: float
    lede: float
    numbers: float
    conflict: float
    meaning: float = 0.0


HEADLINES = Weights(
    bias=-3.8,
    title=1.9,
    containment=5.6,
    headline_in_lede=6.3,
    lede=6.2,
    numbers=1.1,
    conflict=-18.0,
)
"""For pairs of which one is known by its headline only."""

TEXTS = Weights(
    bias=-5.2,
    title=1.4,
    containment=1.9,
    headline_in_lede=12.0,
    lede=8.0,
    numbers=1.5,
    conflict=-18.0,
)
"""For pairs with both texts."""

MEANT_HEADLINES = Weights(
    bias=-5.84,
    title=1.4,
    containment=3.7,
    headline_in_lede=2.7,
    lede=2.6,
    numbers=0.6,
    conflict=-18.0,
    meaning=10.6,
)
"""The same where an embedder has read both. Texts have words enough: fitted on them, meaning has a
weight of 1.9 beside 12 and 8, and costs more distant reactions than it finds.

All: ``python -m bench.match --fit`` (logistic, likeness >= 0) on the candidate pairs of the tuning
stories of four labelled sets run as one stream. Set by hand afterwards: the biases (fitted -4.5
and -5.8, with vectors -6.3; raised for the mean linkage of whole stories, again on the tuning half)
and the conflict, which those sets are too short in time to show.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A probability with its reasons."""

    probability: float
    features: tuple[Feature, ...]
    sentence: str


def measure(one: Weighed, two: Weighed) -> Measures:
    """Return what is compared of two articles; the same whichever comes first."""
    cosine, shared_mass = overlap(one.title, two.title)
    title = cosine / (one.title_norm * two.title_norm)
    lede, _ = overlap(one.lede, two.lede)
    return Measures(
        title=min(1.0, title),
        containment=shared_mass / min(one.title_mass, two.title_mass),
        headline_in_lede=(found_in(one, two) + found_in(two, one)) / 2,
        lede=min(1.0, lede / (one.lede_norm * two.lede_norm)),
        numbers=min(1.0, len(one.anchors & two.anchors) / 2),
        conflict=conflict_of(one, two, title),
        hours=hours_between(one, two),
        with_text=one.has_text and two.has_text,
        meaning=likeness_in_meaning(one, two),
    )


def likeness_in_meaning(one: Weighed, two: Weighed) -> float | None:
    """Return the cosine of two articles' vectors, 0..1; None when one has none.

    Rounded, so that the order in which a machine adds does not show.
    """
    if one.vector is None or two.vector is None:
        return None
    return round(max(0.0, float(one.vector @ two.vector)), 4)


def overlap(one: Mapping[str, float], two: Mapping[str, float]) -> tuple[float, float]:
    """Return (dot product, sum of the smaller weights) over the shared words."""
    if len(one) > len(two):
        one, two = two, one
    dot = mass = 0.0
    # The order of the words stays: a sum of floats depends on it.
    for word in filter(two.__contains__, one):
        weight, other = one[word], two[word]
        dot += weight * other
        mass += weight if weight < other else other
    return dot, mass


def found_in(one: Weighed, two: Weighed) -> float:
    """Return the share of the first's headline, by rarity, found in the second's lede."""
    title = one.title
    return sum([title[word] for word in filter(two.lede.__contains__, title)]) / one.title_mass


def conflict_of(one: Weighed, two: Weighed, title: float) -> float:
    """Return how much two headlines look like one template filled in on two days."""
    if not one.title_anchors or not two.title_anchors:
        return 0.0
    if one.title_anchors & two.title_anchors:
        return 0.0
    dates = [any(DATE.fullmatch(a) for a in side.title_anchors) for side in (one, two)]
    is_dated = one.fingerprint.is_dated and two.fingerprint.is_dated
    apart = min(1.0, hours_between(one, two) / TEMPLATE_HOURS) if is_dated else UNDATED_CONFLICT
    others = bool(one.title_names and two.title_names) and not one.title_names & two.title_names
    return max(0.0, title if others else 2 * title - 1) * (1.0 if all(dates) else apart)


def hours_between(one: Weighed, two: Weighed) -> float:
    """Return the hours between two articles, 0 when one has no date of its own."""
    first, second = one.fingerprint, two.fingerprint
    if not (first.is_dated and second.is_dated):
        return 0.0
    return abs((first.published_at - second.published_at).total_seconds()) / 3600


def probability_of(found: Measures, settings: Matching) -> float:
    """Return the probability of one event: sigmoid(log odds) * exp(-(hours / decay)^2 / 2)."""
    model = model_of(found)
    odds = (
        model.bias
        + model.title * found.title
        + model.containment * found.containment
        + model.headline_in_lede * found.headline_in_lede
        + model.lede * found.lede
        + model.numbers * found.numbers
        + model.conflict * found.conflict
        + model.meaning * (found.meaning or 0.0)
    )
    return decay(found.hours, settings) / (1 + exp(-odds))


def decay(hours: float, settings: Matching) -> float:
    """Return the share of likeness left after ``hours``: 1 at 0, .61 at ``decay_hours``."""
    return exp(-((hours / settings.decay_hours) ** 2) / 2)


def model_of(found: Measures) -> Weights:
    """Return the model for what is known of both articles."""
    if found.with_text:
        return TEXTS
    return HEADLINES if found.meaning is None else MEANT_HEADLINES


def pulls(found: Measures) -> list[tuple[str, float, float]]:
    """Return (feature, value, log odds it adds)."""
    model = model_of(found)
    return [
        ("title", found.title, model.title * found.title),
        ("containment", found.containment, model.containment * found.containment),
        (
            "headline-in-lede",
            found.headline_in_lede,
            model.headline_in_lede * found.headline_in_lede,
        ),
        ("lede", found.lede, model.lede * found.lede),
        ("numbers", found.numbers, model.numbers * found.numbers),
        ("conflict", found.conflict, model.conflict * found.conflict),
        *(
            [("meaning", found.meaning, model.meaning * found.meaning)]
            if found.meaning is not None
            else []
        ),
    ]


def explain(one: Weighed, two: Weighed, settings: Matching) -> Evidence:
    """Return why ``one`` (the joining article) and ``two`` report one event, or do not."""
    found = measure(one, two)
    details = {
        "title": "Likeness of the headlines' words, rare ones first.",
        "containment": "Part of the shorter headline that is in the other.",
        "headline-in-lede": "Part of each headline that is in the other's first paragraphs.",
        "lede": "Likeness of headline and first paragraphs.",
        "meaning": "Likeness in meaning of headline and first lines.",
        "numbers": listed("Both give ", shared_numbers(one, two), "No number in common."),
        "conflict": "The headlines differ in their numbers."
        if found.conflict
        else "The headlines' numbers do not contradict each other.",
    }
    features = [Feature(name, value, pull, details[name]) for name, value, pull in pulls(found)]
    faded = decay(found.hours, settings)
    time = Feature("time", found.hours, faded - 1, f"{interval(found.hours)} apart.")
    probability = probability_of(found, settings)
    return Evidence(probability, (*features, time), sentence_of(one, two))
