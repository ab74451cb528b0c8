"""Invented editions for the tests of the site: an island county with too many newspapers.

Angles, heat and verdicts are made by the real rules; the rest is written down here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsloom.judge.gate import judge_story
from newsloom.judge.heat import compute_heat
from newsloom.match.angles import find_angles
from newsloom.model import (
    Article,
    ArticleId,
    Bond,
    Brief,
    Coverage,
    DateOrigin,
    Decision,
    Dossier,
    Edition,
    Feature,
    Hearing,
    Lead,
    Led,
    Originality,
    Overlap,
    Person,
    Picture,
    Provider,
    Quality,
    Reason,
    Report,
    Ruling,
    RulingKind,
    Story,
    StoryId,
    Syndication,
    Tag,
    Tagging,
    Topic,
    WireCredit,
)
from newsloom.settings import Newsroom, Settings
from newsloom.text.urls import article_id

MORNING = datetime(2026, 10, 8, 9, 12, tzinfo=UTC)
AS_OF = datetime(2026, 10, 8, 14, 40, tzinfo=UTC)
SETTINGS = Settings(
    newsroom=Newsroom(
        name="AI & society",
        url="https://loom.example/news",
        description="Stories about machines and people, each event once.",
    )
)
TOPICS = ("Rules and rights", "Work", "Schools", "Health", "Courts", "Energy", "Languages")

SENTENCE = "The council has read the audit and says what it will do about it next. "


def report(
    provider: str,
    title: str,
    hours: float = 0,
    quality: int = 70,
    *,
    topics: Sequence[str] = (),
    copy_of: Report | None = None,
    partial: bool = False,
    points: tuple[str, ...] = (),
    excerpt: str = "",
    language: str = "en",
    words: int = 700,
    url: str = "",
    **changes: object,
) -> Report:
    """Return one report, ``hours`` after the morning of 8 October 2026."""
    domain = "".join(c for c in provider.lower() if c.isalnum() and c.isascii()) + ".example"
    at = MORNING + timedelta(hours=hours)
    web_url = url or f"https://{domain}/{at:%Y/%m/%d}/{abs(hash_of(title))}"
    article = Article(
        article_id=article_id(web_url),
        web_url=web_url,
        title=title,
        text=SENTENCE * (words // 15),
        excerpt=excerpt or f"{title}: what is known so far.",
        provider=Provider(provider, domain),
        published_at=at,
        date_origin=DateOrigin.PAGE,
        date_reason="The page gives this date in its markup.",
        seen_at=at + timedelta(minutes=20),
        language=language,
        key_points=points,
    )
    article = replace(article, **changes)  # type: ignore[arg-type]
    return Report(
        article=article,
        quality=quality_of(article, quality),
        syndication=syndication_of(article, copy_of, partial),
        coverage=coverage_of(article, 0.97 - 0.02 * abs(hours)),
        tagging=Tagging(article.article_id, tuple(Tag(t, t.split()[0].lower()) for t in topics)),
        passages=(COMMON_PASSAGE,) if copy_of else (),
    )


COMMON_PASSAGE = "The council of Harrow Bay has stopped sending letters written by its system"


def hash_of(title: str) -> int:
    """Return a number that is the same in every process."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(title))


def quality_of(article: Article, points: int) -> Quality:
    """Return a quality whose reasons add up to it."""
    rest = points - 40.4
    reasons = (
        Reason("completeness", 27.3, "The text has 1,140 words; 700 are a full report."),
        Reason("byline", 6.0, "It is signed."),
        Reason("date", 7.0, "The page gives its date."),
        Reason("depth", rest, f"{article.provider.name} names six people and two documents."),
    )
    return Quality(article.article_id, points, reasons)


def syndication_of(article: Article, copy_of: Report | None, partial: bool) -> Syndication:
    """Return whether an article is a copy, with evidence."""
    own = article.article_id
    if copy_of is None:
        return Syndication(own, Originality.ORIGINAL, own, 0.0)
    status = Originality.PARTIAL if partial else Originality.COPY
    share = 0.71 if partial else 0.96
    evidence = (
        Feature("shared-words", 412, share, "About 412 words of the shorter text."),
        Feature("jaccard", 0.64, 0.0, "64% of both together."),
    )
    sentence = f"It shares 412 words with the text of {copy_of.article.provider.name}."
    root = copy_of.article.article_id
    overlap = Overlap(root, Bond.PARTIAL if partial else Bond.COPY, 412, share, 0.9)
    return Syndication(own, status, root, share, evidence, sentence, (overlap,))


