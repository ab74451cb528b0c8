from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.match import copy_evidence, copy_trees, syndication
from newsloom.match.copy_evidence import relation_of
from newsloom.match.syndication import find_copies
from newsloom.model import (
    Article,
    ArticleId,
    Attribution,
    AttributionKind,
    Bond,
    Feature,
    Originality,
    Ruling,
    RulingKind,
    Syndication,
)
from newsloom.ports import SyndicationWindow
from newsloom.settings import Matching
from newsloom.text.urls import article_id
from tests.match.copying import CopyDesk
from tests.match.invented import (
    HARBOUR,
    ORCHARD,
    START,
    THEATRE,
    in_windows,
    make_article,
    prints_of,
    rule,
    words_of,
)

REACH = timedelta(hours=Matching().window_hours)
ORIGINAL, COPY, PARTIAL = Originality.ORIGINAL, Originality.COPY, Originality.PARTIAL
LEDE = (
    "The harbour board of Velm closed its northern lock on Tuesday after divers found cracks in "
    "both of the steel gates that keep the tide out"
)
OTHER_LEDE = (
    "Ship owners demanded damages from Velm on Wednesday, a day after the port shut its northern "
    "lock, and threatened to move the grain trade elsewhere"
)
QUOTE = (
    "We have warned of these leaks for two winters, nobody came to look, and we were told to write "
    "letters to an office that does not answer letters from people who work with their hands"
)
A, B, C = "https://a.example/1", "https://b.example/1", "https://c.example/1"
A_ID, B_ID, C_ID = (ArticleId(url.removeprefix("https://")) for url in (A, B, C))


def statuses(
    articles: Sequence[Article], rulings: tuple[Ruling, ...] = ()
) -> dict[str, tuple[Originality, str]]:
    """Return {id: (status, original)} of one window."""
    window = SyndicationWindow(prints_of(articles), {}, {}, rulings)
    found = find_copies(window, Matching())
    assert {a.article_id for a in articles} == set(found)
    return {i: (k.own.status, k.own.original_id) for i, k in found.items()}


def lock(url: str, hours: float = 0.0, text: str = HARBOUR) -> Article:
    return make_article(url, "Velm closes its lock", text, hours=hours)


CASES: dict[str, tuple[list[Article], Originality]] = {
    "the same text": ([lock(A), lock(B, 1)], COPY),
    "a shortened text": ([lock(A), lock(B, 1, words_of(HARBOUR, 0, 0.6))], COPY),
    "passages in an own text": (
        [lock(A), lock(B, 1, f"{THEATRE} {words_of(HARBOUR, 0, 0.45)}")],
        PARTIAL,
    ),
    "the same footer on one domain": (
        [lock(A), lock("https://a.example/2", 1, f"{THEATRE} {words_of(HARBOUR, 0, 0.45)}")],
        ORIGINAL,
    ),
    "two texts": ([lock(A), lock(B, 1, ORCHARD)], ORIGINAL),
    "a sentence both quote": (
        [lock(A, 0, f"{ORCHARD} {QUOTE}"), lock(B, 1, f"{THEATRE} {QUOTE}")],
        ORIGINAL,
    ),
    "an agency text of which one side is a headline and excerpt": (
        [
            make_article(
                "https://www.nytimes.com/reuters/2031/lock.html", "Port Closes Lock", excerpt=LEDE
            ),
            make_article(B, "Port closes lock", HARBOUR, is_dated=False, agency="Reuters"),
        ],
        COPY,
    ),
    "an agency text under an own headline": (
        [
            make_article(A, "Port closes lock", excerpt=LEDE, agency="Reuters"),
            make_article(B, "Cracks in Velm", excerpt=f"By Ann Lee {LEDE}", agency="Reuters"),
        ],
        COPY,
    ),
    "an agency headline of which nothing else is known": (
        [
            make_article(A, "Velm harbour closes lock over steel cracks", agency="Reuters"),
            make_article(B, "Velm harbour closes lock over steel cracks", agency="Reuters"),
        ],
        COPY,
    ),
    "two articles of one agency on one event": (
        [
            make_article(A, "Velm closes lock", excerpt=LEDE, agency="Reuters"),
            make_article(B, "Owners want damages", excerpt=OTHER_LEDE, agency="Reuters"),
        ],
        ORIGINAL,
    ),
    "one agency headline a week later": (
        [
            make_article(A, "Harbour news of the morning in Velm", agency="Reuters"),
            make_article(B, "Harbour news of the morning in Velm", agency="Reuters", hours=170),
        ],
        ORIGINAL,
    ),
    "two agencies under one headline": (
        [
            make_article(A, "Velm closes lock", excerpt=LEDE, agency="Reuters"),
            make_article(B, "Velm closes lock", excerpt=LEDE, agency="AFP"),
        ],
        COPY,
    ),
    "excerpts that quote one sentence": (
        [
            make_article(A, "Fishermen angry", excerpt=f"“{QUOTE}”", agency="Reuters"),
            make_article(B, "Velm closes lock", excerpt=f"Fishermen say “{QUOTE}”"),
        ],
        ORIGINAL,
    ),
}


