"""Rulings of editors -> labelled pairs with their texts, as ``newsloom eval --pairs`` reads them.

A ruling that has been undone, or that newer ones overrule, labels nothing. Writes no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from newsloom.model import Article, ArticleId, DateOrigin, Ruling, RulingKind
from newsloom.ruled import STAYS
from newsloom.text.dates import format_utc
from newsloom.trial.pairs import COPYING, PairLabel

LABELS: Mapping[RulingKind, PairLabel] = {
    RulingKind.SAME_EVENT: PairLabel.SAME,
    RulingKind.MEMBER_OF: PairLabel.SAME,
    RulingKind.NOT_SAME_EVENT: PairLabel.DIFFERENT,
    RulingKind.COPY_OF: PairLabel.COPY,
}
"""What a ruling says of the two articles it names; other kinds say nothing of two texts."""


@dataclass(frozen=True, slots=True)
class RuledPair:
    """Two articles and what an editor ruled of them."""

    one: ArticleId
    two: ArticleId
    label: PairLabel
    ruling: Ruling


def ruled_pairs(rulings: Iterable[Ruling]) -> list[RuledPair]:
    """Return the pairs that rulings in force label, by time.

    Of rulings on the same two articles the newest counts, for copying and for events apart; of
    those that put one article into a story (MEMBER_OF) also only the newest. One that only says
    that an article stays was not asked of the pair.
    """
    newest: dict[tuple[object, ...], RuledPair] = {}
    members: set[str] = set()
    told = [r for r in rulings if r.kind in LABELS and r.undone_at is None]
    for ruling in sorted(told, key=lambda r: (r.made_at, r.ruling_id), reverse=True):
        if ruling.kind is RulingKind.MEMBER_OF:
            if ruling.subject in members:
                continue
            members.add(ruling.subject)
        if ruling.subject == ruling.object or ruling.value == STAYS:
            continue
        label = LABELS[ruling.kind]
        one, two = ArticleId(ruling.subject), ArticleId(ruling.object)
        key = (min(one, two), max(one, two), label in COPYING)
        newest.setdefault(key, RuledPair(one, two, label, ruling))
    return list(newest.values())[::-1]


def render_pairs(pairs: Iterable[RuledPair], articles: Mapping[ArticleId, Article]) -> bytes:
    """Return pairs as JSON Lines, with the texts of their articles, all of which are given."""
    rows = (pair_row(pair, articles[pair.one], articles[pair.two]) for pair in pairs)
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def pair_row(pair: RuledPair, one: Article, two: Article) -> dict[str, object]:
    """Return one row of a pair file."""
    return {
        "id": pair.ruling.ruling_id,
        "label": pair.label,
        **side_keys(one, "1"),
        **side_keys(two, "2"),
        "lang": one.language,
        "ruling": pair.ruling.kind,
        "author": pair.ruling.author,
        "made_at": format_utc(pair.ruling.made_at),
    }


def side_keys(article: Article, side: str) -> dict[str, object]:
    """Return the keys of one of a row's two articles."""
    is_dated = article.date_origin is not DateOrigin.FIRST_SEEN
    return {
        f"id{side}": article.article_id,
        f"title{side}": article.title,
        f"text{side}": article.text or article.excerpt,
        f"url{side}": article.web_url,
        f"domain{side}": article.provider.domain,
        f"published{side}": format_utc(article.published_at) if is_dated else None,
    }
