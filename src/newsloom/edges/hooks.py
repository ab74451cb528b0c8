"""Webhooks and what is to be sent to them, in the database; nobody is called here.

A notice is written in the transaction of what it tells of, so neither can be without the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from newsloom.edges import tables as t
from newsloom.edges.notices import (
    hook_row,
    notice_for,
    notice_of,
    notice_row,
    ruling_facts,
    source_facts,
    story_event,
)
from newsloom.edges.rows import decode, records, rows_in, upsert
from newsloom.edges.worklist import WorkList
from newsloom.model import Deferred, Dropped, Health, HealthState, Ruling, Summary
from newsloom.model.hooks import Answered, Call, Hook, HookEvent, Notice, NoticeState
from newsloom.ports.hooks import ENDED, HOOK_CODES
from newsloom.publish.summary_facts import summary_row
from newsloom.stage import PATIENT

ROW = "notify"
"""Row of the pipeline that calls hooks."""

KEPT = timedelta(days=30)
"""How long notices are kept that are not waiting."""

BROKEN = frozenset({
    HealthState.GONE, HealthState.BLOCKED, HealthState.MISSING, HealthState.UNREACHABLE,
    HealthState.HTML, HealthState.UNPARSABLE,
})  # fmt: skip
"""States of a source that gives no news."""


class Hooking(WorkList):
    """Hooks, and notices on their way to them."""

    def hooks(self) -> Sequence[Hook]:
        """Return all hooks, the ended ones too, by the time they were made."""
        with self.reading() as connection:
            query = select(t.HOOKS.c.data).order_by(t.HOOKS.c.made_at, t.HOOKS.c.hook_id)
            return [decode(data, Hook) for data in connection.execute(query).scalars()]

    def save_hook(self, hook: Hook) -> None:
        """Keep a hook."""
        with self.writing() as connection:
            upsert(connection, t.HOOKS, [hook_row(hook)])

    def remove_hook(self, hook_id: str) -> bool:
        """Forget a hook and all that was to be sent to it; False = it was not known."""
        notice = t.NOTICES.c
        with self.writing() as connection:
            query = select(notice.notice_id).where(notice.hook_id == hook_id)
            self.take_off([ROW], connection.execute(query).scalars().all())
            connection.execute(delete(t.NOTICES).where(notice.hook_id == hook_id))
            found = connection.execute(delete(t.HOOKS).where(t.HOOKS.c.hook_id == hook_id))
            return found.rowcount > 0

    def notices(self, hook_id: str = "", limit: int = 50) -> Sequence[Notice]:
        """Return what one hook, or any, was told or is to be told, the latest first."""
        notice = t.NOTICES.c
        query = select(t.NOTICES).order_by(notice.made_at.desc(), notice.notice_id).limit(limit)
        if hook_id:
            query = query.where(notice.hook_id == hook_id)
        with self.reading() as connection:
            return [notice_of(row) for row in connection.execute(query)]

    def save_notices(self, notices: Iterable[Notice]) -> Sequence[str]:
        """Keep notices; returns the ids of those that were not known."""
        given = {notice.notice_id: notice for notice in notices}
        with self.writing() as connection:
            key = t.NOTICES.c.notice_id
            known = {row[0] for row in rows_in(connection, select(key), key, given)}
            new = [notice for name, notice in given.items() if name not in known]
            upsert(connection, t.NOTICES, [notice_row(notice) for notice in new])
            return [notice.notice_id for notice in new]

    def notice(self, notice_id: str) -> Notice | None:
        """Return one notice."""
        with self.reading() as connection:
            query = select(t.NOTICES).where(t.NOTICES.c.notice_id == notice_id)
            row = connection.execute(query).one_or_none()
            return None if row is None else notice_of(row)

    def send_again(self, notice_id: str, at: datetime) -> bool:
        """Make a notice due now, however it ended; False = it cannot be sent."""
        with self.writing() as connection:
            if notice_id not in self.calls([notice_id]):
                return False
            self.take_off([ROW], [notice_id])
            fresh = update(t.NOTICES).where(t.NOTICES.c.notice_id == notice_id)
            connection.execute(fresh.values(state=NoticeState.WAITING.value, tries=0))
            self.mark_due(ROW, [notice_id], at)
            return True

    # what is told
    def tell_of_stories(self, ids: Sequence[str]) -> Sequence[str]:
        """Keep what hooks are to be told of stories whose summary has just changed.

        Returns the ids of the notices.
        """
        with self.writing():
            hooks = self._called()
            return self.save_notices(self._news_of(ids, hooks)) if hooks else []

    def tell_of_rulings(self, rulings: Iterable[Ruling], at: datetime) -> None:
        """Keep what hooks are to be told of rulings made or undone, and make it due."""
        facts = {ruling.ruling_id: ruling_facts(ruling) for ruling in rulings}
        self._tell(HookEvent.RULING_MADE, facts, at)

    def tell_of_sources(self, healths: Mapping[str, Health], at: datetime) -> None:
        """Keep what hooks are to be told of sources whose health was saved at ``at``."""
        broken = {url: health for url, health in healths.items() if health.state in BROKEN}
        with self.writing():
            if not broken or not self._called():
                return
            fell = {url: source_facts(url, broken[url]) for url in self._fallen(broken, at)}
            self._tell(HookEvent.SOURCE_BROKEN, fell, at)

    # what the row notify reads and writes
    def calls(self, ids: Sequence[str]) -> Mapping[str, Call]:
        """Return notices with where they go, oldest first; those of ended hooks are left out."""
        with self.reading() as connection:
            rows = rows_in(connection, select(t.NOTICES), t.NOTICES.c.notice_id, ids)
            found = sorted(map(notice_of, rows), key=lambda n: (n.made_at, n.notice_id))
            hooks = records(connection, t.HOOKS, {n.hook_id for n in found}, Hook)
            return {
                notice.notice_id: Call(notice, hook.url, hook.secret)
                for notice in found
                if (hook := hooks[notice.hook_id]).ended_at is None
            }

    def save_answers(self, rows: Sequence[Answered]) -> Sequence[str]:
        """Keep that notices were taken."""
        with self.writing() as connection:
            for row in rows:
                taken = update(t.NOTICES).where(t.NOTICES.c.notice_id == row.notice_id)
                values = {"state": NoticeState.TAKEN.value, "called_at": row.at, "says": row.says}
                connection.execute(taken.values(values))
            return [row.notice_id for row in rows]

    def note_calls(self, ends: Mapping[Any, Any], at: datetime) -> None:
        """Keep how calls ended that were not answered well; "hook-ended" ends the hook.

        What was over long ago is forgotten.
        """
        with self.writing() as connection:
            is_over = t.NOTICES.c.state != NoticeState.WAITING.value
            connection.execute(delete(t.NOTICES).where(t.NOTICES.c.made_at < at - KEPT, is_over))
            over: list[str] = []
            for notice_id, end in ends.items():
                if isinstance(end, (Deferred, Dropped)) and end.code not in PATIENT:
                    self._note(notice_id, end, at)
                    over += [notice_id] * (end.code == ENDED)
            key, hook = t.NOTICES.c.notice_id, t.NOTICES.c.hook_id
            for hook_id in {row[0] for row in rows_in(connection, select(hook), key, over)}:
                self._close_hook(hook_id, at)

    def _note(self, notice_id: str, end: Deferred | Dropped, at: datetime) -> None:
        """Keep one failed call."""
        notice = t.NOTICES.c
        state = NoticeState.GIVEN_UP if isinstance(end, Dropped) else NoticeState.WAITING
        values = {"state": state.value, "tries": notice.tries + 1, "called_at": at}
        failed = update(t.NOTICES).where(notice.notice_id == notice_id)
        with self.writing() as connection:
            connection.execute(failed.values(**values, says=end.detail))

    def _close_hook(self, hook_id: str, at: datetime) -> None:
        """End a hook: what waits for it is given up."""
        notice = t.NOTICES.c
        with self.writing() as connection:
            for hook in records(connection, t.HOOKS, [hook_id], Hook).values():
                self.save_hook(replace(hook, ended_at=hook.ended_at or at))
            waits = (notice.hook_id == hook_id, notice.state == NoticeState.WAITING.value)
            names = connection.execute(select(notice.notice_id).where(*waits)).scalars().all()
            self.take_off([ROW], names)
            given_up = update(t.NOTICES).where(*waits)
            values = {"state": NoticeState.GIVEN_UP.value, "says": HOOK_CODES[ENDED]}
            connection.execute(given_up.values(values))

    def _called(self) -> Sequence[Hook]:
        return [hook for hook in self.hooks() if hook.ended_at is None]

    def _tell(self, event: HookEvent, facts: Mapping[str, object], at: datetime) -> None:
        """Write one notice a subject for every hook that wants the event, due now."""
        with self.writing():
            hooks = [hook for hook in self._called() if event in hook.events]
            made = [
                notice_for(hook, event, subject, told, at)
                for subject, told in facts.items()
                for hook in hooks
            ]
            self.mark_due(ROW, self.save_notices(made), at)

    def _news_of(self, ids: Sequence[str], hooks: Sequence[Hook]) -> Iterator[Notice]:
        """Yield the notices of stories, by what readers saw before and see now."""
        row = t.SUMMARIES.c
        with self.reading() as connection:
            query = select(row.story_id, row.since, row.until, row.is_shown, row.data)
            current = list(rows_in(connection, query.where(row.until.is_(None)), row.story_id, ids))
            ended = row.until.in_({one.since for one in current})
            seen = query.where(ended, row.is_shown == 1).order_by(row.version)
            earlier = rows_in(connection, seen, row.story_id, ids)
            before = {(one.story_id, one.until): decode(one.data, Summary) for one in earlier}
        for one in current:
            now, was = decode(one.data, Summary), before.get((one.story_id, one.since))
            event = story_event(was, now, bool(one.is_shown), one.since)
            for hook in hooks:
                if event is not None and event in hook.events:
                    facts = summary_row(now, one.since)
                    yield notice_for(hook, event, now.story_id, facts, one.since)

    def _fallen(self, broken: Iterable[str], at: datetime) -> list[str]:
        """Return the sources that were not broken before ``at``."""
        line = t.HEALTH_CHANGES.c
        query = select(line.source_url, line.at, line.state).order_by(line.at)
        with self.reading() as connection:
            states: dict[str, dict[datetime, HealthState]] = {}
            for url, since, state in rows_in(connection, query, line.source_url, broken):
                states.setdefault(url, {})[since] = HealthState(state)
        fallen = []
        for url, by_time in states.items():
            earlier = [state for since, state in by_time.items() if since < at]
            if at in by_time and not (earlier and earlier[-1] in BROKEN):
                fallen.append(url)
        return sorted(fallen)
