"""Titles without the site's name, and what a site is learnt to add."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.title import (
    NO_HABITS,
    TitleHabits,
    cut_site_name,
    is_site_name,
    learn_endings,
    squash,
)

SITES = ("Harrow Post", "harrowpost.example")
TITLES = {
    "bar": ("Pier closes | Harrow Post", "Pier closes"),
    "hyphen": ("Pier closes - Harrow Post", "Pier closes"),
    "dash": ("Pier closes — The Harrow Post", "Pier closes"),
    "domain": ("Pier closes - harrowpost.example", "Pier closes"),
    "in front": ("Harrow Post: Pier closes", "Pier closes"),
    "twice": ("Pier closes | Harrow Post | Harrow Post", "Pier closes"),
    "full-width bar": ("Pier closes｜Harrow Post", "Pier closes"),
    "colon with spaces": ("Pier closes : HarrowPost", "Pier closes"),
    "full-width colon": ("码头关闭：Harrow Post", "码头关闭"),
    "two hyphens": ("Pier closes -- Harrow Post", "Pier closes"),
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


NAMES = {
    ("Harrow Post", "harrowpost.example"): True,
    ("HARROW POST", "Harrow Post"): True,
    ("The Harrow Post", "Harrow Post"): True,
    ("Kestrel News", "kestrel.example"): True,
    ("Kestrel World News", "kestrel.example"): True,
    ("Kestrel sighted", "kestrel.example"): False,
    ("Port Ellery Times", "pettimes.example"): False,
    ("Port Ellery Times", "portetimes.example"): True,
    ("The Port of Ellery Times", "pet.example"): True,
    ("Pier", "p.example"): False,
    ("港口新闻", "harbour.example"): False,
    ("", "harbour.example"): False,
    ("", ""): False,
}


@pytest.mark.parametrize(("pair", "is_name"), NAMES.items())
def test_names_of_a_site(pair: tuple[str, str], is_name: bool) -> None:
    part, site = pair
    assert is_name == is_site_name(part, [site])


def test_a_label_cannot_make_the_search_long() -> None:
    assert not is_site_name("aaaa " * 8, ["a" * 63 + ".example"])


HABITS: dict[str, tuple[list[str], set[str], set[str]]] = {
    "after a bar": (["A | Desk", "B | Desk", "C | Desk"], {"desk"}, set()),
    "after a dash": (["A - Auto News", "B - Auto News", "C - Auto News"], {"autonews"}, set()),
    "twice is none": (["A | Desk", "B | Desk"], set(), set()),
    "one title three times": (["A | Desk", "A | Desk", "A | Desk"], set(), set()),
    "section before the site": (
        ["A - Sport - Quay", "B - Sport - Quay", "C - Sport - Quay", "D - Town - Quay"],
        {"quay", "sport"}, set(),
    ),
    "words after a dash": (["A - and why", "B - and why", "C - and why"], set(), set()),
    "a label": (["A | Video", "B | Video", "C - Live", "D - Live", "E - Live"], set(), set()),
    "in front of a bar": (["Desk | A", "Desk | B", "Desk | C"], set(), {"desk"}),
    "in front of a colon, always": (["Quay Letter: A", "Quay Letter: B", "Quay Letter: C"],
                                    set(), {"quayletter"}),
    "in front of a colon, often": (["Ellery: A", "Ellery: B", "Ellery: C", "D", "E"],
                                   set(), set()),
    "East Asian": (["港口关闭_新闻", "码头关闭_新闻", "桥关闭_新闻"], {"新闻"}, set()),
    "too long to be a name": ([f"{x} | " + "many words " * 9 for x in "ABC"], set(), set()),
    "nothing": ([], set(), set()),
}  # fmt: skip


@pytest.mark.parametrize(("titles", "endings", "beginnings"), HABITS.values(), ids=HABITS)
def test_learn_endings(titles: list[str], endings: set[str], beginnings: set[str]) -> None:
    found = learn_endings(titles)
    assert (endings, beginnings) == (found.endings, found.beginnings)


def test_an_ending_is_not_cut_behind_a_colon() -> None:
    habits = TitleHabits(frozenset({"ellery"}))
    assert cut_site_name("Where piers rot: Ellery", (), habits) == "Where piers rot: Ellery"
    assert cut_site_name("Where piers rot - Ellery", (), habits) == "Where piers rot"


def test_what_is_learnt_is_cut() -> None:
    habits = learn_endings([f"{name} - Town - Quay" for name in ("Pier", "Cat", "Ferry")])
    assert cut_site_name("Pier closes - Town - Quay", (), habits) == "Pier closes"
    assert cut_site_name("Town - Quay", (), habits) == "Town"


titles = st.lists(
    st.lists(st.sampled_from(["Pier", "Cat", "Quay", "Live", " | ", " - ", ": ", "x"]), max_size=7)
    .map("".join),
    max_size=12,
)  # fmt: skip


@given(titles, st.randoms(use_true_random=False))
def test_the_order_of_titles_changes_nothing(told: list[str], chance: random.Random) -> None:
    mixed = told * 2
    chance.shuffle(mixed)
    assert learn_endings(told) == learn_endings(mixed)


@given(titles)
def test_what_is_learnt_empties_no_title(told: list[str]) -> None:
    habits = learn_endings(told)
    for title in told:
        once = cut_site_name(title, ["Quay"], habits)
        assert once == cut_site_name(once, ["Quay"], habits)
        assert once in title
        assert not title.strip() or once.strip()


@given(st.text(alphabet="ab |-:–", max_size=40), st.text(alphabet="ab ", max_size=6))
def test_cutting_twice_is_cutting_once(title: str, site: str) -> None:
    once = cut_site_name(title, [site])
    assert once == cut_site_name(once, [site])
    assert not title.strip() or once.strip()


def test_habits_add_up() -> None:
    both = TitleHabits(frozenset({"a"})) | TitleHabits(frozenset({"b"}), frozenset({"c"}))
    assert both == TitleHabits(frozenset({"a", "b"}), frozenset({"c"}))
    assert NO_HABITS | both == both
    assert squash("Pier – closes!") == "piercloses"
