"""Numbers of things."""

import pytest

from newsloom.text.counting import counted


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 items"), (1, "1 item"), (2, "2 items"), (3000, "3,000 items")]
)
def test_things_are_counted(number, words):
    assert counted(number, "item") == words
