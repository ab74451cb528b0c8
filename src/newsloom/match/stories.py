"""StoryWindow -> Assignment per new article: which story it joins or founds, and why.

The weaving is in loom.py and revision.py; in weft.py its outcome becomes records. A copy follows
its original; nothing here changes what is a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import chain

from newsloom.match.bonds import Bonds
from newsloom.match.headings import formal_words
from newsloom.match.loom import Loom
from newsloom.match.neighbours import ExactNeighbours, Neighbours
from newsloom.match.pair_model import PairModel, shipped_model
from newsloom.match.reach import Reach
from newsloom.match.revision import revise
from newsloom.match.weft import Weft, is_ruled
from newsloom.model import ArticleId, Assignment, Fingerprint, Ruling, StoryId
from newsloom.ports import Span, StoryWindow
from newsloom.settings import Matching

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
