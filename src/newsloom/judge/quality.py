"""Copying -> Quality: what an article is worth, as a sum of features that each say why.

It compares no articles with each other and knows no story. All weights and patterns stand in
``data/quality.toml``, each with its origin; here is only what is measured.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from newsloom.judge.weights import WEIGHTS, Each
from newsloom.model import Article, ArticleId, DateOrigin, Originality, Quality, Reason
from newsloom.ports import Copying
from newsloom.settings import Profile, Rating
from newsloom.text.patterns import any_of
from newsloom.text.tokens import anchors, names, words
from newsloom.text.urls import registered_domain

NOBODYS: Mapping[str, float] = MappingProxyType({})
AS_SHIPPED = Rating()

LEAST, MOST = 0, 100
"""Ends of the scale. An archive's own ratings may lie outside (its 107, 127) and are kept."""


def rate_quality(
    copying: Copying,
    profile: Profile,
    standings: Mapping[str, float] = NOBODYS,
    rating: Rating = AS_SHIPPED,
) -> Quality:
    """Return the quality of an article: the sum of its features, rounded, within 0..100.

    An article from a post whose text is not known keeps the rating it was published with, less
    what a copy loses: whoever rated it had read it. In profile ``seed`` every article from a post
    keeps its rating, whatever its size, as the single reason.

    Args:
        standings: registered domain -> points an editor gives the provider; they beat the table's.
        rating: how much each feature counts.
    """
    article, rated = copying.article, copying.article.rated_quality
    if profile is Profile.SEED and rated is not None:
        return Quality(article.article_id, rated, (rating_of(rated),))
    subject = measure(copying, standings)
    if rated is not None and not article.text:
        reasons: tuple[Reason, ...] = (rating_of(rated), loss(originality(subject)))
    else:
        found = (feature(subject) for feature in FEATURES)
        reasons = tuple(reason for reason in found if reason is not None)
    return summed(article.article_id, [weighted(reason, rating) for reason in reasons])


def summed(article_id: ArticleId, reasons: Sequence[Reason]) -> Quality:
    """Return the quality that some reasons add up to."""
    total = math.fsum(reason.points for reason in reasons)
    return Quality(article_id, clamped(total), tuple(reasons))


GROUPS: Mapping[str, str] = {
    "numbers": "depth",
    "names": "depth",
    "quotations": "depth",
    "paragraphs": "depth",
    "confidence": "extraction",
    "boilerplate": "extraction",
}
"""Features that count as one setting; others have a setting of their own name, or none."""


def factor_of(feature: str, rating: Rating) -> float:
    """Return how many times a feature counts; an archive's rating and a standing count once."""
    factor: float = getattr(rating, GROUPS.get(feature, feature), 1.0)
    return factor


def weighted(reason: Reason, rating: Rating) -> Reason:
    """Return a reason as it counts."""
    factor = factor_of(reason.feature, rating)
    if factor == 1:
        return reason
    detail = f"{reason.detail} It counts {factor:g} times."
    return Reason(reason.feature, reason.points * factor, detail)


def reweighted(quality: Quality, before: Rating, after: Rating) -> Quality:
    """Return a quality rated by some weights as others would have it, to the point.

    The sentences stay those of the former weights.
    """
    if [one.feature for one in quality.reasons] == ["rated"]:
        return quality
    reasons = []
    for one in quality.reasons:
        was, will = factor_of(one.feature, before), factor_of(one.feature, after)
        points = one.points / was * will
        reasons.append(one if was == will else Reason(one.feature, points, one.detail))
    return summed(quality.article_id, reasons)


def rating_of(points: int) -> Reason:
    """Return the rating a post was published with."""
    return Reason("rated", float(points), f"Rated {points} by the post it was imported from.")


def loss(reason: Reason) -> Reason:
    """Return what a copy loses against an original, without what an original gains."""
    return replace(reason, points=reason.points - WEIGHTS.originality[Originality.ORIGINAL])


def clamped(points: float) -> int:
    """Return points as a whole number on the scale, halves rounded up.

    A millionth is no part of a point: weights there and back give the same.
    """
    return max(LEAST, min(MOST, math.floor(round(points, 6) + 0.5)))


# --- what is measured ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """An article with what several features ask of it."""

    article: Article
    copying: Copying
    known: str
    """The text, or the excerpt when there is no text."""
    word_count: int
    """Words of the text; 0 when only the excerpt is known."""
    standings: Mapping[str, float]
    """Registered domain -> points an editor gives the provider."""


def measure(copying: Copying, standings: Mapping[str, float] = NOBODYS) -> Subject:
    """Return what the features ask of an article."""
    article = copying.article
    known = article.text or article.excerpt
    return Subject(article, copying, known, len(words(article.text)), standings)


