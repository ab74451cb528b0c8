"""Which rulings newer ones overrule: told for those, and only those, that do not hold."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.match.overruled import overruled_groupings
from newsloom.match.syndication import copy_word
from newsloom.model import Clash, Ruling, RulingKind
from newsloom.ruled import order
from tests.match.invented import rule
from tests.match.test_stories import PAIRS, accepted

SAME, APART, MEMBER = RulingKind.SAME_EVENT, RulingKind.NOT_SAME_EVENT, RulingKind.MEMBER_OF
COPY, NO_COPY = RulingKind.COPY_OF, RulingKind.NOT_COPY_OF


@settings(max_examples=300, deadline=None)
@given(st.lists(PAIRS, max_size=9))
def test_what_does_not_hold_is_told_with_a_newer_ruling(
    drawn: list[tuple[RulingKind, str, str]],
) -> None:
    rulings = [rule(k, a, b, minute=n) for n, (k, a, b) in enumerate(drawn) if a != b]
    found = overruled_groupings(rulings)
    holds = {ruling.ruling_id for ruling in accepted(rulings)}
    told = {one.older.ruling_id for one in found}
    assert not told & holds
    repeated = {r.ruling_id for r in rulings} - holds - told
    again = [r for r in rulings if r.ruling_id in repeated]
    assert all(r.kind is MEMBER and said_again(r, rulings) for r in again)
    assert all(order(one.newer) > order(one.older) for one in found)
    assert {one.newer.ruling_id for one in found} <= {r.ruling_id for r in rulings}


def said_again(ruling: Ruling, rulings: Sequence[Ruling]) -> bool:
    """Say whether a newer ruling puts the same article into the same story."""
    newer = [r for r in rulings if r.kind is MEMBER and r.subject == ruling.subject]
    return max(newer, key=order).object == ruling.object


@pytest.mark.parametrize(
    ("rulings", "clashes"),
    [
        ([rule(SAME, "a", "b")], []),
        ([rule(SAME, "a", "b"), rule(APART, "b", "a", minute=1)], [(0, 1, Clash.APART)]),
        ([rule(APART, "a", "b"), rule(SAME, "b", "a", minute=1)], [(0, 1, Clash.TOGETHER)]),
        (
            [
                rule(APART, "a", "c"),
                rule(SAME, "a", "b", minute=1),
                rule(SAME, "b", "c", minute=2),
            ],
            [(0, 2, Clash.TOGETHER)],
        ),
        ([rule(MEMBER, "a", "b"), rule(MEMBER, "a", "c", minute=1)], [(0, 1, Clash.MOVED)]),
        ([rule(MEMBER, "a", "b"), rule(MEMBER, "a", "b", minute=1)], []),
    ],
)
def test_clashes_of_grouping(rulings: list[Ruling], clashes: list[tuple[int, int, Clash]]) -> None:
    found = [(one.older, one.newer, one.why) for one in overruled_groupings(rulings)]
    assert found == [(rulings[old], rulings[new], why) for old, new, why in clashes]


@pytest.mark.parametrize(
    ("rulings", "copies", "barred", "clashes"),
    [
        ([rule(COPY, "a", "b")], {"a": "b"}, {}, []),
        ([rule(NO_COPY, "a", "b")], {}, {"a": {"b"}}, []),
        (
            [rule(COPY, "a", "b"), rule(NO_COPY, "a", "b", minute=1)],
            {},
            {"a": {"b"}},
            [(0, 1, Clash.REPLACED)],
        ),
        (
            [rule(NO_COPY, "a", "b"), rule(COPY, "a", "b", minute=1)],
            {"a": "b"},
            {},
            [(0, 1, Clash.REPLACED)],
        ),
        (
            [rule(NO_COPY, "a", "b"), rule(COPY, "a", "c", minute=1)],
            {"a": "c"},
            {},
            [],
        ),
        (
            [rule(COPY, "a", "b"), rule(COPY, "a", "c", minute=1)],
            {"a": "c"},
            {},
            [(0, 1, Clash.REPLACED)],
        ),
        (
            [rule(COPY, "a", "b"), rule(COPY, "b", "a", minute=1)],
            {"b": "a"},
            {},
            [(0, 1, Clash.CIRCLE)],
        ),
    ],
)
def test_clashes_of_copying(
    rulings: list[Ruling],
    copies: dict[str, str],
    barred: dict[str, set[str]],
    clashes: list[tuple[int, int, Clash]],
) -> None:
    word = copy_word(rulings)
    assert word.ruled == copies
    assert {key: set(others) for key, others in word.barred.items()} == barred
    assert [tuple(one) for one in word.overruled] == [
        (rulings[old], rulings[new], why) for old, new, why in clashes
    ]