@pytest.mark.parametrize(("articles", "expected"), CASES.values(), ids=CASES.keys())
def test_two_articles(articles: list[Article], expected: Originality) -> None:
    first, second = (a.article_id for a in articles)
    found = statuses(articles)
    assert (ORIGINAL, first) == found[first]
    assert (expected, second if expected is ORIGINAL else first) == found[second]


def test_the_agency_itself_is_the_original_though_later() -> None:
    own = make_article("https://www.reuters.com/lock", "Lock", HARBOUR, hours=5)
    early = make_article(A, "Lock closed", HARBOUR, agency="Reuters")
    assert (COPY, own.article_id) == statuses([own, early])[early.article_id]


def test_a_dated_article_comes_before_an_undated_one() -> None:
    undated = make_article(A, "Lock", HARBOUR, is_dated=False)
    dated = make_article(B, "Lock", HARBOUR, hours=5)
    assert (COPY, dated.article_id) == statuses([undated, dated])[undated.article_id]


def test_a_roundup_does_not_tie_two_originals() -> None:
    """A page with passages of two texts leans on one of them; the two stay originals."""
    both = f"{words_of(HARBOUR, 0, 0.5)} {words_of(ORCHARD, 0, 0.5)}"
    found = statuses([lock(A), lock(B, 1, ORCHARD), lock(C, 2, both)])
    assert [status for status, _ in found.values()] == [ORIGINAL, ORIGINAL, PARTIAL]


def test_a_ruling_makes_a_copy() -> None:
    ruled = (rule(RulingKind.COPY_OF, "a.example/1", "b.example/1"),)
    found = statuses([lock(A), lock(B, 1, ORCHARD)], ruled)
    assert found["a.example/1"] == (COPY, "b.example/1")
    assert found["b.example/1"] == (ORIGINAL, "b.example/1")


def test_a_ruling_makes_an_original_of_a_copy() -> None:
    ruled = (rule(RulingKind.NOT_COPY_OF, "b.example/1", "a.example/1"),)
    found = statuses([lock(A), lock(B, 1), lock(C, 2)], ruled)
    assert found["b.example/1"] == (ORIGINAL, "b.example/1")
    assert found["c.example/1"][0] == COPY


def test_what_is_no_copy_of_one_may_be_a_copy_of_another() -> None:
    """Not by way of a third one that hangs on the first."""
    ruled = (rule(RulingKind.NOT_COPY_OF, "c.example/1", "a.example/1"),)
    found = statuses([lock(A), lock(B, 1), lock(C, 2)], ruled)
    assert found["c.example/1"] == (ORIGINAL, "c.example/1")


def test_a_ruling_against_copying_is_undone() -> None:
    desk = CopyDesk()
    new = prints_of([lock(A), lock(B, 1)])
    desk.take(new, (rule(RulingKind.NOT_COPY_OF, "b.example/1", "a.example/1"),))
    assert desk.standings()[B_ID] == (ORIGINAL, "b.example/1")
    desk.take(new)
    assert desk.standings()[B_ID] == (COPY, "a.example/1")


def test_the_newest_of_two_rulings_in_a_circle_wins() -> None:
    ruled = (
        rule(RulingKind.COPY_OF, "a.example/1", "b.example/1", minute=1),
        rule(RulingKind.COPY_OF, "b.example/1", "a.example/1", minute=2),
    )
    assert statuses([lock(A), lock(B, 1)], ruled)["b.example/1"] == (COPY, "a.example/1")


