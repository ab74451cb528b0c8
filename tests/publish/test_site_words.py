"""Numbers, times and texts -> the words a reader sees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.publish.tongue import ENGLISH
from newsloom.publish.words import (
    Moment,
    adding_up,
    count_words,
    edition_words,
    kept_together,
    of_hundred,
    one_decimal,
    printable,
    reading_minutes,
    relative_words,
    safe_href,
    signed,
    times_words,
)

NOW = datetime(2026, 10, 8, 14, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reports", "independent", "words"),
    [
        (1, 1, "1 report"),
        (1, 0, "1 report, a copy"),
        (2, 2, "2 reports, all independent"),
        (12, 4, "12 reports, 4 independent"),
        (3, 0, "3 reports, none independent"),
        (4200, 1100, "4,200 reports, 1,100 independent"),
    ],
)
def test_counts(reports: int, independent: int, words: str) -> None:
    assert count_words(ENGLISH, reports, independent) == words


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((214, 61, 38), "214 articles from 61 sources became 38 stories"),
        ((1, 1, 1), "1 article from 1 source became 1 story"),
        ((0, 0, 0), "0 articles from 0 sources became 0 stories"),
        ((12345, 400, 2000), "12,345 articles from 400 sources became 2,000 stories"),
    ],
)
def test_the_edition_line(numbers: tuple[int, int, int], words: str) -> None:
    assert edition_words(ENGLISH, *numbers) == words


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        pytest.param(timedelta(seconds=30), "just now", id="seconds"),
        pytest.param(timedelta(minutes=1), "1 minute ago", id="a minute"),
        pytest.param(timedelta(minutes=45), "45 minutes ago", id="minutes"),
        pytest.param(timedelta(hours=1), "1 hour ago", id="an hour"),
        pytest.param(timedelta(hours=5, minutes=59), "5 hours ago", id="hours"),
        pytest.param(timedelta(hours=23, minutes=59), "23 hours ago", id="up to 23"),
        pytest.param(timedelta(hours=24), "yesterday, 14:40 UTC", id="a day"),
        pytest.param(timedelta(hours=38), "yesterday, 00:40 UTC", id="early yesterday"),
        pytest.param(timedelta(hours=39), "Tuesday 6 October", id="the day before"),
        pytest.param(timedelta(days=300), "Friday 12 December 2025", id="another year"),
        pytest.param(-timedelta(hours=2), "8 October 2026, 16:40 UTC", id="still to come"),
    ],
)
def test_relative_times(passed: timedelta, words: str) -> None:
    assert relative_words(ENGLISH, NOW - passed, NOW) == words


@pytest.mark.parametrize(
    ("is_live", "words"), [(True, "5 hours ago"), (False, "8 October 2026, 09:12 UTC")]
)
def test_only_a_live_page_speaks_of_time_relatively(is_live: bool, words: str) -> None:
    assert Moment(NOW, is_live).when(datetime(2026, 10, 8, 9, 12, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.97, "97 of 100"),
        (0.999, "99 of 100"),
        (1.0, "100 of 100"),
        (0.001, "1 of 100"),
        (0.0, "0 of 100"),
    ],
)
def test_sureness(share: float, words: str) -> None:
    assert of_hundred(ENGLISH, share) == words


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ((71.66, 9.49, 10.94, 8.81), ("71.7", "9.5", "10.9", "8.8")),
        ((0.05, 0.05), ("0.1", "0.0")),
        ((27.3, -4.26), ("27.3", "-4.3")),
        ((), ()),
    ],
)
def test_parts_that_add_up(values: tuple[float, ...], parts: tuple[str, ...]) -> None:
    assert adding_up(values) == tuple(map(Decimal, parts))


@given(st.lists(st.floats(-1000, 1000).map(lambda x: round(x, 4)), max_size=30))
def test_rounded_parts_sum_to_the_rounded_sum(values: list[float]) -> None:
    parts = adding_up(values)
    exact = sum((Decimal(str(v)) for v in values), Decimal(0))

    assert abs(sum(parts, Decimal(0)) - exact) <= Decimal("0.05")
    assert all(
        abs(p - Decimal(str(v))) < Decimal("0.1") for p, v in zip(parts, values, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        pytest.param("", 0, id="no text"),
        pytest.param("One short line.", 1, id="at least one"),
        pytest.param("word " * 1150, 5, id="words"),
        pytest.param("新" * 960, 2, id="signs"),
    ],
)
def test_reading_time(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


@pytest.mark.parametrize(
    ("value", "words"),
    [(Decimal("4.5"), "+4.5"), (Decimal("-4"), "\N{MINUS SIGN}4"), (Decimal("-0.0"), "0.0")],
)
def test_signs(value: Decimal, words: str) -> None:
    assert signed(ENGLISH, value) == words


def test_small_words() -> None:
    assert one_decimal(ENGLISH, 100.85) == "100.9"
    assert one_decimal(ENGLISH, -0.01) == "0.0"
    assert [times_words(ENGLISH, n) for n in (1, 2, 3)] == ["once", "twice", "3 times"]
    assert kept_together("8 October 2026, 09:12 UTC") == "8\xa0October\xa02026, 09:12\xa0UTC"


@given(st.text())
def test_printable_text_can_be_encoded_and_stays_so(text: str) -> None:
    once = printable(text)

    assert isinstance(once, str)
    assert once.encode().decode() == printable(once)


@pytest.mark.parametrize(
    "url", ["https://a.example/", "http://a.example", "HTTPS://ä.example/ö?b=1&c=2#d"]
)
def test_plain_addresses_are_linked(url: str) -> None:
    assert safe_href(url) == url


@given(st.text(max_size=40))
def test_only_http_is_linked(text: str) -> None:
    assert safe_href(text) in ("", text)
    assert safe_href(f"javascript:{text}") == ""
    assert not safe_href(text) or text.lower().startswith(("http://", "https://"))
