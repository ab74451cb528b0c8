"""StoryWindow -> Assignment per new article: which story it joins or founds, and why.

The weaving is in loom.py and revision.py; here its outcome becomes records. A copy follows its
original; nothing here changes what is a copy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import blake2b
from itertools import chain

from newsloom.match.bonds import Bonds
from newsloom.match.headings import formal_words
from newsloom.match.loom import Loom
from newsloom.match.neighbours import ExactNeighbours, Neighbours
from newsloom.match.pair_model import PairModel, shipped_model
from newsloom.match.reach import Reach
from newsloom.match.revision import revise
from newsloom.model import (
    ArticleId,
    Assignment,
    Coverage,
    Feature,
    Fingerprint,
    Rival,
    Ruling,
    Story,
    StoryId,
)  # fmt: skip
from newsloom.ports import Span, StoryWindow
from newsloom.settings import Matching

STORY_ID = re.compile("s[0-9a-f]{12}")

RULING = "ruling"
"""Feature of a membership that a ruling decided."""

RIVAL_SHARE = 0.6
"""Share of ``join_probability`` from which on another story is told."""

FORGET_LEAST = 20_000
"""Articles out of reach that are worth beginning anew for, when they are also the greater part."""


class Weaver:
    """The stories of the active window, window after window.

    It holds every article published within ``span``; what else is near comes in as
    ``StoryWindow.known``. When most of what it holds is out of reach it forgets everything, and is
    told again what it needs.
    """

    def __init__(
        self,
        settings: Matching,
        model: PairModel | None = None,
        neighbours: Callable[[int], Neighbours] = ExactNeighbours,
    ) -> None:
        self.settings = settings
        self.model = model or shipped_model()
        self.neighbours = neighbours
        self.loom = Loom(settings, self.model, neighbours)
        self.rulings: dict[str, Ruling] = {}
        self.reach = Reach(timedelta(hours=settings.window_hours))
        self.counted = 0

    @property
    def span(self) -> Span | None:
        """Return the stretch of publication times held in full; None = nothing is held."""
        return self.reach.span

    def weave(self, window: StoryWindow) -> Mapping[ArticleId, Assignment]:
        """Return one Assignment for each id in ``window.new``.

        New articles go in order of time and id to the story of highest mean probability against
        their 20 nearest there (at least ``join_probability``), or found one; then the recent ones
        near them are revised. Rulings in force are obeyed without exception, the newest of
        contradicting ones. Known articles that moved, and stories that ended in another, are in
        exactly one Assignment.
        """
        loom = self.loom
        new = self.take_in(window)
        loom.start(new, Bonds(self.rulings.values(), loom.copies))
        loom.published = window.published
        loom.release(self.unbound(window))
        loom.obey()
        loom.near.link(sorted(new, key=loom.turn))
        loom.place_all()
        revise(loom)
        weft = Weft(loom)
        assignments = weft.assignments()
        loom.end(weft.opened)
        loom.near.forget_measures()
        self.hold(window)
        return assignments

    def take_in(self, window: StoryWindow) -> list[int]:
        """Bring known and new articles into the loom; returns the places of the new ones."""
        loom = self.loom
        self.learn_rulings(window)
        for syndication in window.syndications.values():
            loom.copies.learn(syndication)
        for story_id, story in window.stories.items():
            loom.stories.setdefault(story_id, story)
            loom.members.setdefault(story_id, set())
        # Known ones are not put in order: on a start there are more than should lie in memory.
        unheld = (p for i, p in window.known.items() if i not in loom.active.places)
        reach = self.settings.window_hours
        places = [
            loom.arrive(p, formal_words(p, window.headings, reach))
            for p in chain(unheld, sorted(window.new.values(), key=turn))
        ]
        for place in places:
            coverage = window.coverages.get(loom.id_of(place))
            if place not in loom.story_of and coverage and coverage.story_id in loom.members:
                loom.stand(place, coverage.story_id)
        loom.let_vote(places)
        loom.active.weigh(places)
        return [p for p in places if loom.id_of(p) in window.new]

    def unbound(self, window: StoryWindow) -> set[StoryId]:
        """Return stories with a new article that a ruling had put there which holds no more."""
        held = self.loom.bonds.tied
        ruled = (i for i in window.new if i in window.coverages and i not in held)
        return {c.story_id for c in map(window.coverages.__getitem__, ruled) if is_ruled(c)}

    def learn_rulings(self, window: StoryWindow) -> None:
        """Hold the rulings in force: a window has all of them that name its articles.

        One that names such an article and is not there has been undone.
        """
        told = window.new.keys() | window.known.keys()
        kept = [r for r in self.rulings.values() if not {r.subject, r.object} & told]
        self.rulings = {r.ruling_id: r for r in (*kept, *window.rulings)}

    def hold(self, window: StoryWindow) -> None:
        """Remember what is held now, or forget it all when most of it is out of reach."""
        self.reach.move([p.published_at for p in window.new.values()])
        told = self.loom.active.told
        if len(told) < self.counted + FORGET_LEAST or self.reach.span is None:
            return
        self.counted = len(told)
        first, last = self.reach.span
        if sum(first <= article.published_at <= last for article in told) < len(told) / 2:
            self.forget()

    def forget(self) -> None:
        """Let go of everything; the rulings stay."""
        self.loom = Loom(self.settings, self.model, self.neighbours)
        self.reach = Reach(self.reach.reach)
        self.counted = 0


def turn(fingerprint: Fingerprint) -> tuple[float, ArticleId]:
    """Return an article's place in the order of work."""
    return fingerprint.published_at.timestamp(), fingerprint.article_id


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
