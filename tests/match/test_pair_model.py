from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.data import read_text
from newsloom.errors import ConfigError
from newsloom.match.pair_model import (
    SHIPPED,
    PairModel,
    Weights,
    parse_pair_model,
    render_pair_model,
    shipped_model,
)

NUMBERS = st.floats(-1e6, 1e6)
WEIGHTS = st.builds(Weights, *[NUMBERS] * len(fields(Weights)))
GOOD = read_text(SHIPPED)


@given(WEIGHTS, WEIGHTS, WEIGHTS, st.text(st.characters(codec="utf-8", exclude_categories=["C"])))
def test_a_model_survives_its_file(one: Weights, two: Weights, three: Weights, said: str) -> None:
    model = PairModel(one, two, three, said)
    assert model == parse_pair_model(render_pair_model(model), "m.toml")


def test_the_shipped_model_says_where_it_comes_from() -> None:
    assert "uning" in shipped_model().trained_on
    assert shipped_model().texts.conflict < 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("=", "m.toml: is not TOML"),
        (GOOD.replace("version = 1", "version = 2"), 'm.toml: needs "version = 1"'),
        (GOOD.replace("[texts]", "[prose]"), "m.toml: has no table [texts]"),
        (GOOD.replace("numbers = 1.5", ""), "m.toml: [texts] lacks numbers"),
        (GOOD.replace("numbers = 1.5", "number = 1.5"), "m.toml: [texts] does not know number"),
        (GOOD.replace("numbers = 1.5", 'numbers = "1.5"'), "[texts] numbers must be a number"),
        (GOOD.replace("numbers = 1.5", "numbers = nan"), "[texts] numbers must be a number"),
    ],
)
def test_a_broken_file_is_told_in_a_sentence(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=".*") as caught:
        parse_pair_model(text, "m.toml")
    assert message in str(caught.value)


def test_a_changed_weight_is_another_model() -> None:
    model = replace(shipped_model(), texts=replace(shipped_model().texts, bias=0.0))
    assert model != shipped_model()
