"""Time as the database keeps it: aware UTC in, aware UTC out, on every dialect.

SQLite has no type for a moment and gives naive ones back, so there it is text of fixed width,
which sorts like time; elsewhere it is a TIMESTAMP WITH TIME ZONE.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Moment(TypeDecorator[datetime]):
    """A column type that refuses naive datetimes and returns aware ones in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """Return TEXT for SQLite, the dialect's own type otherwise."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Return what the driver stores.

        Raises:
            ValueError: ``value`` has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: every time in Newsloom is aware UTC")
        utc = value.astimezone(UTC)
        return to_text(utc) if dialect.name == "sqlite" else utc

    def process_result_value(
        self, value: datetime | str | None, dialect: Dialect
    ) -> datetime | None:
        """Return the aware UTC datetime of a stored value."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.strptime(value, FORMAT).replace(tzinfo=UTC)
        return value.astimezone(UTC)


def to_text(at: datetime) -> str:
    """Return a UTC datetime as text that sorts like time, in the years 1 to 9999."""
    return f"{at.year:04d}{at.strftime(FORMAT)[len(at.strftime('%Y')) :]}"
