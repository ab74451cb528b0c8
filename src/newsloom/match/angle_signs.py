"""A report and its story -> the signs of every angle, each with points and a sentence.

It weighs nothing against nothing: which angle wins is decided in ``angles``. Points and patterns
stand in ``data/angles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from newsloom.match.angle_weights import WEIGHTS, Place, Sign, first_person_in, signs_for
from newsloom.model import Angle, Article, DateOrigin, Reason
from newsloom.text.tokens import names

Signs = Mapping[Angle, tuple[Reason, ...]]

LINES = 300
"""Characters of the text that are its first lines."""

OPENING = 1500
"""Characters of the text in which names and quotations are looked for."""

QUOTED = re.compile(r"(?<!\w)(?:'[^']+'|\"[^\"]+\"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|‘[^']+')(?!\w)")
"""Words of a headline that are somebody else's."""

SPEECH = re.compile(r"“[^“”]{12,}”|„[^„“”]{12,}[“”]|«[^«»]{12,}»|\"[^\"\n]{12,}\"")
"""What somebody says, longer than a nickname."""

PLACES = {
    Place.HEADLINE: "The headline says “{}”.",
    Place.LINES: "Its first lines say “{}”.",
    Place.ADDRESS: "Its address holds “{}”.",
    Place.SECTION: "It stands in the section “{}”.",
    Place.BYLINE: "It is signed “{}”.",
    Place.GENRE: "Its page calls it “{}”.",
}


@dataclass(frozen=True)
class Outline:
    """One report as far as signs are looked for in it; made once, asked often."""

    article: Article

    @cached_property
    def places(self) -> Mapping[Place, str]:
        """Where signs can stand, quotation marks made plain."""
        article = self.article
        return {
            Place.HEADLINE: plain(article.title),
            Place.LINES: plain(self.opening[:LINES]),
            Place.ADDRESS: article.web_url.partition("?")[0].partition("#")[0],
            Place.SECTION: article.section.strip(),
            Place.BYLINE: "\n".join(person.name for person in article.byline),
            Place.GENRE: article.genre,
        }

    @property
    def opening(self) -> str:
        """The first paragraphs of its text, or its excerpt."""
        return (self.article.text or self.article.excerpt)[:OPENING]

    @cached_property
    def found(self) -> tuple[tuple[Sign, str], ...]:
        """The best sign of each angle in each place, with the words."""
        return tuple(best_signs(self.places, self.article.language))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Who and what it names at its beginning."""
        return names(self.opening)

    @property
    def at(self) -> datetime | None:
        """When it was published; None = it does not say."""
        article = self.article
        is_dated = article.date_origin is not DateOrigin.FIRST_SEEN
        return article.published_at if is_dated else None


@dataclass(frozen=True, slots=True)
class Background:
    """What a report is seen against: the texts of its story."""

    outlines: tuple[Outline, ...]
    """In order of time."""
    first: Outline | None
    """The earliest dated one."""
    usual: Mapping[Angle, int]
    """How many headlines have a sign of each angle."""


def background_of(outlines: Sequence[Outline]) -> Background:
    """Return what the reports of a story, in order of time, are seen against."""
    first = next((outline for outline in outlines if outline.at is not None), None)
    shown = [{sign.angle for sign in headline_signs(outline)} for outline in outlines]
    usual = {angle: sum(angle in angles for angles in shown) for angle in Angle}
    return Background(tuple(outlines), first, usual)


def signs_of(outline: Outline, background: Background) -> Signs:
    """Return the reasons for each angle; every angle has an entry, () = nothing speaks for it."""
    reasons: dict[Angle, list[Reason]] = {angle: [] for angle in Angle}
    detail = "Every report begins as a plain one."
    reasons[Angle.REPORT].append(Reason("plain", WEIGHTS.plain.report, detail))
    for sign, words in outline.found:
        detail = PLACES[sign.where].format(words)
        reasons[sign.angle].append(Reason(sign.where.value, sign.points, detail))
    for angle, reason in (
        *first(outline, background),
        *question(outline),
        *first_person(outline),
        *quotation(outline),
        *new_names(outline, background),
        *later(outline, background),
    ):
        reasons[angle].append(reason)
    for angle, found in reasons.items():
        found += taken_back(angle, found, outline, background)
    return {angle: tuple(found) for angle, found in reasons.items()}


def best_signs(places: Mapping[Place, str], language: str) -> list[tuple[Sign, str]]:
    """Return the best sign of each angle in each place with the words that match."""
    best: list[tuple[Sign, str]] = []
    own = {**places, Place.HEADLINE: QUOTED.sub("", places[Place.HEADLINE])}
    for place, signs in signs_for(language).items():
        taken: set[Angle] = set()
        for sign in signs:
            text = (places if sign.angle is Angle.REACTION else own)[place]
            if text and sign.angle not in taken and (words := sign.find(text)):
                taken.add(sign.angle)
                best.append((sign, words.strip(" :|–—-;,")))
    return best


def plain(text: str) -> str:
    """Return a text with straight apostrophes."""
    return text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def headline_signs(outline: Outline) -> list[Sign]:
    """Return the signs in a report's headline."""
    return [sign for sign, _ in outline.found if sign.where is Place.HEADLINE]


