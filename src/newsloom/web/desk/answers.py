"""The answers to a decision -> buttons with their keys, and what each would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsloom.model import ArticleId, Brief
from newsloom.ports.desk import Desk
from newsloom.publish.tongue import N_, Tongue
from newsloom.web.desk.waiting import Answer, Entry, answers_of, orders_of
from newsloom.web.desk.wording import preview_words

KEYS: Mapping[Answer, str] = {
    Answer.SAME: "s",
    Answer.APART: "n",
    Answer.PUBLISH: "p",
    Answer.HOLD: "h",
    Answer.RECHECK: "r",
    Answer.MOVE: "a",
    Answer.REMOVE: "x",
    Answer.NEWER: "k",
    Answer.OLDER: "o",
    Answer.LATER: "l",
}
"""The key that gives each answer."""

PAIR_WORDS: Mapping[Answer, str] = {
    Answer.SAME: N_("Same event"),
    Answer.APART: N_("Not the same event"),
    Answer.PUBLISH: N_("Publish"),
    Answer.HOLD: N_("Hold"),
    Answer.RECHECK: N_("Recheck now"),
    Answer.MOVE: N_("Accept the new address"),
    Answer.REMOVE: N_("Remove the source"),
    Answer.NEWER: N_("Keep the newer one"),
    Answer.OLDER: N_("Keep the older one"),
    Answer.LATER: N_("Later"),
}
MEMBER_WORDS = {**PAIR_WORDS, Answer.SAME: N_("It belongs"), Answer.APART: N_("It does not belong")}
SPLIT_WORDS = {**PAIR_WORDS, Answer.SAME: N_("One event"), Answer.APART: N_("Two events")}

IF: Mapping[Answer, str] = {
    Answer.SAME: N_("If you say “%(answer)s”:"),
    Answer.APART: N_("If you say “%(answer)s”:"),
    Answer.PUBLISH: N_("If you publish:"),
    Answer.HOLD: N_("If you hold:"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as a button."""

    value: Answer
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Then:
    """What one answer would change."""

    lead: str
    sentences: tuple[str, ...]


def choices_of(
    tongue: Tongue, entry: Entry, words: Mapping[Answer, str], brief: Brief | None
) -> tuple[Choice, ...]:
    """Return the answers as buttons."""
    answers = answers_of(entry, report_ids(brief))
    return tuple(Choice(one, KEYS[one], tongue.say(words[one])) for one in answers)


def thens_of(
    tongue: Tongue, desk: Desk, entry: Entry, words: Mapping[Answer, str], brief: Brief
) -> tuple[Then, ...]:
    """Return what each answer that is an order would change."""
    return tuple(
        Then(
            tongue.say(IF[answer], answer=tongue.say(words[answer])),
            preview_words(tongue, desk.preview(order)),
        )
        for answer, order in orders_of(entry, report_ids(brief)).items()
    )


def report_ids(brief: Brief | None) -> list[ArticleId]:
    """Return the reports of a story in order of time."""
    return [r.article.article_id for r in brief.dossier.reports] if brief else []
