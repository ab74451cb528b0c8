"""Reports of a story -> which of them count: agency copies under one credit count as one.

Two sites that print one agency's story may share no text, when of one only the headline is known or
each prints another version; what they report is still one source's. Whether a text is a copy is
decided in matching; what a report is worth is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import timedelta

from newsloom.model import ArticleId, Originality, Report
from newsloom.text.wires import agency_of_url

AGENCY_TIME = timedelta(hours=72)
"""Time within which one agency's reports of an event are taken for one."""

OWN_WORDS = 150
"""Words of a text beside an agency's part in it that are of worth."""

WITH_OTHERS = re.compile(
    r"(?i)\b(?:with|additional|contribut\w+|mit|mitarbeit|weitere\w*|con|avec|com|colabora\w+)\b"
)
"""Credits of a part: "with inputs from", "contributed to this report"."""


def is_copy(report: Report) -> bool:
    """Return whether a report's text is another's, in whole or in part."""
    return report.syndication.status is not Originality.ORIGINAL


def is_independent(report: Report) -> bool:
    """Return whether a report counts: its text is its own, and no other stands for its agency."""
    return not is_copy(report) and report.counts_with is None


def counted(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return the reports of a story in their order, each noted that counts with another.

    Of those that are no copies and print the text of one agency within 72 hours, one counts: the
    agency's own, else the earliest, the fullest, the lowest id. A text of 150 words or more that
    credits the agency with a part of it counts by itself.
    """
    credits = (report.article.wire_credit for report in reports)
    names = {credit.agency for credit in credits if credit is not None}
    firsts: dict[str, list[Report]] = {}
    noted: dict[ArticleId, ArticleId] = {}
    for report in sorted(reports, key=claim):
        agency = agency_of(report, names)
        if not agency or is_copy(report):
            continue
        near = [r for r in firsts.get(agency, ()) if is_near(r, report)]
        if near:
            noted[report.article.article_id] = near[0].article.article_id
        else:
            firsts.setdefault(agency, []).append(report)
    return tuple(replace(r, counts_with=noted.get(r.article.article_id)) for r in reports)


def claim(report: Report) -> tuple[object, ...]:
    """Return the order in which reports stand for their agency."""
    article = report.article
    is_foreign = article.wire_credit is not None
    return is_foreign, article.published_at, -len(article.text), article.article_id


def agency_of(report: Report, names: Container[str]) -> str:
    """Return the agency whose text a report prints, "" when it is none's.

    ``names`` are the agencies that any report of the story credits: the provider of one is it.
    """
    article, credit = report.article, report.article.wire_credit
    if credit is None:
        own = agency_of_url(article.web_url)
        name = article.provider.name
        return own[0] if own else name if name in names else ""
    is_part = WITH_OTHERS.search(credit.evidence) is not None
    return "" if is_part and len(article.text.split()) >= OWN_WORDS else credit.agency


def is_near(one: Report, two: Report) -> bool:
    """Return whether two reports are within the time in which an agency's are taken for one."""
    return abs(one.article.published_at - two.article.published_at) <= AGENCY_TIME
