"""Rulings -> acts: what was done in one go, of which articles, and what overrules it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from newsloom.match.overruled import overruled_groupings
from newsloom.match.syndication import copy_word
from newsloom.model import Article, ArticleId, Deed, Ruling, RulingKind, StoryId
from newsloom.newsroom.room import Room
from newsloom.ports.desk import Act, Conflict, Named
from newsloom.ruled import STAYS, Overruling, overruled_words

MOST_NAMED = 6
"""Articles an act names in lists; the rulings have them all."""

DEEDS: Mapping[RulingKind, Deed] = {
    RulingKind.SAME_EVENT: Deed.SAME,
    RulingKind.NOT_SAME_EVENT: Deed.APART,
    RulingKind.MEMBER_OF: Deed.MOVE,
    RulingKind.COPY_OF: Deed.COPY,
    RulingKind.NOT_COPY_OF: Deed.NOT_COPY,
    RulingKind.LEAD: Deed.LEAD,
    RulingKind.NEVER_LEAD: Deed.NEVER_LEAD,
    RulingKind.TITLE: Deed.TITLE,
    RulingKind.EXCERPT: Deed.EXCERPT,
    RulingKind.TOPIC: Deed.TOPICS,
    RulingKind.PIN: Deed.PIN,
    RulingKind.PUBLISH: Deed.PUBLISH,
    RulingKind.HOLD: Deed.HOLD,
    RulingKind.RETRACT: Deed.RETRACT,
}
"""What an editor did by one ruling that does not say."""


def overrulings(room: Room) -> list[Overruling]:
    """Return every ruling in force that a newer one overrules, the newest of the newer first."""
    rulings = [r for r in room.store.rulings() if r.undone_at is None]
    names = [ArticleId(n) for r in rulings for n in (r.subject, r.object) if n]
    covers, articles = room.store.coverages(names), room.store.articles(names)

    def story_of(name: str) -> str:
        cover = covers.get(ArticleId(name))
        return cover.story_id if cover else ""

    def domain_of(name: str) -> str:
        article = articles.get(ArticleId(name))
        return article.provider.domain if article else ""

    found = [
        *overruled_groupings(rulings),
        *copy_word(rulings).overruled,
        *overruled_words(rulings, story_of, domain_of),
    ]
    apart = [one for one in found if one.older.act_id != one.newer.act_id]
    return sorted(apart, key=lambda one: (one.newer.made_at, one.newer.act_id), reverse=True)


def conflicts(room: Room) -> list[Conflict]:
    """Return the pairs of acts of which the newer one wins, the newest first."""
    found = {(one.older.act_id, one.newer.act_id): one for one in overrulings(room)}
    told = {act.act_id: act for act in acts(room, [key for pair in found for key in pair])}
    return [Conflict(told[old], told[new], one.why) for (old, new), one in found.items()]


def all_acts(room: Room) -> list[Act]:
    """Return every act, oldest first, the undone ones too."""
    return acts(room, list(dict.fromkeys(r.act_id for r in room.store.rulings())))


def acts(room: Room, act_ids: Sequence[str]) -> list[Act]:
    """Return some acts, in the order of ``act_ids``."""
    rulings: dict[str, list[Ruling]] = {}
    for ruling in room.store.rulings_of(act_ids):
        rulings.setdefault(ruling.act_id, []).append(ruling)
    about = {key: about_of(theirs)[:MOST_NAMED] for key, theirs in rulings.items()}
    named = names_of(room, {name for names in about.values() for name in names})
    winners: dict[str, str] = {}
    for one in overrulings(room):
        winners.setdefault(one.older.act_id, one.newer.act_id)
    return [
        act_of(rulings[key], [named[name] for name in about[key]], winners.get(key, ""))
        for key in dict.fromkeys(act_ids)
        if key in rulings
    ]


def act_of(rulings: Sequence[Ruling], about: Sequence[Named], winner: str) -> Act:
    """Return one act; it is undone when all its rulings are."""
    ordered = sorted(rulings, key=number)
    first = ordered[0]
    undone = [r for r in ordered if r.undone_at is not None]
    last = max(undone, key=number) if len(undone) == len(ordered) else None
    return Act(
        act_id=first.act_id,
        deed=first.deed or DEEDS[first.kind],
        author=first.author,
        note=first.note,
        made_at=first.made_at,
        undone_at=last.undone_at if last else None,
        undone_by=last.undone_by if last else "",
        rulings=tuple(ordered),
        about=tuple(about),
        value=first.value if first.kind is not RulingKind.MEMBER_OF else "",
        overruled_by=winner,
    )


def number(ruling: Ruling) -> str:
    """Return a ruling's place in its act."""
    return ruling.ruling_id


def about_of(rulings: Collection[Ruling]) -> list[ArticleId]:
    """Return the articles an act is about, those that only stay where they are last."""
    ordered = sorted(rulings, key=lambda r: (r.value == STAYS, number(r)))
    names = (name for r in ordered for name in (r.subject, r.object) if name)
    return [ArticleId(name) for name in dict.fromkeys(names)]


def names_of(room: Room, names: Iterable[str]) -> dict[ArticleId, Named]:
    """Return articles as the log names them, those that are not in the store too."""
    ids = [ArticleId(name) for name in names]
    articles, covers = room.store.articles(ids), room.store.coverages(ids)
    return {
        key: named(key, articles.get(key), covers[key].story_id if key in covers else None)
        for key in ids
    }


def named(key: ArticleId, article: Article | None, story_id: StoryId | None) -> Named:
    """Return one article as the log names it."""
    if article is None:
        return Named(key, "", "", story_id)
    return Named(key, article.title, article.provider.name or article.provider.domain, story_id)
