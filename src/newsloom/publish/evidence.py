"""Reasons and compared features -> rows that add up, with bars, in the words readers are shown.

What each report brings together is in `coverage`; the sentence beside a name is the judge's own, in
English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from newsloom.model import Feature, Reason
from newsloom.publish.loom import pull_bar, strongest
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import adding_up, signed

LINK_NAMES = {
    "copy": N_("Copy"),
    "ruling": N_("Ruling"),
    "title": N_("Likeness of the headlines"),
    "containment": N_("One headline within the other"),
    "headline-in-lede": N_("Headline within the other’s first lines"),
    "lede": N_("Likeness of headline and first lines"),
    "meaning": N_("Meaning of headline and first lines"),
    "numbers": N_("Shared numbers and dates"),
    "conflict": N_("Numbers that differ"),
    "time": N_("Time between them"),
    "form": N_("Headline form of other days"),
}
"""Readers' names of what is compared between reports; one not named here keeps its own name."""

COPY_NAMES = {
    "shared-words": N_("Words in shared runs"),
    "containment": N_("Part of the text in the original"),
    "jaccard": N_("Part of both texts together"),
    "same-title": N_("Headline"),
    "agency": N_("Credit to an agency"),
    "claim": N_("What its page says"),
    "credit": N_("Credit to the source"),
    "ruling": N_("Editor’s ruling"),
}
"""Readers' names of what shows a copy."""


REASON_NAMES = {
    "address": N_("Address"),
    "boilerplate": N_("Boilerplate"),
    "byline": N_("Byline"),
    "completeness": N_("Completeness"),
    "confidence": N_("Confidence"),
    "copy": N_("Copy"),
    "date": N_("Date"),
    "excerpt": N_("Excerpt"),
    "first": N_("First"),
    "first-person": N_("First person"),
    "genre": N_("Genre"),
    "headline": N_("Headline"),
    "lines": N_("Lines"),
    "names": N_("Names"),
    "numbers": N_("Numbers"),
    "opinion": N_("Opinion"),
    "originality": N_("Originality"),
    "paragraphs": N_("Paragraphs"),
    "picture": N_("Picture"),
    "plain": N_("Plain"),
    "quality": N_("Quality"),
    "question": N_("Question"),
    "quotation": N_("Quotation"),
    "quotations": N_("Quotations"),
    "rated": N_("Rated"),
    "section": N_("Section"),
    "standing": N_("Standing"),
    "stub": N_("Stub"),
    "time": N_("Time"),
    "usual": N_("Usual"),
}
"""Readers' names of what gives points to quality, lead and angle."""


@dataclass(frozen=True, slots=True)
class Points:
    """One line of a sum."""

    name: str
    points: str
    detail: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Reasons that add up."""

    rows: tuple[Points, ...]
    exact: str
    """What the rows add up to."""
    total: str
    """``exact`` as a whole number within its range, where that is what is used."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One compared thing and how far it pulled."""

    name: str
    detail: str
    value: str
    words: str
    """How far, in words: "strongly for"."""
    amount: str
    bar: Markup


def sum_of(tongue: Tongue, reasons: Sequence[Reason], total: int | None = None) -> Sum:
    """Return reasons with points that add up to their sum; whole ones without decimals.

    ``total`` is the whole number made from the sum; None = the sum itself.
    """
    points = adding_up([r.points for r in reasons])
    is_whole = all(p == p.to_integral_value() for p in points)
    shown = [p.to_integral_value() if is_whole else p for p in points]
    rows = zip(reasons, shown, strict=True)
    told = tuple(
        Points(named(tongue, r.feature, REASON_NAMES), signed(tongue, p), r.detail) for r, p in rows
    )
    exact = signed(tongue, sum(shown, Decimal(0)), plus="")
    return Sum(told, exact, exact if total is None else str(total))


def named(tongue: Tongue, feature: str, names: Mapping[str, str]) -> str:
    """Return a feature's name in words; one not in the table keeps its own."""
    return tongue.say(names[feature]) if feature in names else spoken(feature)


def spoken(feature: str) -> str:
    """Return a feature's name as words: "original-picture" -> "Original picture"."""
    spaced = feature.replace("_", " ").replace("-", " ")
    return spaced[:1].upper() + spaced[1:]


def pulls_of(
    tongue: Tongue, features: Sequence[Feature], names: Mapping[str, str]
) -> tuple[Pull, ...]:
    """Return the compared things as found; bars are drawn against the strongest."""
    most = strongest(f.pull for f in features)
    return tuple(
        Pull(
            name=named(tongue, f.name, names),
            detail=f.detail,
            value=value_words(tongue, f.value),
            words=tongue.say(pull_words(f.pull / most)),
            amount=signed(tongue, Decimal(f"{f.pull:.2f}")),
            bar=pull_bar(f.pull / most),
        )
        for f in features
    )


def value_words(tongue: Tongue, value: float) -> str:
    """Return a compared value: two decimals below 10, else none."""
    if abs(value) < 10:
        return tongue.fraction(Decimal(f"{value:.2f}"))
    return tongue.number(round(value))


PULLS = (
    (0.3, N_("slightly for"), N_("slightly against")),
    (0.65, N_("for"), N_("against")),
)
"""(strength below which, words for, words against)."""


def pull_words(pull: float) -> str:
    """Return how far something pulls, -1..1 of the strongest: "strongly for", "hardly any"."""
    if abs(pull) < 0.05:
        return N_("hardly any")
    strong = (1.0, N_("strongly for"), N_("strongly against"))
    _, for_it, against = next((row for row in PULLS if abs(pull) < row[0]), strong)
    return for_it if pull > 0 else against
