"""The edition, post names, renditions and receipts in the database; no file is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select

from newsloom.edges import tables as t
from newsloom.edges.digest import digest_of
from newsloom.edges.judging import Judging
from newsloom.edges.rows import Values, count, pack, pieces, unpack, upsert
from newsloom.model import (
    ArticleId,
    Brief,
    DateOrigin,
    Decision,
    Delivery,
    Edition,
    Receipt,
    RenditionSet,
    Report,
    RuleAnswer,
    StoryId,
    Topic,
    Verdict,
)
from newsloom.publish.edition import post_name

NO_NEWS = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of an edition without a story."""

PENDING = "-"
"""``renditions.delivered`` of a file that is not in its place yet."""


class Publishing(Judging):
    """What the rows publish and deliver read and write."""

    def edition(self, topics: Sequence[Topic] = (), per_lead: bool = False) -> Edition:
        """Return everything published, then what else has a post; nothing is written.

        Hottest first by peak heat, then by id. ``topics`` is the taxonomy in force. A post goes
        with its story; with ``per_lead`` with its article, and is retired when another leads.
        """
        with self.reading() as connection:
            briefs = self._with_posts(connection, per_lead)
            published = [b for b in briefs if b.verdict.decision is Decision.PUBLISH]
            others = [b for b in briefs if b.verdict.decision is not Decision.PUBLISH]
            return Edition(
                as_of=newest(report for brief in published for report in brief.dossier.reports),
                briefs=(
                    *sorted(published, key=hotness),
                    *sorted((b for b in others if b.post_name), key=hotness),
                ),
                redirects=self._redirects(connection),
                articles=count(connection, t.ARTICLES),
                sources=count(connection, t.SOURCES),
                topics=tuple(topics),
            )

    def save_posts(self, names: Mapping[str, str]) -> None:
        """Keep the post names of stories or articles that have none; a name never changes."""
        with self.writing() as connection:
            known = dict(self._post_rows(connection))
            taken = set(known.values())
            new: list[Values] = []
            for holder, name in names.items():
                if holder not in known:
                    free = free_name(name, taken)
                    taken.add(free)
                    new.append({"holder": holder, "post_name": free})
            upsert(connection, t.POSTS, new)

    def save_renditions(self, rows: Sequence[RenditionSet]) -> Sequence[str]:
        """Keep new and changed files and withdrawals; returns their ``target/path`` keys.

        One that is still to be delivered is among them: it may have been refused before.
        """
        with self.writing() as connection:
            changed: list[str] = []
            for files in rows:
                self.save_posts(dict(files.posts))
                fresh = self._changed_files(connection, files)
                upsert(connection, t.RENDITIONS, fresh)
                changed += [f"{files.target}/{row['path']}" for row in fresh]
            return changed

    def deliveries(self, keys: Sequence[str]) -> Mapping[str, Delivery]:
        """Return what is to be put in place or withdrawn; delivered files are left out."""
        with self.reading() as connection:
            found: dict[str, Delivery] = {}
            row = t.RENDITIONS.c
            for target, paths in by_target(keys).items():
                for piece in pieces(paths):
                    query = select(row.path, row.digest, row.body).where(
                        row.target == target, row.path.in_(piece), row.delivered != row.digest
                    )
                    for path, digest, body in connection.execute(query):
                        content = unpack(body) if digest and body is not None else None
                        if content is not None or not digest:
                            found[f"{target}/{path}"] = Delivery(target, path, content)
            return {key: found[key] for key in keys if key in found}

    def save_receipts(self, rows: Sequence[Receipt]) -> Sequence[str]:
        """Record what is in its place and let its bytes go; returns the ``target/path`` keys."""
        row = t.RENDITIONS.c
        with self.writing() as connection:
            for receipt in rows:
                chosen = (
                    row.target == receipt.target,
                    row.path == receipt.path,
                    row.digest == receipt.digest,
                )
                if receipt.digest:
                    put = t.RENDITIONS.update().where(*chosen)
                    connection.execute(put.values(delivered=receipt.digest, body=None))
                else:
                    connection.execute(delete(t.RENDITIONS).where(*chosen))
            return [f"{receipt.target}/{receipt.path}" for receipt in rows]

    def receipts(self) -> Sequence[Receipt]:
        """Return every file that is in its place, by target and path."""
        row = t.RENDITIONS.c
        query = select(row.target, row.path, row.delivered).where(
            row.delivered == row.digest, row.digest != ""
        )
        with self.reading() as connection:
            ordered = connection.execute(query.order_by(row.target, row.path))
            return [Receipt(*found) for found in ordered]

    def forget_receipts(self, keys: Sequence[str]) -> Sequence[str]:
        """Forget delivered files that have gone missing; returns the targets to publish again."""
        row = t.RENDITIONS.c
        with self.writing() as connection:
            targets = []
            for target, paths in by_target(keys).items():
                gone = 0
                for piece in pieces(paths):
                    chosen = (row.target == target, row.path.in_(piece), row.body.is_(None))
                    gone += connection.execute(delete(t.RENDITIONS).where(*chosen)).rowcount
                if gone:
                    targets.append(target)
            return targets

    def _changed_files(self, connection: Connection, files: RenditionSet) -> list[Values]:
        """Return rows of a target: new, changed, withdrawn or still to be delivered, by path."""
        row = t.RENDITIONS.c
        query = select(row.path, row.digest, row.delivered).where(row.target == files.target)
        before = {path: (digest, put) for path, digest, put in connection.execute(query)}
        fresh = dict[str, Values]()
        for rendition in files.renditions:
            digest = digest_of(rendition.body)
            if before.pop(rendition.path, None) != (digest, digest):
                fresh[rendition.path] = file_row(files.target, rendition.path, rendition.body)
        for path in before:
            fresh[path] = file_row(files.target, path, None)
        return [fresh[path] for path in sorted(fresh)]

    def _with_posts(self, connection: Connection, per_lead: bool) -> list[Brief]:
        """Return all briefs with the name of their post; a first one has the name it will get."""
        names = dict(self._post_rows(connection))
        held = [
            replace(brief, post_name=names.get(holder, ""), post_holder=holder)
            for brief in self.briefs()
            for holder in [holder_of(brief, per_lead)]
        ]
        if per_lead:
            held += self._outgrown(held, names)
        taken = set(names.values())
        for place, brief in enumerate(held):
            if is_nameless(brief):
                name = free_name(post_name(brief), taken)
                taken.add(name)
                held[place] = replace(brief, post_name=name)
        return held

    def _outgrown(self, briefs: Sequence[Brief], names: Mapping[str, str]) -> list[Brief]:
        """Return the posts of articles that do not lead their story, as retired."""
        leads = {brief.lead.article_id for brief in briefs}
        covers = self.coverages([holder for holder in names if holder not in leads])
        by_story = {brief.dossier.story.story_id: brief for brief in briefs}
        return [
            retired(by_story[cover.story_id], article_id, names[article_id])
            for article_id, cover in sorted(covers.items())
            if cover.story_id in by_story
        ]

    def _post_rows(self, connection: Connection) -> Iterable[tuple[str, str]]:
        """Return (story or article, name of its post)."""
        found = connection.execute(select(t.POSTS.c.holder, t.POSTS.c.post_name))
        return [(holder, name) for holder, name in found]

    def _redirects(self, connection: Connection) -> tuple[tuple[StoryId, StoryId], ...]:
        """Return (merged story, survivor), by id."""
        row = t.STORIES.c
        query = select(row.story_id, row.merged_into).where(row.merged_into.is_not(None))
        merged = {StoryId(old): StoryId(new) for old, new in connection.execute(query)}
        return tuple((old, end_of(old, merged)) for old in sorted(merged))


