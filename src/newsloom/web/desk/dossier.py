"""A story with its decisions -> what an editor sees and can change of it. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from newsloom.model import ArticleId, Brief, Decision, Originality, Report, StoryId, Topic
from newsloom.ports.desk import Act, Standing
from newsloom.publish.edition import (
    display_excerpt,
    display_title,
    independent_count,
    lead_report,
    story_topics,
)
from newsloom.publish.loom import loom
from newsloom.publish.summary import mention_of
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import count_words, safe_href
from newsloom.web.desk.told import undo_path
from newsloom.web.desk.wording import heat_words, place_words

ROWS = 60
"""Reports on one page; a story can have hundreds."""

KINDS: Mapping[Originality, str] = {
    Originality.ORIGINAL: N_("original"),
    Originality.COPY: N_("copy"),
    Originality.PARTIAL: N_("partial copy"),
}


DECISIONS: Mapping[Decision, str] = {
    Decision.PUBLISH: N_("It is published."),
    Decision.REFUSE: N_("The gate refuses it."),
    Decision.HOLD: N_("It is held."),
    Decision.RETIRE: N_("It is retired: its lead stands in another story."),
    Decision.RETRACT: N_("It is retracted."),
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of the story."""

    article_id: ArticleId
    title: str
    language: str
    provider: str
    domain: str
    href: str
    at: datetime
    is_dated: bool
    kind: str
    quality: int
    is_lead: bool
    original_id: ArticleId
    """What it is a copy of; its own id for an original."""


@dataclass(frozen=True, slots=True)
class RowPage:
    """The rows of one page of a story's reports."""

    rows: tuple[ReportRow, ...]
    first: int
    """Number of the first row, from 1."""
    total: int
    page: int
    pages: int

    @property
    def last(self) -> int:
        """Number of the last row."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic of the tree."""

    name: str
    depth: int
    """0 = a root."""
    is_on: bool


@dataclass(frozen=True, slots=True)
class StoryDesk:
    """One story as an editor sees it."""

    story_id: StoryId
    title: str
    own_title: str
    """Of the lead, where an editor has retitled the story; else ""."""
    excerpt: str
    own_excerpt: str
    language: str
    standing: str
    """Reports, heat, place: a few words."""
    loom: Markup
    is_public: bool
    """Whether readers have a page of it."""
    decision: str
    """What the gate decided, a sentence."""
    decided: str
    """The sentence of the rule that decided; "" = none was asked."""
    reports: RowPage
    topics: tuple[TopicRow, ...]
    undo: Mapping[str, str]
    """Deed in force that can be taken back with one button -> where."""


def story_desk(
    tongue: Tongue,
    brief: Brief,
    standing: Standing | None,
    topics: Sequence[Topic],
    acts: Sequence[Act],
    page: int = 1,
) -> StoryDesk:
    """Return a story as an editor sees it.

    Args:
        standing: how it stands on the front page; None = the gate has not heard it yet.
        topics: the taxonomy, in its own order.
        acts: those in force that touch the story, newest first.
        page: of its reports; one that is not there becomes the nearest.
    """
    lead, verdict = lead_report(brief).article, brief.verdict
    title, excerpt = display_title(brief), display_excerpt(brief)
    reports = brief.dossier.reports
    independent = independent_count(brief)
    return StoryDesk(
        story_id=brief.dossier.story.story_id,
        title=title,
        own_title=lead.title if lead.title != title else "",
        excerpt=excerpt,
        own_excerpt=lead.excerpt if lead.excerpt != excerpt else "",
        language=lead.language if lead.title == title else "",
        standing=standing_line(tongue, brief, standing),
        loom=loom(independent, len(reports) - independent),
        is_public=verdict.decision in (Decision.PUBLISH, Decision.RETRACT),
        decision=tongue.say(DECISIONS[verdict.decision]),
        decided=verdict.answers[-1].sentence if verdict.answers else "",
        reports=row_page(tongue, brief, page),
        topics=topic_tree(topics, story_topics(brief)),
        undo={act.deed.value: undo_path(act.act_id) for act in reversed(acts)},
    )


def standing_line(tongue: Tongue, brief: Brief, standing: Standing | None) -> str:
    """Return reports, heat and place in a few words."""
    count = count_words(tongue, len(brief.dossier.reports), independent_count(brief))
    if standing is None:
        return count
    heat = heat_words(tongue, standing, standing)
    place = (
        tongue.say("in place %(now)s of the front page", now=standing.place)
        if standing.place
        else place_words(tongue, standing, standing)
    )
    return ", ".join((count, heat, place))


def row_page(tongue: Tongue, brief: Brief, page: int) -> RowPage:
    """Return one page of the story's reports, in order of time."""
    reports = brief.dossier.reports
    pages = max(1, -(-len(reports) // ROWS))
    page = min(max(page, 1), pages)
    begin = (page - 1) * ROWS
    rows = tuple(row_of(tongue, brief, report) for report in reports[begin : begin + ROWS])
    return RowPage(rows, begin + 1, len(reports), page, pages)


def row_of(tongue: Tongue, brief: Brief, report: Report) -> ReportRow:
    """Return one report as a row."""
    mention = mention_of(report)
    return ReportRow(
        article_id=mention.article_id,
        title=mention.title,
        language=mention.language,
        provider=mention.provider,
        domain=mention.domain,
        href=safe_href(mention.url),
        at=mention.published_at,
        is_dated=mention.is_dated,
        kind=tongue.say(KINDS[report.syndication.status]),
        quality=mention.quality,
        is_lead=mention.article_id == brief.lead.article_id,
        original_id=report.syndication.original_id,
    )


def topic_tree(topics: Sequence[Topic], chosen: Sequence[str]) -> tuple[TopicRow, ...]:
    """Return the taxonomy as rows, each topic before those below it.

    What the story has and the taxonomy has not any more comes last.
    """
    below: dict[str, list[Topic]] = {}
    ids = {topic.topic_id for topic in topics}
    for topic in topics:
        below.setdefault(topic.parent if topic.parent in ids else "", []).append(topic)
    rows: list[TopicRow] = []
    waiting = [(topic, 0) for topic in reversed(below.get("", []))]
    while waiting:
        topic, depth = waiting.pop()
        rows.append(TopicRow(topic.name, depth, topic.name in chosen))
        waiting += [(child, depth + 1) for child in reversed(below.get(topic.topic_id, []))]
    known = {topic.name for topic in topics}
    return (*rows, *(TopicRow(name, 0, True) for name in chosen if name not in known))


def with_ancestors(topics: Sequence[Topic], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return topics that were chosen, each followed by those above it in the tree."""
    by_id = {topic.topic_id: topic for topic in topics}
    by_name = {topic.name: topic for topic in topics}
    found: dict[str, None] = {}
    for name in sorted(chosen, key=lambda n: -depth_of(by_id, by_name.get(n))):
        found[name] = None
        topic = by_name.get(name)
        while topic is not None and (topic := by_id.get(topic.parent)) is not None:
            found[topic.name] = None
    return tuple(found)


def depth_of(by_id: Mapping[str, Topic], topic: Topic | None) -> int:
    """Return how many topics stand above one."""
    depth = 0
    while topic is not None and (topic := by_id.get(topic.parent)) is not None:
        depth += 1
    return depth