def test_a_late_original_reroots_the_tree() -> None:
    desk = CopyDesk()
    desk.take(prints_of([lock(A, 5), lock(B, 6)]))
    kinships = desk.take(prints_of([lock(C, 1)]))
    changed = {s.article_id: s.original_id for s in kinships[C_ID].rerooted}
    assert changed == {"a.example/1": "c.example/1", "b.example/1": "c.example/1"}


def test_a_new_version_without_the_text_is_no_original_any_more() -> None:
    desk = CopyDesk()
    desk.take(prints_of([lock(A), lock(B, 1), lock(C, 2)]))
    desk.take(prints_of([lock(A, 0, THEATRE)]))
    assert desk.standings() == {
        A_ID: (ORIGINAL, "a.example/1"),
        B_ID: (ORIGINAL, "b.example/1"),
        C_ID: (COPY, "b.example/1"),
    }


def test_every_copy_shows_why() -> None:
    window = SyndicationWindow(prints_of([lock(A), lock(B, 1)]), {}, {}, ())
    own = find_copies(window, Matching())[B_ID].own
    assert [f.name for f in own.evidence] == [
        "shared-words",
        "containment",
        "jaccard",
        "same-title",
    ]
    assert own.sentence.startswith("It shares 100% of its text, about ")
    assert "“Velm closes its lock” (a.example)" in own.sentence


def test_an_article_with_passages_of_several_has_them_all() -> None:
    """It hangs on one of them; what it shares with the others is told as well."""
    both = f"{words_of(HARBOUR, 0, 0.5)} {words_of(ORCHARD, 0, 0.6)} {words_of(THEATRE, 0, 0.5)}"
    desk = CopyDesk()
    desk.take(prints_of([lock(A), lock(B, 1, ORCHARD), lock(D, 1, THEATRE), lock(C, 2, both)]))
    found = desk.syndications[C_ID]
    assert (found.status, len(found.overlaps)) == (PARTIAL, 3)
    assert found.original_id == found.overlaps[0].other_id
    assert {A_ID, B_ID, D_ID} == {overlap.other_id for overlap in found.overlaps}
    assert sum(overlap.share for overlap in found.overlaps) == pytest.approx(1, abs=0.1)
    assert desk.syndications[A_ID].overlaps == ()


def test_a_shared_statement_is_told_and_makes_no_copy() -> None:
    desk = CopyDesk()
    desk.take(prints_of([lock(A, 0, f"{ORCHARD} {QUOTE}"), lock(B, 1, f"{THEATRE} {QUOTE}")]))
    found = desk.syndications[B_ID]
    assert found.status is ORIGINAL
    assert [(o.other_id, o.bond) for o in found.overlaps] == [(A_ID, Bond.PASSAGE)]
    assert found.sentence == "It shares passages with another report; the rest is its own."


def test_a_long_report_around_an_earlier_brief_is_no_copy_of_it() -> None:
    """Under a fifth of it is not its own: that is told, and counts for nothing."""
    brief = words_of(HARBOUR, 0, 0.5)
    desk = CopyDesk()
    long = f"{brief} {ORCHARD} {THEATRE} {' '.join(reversed((ORCHARD + THEATRE).split()))}"
    desk.take(prints_of([lock(A, 0, brief), lock(B, 5, long)]))
    found = desk.syndications[B_ID]
    assert (found.status, found.original_id) == (ORIGINAL, B_ID)
    assert relation_of(found, desk.syndications[A_ID]) is COPY


RELATIONS: dict[str, tuple[str, str, Originality]] = {
    "a text and itself": (HARBOUR, HARBOUR, COPY),
    "its beginning": (HARBOUR, words_of(HARBOUR, 0, 0.4), COPY),
    "a brief and its beginning": (
        words_of(HARBOUR, 0, 0.35), words_of(HARBOUR, 0, 0.27), COPY,
    ),
    "half of it": (HARBOUR, f"{words_of(HARBOUR, 0, 0.5)} {THEATRE}", PARTIAL),
    "a statement": (f"{ORCHARD} {QUOTE}", f"{THEATRE} {QUOTE}", PARTIAL),
    "nothing": (HARBOUR, THEATRE, ORIGINAL),
}  # fmt: skip


