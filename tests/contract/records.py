"""Records for store tests: each builder gives a whole record, tests name what they care for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsloom.model import (
    Angle,
    AngleGroup,
    Angles,
    Article,
    ArticleId,
    Assignment,
    Bond,
    Coverage,
    DateOrigin,
    Decision,
    Feature,
    Fingerprint,
    Heat,
    HeatShare,
    Item,
    Kinship,
    Lead,
    Listing,
    Originality,
    Overlap,
    Page,
    Passages,
    Person,
    Picture,
    Provider,
    Quality,
    Reason,
    ReportAngle,
    RuleAnswer,
    Ruling,
    RulingKind,
    Snapshot,
    Source,
    SourceKind,
    Story,
    StoryId,
    Syndication,
    Tag,
    Tagging,
    Verdict,
    WireCredit,
)
from newsloom.ports import Store
from newsloom.text.urls import article_id

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = Source("http://news.harrow.example/feed", SourceKind.FEED, "Harrow News")
OTHER = Source("http://wire.mallow.example/feed", SourceKind.FEED, "Mallow Wire")


def hours(number: float) -> datetime:
    return DAY + timedelta(hours=number)


def url(name: str) -> str:
    return f"http://news.harrow.example/{name}"


def aid(name: str) -> ArticleId:
    return article_id(url(name))


def sid(name: str) -> StoryId:
    return StoryId(f"s-{aid(name)}")


def snapshot(body: bytes = b"<rss/>", source: Source = FEED, digest: str = "d1") -> Snapshot:
    return Snapshot(source, source.url, "text/xml", body, DAY, hours(1), digest, '"e"', "yesterday")


def item(name: str, source: Source = FEED, **given: object) -> Item:
    made = Item(
        web_url=url(name),
        raw_url=f"{url(name)}?utm_source=rss",
        source_url=source.url,
        title=f"Title of {name}",
        published_at=DAY,
        summary="A summary.",
        authors=("Ada Quill",),
        provider=Provider("Harrow News", "harrow.example"),
        pictures=(Picture("http://news.harrow.example/p.jpg", 10, 20, "", "feed"),),
    )
    return replace(made, **given)  # type: ignore[arg-type]


def listing(*items: Item, source: Source = FEED, title: str = "") -> Listing:
    return Listing(source.url, title, items)


def page(name: str, body: bytes = b"<html>", **given: object) -> Page:
    return Page(item(name, **given), url(name), "text/html", body, DAY)


def bare_page(name: str, text: str = "<p>Text.</p>", source: Source = FEED) -> Page:
    made = item(name, source, has_page=False, body_html=text)
    return Page(made, url(name), "", b"", DAY)


def article(name: str, **given: object) -> Article:
    made = Article(
        article_id=aid(name),
        web_url=url(name),
        title=f"Title of {name}",
        text="First paragraph.\n\nSecond paragraph, with “quotes” and 中文.",
        excerpt="First paragraph.",
        provider=Provider("Harrow News", "harrow.example"),
        published_at=DAY,
        date_origin=DateOrigin.PAGE,
        date_reason="The page says so.",
        seen_at=hours(2),
        language="en",
        key_points=("One.", "Two."),
        byline=(Person("Ada Quill"), Person("Bo Reed", "editing")),
        wire_credit=WireCredit("Reuters", "HARROW (Reuters) - "),
        pictures=(Picture("http://news.harrow.example/p.jpg", 10, 20, "A lock", "og"),),
        notes=("The title was mended.",),
        confidence=0.9,
        boilerplate=0.25,
        page_url=url(name),
    )
    return replace(made, **given)  # type: ignore[arg-type]


def fingerprint(name: str, at: datetime = DAY, *, is_dated: bool = True) -> Fingerprint:
    return Fingerprint(
        article_id=aid(name),
        title=f"Title of {name}",
        domain="harrow.example",
        published_at=at,
        is_dated=is_dated,
        title_words=("title", name),
        lede_words=("first", "paragraph"),
        shingles=bytes(range(12)),
        lede_shingles=bytes(range(8)),
        word_count=120,
        anchors=("10-19", "34e9"),
        names=("Ada Quill",),
    )


def original(name: str) -> Syndication:
    return Syndication(aid(name), Originality.ORIGINAL, aid(name), 0.0)


def copy_of(name: str, root: str, status: Originality = Originality.COPY) -> Syndication:
    evidence = (Feature("jaccard", 0.9, 0.9, "400 of 440 runs are shared"),)
    overlaps = (Overlap(aid(root), Bond.COPY, 400, 0.9, 0.8),)
    return Syndication(aid(name), status, aid(root), 0.9, evidence, "A copy.", overlaps)


def passages(name: str, other: str, *found: str) -> Passages:
    return Passages(aid(name), aid(other), found)


def coverage(name: str, story: str, probability: float = 1.0) -> Coverage:
    return Coverage(aid(name), sid(story), probability, None, (), "It founded the story.")


def story(name: str, into: str | None = None) -> Story:
    return Story(sid(name), aid(name), DAY, sid(into) if into else None)


def founding(name: str) -> Assignment:
    return Assignment(coverage(name, name), story(name))


def joining(name: str, founder: str) -> Assignment:
    return Assignment(coverage(name, founder, 0.8))


def quality(name: str, points: int = 60) -> Quality:
    return Quality(aid(name), points, (Reason("length", float(points), "It is long."),))


def tagging(name: str) -> Tagging:
    return Tagging(aid(name), (Tag("Canals", "canal"),))


def lead(name: str, of: str = "", challenger: str | None = None) -> Lead:
    reasons = (Reason("quality", 60.0, "Best."),)
    rival = aid(challenger) if challenger else None
    return Lead(sid(of or name), aid(name), 60.0, reasons, rival, "It leads.")


def angles(name: str, points: float = 3.0) -> Angles:
    reasons = (Reason("plain", points, "Every report begins as a plain one."),)
    told = ReportAngle(aid(name), Angle.REPORT, points, reasons, "A plain report.")
    group = AngleGroup(Angle.REPORT, "locks", (aid(name),), "One text.")
    return Angles(sid(name), (told,), (group,))


def heat(name: str, peak: float = 60.0) -> Heat:
    share = HeatShare(aid(name), DAY, peak, "the lead")
    return Heat(sid(name), 24.0, (share,), peak, DAY, (Reason("lead", peak, "Lead."),))


def verdict(name: str, decision: Decision = Decision.PUBLISH) -> Verdict:
    return Verdict(sid(name), decision, "min_heat", (RuleAnswer("min_heat", True, "60 of 40."),))


def ruling(kind: RulingKind, subject: str, object_: str = "", **given: object) -> Ruling:
    made = Ruling(f"{kind}-{subject}-{object_}", kind, subject, object_, "", "desk", "", DAY)
    return replace(made, **given)  # type: ignore[arg-type]


def fill_articles(store: Store, *names: str) -> None:
    """Save articles that are known, compared and judged, but stand in no story."""
    store.save_articles([article(name) for name in names])
    store.save_fingerprints([fingerprint(name) for name in names])
    store.save_kinships([Kinship(original(name)) for name in names])
    store.save_qualities([quality(name) for name in names])
    store.save_taggings([tagging(name) for name in names])


def fill_story(store: Store, founder: str, others: Sequence[str] = (), peak: float = 60.0) -> None:
    """Save a story with every decision about it."""
    fill_articles(store, founder, *others)
    store.save_assignments([founding(founder), *(joining(name, founder) for name in others)])
    store.save_leads([lead(founder)])
    store.save_angles([angles(founder)])
    store.save_heats([heat(founder, peak)])
    store.save_verdicts([verdict(founder)])
