"""The stories of the active window while they are woven: who stands where, by ruling or likeness.

Revises nothing (revision.py) and writes no records (stories.py). Every step goes through articles
in order of time and id: the order of arrival in one window changes nothing. Stories under a name
that starts with "new " have been opened in this window and get their lasting id at its end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from math import isnan

from newsloom.match.bonds import Bonds, Copies
from newsloom.match.evidence import Comparison
from newsloom.match.neighbourhood import Neighbourhood
from newsloom.match.neighbours import Neighbours
from newsloom.match.pair_model import PairModel
from newsloom.match.window import ActiveWindow
from newsloom.model import ArticleId, Fingerprint, Story, StoryId
from newsloom.settings import Matching

NEAREST = 20
"""Members of a story that count in the mean, the nearest: a broad story is not near to all of
itself. A sum over more, divided by so many, lets a large story swallow its topic."""

SAMPLE = 20
"""Members of a story asked how well it fits another, or itself."""

OPENED = "new "


class Loom:
    """Stories under the shuttle; articles are known by their places in the window."""

    def __init__(
        self, settings: Matching, model: PairModel, neighbours: Callable[[int], Neighbours]
    ) -> None:
        self.settings = settings
        self.active = ActiveWindow(settings.window_hours, neighbours)
        self.comparison = Comparison(self.active, model, settings)
        self.near = Neighbourhood(self.comparison)
        self.copies = Copies()
        self.bonds = Bonds((), self.copies)
        self.stories: dict[StoryId, Story] = {}
        """Stories with a lasting id."""
        self.story_of: dict[int, StoryId] = {}
        self.members: dict[StoryId, set[int]] = {}
        self.sizes: dict[StoryId, int] = defaultdict(int)
        """Voters of each story."""
        self.founders: dict[StoryId, int] = {}
        """Of stories opened in this window."""
        self.new: frozenset[int] = frozenset()
        self.returned: frozenset[int] = frozenset()
        """The new ones that stood in a story already."""
        self.before: dict[int, StoryId | None] = {}
        """Where those stood that were moved in this window, or that came into it."""
        self.published: Collection[StoryId] = ()
        """Stories that readers see: late reports do not join them."""
        self.looked_at: dict[StoryId, int] = {}
        """Voters a story had when it was last looked at for a split."""
        self._newest: dict[StoryId, float] = {}

    def start(self, new: Collection[int], bonds: Bonds) -> None:
        """Begin a window: its articles are in the active window, and may stand somewhere."""
        self.new = frozenset(new)
        self.returned = self.new & self.story_of.keys()
        self.bonds = bonds
        self.before = {}
        self.founders = {}

    def arrive(self, fingerprint: Fingerprint, formal: Collection[str] = ()) -> int:
        """Take an article in and return its place; it stands where it stood."""
        was = self.active.places.get(fingerprint.article_id)
        place = self.active.add(fingerprint, formal)
        if was is not None and was in self.story_of:
            story = self.story_of[was]
            self.leave(was)
            self.stand(place, story)
        return place

    def let_vote(self, places: Iterable[int]) -> None:
        """Let those speak for themselves that copy nothing which is here."""
        for place in places:
            original = self.copies.original_of.get(self.id_of(place))
            if original not in self.active.places:
                self.active.let_vote(place)
                if place in self.story_of:
                    self.sizes[self.story_of[place]] += 1

    def end(self, names: Mapping[StoryId, Story]) -> None:
        """End a window: stories opened in it get their lasting ids, empty ones go."""
        for name, story in names.items():
            self.stories[story.story_id] = story
            places = self.members.pop(name)
            self.sizes.pop(name)
            self._newest.pop(name, None)
            if name in self.looked_at:
                self.looked_at[story.story_id] = self.looked_at.pop(name)
            self.members[story.story_id] = places
            self.sizes[story.story_id] = sum(map(self.is_voter, places))
            self.story_of.update(dict.fromkeys(places, story.story_id))
        touched = {story for story in self.before.values() if story is not None}
        for story_id in {*touched, *self.founders} & self.members.keys():
            if not self.members[story_id]:
                self.forget(story_id)

    def forget(self, story: StoryId) -> None:
        """Let go of a story in which nothing stands."""
        self.members.pop(story)
        self.sizes.pop(story, None)
        self.stories.pop(story, None)
        self.looked_at.pop(story, None)
        self._newest.pop(story, None)

    def turn(self, place: int) -> tuple[float, ArticleId]:
        """Return an article's place in the order of work."""
        told = self.active.told[place]
        return told.published_at.timestamp(), told.article_id

    def id_of(self, place: int) -> ArticleId:
        """Return the article at a place."""
        return self.active.told[place].article_id

    def is_voter(self, place: int) -> bool:
        """Say whether an article speaks for itself; a copy does where its original is not here."""
        return self.active.votes(place)

    # knots

    def knot(self, place: int) -> ArticleId:
        """Return the article that stands for a place's knot."""
        return self.bonds.knot(self.id_of(place))

    def places_of(self, knot: ArticleId) -> list[int]:
        """Return the articles of a knot that are here, in order."""
        here = self.active.places
        return sorted((here[i] for i in self.bonds.members(knot) if i in here), key=self.turn)

    # standing

    def put(self, place: int, story: StoryId) -> None:
        """Let an article stand in a story, and nowhere else."""
        self.take(place)
        self.stand(place, story)

    def stand(self, place: int, story: StoryId) -> None:
        """Let an article that stands nowhere stand in a story as it did before."""
        self.story_of[place] = story
        self.members[story].add(place)
        self.sizes[story] += self.is_voter(place)
        self._newest.pop(story, None)

    def take(self, place: int) -> None:
        """Take an article out of its story, if it stands in one."""
        self.before.setdefault(place, self.story_of.get(place))
        self.leave(place)

    def leave(self, place: int) -> None:
        """Let a place stand nowhere."""
        story = self.story_of.pop(place, None)
        if story is not None:
            self.members[story].discard(place)
            self.sizes[story] -= self.is_voter(place)
            self._newest.pop(story, None)

    def found(self, place: int) -> StoryId:
        """Open a story for an article, under a name for the time of weaving."""
        story = StoryId(f"{OPENED}{self.id_of(place)}")
        while story in self.members:
            story = StoryId(f"{story}+")
        self.members[story] = set()
        self.founders[story] = place
        self.put(place, story)
        return story

    def obey(self) -> None:
        """Make the stories that already stand obey the rulings."""
        self.obey_same()
        self.obey_founders()
        self.obey_apart()

    # rulings

    def release(self, stories: Collection[StoryId]) -> None:
        """Take everything out of some stories that no ruling holds, but who founded them.

        So what a ruling put together is woven anew when it holds no more. A story whose founder is
        out of reach stays as it is: there may be more in it than is here.
        """
        for story in sorted(self.members.keys() & stories):
            founder = self.active.places.get(self.founder_of(story))
            places = sorted(self.members[story], key=self.turn)
            stays = founder if founder in places else places[0]
            for place in places if founder is not None else ():
                is_held = not self.bonds.tied.isdisjoint(self.bonds.members(self.knot(place)))
                if not is_held and place != stays:
                    self.take(place)

    def obey_same(self) -> None:
        """Merge stories that rulings make one; where another forbids it, move the articles."""
        here = self.active.places
        for pair in self.bonds.ruled_same:
            stories = {self.story_of[here[i]] for i in pair if here.get(i) in self.story_of}
            if len(stories) < 2:
                continue
            first, second = sorted(stories, key=self.age)
            if self.may_merge(first, second, by_ruling=True):
                self.merge(first, second)
        for knot in sorted({self.knot(p) for p in self.new} | self.bonds.classes.keys()):
            self.gather(knot)

    def gather(self, knot: ArticleId) -> None:
        """Bring the placed members of a knot into one story."""
        placed = [p for p in self.places_of(knot) if p in self.story_of]
        if len({self.story_of[p] for p in placed}) > 1:
            target = self.home(knot)
            for place in placed:
                if target is not None and self.story_of[place] != target:
                    self.put(place, target)

    def home(self, knot: ArticleId) -> StoryId | None:
        """Return the story a knot stands in: its ruled founder's, its originals', the oldest."""
        placed = [p for p in self.places_of(knot) if p in self.story_of]
        founders = [p for p in placed if self.id_of(p) in self.bonds.founders]
        for wanted in (founders, [p for p in placed if self.is_voter(p)], placed):
            if wanted:
                return min({self.story_of[p] for p in wanted}, key=self.age)
        return None

    def obey_founders(self) -> None:
        """Give every ruled founder among the new articles a story of its own."""
        founders = [p for p in self.new if self.id_of(p) in self.bonds.founders]
        for founder in sorted(founders, key=self.turn):
            story = self.story_of.get(founder)
            knot = self.places_of(self.knot(founder))
            if story is not None and self.founder_of(story) in map(self.id_of, knot):
                continue
            own = self.found(founder)
            for place in knot:
                if place in self.story_of and place != founder:
                    self.put(place, own)

    def obey_apart(self) -> None:
        """Take one of two knots that must not share a story out of it."""
        for knot in sorted(self.bonds.foes):
            for foe in sorted(self.bonds.foes_of(knot)):
                for story in sorted(self.stories_of(knot) & self.stories_of(foe)):
                    for place in self.places_of(self.loser(knot, foe, story)):
                        self.take(place)

    def stories_of(self, knot: ArticleId) -> set[StoryId]:
        """Return the stories in which articles of a knot stand."""
        return {self.story_of[p] for p in self.places_of(knot) if p in self.story_of}

    def loser(self, one: ArticleId, two: ArticleId, story: StoryId) -> ArticleId:
        """Return which of two knots leaves: not the founder's, then one with a new article."""

        def claim(knot: ArticleId) -> tuple[bool, bool, tuple[float, ArticleId]]:
            places = self.places_of(knot)
            is_new = any(p in self.new for p in places)
            holds_founder = self.founder_of(story) in map(self.id_of, places)
            return not holds_founder, is_new, self.turn(places[0])

        return max((one, two), key=claim)

    def may_join(self, knot: ArticleId, story: StoryId) -> bool:
        """Say whether no ruling keeps a knot out of a story."""
        if any(story in self.stories_of(foe) for foe in self.bonds.foes_of(knot)):
            return False
        mine = self.ruled_founders(self.places_of(knot))
        return not mine or not self.ruled_founders(self.members[story]) - mine

    def may_merge(self, one: StoryId, two: StoryId, by_ruling: bool = False) -> bool:
        """Say whether no ruling keeps two stories apart."""
        if self.bonds.foes:
            ours = {self.knot(p) for p in self.members[one]}
            theirs = {self.knot(p) for p in self.members[two]}
            if any(self.bonds.foes_of(knot) & theirs for knot in ours):
                return False
        founders = [self.ruled_founders(self.members[story]) for story in (one, two)]
        return by_ruling or not (all(founders) or self.is_late(one, two))

    def ruled_founders(self, places: Iterable[int]) -> set[ArticleId]:
        """Return the ruled founders among the articles at some places."""
        if not self.bonds.founders:
            return set()
        return self.bonds.founders.intersection(map(self.id_of, places))

    # placing

    def place_all(self) -> None:
        """Place everything that stands nowhere: ruled founders, then originals, then copies."""
        waiting = [p for p in {*self.new, *self.before} if p not in self.story_of]
        for place in sorted(
            waiting,
            key=lambda p: (
                self.id_of(p) not in self.bonds.founders,
                not self.is_voter(p),
                *self.turn(p),
            ),
        ):
            if place not in self.story_of:
                self.place(place)

    def place(self, place: int) -> None:
        """Let an article join its knot's story, or the likeliest, or found one."""
        knot = self.knot(place)
        story = self.home(knot)
        if story is None and self.id_of(place) not in self.bonds.founders:
            story = self.story_founded_by(knot) or self.likeliest(place)[0]
        if story is None:
            self.found(place)
        else:
            self.put(place, story)

    def story_founded_by(self, knot: ArticleId) -> StoryId | None:
        """Return the story of the knot's ruled founder when the founder itself is out of reach."""
        founders = {i for i in self.bonds.founders if self.bonds.knot(i) == knot}
        if not founders:
            return None
        for story in sorted(self.stories):
            if self.stories[story].founder_id in founders and self.members.get(story):
                return story if self.may_join(knot, story) else None
        return None

    def likeliest(self, place: int, but: StoryId | None = None) -> tuple[StoryId | None, float]:
        """Return the story of highest mean probability that an article may join, and that mean."""
        fits = self.fits(place, but)
        likely = [s for s in fits if fits[s] >= self.settings.join_probability]
        for story in sorted(likely, key=lambda s: (-fits[s], self.age(s))):
            if self.is_open(story, place) and self.may_join(self.knot(place), story):
                return (None, 0.0) if self.lateness(place, story) else (story, fits[story])
        return None, 0.0

    def fits(self, place: int, but: StoryId | None = None) -> dict[StoryId, float]:
        """Return the mean probability of an article against the 20 nearest of each story near."""
        return {
            story: mean_of_nearest(found, self.sizes[story], NEAREST)
            for story, found in self.near_stories([place]).items()
            if story != but
        }

    def lateness(self, place: int, story: StoryId) -> float:
        """Return the hours by which an article is too late for a story that readers see; else 0.

        They count from the story's newest report.
        """
        if story not in self.published:
            return 0.0
        gap = self.active.hours[place] - self.newest(story)
        return float(gap) if gap > self.settings.late_hours else 0.0

    def is_late(self, one: StoryId, two: StoryId) -> bool:
        """Say whether all of one of two stories came too late for the other."""
        pairs = [(one, two), (two, one)] if self.published else []
        return any(
            other in self.published and all(self.lateness(p, other) for p in self.members[story])
            for story, other in pairs
        )

    def near_stories(self, places: Iterable[int]) -> dict[StoryId, list[float]]:
        """Return the stories near some articles, with the probability of every near pair."""
        story_of = self.story_of
        found: dict[StoryId, list[float]] = defaultdict(list)
        for place in places:
            for other, probability in self.near.of(place):
                story = story_of.get(other)
                if story is not None:
                    found[story].append(probability)
        return found

    def is_open(self, story: StoryId, place: int) -> bool:
        """Say whether an article is within the window of a story's newest report."""
        hour = self.active.hours[place]
        newest = self.newest(story)
        return isnan(hour) or isnan(newest) or abs(newest - hour) <= self.settings.window_hours

    def newest(self, story: StoryId) -> float:
        """Return the hour of a story's newest dated report; NaN = none has a date."""
        if story not in self._newest:
            hours = [h for h in self.active.hours[list(self.members[story])] if not isnan(h)]
            self._newest[story] = max(hours, default=float("nan"))
        return self._newest[story]

    def fit(self, place: int, story: StoryId) -> float:
        """Return the mean probability of an article against its 20 nearest in a story, 0..1."""
        story_of = self.story_of
        found = [p for other, p in self.near.of(place) if story_of.get(other) == story]
        size = self.sizes[story] - (story_of.get(place) == story)
        return mean_of_nearest(found, size, NEAREST)

    def bonds_of(self, story: StoryId, others: Iterable[StoryId]) -> dict[StoryId, float]:
        """Return the mean of the fits of a story's voters, a sample of 20, in each of others."""
        voters = sorted((p for p in self.members[story] if self.is_voter(p)), key=self.turn)
        sample = evenly(voters, SAMPLE)
        sums = dict.fromkeys(others, 0.0)
        for place in sample:
            for other, found in self.near_stories([place]).items():
                if other in sums:
                    size = self.sizes[other] - (other == story)
                    sums[other] += mean_of_nearest(found, size, NEAREST)
        return {other: total / max(1, len(sample)) for other, total in sums.items()}

    def linkages(self, one: StoryId, others: Iterable[StoryId]) -> dict[StoryId, float]:
        """Return the mean probability between a story and each of others: that of the smaller."""
        by_size = {two: (self.sizes[two], two) < (self.sizes[one], one) for two in others}
        found = self.bonds_of(one, [two for two in by_size if not by_size[two]])
        return found | {two: self.bonds_of(two, [one])[one] for two in by_size if by_size[two]}

    def merge(self, stays: StoryId, goes: StoryId) -> None:
        """Let all members of one story stand in another."""
        for place in sorted(self.members[goes]):
            self.put(place, stays)

    def founder_of(self, story: StoryId) -> ArticleId:
        """Return the article a story was founded by."""
        if story in self.founders:
            return self.id_of(self.founders[story])
        return self.stories[story].founder_id

    def age(self, story: StoryId) -> tuple[bool, bool, float, StoryId]:
        """Return a story's claim to survive, lowest first: ruled founder, known, older."""
        founder = self.founder_of(story)
        if story in self.founders:
            at = self.active.told[self.founders[story]].published_at
        else:
            at = self.stories[story].founded_at
        is_ruled = founder in self.bonds.founders
        return not is_ruled, story in self.founders, at.timestamp(), story


def mean_of_nearest(found: Sequence[float], size: int, count: int) -> float:
    """Return the sum of the ``count`` highest / min(size, count); members not near count as 0."""
    highest = nlargest(count, found) if len(found) > count else found
    return min(1.0, sum(highest) / max(1, min(size, count)))


def evenly(items: Sequence[int], count: int) -> Sequence[int]:
    """Return at most ``count`` items, spread evenly over the whole."""
    if len(items) <= count:
        return items
    return [items[i * len(items) // count] for i in range(count)]
