"""Brief -> why its reports are one story, a sentence for each link and for each text copied.

Nothing is compared here: what the matcher found comes in with the Brief.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsloom.independence import is_copy
from newsloom.model import ArticleId, Brief, Originality, Report
from newsloom.publish.edition import reports_by_id
from newsloom.publish.retold import retold
from newsloom.publish.shelf import line_of
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import Sentence, of_hundred


@dataclass(frozen=True, slots=True)
class Grouping:
    """One sentence on why a report is in the story."""

    words: str
    more: Sentence = Sentence("", "en")
    """What the matcher gave for it; "" = nothing."""


def grouping_sentences(tongue: Tongue, brief: Brief) -> tuple[Grouping, ...]:
    """Return why the reports are one story: each independent one's link, then the copies'."""
    reports = brief.dossier.reports
    links = [r for r in reports if not is_copy(r) and r.coverage.nearest_id is not None]
    links.sort(key=lambda r: -r.coverage.probability)
    sentences = [link_sentence(tongue, r) for r in links]
    sentences += map(Grouping, copy_sentences(tongue, brief))
    if sentences:
        return tuple(sentences)
    return (Grouping(tongue.say("No other report is close enough yet.")),)


def link_sentence(tongue: Tongue, report: Report) -> Grouping:
    """Return one report's link as a sentence that starts with its provider."""
    provider, told = line_of(report).provider, report.coverage.sentence
    if told.startswith(provider):
        return Grouping("", retold(tongue, told))
    sure = of_hundred(tongue, report.coverage.probability)
    if not told:
        joined = tongue.say("%(provider)s joined with %(sure)s.", provider=provider, sure=sure)
        return Grouping(joined)
    found = retold(tongue, told)
    if re.match(r"(It|An?|The) ", told):
        found = replace(found, words=found.words[0].lower() + found.words[1:])
    joined = tongue.say("%(provider)s joined with %(sure)s:", provider=provider, sure=sure)
    return Grouping(joined, found)


def copy_sentences(tongue: Tongue, brief: Brief) -> list[str]:
    """Return a sentence for each text of the story that was copied."""
    groups: dict[str, list[Report]] = {}
    for report in brief.dossier.reports:
        if is_copy(report):
            groups.setdefault(report.syndication.original_id, []).append(report)
    return [copy_sentence(tongue, brief, key, group) for key, group in sorted(groups.items())]


def copy_sentence(tongue: Tongue, brief: Brief, original_id: str, copies: Sequence[Report]) -> str:
    """Return how much of one text its copies share."""
    original = reports_by_id(brief).get(ArticleId(original_id))
    whose = tongue.say("a text from outside the story")
    if original:
        whose = tongue.say("%(provider)s’s text", provider=line_of(original).provider)
    least = of_hundred(tongue, min(r.syndication.similarity for r in copies))
    partial = sum(r.syndication.status is Originality.PARTIAL for r in copies)
    known = {"whose": whose, "least": least, "partial": tongue.number(partial)}
    name = line_of(copies[0]).provider
    return tongue.say(COPIED[len(copies) > 1, partial > 0], count=len(copies), name=name, **known)


COPIED = {
    (False, False): N_("%(name)s is a copy of %(whose)s: %(least)s parts are the same."),
    (False, True): N_("%(name)s is a partial copy of %(whose)s: %(least)s parts are the same."),
    (True, False): N_(
        "%(count)s articles are copies of %(whose)s: at least %(least)s parts are the same."
    ),
    (True, True): N_(
        "%(count)s articles are copies (%(partial)s of them in part) of %(whose)s: "
        "at least %(least)s parts are the same."
    ),
}
"""How a text was copied: by several, and by some of them in part."""
