"""The stories of a window while they are woven: who stands where, by ruling or by likeness.

Revises nothing (revision.py) and writes no records (stories.py). Every step goes through
articles in order of time and id: the order of arrival in the window changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import isnan

from newsloom.match.bonds import Bonds, is_follower
from newsloom.match.evidence import measure, probability_of
from newsloom.match.window import ActiveWindow, hour_of
from newsloom.model import ArticleId, Fingerprint, StoryId
from newsloom.ports import StoryWindow
from newsloom.settings import Matching

SIZE_CAP = 20
"""A story counts at most so many members in the mean: more are never near one article at once."""

LEAST_PROBABILITY = 0.02
"""Pairs below this are taken for strangers."""


class Loom:
    """Stories under the shuttle."""

    def __init__(self, window: StoryWindow, settings: Matching) -> None:
        self.settings = settings
        self.prints: dict[ArticleId, Fingerprint] = {**window.known, **window.new}
        self.new = frozenset(window.new)
        self.bonds = Bonds(window.rulings, window.syndications)
        self.knot_of = {i: self.bonds.knot(i) for i in self.prints}
        self.knots: dict[ArticleId, list[ArticleId]] = defaultdict(list)
        for article_id in sorted(self.prints, key=self.turn):
            self.knots[self.knot_of[article_id]].append(article_id)
        self.originals = {
            i: s.original_id
            for i, s in window.syndications.items()
            if i in self.prints and is_follower(s) and s.original_id in self.prints
        }
        self.voters = {i: p for i, p in self.prints.items() if i not in self.originals}
        self.active = ActiveWindow(self.voters, settings.window_hours)
        self.near: dict[ArticleId, dict[ArticleId, float]] = {}
        self.pairs: dict[tuple[ArticleId, ArticleId], float] = {}
        self.founder_of: dict[StoryId, ArticleId] = {
            s.story_id: s.founder_id for s in window.stories.values()
        }
        self.story_of: dict[ArticleId, StoryId] = {}
        self.members: dict[StoryId, set[ArticleId]] = {s: set() for s in window.stories}
        self.sizes: dict[StoryId, int] = defaultdict(int)
        self.merged: dict[StoryId, StoryId] = {}
        for article_id, coverage in window.coverages.items():
            if article_id in self.prints and coverage.story_id in self.members:
                self.put(article_id, coverage.story_id)
        self.stood = frozenset(self.story_of)

    def turn(self, article_id: ArticleId) -> tuple[float, ArticleId]:
        """Return an article's place in the order of work."""
        return self.prints[article_id].published_at.timestamp(), article_id

    # standing

    def put(self, article_id: ArticleId, story: StoryId) -> None:
        """Let an article stand in a story, and nowhere else."""
        self.take(article_id)
        self.story_of[article_id] = story
        self.members[story].add(article_id)
        self.sizes[story] += article_id in self.voters

    def take(self, article_id: ArticleId) -> None:
        """Take an article out of its story, if it stands in one."""
        story = self.story_of.pop(article_id, None)
        if story is not None:
            self.members[story].discard(article_id)
            self.sizes[story] -= article_id in self.voters

    def found(self, article_id: ArticleId) -> StoryId:
        """Open a story for an article, under a name for the time of weaving."""
        story = StoryId(f"new {article_id}")
        while story in self.members:
            story = StoryId(f"{story}+")
        self.members[story] = set()
        self.founder_of[story] = article_id
        self.put(article_id, story)
        return story

    def obey(self) -> None:
        """Make the stories that already stand obey the rulings."""
        self.obey_same()
        self.obey_founders()
        self.obey_apart()

    # rulings

    def obey_same(self) -> None:
        """Merge stories that rulings make one; where another forbids it, move the articles."""
        for one, two in self.bonds.ruled_same:
            stories = {self.story_of[i] for i in (one, two) if i in self.story_of}
            if len(stories) < 2:
                continue
            first, second = sorted(stories, key=self.age)
            if self.may_merge(first, second, by_ruling=True):
                self.merge(first, second)
        for knot in sorted(self.knots):
            self.gather(knot)

    def gather(self, knot: ArticleId) -> None:
        """Bring the placed members of a knot into one story."""
        placed = [i for i in self.knots[knot] if i in self.story_of]
        if len({self.story_of[i] for i in placed}) > 1:
            target = self.home(knot)
            for article_id in placed:
                if target is not None:
                    self.put(article_id, target)

    def home(self, knot: ArticleId) -> StoryId | None:
        """Return the story a knot stands in: its ruled founder's, its originals', the oldest."""
        placed = [i for i in self.knots[knot] if i in self.story_of]
        for wanted in (self.bonds.founders, self.voters):
            stories = {self.story_of[i] for i in placed if i in wanted}
            if stories:
                return min(stories, key=self.age)
        return min((self.story_of[i] for i in placed), key=self.age, default=None)

    def obey_founders(self) -> None:
        """Give every ruled founder among the new articles a story of its own."""
        for founder in sorted(self.bonds.founders & self.new, key=self.turn):
            story = self.story_of.get(founder)
            knot = self.knots[self.knot_of[founder]]
            if story is not None and self.founder_of[story] in knot:
                continue
            own = self.found(founder)
            for article_id in knot:
                if article_id in self.story_of:
                    self.put(article_id, own)

    def obey_apart(self) -> None:
        """Take one of two knots that must not share a story out of it."""
        for knot in sorted(self.bonds.foes):
            for foe in sorted(self.bonds.foes_of(knot)):
                ours = {self.story_of[i] for i in self.knots.get(knot, ()) if i in self.story_of}
                for story in sorted(ours):
                    if any(self.story_of.get(i) == story for i in self.knots.get(foe, ())):
                        for article_id in self.knots[self.loser(knot, foe, story)]:
                            self.take(article_id)

    def loser(self, one: ArticleId, two: ArticleId, story: StoryId) -> ArticleId:
        """Return which of two knots leaves: not the founder's, then one with a new article."""

        def claim(knot: ArticleId) -> tuple[bool, bool, tuple[float, ArticleId]]:
            ids = self.knots[knot]
            is_new = any(i in self.new for i in ids)
            return self.founder_of[story] not in ids, is_new, self.turn(ids[0])

        return max((one, two), key=claim)

    def may_join(self, knot: ArticleId, story: StoryId) -> bool:
        """Say whether no ruling keeps a knot out of a story."""
        foes = self.bonds.foes_of(knot)
        if any(self.story_of.get(i) == story for foe in foes for i in self.knots.get(foe, ())):
            return False
        mine = self.ruled_founders(self.knots[knot])
        return not mine or not self.ruled_founders(self.members[story]) - mine

    def may_merge(self, one: StoryId, two: StoryId, by_ruling: bool = False) -> bool:
        """Say whether no ruling keeps two stories apart."""
        ours = {self.knot_of[i] for i in self.members[one]}
        theirs = {self.knot_of[i] for i in self.members[two]}
        if any(self.bonds.foes_of(knot) & theirs for knot in ours):
            return False
        founders = [self.ruled_founders(self.members[story]) for story in (one, two)]
        return by_ruling or not all(founders)

    def ruled_founders(self, ids: Iterable[ArticleId]) -> set[ArticleId]:
        """Return the ruled founders among ``ids``."""
        return self.bonds.founders.intersection(ids) if self.bonds.founders else set()

    # placing

    def place_all(self) -> None:
        """Place everything that stands nowhere: ruled founders, then originals, then copies."""
        waiting = [i for i in self.prints if i not in self.story_of and self.is_due(i)]
        for article_id in sorted(
            waiting,
            key=lambda i: (i not in self.bonds.founders, i in self.originals, self.turn(i)),
        ):
            if article_id not in self.story_of:
                self.place(article_id)

    def is_due(self, article_id: ArticleId) -> bool:
        """Say whether an article without a story needs one now: a new one, or one just taken."""
        return article_id in self.new or article_id in self.stood

    def place(self, article_id: ArticleId) -> None:
        """Let an article join its knot's story, or the likeliest, or found one."""
        knot = self.knot_of[article_id]
        story = self.home(knot)
        if story is None and article_id not in self.bonds.founders:
            story = self.story_founded_by(knot) or self.likeliest(article_id)[0]
        if story is None:
            self.found(article_id)
        else:
            self.put(article_id, story)

    def story_founded_by(self, knot: ArticleId) -> StoryId | None:
        """Return the story of the knot's ruled founder when the founder itself is out of reach."""
        for story, founder in sorted(self.founder_of.items()):
            if founder in self.bonds.founders and self.bonds.knot(founder) == knot:
                return story if story not in self.merged and self.may_join(knot, story) else None
        return None

    def likeliest(
        self, article_id: ArticleId, but: StoryId | None = None
    ) -> tuple[StoryId | None, float]:
        """Return the story of highest mean probability that an article may join, and that mean."""
        sums: dict[StoryId, float] = defaultdict(float)
        for other, probability in self.neighbours(article_id).items():
            if other in self.story_of:
                sums[self.story_of[other]] += probability
        fits = {s: sums[s] / min(self.sizes[s], SIZE_CAP) for s in sums if s != but}
        likely = [s for s in fits if fits[s] >= self.settings.join_probability]
        knot = self.knot_of[article_id]
        for story in sorted(likely, key=lambda s: (-fits[s], self.age(s))):
            if self.is_open(story, article_id) and self.may_join(knot, story):
                return story, fits[story]
        return None, 0.0

    def is_open(self, story: StoryId, article_id: ArticleId) -> bool:
        """Say whether an article is within the window of a story's newest report."""
        hour = hour_of(self.prints[article_id])
        hours = [hour_of(self.prints[i]) for i in self.members[story] if i != article_id]
        newest = max((h for h in hours if not isnan(h)), default=hour)
        return isnan(hour) or abs(newest - hour) <= self.settings.window_hours

    def neighbours(self, article_id: ArticleId) -> dict[ArticleId, float]:
        """Return the probabilities of one event with the articles near this one."""
        if article_id not in self.near:
            # A copy whose original has gone asks through nobody: it founds its own story.
            asked = self.active.candidates(article_id) if article_id in self.voters else ()
            found = ((other, self.pair(article_id, other)) for other in asked)
            self.near[article_id] = {o: p for o, p in found if p >= LEAST_PROBABILITY}
        return self.near[article_id]

    def pair(self, one: ArticleId, two: ArticleId) -> float:
        """Return the probability that two articles report one event."""
        key = (one, two) if one < two else (two, one)
        known = self.pairs.get(key)
        if known is None:
            weighed = self.active.weighed
            known = probability_of(measure(weighed[one], weighed[two]), self.settings)
            self.pairs[key] = known
        return known

    def fit(self, article_id: ArticleId, story: StoryId) -> float:
        """Return the mean probability of an article against a story's other members, 0..1."""
        members = self.members[story]
        total = sum([p for o, p in self.neighbours(article_id).items() if o in members])
        size = self.sizes[story] - (article_id in members)
        return min(1.0, total / max(1, min(size, SIZE_CAP)))

    def merge(self, stays: StoryId, goes: StoryId) -> None:
        """Let all members of one story stand in another."""
        for article_id in sorted(self.members[goes]):
            self.put(article_id, stays)
        self.merged[goes] = stays

    def age(self, story: StoryId) -> tuple[bool, bool, float, StoryId]:
        """Return a story's claim to survive, lowest first: ruled founder, known, older."""
        founder = self.founder_of[story]
        first = self.prints.get(founder)
        at = first.published_at.timestamp() if first else float("-inf")
        return founder not in self.bonds.founders, story.startswith("new "), at, story
