"""Printed date -> UTC datetime, and back to the one form Newsloom writes.

Reads what feeds, metadata and bylines print: ISO 8601, RFC 822, seconds since 1970, and dates with
month names in the larger European languages. It guesses nothing from the present day: "yesterday"
and dates without a year are None.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar enero ene janvier janv janeiro gennaio gen januari jänner",
            "feb february februar febrero février fév fevrier fevereiro fev febbraio februari",
            "mar march märz mär maerz marzo mars março marco maart mrt mrz",
            "apr april abril abr avril avr aprile",
            "may mai mayo maio mag maggio mei maj",
            "jun june juni junio juin junho giugno giu",
            "jul july juli julio juillet juil julho luglio lug",
            "aug august agosto ago août aout augustus augusti",
            "sep sept september septiembre septembre setembro set settembre",
            "oct october oktober okt octubre octobre outubro out ottobre ott",
            "nov november noviembre novembre novembro",
            "dec december dezember dez diciembre dic décembre déc decembre dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}

_ZONES = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0, "west": 1.0, "bst": 1.0, "cet": 1.0,
    "mez": 1.0, "cest": 2.0, "mesz": 2.0, "eet": 2.0, "sast": 2.0, "eest": 3.0, "msk": 3.0,
    "gst": 4.0, "pkt": 5.0, "ist": 5.5, "wib": 7.0, "ict": 7.0, "hkt": 8.0, "sgt": 8.0, "awst": 8.0,
    "jst": 9.0, "kst": 9.0, "acst": 9.5, "aest": 10.0, "acdt": 10.5, "aedt": 11.0, "nzst": 12.0,
    "nzdt": 13.0, "brt": -3.0, "art": -3.0, "nst": -3.5, "ndt": -2.5, "ast": -4.0, "adt": -3.0,
    "est": -5.0, "edt": -4.0, "et": -5.0, "cst": -6.0, "cdt": -5.0, "ct": -6.0, "mst": -7.0,
    "mdt": -6.0, "mt": -7.0, "pst": -8.0, "pdt": -7.0, "pt": -8.0, "akst": -9.0, "akdt": -8.0,
    "hst": -10.0,
}  # fmt: skip

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH_NAME = re.compile(rf"\b(?:{_MONTH})\b")
_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?|(?P<month2>\d\d)(?P<day2>\d\d))?"
    r"(?![\d/.-])"
)
_ISO_WITH_DAY = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\d/-])")
_DAY_MONTH_YEAR = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[\s-]*(?:of|de|del|di|d')?[\s-]*"
    rf"(?P<month>{_MONTH})\b\.?,?[\s-]*(?:of|de|del|di)?[\s-]*(?P<year>\d{{4}}|\d\d(?!\d|:))"
)
_MONTH_DAY_YEAR = re.compile(
    rf"\b(?P<month>{_MONTH})\b\.?[\s-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:),?\s+"
    r"(?:(?:at\s+)?\d\d?:\d\d(?::\d\d)?\s+(?:[a-z]{2,5}\s+)?)?(?P<year>\d{4})(?!\d)"
)
_YEAR_MONTH_DAY = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s*[/.年년]\s*(?P<month>\d{1,2})\s*[/.月월]\s*(?P<day>\d{1,2})(?!\d)"
)
_DOTTED = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<year>\d{4})(?!\d)")
_EPOCH = re.compile(r"^(?P<seconds>\d{9,10})(?:\d{3})?(?:\.\d+)?$")
_TIME = re.compile(
    r"(?:^|[\sT,_(])(?P<hour>\d{1,2})(?:[:h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?(?![a-z]))?|\s*(?P<half2>[ap]\.?m\.?(?![a-z])))",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(r"^T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?", re.IGNORECASE)
_OFFSET = re.compile(
    r"^\s*(?:\(?(?:gmt|utc)\s*)?(?P<sign>[+\u2212-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?(?!\d)",
    re.IGNORECASE,
)
_FEED_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_FEED_ISO = re.compile(
    rf"\d{{4}}-\d\d-\d\dT{_FEED_TIME}(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)", re.ASCII
)
_FEED_RFC = re.compile(
    rf"[A-Z][a-z]{{2}}, (\d\d?) ([A-Z][a-z]{{2}}) (\d{{4}}) ({_FEED_TIME}) "
    r"(?:(?:GMT|UTC|Z)|([+-])(0\d|1[0-4])([0-5]\d))",
    re.ASCII,
)
_ZONE_NAME = re.compile(r"^\s*\(?(?P<name>[a-z]{1,4})\b", re.IGNORECASE)


def parse_date(text: str, default_zone_hours: float = 0) -> datetime | None:
    """Return the moment a printed date names, in UTC, or None when it names none.

    A date without a zone is taken to be ``default_zone_hours`` east of UTC, one without a time to
    be midnight there. ``6/9/2020`` is read month first unless the first number is over 12. Years
    outside 1900..2199 are None; two-digit years are 1970..2069.
    """
    folded = " ".join(text.split())
    if not folded or len(folded) > 200:
        return None
    try:
        return _usual(folded) or _epoch(folded) or _printed(folded, default_zone_hours)
    except (ValueError, OverflowError):
        return None


def has_month(text: str) -> bool:
    """Return whether a text holds the name of a month, or its short form."""
    return _MONTH_NAME.search(text.lower()) is not None


def format_utc(at: datetime) -> str:
    """Return a moment as Newsloom writes it: ``2020-06-09T00:53:00Z``, microseconds dropped.

    A naive datetime is taken to be UTC already.
    """
    moment = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _usual(text: str) -> datetime | None:
    """The two forms nearly all feeds print, read in a quarter of the time; None for any other."""
    if _FEED_ISO.fullmatch(text):
        at = datetime.fromisoformat(text).replace(microsecond=0).astimezone(UTC)
    elif match := _FEED_RFC.fullmatch(text):
        day, month, year, time, sign, hours, minutes = match.groups()
        number = _MONTHS.get(month.lower())
        if number is None:
            return None
        hour, minute, second = map(int, time.split(":"))
        at = datetime(int(year), number, int(day), hour, minute, second, tzinfo=UTC)
        if sign:
            east = timedelta(hours=int(hours), minutes=int(minutes))
            at += east if sign == "-" else -east
    else:
        return None
    return at if _FIRST_YEAR <= at.year <= _LAST_YEAR else None


def _epoch(text: str) -> datetime | None:
    match = _EPOCH.match(text)
    return datetime.fromtimestamp(int(match["seconds"]), UTC) if match else None


def _printed(text: str, default_zone_hours: float) -> datetime | None:
    found = _day(text.lower())
    if found is None:
        return None
    year, month, day, end = found
    seconds, zone = _time_and_zone(text, end)
    hours = default_zone_hours if zone is None else zone
    moment = datetime(year, month, day, tzinfo=UTC) + timedelta(seconds=seconds)
    at = moment - timedelta(hours=hours)
    return at if _FIRST_YEAR <= at.year <= _LAST_YEAR else None


def _day(text: str) -> tuple[int, int, int, int] | None:
    """Year, month, day, and where in the text they end."""
    for pattern in (_ISO_WITH_DAY, _DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _YEAR_MONTH_DAY, _DOTTED):
        match = pattern.search(text)
        if match:
            month = _MONTHS.get(match["month"]) or int(match["month"])
            return _year(match["year"]), month, int(match["day"]), match.end()
    return _slashed(text) or _bare_iso(text)


def _slashed(text: str) -> tuple[int, int, int, int] | None:
    match = _SLASHED.search(text)
    if not match:
        return None
    first, second = int(match["first"]), int(match["second"])
    month, day = (second, first) if first > 12 else (first, second)
    return int(match["year"]), month, day, match.end()


def _bare_iso(text: str) -> tuple[int, int, int, int] | None:
    """``20200609``, ``2020-06``, ``2020``: only at the very start, as nothing else marks them."""
    match = _ISO.match(text)
    if not match or (match.end() < len(text) and not (match["day2"] and text[match.end()] in " t")):
        return None
    month = int(match["month"] or match["month2"] or 1)
    return int(match["year"]), month, int(match["day"] or match["day2"] or 1), match.end()


def _year(printed: str) -> int:
    year = int(printed)
    if len(printed) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _time_and_zone(text: str, end: int) -> tuple[int, float | None]:
    """Seconds since midnight, and hours east of UTC (None = not said)."""
    after = text[end:]
    match = _COMPACT_TIME.match(after) or _TIME.search(after)
    if match:
        return _seconds(match), _zone(after[match.end() :])
    # "Tue Jun 9 11:00:00 EDT 2020", "11:30 Uhr, 9. Juni 2020": the time stands before the year.
    match = _TIME.search(text, 0, end)
    if match and ":" in match[0]:
        return _seconds(match), _zone(text[match.end() :])
    return 0, _zone(after) if after[:1] in " +Zz(" else None


def _seconds(match: re.Match[str]) -> int:
    parts = match.groupdict()
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or parts.get("half2") or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no such time")
    return hour * 3600 + minute * 60 + min(second, 59)


def _zone(text: str) -> float | None:
    match = _OFFSET.match(text)
    if match:
        hours = int(match["hours"]) + int(match["minutes"] or 0) / 60
        return (-hours if match["sign"] != "+" else hours) if hours <= 15 else None
    named = _ZONE_NAME.match(text)
    return _ZONES.get(named["name"].lower()) if named else None
