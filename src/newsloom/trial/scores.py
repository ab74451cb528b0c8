"""Predicted and true stories -> the numbers of ``newsloom eval``, named as in its JSON."""

from __future__ import annotations

from dataclasses import dataclass

from newsloom.trial.measures import (
    Labels,
    adjusted_mutual_information,
    b_cubed,
    ceaf_e,
    fragments,
    pairwise,
    singletons,
)


@dataclass(frozen=True, slots=True)
class Scores:
    """How well predicted stories agree with true ones; what is no count is 0..1."""

    b3_p: float
    b3_r: float
    b3_f1: float
    pair_p: float
    pair_r: float
    pair_f1: float
    ami: float
    """At most 1; about 0, also below, for stories by chance."""
    ceaf_e: float
    """F1."""
    stories_predicted: int
    stories_true: int
    fragments: float
    """Predicted stories for each true one; > 0, below 1 = many were merged."""
    singletons_b3_f1: float
    """B-cubed F1 of every article alone: what any engine must beat."""


def score(predicted: Labels, true: Labels) -> Scores:
    """Return all measures of predicted stories; n labels each, n >= 1, place by place."""
    cubed, paired = b_cubed(predicted, true), pairwise(predicted, true)
    return Scores(
        b3_p=cubed.precision,
        b3_r=cubed.recall,
        b3_f1=cubed.f1,
        pair_p=paired.precision,
        pair_r=paired.recall,
        pair_f1=paired.f1,
        ami=adjusted_mutual_information(predicted, true),
        ceaf_e=ceaf_e(predicted, true).f1,
        stories_predicted=len(set(predicted)),
        stories_true=len(set(true)),
        fragments=fragments(predicted, true),
        singletons_b3_f1=singletons(true).f1,
    )
