"""JSON Lines -> Pages, one a row; a bad row is a problem with its line, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape

import msgspec

from newsloom.collect.decoding import decode_plain
from newsloom.collect.feed_text import language_code
from newsloom.collect.printed import printed
from newsloom.collect.textarticle import stand_in_url
from newsloom.errors import ParseError
from newsloom.model import Item, Page, Picture, Provider
from newsloom.text.dates import parse_date
from newsloom.text.urls import canonical_url, registered_domain

MOST_PROBLEMS = 1000
"""Bad rows of one file that are named; those that follow are only counted."""

_LONGEST_HOST = 253
_LONGEST_URL = 4000


class ArticleRow(msgspec.Struct, frozen=True):
    """One row; keys not named here are ignored."""

    title: str
    id: str | int | None = None
    text: str | None = None
    html: str | None = None
    summary: str | None = None
    url: str | None = None
    domain: str | None = None
    provider: str | None = None
    published: str | int | float | None = None
    updated: str | int | float | None = None
    lang: str | None = None
    language: str | None = None
    authors: list[str] | str | None = None
    image: str | None = None
    keywords: list[str] | None = None


def read_rows(
    body: bytes, name: str, at: datetime
) -> tuple[tuple[Page, ...], tuple[ParseError, ...]]:
    """Return (pages, problems) of a JSON Lines file; blank lines are skipped.

    A row needs ``title``; it may have ``text`` or ``html``, ``summary``, ``url``, ``domain``,
    ``provider``, ``published``, ``updated``, ``lang``, ``authors``, ``image``, ``keywords``. A row
    without a usable address gets a stand-in; its text becomes paragraphs of ``body_html``. Each bad
    row is a problem, up to `MOST_PROBLEMS`; one more says how many follow.
    """
    pages: list[Page] = []
    problems: list[ParseError] = []
    more = last = 0
    for number, line in _lines(body):
        try:
            item = _item(msgspec.json.decode(line, type=ArticleRow), name)
        except (msgspec.MsgspecError, RecursionError) as exc:
            if len(problems) < MOST_PROBLEMS:
                problems.append(_left_out(exc, name, number))
            else:
                more, last = more + 1, number
        else:
            pages.append(Page(item, item.web_url, "", b"", at))
    if more:
        message = f"up to here {more:,} more rows were left out; correct them and import again"
        problems.append(ParseError(name, message, "bad-row", last))
    return tuple(pages), tuple(problems)


def _lines(body: bytes) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers."""
    text = decode_plain(body)
    return ((n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip())


def _left_out(exc: Exception, name: str, number: int) -> ParseError:
    why = "it is nested too deep" if isinstance(exc, RecursionError) else str(exc)
    message = f"this row was left out: {why}; correct it and import again"
    return ParseError(name, message, "bad-row", number)


def _item(row: ArticleRow, name: str) -> Item:
    title = " ".join(printed(row.title).split())
    if not title:
        raise msgspec.ValidationError("`title` is empty")
    own = "" if row.id is None else str(row.id)
    told = f"{own}\n{title}\n{row.text or row.html or row.summary or ''}"
    known = canonical_url(row.url) if row.url else None
    url = known or stand_in_url(title, told)
    picture = canonical_url(row.image, known or "") if row.image else None
    authors = [row.authors] if isinstance(row.authors, str) else row.authors or []
    return Item(
        web_url=url,
        raw_url=printed((row.url or url)[:_LONGEST_URL]),
        source_url=f"import:{name}",
        title=title,
        published_at=_moment(row.published),
        updated_at=_moment(row.updated),
        summary=printed(row.summary or ""),
        body_html=row.html or _paragraphs(row.text or ""),
        authors=tuple(printed(author) for author in authors),
        language=language_code(row.lang or row.language or ""),
        provider=_provider(row, url),
        pictures=(Picture(picture, origin="feed"),) if picture else (),
        keywords=tuple(printed(keyword) for keyword in row.keywords or ()),
        has_page=False,
    )


def _paragraphs(text: str) -> str:
    """Plain text as ``<p>`` elements, one a line."""
    lines = (line.strip() for line in text.split("\n"))
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


def _provider(row: ArticleRow, url: str) -> Provider | None:
    host = (row.domain or "").strip()
    domain = registered_domain(host) if 0 < len(host) <= _LONGEST_HOST else ""
    if not domain and row.url:
        domain = registered_domain(row.url[:_LONGEST_URL])
    label = printed(row.provider or host[:_LONGEST_HOST]) or domain
    return Provider(label, domain or registered_domain(url)) if label else None


def _moment(moment: str | int | float | None) -> datetime | None:
    if moment is None:
        return None
    return parse_date(moment if isinstance(moment, str) else str(int(moment)))
