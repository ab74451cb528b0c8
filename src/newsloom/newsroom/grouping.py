"""Order on what belongs together -> rulings on articles, and the stories they leave.

A plan says of every report of the stories it makes where it belongs, for a story is more than the
pair an editor looked at: so the same rulings make the same stories in a newsroom that begins anew.
Copies are not named; they follow their originals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from newsloom.errors import ConfigError
from newsloom.match.bonds import is_follower
from newsloom.model import ArticleId, Dossier, Report, RulingKind
from newsloom.newsroom.scene import (
    Plan,
    Saying,
    Scene,
    anchor_of,
    ids_of,
    other_story,
    the_story,
    ticked,
    two_articles,
    two_stories,
)
from newsloom.ports.desk import Order
from newsloom.ruled import STAYS


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
