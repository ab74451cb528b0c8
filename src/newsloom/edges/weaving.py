"""Stories and coverages in the database: applying what the row stories decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from newsloom.edges import tables as t
from newsloom.edges.headings import forget_headings
from newsloom.edges.matching import Matching
from newsloom.edges.rows import Values, decode, encode, rows_in, upsert
from newsloom.model import ArticleId, Assignment, Coverage, Story, StoryId


class Weaving(Matching):
    """What the row stories writes."""

    def save_assignments(self, rows: Sequence[Assignment]) -> Sequence[StoryId]:
        """Apply assignments in order: coverage, founded, moved, merged.

        Returns stories that gained, lost or changed a coverage, survivors of merges included. What
        is left in a merged story moves to the survivor; a story whose last article has left ends
        in the one its founder (or else that article) went to.
        """
        with self.writing() as connection:
            loom = self._load(rows)
            for assignment in rows:
                loom.apply(assignment)
            changed = loom.end_empty_stories()
            upsert(connection, t.STORIES, [story_row(story) for story in loom.new_stories()])
            upsert(connection, t.COVERAGES, [coverage_row(row) for row in loom.new_coverages()])
            forget_headings(connection, [row.coverage.article_id for row in rows])
            return changed

    def members(self, ids: Iterable[str]) -> dict[StoryId, list[Coverage]]:
        """Return the coverages of some stories, by article id."""
        row = t.COVERAGES.c
        with self.reading() as connection:
            query = select(row.story_id, row.data)
            found: dict[StoryId, list[Coverage]] = {}
            for story_id, data in rows_in(connection, query, row.story_id, ids):
                found.setdefault(StoryId(story_id), []).append(decode(data, Coverage))
            return {
                key: sorted(found[key], key=lambda cover: cover.article_id) for key in sorted(found)
            }

    def survivor(self, story_id: StoryId) -> StoryId:
        """Return the story a merged one ended in, over any number of merges."""
        return self.merges(story_id)[-1]

    def merges(self, story_id: StoryId) -> list[StoryId]:
        """Return a story and those it ended in, one after the other, the standing one last."""
        chain = [story_id]
        while story := self.stories([chain[-1]]).get(chain[-1]):
            if story.merged_into is None or story.merged_into in chain:
                break
            chain.append(story.merged_into)
        return chain

    def _load(self, rows: Sequence[Assignment]) -> Loom:
        """Return all coverages and stories that the assignments can change."""
        arriving = [c.article_id for row in rows for c in (row.coverage, *row.moved)]
        held = self.coverages(arriving)
        touched = {c.story_id for row in rows for c in (row.coverage, *row.moved)}
        touched |= {cover.story_id for cover in held.values()}
        merged = [story for row in rows for story in row.merged]
        touched |= {story.story_id for story in merged}
        touched |= {story.merged_into for story in merged if story.merged_into is not None}
        touched |= {later for story_id in sorted(touched) for later in self.merges(story_id)}
        members = self.members(touched)
        held |= {cover.article_id: cover for covers in members.values() for cover in covers}
        return Loom(self.stories(touched), held)


class Loom:
    """Stories and coverages in memory while assignments are applied to them."""

    def __init__(
        self, stories: Mapping[StoryId, Story], coverages: Mapping[ArticleId, Coverage]
    ) -> None:
        self.stories_before, self.stories = dict(stories), dict(stories)
        self.coverages_before, self.coverages = dict(coverages), dict(coverages)
        self.changed: dict[StoryId, None] = {}
        self.left: dict[StoryId, dict[ArticleId, None]] = {}

    def apply(self, assignment: Assignment) -> None:
        """Apply what one arriving article changes."""
        opened = [story for story in assignment.merged if story.merged_into is None]
        if assignment.founded is not None:
            opened.append(assignment.founded)
        self.stories |= {story.story_id: story for story in opened}
        for coverage in (assignment.coverage, *assignment.moved):
            self.place(coverage)
        for story in assignment.merged:
            if story.merged_into is not None:
                self.merge(story, story.merged_into)

    def place(self, coverage: Coverage) -> None:
        """Put an article into a story (or its survivor), out of the one it stood in."""
        before = self.coverages.get(coverage.article_id)
        coverage = replace(coverage, story_id=self.standing(coverage.story_id))
        if before == coverage:
            return
        self.coverages[coverage.article_id] = coverage
        if before is not None and before.story_id != coverage.story_id:
            self.left.setdefault(before.story_id, {})[coverage.article_id] = None
            self.changed[before.story_id] = None
        self.changed[coverage.story_id] = None

    def merge(self, story: Story, into: StoryId) -> None:
        """End a story in another one and move what is left in it."""
        if self.standing(into) == story.story_id and into in self.stories:
            self.stories[into] = replace(self.stories[into], merged_into=None)
        self.stories[story.story_id] = story
        self.changed |= {story.story_id: None, self.standing(into): None}
        for coverage in list(self.coverages.values()):
            if coverage.story_id == story.story_id:
                self.place(replace(coverage, story_id=into))

    def standing(self, story_id: StoryId) -> StoryId:
        """Return the story itself, or the one it ended in over any number of merges."""
        seen = {story_id}
        while (story := self.stories.get(story_id)) and story.merged_into is not None:
            if story.merged_into in seen:
                break
            story_id = story.merged_into
            seen.add(story_id)
        return story_id

    def end_empty_stories(self) -> list[StoryId]:
        """End stories that lost their last article; returns all that changed, in order."""
        with_articles = {coverage.story_id for coverage in self.coverages.values()}
        for story_id, leavers in self.left.items():
            story = self.stories.get(story_id)
            if story is None or story.merged_into is not None or story_id in with_articles:
                continue
            heir = story.founder_id if story.founder_id in self.coverages else [*leavers][-1]
            target = self.coverages[heir].story_id
            self.stories[story_id] = replace(story, merged_into=target)
            self.changed[target] = None
        return list(self.changed)

    def new_stories(self) -> list[Story]:
        """Return the stories to write, by id."""
        before = self.stories_before
        return [s for key, s in sorted(self.stories.items()) if before.get(key) != s]

    def new_coverages(self) -> list[Coverage]:
        """Return the coverages to write, by article id."""
        before = self.coverages_before
        return [c for key, c in sorted(self.coverages.items()) if before.get(key) != c]


def story_row(story: Story) -> Values:
    """Return the row of a story."""
    return {
        "story_id": story.story_id,
        "founder_id": story.founder_id,
        "founded_at": story.founded_at,
        "merged_into": story.merged_into,
        "data": encode(story),
    }


def coverage_row(coverage: Coverage) -> Values:
    """Return the row of a coverage."""
    return {
        "article_id": coverage.article_id,
        "story_id": coverage.story_id,
        "data": encode(coverage),
    }
