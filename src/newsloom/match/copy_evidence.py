"""Place in a copy tree -> Syndication: what an article is, with its evidence in words.

Decides nothing: where an article hangs is settled in copy_trees.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsloom.match.copy_trees import CopyTrees, Place
from newsloom.match.holdings import Holdings
from newsloom.match.shared_text import COPY_SHARE, STRENGTH
from newsloom.model import ArticleId, Feature, Means, Originality, Overlap, Syndication

OVERLAPS = 40
"""Overlaps told of an article: of a thousand copies each tells of forty others."""

WHERE = {Means.TEXT: "its text", Means.LEDE: "headline and lede", Means.CLAIM: "its text"}


def syndication_of(article_id: ArticleId, place: Place, trees: CopyTrees) -> Syndication:
    """Return what an article is in its tree; its original may be out of reach only by a ruling."""
    known = trees.above.get(article_id, {})
    main = known.get(place.root) or known.get(place.parent or place.root)
    overlaps = told_overlaps(known.values(), main)
    if place.parent is None:
        return original(article_id, overlaps)
    features = share_features(main, article_id, trees.held) if main else ()
    similarity = main.share if main else 1.0
    if article_id in trees.ruled:
        ruled = Feature("ruling", 1.0, 1.0, "An editor ruled it a copy.")
        sentence = "An editor ruled that it is a copy."
        status, features = Originality.COPY, (ruled, *features)
    elif main is None:
        raise ValueError(f"{article_id} hangs on {place.parent} without a link")
    else:
        status = Originality.COPY if place.is_whole else Originality.PARTIAL
        sentence = sentence_of(main, article_id, trees.held)
    return Syndication(article_id, status, place.root, similarity, features, sentence, overlaps)


def original(article_id: ArticleId, overlaps: tuple[Overlap, ...] = ()) -> Syndication:
    """Return the Syndication of an article that copies nothing."""
    sentence = "No other report known shares its text."
    if overlaps:
        others = "another report" if len(overlaps) == 1 else f"{len(overlaps)} other reports"
        sentence = f"It shares passages with {others}; the rest is its own."
    return Syndication(
        article_id, Originality.ORIGINAL, article_id, 0.0, sentence=sentence, overlaps=overlaps
    )


def told_overlaps(overlaps: Iterable[Overlap], main: Overlap | None) -> tuple[Overlap, ...]:
    """Return what is told of an article's overlaps: the main one, then the strongest."""

    def order(overlap: Overlap) -> tuple[bool, int, int, ArticleId]:
        return overlap is not main, -STRENGTH[overlap.bond], -overlap.words, overlap.other_id

    return tuple(sorted(overlaps, key=order)[:OVERLAPS])


def share_features(shared: Overlap, article_id: ArticleId, held: Holdings) -> tuple[Feature, ...]:
    """Return the features of a copy and the article it hangs on."""
    where, share, other = WHERE[shared.means], shared.share, shared.other_id
    rows: list[Feature] = []
    if shared.means is Means.CLAIM:
        rows.append(
            Feature("claim", 1.0, 1.0, "Its page names the other as what it is taken from.")
        )
    if shared.words:
        rows.append(
            Feature("shared-words", shared.words, share, f"About {shared.words} words of {where}.")
        )
        rows.append(
            Feature("containment", share, share, f"{share:.0%} of {where} is in the other.")
        )
    if shared.means is Means.TEXT:
        both = 1 / (1 / share + 1 / shared.other_share - 1)
        rows.append(Feature("jaccard", both, 0.0, f"{both:.0%} of both together."))
    if held.has_same_title(article_id, other):
        rows.append(Feature("same-title", 1.0, 0.0, "The headlines are the same."))
    agency = held.common_agency(article_id, other)
    if agency:
        rows.append(Feature("agency", 1.0, 0.0, f"Both credit {agency}."))
    domain = held.domain_of(other)
    if domain in held.credited.get(article_id, ()):
        rows.append(Feature("credit", 1.0, 0.0, f"It credits {domain} as its source."))
    return tuple(rows)


def sentence_of(shared: Overlap, article_id: ArticleId, held: Holdings) -> str:
    """Return the evidence of a copy as a person reads it."""
    title, domain = held.title_of(shared.other_id), held.domain_of(shared.other_id)
    named = f"“{title}” ({domain})" if domain else f"“{title}”"
    how_much = (
        f"shares {shared.share:.0%} of {WHERE[shared.means]}, about {shared.words} words, with"
        if shared.words
        else "has the headline of"
    )
    said = f"It {how_much} {named}"
    if shared.means is Means.CLAIM:
        said += ", which its page names as what it is taken from"
    agency = held.common_agency(article_id, shared.other_id)
    return f"{said}; both credit {agency}." if agency else f"{said}."


def relation_of(one: Syndication, two: Syndication) -> Originality:
    """Return what two articles are to each other: COPY, PARTIAL, or ORIGINAL for distinct texts.

    What was found between the two counts first: they are copies when one of them is all but whole
    in the other. Else they are what their tree makes them: copies if both are in whole of one text,
    partial if one is in part.
    """
    both = ((one, two), (two, one))
    told = (o for of, other in both for o in of.overlaps if o.other_id == other.article_id)
    between = next(told, None)
    if between is not None:
        most = max(between.share, between.other_share)
        return Originality.COPY if most >= COPY_SHARE else Originality.PARTIAL
    if one.original_id != two.original_id:
        return Originality.ORIGINAL
    is_partial = Originality.PARTIAL in (one.status, two.status)
    return Originality.PARTIAL if is_partial else Originality.COPY
