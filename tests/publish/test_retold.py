"""Reasons kept in English, said again in another tongue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations
from pathlib import Path

import pytest

import newsloom
from newsloom.model import Brief
from newsloom.newsroom import Room
from newsloom.publish.retold import retold, said
from newsloom.publish.shapes import COUNTED, SHAPES
from newsloom.publish.tongue import ENGLISH, Tongue, tongue_of

SPANISH = tongue_of("es")


class Shown(NullTranslations):
    """Says the shape of a message: its values between brackets."""

    def gettext(self, message: str) -> str:
        return re.sub(r"%\((\w+)\)s", r"[\1 %(\1)s]", message)


SHOWN = Tongue("de", "shown", Shown())


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        pytest.param(
            "Heat: 100.9, at least 40 needed. This rule decided: publish.",
            "Heat: [found 100,9], at least [needed 40] needed. This rule decided: publish.",
            id="two sentences",
        ),
        pytest.param(
            "Ruling: Iris ruled to hold this story on 2026-10-08 (two sources. Ask).",
            "Ruling: [who Iris] ruled to hold this story on [day 2026-10-08 (two sources. Ask)].",
            id="words of a person",
        ),
        pytest.param(
            "It names 2 people, places or bodies, such as A, B; 10 give all 8.5 points.",
            "It names [found [num 2] people, places or bodies, such as [such A, B]]; "
            "[needed 10] give all [points 8,5] points.",
            id="things counted",
        ),
        pytest.param(
            "It names Ann Lee, Bo and C too, shares the words “tide” and “wall” and came "
            "53 minutes after “Tides. Again”.",
            "It [clauses names [names Ann Lee, Bo und C] too, shares the words "
            "[words “[word tide]” und “[word wall]”] und came [num 53] minutes after "
            "“[title Tides. Again]”].",
            id="a link",
        ),
        pytest.param(
            "It is a copy: It has the headline of “T”.",
            "It is a copy: [why It has the headline of [whom “T”].]",
            id="a reason within a reason",
        ),
        pytest.param(
            "An explainer with 6.9 points; a plain report would have 3.",
            "[angle An explainer] with [points 6,9] points; "
            "[second a plain report] would have [fewer 3].",
            id="angles",
        ),
        pytest.param(
            "It gives the same number (40) and is nearest to “T”.",
            "It [clauses gives the same numbers ([numbers 40]) und is nearest to “[title T]”].",
            id="a link by a number",
        ),
        pytest.param(
            "It came at the same time as “T”.",
            "It [clauses came at the same time as “[title T]”].",
            id="a link by time alone",
        ),
    ],
)
def test_a_reason_is_read_back_and_said_again(sentence: str, told: str) -> None:
    found = retold(SHOWN, sentence)

    assert (found.words, found.language) == (told, "de")


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing says it like this.",
        "An editor chose it. Nothing says it like this.",
        "Heat: 7, at most 40 needed.",
        "It is a copy: nothing says it like this.",
    ],
)
def test_a_reason_of_no_known_shape_stays_english_as_a_whole(sentence: str) -> None:
    found = retold(SPANISH, sentence)

    assert (found.words, found.language) == (sentence, "en")


def test_a_reason_stays_as_it_is_in_english() -> None:
    found = retold(ENGLISH, "Heat: 100.9, at least 40 needed.")

    assert (found.words, found.language) == ("Heat: 100.9, at least 40 needed.", "en")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read_back_as_itself(shape: str) -> None:
    """Two shapes that fit one sentence would mix up their values."""
    values = dict.fromkeys(re.findall(r"%\((\w+)\)s", shape), "7")

    assert said(SHOWN, shape % values) == Shown().gettext(shape) % values


def reasons_of(brief: Brief) -> Iterator[str]:
    """Yield every reason kept with a story, save notes on how pages were read."""
    yield from (answer.sentence for answer in brief.verdict.answers)
    yield brief.lead.sentence
    told = [*brief.lead.reasons]
    for angle in brief.angles.reports:
        yield angle.sentence
        told += angle.reasons
    for report in brief.dossier.reports:
        yield from (report.coverage.sentence, report.syndication.sentence)
        yield report.article.date_reason
        told += report.quality.reasons
        yield from (one.detail for one in report.coverage.features)
        yield from (one.detail for one in report.syndication.evidence)
    yield from (reason.detail for reason in told)


def test_every_reason_of_a_whole_newsroom_has_a_shape(sample_room: Room) -> None:
    kept = {reason for brief in sample_room.store.briefs() for reason in reasons_of(brief)}

    assert len(kept) > 500
    assert sorted(reason for reason in kept if retold(SPANISH, reason).language != "es") == []


def texts_of(module: Path) -> Iterator[str]:
    """Yield the constant parts of every text in a module."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


VALUES = re.compile(
    r"%\(\w+\)s|[;:,]|\b(?:1|minutes?|hours?|days?|its text|headline and lede|other reports"
    r"|another report|the (?:source(?=,)|page(?= .%))|came(?= at)|(?:time|day)(?= is)"
    r"|The headline(?= )|to follow|to react to|It (?=has the)|more(?= by)|less(?= by)"
    r"|(?:was|were)(?= taken)|publish(?= this)|hold(?= this)|take back)\b"
)
"""What stands between the fixed parts of a sentence where it is made."""


@cache
def judges_texts() -> str:
    """Return every constant text of the rooms that make reasons."""
    package = Path(newsloom.__file__).parent
    modules = (m for room in ("judge", "match", "extract") for m in (package / room).rglob("*.py"))
    return "\n".join(text for module in modules for text in texts_of(module))


@pytest.mark.parametrize("shape", sorted({*SHAPES} - {*COUNTED}))
def test_the_judges_still_say_it_like_this(shape: str) -> None:
    """A reason told in new words would silently stay English: its shape has to follow."""
    parts = [part.strip(" .“”()") for part in VALUES.split(shape)]

    assert [part for part in parts if len(part) > 8 and part not in judges_texts()] == []
