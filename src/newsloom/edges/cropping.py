"""Pictures cut to the shape of the pages, in the database, and which are still to be cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from newsloom.edges import tables as t
from newsloom.edges.picturing import Picturing
from newsloom.edges.rows import encode, records, rows_in, save_changed
from newsloom.model import ArticleId, Crop, Cut, Decision


class Cropping(Picturing):
    """What the row crops reads and writes."""

    def crops_wanted(self, ids: Sequence[str]) -> Sequence[ArticleId]:
        """Return those of some articles whose chosen picture is to be cut, in their order.

        That is done for leads of published stories, once for each picture.
        """
        leads, verdicts = t.LEADS.c, t.VERDICTS.c
        joined = t.LEADS.join(t.VERDICTS, leads.story_id == verdicts.story_id)
        query = select(leads.article_id).select_from(joined)
        with self.reading() as connection:
            published = query.where(verdicts.decision == Decision.PUBLISH)
            shown = {
                row.article_id for row in rows_in(connection, published, leads.article_id, ids)
            }
            chosen = self.pictures_to_cut([key for key in ids if key in shown])
            crops = self.crops(chosen)
            return [k for k, url in chosen.items() if k not in crops or crops[k].url != url]

    def pictures_to_cut(self, ids: Sequence[str]) -> Mapping[ArticleId, str]:
        """Return the address of the chosen picture of some articles; left out if there is none."""
        found = self.illustrations(ids)
        return {key: one.picture.url for key, one in found.items() if one.picture is not None}

    def save_cuts(self, rows: Sequence[Cut]) -> Sequence[ArticleId]:
        """Keep crops; returns the articles whose crop changed."""
        with self.writing() as connection:
            given = {
                cut.crop.article_id: {
                    "article_id": cut.crop.article_id,
                    "name": cut.crop.name,
                    "data": encode(cut.crop),
                    "body": cut.body,
                }
                for cut in rows
            }
            return save_changed(connection, t.CROPS, given)

    def crops(self, ids: Iterable[str]) -> dict[ArticleId, Crop]:
        """Return the crops of some articles."""
        with self.reading() as connection:
            return records(connection, t.CROPS, map(ArticleId, ids), Crop)

    def picture(self, name: str) -> bytes | None:
        """Return the bytes of a crop; None = there is none of this name."""
        query = select(t.CROPS.c.body).where(t.CROPS.c.name == name).limit(1)
        with self.reading() as connection:
            return connection.execute(query).scalar()
