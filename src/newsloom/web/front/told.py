"""Summaries and a reader's marks -> stories as the live lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsloom.model import Marks, Summary
from newsloom.publish.personal import News, Personal, last_visit, personal, ten_minutes
from newsloom.publish.shelf import Card, Masthead, card_from
from newsloom.publish.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Told:
    """A story in a live list."""

    card: Card
    news: str
    """What is new since the reader read it, as a sentence; "" = nothing."""
    is_read: bool
    is_saved: bool
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """Stories as one reader wants them."""

    stories: tuple[Told, ...]
    muted: tuple[Told, ...]
    ten: tuple[Told, ...]


def tell(masthead: Masthead, summaries: Iterable[Summary], marks: Marks) -> Telling:
    """Return the stories in the reader's order, those they mute apart, and the ten minutes."""
    choice, at = personal(summaries, marks), masthead.moment.at
    return Telling(
        tuple(told(masthead, story) for story in choice.shown),
        tuple(told(masthead, story) for story in choice.muted),
        tuple(told(masthead, s) for s in ten_minutes(choice.shown, at, last_visit(marks, at))),
    )


def told(masthead: Masthead, story: Personal) -> Told:
    """Return one story as a live list shows it."""
    tongue = masthead.moment.tongue
    return Told(
        card_from(masthead, story.summary),
        news_words(tongue, story.news) if story.news else "",
        story.is_read,
        story.is_saved,
        story.is_followed,
    )


def news_words(tongue: Tongue, news: News) -> str:
    """Return what is new of a story: "New since you read it: 2 independent reports (A, B)."."""
    if not news.reports:
        return tongue.say("New since you read it: %(fact)s", fact=news.facts[0])
    reports = tongue.count(
        "%(num)s independent report", "%(num)s independent reports", news.reports
    )
    if not news.providers:
        return tongue.say("New since you read it: %(reports)s.", reports=reports)
    names = ", ".join(news.providers)
    return tongue.say(
        "New since you read it: %(reports)s (%(names)s).", reports=reports, names=names
    )
