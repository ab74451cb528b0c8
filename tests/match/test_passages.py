"""Common passages of two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.match.passages import LEAST_WORDS, MOST, SHOWN_WORDS, find_passages
from newsloom.model import ArticleId, Passages
from newsloom.ports import Collation
from tests.match.invented import HARBOUR, ORCHARD, THEATRE, words_of

ONE, TWO = ArticleId("one"), ArticleId("two")


def passages(text: str, other: str) -> tuple[str, ...]:
    found = find_passages(Collation(ONE, text, TWO, other))
    assert (found.article_id, found.other_id) == (ONE, TWO)
    return found.passages


SEVEN = "one two three four five six seven"
EIGHT = f"{SEVEN} eight"
CASES = {
    "nothing": (HARBOUR, THEATRE, ()),
    "too short": (f"a {SEVEN} b", f"c {SEVEN} d", ()),
    "just long enough": (f"a {EIGHT} b", f"c {EIGHT} d", (EIGHT,)),
    "as the first prints it": (
        "He said: “One, two — three’s four! Five six seven Eight.” Then he left.",
        f"{EIGHT}".replace("three", "three's"),
        ("One, two — three’s four! Five six seven Eight",),
    ),
    "over lines": ("One two\n\nthree four five\nsix seven eight", EIGHT, (EIGHT.capitalize(),)),
    "longest first": (
        f"x {EIGHT} y {EIGHT} nine ten z", f"{EIGHT} nine ten. {EIGHT} and so on",
        (f"{EIGHT} nine ten", EIGHT),
    ),
    "printed twice": (f"{EIGHT}. And again: {EIGHT}", EIGHT, (EIGHT,)),
    "a script without spaces": (
        "港の理事会は火曜日に北側の水門を閉鎖した。",
        "発表：港の理事会は火曜日に北側の水門を閉鎖した、と。",
        ("港の理事会は火曜日に北側の水門を閉鎖した",),
    ),
    "empty": ("", HARBOUR, ()),
}  # fmt: skip


@pytest.mark.parametrize(("text", "other", "expected"), CASES.values(), ids=CASES)
def test_passages(text: str, other: str, expected: tuple[str, ...]) -> None:
    assert expected == passages(text, other)


def test_only_some_lines_of_a_whole_text_are_shown() -> None:
    (found,) = passages(HARBOUR, HARBOUR)
    assert found == f"{' '.join(HARBOUR.split()[:SHOWN_WORDS])} …"


def test_the_three_longest_of_many() -> None:
    parts = [words_of(HARBOUR, n / 9, (n + 1) / 9) for n in range(9)]
    found = passages(" and so, ".join(parts), " but then, ".join(parts))
    assert len(found) == MOST
    assert [len(p.split()) for p in found] == sorted((len(p.split()) for p in found), reverse=True)


def test_an_article_that_shares_with_nobody_has_none() -> None:
    assert find_passages(Collation(ONE, "", None, "")) == Passages(ONE, None)


WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=60)


@given(WORDS, WORDS)
def test_a_passage_stands_in_both_texts(ours: list[str], theirs: list[str]) -> None:
    text, other = " ".join(ours), " ".join(theirs)
    for passage in passages(text, other):
        assert passage in text
        assert passage in other
        assert len(passage.split()) >= LEAST_WORDS


@given(st.integers(0, 90), st.integers(LEAST_WORDS, 60))
def test_a_passage_put_in_is_found(start: int, length: int) -> None:
    words = " ".join(HARBOUR.split()[start : start + length])
    found = passages(f"{THEATRE} {words} {ORCHARD}", HARBOUR)
    assert [words.rstrip(".,")] == [found[0].rstrip(".,")]