@pytest.mark.parametrize(("one", "two", "expected"), RELATIONS.values(), ids=RELATIONS)
def test_what_two_articles_are_to_each_other(one: str, two: str, expected: Originality) -> None:
    desk = CopyDesk()
    desk.take(prints_of([lock(A, 0, one), lock(B, 1, two)]))
    first, second = desk.syndications[A_ID], desk.syndications[B_ID]
    assert (expected, expected) == (relation_of(first, second), relation_of(second, first))


def test_copies_of_one_text_are_copies_of_each_other_though_not_compared() -> None:
    ours = Syndication(A_ID, COPY, C_ID, 0.9)
    assert relation_of(ours, Syndication(B_ID, COPY, C_ID, 0.9)) is COPY
    assert relation_of(ours, Syndication(B_ID, PARTIAL, C_ID, 0.4)) is PARTIAL
    assert relation_of(ours, Syndication(B_ID, COPY, D_ID, 0.9)) is ORIGINAL


NOTICE = (
    "We and our partners use cookies to show you news you care for; by reading on you agree to all "
    "of them, to their keepers, and to whatever they find out about you and your household"
)


def test_pages_that_hold_nothing_but_a_notice_are_no_copies() -> None:
    notices = [
        make_article(A, "Velm closes its lock", NOTICE),
        make_article(B, "Pear trees burn in the valley", NOTICE),
        make_article(C, "Lock in Velm shut for weeks", NOTICE),
    ]
    found = statuses(notices)
    assert found[B_ID] == (ORIGINAL, B_ID)
    assert found[C_ID] == (COPY, A_ID)


# --- what a page says of itself ------------------------------------------------------------------


def claiming(article: Article, kind: AttributionKind, url: str) -> Article:
    return replace(article, attributions=(Attribution(kind, url=url),))


def known_as(url: str, article: Article) -> Article:
    """An article under the id that its address has."""
    return replace(article, article_id=article_id(url), web_url=url)


D = "https://d.example/1"
D_ID = ArticleId("d.example/1")
CLAIM_KINDS = (AttributionKind.CANONICAL, AttributionKind.BASED_ON)


@pytest.mark.parametrize("kind", CLAIM_KINDS)
@pytest.mark.parametrize("is_late", [False, True], ids=["known", "later"])
def test_an_article_that_names_another_as_its_own_is_its_copy(
    kind: AttributionKind, is_late: bool
) -> None:
    """Though it is dated earlier and most of it is its own, in whichever order they come."""
    named = known_as(A, lock(A, 9))
    own = claiming(lock(B, 1, f"{words_of(HARBOUR, 0, 0.5)} {ORCHARD}"), kind, A)
    desk = CopyDesk()
    for article in (own, named) if is_late else (named, own):
        desk.take(prints_of([article]))
    found = desk.syndications[B_ID]
    assert (PARTIAL, named.article_id) == (found.status, found.original_id)
    assert [f.name for f in found.evidence][:2] == ["claim", "shared-words"]
    assert found.sentence.endswith("which its page names as what it is taken from.")


def test_a_claim_over_most_of_the_text_makes_a_copy_in_whole() -> None:
    named = known_as(A, lock(A, 9))
    own = claiming(lock(B, 1, f"{HARBOUR} {words_of(ORCHARD, 0, 0.6)}"), CLAIM_KINDS[0], A)
    assert statuses([named, own])[B_ID] == (COPY, named.article_id)


def test_a_claim_holds_under_an_equal_headline() -> None:
    title = "Velm closes its northern lock for repairs"
    named = known_as(A, make_article(A, title, HARBOUR))
    own = claiming(make_article(B, title), CLAIM_KINDS[0], A)
    other = claiming(make_article(C, "Pear trees burn in the valley"), CLAIM_KINDS[0], A)
    found = statuses([named, own, other])
    assert found[B_ID] == (COPY, named.article_id)
    assert found[C_ID] == (ORIGINAL, C_ID)