def coverage_of(article: Article, probability: float) -> Coverage:
    """Return a membership; ``brief`` puts in the story and the nearest report."""
    features = (
        Feature("title", 0.64, 1.84, "Likeness of the headlines' words, rare ones first."),
        Feature("numbers", 0.83, 2.71, "Both give 4200 and 10-19."),
        Feature("conflict", 1.0, -0.42, "The headlines differ in their numbers."),
        Feature("time", 0.9, -0.01, "53 minutes apart."),
    )
    sentence = "It names Orla Venn and Harrow Bay too, and came 53 minutes later."
    return Coverage(
        article.article_id, StoryId(""), max(0.41, probability), None, features, sentence
    )


def brief(
    *reports: Report,
    story_id: str = "",
    rulings: tuple[Ruling, ...] = (),
    decision: Decision | None = None,
    post_name: str = "",
    settings: Settings = SETTINGS,
) -> Brief:
    """Return a story with the first report as founder and lead."""
    founder = reports[0].article
    key = StoryId(story_id or f"s{founder.article_id}")
    ordered = sorted(reports, key=lambda r: (r.article.published_at, r.article.article_id))
    placed = tuple(placed_in(key, founder.article_id, r) for r in ordered)
    story = Story(key, founder.article_id, founder.published_at)
    dossier = Dossier(story, placed, rulings)
    reasons = (
        Reason("quality", reports[0].quality.points, "Its quality is the highest of the story."),
        Reason("originality", 10.0, "It is an original."),
        Reason("completeness", 4.5, "It has the fullest text."),
    )
    points = sum(r.points for r in reasons)
    lead = Lead(key, founder.article_id, points, reasons, None, "It leads by 8.5 points.")
    heat = compute_heat(Led(dossier, lead), settings)
    verdict = judge_story(Hearing(dossier, lead, heat, False), settings)
    if decision is not None:
        verdict = replace(verdict, decision=decision)
    return Brief(dossier, lead, heat, verdict, find_angles(dossier), post_name)


def placed_in(story: StoryId, founder: ArticleId, one: Report) -> Report:
    """Return a report as a member of a story."""
    own = one.article.article_id
    changed = replace(one.coverage, story_id=story, nearest_id=None if own == founder else founder)
    if own == founder:
        sentence = "It founded the story."
        changed = replace(changed, probability=1.0, features=(), sentence=sentence)
    return replace(one, coverage=changed)


def edition(*briefs: Brief, redirects: Sequence[tuple[str, str]] = ()) -> Edition:
    """Return an edition as of the afternoon of 8 October 2026."""
    return Edition(
        as_of=AS_OF,
        briefs=briefs,
        redirects=tuple((StoryId(old), StoryId(new)) for old, new in redirects),
        articles=214,
        sources=61,
        topics=tuple(Topic(name.lower(), name, name) for name in TOPICS),
    )


# --- stories -------------------------------------------------------------------------------------


def harrow() -> Brief:
    """Return the big story: four independent reports, seven copies and a partial one."""
    topics = ("Rules and rights", "Work")
    lead = report(
        "Harrow Bay Courier",
        "Harrow Bay stops automated benefit letters after 4,200 go out in error",
        quality=84,
        words=1140,
        topics=topics,
        points=(
            "An audit by Orla Venn found that 4,200 households were told to repay money they did "
            "not owe.",
            "The council switches the Brightline system off until every letter has been read.",
            "Refunds start on 19 October. Anyone who paid does not need to apply.",
        ),
        byline=(Person("Maren Oduya"), Person("Tolly Brandt", "editing")),
        pictures=(Picture("https://pictures.example/hall.jpg", 1800, 1200, "The town hall"),),
        version=2,
        notes=("A list of links under the text was left out.",),
    )
    wire = report(
        "Kestrel Wire",
        "Council halts benefit software in Harrow Bay, orders review",
        0.88,
        76,
        topics=topics,
        wire_credit=WireCredit("Kestrel Wire", "the dateline names it"),
    )
    names = ("Eastmere Herald", "Norrland Post", "Seven Counties News", "Brightwater Daily")
    names += ("Lowmoor Gazette", "Ferry Road Radio", "Vantmoor Times")
    copies = [
        report(name, "Benefit software halted in Harrow Bay", 1.1 + 0.3 * i, 52 - i, copy_of=wire)
        for i, name in enumerate(names)
    ]
    partial = report(
        "The Meridian Ledger",
        "Harrow Bay orders review of benefit system",
        2.3,
        58,
        copy_of=wire,
        partial=True,
    )
    delta = report(
        "Delta Civic",
        "What the Harrow Bay audit asked, and what nobody could answer",
        3.3,
        81,
        topics=topics,
    )
    radio = report("Quay Radio", "Caseworkers: we were told not to overrule the list", 4.7, 63)
    return brief(lead, wire, *copies, partial, delta, radio, story_id="harrow")


