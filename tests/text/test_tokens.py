import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.tokens import content_words, shingles, words

WORDS = {
    "quotes and possessive": ("The harbour’s “new” quay", "the harbour new quay"),
    "plural possessive": ("the boss' plan", "the boss plan"),
    "apostrophe inside": ("don’t", "don't"),
    "acronym": ("U.S.-led", "us led"),
    "thousands": ("4,200 and 1.200.000", "4200 and 1200000"),
    "decimals": ("3.5 or 3,5", "3.5 or 3,5"),
    "hyphen and underscore": ("sea-wall_plan", "sea wall plan"),
    "full width": ("ＡＢＣ１２", "abc12"),
    "German": ("Außenpolitik STRASSE", "aussenpolitik strasse"),
    "Chinese": ("海港の壁", "海港 港の の壁"),
    "one Chinese sign": ("海", "海"),
    "mixed": ("5G海港", "5g 海港"),
    "Hindi keeps its vowel signs": ("हिन्दी समाचार", "हिन्दी समाचार"),
    "nothing": ("— …", ""),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS)
def test_words(text: str, expected: str) -> None:
    assert expected.split() == words(text)


CONTENT = {
    "stop words and numbers": ("The 34 ships of the line", ["ship", "line"]),
    "verb endings": ("calls called calling", ["call"] * 3),
    "final e": ("close closes closed closing", ["clos"] * 4),
    "doubled letter": ("stop stops stopped stopping", ["stop"] * 4),
    "y": ("policy policies", ["policy"] * 2),
    "no plural": ("gas crisis glass", ["gas", "crisis", "glass"]),
    "Spanish": ("El gobierno de la ciudad", ["gobierno", "ciudad"]),
    "French": ("l'homme et la mer", ["homm", "mer"]),
    "German": ("der Hafen und die Mauer", ["hafen", "mauer"]),
    "Portuguese": ("o porto não fechou", ["porto", "fechou"]),
}


@pytest.mark.parametrize(("text", "expected"), CONTENT.values(), ids=CONTENT)
def test_content_words(text: str, expected: list[str]) -> None:
    assert expected == content_words(text)


TOKENS = st.lists(st.text(st.sampled_from("abcü海"), min_size=1, max_size=3), max_size=30)


def hashes(tokens: Sequence[str], size: int, keep_mod: int = 1) -> list[int]:
    return np.frombuffer(shingles(tokens, size, keep_mod), "<u4").tolist()


@given(TOKENS, st.integers(1, 5), st.integers(1, 7))
def test_shingles_are_sorted_distinct_and_a_fixed_sample(
    tokens: Sequence[str], size: int, keep_mod: int
) -> None:
    every = hashes(tokens, size)
    assert sorted(set(every)) == every
    assert [v for v in every if v % keep_mod == 0] == hashes(tokens, size, keep_mod)
    assert len(every) == len({tuple(tokens[at:][:size]) for at in range(len(tokens) - size + 1)})


@given(TOKENS, TOKENS)
def test_a_text_shares_all_its_shingles_with_a_longer_one(
    tokens: Sequence[str], more: Sequence[str]
) -> None:
    assert set(hashes(tokens, 3)) <= set(hashes([*tokens, *more], 3))


def test_a_sample_of_shingles_is_as_large_as_asked() -> None:
    """A quarter is a quarter, whatever the words: the hashes are spread evenly."""
    tokens = [f"word{number}" for number in range(20_000)]
    assert len(hashes(tokens, 4, 4)) == pytest.approx(5_000, rel=0.05)


def test_shingles_are_the_same_in_every_process() -> None:
    code = "from newsloom.text.tokens import shingles; print(shingles(list('abcdef'), 4))"
    environment = {"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "12345"}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert str(shingles(list("abcdef"), 4)) == ran.stdout.strip()


def test_sizes_under_one_are_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        shingles(["a"], 0)
