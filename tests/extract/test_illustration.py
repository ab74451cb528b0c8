"""Which picture stands for an article, and why the others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.illustration import (
    MAX_LOOKS,
    PLACEHOLDER_REPEATS,
    choose_illustration,
    wanted_look,
)
from newsloom.extract.picture_size import Look, Size, Unfit, Unknown
from newsloom.model import Article, ArticleId, DateOrigin, Illustration, Picture, Provider
from tests.contract import records as r

AT = "https://img.harrow.example/"
QUAY = Picture(AT + "quay.jpg", 1200, 630, "The quay", "og")
BARE = Picture(AT + "bare.jpg", origin="og")
BOATS = Picture(AT + "boats.jpg", origin="json-ld")
FED = Picture(AT + "fed.jpg", origin="feed")
WITHIN = Picture(AT + "within.jpg", origin="body")
PRINTED = Picture(AT + "printed.jpg", origin="post")


def having(*pictures: Picture) -> Article:
    return Article(
        article_id=ArticleId("a1"), web_url="https://harrow.example/quay", title="The quay opens",
        text="", excerpt="", provider=Provider("Harrow News", "harrow.example"),
        published_at=r.DAY, date_origin=DateOrigin.PAGE, date_reason="", seen_at=r.DAY,
        language="en", pictures=pictures,
    )  # fmt: skip


def chosen(
    *pictures: Picture,
    repeats: dict[str, int] | None = None,
    looks: dict[str, Look] | None = None,
) -> Illustration:
    return choose_illustration(having(*pictures), repeats or {}, looks or {})


def test_the_first_fit_picture_is_chosen_and_says_why() -> None:
    made = chosen(QUAY, BOATS)
    assert made == Illustration(
        ArticleId("a1"),
        QUAY,
        "The page names it as its picture (og:image); 1200 x 630 pixels as declared, "
        "used by no other article of the provider.",
    )


def test_a_size_that_was_looked_at_is_kept() -> None:
    made = chosen(BARE, repeats={BARE.url: 1}, looks={BARE.url: Size(900, 500)})
    assert made.picture == Picture(BARE.url, 900, 500, "", "og")
    assert made.reason == (
        "The page names it as its picture (og:image); 900 x 500 pixels by its first bytes, "
        "used by 1 other article of the provider."
    )


def test_a_declared_size_is_believed() -> None:
    assert chosen(QUAY, looks={QUAY.url: Size(1, 1)}).picture == QUAY


GROUNDS = {
    "og": (BARE, "The page names it as its picture (og:image); "),
    "json-ld": (BOATS, "The page names it as its picture (JSON-LD); "),
    "feed": (FED, "The feed gives it with the article; "),
    "sitemap": (
        Picture(AT + "s.jpg", origin="sitemap"),
        "The sitemap gives it with the article; ",
    ),
    "body": (WITHIN, "It stands in the article's text; "),
}


@pytest.mark.parametrize(("picture", "words"), GROUNDS.values(), ids=GROUNDS)
def test_the_reason_says_where_it_comes_from(picture: Picture, words: str) -> None:
    made = chosen(picture, looks={picture.url: Size(900, 500)})
    assert made.reason.startswith(words + "900 x 500 pixels")


REFUSED: dict[str, tuple[Look, int, str]] = {
    "too small": (
        Size(240, 135), 0, "it is only 240 x 135 pixels; at least 300 x 150 are needed",
    ),
    "too flat": (
        Size(900, 120), 0, "it is only 900 x 120 pixels; at least 300 x 150 are needed",
    ),
    "a banner": (
        Size(1600, 200), 0, "it has the shape of a banner, 1600 x 200 pixels",
    ),
    "claims too much": (Size(60000, 60000), 0, "it claims to have 60000 x 60000 pixels"),
    "a page": (Unfit("its address answers with a page"), 0, "its address answers with a page"),
    "repeated": (
        Size(1200, 630), 7, "it is used by 7 other articles of the provider: a placeholder",
    ),
    "often repeated": (
        Unknown("no answer in time"), 1234,
        "it is used by 1,234 other articles of the provider: a placeholder",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("look", "others", "why"), REFUSED.values(), ids=REFUSED)
def test_refused_pictures_give_way_to_the_next(look: Look, others: int, why: str) -> None:
    made = chosen(
        BARE, BOATS, repeats={BARE.url: others}, looks={BARE.url: look, BOATS.url: Size(640, 360)}
    )
    assert made.picture == Picture(BOATS.url, 640, 360, "", "json-ld")
    assert made.refused == (f"The picture {BARE.url} was refused: {why}.",)


@pytest.mark.parametrize("others", range(PLACEHOLDER_REPEATS + 2))
def test_a_placeholder_is_what_three_others_use(others: int) -> None:
    made = chosen(QUAY, repeats={QUAY.url: others})
    assert (made.picture is None) == (others >= 3)


def test_what_the_page_names_stays_when_its_size_cannot_be_had() -> None:
    made = chosen(BARE, WITHIN, looks={BARE.url: Unknown("no answer in time")})
    assert made.picture == BARE
    assert made.reason == (
        "The page names it as its picture (og:image); its size could not be had "
        "(no answer in time), used by no other article of the provider."
    )


def test_a_picture_of_the_text_must_be_measured() -> None:
    for looks in ({}, {WITHIN.url: Unknown("no answer in time")}):
        made = chosen(WITHIN, looks=looks)
        assert made.picture is None
        assert made.reason == "None of its pictures is fit to be shown."
        assert "its size could not be had" in made.refused[0]


def test_an_article_without_pictures_says_so() -> None:
    assert chosen() == Illustration(ArticleId("a1"), None, "It offers no picture.")


def test_what_a_post_prints_is_kept_unseen() -> None:
    made = chosen(PRINTED, repeats={PRINTED.url: 90}, looks={PRINTED.url: Unfit("gone")})
    assert (made.picture, made.reason) == (PRINTED, "The post that was imported prints it.")
    assert wanted_look(having(PRINTED, BARE), {}, {}) == ""


LOOKS: dict[str, tuple[tuple[Picture, ...], dict[str, int], dict[str, Look], str]] = {
    "none when the size is declared": ((QUAY, BARE), {}, {}, ""),
    "the first undeclared one": ((BARE, BOATS), {}, {}, BARE.url),
    "one side is no size": ((Picture(AT + "w.jpg", 1200, origin="og"),), {}, {}, AT + "w.jpg"),
    "never a placeholder": ((BARE, BOATS), {BARE.url: 3}, {}, BOATS.url),
    "the next after a refusal": ((BARE, BOATS), {}, {BARE.url: Size(90, 90)}, BOATS.url),
    "none after a fit one": ((BARE, BOATS), {}, {BARE.url: Size(900, 500)}, ""),
    "none after one that stays": ((BARE, BOATS), {}, {BARE.url: Unknown("late")}, ""),
    "the next after one that does not": (
        (WITHIN, BARE), {}, {WITHIN.url: Unknown("late")}, BARE.url,
    ),
    "none before a declared one": (
        (Picture(AT + "s.jpg", 200, 100, origin="og"), QUAY, BARE), {}, {}, "",
    ),
    "none at all": ((), {}, {}, ""),
}  # fmt: skip


@pytest.mark.parametrize(("pictures", "repeats", "looks", "url"), LOOKS.values(), ids=LOOKS)
def test_only_what_decides_is_looked_at(
    pictures: tuple[Picture, ...], repeats: dict[str, int], looks: dict[str, Look], url: str
) -> None:
    assert wanted_look(having(*pictures), repeats, looks) == url


sizes = st.integers(-1, 2000)
some_looks = st.one_of(
    st.builds(Size, st.integers(1, 3000), st.integers(1, 3000)),
    st.builds(Unfit, st.text(max_size=5)),
    st.builds(Unknown, st.text(max_size=5)),
)
some_pictures = st.lists(
    st.builds(
        Picture,
        st.sampled_from([f"{AT}{n}.jpg" for n in range(8)]),
        st.sampled_from([0, 0, 200, 1200]),
        st.sampled_from([0, 0, 120, 630]),
        st.just(""),
        st.sampled_from(["og", "json-ld", "feed", "body", "post", ""]),
    ),
    max_size=6,
    unique_by=lambda picture: picture.url,
)
some_repeats = st.dictionaries(
    st.sampled_from([f"{AT}{n}.jpg" for n in range(8)]), st.integers(0, 9)
)


@given(some_pictures, some_repeats, st.dictionaries(st.integers(0, 7), some_looks))
def test_looking_ends_and_decides(
    pictures: list[Picture], repeats: dict[str, int], web: dict[int, Look]
) -> None:
    article, looks = having(*pictures), dict[str, Look]()
    for _ in range(MAX_LOOKS + 1):
        url = wanted_look(article, repeats, looks)
        if not url:
            break
        assert url not in looks
        looks[url] = web.get(int(url[len(AT)]), Unknown("late"))
    assert wanted_look(article, repeats, looks) == ""
    assert len(looks) <= MAX_LOOKS
    made = choose_illustration(article, repeats, looks)
    assert choose_illustration(article, repeats, looks) == made
    urls = [picture.url for picture in pictures]
    if made.picture is None:
        assert len(made.refused) == len(pictures)
    else:
        assert len(made.refused) == urls.index(made.picture.url)
        if made.picture.origin != "post":
            assert repeats.get(made.picture.url, 0) < PLACEHOLDER_REPEATS
