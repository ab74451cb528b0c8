"""Invented articles, reports and stories for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from newsloom.model import (
    Article,
    ArticleId,
    Coverage,
    DateOrigin,
    Dossier,
    Hearing,
    Heat,
    Lead,
    Led,
    Originality,
    Person,
    Picture,
    Provider,
    Quality,
    Report,
    Ruling,
    RulingKind,
    Story,
    StoryId,
    Syndication,
    Tag,
    Tagging,
)
from newsloom.ports import Copying

DAWN = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
STORY = StoryId("story-of-the-ferry")

PARAGRAPH = (
    "The ferry Merle, built in 1974, left the yard at Harrow on 3 October with 112 guests and a "
    "new engine, the harbour master Ada Quill said. “We have waited eleven years for this day,” "
    "she told the crowd in front of the Old Customs House, where the band of the Fire Brigade "
    "played. The repair cost 3.4 million crowns, twice what Councillor Bo Lind had promised."
)


def at(hours: float) -> datetime:
    return DAWN + timedelta(hours=hours)


def article(name: str = "a", **changes: object) -> Article:
    fields: dict[str, object] = {
        "article_id": ArticleId(name),
        "web_url": f"https://harrow.example/{name}",
        "title": "Ferry Merle sails again after eleven years",
        "text": "\n\n".join([PARAGRAPH] * 12),
        "excerpt": "After eleven years in the yard the ferry Merle carries guests again.",
        "provider": Provider("Harrow Courier", "harrow.example"),
        "published_at": DAWN,
        "date_origin": DateOrigin.PAGE,
        "date_reason": "The page prints it.",
        "seen_at": at(1),
        "language": "en",
        "byline": (Person("Ina Holm"),),
        "pictures": (Picture("https://harrow.example/merle.jpg", 1200, 630),),
    }
    return Article(**{**fields, **changes})  # type: ignore[arg-type]


def copying(article_: Article, status: str = "original", similarity: float = 0.0) -> Copying:
    original = article_.article_id if status == "original" else ArticleId("elsewhere")
    kind = Originality(status)
    return Copying(article_, Syndication(article_.article_id, kind, original, similarity))


def report(
    name: str,
    quality: int = 70,
    hours: float = 0,
    status: str = "original",
    of: str = "",
    topics: Sequence[str] = (),
    **changes: object,
) -> Report:
    made = article(name, published_at=at(hours), **changes)
    key = made.article_id
    return Report(
        made,
        Quality(key, quality, ()),
        Syndication(key, Originality(status), ArticleId(of or name), 0.96 if of else 0.0),
        Coverage(key, STORY, 1.0, None, (), ""),
        Tagging(key, tuple(Tag(topic, topic) for topic in topics)),
    )


def dossier(
    reports: Sequence[Report], rulings: Sequence[Ruling] = (), merged_into: str = ""
) -> Dossier:
    founder = reports[0].article.article_id if reports else ArticleId("gone")
    into = StoryId(merged_into) if merged_into else None
    return Dossier(Story(STORY, founder, DAWN, into), tuple(reports), tuple(rulings))


def led(*reports: Report, lead: str = "") -> Led:
    key = lead or (reports[0].article.article_id if reports else "gone")
    return Led(dossier(reports), Lead(STORY, ArticleId(key), 0.0, ()))


def hearing(
    *reports: Report,
    peak: float = 80.0,
    was_published: bool = False,
    rulings: Sequence[Ruling] = (),
    merged_into: str = "",
) -> Hearing:
    case = led(*reports)
    heat = Heat(STORY, 24.0, (), peak, DAWN, ())
    return Hearing(dossier(reports, rulings, merged_into), case.lead, heat, was_published)


def ruling(kind: RulingKind, hours: float = 0, undone: bool = False, note: str = "") -> Ruling:
    ended = at(hours + 1) if undone else None
    return Ruling(f"r{hours}", kind, "a", "", "", "Ina Holm", note, at(hours), ended)