Feature = Callable[[Subject], Reason | None]
"""Points and a sentence; None = nothing to say."""


def completeness(subject: Subject) -> Reason:
    """Return points for the length of the text."""
    w, count = WEIGHTS.completeness, subject.word_count
    if not subject.article.text:
        detail = f"Only the excerpt is known; a full text of {w.full_words} words gives {w.full:g}."
        return Reason("completeness", w.excerpt_only, detail)
    points = round(w.full * min(1.0, count / w.full_words) ** w.curve, 1)
    detail = f"The text has {counted(count, 'word')}; {w.full_words} are a full report."
    return Reason("completeness", points, detail)


def numbers(subject: Subject) -> Reason:
    """Return points for figures and dates."""
    found = anchors(subject.known)
    what = f"It gives {counted(len(found), 'number or date', 'numbers or dates')}"
    return depth("numbers", len(found), what, found, WEIGHTS.depth.numbers)


def named(subject: Subject) -> Reason:
    """Return points for named people, places and bodies."""
    found = names(subject.known)
    what = f"It names {counted(len(found), 'person, place or body', 'people, places or bodies')}"
    return depth("names", len(found), what, found, WEIGHTS.depth.names)


QUOTATION = re.compile(
    r"“[^“”]{12,}”|„[^„“”]{12,}[“”]|«[^«»]{12,}»|\"[^\"\n]{12,}\"|「[^「」]{4,}」"
)


def quotations(subject: Subject) -> Reason:
    """Return points for words in quotation marks, longer than a nickname."""
    count = len(QUOTATION.findall(subject.known))
    what = f"It has {counted(count, 'quotation')}"
    return depth("quotations", count, what, (), WEIGHTS.depth.quotations)


def paragraphs(subject: Subject) -> Reason:
    """Return points for paragraphs."""
    count = sum(1 for part in subject.known.split("\n\n") if part.strip())
    what = f"It has {counted(count, 'paragraph')}"
    return depth("paragraphs", count, what, (), WEIGHTS.depth.paragraphs)


def depth(feature: str, count: int, what: str, found: tuple[str, ...], weight: Each) -> Reason:
    """Return points for things counted, with up to three of them named."""
    such_as = f", such as {', '.join(found[:3])}" if found else ""
    needed = math.ceil(weight.most / weight.each)
    points = round(min(weight.most, weight.each * count), 1)
    return Reason(feature, points, f"{what}{such_as}; {needed} give all {weight.most:g} points.")


def excerpt(subject: Subject) -> Reason:
    """Return points for an excerpt."""
    points = WEIGHTS.presence.excerpt
    if subject.article.excerpt.strip():
        return Reason("excerpt", points, "It comes with an excerpt.")
    return Reason("excerpt", 0.0, f"It has no excerpt; one gives {points:g}.")


def byline(subject: Subject) -> Reason:
    """Return points for a named author."""
    people = [person.name for person in subject.article.byline]
    points = WEIGHTS.presence.byline
    if people:
        return Reason("byline", points, f"It is signed by {', '.join(people[:3])}.")
    return Reason("byline", 0.0, f"No author is named; one gives {points:g}.")


def picture(subject: Subject) -> Reason:
    """Return points for a usable picture; one of unknown size is taken for usable."""
    w = WEIGHTS.presence
    found = subject.article.pictures
    for shown in found:
        if not shown.width or not shown.height:
            return Reason("picture", w.picture, "It has a picture.")
        if shown.width >= w.picture_width and shown.height >= w.picture_height:
            detail = f"It has a picture of {shown.width} by {shown.height} pixels."
            return Reason("picture", w.picture, detail)
    least = f"at least {w.picture_width} by {w.picture_height} pixels are needed"
    what = "Its pictures are too small" if found else "It has no usable picture"
    return Reason("picture", 0.0, f"{what}; {least}.")


DATED = {
    DateOrigin.PAGE: "Its date stands on the page.",
    DateOrigin.SOURCE: "Its date was given by the source.",
    DateOrigin.URL: "Its date was read from the address.",
    DateOrigin.FIRST_SEEN: "It has no date; the moment we first saw it counts.",
}


def date(subject: Subject) -> Reason:
    """Return points for a date, by where it comes from."""
    origin = subject.article.date_origin
    return Reason("date", WEIGHTS.date[origin], DATED[origin])


def originality(subject: Subject) -> Reason:
    """Return points for an article's own text."""
    found = subject.copying.syndication
    share = f"{found.similarity * 100:.0f} of 100 parts the same as {found.original_id}"
    why = found.sentence or f"{share}."
    detail = {
        Originality.ORIGINAL: "No other text was found that this one copies.",
        Originality.PARTIAL: f"Part of it is copied: {why}",
        Originality.COPY: f"It is a copy: {why}",
    }[found.status]
    return Reason("originality", WEIGHTS.originality[found.status], detail)


