"""Order -> rulings on articles: what an editor wants of stories as they stand, made to last.

An order that groups says of every report of the groups it makes where it belongs, for a story is
more than the pair an editor looked at: so the same rulings make the same stories in a newsroom
that begins anew. Copies are not named; they follow their originals. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsloom.edges.store import SqlStore
from newsloom.errors import ConfigError
from newsloom.independence import is_independent
from newsloom.match.bonds import is_follower
from newsloom.model import ArticleId, Deed, Dossier, Report, RulingKind, StoryId
from newsloom.ports.desk import Order
from newsloom.ruled import STAYS
from newsloom.text.urls import registered_domain

MOST_TITLE, MOST_TEXT = 300, 2000
"""Characters of a title, of an excerpt or correction."""


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


Planner = Callable[[Order, Scene], Plan]


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


def plan(order: Order, scene: Scene) -> Plan:
    """Return the rulings that an order takes.

    Raises:
        ConfigError: it lacks something, or asks for what makes no sense.
    """
    if not order.story_id and order.deed not in PAIRED:
        raise ConfigError(order.deed, "needs a story; choose one")
    return PLANS[order.deed](order, scene)


# --- grouping ------------------------------------------------------------------------------------


def merge(order: Order, scene: Scene) -> Plan:
    """Return the plan that puts two stories together: the one named first stays."""
    stays, goes = two_stories(order, scene)
    return joined(stays, goes, (anchor_of(stays), anchor_of(goes)))


def joined(stays: Dossier, goes: Dossier, pair: tuple[ArticleId, ArticleId]) -> Plan:
    """Return the plan that puts all of one story into another, because of a pair of reports."""
    anchor, together = anchor_of(stays), (*stays.reports, *goes.reports)
    sayings = [Saying(RulingKind.SAME_EVENT, *pair)]
    sayings += belonging(anchor, stays.reports, STAYS)
    sayings += belonging(anchor, goes.reports)
    return Plan(tuple(sayings), (together,))


def split(order: Order, scene: Scene) -> Plan:
    """Return the plan that lets the ticked reports, with their copies, stand by themselves.

    Reports that stand elsewhere stay out of the story: a late one that was put to the editor.
    """
    dossier = the_story(order, scene)
    if order.articles and not set(order.articles) & set(ids_of(dossier)):
        own, stays = ArticleId(order.articles[0]), anchor_of(dossier)
        return Plan((Saying(RulingKind.NOT_SAME_EVENT, own, stays),))
    return parted(dossier, with_copies(dossier, ticked(order.articles, dossier)))


def parted(dossier: Dossier, leaving: Sequence[Report]) -> Plan:
    """Return the plan that makes two stories of one.

    Where one report leaves, and not the founder, nothing is said of the others but that: a stranger
    was seen, they may not have been.
    """
    rest = tuple(r for r in dossier.reports if r not in leaving)
    if not rest:
        story_id = dossier.story.story_id
        raise ConfigError(story_id, "would lose all its reports; leave one of them where it is")
    stays, own = anchor_of(dossier, rest), anchor_of(dossier, leaving)
    members = belonging(own, leaving)
    if len(members) == 1 and own != dossier.story.founder_id:
        foes = [saying.subject for saying in belonging(stays, rest)]
        sayings = [Saying(RulingKind.NOT_SAME_EVENT, own, foe) for foe in foes]
    else:
        sayings = [Saying(RulingKind.NOT_SAME_EVENT, own, stays)]
        sayings += belonging(stays, rest, STAYS)
    return Plan((*sayings, *members), (rest, tuple(leaving)))


def move(order: Order, scene: Scene) -> Plan:
    """Return the plan that puts some reports, with their copies, into another story."""
    target = other_story(order, scene)
    if not order.articles:
        raise ConfigError(order.deed, "needs a report to move; tick one")
    anchor = anchor_of(target)
    sayings = belonging(anchor, target.reports, STAYS)
    groups: list[tuple[Report, ...]] = []
    moved: tuple[Report, ...] = ()
    for source in scene.dossiers.values():
        ticks = [i for i in order.articles if i in ids_of(source)]
        if source is target or not ticks:
            continue
        leaving = with_copies(source, ticks)
        rest = tuple(r for r in source.reports if r not in leaving)
        sayings += belonging(anchor, leaving)
        moved += leaving
        if rest:
            own, stays = anchor_of(source, leaving), anchor_of(source, rest)
            sayings.append(Saying(RulingKind.NOT_SAME_EVENT, own, stays))
            groups.append(rest)
    if not moved:
        raise ConfigError(target.story.story_id, "has these reports already; choose another story")
    return Plan(tuple(sayings), ((*target.reports, *moved), *groups))


def same(order: Order, scene: Scene) -> Plan:
    """Return the plan that makes one event of two reports, and of their stories the older."""
    one, two = two_articles(order, scene)
    first, second = scene.dossier(one), scene.dossier(two)
    if first is second or first is None or second is None:
        return Plan((Saying(RulingKind.SAME_EVENT, one, two),))
    stays, goes = sorted((first, second), key=lambda d: (d.story.founded_at, d.story.story_id))
    return joined(stays, goes, (one, two))


def apart(order: Order, scene: Scene) -> Plan:
    """Return the plan that makes two events of two reports: the first leaves the other's story."""
    one, two = two_articles(order, scene)
    dossier = scene.dossier(one)
    if dossier is None or two not in ids_of(dossier):
        return Plan((Saying(RulingKind.NOT_SAME_EVENT, one, two),))
    both = with_copies(dossier, [one])
    leaving = tuple(r for r in both if r.article.article_id != two)
    if dossier.story.founder_id in {r.article.article_id for r in leaving}:
        return parted(dossier, leaving)
    rest = tuple(r for r in dossier.reports if r not in leaving)
    foes = dict.fromkeys((two, anchor_of(dossier, rest)))
    sayings = tuple(Saying(RulingKind.NOT_SAME_EVENT, one, foe) for foe in foes)
    return Plan(sayings, (rest, leaving))


