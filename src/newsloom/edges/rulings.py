"""Rulings in the database: keeping them, and finding those that touch some articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from newsloom.edges import tables as t
from newsloom.edges.reading import Reading
from newsloom.edges.rows import Values, decode, encode, pieces, stored, upsert
from newsloom.model import ArticleId, Ruling


class Rulings(Reading):
    """Human decisions, which no row of the pipeline ever changes."""

    def save_ruling(self, ruling: Ruling) -> Sequence[ArticleId]:
        """Keep a ruling; returns the known articles it names, a story by its members."""
        named = [name for name in dict.fromkeys((ruling.subject, ruling.object)) if name]
        with self.writing() as connection:
            upsert(connection, t.RULINGS, [ruling_row(ruling)])
            member = t.COVERAGES.c
            found: dict[ArticleId, None] = {}
            for name in named:
                query = select(member.article_id).where(member.story_id == name)
                members = connection.execute(query.order_by(member.article_id)).scalars().all()
                for key in stored(connection, t.ARTICLES, [name], "web_url") or members:
                    found[ArticleId(key)] = None
            return list(found)

    def rulings(self) -> Sequence[Ruling]:
        """Return all rulings, the undone ones too, by time and id."""
        with self.reading() as connection:
            query = select(t.RULINGS.c.data).order_by(t.RULINGS.c.made_at, t.RULINGS.c.ruling_id)
            return [decode(data, Ruling) for data in connection.execute(query).scalars()]

    def rulings_on(self, names: Iterable[str]) -> tuple[Ruling, ...]:
        """Return the rulings in force that name one of some articles or stories, by time."""
        with self.reading() as connection:
            found: dict[str, Ruling] = {}
            row = t.RULINGS.c
            for piece in pieces(names):
                for column in (row.subject, row.object):
                    query = select(row.ruling_id, row.data).where(
                        row.undone_at.is_(None), column.in_(piece)
                    )
                    found |= {key: decode(data, Ruling) for key, data in connection.execute(query)}
            return tuple(sorted(found.values(), key=lambda r: (r.made_at, r.ruling_id)))

    def ruled_with(self, ids: Collection[str]) -> set[str]:
        """Return all that rulings in force tie to ``ids``, over any number of steps; with them."""
        tied, edge = set(ids), set(ids)
        while edge:
            rulings = self.rulings_on(sorted(edge))
            edge = {name for r in rulings for name in (r.subject, r.object) if name} - tied
            tied |= edge
        return tied


def ruling_row(ruling: Ruling) -> Values:
    """Return the row of a ruling."""
    return {
        "ruling_id": ruling.ruling_id,
        "kind": ruling.kind,
        "subject": ruling.subject,
        "object": ruling.object,
        "made_at": ruling.made_at,
        "undone_at": ruling.undone_at,
        "data": encode(ruling),
    }
