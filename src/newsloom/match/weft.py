"""A loom at the end of a window -> Assignments: who stands where, and the evidence.

Moves nothing: the weaving is over. Stories opened in the window get their founder and lasting id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from hashlib import blake2b

from newsloom.match.loom import Loom
from newsloom.model import (
    ArticleId,
    Assignment,
    Coverage,
    Feature,
    Rival,
    Story,
    StoryId,
)

STORY_ID = re.compile("s[0-9a-f]{12}")

RULING = "ruling"
"""Feature of a membership that a ruling decided."""

RIVAL_SHARE = 0.6
"""Share of ``join_probability`` from which on another story is told."""


class Weft:
    """The outcome of one window, on its way to records."""

    def __init__(self, loom: Loom) -> None:
        self.loom = loom
        self.opened: dict[StoryId, Story] = {}
        for name in sorted(loom.founders):
            if loom.members[name]:
                self.open(name)
        self.speakers: dict[StoryId | None, ArticleId] = {}
        for place in sorted(loom.new, key=loom.id_of, reverse=True):
            self.speakers[self.story_id_of(place)] = loom.id_of(place)

    def open(self, name: StoryId) -> None:
        """Give a story opened in this window its founder and its lasting id."""
        founder = self.founder(name)
        article = self.loom.active.told[founder]
        opened = {story.story_id for story in self.opened.values()}
        story_id = mint_story_id(
            article.article_id, lambda name: name in self.loom.stories or name in opened
        )
        self.opened[name] = Story(story_id, article.article_id, article.published_at)

    def founder(self, name: StoryId) -> int:
        """Return who founds a new story: by ruling, else the earliest new original."""
        loom = self.loom
        return min(
            loom.members[name],
            key=lambda p: (
                loom.id_of(p) not in loom.bonds.founders,
                p not in loom.new,
                not loom.is_voter(p),
                loom.turn(p),
            ),
        )

    def story_id_of(self, place: int) -> StoryId:
        """Return the lasting id of the story an article stands in."""
        return self.story_at(place).story_id

    def story_at(self, place: int) -> Story:
        """Return the story an article stands in."""
        name = self.loom.story_of[place]
        return self.opened.get(name) or self.loom.stories[name]

    def assignments(self) -> Mapping[ArticleId, Assignment]:
        """Return what changed, each change carried by one new article; founders come first."""
        loom = self.loom
        founded = {story.founder_id: story for story in self.opened.values()}
        moved: dict[ArticleId, list[Coverage]] = defaultdict(list)
        for place in sorted(loom.before.keys() - loom.new, key=loom.id_of):
            if self.story_id_of(place) != loom.before[place]:
                moved[self.carrier(self.story_id_of(place))].append(self.coverage(place))
        merged: dict[ArticleId, list[Story]] = defaultdict(list)
        new = {loom.id_of(place): place for place in loom.new}
        for founder in sorted(founded.keys() - new.keys()):
            merged[self.carrier(founded[founder].story_id)].append(founded[founder])
        for story in self.ended():
            merged[self.carrier(story.merged_into)].append(story)
        return {
            i: Assignment(self.coverage(new[i]), founded.get(i), tuple(moved[i]), tuple(merged[i]))
            for i in sorted(new, key=lambda i: (i not in founded, i))
        }

    def ended(self) -> list[Story]:
        """Return the known stories whose every article has left, redirected to where they went."""
        loom = self.loom
        left: dict[StoryId, list[int]] = defaultdict(list)
        for place, story_id in loom.before.items():
            if story_id is not None:
                left[story_id].append(place)
        found = []
        for story_id in sorted(left):
            if not loom.members[story_id]:
                was = loom.stories[story_id]
                went = left[story_id]
                first = min(went, key=lambda p: (loom.id_of(p) != was.founder_id, loom.turn(p)))
                into = self.story_id_of(first)
                found.append(Story(story_id, was.founder_id, was.founded_at, into))
        return found

    def carrier(self, story_id: StoryId | None) -> ArticleId:
        """Return the new article whose Assignment tells of a change in a story."""
        return self.speakers.get(story_id) or min(map(self.loom.id_of, self.loom.new))

    # coverage

    def coverage(self, place: int) -> Coverage:
        """Return an article's membership with its evidence."""
        loom, article_id = self.loom, self.loom.id_of(place)
        story = self.story_at(place)
        if story.founder_id == article_id:
            said = "It was the first report here."
            rival = self.rival(place)
            return Coverage(article_id, story.story_id, 1.0, None, (), said, rival)
        if article_id in loom.bonds.tied:
            return self.ruled(article_id, story)
        if not loom.is_voter(place):
            return self.following(article_id, story)
        name = loom.story_of[place]
        near = [(p, other) for other, p in loom.near.of(place) if loom.story_of.get(other) == name]
        if not near:
            said = "None of the reports it stands with is near to it: it came with others."
            return Coverage(article_id, story.story_id, 1.0, None, (), said)
        nearest = max(near, key=lambda row: (row[0], loom.id_of(row[1])))[1]
        found = loom.near.explain(place, nearest)
        fit = loom.fit(place, name)
        return Coverage(
            article_id, story.story_id, fit, loom.id_of(nearest), found.features, found.sentence,
            self.rival(place),
        )  # fmt: skip

    def rival(self, place: int) -> Rival | None:
        """Return the likeliest other story that no ruling keeps an article out of, if it is near.

        Near is ``RIVAL_SHARE`` of what joining asks for.
        """
        loom, own = self.loom, self.loom.story_of[place]
        fits = loom.fits(place, own) if loom.is_voter(place) else {}
        least = RIVAL_SHARE * loom.settings.join_probability
        near = [s for s in fits if fits[s] >= least and loom.is_open(s, place)]
        free = [s for s in near if loom.may_join(loom.knot(place), s)]
        if not free:
            return None
        name = min(free, key=lambda s: (-fits[s], loom.age(s)))
        found = [(p, loom.id_of(o)) for o, p in loom.near.of(place) if loom.story_of.get(o) == name]
        _, nearest = max(found)
        features = loom.near.explain(place, loom.active.places[nearest]).features
        story_id = (self.opened.get(name) or loom.stories[name]).story_id
        late = loom.lateness(place, name)
        return Rival(story_id, nearest, fits[name], features, late)

    def following(self, article_id: ArticleId, story: Story) -> Coverage:
        """Return the membership of a copy."""
        copied = self.loom.copies.original_of[article_id]
        title = self.title(copied)
        share = self.loom.copies.shares[article_id]
        feature = Feature("copy", share, 1.0, f"{share:.0%} of its text is in the original.")
        sentence = f"It is a copy of “{title}” and follows it."
        return Coverage(article_id, story.story_id, 1.0, copied, (feature,), sentence)

    def ruled(self, article_id: ArticleId, story: Story) -> Coverage:
        """Return a membership that a ruling, or the company of a ruled article, decided."""
        title = self.title(story.founder_id)
        feature = Feature(RULING, 1.0, 1.0, "A ruling put it here.")
        sentence = f"A ruling puts it with “{title}”." if title else "A ruling puts it here."
        nearest = story.founder_id if title else None
        return Coverage(article_id, story.story_id, 1.0, nearest, (feature,), sentence)

    def title(self, article_id: ArticleId) -> str:
        """Return an article's headline, "" when it is out of reach."""
        place = self.loom.active.places.get(article_id)
        return "" if place is None else self.loom.active.told[place].title


def is_ruled(coverage: Coverage) -> bool:
    """Say whether a ruling put an article where it stands."""
    return any(feature.name == RULING for feature in coverage.features)


def mint_story_id(
    founder: ArticleId, is_taken: Callable[[StoryId], bool] = lambda _: False
) -> StoryId:
    """Return "s" and 12 hex digits of blake2b(founder); of founder and a count if that is taken."""
    count = 0
    while True:
        seed = f"{founder}/{count}" if count else founder
        story_id = StoryId(f"s{blake2b(seed.encode(), digest_size=6).hexdigest()}")
        if not is_taken(story_id):
            return story_id
        count += 1


def is_story_id(key: str) -> bool:
    """Say whether a text has the form of a story's id."""
    return STORY_ID.fullmatch(key) is not None
