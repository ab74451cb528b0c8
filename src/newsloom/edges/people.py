"""People in the database: accounts, what they hold, failed sign-ins, secrets, the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from newsloom.edges import tables as t
from newsloom.edges.accounts import Accounts
from newsloom.edges.credentials import Credentials
from newsloom.edges.rows import decode, encode, pieces, upsert
from newsloom.model.people import Attempts, AuditLine, Patience

REMEMBERED = timedelta(days=1)
"""Failed sign-ins count for so long."""


class Populace(Accounts, Credentials):
    """``ports.people.People``."""

    # --- sign-in under attack ---------------------------------------------------------------------

    def try_sign_in(self, patience: Mapping[str, Patience], at: datetime) -> datetime | None:
        """Count one more failure against each key, before the password is looked at.

        Returns:
            None = the attempt may be made; else when it may, and nothing was counted.
        """
        with self.writing() as connection:
            row = t.ATTEMPTS.c
            connection.execute(delete(t.ATTEMPTS).where(row.last_at < at - REMEMBERED))
            query = select(row.holder, row.failures, row.last_at)
            known = {
                holder: Attempts(failures, last_at)
                for piece in pieces(patience)
                for holder, failures, last_at in connection.execute(
                    query.where(row.holder.in_(piece))
                )
            }
            until = max((patience[k].pause_until(known[k]) for k in known), default=at)
            if until > at:
                return until
            counted = {key: known[key].failures + 1 if key in known else 1 for key in patience}
            rows = [{"holder": k, "failures": n, "last_at": at} for k, n in counted.items()]
            upsert(connection, t.ATTEMPTS, rows)
            return None

    def forgive(self, key: str) -> None:
        """Forget the failures counted against a key."""
        with self.writing() as connection:
            connection.execute(delete(t.ATTEMPTS).where(t.ATTEMPTS.c.holder == key))

    def take_back(self, key: str) -> None:
        """Take back the last failure counted against a key, after a success."""
        row = t.ATTEMPTS.c
        with self.writing() as connection:
            fewer = update(t.ATTEMPTS).where(row.holder == key)
            connection.execute(fewer.values(failures=row.failures - 1))
            connection.execute(delete(t.ATTEMPTS).where(row.holder == key, row.failures <= 0))

    def attempts(self, key: str) -> Attempts | None:
        """Return the failures counted against a key."""
        row = t.ATTEMPTS.c
        with self.reading() as connection:
            query = select(row.failures, row.last_at).where(row.holder == key)
            found = connection.execute(query).one_or_none()
        return None if found is None else Attempts(found.failures, found.last_at)

    # --- what is used once ------------------------------------------------------------------------

    def keep_pass(
        self, digest: str, purpose: str, data: str, at: datetime, until: datetime
    ) -> None:
        """Keep something that may be taken once, until a moment; what is over is forgotten."""
        with self.writing() as connection:
            connection.execute(delete(t.PASSES).where(t.PASSES.c.until <= at))
            row = {"digest": digest, "purpose": purpose, "until": until, "data": data}
            connection.execute(insert(t.PASSES).values(**row))

    def take_pass(self, digest: str, purpose: str, at: datetime) -> str | None:
        """Return what was kept and forget it; None = there is no such, or it is over."""
        row = t.PASSES.c
        with self.writing() as connection:
            same = [row.digest == digest, row.purpose == purpose]
            query = select(row.data, row.until).where(*same)
            found = connection.execute(query).one_or_none()
            connection.execute(delete(t.PASSES).where(*same))
        return None if found is None or found.until <= at else found.data

    # --- secrets of the house ---------------------------------------------------------------------

    def secret(self, name: str, fresh: bytes) -> bytes:
        """Return the secret of a name; where there is none yet, ``fresh`` is kept as it."""
        query = select(t.SECRETS.c.body).where(t.SECRETS.c.name == name)
        with self.reading() as connection:
            known: bytes | None = connection.execute(query).scalar()
        if known is not None:
            return known
        with self.writing() as connection:
            known = connection.execute(query).scalar()
            if known is None:
                connection.execute(insert(t.SECRETS).values(name=name, body=fresh))
            return known or fresh

    # --- the audit log ----------------------------------------------------------------------------

    def write_audit(self, line: AuditLine) -> None:
        """Add a line; nothing changes or removes one."""
        row = {
            "at": line.at,
            "who": line.who,
            "act": line.act,
            "subject": line.subject,
            "data": encode(line),
        }
        with self.writing() as connection:
            connection.execute(insert(t.AUDIT).values(**row))

    def audit(
        self,
        who: str = "",
        act: str = "",
        subject: str = "",
        before: int = 0,
        most: int = 100,
    ) -> Sequence[tuple[int, AuditLine]]:
        """Return numbered lines, the newest first."""
        row = t.AUDIT.c
        query = select(row.line, row.data).order_by(row.line.desc()).limit(most)
        if who:
            query = query.where(row.who == who)
        if act:
            query = query.where(row.act == act)
        if subject:
            query = query.where(func.lower(row.subject).contains(subject.lower(), autoescape=True))
        if before:
            query = query.where(row.line < before)
        with self.reading() as connection:
            return [(line, decode(data, AuditLine)) for line, data in connection.execute(query)]

    def audit_acts(self) -> Sequence[str]:
        """Return the acts there are lines of, by alphabet."""
        query = select(t.AUDIT.c.act).distinct().order_by(t.AUDIT.c.act)
        with self.reading() as connection:
            return connection.execute(query).scalars().all()
