"""Rulings as labels: which count, and that what is written is read again."""

from datetime import UTC, datetime, timedelta

import pytest

from newsloom.model import ArticleId, Ruling, RulingKind
from newsloom.trial.pairs import read_pairs
from newsloom.trial.rulings import LABELS, render_pairs, ruled_pairs
from tests.match.invented import HARBOUR, make_article

START = datetime(2026, 10, 8, tzinfo=UTC)
K = RulingKind


def ruling(number, kind, subject="a", object="b", undone=False):
    at = START + timedelta(hours=number)
    return Ruling(f"r{number}", kind, subject, object, "", "Ada", "", at, at if undone else None)


CASES = {
    "one each": (
        [
            ruling(1, K.SAME_EVENT),
            ruling(2, K.NOT_SAME_EVENT, "a", "c"),
            ruling(3, K.COPY_OF, "b", "c"),
        ],
        [("a", "b", "same"), ("a", "c", "different"), ("b", "c", "copy")],
    ),
    "undone": ([ruling(1, K.SAME_EVENT, undone=True)], []),
    "the newest counts": (
        [ruling(2, K.NOT_SAME_EVENT, "b", "a"), ruling(1, K.SAME_EVENT)], [("b", "a", "different")],
    ),
    "copies and events apart": (
        [ruling(1, K.SAME_EVENT), ruling(2, K.COPY_OF)], [("a", "b", "same"), ("a", "b", "copy")],
    ),
    "a member of one story": (
        [ruling(1, K.MEMBER_OF, "a", "b"), ruling(2, K.MEMBER_OF, "a", "c")], [("a", "c", "same")],
    ),
    "a founder": ([ruling(1, K.MEMBER_OF, "a", "a")], []),
    "nothing of two texts": ([ruling(1, K.LEAD), ruling(2, K.TITLE), ruling(3, K.HOLD)], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_labels_of_rulings(name):
    rulings, expected = CASES[name]
    assert [(p.one, p.two, p.label) for p in ruled_pairs(rulings)] == expected


def test_what_is_written_is_read_again():
    ours = make_article("https://a.example/1", "Velm closes lock", HARBOUR)
    theirs = make_article("https://b.example/2", "Lock closed", excerpt="In Velm.", is_dated=False)
    articles = {a.article_id: a for a in (ours, theirs)}
    made = [
        ruling(n, kind, *articles) for n, kind in enumerate(LABELS) if kind is not K.NOT_SAME_EVENT
    ]
    body = render_pairs(ruled_pairs(made), articles)
    found = read_pairs(body.split(b"\n"), "x")
    assert [p.label for p in found.pairs] == ["same", "copy"]
    one, two = (found.articles[ArticleId(key)] for key in (found.pairs[0].one, found.pairs[0].two))
    assert (one.title, one.text, one.published_at) == (ours.title, ours.text, ours.published_at)
    assert (two.text, two.date_origin, two.provider.domain) == (
        "In Velm.", theirs.date_origin, "b.example",
    )  # fmt: skip
