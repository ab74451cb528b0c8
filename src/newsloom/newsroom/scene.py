"""Order -> the stories and articles it is about, looked up; and what a plan for it is made of.

Decides nothing of them, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from newsloom.edges.store import SqlStore
from newsloom.errors import ConfigError
from newsloom.independence import is_independent
from newsloom.model import ArticleId, Dossier, Report, RulingKind, StoryId
from newsloom.ports.desk import Order


@dataclass(frozen=True, slots=True)
class Saying:
    """What one ruling will say."""

    kind: RulingKind
    subject: ArticleId
    object: ArticleId | str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The stories and articles an order is about, the story named first, first."""

    dossiers: Mapping[StoryId, Dossier]
    story_of: Mapping[str, StoryId]
    """Where what the order names stands, stories as they go on by now."""
    topics: Collection[str]
    """Names that a story can have."""

    def dossier(self, article_id: str) -> Dossier | None:
        """Return the story an article stands in."""
        return next((d for d in self.dossiers.values() if article_id in ids_of(d)), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an order comes to."""

    sayings: tuple[Saying, ...]
    groups: tuple[tuple[Report, ...], ...] = ()
    """The stories it leaves, where it groups: that of the story named first, first."""


def set_scene(order: Order, store: SqlStore, topics: Collection[str]) -> Scene:
    """Return what an order is about.

    Raises:
        ConfigError: a story or article it names is not there.
    """
    named = [key for key in (order.story_id, order.article_id, *order.articles) if key]
    named += [order.other_id] if order.other_id else []
    story_of: dict[str, StoryId] = {}
    for key in named:
        story_id = store.find_story(key)
        if story_id is None:
            raise ConfigError(key, "is no story or article here; look it up again")
        story_of[key] = story_id
    found = list(dict.fromkeys(story_of.values()))
    dossiers = store.dossiers(found)
    for story_id in found:
        if story_id not in dossiers:
            raise ConfigError(story_id, "is being read just now; try again in a minute")
    return Scene({key: dossiers[key] for key in found}, story_of, topics)


# --- what an order names -------------------------------------------------------------------------


def the_story(order: Order, scene: Scene) -> Dossier:
    """Return the story an order is about."""
    return next(iter(scene.dossiers.values()))


def other_story(order: Order, scene: Scene) -> Dossier:
    """Return the other story an order is about."""
    if not order.other_id:
        raise ConfigError(order.deed, "needs another story; choose one")
    return scene.dossiers[scene.story_of[order.other_id]]


def two_stories(order: Order, scene: Scene) -> tuple[Dossier, Dossier]:
    """Return the two stories an order names."""
    first, second = the_story(order, scene), other_story(order, scene)
    if first is second:
        raise ConfigError(order.deed, "needs two stories; these are one already")
    return first, second


def two_articles(order: Order, scene: Scene) -> tuple[ArticleId, ArticleId]:
    """Return the two articles an order names."""
    for key in (order.article_id, order.other_id):
        if scene.dossier(key) is None:
            raise ConfigError(key or order.deed, "is no article here; name two")
    if order.article_id == order.other_id:
        raise ConfigError(order.article_id, "is one article; name two")
    return ArticleId(order.article_id), ArticleId(order.other_id)


def ticked(articles: Iterable[str], dossier: Dossier) -> tuple[ArticleId, ...]:
    """Return articles that stand in a story."""
    chosen = tuple(ArticleId(key) for key in dict.fromkeys(articles))
    if not chosen:
        raise ConfigError(dossier.story.story_id, "needs a report to leave it; tick one")
    for key in chosen:
        if key not in ids_of(dossier):
            raise ConfigError(key or dossier.story.story_id, "is no report of this story; tick one")
    return chosen


def ids_of(dossier: Dossier) -> list[ArticleId]:
    """Return the articles of a story."""
    return [report.article.article_id for report in dossier.reports]


def anchor_of(dossier: Dossier, reports: Collection[Report] | None = None) -> ArticleId:
    """Return the report by which a story, or a part of it, is named in rulings.

    Its founder, from whom its id follows; else its first independent report.
    """
    here = dossier.reports if reports is None else reports
    founder = dossier.story.founder_id

    def claim(report: Report) -> tuple[bool, bool, float, ArticleId]:
        article = report.article
        is_founder = article.article_id == founder
        at = article.published_at.timestamp()
        return not is_founder, not is_independent(report), at, article.article_id

    return min(here, key=claim).article.article_id