def test_two_that_name_each_other_make_no_circle() -> None:
    one = claiming(known_as(A, lock(A)), CLAIM_KINDS[0], B)
    two = claiming(known_as(B, lock(B, 1)), CLAIM_KINDS[0], A)
    found = statuses([one, two])
    assert found[one.article_id] == (ORIGINAL, one.article_id)
    assert found[two.article_id] == (COPY, one.article_id)


def test_a_credit_to_a_site_is_evidence() -> None:
    credited = Attribution(AttributionKind.FEED_SOURCE, "A", "https://a.example/")
    desk = CopyDesk()
    desk.take(prints_of([lock(A), replace(lock(B, 1), attributions=(credited,))]))
    assert desk.syndications[B_ID].evidence[-1] == Feature(
        "credit", 1.0, 0.0, "It credits a.example as its source."
    )


# --- memory --------------------------------------------------------------------------------------


def test_known_articles_are_read_once() -> None:
    desk = CopyDesk()
    desk.take(prints_of([lock(A), lock(B, 1)]))
    assert desk.finder.span == (START - REACH, START + timedelta(hours=1) + REACH)
    desk.restart()
    desk.take(prints_of([lock(C, 2)]))
    assert desk.read == 2
    desk.take(prints_of([lock(D, 3)]))
    assert desk.read == 2
    assert {COPY} == {desk.syndications[key].status for key in (B_ID, C_ID, D_ID)}


def test_a_stray_article_is_compared_with_its_own_time() -> None:
    """It moves nothing: those of now stay held, and it finds what lay around it."""
    desk = CopyDesk()
    desk.take(prints_of([lock(A, 0)]))
    desk.restart()
    desk.take(prints_of([lock(B, 2000, ORCHARD)]))
    now = desk.finder.span
    desk.take(prints_of([lock(C, 1)]))
    assert desk.finder.span == now
    assert desk.standings()[C_ID] == (COPY, A_ID)


def own_text(name: str) -> str:
    return " ".join(f"{name}word{number}" for number in range(60))


def test_an_archive_in_order_of_time_is_held_a_stretch_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(syndication, "READ_AT_ONCE", 10)
    desk = CopyDesk()
    for day in range(60):
        names = [f"{day}n{number}" for number in range(4)]
        desk.take(prints_of([lock(f"https://e.example/{n}", 24 * day, own_text(n)) for n in names]))
    assert desk.read == 0
    assert len(desk.finder.texts.held) < 4 * 20
    assert desk.finder.texts.held.used < 4 * 40


