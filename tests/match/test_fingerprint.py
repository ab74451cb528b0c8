from dataclasses import replace

import numpy as np
import pytest

from newsloom.match.fingerprint import bare_title, fingerprint_article, sample_of, unquoted
from newsloom.match.holdings import weakness_of
from newsloom.model import Attribution, AttributionKind, Fingerprint
from newsloom.text.tokens import shingles
from newsloom.text.urls import article_id
from tests.match.invented import HARBOUR, make_article, words_of


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lock in Velm closed for repairs - The Velm Post", "Lock in Velm closed for repairs"),
        ("Lock in Velm closed for repairs | Velm Post", "Lock in Velm closed for repairs"),
        ("Lock closed - Velm Post", "Lock closed - Velm Post"),
        (
            "Lock closed for repairs - mayor tells angry captains to wait for spring",
            "Lock closed for repairs - mayor tells angry captains to wait for spring",
        ),
    ],
    ids=["dash", "bar", "too little stays", "too long for a name"],
)
def test_bare_title(title: str, expected: str) -> None:
    assert expected == bare_title(title)


def test_long_quotations_are_left_out() -> None:
    said = 'He said: "We have warned of these leaks for two winters" and left with a "bang".'
    assert unquoted(said) == 'He said:   and left with a "bang".'


@pytest.mark.parametrize(
    ("url", "credit", "expected"),
    [
        ("https://velm.example/lock", "Reuters", "Reuters"),
        ("https://www.reuters.com/world/lock", "", "Reuters"),
        ("https://www.nytimes.com/reuters/2031/lock.html", "", "Reuters"),
        ("https://www.reuters.com/world/lock", "AP", "AP"),
        ("https://velm.example/lock", "", ""),
    ],
    ids=["printed", "own domain", "path", "the printed one wins", "none"],
)
def test_agency(url: str, credit: str, expected: str) -> None:
    found = fingerprint_article(make_article(url, "Lock closed", agency=credit))
    assert (expected, bool(expected)) == (found.agency, bool(found.agency_evidence))


def test_an_agency_an_editor_knows_is_at_home_on_its_own_site() -> None:
    agencies = {"velmwire.example": "Velm Wire"}
    own = fingerprint_article(make_article("https://velmwire.example/1", "Lock closed"), agencies)
    assert (own.agency, own.agency_evidence) == ("Velm Wire", "velmwire.example")
    there = make_article("https://tarn.example/1", "Lock closed", agency="Velm Wire", hours=-1)
    assert weakness_of(own) < weakness_of(fingerprint_article(there, agencies))
    credited = make_article("https://velmwire.example/2", "Lock closed", agency="Reuters")
    assert fingerprint_article(credited, agencies).agency == "Reuters"


def test_a_headline_alone_has_no_text() -> None:
    found = fingerprint_article(make_article("https://velm.example/1", "Lock in Velm closed"))
    assert (b"", 0, found.title_words) == (found.shingles, found.word_count, found.lede_words)


def test_kept_runs_of_a_part_are_runs_of_the_whole() -> None:
    whole = fingerprint_article(make_article("https://velm.example/1", "Lock", HARBOUR))
    half = words_of(HARBOUR, 0.2, 0.8)
    part = fingerprint_article(make_article("https://tarn.example/1", "Gates", half))
    assert part.shingles
    assert runs_of(part) <= runs_of(whole)


LENGTHS = {"all of a brief": (160, 1), "half": (161, 2), "half, still": (320, 2), "less": (321, 4)}


@pytest.mark.parametrize(("count", "sample"), LENGTHS.values(), ids=LENGTHS)
def test_long_texts_keep_a_sample_of_their_runs(count: int, sample: int) -> None:
    """The sample of a longer text is part of what a shorter one keeps, so that any two compare."""
    tokens = [f"word{number}" for number in range(count)]
    found = fingerprint_article(make_article("https://velm.example/1", "Lock", " ".join(tokens)))
    every = np.frombuffer(shingles(tokens, 4), "<u4")
    assert set(every[every % sample == 0].tolist()) == runs_of(found)
    assert sample_of(found.word_count) == sample


def runs_of(found: Fingerprint) -> set[int]:
    return set(np.frombuffer(found.shingles, "<u4").tolist())


PIER = "https://mallow.example/pier"
ATTRIBUTED: dict[str, tuple[Attribution, bool, tuple[str, ...]]] = {
    "canonical elsewhere": (
        Attribution(AttributionKind.CANONICAL, url=PIER), True, ("mallow.example",)
    ),
    "based on": (Attribution(AttributionKind.BASED_ON, url=PIER), True, ("mallow.example",)),
    "a source by address": (
        Attribution(AttributionKind.SOURCE_ORGANIZATION, "Mallow", "https://mallow.example/"),
        False, ("mallow.example",),
    ),
    "a feed's source": (
        Attribution(AttributionKind.FEED_SOURCE, "Mallow", "https://mallow.example/"),
        False, ("mallow.example",),
    ),
    "a source by name": (Attribution(AttributionKind.SOURCE_ORGANIZATION, "Mallow"), False, ()),
}  # fmt: skip


@pytest.mark.parametrize(
    ("attribution", "is_claim", "credited"), ATTRIBUTED.values(), ids=ATTRIBUTED
)
def test_attributions_name_an_article_or_a_site(
    attribution: Attribution, is_claim: bool, credited: tuple[str, ...]
) -> None:
    article = make_article("https://velm.example/1", "Pier closed")
    found = fingerprint_article(replace(article, attributions=(attribution,)))
    assert ((article_id(PIER),) if is_claim else (), credited) == (found.claims, found.credited)


def test_numbers_are_anchors_and_no_words() -> None:
    found = fingerprint_article(make_article("https://velm.example/1", "Mill cuts 4,200 jobs"))
    assert "4200" in found.anchors
    assert not [word for word in found.lede_words if word[0].isdigit()]
