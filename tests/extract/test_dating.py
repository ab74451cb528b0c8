"""Which date an article gets, and the sentence that says why."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.dating import DateClues, Dating, choose_date, url_date
from newsloom.extract.timestamps import Timestamp
from newsloom.model import DateOrigin

SEEN = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = datetime(2026, 5, 30, 8, 15, tzinfo=UTC)
DAY = datetime(2026, 5, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def stamp(
    at: datetime, *, is_local: bool = False, where: str = "JSON-LD datePublished"
) -> Timestamp:
    """Return a declared moment; one at midnight is a day."""
    return Timestamp(at, where, (at.hour, at.minute) != (0, 0), is_local)


@dataclass(frozen=True)
class Case:
    """Clues and the date they give."""

    name: str
    at: datetime
    origin: DateOrigin
    says: str
    published: tuple[Timestamp, ...] = ()
    source: datetime | None = None
    printed: datetime | None = None
    updated: tuple[Timestamp, ...] = ()
    url: str = "https://harrow.example/a"


META = stamp(PAGE, where="meta date")
CASES = (
    Case("page first", PAGE, DateOrigin.PAGE, "JSON-LD datePublished", (stamp(PAGE),), PAGE),
    Case("page and source differ by days", PAGE, DateOrigin.PAGE,
         "2026-05-27T08:15:00Z, 72 hours away", (stamp(PAGE),), PAGE - 72 * HOUR),
    Case("page gives the day only", PAGE, DateOrigin.SOURCE, "the same day without a time",
         (stamp(DAY),), PAGE),
    Case("page gives another day", DAY, DateOrigin.PAGE, "72 hours away",
         (stamp(DAY),), DAY - 72 * HOUR),
    Case("page gives midnight, with a clock", DAY, DateOrigin.PAGE, "says so",
         (Timestamp(DAY, "JSON-LD datePublished"),), PAGE),
    Case("a local time that can be the source's", PAGE, DateOrigin.SOURCE, "without a time zone",
         (stamp(PAGE + 9 * HOUR, is_local=True),), PAGE),
    Case("a local time that cannot", PAGE + 15 * HOUR, DateOrigin.PAGE, "says so",
         (stamp(PAGE + 15 * HOUR, is_local=True),), PAGE),
    Case("a local time beside a day", PAGE, DateOrigin.PAGE, "says so",
         (stamp(PAGE, is_local=True),), DAY),
    Case("a local time that seems to come", SEEN, DateOrigin.PAGE, "can be no later than",
         (stamp(SEEN + 9 * HOUR, is_local=True),)),
    Case("a local time that does come", SEEN, DateOrigin.FIRST_SEEN, "lies in the future",
         (stamp(SEEN + 15 * HOUR, is_local=True),)),
    Case("source", PAGE, DateOrigin.SOURCE, "The source gives it", (), PAGE),
    Case("future page date", PAGE, DateOrigin.SOURCE, "lies in the future",
         (stamp(SEEN + 2 * HOUR),), PAGE),
    Case("future page date, but another", PAGE, DateOrigin.PAGE, "meta date says so. The date of "
         "the page (JSON-LD datePublished), 2026-06-01T14:00:00Z, was refused",
         (stamp(SEEN + 2 * HOUR), META)),
    Case("a clock that is wrong by minutes", SEEN + HOUR / 2, DateOrigin.PAGE, "says so",
         (stamp(SEEN + HOUR / 2),)),
    Case("the epoch", SEEN, DateOrigin.FIRST_SEEN, "no news is that old",
         (stamp(datetime(1970, 1, 1, tzinfo=UTC)),)),
    Case("printed", PAGE, DateOrigin.PAGE, "The time is printed on the page", printed=PAGE),
    Case("day printed", DAY, DateOrigin.PAGE, "The day is printed on the page", printed=DAY),
    Case("in the address", datetime(2026, 3, 9, tzinfo=UTC), DateOrigin.URL, "in the address",
         url="https://harrow.example/2026/03/09/quay"),
    Case("printed near the day in the address", PAGE, DateOrigin.PAGE, "printed",
         printed=PAGE, url="https://harrow.example/2026/05/29/quay"),
    Case("printed far from the day in the address", datetime(2026, 5, 9, tzinfo=UTC),
         DateOrigin.URL, "in the address", printed=PAGE,
         url="https://harrow.example/2026/05/09/quay"),
    Case("only changed", PAGE, DateOrigin.PAGE, "last change is known: the page's meta date",
         updated=(META,)),
    Case("only the day of the change is printed", PAGE, DateOrigin.PAGE, "last change is known",
         printed=DAY, updated=(META,)),
    Case("changed after the day in the address", datetime(2026, 3, 9, tzinfo=UTC), DateOrigin.URL,
         "in the address", updated=(META,), url="https://harrow.example/2026/03/09/quay"),
    Case("changed before it was published", PAGE, DateOrigin.PAGE, "datePublished says so",
         (stamp(PAGE),), updated=(stamp(PAGE - HOUR),)),
    Case("nothing", SEEN, DateOrigin.FIRST_SEEN, "first seen"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_choose_date(case: Case) -> None:
    dating = choose_date(
        DateClues(SEEN, case.published, case.updated, case.source, case.printed, case.url)
    )
    assert Dating(case.at, case.origin, dating.reason) == dating
    assert case.says in dating.reason
    assert dating.reason.endswith(".")


ADDRESSES = {
    "/2026/03/09/quay": (2026, 3, 9),
    "/news/2026-3-9-quay": (2026, 3, 9),
    "/20260309-quay": (2026, 3, 9),
    "/world/2026/mar/09/quay": (2026, 3, 9),
    "/world/2026/Dec/9/quay": (2026, 12, 9),
    "/2026mar09/quay": None,
    "/2026/02/30/quay": None,
    "/news-127302/quay": None,
    "/2026309": None,
    "/21284683/quay": None,
}


@pytest.mark.parametrize(("path", "day"), ADDRESSES.items())
def test_url_date(path: str, day: tuple[int, int, int] | None) -> None:
    expected = datetime(*day, tzinfo=UTC) if day else None
    assert expected == url_date(f"https://harrow.example{path}")


moments = st.datetimes(timezones=st.just(UTC))
stamps = st.lists(st.builds(Timestamp, moments, st.just("meta date"), st.booleans(), st.booleans()),
                  max_size=3).map(tuple)  # fmt: skip


@given(stamps, stamps, st.none() | moments, st.none() | moments)
def test_no_date_lies_in_the_future(
    published: tuple[Timestamp, ...],
    updated: tuple[Timestamp, ...],
    source: datetime | None,
    printed: datetime | None,
) -> None:
    dating = choose_date(DateClues(SEEN, published, updated, source, printed, ""))
    told = {one.at for one in (*published, *updated)}
    assert dating.at <= SEEN + timedelta(hours=1)
    assert dating.at in {*told, source, printed, SEEN}
    assert dating.reason.endswith(".")
