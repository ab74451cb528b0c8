import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.tokens import anchors

ANCHORS = {
    "thousands": ("4,200 people", "4200"),
    "continental thousands": ("4.200 Menschen", "4200"),
    "billion": ("34 billion ships", "34e9"),
    "bn": ("34bn", "34e9"),
    "million in figures": ("1,500,000 and 1.5 million", "1.5e6"),
    "thousand": ("4.2k, 4.2 thousand", "4200"),
    "German": ("3,5 Millionen, 2 Mrd.", "2e9 3.5e6"),
    "Spanish": ("2 mil millones", "2e9"),
    "crore": ("500 crore", "5e9"),
    "percent": ("3.5%, 3.5 per cent, 3,5 Prozent", "3.5%"),
    "dollars": ("$34, 34 dollars, US$34", "$34"),
    "dollars with a scale": ("$34 billion, 34 billion dollars, $34bn", "$34e9"),
    "euros": ("€20, 20€, 20 Euro", "€20"),
    "pounds": ("£1.2m", "£1.2e6"),
    "dates": ("19 October, October 19th, Oct. 19, 19. Oktober, 19 de octubre", "10-19"),
    "date with a year": ("on October 19, 2026", "10-19 2026"),
    "ISO date": ("2026-10-19", "10-19 2026"),
    "year alone": ("in 2026", "2026"),
    "month and year": ("in May 2026", "2026"),
    "time of day": ("at 10:30", ""),
    "words": ("three of twelve ships", ""),
    "part of a name": ("the A4 and the Gale-19 fleet", ""),
    "sorted and distinct": ("9 and 7 and 9", "7 9"),
}


@pytest.mark.parametrize(("text", "expected"), ANCHORS.values(), ids=ANCHORS)
def test_anchors(text: str, expected: str) -> None:
    assert tuple(expected.split()) == anchors(text)


@given(st.text(st.sampled_from("0123456789.,$€% -/:bnmkMay October"), max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = anchors(text)
    assert sorted(set(found)) == list(found)
