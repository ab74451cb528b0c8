"""Report -> sentences about where its text and its picture come from.

Sentences kept with the article were made in English when it was read, and say so.
"""

from __future__ import annotations

from newsloom.model import Article, Report
from newsloom.publish.illustration import picture_sentences
from newsloom.publish.retold import retold
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import Sentence, times_words


def facts_of(tongue: Tongue, report: Report) -> tuple[Sentence, ...]:
    """Return sentences about where the text and the picture come from."""
    article, code = report.article, tongue.code
    paywall = N_("The page is behind a paywall, or only a part could be read.")
    facts = (
        Sentence(byline_words(tongue, article), code),
        Sentence(credit_words(tongue, article), code),
        retold(tongue, article.date_reason),
        Sentence("" if article.is_free else tongue.say(paywall), code),
        Sentence(version_words(tongue, article), code),
        *(retold(tongue, sentence) for sentence in (*article.notes, *picture_sentences(report))),
    )
    return tuple(fact for fact in facts if fact.words)


def credit_words(tongue: Tongue, article: Article) -> str:
    """Return which agency is credited and by what words; "" = none."""
    credit = article.wire_credit
    if credit is None:
        return ""
    known = {"agency": credit.agency, "evidence": credit.evidence}
    return tongue.say("Credit to %(agency)s: %(evidence)s", **known)


ROLES = {
    "additional reporting": N_("additional reporting"),
    "editing": N_("editing"),
    "photography": N_("photography"),
    "reporting": N_("reporting"),
}
"""What people did who are no authors."""


def byline_names(tongue: Tongue, article: Article) -> str:
    """Return who wrote it, with roles beyond author; "" = no byline."""
    return ", ".join(
        person.name
        if person.role == "author"
        else f"{person.name} ({role_words(tongue, person.role)})"
        for person in article.byline
    )


def role_words(tongue: Tongue, role: str) -> str:
    """Return a role in words; one that is not known keeps its name."""
    return tongue.say(ROLES[role]) if role in ROLES else role


def byline_words(tongue: Tongue, article: Article) -> str:
    """Return who wrote it as a sentence; "" = no byline."""
    names = byline_names(tongue, article)
    return tongue.say("By %(names)s.", names=names) if names else ""


def version_words(tongue: Tongue, article: Article) -> str:
    """Return what is known of earlier versions; "" for a text that never changed."""
    if article.version < 2:
        return ""
    return tongue.say(
        "The text has changed %(times)s since it was first seen; this is version %(version)s.",
        times=times_words(tongue, article.version - 1),
        version=article.version,
    )