# --- what is counted -----------------------------------------------------------------------------


def first(outline: Outline, background: Background) -> list[tuple[Angle, Reason]]:
    """Return points taken from the first report for what it cannot be."""
    if outline is not background.first:
        return []
    given = {Angle.REACTION: "to react to", Angle.FOLLOW_UP: "to follow"}
    points = WEIGHTS.plain.first
    return [
        (angle, Reason("first", points, f"It was the first report: there was nothing {what}."))
        for angle, what in given.items()
    ]


def question(outline: Outline) -> list[tuple[Angle, Reason]]:
    """Return points for a headline that asks in its own words."""
    own = QUOTED.sub("", outline.places[Place.HEADLINE])
    if not re.search(r"[?？](?:\s|$)", own):
        return []
    points = WEIGHTS.question.analysis
    return [(Angle.ANALYSIS, Reason("question", points, "The headline asks a question."))]


def first_person(outline: Outline) -> list[tuple[Angle, Reason]]:
    """Return points for an author who speaks of himself, outside quotation marks."""
    w = WEIGHTS.first_person
    own = plain(SPEECH.sub("", outline.opening))
    count = len(first_person_in(outline.article.language).findall(own))
    if count < w.times:
        return []
    detail = f"The author speaks in the first person, {count} times at the beginning."
    return [(Angle.OPINION, Reason("first-person", w.opinion, detail))]


def quotation(outline: Outline) -> list[tuple[Angle, Reason]]:
    """Return points for how much of a text is quotation."""
    w, text = WEIGHTS.quotes, outline.opening
    count = len(text.split())
    said = sum(len(speech.split()) for speech in SPEECH.findall(text))
    if count < w.words or said < w.least * count:
        return []
    points = round(w.reaction * min(1.0, said / count / w.full), 1)
    detail = f"Of 100 words at its beginning {100 * said / count:.0f} are quotation."
    return [(Angle.REACTION, Reason("quotation", points, detail))]


def new_names(outline: Outline, background: Background) -> list[tuple[Angle, Reason]]:
    """Return points for names that the first report does not have."""
    w, first = WEIGHTS.names, background.first
    if first is None or first is outline or len(outline.names) < w.names:
        return []
    known = f"{first.article.title}\n{first.article.text or first.article.excerpt}".casefold()
    new = [name for name in outline.names if name.split()[-1].casefold() not in known]
    if len(new) < w.share * len(outline.names):
        return []
    detail = (
        f"Of {len(outline.names)} names at its beginning {len(new)} are not in the first report, "
        f"such as {', '.join(new[:3])}."
    )
    given = {Angle.REACTION: w.reaction, Angle.FOLLOW_UP: w.follow_up}
    return [(angle, Reason("names", points, detail)) for angle, points in given.items()]


def later(outline: Outline, background: Background) -> list[tuple[Angle, Reason]]:
    """Return points for the time since the first report."""
    w, first = WEIGHTS.later, background.first
    if first is None or first.at is None or outline.at is None:
        return []
    hours = (outline.at - first.at).total_seconds() / 3600
    points = round(min(w.most, w.day * hours / 24), 1)
    if points <= 0:
        return []
    detail = f"It came {hours:.0f} hours after the first report."
    return [(Angle.FOLLOW_UP, Reason("time", points, detail))]


def taken_back(
    angle: Angle, found: Sequence[Reason], outline: Outline, background: Background
) -> list[Reason]:
    """Return the points of a headline taken back when many others of the story say the same."""
    w = WEIGHTS.usual
    points = sum(reason.points for reason in found if reason.feature == Place.HEADLINE)
    others = len(background.outlines) - 1
    same = background.usual[angle] - 1
    if not points or others < w.headlines or same < w.share * others:
        return []
    detail = f"Of {others} other headlines {same} say the like: it is what happened."
    return [Reason("usual", -points, detail)]
