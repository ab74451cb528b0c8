"""Rulings in the database: keeping them, and finding those that touch some articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select

from newsloom.edges import tables as t
from newsloom.edges.reading import Reading
from newsloom.edges.rows import Values, decode, encode, pieces, rows_in, stored, upsert
from newsloom.model import ArticleId, Ruling


class Rulings(Reading):
    """Human decisions, which no row of the pipeline ever changes."""

    def save_rulings(self, rulings: Sequence[Ruling]) -> Sequence[Ruling]:
        """Keep rulings; returns those that are new or changed."""
        with self.writing() as connection:
            rows = {ruling.ruling_id: ruling_row(ruling) for ruling in rulings}
            before = stored(connection, t.RULINGS, rows)
            changed = [r for r in rulings if before.get(r.ruling_id) != encode(r)]
            upsert(connection, t.RULINGS, [rows[r.ruling_id] for r in changed])
            return changed

    def named_by(self, rulings: Iterable[Ruling]) -> Sequence[ArticleId]:
        """Return the known articles that rulings name, a story by its members."""
        names = dict.fromkeys(n for r in rulings for n in (r.subject, r.object) if n)
        with self.reading() as connection:
            known = stored(connection, t.ARTICLES, names, "web_url")
            row = t.COVERAGES.c
            query = select(row.article_id).order_by(row.article_id)
            members = rows_in(connection, query, row.story_id, names.keys() - known.keys())
            return [*map(ArticleId, known), *(ArticleId(member) for (member,) in members)]

    def rulings(self) -> Sequence[Ruling]:
        """Return all rulings, the undone ones too, by time and id."""
        with self.reading() as connection:
            query = select(t.RULINGS.c.data).order_by(t.RULINGS.c.made_at, t.RULINGS.c.ruling_id)
            return [decode(data, Ruling) for data in connection.execute(query).scalars()]

    def rulings_of(self, act_ids: Iterable[str]) -> Sequence[Ruling]:
        """Return the rulings of some acts, by time and id."""
        with self.reading() as connection:
            row = t.RULINGS.c
            found = rows_in(connection, select(row.act, row.data), row.act, act_ids)
            return sorted((decode(data, Ruling) for _, data in found), key=turn)

    def latest_acts(self, limit: int, before: str = "") -> Sequence[str]:
        """Return the acts made last, newest first; ``before`` one: those made before it."""
        with self.reading() as connection:
            row = t.RULINGS.c
            made = func.max(row.made_at)
            query = select(row.act).group_by(row.act).order_by(made.desc(), row.act.desc())
            end = select(func.max(row.made_at)).where(row.act == before)
            moment: datetime | None = connection.execute(end).scalar()
            if moment is not None:
                query = query.having((made < moment) | ((made == moment) & (row.act < before)))
            return list(connection.execute(query.limit(limit)).scalars())

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
            return tuple(sorted(found.values(), key=turn))

    def ruled_with(self, ids: Collection[str]) -> set[str]:
        """Return all that rulings in force tie to ``ids``, over any number of steps; with them."""
        tied, edge = set(ids), set(ids)
        while edge:
            rulings = self.rulings_on(sorted(edge))
            edge = {name for r in rulings for name in (r.subject, r.object) if name} - tied
            tied |= edge
        return tied


def turn(ruling: Ruling) -> tuple[datetime, str]:
    """Return a ruling's place in time."""
    return ruling.made_at, ruling.ruling_id


def ruling_row(ruling: Ruling) -> Values:
    """Return the row of a ruling."""
    return {
        "ruling_id": ruling.ruling_id,
        "kind": ruling.kind,
        "subject": ruling.subject,
        "object": ruling.object,
        "made_at": ruling.made_at,
        "undone_at": ruling.undone_at,
        "act": ruling.act_id,
        "data": encode(ruling),
    }
