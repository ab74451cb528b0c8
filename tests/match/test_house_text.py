"""Footers that a site's texts share are no copying."""

from __future__ import annotations

import pytest

from newsloom.model import Article, Originality
from tests.match.copying import CopyDesk
from tests.match.invented import HARBOUR, make_article, prints_of

FOOTER = (
    "You have reached the end of this story, which our readers pay for; if you can, give what one "
    "cup of tea costs, once or every month, and we will go on asking the questions others leave "
    "alone, from the harbour to the hills, in all weathers and under every council"
)


def story(site: str, name: str, hours: float, extra: str) -> Article:
    """An article of its own words, with something after them."""
    own = " ".join(f"{name}{number}" for number in range(90))
    return make_article(
        f"https://{site}.example/{name}", f"What {name} told us", f"{own} {extra}", hours=hours
    )


def statuses(*articles: Article) -> set[Originality]:
    desk = CopyDesk()
    desk.take(prints_of(articles))
    return {found.status for found in desk.syndications.values()}


def houses(extra: str, count: int) -> list[Article]:
    """Articles of two sites of one house."""
    return [
        story(site, f"{site}{'abcdefghij'[number]}", number, extra)
        for site in ("north", "south")
        for number in range(count)
    ]


def test_a_footer_of_two_sites_is_no_copying() -> None:
    assert statuses(*houses(FOOTER, 6)) == {Originality.ORIGINAL}


def test_what_two_single_texts_share_is() -> None:
    """Nobody knows that it is a footer before some texts have it."""
    assert Originality.PARTIAL in statuses(*houses(FOOTER, 1))


def test_a_text_under_the_footer_is_a_copy_all_the_same() -> None:
    copied = [
        make_article("https://north.example/x", "Velm closes its lock", f"{HARBOUR} {FOOTER}"),
        make_article("https://south.example/x", "Lock shut", f"{HARBOUR} {FOOTER}", hours=9),
    ]
    desk = CopyDesk()
    desk.take(prints_of([*houses(FOOTER, 6), *copied]))
    assert desk.standings()[copied[1].article_id] == (Originality.COPY, copied[0].article_id)
    assert [o.other_id for o in desk.syndications[copied[1].article_id].overlaps] == [
        copied[0].article_id
    ]


@pytest.mark.parametrize("versions", [5, 8])
def test_versions_of_one_text_on_one_site_are_no_house_text(versions: int) -> None:
    """A site that prints an agency's text again and again has still taken it from there."""
    agency = make_article("https://www.reuters.com/lock", "Lock", HARBOUR)
    words = HARBOUR.split()
    printed = [
        make_article(f"https://north.example/{n}", "Lock", " ".join(words[: 150 - n]), hours=n + 1)
        for n in range(versions)
    ]
    desk = CopyDesk()
    desk.take(prints_of([agency, *printed]))
    assert {original for _, original in desk.standings().values()} == {agency.article_id}


def test_what_some_of_a_sites_texts_share_is_no_house_text() -> None:
    """The background of one running story is not in half of a site's texts."""
    running = [story("north", f"run{n}", at, FOOTER) for at, n in enumerate("abcde")]
    others = [story("north", f"other{n}", n, "") for n in range(30)]
    source = story("wire", "source", -1, FOOTER)
    desk = CopyDesk()
    desk.take(prints_of([source, *running, *others]))
    found = {desk.syndications[a.article_id].status for a in running}
    assert found == {Originality.PARTIAL}
