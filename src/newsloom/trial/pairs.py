"""Rows of a pair file -> pairs of articles with what is true of the two.

The texts stand in the rows (``title1, text1, ...``) or are joined by id from an article file. It
knows two kinds of labels: whether one text copies the other, and whether both report one event.
Reads no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsloom.errors import ParseError
from newsloom.model import Article, ArticleId
from newsloom.trial.labelled import article_of
from newsloom.trial.rows import Row, read_rows

SIDES = ("1", "2")


class PairLabel(StrEnum):
    """What is true of two articles."""

    COPY = "copy"
    """One text in two places."""
    PARTIAL = "partial"
    """They share passages; the rest is each one's own."""
    DISTINCT = "distinct"
    """Neither has text of the other."""
    SAME = "same"
    """Both report one event."""
    DIFFERENT = "different"
    """They report two events."""


COPYING = (PairLabel.COPY, PairLabel.PARTIAL, PairLabel.DISTINCT)
EVENTS = (PairLabel.SAME, PairLabel.DIFFERENT)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and what is true of them."""

    one: ArticleId
    two: ArticleId
    label: PairLabel
    group: str
    """What goes to the same half when labels are split in two: the story, else the pair's id."""


@dataclass(frozen=True, slots=True)
class PairSet:
    """A pair file."""

    articles: Mapping[ArticleId, Article]
    """All that are named, and all of the article file."""
    pairs: tuple[Pair, ...]
    left_out: Mapping[str, int]
    """Label that says neither -> its rows."""
    repeated: int = 0
    """Rows that ask what another one asked; each question counts once, by its first row."""


def read_pairs(
    lines: Iterable[bytes], file: str, known: Mapping[str, Article] | None = None
) -> PairSet:
    """Return the labelled pairs of a JSON Lines file, in its order.

    A row needs ``id1, id2, label``, the label in any case; and ``title1, title2``, for labels of
    copying also ``text1, text2``, unless ``known`` has the articles by their printed id. It may
    have ``url1, domain1, published1`` and so on. Rows with another label are left out and counted,
    and so are those that ask the same of the same two articles again.

    Raises:
        ParseError: a row cannot be read, a text is missing, or no row has a label of ours.
    """
    articles = {article.article_id: article for article in (known or {}).values()}
    pairs: dict[tuple[frozenset[ArticleId], bool], Pair] = {}
    repeated = 0
    left_out: Counter[str] = Counter()
    for row in read_rows(lines, file):
        label = row.needed("label")
        if label.casefold() not in frozenset(PairLabel):
            left_out[label] += 1
            continue
        pair, both = pair_of(row, PairLabel(label.casefold()), known)
        asked = frozenset((pair.one, pair.two)), pair.label in COPYING
        repeated += asked in pairs
        pairs.setdefault(asked, pair)
        articles |= {article.article_id: article for article in both}
    if not pairs:
        message = f"has no row labelled {', '.join(PairLabel)}; `label` must be one of them"
        raise ParseError(file, message, "bad-row")
    return PairSet(articles, tuple(pairs.values()), left_out, repeated)


def pair_of(
    row: Row, label: PairLabel, known: Mapping[str, Article] | None
) -> tuple[Pair, tuple[Article, Article]]:
    """Return a row's pair and its two articles."""
    one, two = (side_of(row, side, label, known) for side in SIDES)
    if one.article_id == two.article_id:
        raise row.fault("pairs an article with itself; give `id1` and `id2` of two")
    group = row.text("story") or row.text("id") or f"{one.article_id} {two.article_id}"
    return Pair(one.article_id, two.article_id, label, group), (one, two)


def side_of(row: Row, side: str, label: PairLabel, known: Mapping[str, Article] | None) -> Article:
    """Return one of a row's two articles: the known one of its id, else from the row's own keys."""
    key = row.needed(f"id{side}")
    if known is not None and key in known:
        return known[key]
    wanted = [f"title{side}", *([f"text{side}"] if label in COPYING else [])]
    missing = [name for name in wanted if row.values.get(name) is None]
    if missing and known is not None:
        raise row.fault(f"`{key}` is not in the file of --articles; add it there")
    if missing:
        message = (
            f"`{missing[0]}` is missing; add it, or name a file with the texts: --articles FILE"
        )
        raise row.fault(message)
    # An id may stand for another text in another row: the words tell articles apart as well.
    words = (row.text(f"{name}{side}") for name in ("title", "text", "published"))
    return article_of(row, side, told="\n".join((key, *words)))
