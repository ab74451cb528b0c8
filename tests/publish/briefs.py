"""Invented stories for the tests of publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from newsloom.model import (
    AngleGroup,
    Angles,
    Article,
    Bond,
    Brief,
    Coverage,
    DateOrigin,
    Decision,
    Dossier,
    Edition,
    Heat,
    HeatShare,
    Lead,
    Originality,
    Overlap,
    Picture,
    Provider,
    Quality,
    Reason,
    Report,
    RuleAnswer,
    Ruling,
    RulingKind,
    Story,
    StoryId,
    Syndication,
    Tag,
    Tagging,
    Topic,
    Verdict,
)
from newsloom.text.urls import article_id

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
HARROW = Provider("Harrow Gazette", "harrow.example")
COASTER = Provider("The Coaster", "coaster.example")
TIDES = Provider("Tides & Ports", "tides.example")


def report(
    path: str,
    title: str = "Ferry line to Skarn reopens",
    quality: int = 70,
    provider: Provider = HARROW,
    hours: float = 0,
    topics: Sequence[str] = (),
    copy_of: Report | None = None,
    excerpt: str = "The ferry sails again after nine years.",
    amp_url: str = "",
    pictures: tuple[Picture, ...] = (),
    date_origin: DateOrigin = DateOrigin.PAGE,
    rated: int | None = None,
    web_url: str = "",
) -> Report:
    """Return one report at ``https://<provider>/<path>``, ``hours`` after noon."""
    url = web_url or f"https://{provider.domain}/{path}"
    own_id = article_id(url)
    article = Article(
        article_id=own_id,
        web_url=url,
        title=title,
        text="The ferry sails again.\n\nIt carries cars.",
        excerpt=excerpt,
        provider=provider,
        published_at=NOON + timedelta(hours=hours),
        date_origin=date_origin,
        date_reason="The page says so.",
        seen_at=NOON + timedelta(days=1),
        language="en",
        pictures=pictures,
        amp_url=amp_url,
        rated_quality=rated,
    )
    root = copy_of.article.article_id if copy_of else own_id
    status = Originality.COPY if copy_of else Originality.ORIGINAL
    return Report(
        article=article,
        quality=Quality(own_id, quality, (Reason("depth", quality, "It is long."),)),
        syndication=Syndication(
            own_id, status, root, 0.9, (), "It shares 90 words.",
            (Overlap(root, Bond.COPY, 90, 0.9, 0.6),) if copy_of else (),
        ),
        coverage=Coverage(own_id, StoryId("0"), 0.8, None, (), "It names the same ferry."),
        tagging=Tagging(own_id, tuple(Tag(topic, "ferry") for topic in topics)),
        passages=("The ferry sails again.",) if copy_of else (),
    )  # fmt: skip


def brief(
    *reports: Report,
    lead: int = 0,
    peak: float = 84.5,
    decision: Decision = Decision.PUBLISH,
    post_name: str = "",
    rulings: tuple[Ruling, ...] = (),
    story_id: str = "",
    groups: tuple[AngleGroup, ...] = (),
) -> Brief:
    """Return a story of some reports; the first leads."""
    chosen = reports[lead].article
    story = StoryId(story_id or f"s{reports[0].article.article_id}")
    share = HeatShare(chosen.article_id, chosen.published_at, peak, "The lead's quality.")
    reason = Reason("lead", peak, "The lead's quality.")
    answer = RuleAnswer("min_heat", True, "Its heat is high enough.")
    return Brief(
        Dossier(Story(story, reports[0].article.article_id, NOON), reports, rulings),
        Lead(story, chosen.article_id, 70.0, (Reason("quality", 70, "The best."),)),
        Heat(story, 24.0, (share,), peak, chosen.published_at, (reason,)),
        Verdict(story, decision, "min_heat", (answer,)),
        Angles(story, (), groups),
        post_name,
    )


def titled(subject: str, value: str, hours: float = 0, undone: datetime | None = None) -> Ruling:
    """Return a ruling about the title of a story."""
    at = NOON + timedelta(hours=hours)
    return Ruling(f"r{hours}", RulingKind.TITLE, subject, "", value, "ada", "clearer", at, undone)


def edition(*briefs: Brief, topics: tuple[Topic, ...] = ()) -> Edition:
    """Return an edition of some stories as of noon."""
    count = sum(len(one.dossier.reports) for one in briefs)
    return Edition(NOON, briefs, (), count, 3, topics)