def test_a_tree_stays_while_one_of_it_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is printed again and again is one text, however long ago the first was."""
    monkeypatch.setattr(syndication, "READ_AT_ONCE", 2)
    desk = CopyDesk()
    for number in range(12):
        other = lock(f"https://f.example/{number}", 72 * number, own_text(str(number)))
        desk.take(prints_of([other, lock(f"https://g{number}.example/1", 72 * number)]))
    found = {original for key, (_, original) in desk.standings().items() if key.startswith("g")}
    assert found == {"g0.example/1"}
    assert "g0.example/1" in desk.finder.texts.held
    assert "f.example/0" not in desk.finder.texts.held


def test_a_copy_whose_original_is_gone_stays_one() -> None:
    """What was found then still stands, and others may hang on it."""
    lost = ArticleId("lost.example/1")
    stored = Syndication(B_ID, COPY, lost, 0.9, (), "It was found then.")
    known = prints_of([lock(B)])
    window = SyndicationWindow(prints_of([lock(A, 1)]), known, {B_ID: stored}, ())
    (kinship,) = find_copies(window, Matching()).values()
    assert (COPY, lost) == (kinship.own.status, kinship.own.original_id)
    assert kinship.rerooted == ()


def test_a_thousand_copies_cost_a_bounded_number_of_links() -> None:
    desk = CopyDesk()
    for start in range(0, 600, 100):
        desk.take(
            prints_of([lock(f"https://h{n}.example/1", n / 60) for n in range(start, start + 100)])
        )
    assert {original for _, original in desk.standings().values()} == {"h0.example/1"}
    assert max(map(len, desk.finder.trees.above.values())) <= copy_trees.LINK_CAP
    assert max(len(s.overlaps) for s in desk.syndications.values()) <= copy_evidence.OVERLAPS
    late = desk.take(prints_of([lock(A, -5)]))
    assert len(late[A_ID].rerooted) == 600
    assert {original for _, original in desk.standings().values()} == {A_ID}


# --- order ---------------------------------------------------------------------------------------


POOL = [
    lock(A, 3),
    lock(B, 1),
    lock(C, 2, words_of(HARBOUR, 0, 0.6)),
    lock("https://d.example/1", 0, words_of(HARBOUR, 0.3, 1)),
    lock("https://e.example/1", 4, f"{THEATRE} {words_of(HARBOUR, 0, 0.5)}"),
    lock("https://f.example/1", 5, ORCHARD),
    make_article("https://www.reuters.com/1", "Velm lock shut", HARBOUR, hours=9),
    make_article("https://g.example/1", "Velm lock", excerpt=LEDE, agency="Reuters", hours=2),
]


@settings(max_examples=60, deadline=None)
@given(
    st.permutations(POOL),
    st.sets(st.integers(1, len(POOL) - 1), max_size=3),
    st.sets(st.integers(0, 3)),
)
def test_the_order_of_arrival_changes_nothing(
    order: list[Article], cuts: set[int], restarts: set[int]
) -> None:
    """However the articles come, in whichever windows and processes, the trees end the same."""
    desk = CopyDesk()
    for number, window in enumerate(in_windows(order, cuts)):
        if number in restarts:
            desk.restart()
        desk.take(prints_of(window))
    whole = CopyDesk()
    whole.take(prints_of(POOL))
    assert whole.standings() == desk.standings()
    assert whole.syndications == desk.syndications


VERSIONS = {
    "a.example/1": (HARBOUR, THEATRE),
    "b.example/1": (HARBOUR, words_of(HARBOUR, 0, 0.5)),
    "c.example/1": (f"{ORCHARD} {HARBOUR}", ORCHARD),
    "d.example/1": (words_of(HARBOUR, 0.4, 1), f"{THEATRE} {words_of(HARBOUR, 0, 0.5)}"),
    "e.example/1": (ORCHARD, f"{words_of(ORCHARD, 0, 0.6)} {words_of(THEATRE, 0, 0.6)}"),
    "f.example/1": (THEATRE, HARBOUR),
}
NAMES = sorted(VERSIONS)


def version_of(name: str, number: int) -> Article:
    return lock(f"https://{name}", 3 * NAMES.index(name) % 7, VERSIONS[name][number])


STEP = st.one_of(
    st.tuples(st.just("version"), st.sampled_from(NAMES), st.integers(0, 1)),
    st.tuples(st.just("rule"), st.permutations(NAMES).map(lambda names: names[:2]), st.just(0)),
    st.tuples(st.just("undo"), st.just(""), st.integers(0, 3)),
    st.tuples(st.just("restart"), st.just(""), st.just(0)),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=14))
def test_however_it_came_about_the_end_is_the_same(steps: list[tuple[str, object, int]]) -> None:
    """New versions, rulings, their undoing, new processes: what stands is what one look gives."""
    desk = CopyDesk()
    desk.take(prints_of([version_of(name, 0) for name in NAMES]))
    now = dict.fromkeys(NAMES, 0)
    rulings: list[Ruling] = []
    for count, (step, what, number) in enumerate(steps):
        woken: list[str] = []
        if step == "version":
            now[str(what)], woken = number, [str(what)]
        elif step == "rule":
            copy, source = (str(name) for name in what)  # type: ignore[attr-defined]
            rulings.append(rule(RulingKind.COPY_OF, copy, source, minute=count))
            woken = [copy, source]
        elif step == "undo" and number < len(rulings):
            undone = rulings.pop(number)
            woken = [undone.subject, undone.object]
        elif step == "restart":
            desk.restart()
        if woken:
            new = prints_of([version_of(name, now[name]) for name in sorted(woken)])
            known = {*new, *desk.unheld(new)}
            desk.take(new, tuple(r for r in rulings if {r.subject, r.object} & known))
    whole = CopyDesk()
    whole.take(prints_of([version_of(name, now[name]) for name in NAMES]), tuple(rulings))
    assert whole.standings() == desk.standings()
    assert {k: set(s.overlaps) for k, s in whole.syndications.items()} == {
        k: set(s.overlaps) for k, s in desk.syndications.items()
    }
