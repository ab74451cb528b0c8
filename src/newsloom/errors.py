"""Newsloom's errors.

* NewsloomError
  + ConfigError          settings, taxonomy, providers, rulings    (.path, .line)
  + SourceError          expected: becomes Dropped or Deferred     (.url, .code)
    - FetchError         network, HTTP status, robots              (.retry_at)
    - ParseError         feed, sitemap, archive, post, import      (.line)
    - ExtractError       page with no usable article
  + StoreError           the store failed; the cause is chained
    - MigrationError     the database is newer or broken
  + PublishError         a target or mailer refused                (.target, .retry_at)
"""

from __future__ import annotations

from datetime import datetime


class NewsloomError(Exception):
    """Base of every error Newsloom raises on purpose; the text is one sentence with a remedy."""


class ConfigError(NewsloomError):
    """A settings, taxonomy, providers or rulings file is wrong; ``line`` 0 = the whole file."""

    def __init__(self, path: str, message: str, line: int = 0) -> None:
        super().__init__(path, message, line)
        self.path, self.message, self.line = path, message, line

    def __str__(self) -> str:
        place = f"{self.path}, line {self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class SourceError(NewsloomError):
    """Something from outside is not usable; ``code`` is one of pipeline.DROP_CODES."""

    def __init__(self, url: str, message: str, code: str = "unusable") -> None:
        super().__init__(url, message, code)
        self.url, self.message, self.code = url, message, code

    def __str__(self) -> str:
        return f"{self.url}: {self.message}"


class FetchError(SourceError):
    """The bytes could not be had; ``retry_at`` (UTC) is None when trying again is no use."""

    def __init__(
        self, url: str, message: str, code: str = "unreachable", retry_at: datetime | None = None
    ) -> None:
        super().__init__(url, message, code)
        self.args = (url, message, code, retry_at)
        self.retry_at = retry_at


class ParseError(SourceError):
    """A feed, sitemap, archive, post or import file cannot be read; ``line`` 0 = the whole."""

    def __init__(self, url: str, message: str, code: str = "unparsable", line: int = 0) -> None:
        super().__init__(url, message, code)
        self.args = (url, message, code, line)
        self.line = line

    def __str__(self) -> str:
        place = f"{self.url}, line {self.line}" if self.line else self.url
        return f"{place}: {self.message}"


class ExtractError(SourceError):
    """The page has no usable article."""

    def __init__(self, url: str, message: str, code: str = "no-article") -> None:
        super().__init__(url, message, code)


class StoreError(NewsloomError):
    """The store failed; the cause is chained."""


class MigrationError(StoreError):
    """The database is of a newer Newsloom, or a migration failed; nothing was changed."""


class PublishError(NewsloomError):
    """A target or mailer refused; ``retry_at`` (UTC) is None when trying again is no use."""

    def __init__(self, target: str, message: str, retry_at: datetime | None = None) -> None:
        super().__init__(target, message, retry_at)
        self.target, self.message, self.retry_at = target, message, retry_at

    def __str__(self) -> str:
        return f"{self.target}: {self.message}"
