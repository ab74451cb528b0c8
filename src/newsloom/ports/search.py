"""Searching: what is asked, what is kept to answer it, and what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from newsloom.model import Article, ArticleId, StoryId, Tagging


class Where(StrEnum):
    """What of an article a term is looked for in."""

    ANYWHERE = ""
    """Headline, text and provider."""
    TITLE = "title"
    PROVIDER = "provider"
    """Its name or its domain."""
    TOPIC = "topic"
    LANGUAGE = "lang"
    KIND = "kind"
    """What it is (``video``), or what its page calls it (``opinion``)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a phrase, or a fact an article must have."""

    where: Where
    words: tuple[str, ...]
    """Folded words that stand side by side; of a topic, a language or a kind the whole name."""
    is_start: bool = False
    """True = the last word may go on: ``elect*``."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. All of it holds together."""

    text: str
    """As it was asked."""
    clauses: tuple[tuple[Term, ...], ...] = ()
    """Of each, one term must be there."""
    without: tuple[Term, ...] = ()
    """None of these may be there."""
    since: datetime | None = None
    """Published at or after; None = any time."""
    until: datetime | None = None
    """Published before."""
    is_newest_first: bool = False
    """False = by relevance and recency."""

    @property
    def sought(self) -> tuple[Term, ...]:
        """Return the terms that are words to be seen in a headline or a text."""
        seen = (Where.ANYWHERE, Where.TITLE)
        return tuple(term for clause in self.clauses for term in clause if term.where in seen)

    @property
    def is_ranked(self) -> bool:
        """Return whether one report can answer better than another, so that relevance orders."""
        return bool(self.sought) and not self.is_newest_first


@dataclass(frozen=True, slots=True)
class Indexable:
    """An article with its topics, to be made searchable."""

    article: Article
    tagging: Tagging


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What the index keeps of an article: folded words, separated by spaces."""

    article_id: ArticleId
    published_at: datetime
    title: str
    text: str
    provider: str
    facts: str


@dataclass(frozen=True, slots=True)
class After:
    """Where a page of results ended: the next one goes on from there."""

    at: datetime
    """When the first page was asked for: what came later is in none of its pages."""
    score: float
    """Of the last story; 0 by recency."""
    row: int
    """Place of its best report in the index."""
    story_id: StoryId


@dataclass(frozen=True, slots=True)
class Hit:
    """A story with the report that answers best."""

    story_id: StoryId
    article: Article
    more: int
    """Further reports of the story that answer, of those that were compared."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results."""

    hits: tuple[Hit, ...]
    stories: int
    """How many stories answer, of the reports that were compared."""
    compared: int
    """Reports that were compared."""
    is_all: bool
    """False = there are more reports that answer; the newest ones were compared."""
    after: After | None
    """None = this is the last page."""


class Search(Protocol):
    """Finding stories by their words. Any method can raise StoreError."""

    def indexables(self, ids: Sequence[str]) -> Mapping[ArticleId, Indexable]:
        """Articles with their topics; left out while they have none told."""
        ...

    def save_search_rows(self, rows: Sequence[SearchRow]) -> Sequence[ArticleId]:
        """Keep what is searched; returns the articles whose words or facts changed."""
        ...

    def find(
        self, query: Query, now: datetime, after: After | None = None, size: int = 20
    ) -> Found:
        """Return shown stories with a report that answers, best or newest first.

        Relevance counts the words asked for, rare ones and those of the headline more, and halves
        in a report of 30 days. Of many that answer, the newest are compared.
        """
        ...
