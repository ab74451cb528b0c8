"""The pictures of articles in the database, how often each is used, and the one chosen.

Which picture is chosen is decided in extract/illustration.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select

from newsloom.edges import tables as t
from newsloom.edges.gathering import Gathering
from newsloom.edges.rows import Values, delete_in, encode, records, rows_in, save_changed, upsert
from newsloom.extract.picture_address import picture_key
from newsloom.model import Article, ArticleId, Illustration
from newsloom.ports import PictureOffer

MANY = 100
"""Articles of one site with one picture above which it is no use to tell them apart."""


class Use(NamedTuple):
    """One article that uses a picture."""

    article_id: str
    original_id: str
    """What it is a copy of; its own id for an original."""
    story_id: str
    """"" = it stands in none yet."""


Uses = dict[tuple[str, str], list[Use]]
"""(domain, digest of a picture) -> the articles of that site with it."""


class Picturing(Gathering):
    """What the row pictures reads and writes."""

    def picture_offers(self, ids: Sequence[str]) -> Mapping[ArticleId, PictureOffer]:
        """Return articles, with the number of others on the same site that use their pictures.

        Left out are articles of the same story, and of several copies all but one.
        """
        with self.reading() as connection:
            articles = records(connection, t.ARTICLES, map(ArticleId, ids), Article)
            digests = {digest for a in articles.values() for digest in digests_of(a).values()}
            counts = use_counts(connection, digests)
            few = {digest for (_, digest), number in counts.items() if 1 < number <= MANY}
            uses = read_uses(connection, few)
            return {
                key: PictureOffer(article, repeats(article, counts, uses))
                for key, article in articles.items()
            }

    def save_illustrations(self, rows: Sequence[Illustration]) -> Sequence[ArticleId]:
        """Keep chosen pictures; returns the articles whose picture (or its reason) changed."""
        with self.writing() as connection:
            given = {row.article_id: illustration_row(row) for row in rows}
            return save_changed(connection, t.ILLUSTRATIONS, given)

    def illustrations(self, ids: Iterable[str]) -> dict[ArticleId, Illustration]:
        """Return the pictures chosen for some articles."""
        with self.reading() as connection:
            return records(connection, t.ILLUSTRATIONS, map(ArticleId, ids), Illustration)

    def leaders(self, story_ids: Sequence[str]) -> Sequence[ArticleId]:
        """Return the articles that lead some stories, by story id."""
        row = t.LEADS.c
        with self.reading() as connection:
            found = rows_in(
                connection, select(row.story_id, row.article_id), row.story_id, story_ids
            )
            return [ArticleId(key) for _, key in sorted(tuple(row) for row in found)]

    def pictures_to_choose(self, ids: Sequence[str]) -> Sequence[ArticleId]:
        """Return the articles whose chosen picture is in doubt when some articles have changed.

        Those of them that have one, and those on their sites that show a picture they use too.
        """
        chosen, used, held = t.ILLUSTRATIONS.c, t.PICTURES.c, t.ARTICLES.c
        own = select(chosen.article_id)
        others = own.join(t.PICTURES, used.picture == chosen.shown).join(
            t.ARTICLES, (held.article_id == chosen.article_id) & (held.domain == used.domain)
        )
        with self.reading() as connection:
            found = {key for (key,) in rows_in(connection, own, chosen.article_id, ids)}
            found |= {key for (key,) in rows_in(connection, others, used.article_id, ids)}
            return [ArticleId(key) for key in sorted(found)]

    def _save_pictures(self, connection: Connection, articles: Sequence[Article]) -> None:
        """Keep which pictures some articles use, in place of those they used before."""
        used = t.PICTURES.c
        keys = [article.article_id for article in articles]
        delete_in(connection, delete(t.PICTURES), used.article_id, keys)
        rows: list[Values] = [
            {"domain": a.provider.domain, "picture": digest, "article_id": a.article_id}
            for a in articles
            for digest in sorted(set(digests_of(a).values()))
        ]
        upsert(connection, t.PICTURES, rows)


def digest_of_picture(url: str) -> str:
    """Return what all sizes of one picture share, as 16 hex digits: an address may be long."""
    return blake2b(picture_key(url).encode("utf-8", "replace"), digest_size=8).hexdigest()


def digests_of(article: Article) -> dict[str, str]:
    """Return the digest of each picture of an article, by its address."""
    return {picture.url: digest_of_picture(picture.url) for picture in article.pictures}


def use_counts(connection: Connection, digests: Iterable[str]) -> dict[tuple[str, str], int]:
    """Return how many articles of each site use some pictures."""
    used = t.PICTURES.c
    query = select(used.domain, used.picture, func.count()).group_by(used.domain, used.picture)
    return {(row[0], row[1]): row[2] for row in rows_in(connection, query, used.picture, digests)}


def read_uses(connection: Connection, digests: Iterable[str]) -> Uses:
    """Return which articles use some pictures, with what tells whether they are others."""
    used, copied, covered = t.PICTURES.c, t.SYNDICATIONS.c, t.COVERAGES.c
    query = (
        select(used.domain, used.picture, used.article_id, copied.original_id, covered.story_id)
        .outerjoin(t.SYNDICATIONS, copied.article_id == used.article_id)
        .outerjoin(t.COVERAGES, covered.article_id == used.article_id)
    )
    found: Uses = {}
    for domain, digest, key, original, story in rows_in(connection, query, used.picture, digests):
        found.setdefault((domain, digest), []).append(Use(key, original or key, story or ""))
    return found


def repeats(
    article: Article,
    counts: Mapping[tuple[str, str], int],
    uses: Mapping[tuple[str, str], list[Use]],
) -> dict[str, int]:
    """Return by how many other articles of the site each picture is used, by its address."""
    found: dict[str, int] = {}
    for url, digest in digests_of(article).items():
        place = (article.provider.domain, digest)
        number = counts.get(place, 1)
        others = number - 1 if number > MANY else others_in(uses.get(place, []), article.article_id)
        found[url] = others
    return found


def others_in(uses: Sequence[Use], article_id: str) -> int:
    """Return how many texts of other stories are among the uses of an article's picture."""
    own = next((use for use in uses if use.article_id == article_id), None)
    if own is None:
        return 0
    return len(
        {
            use.original_id
            for use in uses
            if use.original_id != own.original_id
            and (use.story_id != own.story_id or not use.story_id)
        }
    )


def illustration_row(row: Illustration) -> Values:
    """Return the row of a chosen picture."""
    shown = digest_of_picture(row.picture.url) if row.picture else ""
    return {"article_id": row.article_id, "shown": shown, "data": encode(row)}
