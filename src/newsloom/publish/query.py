"""Text of a search box -> Query, or one sentence about what cannot be read in it.

Words must all be there; ``"a phrase"`` stands as it is; ``-`` before a term leaves out what has it;
``OR`` between two asks for one of them; ``name:value`` asks for a fact. Nothing is looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import NoReturn

from newsloom.model import Topic
from newsloom.ports.search import Query, Term, Where
from newsloom.publish.tongue import N_, Tongue
from newsloom.text.folding import folded_words
from newsloom.text.slug import slugify

MOST_CHARACTERS = 300
"""A longer text is pasted, not asked."""

MOST_WORDS = 20
"""Words in all: a phrase of the commonest words costs the index some 5 ms for each."""

SHORTEST_START = 2
"""Letters before ``*``: shorter ones begin too many words."""

NAMES: Mapping[str, Where] = {
    "title": Where.TITLE,
    "intitle": Where.TITLE,
    "provider": Where.PROVIDER,
    "site": Where.PROVIDER,
    "source": Where.PROVIDER,
    "topic": Where.TOPIC,
    "lang": Where.LANGUAGE,
    "language": Where.LANGUAGE,
    "kind": Where.KIND,
}
"""Names of the operators that ask for a term, and those that people know from elsewhere."""

LIMITS = ("before", "after", "in", "sort")
"""Operators that hold for the whole search."""

OPERATORS = ("topic", "provider", "title", "lang", "kind", *LIMITS)
"""Operators as readers are told of them."""

CALLED: tuple[Callable[[Topic], str], ...] = (
    lambda topic: topic.name,
    lambda topic: topic.shortname,
    lambda topic: topic.topic_id,
    lambda topic: slugify(topic.name),
)
"""What a topic can be named by; where two topics share one, the earlier kind of name counts."""

PIECE = re.compile(
    r"(?P<minus>[-\u2212](?=\S))?"
    r"(?:(?P<name>[^\W\d_]+):(?=[^\s/]))?"
    r"(?:(?P<open>[\"“„«])(?P<quoted>[^\"“”„»]*)(?P<close>[\"”“»])?|(?P<word>[^\s\"“„«]+))"
)
"""One term with what stands before it."""

DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Misread:
    """What cannot be read in a query."""

    sentence: str
    start: int
    end: int
    """Place of the piece it speaks of, in characters; both 0 = the whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A term as it was typed."""

    text: str
    start: int
    end: int
    is_minus: bool
    name: str
    value: str
    is_quoted: bool
    is_closed: bool

    @property
    def is_or(self) -> bool:
        """Return whether it joins its neighbours."""
        return self.text in ("OR", "|")


class Unreadable(Exception):
    """Ends the reading; never leaves this module."""

    def __init__(self, sentence: str, piece: Piece | None = None) -> None:
        super().__init__(sentence)
        place = (piece.start, piece.end) if piece else (0, 0)
        self.misread = Misread(sentence, *place)


def parse_query(text: str, tongue: Tongue, topics: Sequence[Topic] = ()) -> Query | Misread:
    """Return what a text asks for; ``topics`` are those that ``topic:`` can name.

    A topic is named as it is called, by its short name, its id, or as in the address of its page.
    """
    try:
        return Reader(tongue, topics).read(text)
    except Unreadable as no:
        return no.misread


class Reader:
    """Reads one text piece by piece."""

    def __init__(self, tongue: Tongue, topics: Sequence[Topic]) -> None:
        self.say, self.topics = tongue.say, topics
        self.clauses: list[tuple[Term, ...]] = []
        self.without: list[Term] = []
        self.limits: dict[str, Piece] = {}

    def read(self, text: str) -> Query:
        """Return the query of a text."""
        if len(text) > MOST_CHARACTERS:
            sentence = N_("At most %(most)s characters can be asked for; these are %(number)s.")
            raise Unreadable(self.say(sentence, most=MOST_CHARACTERS, number=len(text)))
        found = [piece for piece in pieces(text) if piece.text != "AND"]
        self.refuse_parentheses(found)
        is_joined = False
        for place, piece in enumerate(found):
            if piece.is_or:
                self.check_or(found, place)
                is_joined = True
                continue
            self.take(piece, is_joined)
            is_joined = False
        return self.whole(text)

    def take(self, piece: Piece, is_joined: bool) -> None:
        """Take one piece in; ``is_joined`` = OR stands before it."""
        if not piece.is_closed:
            self.refuse(piece, N_("The quotation mark before %(piece)s is never closed."))
        if piece.name in LIMITS:
            if piece.is_minus:
                self.refuse(piece, N_("%(piece)s holds for the whole search: it takes no minus."))
            self.limits[piece.name] = piece
            return
        term = self.term(piece)
        if not term.words:
            if piece.name:
                self.refuse(piece, N_("%(piece)s names nothing that could be found."))
        elif piece.is_minus:
            self.without.append(term)
        elif is_joined:
            self.clauses[-1] = (*self.clauses[-1], term)
        else:
            self.clauses.append((term,))

    def term(self, piece: Piece) -> Term:
        """Return the term of a piece."""
        if piece.name and piece.name not in NAMES:
            known = ", ".join(f"{name}:" for name in OPERATORS)
            sentence = N_(
                "%(piece)s begins like an operator, and there is no such one. There are %(known)s;"
                " words with a colon in them are found in quotation marks."
            )
            self.refuse(piece, sentence, known=known)
        where = NAMES.get(piece.name, Where.ANYWHERE)
        match where:
            case Where.TOPIC:
                return Term(where, (self.topic(piece),))
            case Where.LANGUAGE:
                if not re.fullmatch("[A-Za-z]{2,3}", piece.value):
                    sentence = N_("%(piece)s names no language: write its code, as in lang:de.")
                    self.refuse(piece, sentence)
                return Term(where, (piece.value.casefold(),))
            case Where.KIND:
                return Term(where, (piece.value.casefold(),))
        words = tuple(folded_words(piece.value))
        is_start = bool(words) and not piece.is_quoted and piece.value.endswith("*")
        if is_start and len(words[-1]) < SHORTEST_START:
            sentence = N_("%(piece)s begins too many words: write at least two letters before *.")
            self.refuse(piece, sentence)
        return Term(where, words, is_start)

    def topic(self, piece: Piece) -> str:
        """Return the name of the topic that a piece names."""
        wanted = piece.value.casefold().strip()
        named = (t for called in CALLED for t in self.topics if called(t).casefold() == wanted)
        topic = next(named, None)
        if topic is None or not wanted:
            self.refuse(piece, N_("%(piece)s names no topic of this newsroom."))
        return topic.name

    def whole(self, text: str) -> Query:
        """Return all that was read as one query."""
        terms = [term for clause in self.clauses for term in clause] + self.without
        if not terms and not {"before", "after"} & self.limits.keys():
            sentence = N_("There is no word in it that could be found: letters and digits count.")
            raise Unreadable(self.say(sentence))
        if sum(len(term.words) for term in terms) > MOST_WORDS:
            sentence = N_("At most %(most)s words can be asked for at once.")
            raise Unreadable(self.say(sentence, most=MOST_WORDS))
        query = Query(
            text=text,
            clauses=tuple(self.clauses),
            without=tuple(self.without),
            since=self.day("after"),
            until=self.day("before"),
            is_newest_first=self.choice("sort", ("new", "best"), "best") == "new",
        )
        if query.since and query.until and query.since >= query.until:
            sentence = N_("%(piece)s leaves no day, for what is asked for begins later.")
            self.refuse(self.limits["before"], sentence)
        return (
            in_titles(query) if self.choice("in", ("title", "text"), "text") == "title" else query
        )

    def day(self, name: str) -> datetime | None:
        """Return when the day (month, year) of a limit begins; None = there is no such limit."""
        piece = self.limits.get(name)
        if piece is None:
            return None
        match = DAY.fullmatch(piece.value)
        try:
            year, month, day = (int(part or 1) for part in match.groups()) if match else (0, 0, 0)
            first = date(year, month, day)
        except ValueError:
            sentence = N_("%(piece)s names no day: write %(name)s:2026-11-01, :2026-11 or :2026.")
            self.refuse(piece, sentence, name=name)
        return datetime(first.year, first.month, first.day, tzinfo=UTC)

    def choice(self, name: str, known: Sequence[str], default: str) -> str:
        """Return what a limit chooses."""
        piece = self.limits.get(name)
        if piece is None:
            return default
        if piece.value not in known:
            told = ", ".join(f"{name}:{value}" for value in known)
            self.refuse(
                piece, N_("%(piece)s cannot be asked for; there are %(known)s."), known=told
            )
        return piece.value

    def check_or(self, found: Sequence[Piece], place: int) -> None:
        """Refuse an OR that has no term on both sides."""
        around = [*found[max(place - 1, 0) : place], *found[place + 1 : place + 2]]
        if len(around) < 2 or any(piece.is_or for piece in around):
            self.refuse(found[place], N_("%(piece)s needs a word on both sides."))
        for piece in around:
            if piece.is_minus or piece.name in LIMITS or not folded_words(piece.value):
                self.refuse(piece, N_("%(piece)s cannot stand beside OR."))

    def refuse_parentheses(self, found: Sequence[Piece]) -> None:
        """Refuse groups in parentheses: they would be read as if they were not there."""
        if any(piece.is_or for piece in found):
            for piece in found:
                if not piece.is_quoted and re.search("[()]", piece.text):
                    sentence = N_("Parentheses at %(piece)s: OR joins its two neighbours only.")
                    self.refuse(piece, sentence)

    def refuse(self, piece: Piece, sentence: str, **values: object) -> NoReturn:
        """End the reading with a sentence about a piece."""
        raise Unreadable(self.say(sentence, piece=f"“{piece.text}”", **values), piece)


def pieces(text: str) -> Iterator[Piece]:
    """Return the terms of a text as they were typed."""
    for match in PIECE.finditer(text):
        quoted = match["quoted"]
        name = (match["name"] or "").casefold()
        yield Piece(
            text=match[0],
            start=match.start(),
            end=match.end(),
            is_minus=match["minus"] is not None,
            name=name,
            value=match["word"] if quoted is None else quoted,
            is_quoted=quoted is not None,
            is_closed=quoted is None or match["close"] is not None,
        )


def in_titles(query: Query) -> Query:
    """Return the query with its words looked for in headlines only."""

    def moved(term: Term) -> Term:
        return replace(term, where=Where.TITLE) if term.where is Where.ANYWHERE else term

    return replace(
        query,
        clauses=tuple(tuple(map(moved, clause)) for clause in query.clauses),
        without=tuple(map(moved, query.without)),
    )