def belonging(anchor: ArticleId, reports: Iterable[Report], value: str = "") -> list[Saying]:
    """Return what says that reports belong to the story of one; their copies follow them."""
    ids = {report.article.article_id: report for report in reports}
    named = [i for i, report in ids.items() if i == anchor or not follows(report, ids)]
    return [Saying(RulingKind.MEMBER_OF, i, anchor, STAYS if i == anchor else value) for i in named]


def follows(report: Report, ids: Collection[ArticleId]) -> bool:
    """Say whether a report goes where another one of some goes."""
    copied = report.syndication
    return is_follower(copied) and copied.original_id in ids


def with_copies(dossier: Dossier, ticks: Collection[str]) -> tuple[Report, ...]:
    """Return the ticked reports of a story and the copies that follow them."""
    return tuple(
        r
        for r in dossier.reports
        if r.article.article_id in ticks or follows(r, [ArticleId(i) for i in ticks])
    )


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


# --- saying something of a story -----------------------------------------------------------------


def lead(order: Order, scene: Scene) -> Plan:
    """Return the plan that lets a report lead its story."""
    dossier = the_story(order, scene)
    (chosen,) = ticked([order.article_id], dossier)
    return Plan((Saying(RulingKind.LEAD, anchor_of(dossier), chosen),))


def never_lead(order: Order, scene: Scene) -> Plan:
    """Return the plan that bars a report, or a provider in this story, from leading."""
    dossier = the_story(order, scene)
    if order.article_id:
        (barred,) = ticked([order.article_id], dossier)
        return Plan((Saying(RulingKind.NEVER_LEAD, barred),))
    domain = registered_domain(order.value) or order.value
    if domain not in {report.article.provider.domain for report in dossier.reports}:
        raise ConfigError(order.value, "reports nothing in this story; choose one that does")
    return Plan((Saying(RulingKind.NEVER_LEAD, anchor_of(dossier), value=domain),))


def saying(kind: RulingKind, most: int = 0, is_line: bool = False) -> Planner:
    """Return what plans a ruling on a story; with ``most`` it has a text of at most so long."""

    def plan_one(order: Order, scene: Scene) -> Plan:
        text = " ".join(order.value.split()) if is_line else order.value.strip()
        if most and not text:
            raise ConfigError(order.deed, "needs a text; write one, or undo the last one instead")
        if len(text) > most and most:
            message = f"has a text of {len(text)} characters; {most} are the most"
            raise ConfigError(order.deed, message)
        return Plan((Saying(kind, anchor_of(the_story(order, scene)), value=text if most else ""),))

    return plan_one


def topics(order: Order, scene: Scene) -> Plan:
    """Return the plan that gives a story exactly some topics."""
    for name in order.topics:
        if name not in scene.topics:
            raise ConfigError(name, "is no topic of the taxonomy; choose one that is")
    value = "\n".join(dict.fromkeys(order.topics))
    return Plan((Saying(RulingKind.TOPIC, anchor_of(the_story(order, scene)), value=value),))


def copying(kind: RulingKind) -> Planner:
    """Return what plans a ruling on two texts."""

    def plan_one(order: Order, scene: Scene) -> Plan:
        return Plan((Saying(kind, *two_articles(order, scene)),))

    return plan_one


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


PAIRED = frozenset({Deed.MOVE, Deed.SAME, Deed.APART, Deed.COPY, Deed.NOT_COPY})
"""Deeds that need no story: they name articles."""

PLANS: Mapping[Deed, Planner] = {
    Deed.MERGE: merge,
    Deed.SPLIT: split,
    Deed.MOVE: move,
    Deed.SAME: same,
    Deed.APART: apart,
    Deed.COPY: copying(RulingKind.COPY_OF),
    Deed.NOT_COPY: copying(RulingKind.NOT_COPY_OF),
    Deed.LEAD: lead,
    Deed.NEVER_LEAD: never_lead,
    Deed.TITLE: saying(RulingKind.TITLE, MOST_TITLE, is_line=True),
    Deed.EXCERPT: saying(RulingKind.EXCERPT, MOST_TEXT),
    Deed.TOPICS: topics,
    Deed.PIN: saying(RulingKind.PIN),
    Deed.PUBLISH: saying(RulingKind.PUBLISH),
    Deed.HOLD: saying(RulingKind.HOLD),
    Deed.RETRACT: saying(RulingKind.RETRACT, MOST_TEXT),
}
"""How each deed an editor can order becomes rulings."""
