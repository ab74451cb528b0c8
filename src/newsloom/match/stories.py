"""StoryWindow -> Assignment per new article: which story it joins or founds, and why.

The weaving is in loom.py and revision.py; here its outcome becomes records. A copy follows its
original; nothing here changes what is a copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from hashlib import blake2b

from newsloom.match.evidence import explain
from newsloom.match.loom import Loom
from newsloom.match.revision import revise
from newsloom.model import ArticleId, Assignment, Coverage, Feature, Story, StoryId
from newsloom.ports import StoryWindow
from newsloom.settings import Matching


def weave_stories(window: StoryWindow, settings: Matching) -> Mapping[ArticleId, Assignment]:
    """Return one Assignment for each id in ``window.new``.

    New articles go in order of time and id to the story of highest mean probability
    (sum(p) / min(size, 20) >= ``join_probability``), or found one; then the recent ones near them
    are revised. Rulings in force are obeyed without exception, the newest of contradicting ones.
    Known articles that moved, and stories that ended in another, are in exactly one Assignment.
    """
    loom = Loom(window, settings)
    loom.obey()
    loom.place_all()
    revise(loom)
    return Weft(window, loom, settings).assignments()


class Weft:
    """The outcome of weaving, on its way to records."""

    def __init__(self, window: StoryWindow, loom: Loom, settings: Matching) -> None:
        self.window = window
        self.loom = loom
        self.settings = settings
        self.stories = dict(window.stories)
        self.names: dict[StoryId, StoryId] = {}
        for story in sorted(loom.members):
            if loom.members[story] and story not in window.stories:
                self.name(story)
        self.speakers: dict[StoryId | None, ArticleId] = {}
        for article_id in sorted(window.new, reverse=True):
            self.speakers[self.story_id_of(article_id)] = article_id

    def name(self, story: StoryId) -> None:
        """Give a story founded in this window its founder and its lasting id."""
        founder = self.founder(story)
        story_id = mint_story_id(founder, frozenset(self.stories))
        self.names[story] = story_id
        at = self.loom.prints[founder].published_at
        self.stories[story_id] = Story(story_id, founder, at)

    def founder(self, story: StoryId) -> ArticleId:
        """Return who founds a new story: by ruling, else the earliest new original."""
        loom = self.loom
        return min(
            loom.members[story],
            key=lambda i: (
                i not in loom.bonds.founders,
                i not in loom.new,
                i in loom.originals,
                loom.turn(i),
            ),
        )

    def story_id_of(self, article_id: ArticleId) -> StoryId:
        """Return the lasting id of the story an article stands in."""
        story = self.loom.story_of[article_id]
        return self.names.get(story, story)

    def assignments(self) -> Mapping[ArticleId, Assignment]:
        """Return what changed, each change carried by one new article; founders come first."""
        founded = {self.stories[s].founder_id: self.stories[s] for s in self.names.values()}
        moved: dict[ArticleId, list[Coverage]] = defaultdict(list)
        for article_id in sorted(self.loom.stood - self.loom.new):
            if self.story_id_of(article_id) != self.window.coverages[article_id].story_id:
                carrier = self.carrier(self.story_id_of(article_id))
                moved[carrier].append(self.coverage(article_id))
        merged: dict[ArticleId, list[Story]] = defaultdict(list)
        for founder in sorted(founded.keys() - self.loom.new):
            merged[self.carrier(founded[founder].story_id)].append(founded[founder])
        for story in self.ended():
            merged[self.carrier(story.merged_into)].append(story)
        return {
            i: Assignment(self.coverage(i), founded.get(i), tuple(moved[i]), tuple(merged[i]))
            for i in sorted(self.window.new, key=lambda i: (i not in founded, i))
        }

    def ended(self) -> list[Story]:
        """Return the known stories whose every article has left, redirected to where they went."""
        held: dict[StoryId, list[ArticleId]] = defaultdict(list)
        for article_id, coverage in self.window.coverages.items():
            held[coverage.story_id].append(article_id)
        here = self.loom.story_of
        found = []
        for story_id in sorted(held.keys() & self.window.stories.keys()):
            went = held[story_id]
            if all(i in here and here[i] != story_id for i in went):
                was = self.stories[story_id]
                first = min(went, key=lambda i: (i != was.founder_id, self.loom.turn(i)))
                into = self.story_id_of(first)
                found.append(Story(story_id, was.founder_id, was.founded_at, into))
        return found

    def carrier(self, story_id: StoryId | None) -> ArticleId:
        """Return the new article whose Assignment tells of a change in a story."""
        return self.speakers.get(story_id) or min(self.window.new)

    # coverage

    def coverage(self, article_id: ArticleId) -> Coverage:
        """Return an article's membership with its evidence."""
        loom = self.loom
        story, story_id = loom.story_of[article_id], self.story_id_of(article_id)
        if self.stories[story_id].founder_id == article_id:
            return Coverage(article_id, story_id, 1.0, None, (), "It was the first report here.")
        if article_id in loom.bonds.ruled:
            return self.ruled(article_id, story_id)
        if article_id in loom.originals:
            return self.following(article_id, story_id)
        others = loom.members[story] - {article_id}
        near = {o: p for o, p in loom.neighbours(article_id).items() if o in others}
        if not near:
            return self.ruled(article_id, story_id)
        nearest = max(near, key=lambda o: (near[o], o))
        weighed = loom.active.weighed
        found = explain(weighed[article_id], weighed[nearest], self.settings)
        fit = loom.fit(article_id, story)
        return Coverage(article_id, story_id, fit, nearest, found.features, found.sentence)

    def following(self, article_id: ArticleId, story_id: StoryId) -> Coverage:
        """Return the membership of a copy."""
        original = self.loom.originals[article_id]
        share = self.window.syndications[article_id].similarity
        title = self.loom.prints[original].title
        feature = Feature("copy", share, 1.0, f"{share:.0%} of its text is in the original.")
        sentence = f"It is a copy of “{title}” and follows it."
        return Coverage(article_id, story_id, 1.0, original, (feature,), sentence)

    def ruled(self, article_id: ArticleId, story_id: StoryId) -> Coverage:
        """Return a membership that a ruling, or the company of a ruled article, decided."""
        founder = self.stories[story_id].founder_id
        title = self.loom.prints[founder].title if founder in self.loom.prints else ""
        feature = Feature("ruling", 1.0, 1.0, "A ruling put it here.")
        sentence = f"A ruling puts it with “{title}”." if title else "A ruling puts it here."
        nearest = founder if founder in self.loom.prints else None
        return Coverage(article_id, story_id, 1.0, nearest, (feature,), sentence)


def mint_story_id(founder: ArticleId, taken: frozenset[StoryId]) -> StoryId:
    """Return "s" and 12 hex digits of blake2b(founder); of founder and a count if that is taken."""
    for count in range(len(taken) + 1):
        seed = f"{founder}/{count}" if count else founder
        story_id = StoryId(f"s{blake2b(seed.encode(), digest_size=6).hexdigest()}")
        if story_id not in taken:
            return story_id
    raise ValueError("every name for this story is taken")
