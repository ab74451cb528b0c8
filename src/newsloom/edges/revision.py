"""Two readings of one article -> the article to keep.

Pure: which reading is fuller, which date is better, what counts as a change. No SQL.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from newsloom.edges.digest import digest_of
from newsloom.edges.rows import encode
from newsloom.model import Article, DateOrigin

FULLER = 1.25
"""Times the text of one page that another page of the same article must have to replace it."""

SURER = 0.25
"""Confidence of extraction that makes a difference."""

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def content_digest(article: Article) -> str:
    """Return the hash of all that later rows may depend on.

    Left out: when it was seen, dates that only say so, notes, from which page it was read, and
    the finer digits of what the extractors believe of their own work.
    """
    is_dated = article.date_origin is not DateOrigin.FIRST_SEEN
    said = replace(
        article,
        seen_at=NO_TIME,
        published_at=article.published_at if is_dated else NO_TIME,
        date_reason="",
        notes=(),
        page_url="",
        version=0,
        confidence=round(article.confidence, 1),
        boilerplate=round(article.boilerplate, 1),
    )
    return digest_of(encode(said).encode())


def wording(article: Article) -> tuple[str, ...]:
    """Return what a reader reads: when it changes, the article has a new version."""
    known = article.text or article.excerpt
    return (article.title, known, *article.key_points)


def revised(old: Article, new: Article) -> Article:
    """Return the article to keep when ``new`` is read at the address of ``old``.

    The fuller text wins; the date of better origin, the first sight and the quality an import
    was rated with stay. ``version`` is the old one's: the caller counts up when the content
    digest differs.
    """
    kept = completed(old, new) if gives_less(new, old) else completed(new, old)
    return replace(kept, seen_at=min(old.seen_at, new.seen_at), version=old.version)


def gives_less(new: Article, old: Article) -> bool:
    """Return whether a reading does not deserve the place of the one there is.

    A page may be changed by its publisher as he likes, only not emptied. Another page of the same
    article (its print view, a feed's excerpt, an import) must be fuller.
    """
    if old.text and not new.text:
        return True
    return page_of(new) != page_of(old) and not is_fuller(new, old)


def page_of(article: Article) -> str:
    """Return the address of the page an article was read from."""
    return article.page_url or article.web_url


def is_fuller(new: Article, old: Article) -> bool:
    """Return whether a reading has clearly more text, or as much that is clearly surer."""
    length, before = len(new.text or new.excerpt), len(old.text or old.excerpt)
    if new.text and not old.text:
        return True
    if length >= FULLER * before:
        return new.confidence >= old.confidence - SURER
    return length * FULLER >= before and new.confidence >= old.confidence + SURER


def completed(kept: Article, other: Article) -> Article:
    """Return ``kept`` with a date, rated quality, AMP address and byline it lacks."""
    rated = kept.rated_quality if kept.rated_quality is not None else other.rated_quality
    full = replace(
        kept,
        rated_quality=rated,
        amp_url=kept.amp_url or other.amp_url,
        byline=kept.byline or other.byline,
        pictures=kept.pictures or other.pictures,
    )
    return dated(full, other)


def dated(kept: Article, other: Article) -> Article:
    """Return ``kept`` with the better date: a told one before a first sight, then the earlier."""
    if kept.date_origin is not DateOrigin.FIRST_SEEN:
        return kept
    told = other.date_origin is not DateOrigin.FIRST_SEEN
    if not told and kept.published_at <= other.published_at:
        return kept
    return replace(
        kept,
        published_at=other.published_at,
        date_origin=other.date_origin,
        date_reason=other.date_reason,
    )
