from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.match.bonds import Bonds, Copies
from newsloom.match.stories import Weaver
from newsloom.model import Article, ArticleId, Assignment, Fingerprint, Ruling, RulingKind
from newsloom.ports import StoryWindow
from newsloom.settings import Matching
from newsloom.trial.trial import Desk
from tests.match.invented import HARBOUR, in_windows, make_article, prints_of, rule

EVENTS = (
    (
        "Velm harbour closes northern lock after divers find cracks",
        "Cracks found by divers close northern lock of Velm harbour",
        "Northern lock at Velm harbour closed: divers found cracks",
    ),
    (
        "Ossel valley growers burn pear trees to stop fungus",
        "Fungus in Ossel valley: growers burn a third of pear trees",
        "Pear trees burn as Ossel growers fight valley fungus",
    ),
    (
        "City theatre reopens with comedy nine years after roof collapse",
        "Nine years after its roof collapse the city theatre reopens with comedy",
        "Comedy reopens city theatre after roof collapse",
    ),
)
ARTICLES = [
    make_article(f"https://{event}{number}.example/1", title, hours=event + number * 2.0)
    for event, titles in enumerate(EVENTS)
    for number, title in enumerate(titles)
]
IDS = [a.article_id for a in ARTICLES]


def weave(
    articles: Sequence[Article], rulings: tuple[Ruling, ...] = ()
) -> Mapping[ArticleId, Assignment]:
    """Return the assignments of one window without copies."""
    new = prints_of(articles)
    found = Weaver(Matching()).weave(StoryWindow(new, {}, {}, {}, {}, rulings, {}))
    assert set(found) == set(new)
    return found


def take(
    desk: Desk, new: Mapping[ArticleId, Fingerprint], rulings: tuple[Ruling, ...]
) -> Mapping[ArticleId, Assignment]:
    """Return what one window changes under all rulings made so far."""
    desk.rulings = rulings
    return desk.take(new)


def groups(desk: Desk) -> set[frozenset[str]]:
    """Return the stories of a desk as sets of article ids."""
    stories = defaultdict(set)
    for article_id, coverage in desk.coverages.items():
        stories[coverage.story_id].add(str(article_id))
    return {frozenset(ids) for ids in stories.values()}


def together(desk: Desk, one: str, two: str) -> bool:
    """Say whether two articles stand in one story."""
    stories = {i: c.story_id for i, c in desk.coverages.items()}
    return stories[ArticleId(one)] == stories[ArticleId(two)]


def test_three_events_make_three_stories() -> None:
    desk = Desk(Matching())
    desk.take(prints_of(ARTICLES))
    assert {frozenset(IDS[0:3]), frozenset(IDS[3:6]), frozenset(IDS[6:9])} == groups(desk)


def test_the_earliest_founds_and_the_others_show_why_they_joined() -> None:
    found = weave(ARTICLES[:3])
    first, second, _ = (found[i] for i in IDS[:3])
    assert first.founded is not None
    assert (IDS[0], None, 1.0) == (
        first.founded.founder_id,
        first.coverage.nearest_id,
        first.coverage.probability,
    )
    assert second.founded is None
    assert second.coverage.features
    assert "“cracks”" in second.coverage.sentence
    assert first.coverage.story_id.startswith("s")
    assert len(first.coverage.story_id) == 13


@settings(max_examples=30, deadline=None)
@given(st.permutations(ARTICLES))
def test_order_inside_a_window_changes_nothing(order: list[Article]) -> None:
    assert weave(ARTICLES) == dict(sorted(weave(order).items(), key=lambda r: IDS.index(r[0])))


@settings(max_examples=30, deadline=None)
@given(st.permutations(ARTICLES), st.sets(st.integers(1, len(ARTICLES) - 1), max_size=4))
def test_windows_change_no_membership(order: list[Article], cuts: set[int]) -> None:
    whole, parts = Desk(Matching()), Desk(Matching())
    whole.take(prints_of(ARTICLES))
    for window in in_windows(order, cuts):
        parts.take(prints_of(window))
    assert groups(whole) == groups(parts)