def holder_of(brief: Brief, per_lead: bool) -> str:
    """Return what a post goes with: the story, or the article that leads it."""
    return brief.lead.article_id if per_lead else brief.dossier.story.story_id


def retired(brief: Brief, article_id: ArticleId, name: str) -> Brief:
    """Return the post of an article that another one has overtaken in its story."""
    sentence = "Its article has become a member of another story. This rule decided: retire."
    answer = RuleAnswer("merged", False, sentence)
    story_id = brief.dossier.story.story_id
    return replace(
        brief,
        lead=replace(brief.lead, article_id=article_id),
        verdict=Verdict(story_id, Decision.RETIRE, "merged", (answer,)),
        post_name=name,
        post_holder=article_id,
    )


def is_nameless(brief: Brief) -> bool:
    """Return whether a story is published for the first time."""
    return brief.verdict.decision is Decision.PUBLISH and not brief.post_name


def end_of(story_id: StoryId, merged: Mapping[StoryId, StoryId]) -> StoryId:
    """Return where a chain of merges ends."""
    seen = {story_id}
    while story_id in merged and merged[story_id] not in seen:
        story_id = merged[story_id]
        seen.add(story_id)
    return story_id


def hotness(brief: Brief) -> tuple[float, StoryId]:
    """Return what orders an edition."""
    return -brief.heat.peak, brief.dossier.story.story_id


def newest(reports: Iterable[Report]) -> datetime:
    """Return the time of the newest dated report; of any report when none has a date."""
    articles = [report.article for report in reports]
    dated = [a.published_at for a in articles if a.date_origin is not DateOrigin.FIRST_SEEN]
    return max(dated or [a.published_at for a in articles], default=NO_NEWS)


def free_name(name: str, taken: set[str]) -> str:
    """Return ``name``, or with -2, -3 ... before its suffix when it is taken."""
    stem, dot, suffix = name.rpartition(".")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem}-{number}{dot}{suffix}"
    return free


def by_target(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return the paths in ``target/path`` keys under their targets."""
    paths: dict[str, list[str]] = {}
    for key in keys:
        target, _, path = key.partition("/")
        paths.setdefault(target, []).append(path)
    return paths


def file_row(target: str, path: str, body: bytes | None) -> Values:
    """Return the row of a file to put in place, or (``body`` None) to withdraw."""
    return {
        "target": target,
        "path": path,
        "digest": "" if body is None else digest_of(body),
        "delivered": PENDING,
        "body": None if body is None else pack(body),
    }