def island() -> Brief:
    """Return a story of one report."""
    return brief(
        report(
            "Larkspur Science",
            "A small open model learns 40 island languages from church records",
            3.9,
            88,
            words=430,
            topics=("Languages",),
            points=(
                "It runs on a school laptop and was trained on 61,000 pages the parishes shared.",
                "Nine of the 40 languages have fewer than 500 speakers.",
            ),
        ),
        story_id="island",
    )


def schools() -> Brief:
    """Return a story of two independent reports, without points."""
    return brief(
        report(
            "Vantmoor Times",
            "Vantmoor teachers agree: a person signs every grade",
            -1.4,
            79,
            words=220,
            topics=("Schools", "Rules and rights"),
            excerpt="Assistants may suggest a grade from the first draft on; the teacher decides.",
        ),
        report("Eastmere Herald", "Marking by machine: five rules", 0.5, 70, topics=("Schools",)),
        story_id="schools",
    )


def arabic() -> Brief:
    """Return a story in a language written from right to left."""
    return brief(
        report(
            "صحيفة الميناء",
            "مجلس المدينة يوقف الرسائل الآلية بعد خطأ في 4200 رسالة (هارو باي)",
            -16,
            77,
            topics=("Courts",),
            language="ar",
            excerpt="قال المجلس إن النظام سيبقى متوقفا حتى يقرأ إنسان كل رسالة.",
            url="https://harbour.example/a",
        ),
        story_id="arabic",
    )


def endless() -> Brief:
    """Return a story whose title has no end and no space."""
    title = (
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft "
        "answers, at length and after eleven weeks of meetings held in four towns, the question "
        "whether its timetable software may write to passengers without a person reading it first"
    )
    lead = report("Norrland Post", title, -10, 74, topics=("Work", "Energy"), excerpt=title)
    return brief(lead, story_id="endless")


HOSTILE = (
    "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> {{ 7*7 }} \u202eevil\x00\x1b\ud800"
)


def hostile() -> Brief:
    """Return a story in which every text and address tries to break the page."""
    lead = report(
        HOSTILE,
        HOSTILE,
        -3,
        72,
        topics=(HOSTILE, "Work"),
        points=(HOSTILE, "</ul></main>"),
        url='https://evil.example/"><script>alert(3)</script>',
        pictures=(Picture("javascript:alert(4)"), Picture("data:text/html,x")),
        byline=(Person(HOSTILE),),
        notes=(HOSTILE,),
    )
    lead = replace(lead, article=replace(lead.article, web_url="javascript:alert(5)"))
    other = report("<b>Bold</b>", HOSTILE + "!", -2, 60, url="https://evil.example/2")
    other = replace(other, article=replace(other.article, web_url="http://[half"))
    made = brief(lead, other, story_id="hostile")
    evil = tuple(replace(a, sentence=HOSTILE) for a in made.verdict.answers)
    return replace(made, verdict=replace(made.verdict, answers=evil))


def old(count: int) -> tuple[Brief, ...]:
    """Return stories gone cold, one a day back from the end of September."""
    return tuple(
        brief(
            report(
                "Tallis Review",
                f"County archive number {n} learns to read its own damp",
                -24 * (9 + n),
                60 + n % 30,
                topics=(TOPICS[n % len(TOPICS)],),
            ),
            story_id=f"old{n:04}",
        )
        for n in range(count)
    )


def retired() -> Brief:
    """Return a story whose report now stands in the big one."""
    lead = harrow().dossier.reports[0]
    made = brief(lead, story_id="retired", decision=Decision.RETIRE)
    return replace(made, post_name="2026-10-08-harrow-bay.md")


def retitled() -> Brief:
    """Return a story with a headline by an editor and a report without a date of its own."""
    title = Ruling("r1", RulingKind.TITLE, "retitled", "", "Grid asks for notice", "ada", "", AS_OF)
    lead = report("Norrland Post", "SHOCK as grid DEMANDS notice", -9, 71, topics=("Energy",))
    undated = report("Quay Radio", "Grid notice", -1, 60, date_origin=DateOrigin.FIRST_SEEN)
    return brief(lead, undated, story_id="retitled", rulings=(title,))


def full_edition(olds: int = 30) -> Edition:
    """Return an edition with every kind of story."""
    published = (harrow(), island(), schools(), arabic(), endless(), hostile(), retitled())
    moves = [("merged1", "merged2"), ("merged2", "harrow"), ("lost", "nowhere"), ("a", "b")]
    moves.append(("b", "a"))
    return edition(*published, *old(olds), retired(), redirects=moves)
