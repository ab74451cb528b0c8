"""Rows of a label file -> articles as the engine takes them, each with its true story.

Rows without any time arrive in the order of the file: a second apart, without a date of their own,
so that no time decay applies. Reads no file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from newsloom.model import Article, DateOrigin, Provider
from newsloom.text.urls import registered_domain
from newsloom.trial.rows import Row, id_of, read_rows

NO_TIME = datetime(2020, 1, 1, tzinfo=UTC)
"""When the first article without a time is seen, in a file without any."""

PARAGRAPHS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and the story it truly belongs to."""

    article: Article
    story: str
    """Label of the story, as printed in the file."""
    key: str
    """Id of the article, as printed in the file; not always its own."""


def read_labelled(lines: Iterable[bytes], file: str) -> tuple[Labelled, ...]:
    """Return the labelled articles of a JSON Lines file, in its order.

    A row needs ``id, title, story``; it may have ``text, url, domain, published, lang``. Where some
    rows have times, one without is seen at the time of the row before it.

    A row that repeats an id is an article of its own all the same: makers of label files are free
    with ids, and no row is lost for it.

    Raises:
        ParseError: a row cannot be read, or lacks one of the three.
    """
    rows = []
    times: Counter[str] = Counter()
    for row in read_rows(lines, file):
        if "id1" in row.values and "title" not in row.values:
            raise row.fault("is a row of a pair file; give --pairs with it")
        key = row.needed("id")
        told = f"{key}\n{times[key]}" if times[key] else key
        times[key] += 1
        rows.append(Labelled(article_of(row, told=told), row.needed("story"), key))
    moments = seen_at([row.article for row in rows])
    return tuple(
        row if row.article.seen_at == at else replace(row, article=moved(row.article, at))
        for row, at in zip(rows, moments, strict=True)
    )


def read_articles(lines: Iterable[bytes], file: str) -> Mapping[str, Article]:
    """Return the articles of a JSON Lines file by their printed id; ``story`` is not needed.

    Those without a time are all seen at one moment: pairs have no order of arrival.

    Raises:
        ParseError: a row cannot be read, lacks ``id`` or ``title``, or repeats an id with another
            text.
    """
    articles: dict[str, Article] = {}
    for row in read_rows(lines, file):
        key, article = row.needed("id"), article_of(row)
        if articles.setdefault(key, article) != article:
            raise row.fault(f"the id `{key}` stands for another text above; give each its own")
    return articles


def article_of(row: Row, side: str = "", told: str = "") -> Article:
    """Return a row as an Article; without a time it is seen at ``NO_TIME``.

    ``side`` is what follows the names of its keys ("1" or "2" in a row of two); ``told`` tells it
    apart, by default its id.

    Raises:
        ParseError: it has no ``title``, a bad date, or a value that is no text.
    """
    if row.values.get(f"title{side}") is None:
        raise row.fault(f"`title{side}` is missing; every article needs one")
    published = row.moment(f"published{side}")
    url = row.text(f"url{side}").strip()
    domain = registered_domain(row.text(f"domain{side}")) or registered_domain(url)
    return Article(
        article_id=id_of(told or row.needed("id")),
        web_url=url,
        title=" ".join(row.text(f"title{side}").split()),
        text=PARAGRAPHS.sub("\n\n", row.text(f"text{side}").strip()),
        excerpt="",
        provider=Provider(domain, domain),
        published_at=published or NO_TIME,
        date_origin=DateOrigin.PAGE if published else DateOrigin.FIRST_SEEN,
        date_reason="As labelled." if published else "The label file gives no time.",
        seen_at=published or NO_TIME,
        language=row.text("lang"),
    )


def seen_at(articles: Sequence[Article]) -> list[datetime]:
    """Return when each article is first seen: at its time, or at that of the one before it.

    Those before the first time are seen at that one; without any time they come a second apart.
    """
    dated = (a.published_at for a in articles if a.date_origin is not DateOrigin.FIRST_SEEN)
    at = next(dated, None)
    if at is None:
        return [NO_TIME + timedelta(seconds=place) for place in range(len(articles))]
    seen = []
    for article in articles:
        at = at if article.date_origin is DateOrigin.FIRST_SEEN else article.published_at
        seen.append(at)
    return seen


def moved(article: Article, at: datetime) -> Article:
    """Return an article without a date of its own as seen at another moment."""
    return replace(article, published_at=at, seen_at=at)
