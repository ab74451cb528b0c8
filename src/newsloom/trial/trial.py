"""Labelled articles -> the stories the engine puts them in, with the evidence.

The same functions at work as in a newsroom, chunk by chunk in order of time; only the store is
replaced, by what lies in memory. Judges nothing: how right the answers are is for measures.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from newsloom.match.fingerprint import fingerprint_articles
from newsloom.match.headings import learn_headings
from newsloom.match.pair_model import PairModel
from newsloom.match.stories import Weaver
from newsloom.match.syndication import CopyFinder
from newsloom.model import (
    Article,
    ArticleId,
    Assignment,
    Coverage,
    Fingerprint,
    Kinship,
    Ruling,
    Story,
    StoryId,
    Syndication,
)
from newsloom.ports import Embedder, Span, StoryWindow, SyndicationWindow
from newsloom.settings import Matching
from newsloom.stage import CHUNK, batched


@dataclass(frozen=True, slots=True)
class Trial:
    """What the engine made of some articles."""

    coverages: Mapping[ArticleId, Coverage]
    """The story of every article, and why."""
    syndications: Mapping[ArticleId, Syndication]
    fingerprints: Mapping[ArticleId, Fingerprint]

    def stories_of(self, articles: Iterable[Article]) -> list[StoryId]:
        """Return the story of each article, in their order."""
        return [self.coverages[article.article_id].story_id for article in articles]


class Desk:
    """Everything the engine has answered so far: what a store keeps between two windows."""

    def __init__(
        self, settings: Matching, rulings: Sequence[Ruling] = (), model: PairModel | None = None
    ) -> None:
        self.rulings = tuple(rulings)
        self.copies = CopyFinder(settings)
        self.weaver = Weaver(settings, model)
        self.reach = timedelta(hours=settings.window_hours)
        self.known: dict[ArticleId, Fingerprint] = {}
        self.times: list[tuple[datetime, ArticleId]] = []
        """When each known article was published, in order."""
        self.syndications: dict[ArticleId, Syndication] = {}
        self.coverages: dict[ArticleId, Coverage] = {}
        self.stories: dict[StoryId, Story] = {}
        self.headings: dict[int, set[int]] = {}

    def take(self, new: Mapping[ArticleId, Fingerprint]) -> Mapping[ArticleId, Assignment]:
        """Match one window and keep its outcome, as the store would; returns what it changed."""
        # Both engines hold what they have seen; what may have been let go is told again.
        kinships = self.copies.find(
            SyndicationWindow(new, self.beyond(self.copies.span, new), {}, self.rulings)
        )
        changed = self.keep_kinships(kinships.values())
        self.keep_fingerprints(new)
        learn_headings(self.headings, new.values())
        woven = {key: self.known[key] for key in changed if key in self.known}
        known = self.beyond(self.weaver.span, woven)
        told = {*woven, *known}
        window = StoryWindow(
            woven,
            known,
            {key: self.syndications[key] for key in told},
            {key: self.coverages[key] for key in told if key in self.coverages},
            self.stories if known else {},
            self.rulings,
            self.headings,
        )
        assignments = self.weaver.weave(window)
        self.keep_assignments(assignments.values())
        return assignments

    def beyond(
        self, span: Span | None, new: Mapping[ArticleId, Fingerprint]
    ) -> dict[ArticleId, Fingerprint]:
        """Return the known articles within reach of the new ones that an engine does not hold."""
        times = [made.published_at for made in new.values()]
        first = bisect_left(self.times, min(times) - self.reach, key=itemgetter(0))
        last = bisect_right(self.times, max(times) + self.reach, key=itemgetter(0))
        return {
            key: self.known[key]
            for at, key in self.times[first:last]
            if key not in new and (span is None or not span[0] <= at <= span[1])
        }

    def keep_fingerprints(self, new: Mapping[ArticleId, Fingerprint]) -> None:
        """Keep new fingerprints, and their place in time."""
        for key, made in new.items():
            self.known[key] = made
            insort(self.times, (made.published_at, key))

    def keep_kinships(self, kinships: Iterable[Kinship]) -> list[ArticleId]:
        """Keep what is a copy of what; returns all articles of which that is new or has changed."""
        found = [s for kinship in kinships for s in (*kinship.rerooted, kinship.own)]
        self.syndications |= {syndication.article_id: syndication for syndication in found}
        return list(dict.fromkeys(syndication.article_id for syndication in found))

    def keep_assignments(self, assignments: Iterable[Assignment]) -> None:
        """Keep who stands in which story, and which stories there are."""
        for assignment in assignments:
            for coverage in (assignment.coverage, *assignment.moved):
                self.coverages[coverage.article_id] = coverage
            opened = (assignment.founded,) if assignment.founded else ()
            for story in (*opened, *assignment.merged):
                if story.merged_into is None:
                    self.stories[story.story_id] = story
                else:
                    del self.stories[story.story_id]


def run_trial(
    articles: Sequence[Article],
    settings: Matching,
    embedder: Embedder,
    model: PairModel | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Trial:
    """Return what the engine makes of some articles: fingerprints, copies and stories of all.

    They come in order of time, those of one moment in the order given, ``CHUNK`` at once as the
    pipeline takes them; ``on_progress`` is told after each chunk how many are done. ``model`` None
    is the one that comes with Newsloom.

    Args:
        articles: each with an id of its own.
    """
    ordered = sorted(articles, key=lambda article: article.published_at)
    windows = (
        fingerprint_articles({article.article_id: article for article in chunk}, embedder)
        for chunk in batched(ordered, CHUNK)
    )
    return run_windows(windows, settings, model, on_progress)


def run_windows(
    windows: Iterable[Mapping[ArticleId, Fingerprint]],
    settings: Matching,
    model: PairModel | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Trial:
    """Return what the engine makes of fingerprints that come window by window, in order of time."""
    desk = Desk(settings, model=model)
    done = 0
    for window in windows:
        desk.take(window)
        done += len(window)
        on_progress(done)
    return Trial(desk.coverages, desk.syndications, desk.known)
