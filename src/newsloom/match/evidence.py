"""Two articles of the active window -> the probability that they report one event, and why.

A small logistic model over features that people can check; it never sees the corpus. Numbers and
dates are no likeness: shared ones support, different ones under the same headline pull apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsloom.match.pair_model import PairModel, Weights
from newsloom.match.ragged import Places, Ragged, Spread
from newsloom.match.window import DAMPED, ActiveWindow
from newsloom.match.wording import form_of, interval, listed, sentence_of, shared_numbers
from newsloom.model import Feature
from newsloom.settings import Matching

TEMPLATE_HOURS = 12.0
"""Hours after which other numbers under one headline are of another day's event."""

TOLD_FORM = 0.3
"""Share of a form that is told beside what speaks for one event."""

UNDATED_CONFLICT = 0.5
"""Part of the conflict that counts when the hours are not known."""

Values = NDArray[np.float64]


class Measures(NamedTuple):
    """What is compared of one article with n others; n values each, all but ``hours`` 0..1."""

    title: Values
    """Cosine of the headlines' words by rarity."""
    containment: Values
    """Share of the lighter headline's rarity found in the other headline."""
    headline_in_lede: Values
    """Share of a headline's rarity found in the other's headline and lede, the mean of both."""
    lede: Values
    """Cosine of headline and lede; equals ``title`` when only headlines are known."""
    numbers: Values
    """Half for each number or date that both give, 1 at most."""
    conflict: Values
    """How alike the headlines are, when both give numbers and share none: above .5, or at all when
    they also name others. Grows over half a day, for a toll that rises within hours is the same
    event."""
    meaning: Values
    """Cosine of the vectors of headline and first lines; 0 when one has no vector."""
    hours: Values
    """Hours between them; 0 when one is undated."""
    form: Values
    """Share of what two headlines find in each other that stands in a form of other days; the same
    for both, 0 when one is undated."""
    with_text: NDArray[np.bool_]
    """True = both are known beyond the headline."""
    with_meaning: NDArray[np.bool_]
    """True = an embedder has read both."""

    def only(self, row: int) -> Measures:
        """Return the measures of one of the pairs."""
        return Measures._make(values[row : row + 1] for values in self)


FEATURES = tuple(name for name in Measures._fields if name in Weights.__dataclass_fields__)
"""The measures that have a weight, in the order of the columns of ``features_of``."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A probability with its reasons."""

    probability: float
    features: tuple[Feature, ...]
    sentence: str


