"""Titles without the site's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.title import cut_site_name

SITES = ("Harrow Post", "harrowpost.example")
TITLES = {
    "bar": ("Pier closes | Harrow Post", "Pier closes"),
    "hyphen": ("Pier closes - Harrow Post", "Pier closes"),
    "dash": ("Pier closes — The Harrow Post", "Pier closes"),
    "domain": ("Pier closes - harrowpost.example", "Pier closes"),
    "in front": ("Harrow Post: Pier closes", "Pier closes"),
    "twice": ("Pier closes | Harrow Post | Harrow Post", "Pier closes"),
    "section before the site": ("Pier closes | Local | Harrow Post", "Pier closes | Local"),
    "another part stays": ("Pier closes - and stays so", "Pier closes - and stays so"),
    "hyphen in a word": ("Post-war pier closes", "Post-war pier closes"),
    "only the site": ("Harrow Post", "Harrow Post"),
    "shouting stays": ("PIER CLOSES | Harrow Post", "PIER CLOSES"),
    "no title": ("", ""),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.values(), ids=TITLES)
def test_cut_site_name(title: str, expected: str) -> None:
    assert expected == cut_site_name(title, SITES)


@given(st.text(alphabet="ab |-:–", max_size=40), st.text(alphabet="ab ", max_size=6))
def test_cutting_twice_is_cutting_once(title: str, site: str) -> None:
    once = cut_site_name(title, [site])
    assert once == cut_site_name(once, [site])
    assert not title.strip() or once.strip()