def headline(subject: Subject) -> Reason:
    """Return points for an honest headline, less one step for each fault."""
    w = WEIGHTS.headline
    faults = headline_faults(subject.article.title)
    points = w.honest + math.fsum(points for points, _ in faults)
    if not faults:
        return Reason("headline", points, "The headline says plainly what happened.")
    return Reason("headline", points, f"The headline {' and '.join(why for _, why in faults)}.")


QUOTED = re.compile(r"(?<!\w)(?:'[^']+'|\"[^\"]+\"|“[^”]+”|‘[^']+')(?!\w)")
"""Words in a headline that are somebody else's: what they ask or shout is news."""


def headline_faults(title: str) -> list[tuple[float, str]]:
    """Return the faults of a headline: points (negative) and words."""
    w = WEIGHTS.headline
    letters = [char for char in title if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    found: list[tuple[float, str]] = []
    if len(letters) >= w.shouting_letters and capitals > w.shouting_share * len(letters):
        found.append((w.shouting, "shouts in capitals"))
    plain = title.replace("’", "'")
    if hit := any_of(w.clickbait_patterns).search(plain):
        found.append((w.clickbait, f"promises instead of telling (“{hit[0].strip()}”)"))
    if hit := any_of(w.template_patterns).search(plain):
        found.append((w.template, f"is made by a form (“{hit[0].strip()}”)"))
    own_words = QUOTED.sub("", plain).rstrip()
    if own_words.endswith(("?", "？")):
        found.append((w.question, "asks instead of telling"))
    if "!" in own_words:
        found.append((w.exclamation, "has an exclamation mark"))
    return found


def stub(subject: Subject) -> Reason | None:
    """Return points taken for a page that could not be read whole, or not by every reader."""
    w, article, count = WEIGHTS.stub, subject.article, subject.word_count
    is_short = count < w.stub_words
    wall = any_of(w.wall_patterns).search(article.text) if is_short else None
    if wall:
        detail = f"What could be read is a wall before the text (“{wall[0]}”)."
        return Reason("stub", w.wall, detail)
    if not article.is_free and is_short:
        return Reason("stub", w.paywall, "The text is behind a paywall; only the start was read.")
    if not article.is_free:
        return Reason("stub", w.paid, "The page asks readers to pay.")
    if article.text and count < w.thin_words:
        detail = f"Only {counted(count, 'word')} could be read, {w.thin_words} needed."
        return Reason("stub", w.thin, detail)
    return None


def confidence(subject: Subject) -> Reason | None:
    """Return points taken when the readers of the page disagreed."""
    article = subject.article
    points = round(WEIGHTS.extraction.unsure * (1 - article.confidence), 1)
    if not article.text or not points:
        return None
    detail = f"The machine is unsure of the text: {article.confidence * 100:.0f} of 100 sure."
    return Reason("confidence", points, detail)


def boilerplate(subject: Subject) -> Reason | None:
    """Return points taken when most of the page is not the article."""
    w, found = WEIGHTS.extraction, subject.article.boilerplate
    beyond = max(0.0, found - w.boilerplate_from) / (1 - w.boilerplate_from)
    points = round(w.boilerplate * beyond, 1)
    if not points:
        return None
    detail = (
        f"Of 100 words on the page {found * 100:.0f} are not the article; "
        f"up to {w.boilerplate_from * 100:.0f} are usual."
    )
    return Reason("boilerplate", points, detail)


def standing(subject: Subject) -> Reason | None:
    """Return points for the provider, by the editor or else by the table; most have none."""
    provider = subject.article.provider
    domain = provider.domain.casefold()
    given = subject.standings.get(registered_domain(domain) or domain)
    points = shipped_standing(domain) if given is None else given
    if not points:
        return None
    better = "more" if points > 0 else "less"
    detail = f"Reports by {provider.name} count {abs(points):g} {better} by the table of providers."
    return Reason("standing", points, detail)


def shipped_standing(domain: str) -> float:
    """Return the points a provider has by the table that ships with Newsloom."""
    table = WEIGHTS.standing
    return table.get(domain, table.get(registered_domain(domain), 0.0))


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 word``, ``no words``, ``12 words``."""
    noun = one if count == 1 else many or f"{one}s"
    return f"{count or 'no'} {noun}"


FEATURES: tuple[Feature, ...] = (
    completeness,
    numbers,
    named,
    quotations,
    paragraphs,
    excerpt,
    byline,
    picture,
    date,
    originality,
    headline,
    stub,
    confidence,
    boilerplate,
    standing,
)
"""Every feature, in the order its reason is shown."""