def test_a_report_after_the_window_founds_its_own_story() -> None:
    late = make_article("https://late.example/1", EVENTS[0][0], hours=120)
    desk = Desk(Matching())
    desk.take(prints_of([ARTICLES[0]]))
    desk.take(prints_of([late]))
    assert not together(desk, IDS[0], "late.example/1")


MARKETS = (
    "Hain morning markets: shares slip before the bank speaks",
    "Hain morning markets: shares rise on cheap grain",
    "Hain morning markets: brewers lower",
    "Hain morning markets: timber recovers",
    "Hain morning markets: a slow rise",
)
"""A report of every day of one week."""


def on_days(titles: Iterable[str], days: Iterable[float], name: str) -> list[Article]:
    """Return one article for each title and day, with its number in its address."""
    return [
        make_article(f"https://{name}{number}.example/1", title, hours=24 * day)
        for number, (title, day) in enumerate(zip(titles, days, strict=True))
    ]


THE_WEEK_AFTER = on_days(MARKETS[:2], (9, 10), "later")
LOCK_OF_VELM = on_days(
    (
        "Velm harbour board opens market",
        "Velm harbour board hires",
        "Velm harbour board meets",
    ),
    (0, 2, 3),
    "board",
)
"""Three headlines that have two words in common with those of one event, and no more."""


def restarted(desk: Desk) -> Desk:
    """Return the desk with an engine that knows nothing yet."""
    desk.weaver = Weaver(Matching())
    return desk


@pytest.mark.parametrize("restart", [False, True])
def test_a_report_of_every_day_is_one_event_a_day(restart: bool) -> None:
    alone, desk = Desk(Matching()), Desk(Matching())
    alone.take(prints_of(THE_WEEK_AFTER))
    assert together(alone, "later0.example/1", "later1.example/1")
    for article in (*on_days(MARKETS, range(5), "first"), *THE_WEEK_AFTER):
        (restarted(desk) if restart else desk).take(prints_of([article]))
    assert not together(desk, "later0.example/1", "later1.example/1")


@pytest.mark.parametrize("restart", [False, True])
def test_two_common_words_part_no_event(restart: bool) -> None:
    desk = Desk(Matching())
    event = on_days([f"Velm harbour board: {t}" for t in EVENTS[0][:2]], (9, 9.3), "lock")
    for article in (*LOCK_OF_VELM, *event):
        (restarted(desk) if restart else desk).take(prints_of([article]))
    assert together(desk, "lock0.example/1", "lock1.example/1")
    coverage = desk.coverages[ArticleId("lock1.example/1")]
    assert 0 < next(f.value for f in coverage.features if f.name == "form") < 0.7


def test_an_undated_report_is_exempt_from_the_window() -> None:
    late = make_article("https://late.example/1", EVENTS[0][0], hours=90, is_dated=False)
    desk = Desk(Matching())
    desk.take(prints_of([ARTICLES[0]]))
    desk.take(prints_of([late]))
    assert together(desk, IDS[0], "late.example/1")


@pytest.mark.parametrize("first", ["copy", "original", "both"])
def test_a_copy_follows_its_original(first: str) -> None:
    original = make_article("https://a.example/1", "Lock in Velm closed", HARBOUR)
    copy = make_article("https://b.example/1", "All that is new today", HARBOUR, hours=3)
    order = {"copy": [[copy], [original]], "original": [[original], [copy]]}
    desk = Desk(Matching())
    for window in order.get(first, [[copy, original]]):
        desk.take(prints_of(window))
    assert together(desk, "a.example/1", "b.example/1")
    if first != "copy":
        assert "copy" in desk.coverages[ArticleId("b.example/1")].sentence


