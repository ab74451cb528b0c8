"""What ``ports.Store`` promises about pictures, for every implementation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newsloom.edges.picturing import MANY
from newsloom.edges.store import SqlStore
from newsloom.model import Article, Crop, Cut, Decision, Illustration, Kinship, Picture, Provider
from newsloom.ports import PictureOffer
from tests.contract import records as r
from tests.contract.test_store import FACTORIES

CARD = Picture("http://news.harrow.example/2026.jpg", origin="og")
PHOTO = Picture("http://news.harrow.example/photo.jpg", 900, 600, "", "og")
MALLOW = Provider("Mallow Wire", "mallow.example")


@pytest.fixture(params=sorted(FACTORIES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    with FACTORIES[request.param](tmp_path) as opened:
        yield opened


def with_pictures(name: str, *pictures: Picture, **given: object) -> Article:
    return r.article(name, pictures=pictures, **given)


def repeats(store: SqlStore, name: str) -> dict[str, int]:
    (offer,) = store.picture_offers([r.aid(name)]).values()
    return dict(offer.repeats)


def chosen(name: str, picture: Picture | None = PHOTO) -> Illustration:
    return Illustration(r.aid(name), picture, "The page names it.", ("Another was refused.",))


def test_an_offer_is_the_article_with_the_use_of_its_pictures(store: SqlStore) -> None:
    quay = with_pictures("quay", CARD, PHOTO)
    store.save_articles([quay, with_pictures("lock", CARD)])
    assert store.picture_offers([r.aid("quay"), "0" * 16]) == {
        r.aid("quay"): PictureOffer(quay, {CARD.url: 1, PHOTO.url: 0})
    }


def test_articles_of_other_sites_do_not_count(store: SqlStore) -> None:
    store.save_articles([with_pictures("quay", CARD), with_pictures("far", CARD, provider=MALLOW)])
    assert repeats(store, "quay") == {CARD.url: 0}


def test_other_sizes_of_a_picture_count(store: SqlStore) -> None:
    small = Picture("https://news.harrow.example/2026-300x200.jpg?w=300", origin="body")
    store.save_articles([with_pictures("quay", CARD), with_pictures("lock", small)])
    assert repeats(store, "quay") == {CARD.url: 1}
    assert repeats(store, "lock") == {small.url: 1}


def test_copies_of_one_text_count_once(store: SqlStore) -> None:
    names = ("quay", "mine", "lock", "dam")
    store.save_articles([with_pictures(name, CARD) for name in names])
    store.save_fingerprints([r.fingerprint(name) for name in names])
    found = [r.original("quay"), r.copy_of("mine", "quay"), r.original("lock")]
    store.save_kinships([Kinship(one) for one in (*found, r.copy_of("dam", "lock"))])
    assert repeats(store, "quay") == repeats(store, "mine") == {CARD.url: 1}


def test_reports_of_the_same_story_do_not_count(store: SqlStore) -> None:
    r.fill_story(store, "quay", ["mine"])
    r.fill_story(store, "lock")
    names = ("quay", "mine", "lock", "new")
    store.save_articles([with_pictures(name, CARD) for name in names])
    assert repeats(store, "quay") == {CARD.url: 2}
    assert repeats(store, "lock") == {CARD.url: 3}
    assert repeats(store, "new") == {CARD.url: 3}


def test_a_picture_of_very_many_articles_is_counted_whole(store: SqlStore) -> None:
    store.save_articles([with_pictures(f"n{n}", CARD) for n in range(MANY + 5)])
    assert repeats(store, "n7") == {CARD.url: MANY + 4}


def test_a_changed_article_no_longer_uses_its_old_pictures(store: SqlStore) -> None:
    store.save_articles([with_pictures("quay", CARD), with_pictures("lock", CARD)])
    store.save_articles([with_pictures("lock", PHOTO)])
    assert repeats(store, "quay") == {CARD.url: 0}
    assert repeats(store, "lock") == {PHOTO.url: 0}


def test_a_very_long_address_is_kept(store: SqlStore) -> None:
    long = Picture("https://news.harrow.example/show?of=" + "x" * 20_000)
    store.save_articles([with_pictures("quay", long), with_pictures("lock", long)])
    assert repeats(store, "quay") == {long.url: 1}


def test_chosen_pictures_are_kept_and_told_when_they_change(store: SqlStore) -> None:
    store.save_articles([with_pictures("quay", PHOTO), with_pictures("lock")])
    rows = [chosen("quay"), chosen("lock", None)]
    assert store.save_illustrations(rows) == [r.aid("quay"), r.aid("lock")]
    assert store.illustrations([r.aid("lock"), r.aid("quay"), r.aid("dam")]) == {
        r.aid("lock"): rows[1],
        r.aid("quay"): rows[0],
    }
    changed = replace(rows[0], reason="The feed gives it.")
    assert store.save_illustrations([changed, rows[1]]) == [r.aid("quay")]
    assert store.illustrations([r.aid("quay")]) == {r.aid("quay"): changed}


def test_the_picture_of_a_lead_comes_with_its_report(store: SqlStore) -> None:
    r.fill_story(store, "quay", ["mine"])
    store.save_illustrations([chosen("quay")])
    (brief,) = store.briefs()
    told = {report.article.article_id: report.illustration for report in brief.dossier.reports}
    assert told == {r.aid("quay"): chosen("quay"), r.aid("mine"): None}


def test_leaders_are_the_articles_that_lead(store: SqlStore) -> None:
    r.fill_story(store, "quay", ["mine"])
    r.fill_story(store, "lock")
    ids = [r.sid("quay"), r.sid("lock")]
    wanted = {r.sid("quay"): r.aid("quay"), r.sid("lock"): r.aid("lock")}
    assert store.leaders(ids) == [wanted[key] for key in sorted(ids)]
    assert store.leaders([r.sid("mine")]) == []


def test_a_picture_is_in_doubt_when_others_begin_to_use_it(store: SqlStore) -> None:
    articles = [
        with_pictures("quay", CARD),
        with_pictures("lock", PHOTO),
        with_pictures("far", CARD, provider=MALLOW),
    ]
    store.save_articles(articles)
    shown = [chosen("quay", CARD), chosen("lock", PHOTO), chosen("far", CARD)]
    store.save_illustrations(shown)
    assert store.pictures_to_choose([r.aid("lock")]) == [r.aid("lock")]
    store.save_articles([with_pictures("new", CARD)])
    assert store.pictures_to_choose([r.aid("new")]) == [r.aid("quay")]
    store.save_illustrations([chosen("quay", None)])
    assert store.pictures_to_choose([r.aid("new")]) == []


def test_what_was_chosen_is_part_of_a_trace(store: SqlStore) -> None:
    r.fill_story(store, "quay")
    store.save_illustrations([chosen("quay")])
    assert ("pictures", chosen("quay")) in store.trace(r.url("quay"))
    assert store.counts()["illustrations"] == 1


def test_a_lead_of_a_published_story_has_its_picture_cut_once(store: SqlStore) -> None:
    wall = Picture("https://news.example/wall.jpg", 900, 600)
    r.fill_story(store, "a")
    r.fill_story(store, "b")
    store.save_verdicts([r.verdict("b", Decision.REFUSE)])
    store.save_illustrations(
        [Illustration(r.aid(name), wall, "It is the page's own.") for name in "ab"]
    )
    asked = [r.aid("a"), r.aid("b"), "unknown"]

    assert store.crops_wanted(asked) == [r.aid("a")]
    assert store.pictures_to_cut(asked) == {r.aid("a"): wall.url, r.aid("b"): wall.url}

    crop = Crop(r.aid("a"), wall.url, "d1.webp")
    assert store.save_cuts([Cut(crop, b"bytes")]) == [r.aid("a")]
    assert store.save_cuts([Cut(crop, b"bytes")]) == []
    assert store.crops_wanted(asked) == []
    assert store.picture("d1.webp") == b"bytes"
    assert store.picture("other.webp") is None
    (brief,) = store.briefs([r.sid("a")])
    assert brief.dossier.reports[0].crop == crop


def test_another_picture_is_cut_anew(store: SqlStore) -> None:
    r.fill_story(store, "a")
    key = r.aid("a")
    for name in ("wall", "gate"):
        chosen = Picture(f"https://news.example/{name}.jpg")
        store.save_illustrations([Illustration(key, chosen, "It is the page's own.")])
        assert store.crops_wanted([key]) == [key]
        assert [one.dossier.reports[0].crop for one in store.briefs([r.sid("a")])] == [None]
        store.save_cuts([Cut(Crop(key, chosen.url, f"{name}.webp"), name.encode())])
    assert store.picture("wall.webp") is None
    assert store.picture("gate.webp") == b"gate"
