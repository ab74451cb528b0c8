"""Order -> rulings on articles: what an editor wants of stories as they stand, made to last.

Nothing is written here: what a plan comes to is kept in ``ruling``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newsloom.errors import ConfigError
from newsloom.model import Deed, RulingKind
from newsloom.newsroom.grouping import apart, merge, move, same, split
from newsloom.newsroom.scene import (
    Plan,
    Saying,
    Scene,
    anchor_of,
    the_story,
    ticked,
    two_articles,
)
from newsloom.ports.desk import Order
from newsloom.text.urls import registered_domain

MOST_TITLE, MOST_TEXT = 300, 2000
"""Characters of a title, of an excerpt or correction."""

Planner = Callable[[Order, Scene], Plan]


def plan(order: Order, scene: Scene) -> Plan:
    """Return the rulings that an order takes.

    Raises:
        ConfigError: it lacks something, or asks for what makes no sense.
    """
    if not order.story_id and order.deed not in PAIRED:
        raise ConfigError(order.deed, "needs a story; choose one")
    return PLANS[order.deed](order, scene)


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
