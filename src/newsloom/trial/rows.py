"""Lines of a label file -> its rows as plain values, every fault named with file and line.

Knows JSON Lines and the kinds of values in them; what the keys mean is for labelled and pairs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from newsloom.errors import ParseError
from newsloom.model import ArticleId
from newsloom.text.dates import parse_date

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a label file, and where it stands."""

    file: str
    line: int
    values: Mapping[str, object]

    def text(self, key: str) -> str:
        """Return a text, "" when it is missing or null; a number as it is printed.

        Raises:
            ParseError: it is neither.
        """
        value = self.values.get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return whole_characters(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        raise self.fault(f"`{key}` is {kind_of(value)}; give a text")

    def needed(self, key: str) -> str:
        """Return a text that must be there.

        Raises:
            ParseError: it is missing, null or blank.
        """
        value = self.text(key).strip()
        if not value:
            raise self.fault(f"`{key}` is missing; every row needs one")
        return value

    def moment(self, key: str) -> datetime | None:
        """Return a time in UTC, None when it is missing, null or blank.

        Raises:
            ParseError: it is no date.
        """
        printed = self.text(key).strip()
        at = parse_date(printed) if printed else None
        if printed and at is None:
            said = f"`{key}` is no date: {short(printed)}"
            raise self.fault(f"{said}; write it like 2026-10-08T09:12:00Z, or null")
        return at

    def fault(self, message: str) -> ParseError:
        """Return the error of this row."""
        return ParseError(self.file, message, "bad-row", self.line)


def read_rows(lines: Iterable[bytes], file: str) -> Iterator[Row]:
    """Return the rows of a JSON Lines file; blank lines are skipped, NaN is null.

    Args:
        lines: as they stand in the file, with or without their ends; UTF-8, a BOM may come first.
        file: its name in errors.

    Raises:
        ParseError: a line is not UTF-8, no JSON, or no object; or there is no row at all.
    """
    number = found = 0
    for number, line in enumerate(lines, start=1):
        bare = line.removeprefix(BOM).strip() if number == 1 else line.strip()
        if bare:
            found += 1
            yield Row(file, number, values_of(bare, file, number))
    if not found:
        raise ParseError(file, "is empty; give a file with one JSON object a line", "empty")


def values_of(line: bytes, file: str, number: int) -> Mapping[str, object]:
    """Return the object on one line."""
    remedy = "write one JSON object a line"
    try:
        values = json.loads(line.decode("utf-8"), strict=False, parse_constant=lambda name: None)
    except UnicodeDecodeError as exc:
        raise ParseError(file, "is not UTF-8; save it as UTF-8", "bad-row", number) from exc
    except json.JSONDecodeError as exc:
        message = f"is no JSON ({exc.msg.lower()}, column {exc.colno}); {remedy}"
        raise ParseError(file, message, "bad-row", number) from exc
    except (ValueError, RecursionError) as exc:
        raise ParseError(file, f"cannot be read as JSON; {remedy}", "bad-row", number) from exc
    if not isinstance(values, dict):
        raise ParseError(file, f"is {kind_of(values)}; {remedy}", "bad-row", number)
    return values


def whole_characters(text: str) -> str:
    """Return a text with "?" for halves of characters, as tools leave them that cut texts."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def kind_of(value: object) -> str:
    """Return what a JSON value is, in words."""
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return kinds.get(type(value), "a number")


def short(printed: str) -> str:
    """Return a text in quotation marks, cut to 40 characters."""
    return f"“{printed[:40]}{'…' if len(printed) > 40 else ''}”"


def id_of(told: str) -> ArticleId:
    """Return the id of a labelled article: 16 hex digits of blake2b of what tells it apart."""
    return ArticleId(blake2b(told.encode(), digest_size=8).hexdigest())