def test_a_new_version_keeps_its_story() -> None:
    desk = Desk(Matching())
    desk.take(prints_of(ARTICLES))
    before = desk.coverages[IDS[1]].story_id
    changed = make_article(ARTICLES[1].web_url, f"{EVENTS[0][1]}, mayor says", hours=2.0)
    desk.take(prints_of([changed]))
    assert before == desk.coverages[IDS[1]].story_id
    assert len(groups(desk)) == 3


def test_stories_that_prove_one_are_merged_into_the_older() -> None:
    """Two reports too far apart meet through those between them."""
    low = Matching(join_probability=0.4)
    desk = Desk(low)
    apart = (rule(RulingKind.NOT_SAME_EVENT, IDS[0], IDS[1]),)
    take(desk, prints_of(ARTICLES[:2]), apart)
    assert not together(desk, IDS[0], IDS[1])
    undone = tuple(replace(ruling, undone_at=ruling.made_at) for ruling in apart)
    assignments = take(desk, prints_of([ARTICLES[2]]), undone)
    merged = [story for a in assignments.values() for story in a.merged]
    assert [desk.coverages[IDS[0]].story_id] == [story.merged_into for story in merged]
    assert {frozenset(IDS[:3])} == groups(desk)


def test_same_event_joins_what_stands_apart() -> None:
    desk = Desk(Matching())
    desk.take(prints_of(ARTICLES))
    ruled = (rule(RulingKind.SAME_EVENT, IDS[0], IDS[3]),)
    take(desk, prints_of([ARTICLES[0], ARTICLES[3]]), ruled)
    assert {frozenset(IDS[:6]), frozenset(IDS[6:])} == groups(desk)


def test_not_same_event_parts_what_stands_together() -> None:
    desk = Desk(Matching())
    desk.take(prints_of(ARTICLES))
    ruled = (rule(RulingKind.NOT_SAME_EVENT, IDS[0], IDS[1]),)
    take(desk, prints_of([ARTICLES[0], ARTICLES[1]]), ruled)
    assert not together(desk, IDS[0], IDS[1])


def test_a_ruling_that_is_no_longer_told_binds_nobody() -> None:
    """The store tells rulings in force only: an undone one is missing when its articles come."""
    desk = Desk(Matching())
    ruled = (rule(RulingKind.SAME_EVENT, IDS[0], IDS[3]),)
    take(desk, prints_of(ARTICLES), ruled)
    assert together(desk, IDS[0], IDS[3])
    take(desk, prints_of([ARTICLES[0], ARTICLES[3]]), ())
    assert desk.weaver.rulings == {}
    apart = (rule(RulingKind.NOT_SAME_EVENT, IDS[0], IDS[3], minute=1),)
    take(desk, prints_of([ARTICLES[0], ARTICLES[3]]), apart)
    assert not together(desk, IDS[0], IDS[3])
    take(desk, prints_of([ARTICLES[8]]), apart)
    assert list(desk.weaver.rulings.values()) == list(apart)


def test_member_of_gives_the_founder_a_story_of_its_own() -> None:
    """Posts of one event stay the stories their archive made of them."""
    ruled = (
        rule(RulingKind.MEMBER_OF, IDS[3], IDS[0]),
        rule(RulingKind.MEMBER_OF, IDS[4], IDS[1]),
        rule(RulingKind.MEMBER_OF, IDS[2], IDS[2]),
    )
    desk = Desk(Matching())
    take(desk, prints_of(ARTICLES[:5]), ruled)
    expected = {frozenset({IDS[0], IDS[3]}), frozenset({IDS[1], IDS[4]}), frozenset({IDS[2]})}
    assert expected == groups(desk)
    founders = {s.founder_id for s in desk.stories.values()}
    assert set(IDS[:3]) == founders


def test_a_ruling_of_later_moves_a_member_to_its_founder() -> None:
    desk = Desk(Matching())
    desk.take(prints_of(ARTICLES))
    ruled = (rule(RulingKind.MEMBER_OF, IDS[1], IDS[5]),)
    take(desk, prints_of([ARTICLES[1], ARTICLES[5]]), ruled)
    assert together(desk, IDS[1], IDS[5])
    story = desk.stories[desk.coverages[IDS[1]].story_id]
    assert IDS[5] == story.founder_id
    assert len(set(desk.stories)) == len({c.story_id for c in desk.coverages.values()})


