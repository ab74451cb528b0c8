"""Texts with their angles -> groups of texts that stand close together, named for readers.

Nearness is made of words, stored links and time; no text is compared with one of another angle.
What a group is called is decided in ``angle_names``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from newsloom.match.angle_names import Wording, name_of, wording_of
from newsloom.match.angle_signs import LINES, Outline
from newsloom.match.angle_weights import WEIGHTS
from newsloom.match.average_link import DIGITS, joints
from newsloom.model import Angle, AngleGroup, ArticleId, Report

Nearness = NDArray[np.float64]
"""n x n, 0..1, symmetric."""

LEDE_PART = 0.35
"""What a word that only stands in the first lines counts beside one of the headline."""


@dataclass(frozen=True)
class Text:
    """One text of a story: the report that has it, and its copies in order of time."""

    reports: tuple[Report, ...]

    @property
    def article_id(self) -> ArticleId:
        """The id of its report."""
        return self.reports[0].article.article_id

    @cached_property
    def outline(self) -> Outline:
        """Its report, as signs are looked for in it."""
        return Outline(self.reports[0].article)

    @cached_property
    def wording(self) -> Wording:
        """Its words, as groups are named by them."""
        return wording_of(self.reports[0].article.title, self.outline.opening[:LINES])


def group_texts(texts: Sequence[Text], angles: Mapping[ArticleId, Angle]) -> tuple[AngleGroup, ...]:
    """Return the groups of a story, angle by angle, the largest first and the unnamed rest last.

    ``texts`` in order of time. () when there are at most ``groups.texts`` of them, or all are one
    group.
    """
    if len(texts) <= WEIGHTS.groups.texts:
        return ()
    rarity = rarity_of(texts)
    found = [
        group
        for angle in Angle
        for group in groups_of(
            angle, [text for text in texts if angles[text.article_id] is angle], texts, rarity
        )
    ]
    return tuple(found) if len(found) > 1 else ()


def rarity_of(texts: Sequence[Text]) -> dict[str, float]:
    """Return the weight of each word of a story: log(texts / texts with it), 0 for a common one."""
    counts: dict[str, int] = {}
    for text in texts:
        for stem in text.wording.stems:
            counts[stem] = counts.get(stem, 0) + 1
    return {stem: log(len(texts) / count) for stem, count in counts.items()}


def groups_of(
    angle: Angle, texts: Sequence[Text], story: Sequence[Text], rarity: Mapping[str, float]
) -> list[AngleGroup]:
    """Return the groups of one angle; few texts are one without a name."""
    w = WEIGHTS.groups
    if not texts:
        return []
    if len(texts) <= w.texts:
        return [AngleGroup(angle, "", ids_of(texts), counted_words(texts))]
    compared = texts[: w.compared]
    nearness = nearness_of(compared, rarity)
    parts = [part for part in linked(nearness, w.nearness) if 1 < len(part) < len(texts)]
    parts.sort(key=lambda part: (-len(part), part))
    named: dict[str, AngleGroup] = {}
    rest = dict(enumerate(texts))
    for part in parts:
        some, near = [compared[index] for index in part], nearness[np.ix_(part, part)]
        name = name_for(angle, some, story, near)
        if name and name not in named and len(named) < w.most:
            named[name] = AngleGroup(angle, name, ids_of(some), nearness_words(near))
            rest = {index: text for index, text in rest.items() if index not in part}
    left = [*rest.values()]
    unnamed = [AngleGroup(angle, "", ids_of(left), counted_words(left))] if left else []
    return [*named.values(), *unnamed]


def name_for(angle: Angle, texts: Sequence[Text], story: Sequence[Text], nearness: Nearness) -> str:
    """Return what readers call a group: its most telling words, else its most central headline.

    "" for a group without such words that is smaller than ``groups.least``, or of plain reports:
    their headlines all say what the story's does.
    """
    here = {text.article_id for text in texts}
    others = [text.wording for text in story if text.article_id not in here]
    words = name_of([text.wording for text in texts], others)
    if words or len(texts) < WEIGHTS.groups.least or angle is Angle.REPORT:
        return " and ".join(words)
    middle = texts[int(np.argmax(nearness.sum(axis=1)))]
    return f"“{middle.reports[0].article.title}”"


def ids_of(texts: Sequence[Text]) -> tuple[ArticleId, ...]:
    """Return the reports of some texts, each text followed by its copies."""
    return tuple(report.article.article_id for text in texts for report in text.reports)


def counted_words(texts: Sequence[Text]) -> str:
    """Return how many texts there are: "One text.", "4 texts."."""
    return "One text." if len(texts) == 1 else f"{len(texts)} texts."


def nearness_words(nearness: Nearness) -> str:
    """Return how near the texts of a group are to each other, on average."""
    count = len(nearness)
    mean = (nearness.sum() - count) / (count * (count - 1))
    return f"{count} texts, {100 * mean:.0f} of 100 near to each other by words, link and time."


# --- nearness ------------------------------------------------------------------------------------


def nearness_of(texts: Sequence[Text], rarity: Mapping[str, float]) -> Nearness:
    """Return how near each text is to each other one.

    ``(words * cosine + link * probability) * 2^(-hours / half life)``: the cosine of their words
    by rarity within the story, the probability of the stored link between the two (0 without one),
    and no fading when one has no date.
    """
    w = WEIGHTS.groups
    near = w.words * cosines(texts, rarity) + w.link * links(texts)
    near *= np.exp2(-hours_between(texts) / w.half_life_hours)
    np.fill_diagonal(near, 1.0)
    rounded: Nearness = np.round(near, DIGITS)
    return rounded


def cosines(texts: Sequence[Text], rarity: Mapping[str, float]) -> Nearness:
    """Return the likeness of the texts' words, n x n."""
    stems = sorted({stem for text in texts for stem in text.wording.stems if rarity[stem]})
    column = {stem: number for number, stem in enumerate(stems)}
    vectors = np.zeros((len(texts), len(stems)))
    for row, text in enumerate(texts):
        for stem in text.wording.stems:
            if stem in column:
                part = 1.0 if stem in text.wording.headline else LEDE_PART
                vectors[row, column[stem]] = part * rarity[stem]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1.0)
    likeness: Nearness = vectors @ vectors.T
    return likeness


def links(texts: Sequence[Text]) -> Nearness:
    """Return the probability of the link that brought one text to the other, 0 without one."""
    place = {
        report.article.article_id: row for row, text in enumerate(texts) for report in text.reports
    }
    found = np.zeros((len(texts), len(texts)))
    for row, text in enumerate(texts):
        coverage = text.reports[0].coverage
        other = place.get(coverage.nearest_id) if coverage.nearest_id else None
        if other is not None:
            found[row, other] = found[other, row] = max(coverage.probability, found[row, other])
    return found


def hours_between(texts: Sequence[Text]) -> Nearness:
    """Return the hours between each two texts; 0 where one has no date."""
    moments = [text.outline.at for text in texts]
    hours = np.array([at.timestamp() / 3600 if at else np.nan for at in moments])
    between: Nearness = np.nan_to_num(np.abs(hours[:, None] - hours[None, :]))
    return between


def linked(nearness: Nearness, least: float) -> list[list[int]]:
    """Return the rows in groups by average link, joined as long as above ``least``."""
    parts: set[tuple[int, ...]] = {(row,) for row in range(len(nearness))}
    for joint in joints(nearness):
        if joint.likeness <= least:
            break
        parts -= {joint.one, joint.two}
        parts.add(tuple(sorted((*joint.one, *joint.two))))
    return [list(part) for part in sorted(parts)]
