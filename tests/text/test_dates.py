from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.dates import format_utc, parse_date

DATES = {
    "RFC 822": ("Tue, 09 Jun 2020 11:00:00 EST", "2020-06-09T16:00:00Z"),
    "RFC 822 with offset": ("09-Jun-2020 10:00:00 +0200", "2020-06-09T08:00:00Z"),
    "RFC 822 short year": ("9 Jun 20 10:00 GMT", "2020-06-09T10:00:00Z"),
    "hour 24": ("Thu, 31 Dec 2020 24:00:00 GMT", "2021-01-01T00:00:00Z"),
    "ISO": ("2020-06-09T00:53:00Z", "2020-06-09T00:53:00Z"),
    "ISO with fraction": ("2020-06-09T00:53:00.123+05:30", "2020-06-08T19:23:00Z"),
    "ISO offset without colon": ("2020-06-09T11:53-0400", "2020-06-09T15:53:00Z"),
    "ISO with a space": ("2020-06-09 11:53", "2020-06-09T11:53:00Z"),
    "ISO with more digits": ("2020-06-09T00:53:00.1234567Z", "2020-06-09T00:53:00Z"),
    "RFC 822 with an offset of minutes": (
        "Tue, 09 Jun 2020 11:00:00 -0930",
        "2020-06-09T20:30:00Z",
    ),
    "RFC 822 in UTC": ("Tue, 9 Jun 2020 11:00:00 UTC", "2020-06-09T11:00:00Z"),
    "RFC 822 over midnight": ("Wed, 01 Jan 2020 00:30:00 +0100", "2019-12-31T23:30:00Z"),
    "ISO compact": ("20200609T115300Z", "2020-06-09T11:53:00Z"),
    "ISO day": ("2020-06-09", "2020-06-09T00:00:00Z"),
    "ISO month": ("2020-06", "2020-06-01T00:00:00Z"),
    "leap second": ("2020-06-09T10:00:60Z", "2020-06-09T10:00:59Z"),
    "seconds since 1970": ("1591700000", "2020-06-09T10:53:20Z"),
    "milliseconds since 1970": ("1591700000000", "2020-06-09T10:53:20Z"),
    "ctime": ("Tue Jun  9 11:00:00 2020", "2020-06-09T11:00:00Z"),
    "date command": ("Tue Jun 9 11:00:00 EDT 2020", "2020-06-09T15:00:00Z"),
    "printed American": ("June 9, 2020 at 7:01 PM PDT", "2020-06-10T02:01:00Z"),
    "printed with points": ("Jun. 9, 2020 11:05 a.m.", "2020-06-09T11:05:00Z"),
    "printed British": ("Tuesday, 9th June 2020 at 5pm", "2020-06-09T17:00:00Z"),
    "inside words": ("Published June 9, 2020 by the desk", "2020-06-09T00:00:00Z"),
    "German": ("9. Juni 2020, 11:30 Uhr", "2020-06-09T11:30:00Z"),
    "German numbers": ("09.06.2020 11:30", "2020-06-09T11:30:00Z"),
    "Spanish": ("9 de junio de 2020", "2020-06-09T00:00:00Z"),
    "French": ("1er janvier 2024", "2024-01-01T00:00:00Z"),
    "Japanese": ("2020年6月9日 10:00", "2020-06-09T10:00:00Z"),
    "American numbers": ("06/09/2020", "2020-06-09T00:00:00Z"),
    "only a day can be over twelve": ("25/12/2020 3:15 PM", "2020-12-25T15:15:00Z"),
    "time before the day": ("12:15 1 March 2024", "2024-03-01T12:15:00Z"),
}


@pytest.mark.parametrize(("text", "expected"), DATES.values(), ids=DATES)
def test_parse_date(text: str, expected: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert expected == format_utc(found)


NO_DATES = [
    "",
    "yesterday",
    "2020-13-40",
    "31 February 2020",
    "Dec 5 at 3",
    "2020 people",
    "9" * 50,
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_names_no_day_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_the_default_zone_counts_only_where_none_is_printed() -> None:
    found = [parse_date(text, -5) for text in ("2020-06-09 10:00", "2020-06-09T10:00:00Z")]
    assert [
        datetime(2020, 6, 9, 15, tzinfo=UTC),
        datetime(2020, 6, 9, 10, tzinfo=UTC),
    ] == found


@given(st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)))
def test_what_is_written_is_read_back(at: datetime) -> None:
    assert at.replace(microsecond=0) == parse_date(format_utc(at))


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=ZONES)


@given(MOMENTS)
def test_what_feeds_print_is_read(at: datetime) -> None:
    at = at.replace(microsecond=0)
    forms = (at.isoformat(), format_datetime(at), at.isoformat().replace("T", " "))
    assert [at.astimezone(UTC)] * 3 == [parse_date(form) for form in forms]


PIECES = st.sampled_from([
    "Tue,", "09", "9", "Jun", "June", "2020", "20", "11:00", "11:00:60", "24:00:00", "25:61", "GMT",
    "+0200", "+99:99", "-0000", "EST", "T", "Z", "-", "/", ".", "1591700000", "99999999999", "am",
    "of", "٣", "Ⅻ", "\u2212", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
    "0000-00-00", "1900-01-01T00:00:00+01:00", "2199-12-31T23:59:59-01:00", "2020-02-30", "\0",
    "2020-W24-2",
])  # fmt: skip


QUARTERS = st.integers(-56, 56).map(lambda quarters: quarters / 4)
"""Hours by which the zones of the world differ from UTC."""


@given(st.lists(PIECES, max_size=8), st.sampled_from(["", " "]), QUARTERS)
def test_no_pieces_of_dates_break_the_reader(pieces: list[str], joint: str, zone: float) -> None:
    found = parse_date(joint.join(pieces), zone)
    assert found is None or (found.tzinfo is UTC and parse_date(format_utc(found)) == found)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC


def test_format_utc_moves_zones_and_takes_naive_times_as_utc() -> None:
    eastern = datetime(2020, 6, 9, 10, tzinfo=timezone(timedelta(hours=-4)))
    found = [format_utc(eastern), format_utc(datetime(2020, 6, 9, 10, 0, 0, 999))]
    assert found == ["2020-06-09T14:00:00Z", "2020-06-09T10:00:00Z"]