# --- rulings as constraints ----------------------------------------------------------------------

KINDS = (RulingKind.SAME_EVENT, RulingKind.NOT_SAME_EVENT, RulingKind.MEMBER_OF)
PAIRS = st.tuples(st.sampled_from(KINDS), st.sampled_from(IDS), st.sampled_from(IDS))


def accepted(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return the rulings that hold: newest first, each that contradicts none before it.

    Written apart from the engine: groups as lists of sets.
    """
    groups: list[set[str]] = [{i} for i in IDS]
    apart: list[tuple[str, str]] = []
    members: set[str] = set()
    kept = []

    def group(article_id: str) -> set[str]:
        return next(g for g in groups if article_id in g)

    for ruling in sorted(rulings, key=lambda r: (r.made_at, r.ruling_id), reverse=True):
        one, two = ruling.subject, ruling.object
        if ruling.kind is RulingKind.NOT_SAME_EVENT:
            if group(one) is not group(two):
                apart.append((one, two))
                kept.append(ruling)
            continue
        if ruling.kind is RulingKind.MEMBER_OF and one in members:
            continue
        members |= {one} if ruling.kind is RulingKind.MEMBER_OF else set()
        both = group(one) | group(two)
        if not any(a in both and b in both for a, b in apart):
            groups[:] = [g for g in groups if not g & both] + [both]
            kept.append(ruling)
    return kept


def violations(desk: Desk, rulings: Sequence[Ruling]) -> list[str]:
    """Return the rulings that the stories of a desk break."""
    standing = desk.coverages.keys()
    return [
        r.ruling_id
        for r in rulings
        if r.subject in standing
        and r.object in standing
        and together(desk, r.subject, r.object) is (r.kind is RulingKind.NOT_SAME_EVENT)
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.permutations(ARTICLES),
    st.sets(st.integers(1, len(ARTICLES) - 1), max_size=4),
    st.lists(PAIRS, max_size=8),
)
def test_no_ruling_is_ever_broken(
    order: list[Article], cuts: set[int], drawn: list[tuple[RulingKind, str, str]]
) -> None:
    """Rulings made before the articles come."""
    rulings = tuple(rule(k, a, b, minute=n) for n, (k, a, b) in enumerate(drawn))
    desk = Desk(Matching())
    for window in in_windows(order, cuts):
        take(desk, prints_of(window), rulings)
        assert violations(desk, accepted(rulings)) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(PAIRS, max_size=6), st.integers(0, 6))
def test_no_later_ruling_is_broken(drawn: list[tuple[RulingKind, str, str]], before: int) -> None:
    """Rulings made while the stories stand; the articles they name come again."""
    rulings = tuple(rule(k, a, b, minute=n) for n, (k, a, b) in enumerate(drawn))
    desk = Desk(Matching())
    take(desk, prints_of(ARTICLES), rulings[:before])
    for end in range(before, len(rulings)):
        named = {rulings[end].subject, rulings[end].object}
        take(desk, prints_of([a for a in ARTICLES if a.article_id in named]), rulings[: end + 1])
        assert violations(desk, accepted(rulings[: end + 1])) == []
        assert {c.story_id for c in desk.coverages.values()} == set(desk.stories)


def test_an_undone_ruling_binds_nobody() -> None:
    ruling = rule(RulingKind.SAME_EVENT, IDS[0], IDS[3])
    undone = replace(ruling, undone_at=ruling.made_at)
    assert Bonds([ruling], Copies()).knot(IDS[0]) == Bonds([ruling], Copies()).knot(IDS[3])
    assert Bonds([undone], Copies()).knot(IDS[0]) != Bonds([undone], Copies()).knot(IDS[3])
