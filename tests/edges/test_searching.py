"""Searching on SQLite: the index, what answers, in which order, page by page."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from newsloom.edges.store import SqlStore, open_store
from newsloom.errors import StoreError
from newsloom.model import (
    Article,
    Decision,
    Provider,
    RulingKind,
    StoryId,
    Tag,
    Tagging,
    Topic,
)
from newsloom.ports.search import After, Found, Query, Search
from newsloom.publish.cursor import parse_cursor, to_cursor
from newsloom.publish.query import parse_query
from newsloom.publish.searchable import search_row
from newsloom.publish.summary import summarise
from newsloom.publish.tongue import ENGLISH
from newsloom.text.folding import folded_words
from tests.contract import records as r

NOW = r.hours(24)
TOPICS = (Topic("t-1", "Harbours and ports", "harbours"), Topic("t-2", "Schools", "schools"))
POST = Provider("Harbour Post", "harbourpost.example")


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with open_store("sqlite://") as opened:
        yield opened


def put(
    store: SqlStore, story: str, *articles: Article, topics: Sequence[str] = (), shown: bool = True
) -> None:
    """Keep a story with its reports, the first of which leads it, as a run would."""
    names = [name_of(article) for article in articles]
    assert story == names[0]
    r.fill_story(store, story, names[1:])
    store.save_articles(articles)
    store.save_taggings([Tagging(a.article_id, tuple(Tag(t, t) for t in topics)) for a in articles])
    index(store, *(article.article_id for article in articles))
    summaries = [summarise(brief) for brief in store.tellings([r.sid(story)]).values()]
    decision = Decision.PUBLISH if shown else Decision.REFUSE
    store.save_summaries([replace(s, decision=decision) for s in summaries], r.DAY)


def name_of(article: Article) -> str:
    return article.web_url.rpartition("/")[2]


def index(store: SqlStore, *ids: str) -> Sequence[str]:
    return store.save_search_rows([search_row(one) for one in store.indexables(ids).values()])


def article(name: str, title: str, text: str = "", hours: float = 0, **given: object) -> Article:
    at = r.DAY + timedelta(hours=hours)
    told = {"title": title, "text": text or "Nothing else.", "excerpt": "", "published_at": at}
    return r.article(name, **{**told, **given})


def query(text: str) -> Query:
    read = parse_query(text, ENGLISH, TOPICS)
    assert isinstance(read, Query), read
    return read


def found(store: SqlStore, text: str) -> list[str]:
    """Return the reports that answer best of the stories found, by name."""
    return [name_of(hit.article) for hit in store.find(query(text), NOW).hits]


@pytest.fixture(scope="module")
def filled() -> Iterator[SqlStore]:
    """Give a store with some stories about a harbour; never written to."""
    with open_store("sqlite://") as store:
        fill(store)
        yield store


def fill(store: SqlStore) -> None:
    """Keep some stories about a harbour, one of which is not shown."""
    put(
        store,
        "ferry",
        article("ferry", "Ferry crews go on strike", "The ferries of Harrow Bay stay in port."),
        article("boats", "Boats stay in harbour", "A strike of the ferry crews.", 2, provider=POST),
        topics=["Harbours and ports"],
    )
    put(
        store,
        "school",
        article("school", "Café at school", "Straße und Schule", 5, language="de", genre="opinion"),
        topics=["Schools"],
    )
    put(store, "robots", article("robots", "人工智能在港口", "港口的船", -50))
    put(store, "hidden", article("hidden", "A hidden strike", "Nobody saw it."), shown=False)


def test_the_store_has_the_protocol(store: SqlStore) -> None:
    held: Search = store
    assert held is store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("strike", {"ferry"}),
        ("FERRY crews", {"ferry"}),
        ("ferry boats", {"boats"}),
        ("ferry school", set()),
        ('"ferry crews"', {"ferry"}),
        ('"crews ferry"', set()),
        ("ferry -boats", {"ferry"}),
        ("-strike", {"school", "robots"}),
        ("strike OR cafe", {"ferry", "school"}),
        ("ferr*", {"ferry"}),
        ("title:strike", {"ferry"}),
        ("title:port", set()),
        ("in:title boats harbour", {"boats"}),
        ("topic:harbours", {"boats"}),
        ("-topic:harbours", {"school", "robots"}),
        ("provider:harbourpost.example", {"boats"}),
        ('provider:"Harbour Post"', {"boats"}),
        ("provider:harrow strike", {"ferry"}),
        ("lang:de", {"school"}),
        ("kind:opinion", {"school"}),
        ("kind:article topic:schools", {"school"}),
        ("strasse", {"school"}),
        ("人工智能", {"robots"}),
        ("智能", {"robots"}),
        ("能智", set()),
        ("港口 -船", set()),
        ("before:2026-03-01", {"robots"}),
        ("after:2026-03-01 -strike", {"school"}),
        ("after:2026-04", set()),
        ("harbour post", {"boats"}),
    ],
)
def test_what_answers(filled: SqlStore, text: str, expected: set[str]) -> None:
    assert set(found(filled, text)) == expected


def test_a_story_is_found_once_by_its_best_report(filled: SqlStore) -> None:
    (hit,) = filled.find(query("strike"), NOW).hits
    assert (name_of(hit.article), hit.more) == ("ferry", 1)


def test_words_of_the_headline_and_recency_weigh_more(store: SqlStore) -> None:
    filler = "Words about something else. " * 20
    put(store, "text", article("text", "Something", f"A strike. {filler}", 21))
    put(store, "head", article("head", "A strike", filler, 20))
    put(store, "old", article("old", "A strike", filler, -24 * 90))
    assert found(store, "strike") == ["head", "text", "old"]
    assert found(store, "strike sort:new") == ["text", "head", "old"]


def test_a_changed_article_is_found_by_its_new_words_alone(store: SqlStore) -> None:
    fill(store)
    (old,) = store.articles([r.aid("ferry")]).values()
    store.save_articles([replace(old, title="Trams stop", text="The trams of Harrow Bay stop.")])
    assert index(store, r.aid("ferry")) == [r.aid("ferry")]
    assert index(store, r.aid("ferry")) == []
    assert found(store, "trams") == ["ferry"]
    assert found(store, "ferry") == ["boats"]
    assert found(store, '"ferry crews go"') == []
    check(store)


def test_a_changed_date_moves_an_article(store: SqlStore) -> None:
    fill(store)
    (old,) = store.articles([r.aid("school")]).values()
    store.save_search_rows(
        [
            replace(search_row(one), published_at=r.hours(-24 * 40))
            for one in store.indexables([old.article_id]).values()
        ]
    )
    assert found(store, "cafe before:2026-02-01") == ["school"]
    assert found(store, "cafe after:2026-02-01") == []
    check(store)


def test_articles_of_one_second_stand_beside_each_other(store: SqlStore) -> None:
    rows = [search_row(one) for one in many(store, 30).values()]
    same = [replace(row, published_at=r.DAY) for row in rows]
    assert len(store.save_search_rows(same)) == 30
    assert store.save_search_rows(same) == []
    with store.reading() as connection:
        numbers = connection.execute(sql("SELECT number FROM search_rows ORDER BY number"))
        first = int(r.DAY.timestamp())
        assert [number for (number,) in numbers] == list(range(first, first + 30))
    check(store)


def many(store: SqlStore, count: int) -> dict[str, object]:
    made = [article(f"a{i}", f"Report {i}") for i in range(count)]
    store.save_articles(made)
    store.save_taggings([Tagging(one.article_id, ()) for one in made])
    return dict(store.indexables([one.article_id for one in made]))


def check(store: SqlStore) -> None:
    """Ask the index whether it is sound, and whether it knows what the table knows."""
    with store.writing() as connection:
        connection.execute(sql("INSERT INTO search_index(search_index) VALUES('integrity-check')"))
        indexed = connection.execute(sql("SELECT rowid FROM search_index ORDER BY rowid"))
        kept = connection.execute(sql("SELECT number FROM search_rows ORDER BY number"))
        assert [row[0] for row in indexed] == [row[0] for row in kept]


def test_the_topics_an_editor_has_set_beat_those_of_the_words(store: SqlStore) -> None:
    fill(store)
    said = {"ferry": "Schools", "robots": "Harbours and ports"}
    store.save_rulings(
        [r.ruling(RulingKind.TOPIC, r.aid(name), value=topic) for name, topic in said.items()]
    )

    assert found(store, "topic:harbours") == ["robots"]
    assert set(found(store, "topic:schools")) == {"boats", "school"}
    assert found(store, "topic:schools strike") == ["ferry"]
    assert found(store, "strike -topic:harbours") == ["ferry"]
    assert found(store, "strike -topic:schools") == []
    assert set(found(store, "topic:harbours OR cafe")) == {"robots", "school"}
    assert found(store, "topic:schools before:2026-03-02 -cafe") == ["boats"]
    assert found(store, "topic:harbours after:2026-03-01") == []
    told = [hit.story_id for page in pages(store, "topic:schools", 1) for hit in page.hits]
    assert sorted(told) == sorted([r.sid("ferry"), r.sid("school")])


# --- page by page --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowded() -> Iterator[SqlStore]:
    """Give a store with 30 stories of one to three reports each, all of which say "tide"."""
    chance = random.Random(3)
    with open_store("sqlite://") as store:
        for number in range(30):
            reports = [
                article(f"t{number}-{i}", f"Tide {chance.randint(0, 5)}", "tide " * i, hours)
                for i in range(chance.randint(1, 3))
                for hours in [chance.uniform(-500, 0)]
            ]
            put(store, f"t{number}-0", *reports)
        yield store


def pages(store: SqlStore, text: str, size: int) -> Iterator[Found]:
    """Return every page of a search."""
    after: After | None = None
    for _ in range(100):
        page = store.find(query(text), NOW, after, size)
        yield page
        if page.after is None:
            return
        after = parse_cursor(to_cursor(page.after))
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("size", [1, 7, 20, 30])
@pytest.mark.parametrize("text", ["tide", "tide sort:new", "after:2020", "tide OR report"])
def test_pages_give_every_story_once_in_one_order(crowded: SqlStore, text: str, size: int) -> None:
    whole = [hit.story_id for hit in crowded.find(query(text), NOW, size=100).hits]
    paged = [hit.story_id for page in pages(crowded, text, size) for hit in page.hits]
    assert paged == whole
    assert len(set(whole)) == 30


def test_the_newest_come_first(crowded: SqlStore) -> None:
    hits = crowded.find(query("tide sort:new"), NOW, size=100).hits
    times = [hit.article.published_at for hit in hits]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("text", ["tide", "tide sort:new"])
def test_of_many_matches_the_newest_are_compared(crowded: SqlStore, text: str) -> None:
    every = crowded.find(query("tide sort:new"), NOW, size=100).hits
    with crowded.reading() as connection:
        ids = connection.execute(sql("SELECT article_id FROM search_rows ORDER BY number DESC"))
        newest = {row[0] for row in ids.fetchmany(10)}

    with patch("newsloom.edges.search_matches.COMPARED", 10):
        page = crowded.find(query(text), NOW, size=100)
        paged = [hit.story_id for one in pages(crowded, "tide sort:new", 4) for hit in one.hits]

    assert (page.compared, page.is_all) == (10, False)
    assert {hit.article.article_id for hit in page.hits} <= newest
    assert paged == [hit.story_id for hit in every]


def test_what_is_not_shown_is_passed_over_in_bounds(store: SqlStore) -> None:
    for number in range(8):
        put(store, f"n{number}", article(f"n{number}", "Tide", "", -number), shown=number > 5)
    assert found(store, "tide sort:new") == ["n6", "n7"]
    with patch("newsloom.edges.search_matches.SCANNED", 3):
        first, *others = pages(store, "tide sort:new", 10)
        assert (first.hits, first.is_all) == ((), False)
        told = [name_of(hit.article) for page in others for hit in page.hits]
    assert told == ["n6", "n7"]


def test_new_reports_change_no_page_that_follows(store: SqlStore) -> None:
    for number in range(6):
        put(store, f"m{number}", article(f"m{number}", "Tide", "", -number))
    first = store.find(query("tide sort:new"), NOW, size=3)
    put(store, "fresh", article("fresh", "Tide", "", 9))
    second = store.find(query("tide sort:new"), NOW, first.after, size=3)
    assert [name_of(h.article) for h in (*first.hits, *second.hits)] == [f"m{i}" for i in range(6)]


# --- what must never happen ----------------------------------------------------------------------

SYNTAX = st.sampled_from(
    [
        "AND",
        "OR",
        "NOT",
        "NEAR(a b)",
        "^a",
        "a*",
        '"',
        "'",
        "-",
        "{title}:",
        "title :",
        "(",
        ")",
        "+",
    ]
)


@given(st.one_of(st.text(), st.lists(st.one_of(SYNTAX, st.text(max_size=4))).map(" ".join)))
def test_any_text_gets_an_answer_or_a_sentence(crowded: SqlStore, text: str) -> None:
    read = parse_query(text, ENGLISH, TOPICS)
    if isinstance(read, Query):
        page = crowded.find(read, NOW)
        assert len(page.hits) <= 20


@pytest.fixture(scope="module")
def single() -> Iterator[SqlStore]:
    """Give a store with one story of one report, whose indexed words a test changes."""
    with open_store("sqlite://") as store:
        put(store, "one", article("one", "Tide"))
        yield store


@given(st.text(min_size=1, max_size=60))
def test_any_text_is_found_by_its_own_words(single: SqlStore, text: str) -> None:
    row = search_row(single.indexables([r.aid("one")])[r.aid("one")])
    words = folded_words(text)
    single.save_search_rows([replace(row, text=" ".join(words))])
    if words:
        assert found(single, f'"{" ".join(words[:10])}"') == ["one"]


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**62), 2**62),
    st.from_regex(r"s[0-9a-f]{12}", fullmatch=True),
)
def test_a_cursor_comes_back(at: datetime, score: float, row: int, story: str) -> None:
    after = After(at.replace(microsecond=0), score, row, StoryId(story))
    assert parse_cursor(to_cursor(after)) == after


@given(st.text())
def test_any_cursor_is_a_place_or_none(text: str) -> None:
    try:
        after = parse_cursor(text)
    except ValueError:
        return
    assert parse_cursor(to_cursor(after)) == after


def test_another_database_cannot_search_yet(store: SqlStore) -> None:
    with (
        patch.object(store.engine.dialect, "name", "postgresql"),
        pytest.raises(StoreError, match="searching works on SQLite only"),
    ):
        store.find(query("tide"), NOW)