class Comparison:
    """The articles of a window, compared one with many."""

    def __init__(self, window: ActiveWindow, model: PairModel, settings: Matching) -> None:
        self.window = window
        self.model = model
        self.settings = settings
        self._title, self._lede, self._marked = Spread(), Spread(), Spread()

    def probabilities(self, one: int, others: Places) -> Values:
        """Return the probability of one event with each, 0..1."""
        return self.judge(self.measure(one, others))

    def judge(self, found: Measures) -> Values:
        """Return sigmoid(log odds) x ``decay`` x (1 - form) for each pair measured."""
        odds = log_odds(found, self.model)
        left: Values = decay(found.hours, self.settings) * (1 - found.form) / (1 + np.exp(-odds))
        return left

    def measure(self, one: int, others: Places) -> Measures:
        """Return what is compared of one article with others; the same from either side."""
        window, count = self.window, len(others)
        weights, words = window.rarities, len(window.words)
        own_title = window.title.row(one)
        own_lede = window.lede.row(one)
        own_weights = window.lede_weights(one)
        title = self._title.lay(own_title, weights[own_title], words)
        lede = self._lede.lay(own_lede, own_weights, words)

        def summed(values: Values, owners: Places) -> Values:
            return np.bincount(owners, values, count).astype(float)

        keys, owners = window.title.take(others)
        theirs, shared = weights[keys], title[keys]
        dots, mass = summed(theirs * shared, owners), summed(theirs, owners)
        norms = np.sqrt(summed(theirs * theirs, owners) * (title[own_title] @ title[own_title]))
        both, own_mass = summed(shared, owners), float(title[own_title].sum())
        found_here = summed(theirs * (lede[keys] > 0), owners)

        keys, owners = window.lede.take(others)
        theirs = weights[keys] * DAMPED[window.lede_counts.take(others)[0]]
        found_there = summed(title[keys], owners)
        lede_dots = summed(theirs * lede[keys], owners)
        lede_norms = np.sqrt(summed(theirs * theirs, owners) * (own_weights @ own_weights))

        cosine = np.minimum(1.0, dots / positive(norms))
        gaps = window.hours[others] - window.hours[one]
        hours = np.abs(np.where(np.isnan(gaps), 0.0, gaps))
        vectors = window.vectors(np.append(others, one))
        with_meaning = window.has_vector[others] & window.has_vector[one]
        return Measures(
            title=cosine,
            containment=both / positive(np.minimum(mass, own_mass)),
            headline_in_lede=(found_there / (own_mass or 1.0) + found_here / positive(mass)) / 2,
            lede=np.minimum(1.0, lede_dots / positive(lede_norms)),
            numbers=np.minimum(1.0, self._shared(window.anchors, one, others) / 2),
            conflict=self._conflict(one, others, cosine, gaps),
            # Rounded, so that the order in which a machine adds does not show.
            meaning=np.round(np.maximum(0.0, vectors[:-1] @ vectors[-1]), 4).astype(float),
            hours=hours,
            form=self._form(one, others, found_here + found_there),
            with_text=window.has_text[others] & window.has_text[one],
            with_meaning=with_meaning,
        )

    def _conflict(self, one: int, others: Places, cosine: Values, gaps: Values) -> Values:
        """Return how much two headlines look like one template filled in on two days."""
        window = self.window
        own = window.title_anchors.row(one)
        if not len(own):
            return np.zeros(len(others))
        is_date = window.is_date
        keys, owners = window.title_anchors.take(others)
        given = np.bincount(owners, minlength=len(others)) > 0
        apart = given & (self._shared(window.title_anchors, one, others) == 0)
        if not apart.any():
            return np.zeros(len(others))
        dated = np.bincount(owners, is_date[keys], len(others)) > 0
        both_dated = dated & bool(is_date[own].any())
        named = np.bincount(window.title_names.take(others)[1], minlength=len(others)) > 0
        named &= len(window.title_names.row(one)) > 0
        strangers = named & (self._shared(window.title_names, one, others) == 0)
        passed = np.minimum(1.0, np.abs(gaps) / TEMPLATE_HOURS)
        passed = np.where(np.isnan(gaps), UNDATED_CONFLICT, passed)
        likeness = np.maximum(0.0, np.where(strangers, cosine, 2 * cosine - 1))
        conflict: Values = apart * likeness * np.where(both_dated, 1.0, passed)
        return conflict

    def _form(self, one: int, others: Places, found: Values) -> Values:
        """Return 2 x rarity of the shared words of a form / ``found``, at most 1; 0 for 0."""
        window = self.window
        own = window.title_forms.row(one)
        if not len(own):
            return np.zeros(len(others))
        keys, owners = window.title_forms.take(others)
        marked = self._marked.lay(own, window.rarities[own], len(window.words))
        shared = np.bincount(owners, marked[keys], len(others))
        share: Values = np.minimum(1.0, 2 * shared / positive(found))
        return share

    def _shared(self, rows: Ragged[np.int32], one: int, others: Places) -> Values:
        """Return how many values of one row are in each of the others."""
        own = rows.row(one)
        keys, owners = rows.take(others)
        if not len(own) or not len(keys):
            return np.zeros(len(others))
        size = int(max(own.max(), keys.max())) + 1
        marked = self._marked.lay(own, np.ones(len(own)), size)
        return np.bincount(owners, marked[keys], len(others)).astype(float)

    def explain(self, one: int, other: int, measured: Measures | None = None) -> Evidence:
        """Return why ``one`` (the joining article) and ``other`` report one event, or do not.

        Args:
            measured: what was compared of these two, when that is known.
        """
        found = measured or self.measure(one, np.array([other]))
        numbers = shared_numbers(self.window.told[one], self.window.told[other])
        details = {
            **DETAILS,
            "numbers": listed("Both give ", numbers, "No number in common."),
            "conflict": "The headlines differ in their numbers."
            if found.conflict[0]
            else "The headlines' numbers do not contradict each other.",
        }
        weights = weights_for(found, 0, self.model)
        features = []
        for name in FEATURES:
            if name != "meaning" or found.with_meaning[0]:
                value = float(getattr(found, name)[0])
                pull = getattr(weights, name) * value
                features.append(Feature(name.replace("_", "-"), value, pull, details[name]))
        hours = float(found.hours[0])
        faded = float(decay(found.hours, self.settings)[0])
        features.append(Feature("time", hours, faded - 1, f"{interval(hours)} apart."))
        sentence = sentence_of(self.window, one, other)
        form = float(found.form[0])
        if form:
            said = form_of(self.window, one, other)
            features.append(Feature("form", form, -form, said))
            sentence += f" {said}" if form > TOLD_FORM else ""
        return Evidence(float(self.judge(found)[0]), tuple(features), sentence)


DETAILS = {
    "title": "Likeness of the headlines' words, rare ones first.",
    "containment": "Part of the shorter headline that is in the other.",
    "headline_in_lede": "Part of each headline that is in the other's first paragraphs.",
    "lede": "Likeness of headline and first paragraphs.",
    "meaning": "Likeness in meaning of headline and first lines.",
}


def positive(values: Values) -> Values:
    """Return the values, 1 in place of 0: what is divided by them is then 0 itself."""
    return np.where(values > 0, values, 1.0)


def features_of(found: Measures) -> Values:
    """Return the measures that have a weight, n x features."""
    return np.column_stack([getattr(found, name) for name in FEATURES])


def log_odds(found: Measures, model: PairModel) -> Values:
    """Return bias + sum of weight x value, each pair by the weights for what is known of it."""
    sets = (model.headlines, model.meant_headlines, model.texts)
    table = np.array([[getattr(one, name) for name in FEATURES] for one in sets])
    biases = np.array([one.bias for one in sets])
    kind = np.where(found.with_text, 2, found.with_meaning.astype(int))
    odds: Values = (features_of(found) * table[kind]).sum(axis=1) + biases[kind]
    return odds


def weights_for(found: Measures, at: int, model: PairModel) -> Weights:
    """Return the weights for what is known of one pair."""
    if found.with_text[at]:
        return model.texts
    return model.meant_headlines if found.with_meaning[at] else model.headlines


def decay(hours: Values, settings: Matching) -> Values:
    """Return the share of likeness left after ``hours``: 1 at 0, .61 at ``decay_hours``."""
    faded: Values = np.exp(-((hours / settings.decay_hours) ** 2) / 2)
    return faded
