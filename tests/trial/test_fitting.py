"""Fitting the pair model: on what it is fitted, what is held, and that it learns."""

from dataclasses import replace

import numpy as np
import pytest

from newsloom.edges.embed import WordsOnly
from newsloom.match.evidence import FEATURES
from newsloom.match.pair_model import PairModel, shipped_model
from newsloom.settings import Matching
from newsloom.trial.fitting import Examples, Fitter, fit_model, raised_by
from newsloom.trial.training import read_labels, train_model
from tests.trial.files import jsonl, pair, stream

BLIND = replace(
    shipped_model(),
    headlines=replace(
        shipped_model().headlines, title=0.0, containment=0.0, headline_in_lede=0.0, lede=0.0
    ),
)
"""A model that sees no likeness between headlines."""


def fitter(before: PairModel = BLIND) -> Fitter:
    return Fitter(before, Matching(), WordsOnly())


def labels(rows, name="x"):
    return read_labels(jsonl(rows).split(b"\n"), name)


def test_training_teaches_a_blind_model():
    teacher = fitter()
    training = train_model([labels(stream(24, 5))], BLIND, teacher.fit, teacher.judge)
    assert training.before["x"] < 0.5
    assert training.after["x"] > 0.9
    assert training.gain > 0
    assert "x (" in training.model.trained_on


def test_what_cannot_be_learnt_stays():
    model = fitter(shipped_model()).fit([labels(stream(24, 5)).half(tuning=True)])
    assert model.texts == shipped_model().texts
    assert model.meant_headlines.title == shipped_model().meant_headlines.title
    assert model.headlines.conflict == shipped_model().headlines.conflict
    assert model.headlines.meaning == 0
    assert model.headlines != shipped_model().headlines


def test_no_likeness_speaks_against_one_event():
    rows = stream(24, 5)
    odd = [{**row, "story": f"o{n}"} for n, row in enumerate(rows)]
    examples = fitter().examples_of_rows([labels(odd), labels(rows, "y")])
    fitted = fit_model(examples, BLIND, "").headlines
    assert min(getattr(fitted, name) for name in FEATURES if name != "conflict") >= 0


def test_pairs_are_examples_too():
    rows = [pair("same", id1=f"a{n}", text1="", text2="") for n in range(3)] + [pair("different")]
    examples = fitter().examples_of_pairs(labels(rows))
    assert examples.same.tolist() == [1, 1, 1, 0]
    assert len(set(examples.share)) == 1
    assert examples.kinds.tolist() == [0, 0, 0, 2]


def test_a_small_file_counts_by_its_size():
    many, few = labels(stream(24, 5)), labels(stream(4, 5), "y")
    examples = fitter().examples_of_rows([many, few])
    assert examples.share.sum() == pytest.approx((120 + 20) / 500)


def test_two_files_may_use_one_id():
    one, two = labels(stream(3, 3)), labels(stream(3, 3), "y")
    ids = {row.article.article_id for row in (*one.rows, *two.rows)}
    assert len(ids) == 18


def test_a_kind_with_few_pairs_keeps_its_weights():
    values = np.zeros((40, len(FEATURES)))
    same = np.array([1.0] * 29 + [0.0] * 11)
    examples = Examples(values, same, np.ones(40), np.zeros(40, np.int64))
    assert fit_model(examples, BLIND, "").headlines == BLIND.headlines


def test_only_the_biases_named_are_raised():
    model = raised_by(shipped_model(), ["texts"], 0.5)
    assert model.texts.bias == pytest.approx(shipped_model().texts.bias + 0.5)
    assert replace(model, texts=shipped_model().texts) == shipped_model()
