"""Training: the split, who is judged on what, and a fit that keeps its signs."""

import numpy as np
import pytest

from newsloom.errors import ParseError
from newsloom.trial.training import fit_logistic, is_tuning, read_labels, train_model
from tests.trial.files import ROWS, jsonl, pair


def labels(*rows, name="x"):
    return read_labels(jsonl(rows).split(b"\n"), name)


def test_the_split_is_fixed():
    halves = {name: is_tuning(name) for name in ("lock", "pears", "theatre", "ferry")}
    assert halves == {"lock": True, "pears": False, "theatre": False, "ferry": True}
    assert 400 < sum(is_tuning(str(n)) for n in range(1000)) < 600


def test_a_file_is_told_by_its_first_row():
    assert [row.key for row in labels(*ROWS).rows] == ["1", "2", "3", "4", "5"]
    found = labels(pair("same"), pair("copy"), pair("different", id1="c"))
    assert [p.label for p in found.pairs.pairs] == ["same", "different"]
    assert len(found) == 2


def test_pairs_that_say_nothing_of_events_are_refused():
    with pytest.raises(ParseError, match="x: has no pair labelled same or different"):
        labels(pair("copy"))


def test_no_story_is_in_both_halves():
    both = labels(*ROWS)
    tuning, held = both.half(tuning=True), both.half(tuning=False)
    assert {row.story for row in tuning.rows} == {"lock"}
    assert {row.story for row in held.rows} == {"pears", "theatre"}
    assert len(tuning) + len(held) == len(both)


def test_the_model_is_fitted_on_one_half_and_judged_on_the_other():
    seen = []

    def fit(halves):
        seen.extend(row.story for half in halves for row in half.rows)
        return 0.9

    training = train_model([labels(*ROWS)], 0.8, fit, lambda half, model: model)
    assert seen == ["lock", "lock"]
    assert (training.before, training.after) == ({"x": 0.8}, {"x": 0.9})
    assert training.gain == pytest.approx(0.1)


def test_the_gain_is_the_mean_over_the_files():
    files = [labels(*ROWS, name=name) for name in "xy"]
    worse = {"x": -0.3, "y": 0.1}
    training = train_model(
        files, 0.0, lambda halves: 1.0, lambda half, model: model * worse[half.name]
    )
    assert training.gain == pytest.approx(-0.1)


def test_too_few_stories_are_refused():
    with pytest.raises(ParseError, match="too few stories"):
        train_model([labels(*ROWS[2:])], 0.0, lambda halves: 1.0, lambda half, model: model)


def test_the_fit_finds_what_made_the_labels():
    values = np.array([[a / 10, b / 10] for a in range(11) for b in range(11)])
    same = (values @ [8, 2] > 5).astype(float)
    weights = fit_logistic(values, same, np.ones(len(same)), [0, 0], [np.inf, np.inf])
    said = (np.hstack([values, np.ones((len(values), 1))]) @ weights > 0).astype(float)
    assert (said == same).mean() > 0.97
    assert weights[0] > weights[1] > 0 > weights[2]


def test_no_sign_is_turned_by_odd_labels():
    values = np.array([[0.0, 0.0], [1.0, 1.0]] * 50)
    same = np.array([1.0, 0.0] * 50)
    weights = fit_logistic(values, same, np.ones(100), [0, -8], [np.inf, 0])
    assert weights[0] == 0
    assert -8 <= weights[1] < 0


def test_a_row_counts_by_its_share():
    values, same = np.array([[1.0], [1.0]]), np.array([1.0, 0.0])
    sure = [
        fit_logistic(values, same, np.array(share), [0], [9]).sum() for share in ([9, 1], [1, 9])
    ]
    assert sure[0] > 0 > sure[1]
