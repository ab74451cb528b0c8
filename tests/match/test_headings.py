"""Forms of headlines: what a run is, and which words come back day after day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.match.fingerprint import fingerprint_article
from newsloom.match.headings import (
    LOOK_BACK_DAYS,
    formal_words,
    heading_runs,
    learn_headings,
)
from newsloom.model import Fingerprint
from tests.match.invented import make_article

REPORT = "Hain morning markets: {}"
DAILY = (
    "shares slip before the bank speaks",
    "grain leads a slow rise",
    "mills gain on cheap wool",
    "crown steady, brewers lower",
    "timber recovers after the storm",
)


def headline(title: str, day: float = 0.0, *, is_dated: bool = True) -> Fingerprint:
    made = make_article("https://a.example/1", title, hours=24 * day, is_dated=is_dated)
    return fingerprint_article(made)


def history(*days: float, title: str = REPORT) -> dict[int, set[int]]:
    """Return the memory of one report on some days."""
    headings: dict[int, set[int]] = {}
    reports = [title.format(DAILY[n % len(DAILY)]) for n in range(len(days))]
    learn_headings(headings, map(headline, reports, days))
    return headings


@pytest.mark.parametrize(
    ("title", "runs"),
    [
        ("Velm closes northern lock", 3),
        ("Velm closes", 1),
        ("Velm", 0),
        ("", 0),
        ("The lock of the harbour", 1),
    ],
)
def test_a_run_is_two_words_that_carry_meaning(title: str, runs: int) -> None:
    assert runs == len(heading_runs(headline(title)))


def test_runs_are_the_same_on_every_machine() -> None:
    """A store keeps them: other hashes would make every form unknown."""
    expected = (291285245293089640, 4210374905683401575)
    assert expected == heading_runs(headline("Velm closes lock"))


@given(st.text())
def test_runs_fit_a_signed_integer(title: str) -> None:
    assert all(0 <= run < 2**63 for run in heading_runs(headline(title)))


def test_runs_know_an_order() -> None:
    one, two = heading_runs(headline("Dog bites")), heading_runs(headline("Bites dog"))
    assert one != two


WEEK_LATER = REPORT.format("brewers rise")
FORM = {"hain", "morn", "market"}


@pytest.mark.parametrize(
    ("days", "at", "expected"),
    [
        pytest.param((0, 1, 2, 3, 4), 9, FORM, id="the next week"),
        pytest.param((0, 1, 2), 7, FORM, id="three days are enough"),
        pytest.param((0, 1), 7, set(), id="two are not"),
        pytest.param((0, 0.1, 0.2), 7, set(), id="three on one day are one"),
        pytest.param((0, 1, 2, 3, 4), 5, set(), id="within the window it may be one event"),
        pytest.param((0, 1, 2), 6, set(), id="the third day lies in the window"),
        pytest.param((20, 21, 22), 9, set(), id="what comes later is not known yet"),
        pytest.param((0, 1, 2), LOOK_BACK_DAYS, FORM, id="half a year"),
        pytest.param((0, 1, 2), LOOK_BACK_DAYS + 1, set(), id="more than half a year"),
        pytest.param((), 9, set(), id="no history"),
    ],
)
def test_a_form_comes_back_on_other_days(
    days: tuple[float, ...], at: float, expected: set[str]
) -> None:
    assert expected == formal_words(headline(WEEK_LATER, at), history(*days), 96.0)


def test_a_word_in_another_place_is_of_no_form() -> None:
    other = headline("Hain council bans morning deliveries to markets", 9)
    assert formal_words(other, history(0, 1, 2), 96.0) == set()


def test_an_undated_headline_has_no_form_and_makes_none() -> None:
    undated = headline(WEEK_LATER, 9, is_dated=False)
    assert formal_words(undated, history(0, 1, 2), 96.0) == set()
    headings: dict[int, set[int]] = {}
    learn_headings(headings, [headline(WEEK_LATER, day, is_dated=False) for day in range(3)])
    assert headings == {}
