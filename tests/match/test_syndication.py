from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.match.syndication import find_copies
from newsloom.model import Article, ArticleId, Originality, Ruling, RulingKind
from newsloom.ports import SyndicationWindow
from newsloom.settings import Matching
from tests.match.copying import CopyDesk
from tests.match.invented import (
    HARBOUR,
    ORCHARD,
    THEATRE,
    in_windows,
    make_article,
    prints_of,
    rule,
    words_of,
)

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
