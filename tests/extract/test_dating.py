"""Which date an article gets, and the sentence that says why."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.dating import DateClues, Dating, choose_date, url_date
from newsloom.model import DateOrigin

SEEN = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = datetime(2026, 5, 30, 8, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """Clues and the date they give."""

    name: str
    at: datetime
    origin: DateOrigin
    says: str
    declared: datetime | None = None
    source: datetime | None = None
    printed: datetime | None = None
    url: str = "https://harrow.example/a"


CASES = (
    Case("page first", PAGE, DateOrigin.PAGE, "JSON-LD datePublished", PAGE, PAGE),
    Case(
        "page and source differ by days",
        PAGE,
        DateOrigin.PAGE,
        "2026-05-27T08:15:00Z, 72 hours away",
        PAGE,
        PAGE - timedelta(hours=72),
    ),
    Case(
        "page gives the day only",
        PAGE,
        DateOrigin.SOURCE,
        "the same day without a time",
        datetime(2026, 5, 30, tzinfo=UTC),
        PAGE,
    ),
    Case("source", PAGE, DateOrigin.SOURCE, "The source gives it", None, PAGE),
    Case(
        "future page date",
        PAGE,
        DateOrigin.SOURCE,
        "lies in the future",
        SEEN + timedelta(hours=2),
        PAGE,
    ),
    Case(
        "a clock that is wrong by minutes",
        SEEN + timedelta(minutes=50),
        DateOrigin.PAGE,
        "says so",
        SEEN + timedelta(minutes=50),
    ),
    Case("the epoch", SEEN, DateOrigin.FIRST_SEEN, "no news is that old",
         datetime(1970, 1, 1, tzinfo=UTC)),
    Case("printed", PAGE, DateOrigin.PAGE, "printed on the page", printed=PAGE),
    Case(
        "in the address",
        datetime(2026, 3, 9, tzinfo=UTC),
        DateOrigin.URL,
        "in the address",
        url="https://harrow.example/2026/03/09/quay",
    ),
    Case("nothing", SEEN, DateOrigin.FIRST_SEEN, "first seen"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_choose_date(case: Case) -> None:
    clues = DateClues(
        SEEN, case.declared, "JSON-LD datePublished", case.source, case.printed, case.url
    )
    dating = choose_date(clues)
    assert Dating(case.at, case.origin, dating.reason) == dating
    assert case.says in dating.reason
    assert dating.reason.endswith(".")


ADDRESSES = {
    "/2026/03/09/quay": (2026, 3, 9),
    "/news/2026-3-9-quay": (2026, 3, 9),
    "/20260309-quay": (2026, 3, 9),
    "/2026/02/30/quay": None,
    "/news-127302/quay": None,
    "/2026309": None,
    "/21284683/quay": None,
}


@pytest.mark.parametrize(("path", "day"), ADDRESSES.items())
def test_url_date(path: str, day: tuple[int, int, int] | None) -> None:
    expected = datetime(*day, tzinfo=UTC) if day else None
    assert expected == url_date(f"https://harrow.example{path}")


moments = st.none() | st.datetimes(timezones=st.just(UTC))


@given(moments, moments, moments)
def test_no_date_lies_in_the_future(
    declared: datetime | None, source: datetime | None, printed: datetime | None
) -> None:
    dating = choose_date(DateClues(SEEN, declared, "meta date", source, printed, ""))
    assert dating.at <= SEEN + timedelta(hours=1)
    assert dating.at in (declared, source, printed, SEEN)
