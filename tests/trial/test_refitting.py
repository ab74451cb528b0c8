"""A pair model that learns from rulings: few move it little, and it is judged on others."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

import numpy as np
import pytest

from newsloom.match.evidence import FEATURES
from newsloom.match.pair_model import SETS, parse_pair_model, render_pair_model, shipped_model
from newsloom.model import ArticleId, Ruling, RulingKind
from newsloom.trial.pairs import PairLabel
from newsloom.trial.refitting import (
    FOLDS,
    LEAST_OF_A_KIND,
    LEAST_PAIRS,
    Measured,
    component_of,
    fold_of,
    refit,
    retrain,
    said_same,
    too_few,
)
from newsloom.trial.rulings import RuledPair

MODEL = shipped_model()
TITLE = FEATURES.index("title")


def measured(count: int, seed: int = 1) -> Measured:
    """Return pairs of texts that are of one event where their titles are alike beyond .5."""
    chance = np.random.default_rng(seed)
    values = np.zeros((count, len(FEATURES)))
    values[:, TITLE] = chance.random(count)
    return Measured(
        values,
        (values[:, TITLE] > 0.5).astype(float),
        np.full(count, -0.5),
        np.full(count, SETS.index("texts"), np.int64),
        np.arange(count) % FOLDS,
    )


def distance(one: object, two: object) -> float:
    first, second = asdict(one.texts), asdict(two.texts)  # type: ignore[attr-defined]
    return float(np.linalg.norm([first[name] - second[name] for name in first]))


def test_a_model_that_misses_the_point_is_beaten():
    learnt, found = retrain(measured(200), MODEL, "made")
    assert found.is_better
    assert found.after.value > 0.85 > found.before.value
    assert found.won > found.lost
    assert learnt.texts != MODEL.texts and learnt.headlines == MODEL.headlines
    assert parse_pair_model(render_pair_model(learnt), "m.toml") == learnt


def test_few_rulings_move_the_weights_less_than_many():
    few, many = (distance(refit(measured(n), MODEL, ""), MODEL) for n in (5, 300))
    assert 0 < few < many / 2


def test_nothing_to_learn_is_not_offered():
    known = measured(120)
    known = replace(known, needed=np.full(120, MODEL.texts.bias + MODEL.texts.title / 2))
    truth = said_same(known, MODEL).astype(float)
    _, found = retrain(replace(known, same=truth), MODEL, "made")
    assert found.before.value == 1
    assert not found.is_better


def test_weights_of_likeness_stay_at_or_above_nought():
    against = measured(200)
    learnt = refit(replace(against, same=1 - against.same), MODEL, "")
    assert all(getattr(learnt.texts, name) >= 0 for name in FEATURES if name != "conflict")
    assert learnt.texts.conflict == MODEL.texts.conflict
    assert learnt.texts.meaning == 0


def test_random_rulings_are_not_learnt_by_heart():
    chance = np.random.default_rng(3)
    noise = replace(measured(100), same=(chance.random(100) > 0.5).astype(float))
    _, found = retrain(noise, MODEL, "made")
    assert found.after.value < 0.7


@pytest.mark.parametrize(
    ("same", "said"),
    [
        ([1.0] * 20, f"{LEAST_PAIRS - 20} more are needed"),
        ([1.0] * 60, f"at least {LEAST_OF_A_KIND}"),
        ([1.0, 0.0] * 30, ""),
    ],
)
def test_too_few_are_refused(same, said):
    assert said in too_few(same)
    assert bool(too_few(same)) is bool(said)


def test_what_hangs_together_is_held_out_together():
    at = datetime(2026, 10, 5, tzinfo=UTC)

    def pair(one: str, two: str) -> RuledPair:
        ruling = Ruling(one + two, RulingKind.SAME_EVENT, one, two, "", "", "", at)
        return RuledPair(ArticleId(one), ArticleId(two), PairLabel.SAME, ruling)

    found = component_of([pair("a", "b"), pair("c", "d"), pair("d", "b"), pair("x", "y")])
    assert len({found[ArticleId(i)] for i in "abcd"}) == 1
    assert found[ArticleId("x")] == found[ArticleId("y")] != found[ArticleId("a")]
    assert {fold_of(ArticleId(f"{n:016x}")) for n in range(60)} == set(range(FOLDS))
