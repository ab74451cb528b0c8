"""JSON Lines -> Pages, one a row; a bad row is a problem with its line, and the rest goes on."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

import msgspec

from newsloom.collect.textarticle import stand_in_url
from newsloom.errors import ParseError
from newsloom.model import Item, Page, Picture, Provider
from newsloom.text.dates import parse_date
from newsloom.text.urls import canonical_url, registered_domain

_PARAGRAPH = re.compile(r"\s*\n\s*")


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
    without a usable address gets a stand-in; its text becomes paragraphs of ``body_html``.
    """
    pages: list[Page] = []
    problems: list[ParseError] = []
    for number, line in enumerate(body.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            item = _item(msgspec.json.decode(line, type=ArticleRow), name)
        except (msgspec.MsgspecError, UnicodeDecodeError) as exc:
            message = f"this row was left out: {exc}; correct it and import again"
            problems.append(ParseError(name, message, "bad-row", number))
            continue
        pages.append(Page(item, item.web_url, "", b"", at))
    return tuple(pages), tuple(problems)


def _item(row: ArticleRow, name: str) -> Item:
    title = " ".join(row.title.split())
    if not title:
        raise msgspec.ValidationError("`title` is empty")
    own = "" if row.id is None else str(row.id)
    told = f"{own}\n{title}\n{row.text or row.html or row.summary or ''}"
    url = canonical_url(row.url or "") or stand_in_url(title, told)
    picture = canonical_url(row.image or "", url)
    return Item(
        web_url=url,
        raw_url=row.url or url,
        source_url=f"import:{name}",
        title=title,
        published_at=_moment(row.published),
        updated_at=_moment(row.updated),
        summary=row.summary or "",
        body_html=row.html or _paragraphs(row.text or ""),
        authors=(row.authors,) if isinstance(row.authors, str) else tuple(row.authors or ()),
        language=(row.lang or row.language or "").partition("-")[0].lower(),
        provider=_provider(row, url),
        pictures=(Picture(picture, origin="feed"),) if picture else (),
        keywords=tuple(row.keywords or ()),
        has_page=False,
    )


def _paragraphs(text: str) -> str:
    """Plain text as ``<p>`` elements, one a line."""
    lines = _PARAGRAPH.split(text.strip())
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


def _provider(row: ArticleRow, url: str) -> Provider | None:
    named = registered_domain(row.domain) if row.domain else ""
    domain = named or (registered_domain(row.url) if row.url else "")
    label = row.provider or (row.domain or "").strip()
    return Provider(label or domain, domain or registered_domain(url)) if label or domain else None


def _moment(printed: str | int | float | None) -> datetime | None:
    if printed is None:
        return None
    return parse_date(printed if isinstance(printed, str) else str(int(printed)))
