"""What is typed into the search box, and what it is read as."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsloom.model import Topic
from newsloom.ports.search import Query, Term, Where
from newsloom.publish.query import MOST_CHARACTERS, MOST_WORDS, Misread, parse_query
from newsloom.publish.tongue import ENGLISH

TOPICS = (Topic("t-1", "Rules and rights", "rules"), Topic("t-2", "C++", "cpp"))
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)


def word(*words: str, where: Where = Where.ANYWHERE, is_start: bool = False) -> Term:
    return Term(where, words, is_start)


def asked(text: str) -> Query:
    query = parse_query(text, ENGLISH, TOPICS)
    assert isinstance(query, Query), query
    assert query.text == text
    return query


CLAUSES = {
    "harbour ferry": ((word("harbour"),), (word("ferry"),)),
    '"Harbour  Ferry"': ((word("harbour", "ferry"),),),
    "„Zitat hier“ «là bas» “so it”": (
        (word("zitat", "hier"),),
        (word("la", "bas"),),
        (word("so", "it"),),
    ),
    "a b OR c d": ((word("a"),), (word("b"), word("c")), (word("d"),)),
    "a | b OR c": ((word("a"), word("b"), word("c")),),
    "a AND b": ((word("a"),), (word("b"),)),
    "and or": ((word("and"),), (word("or"),)),
    "4,200 co-op": ((word("4", "200"),), (word("co", "op"),)),
    "elect*": ((word("elect", is_start=True),),),
    '"elect*"': ((word("elect"),),),
    "title:ferry intitle:Boat": (
        (word("ferry", where=Where.TITLE),),
        (word("boat", where=Where.TITLE),),
    ),
    "in:title ferry boat": (
        (word("ferry", where=Where.TITLE),),
        (word("boat", where=Where.TITLE),),
    ),
    "PROVIDER:post.example": ((word("post", "example", where=Where.PROVIDER),),),
    'site:"Harbour Post"': ((word("harbour", "post", where=Where.PROVIDER),),),
    'topic:"rules AND rights"': ((word("Rules and rights", where=Where.TOPIC),),),
    "topic:rules": ((word("Rules and rights", where=Where.TOPIC),),),
    "topic:t-1": ((word("Rules and rights", where=Where.TOPIC),),),
    "topic:rules-and-rights": ((word("Rules and rights", where=Where.TOPIC),),),
    "topic:C++ OR lang:DE": (
        (word("C++", where=Where.TOPIC), word("de", where=Where.LANGUAGE)),
    ),
    "kind:Opinion": ((word("opinion", where=Where.KIND),),),
    "Bank (UK)": ((word("bank",),), (word("uk"),)),
    "re: it 10:30 https://a.example/x": (
        (word("re"),),
        (word("it"),),
        (word("10", "30"),),
        (word("https", "a", "example", "x"),),
    ),
    "人工智能": ((word("人", "工", "智", "能"),),),
    "ferry !!! -": ((word("ferry"),),),
}  # fmt: skip


@pytest.mark.parametrize("text", CLAUSES)
def test_what_must_be_there(text: str) -> None:
    assert asked(text).clauses == CLAUSES[text]


def test_what_must_not_be_there() -> None:
    query = asked('a -b -"c d" \N{MINUS SIGN}title:e -topic:cpp')
    assert query.clauses == ((word("a"),),)
    assert query.without == (
        word("b"),
        word("c", "d"),
        word("e", where=Where.TITLE),
        word("C++", where=Where.TOPIC),
    )
    assert asked("-b").clauses == ()


@pytest.mark.parametrize("text", ["2026-11-01", "2026-11", "2026-11-1"])
def test_days_months_and_years(text: str) -> None:
    query = asked(f"after:{text} before:2027 x")
    assert (query.since, query.until) == (NOVEMBER, datetime(2027, 1, 1, tzinfo=UTC))


def test_the_order_is_chosen() -> None:
    assert [asked(f"x{more}").is_newest_first for more in ("", " sort:new", " sort:best")] == [
        False,
        True,
        False,
    ]
    assert asked("x").is_ranked
    assert not asked("topic:cpp").is_ranked
    assert not asked("x sort:new").is_ranked


SENTENCES = {
    "topic:nope x": ("“topic:nope” names no topic of this newsroom.", 0, 10),
    'topic:"" x': ('“topic:""” names no topic of this newsroom.', 0, 8),
    "a before:2026-13-01": (
        "“before:2026-13-01” names no day: write before:2026-11-01, :2026-11 or :2026.",
        2,
        19,
    ),
    "after:today": (
        "“after:today” names no day: write after:2026-11-01, :2026-11 or :2026.",
        0,
        11,
    ),
    "after:2026 before:2025": (
        "“before:2025” leaves no day, for what is asked for begins later.",
        11,
        22,
    ),
    "-before:2026 x": (
        "“-before:2026” holds for the whole search: it takes no minus.",
        0,
        12,
    ),
    "!!!": ("There is no word in it that could be found: letters and digits count.", 0, 0),
    'a "b c': ('The quotation mark before “"b c” is never closed.', 2, 6),
    "author:me x": (
        "“author:me” begins like an operator, and there is no such one. There are topic:,"
        " provider:, title:, lang:, kind:, before:, after:, in:, sort:; words with a colon in them"
        " are found in quotation marks.",
        0,
        9,
    ),
    "a e*": ("“e*” begins too many words: write at least two letters before *.", 2, 4),
    "a OR": ("“OR” needs a word on both sides.", 2, 4),
    "OR a": ("“OR” needs a word on both sides.", 0, 2),
    "a OR | b": ("“OR” needs a word on both sides.", 2, 4),
    "a OR -b": ("“-b” cannot stand beside OR.", 5, 7),
    "a !!! OR b": ("“!!!” cannot stand beside OR.", 2, 5),
    "before:2026 OR b": ("“before:2026” cannot stand beside OR.", 0, 11),
    "(a b) OR c": ("Parentheses at “(a”: OR joins its two neighbours only.", 0, 2),
    "lang:german": ("“lang:german” names no language: write its code, as in lang:de.", 0, 11),
    "in:text2 x": ("“in:text2” cannot be asked for; there are in:title, in:text.", 0, 8),
    "sort:old x": ("“sort:old” cannot be asked for; there are sort:new, sort:best.", 0, 8),
    "provider:... x": ("“provider:...” names nothing that could be found.", 0, 12),
}


@pytest.mark.parametrize("text", SENTENCES)
def test_what_cannot_be_read_is_told_in_one_sentence(text: str) -> None:
    assert parse_query(text, ENGLISH, TOPICS) == Misread(*SENTENCES[text])


def test_no_more_is_asked_than_can_be_answered() -> None:
    long, many = "x" * (MOST_CHARACTERS + 1), " ".join("x" * (MOST_WORDS + 1))
    for text, most in ((long, MOST_CHARACTERS), (many, MOST_WORDS)):
        misread = parse_query(text, ENGLISH)
        assert isinstance(misread, Misread)
        assert f"At most {most} " in misread.sentence


OPERATED = st.lists(
    st.one_of(
        st.sampled_from(
            ["OR", "-", '"', "topic:", "before:", "title:", "in:title", "sort:new", "*", "(", "|"]
        ),
        st.text(max_size=6),
    ),
    max_size=12,
).map(" ".join)


@given(st.one_of(st.text(), OPERATED))
@example('""" OR "')
@example("a:b:c")
@example("-\N{MINUS SIGN}x")
def test_any_text_is_read_or_refused_in_its_place(text: str) -> None:
    answer = parse_query(text, ENGLISH, TOPICS)
    if isinstance(answer, Misread):
        assert 0 <= answer.start <= answer.end <= len(text)
        assert answer.sentence.endswith(".")
    else:
        terms = [*answer.without, *(term for clause in answer.clauses for term in clause)]
        assert terms or answer.since or answer.until
        assert all(term.words for term in terms)
        assert all(answer.clauses)
