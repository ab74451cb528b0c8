"""Labelled data and the sample web -> the qualities that are pinned; nothing is timed.

``GROUPS`` is the list: which files each group of measures reads, and what it returns. Every measure
is 0..1, more is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import angles, conformance, extract, feeds, labelled, stories
from bench.copies import measure_pairs as measure_copy_pairs
from newsloom import newsroom
from newsloom.collect.post import check_post
from newsloom.edges.embed import WordsOnly
from newsloom.model import ArticleId, Brief, Originality, Report
from newsloom.settings import Matching
from newsloom.text.urls import article_id
from newsloom.trial.answers import answer_pairs, tallies
from newsloom.trial.measures import b_cubed
from newsloom.trial.pairs import PairLabel, read_pairs
from sample.__main__ import make_room
from sample.truth import AS_OF, ArticleTruth, Truth, truth
from sample.web import serve

SAMPLE = Path(__file__).resolve().parent.parent / "sample"


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that are found together."""

    name: str
    measures: tuple[str, ...]
    place: Path
    """Where its files are; absent = it cannot be measured here."""
    files: Callable[[], Iterable[Path]]
    """All that the measures depend on, but for the code."""
    measure: Callable[[], Mapping[str, float]]
    cases: Callable[[], Mapping[str, str]] = field(default=dict)
    """File name -> what was found case by case, as CSV; none of it is a floor."""


# --- copies --------------------------------------------------------------------------


COPY_MEASURES = (
    "copy precision", "copy recall", "partial precision", "partial recall", "copy or not precision",
    "copy or not recall", "partial found",
)  # fmt: skip


def copy_files() -> list[Path]:
    """Return the labelled pairs and the texts they are of."""
    names = ("groundnews_dev", "syndication_pairs_dev", "same_event_pairs_dev")
    return [labelled.STORIES / f"{name}.jsonl" for name in names]


def copies() -> dict[str, float]:
    """Return how copies are told from distinct texts, and events from their templates."""
    found = measure_copy_pairs(Matching())
    path = labelled.STORIES / "same_event_pairs_dev.jsonl"
    pairs = read_pairs(path.read_bytes().splitlines(), path.name)
    same = tallies(answer_pairs(pairs, Matching(), WordsOnly()))[PairLabel.SAME].agreement
    return {**{name: found[name] for name in COPY_MEASURES}, "same event F1": same.f1}


# --- angles --------------------------------------------------------------------------------------


def angle_files() -> list[Path]:
    """Return the angles told by hand and the sets they are of."""
    sets = {name for name, _ in angles.read_angles()}
    return [angles.LABELS, *(labelled.STORIES / f"{name}_dev.jsonl" for name in sorted(sets))]


def angle_measures() -> dict[str, float]:
    """Return how well angles are told in the stories that nothing is tuned on."""
    found = angles.measure([*angles.find_all(angles.read_angles(), is_all=False)])
    return {f"angles {name}": found[name] for name in ("accuracy", "mean F1")}


# --- pages, feeds, posts -------------------------------------------------------------------------


def page_files() -> list[Path]:
    """Return the labelled pages and their texts."""
    return [labelled.PAGES / "ground-truth.json", *(labelled.PAGES / "html").glob("*.gz")]


def feed_files() -> list[Path]:
    """Return the conformance files."""
    return list(feeds.feed_files(labelled.FEEDS))


def feed_measures() -> dict[str, float]:
    """Return what of the conformance files' expectations holds, and what is read as feedparser."""
    shares = feeds.shares_of(feeds.compare_folder(labelled.FEEDS))
    return {**{f"feeds {name}": share for name, share in shares.items()}, **conformance.measure()}


def post_files() -> list[Path]:
    """Return the posts of the seeds and of their sister site."""
    return [*labelled.SEEDS.glob("00[0-3]*"), *labelled.POSTS.glob("*.md")]


def posts() -> dict[str, float]:
    """Return the share of posts that reading and writing leaves the same, byte for byte."""
    files = post_files()
    checks = [check_post(path.read_bytes().decode(), path.name) for path in files]
    return {"posts identical": share(check.identical for check in checks)}


# --- the sample web ------------------------------------------------------------------------------


def sample_files() -> list[Path]:
    """Return all that makes the sample web and its truth."""
    kinds = {".py", ".toml", ".html", ".yaml"}
    files = [path for path in SAMPLE.rglob("*") if path.suffix in kinds]
    return [path for path in files if path.name != "__main__.py"]


def sample_web() -> dict[str, float]:
    """Return how far a newsroom over the sample web agrees with the truth about it."""
    with TemporaryDirectory() as place, serve() as web:
        folder = Path(place) / "room"
        make_room(folder, f"127.0.0.1:{web.port}")
        with newsroom.opened(folder, clock=lambda: AS_OF) as room:
            newsroom.run_once(room)
            briefs = room.store.briefs()
            ends = {end.key: end.code for end in room.store.endings()}
    return {f"sample {name}": value for name, value in agreement(briefs, ends, truth(1)).items()}


def agreement(briefs: Sequence[Brief], ends: Mapping[str, str], facts: Truth) -> dict[str, float]:
    """Return the shares of what is read, matched and led as the truth says."""
    reports = {r.article.web_url: (r, b) for b in briefs for r in b.dossier.reports}
    read = [(reports[url][0], fact) for url, fact in facts.articles.items() if url in reports]
    told = [url for url in facts.articles if url in reports and url not in facts.loose]
    found = [reports[url][1].dossier.story.story_id for url in told]
    expected = {**facts.drops, **dict.fromkeys(facts.deferred, "deferred")}
    events = [facts.articles[url].event_id for url in told]
    url_of = {article_id(url): url for url in facts.articles}
    told_angles = {one.article_id: one.angle for b in briefs for one in b.angles.reports}
    return {
        "articles read": len(read) / len(facts.articles),
        "titles": share(report.article.title == fact.title for report, fact in read),
        "dates": share(has_date(report, fact) for report, fact in read),
        "authors": share(authors(report) == fact.authors for report, fact in read),
        "stories F1": b_cubed(found, events).f1 if told else 0.0,
        "copies": share(
            original_of(r, url_of) == facts.copies.get(r.article.web_url) for r, _ in read
        ),
        "leads": share(
            url_of.get(reports[url][1].lead.article_id) in facts.leads[event]
            for url, event in zip(told, events, strict=True)
        ),
        "angles": share(
            told_angles.get(article_id(url)) == angle for url, angle in facts.angles.items()
        ),
        "ends": share(ends.get(url) == code for url, code in expected.items()),
    }


def has_date(report: Report, fact: ArticleTruth) -> bool:
    """Return whether a report has the date of the truth, from where the truth says."""
    article = report.article
    is_same = fact.published_at is None or article.published_at == fact.published_at
    return is_same and article.date_origin == fact.date_origin


def authors(report: Report) -> tuple[str, ...]:
    """Return the people who wrote a report."""
    return tuple(person.name for person in report.article.byline if person.role != "editing")


def original_of(report: Report, url_of: Mapping[ArticleId, str]) -> str | None:
    """Return the address of what a report copies, None for an original."""
    if report.syndication.status is Originality.ORIGINAL:
        return None
    return url_of.get(report.syndication.original_id, "")


def share(answers: Iterable[bool]) -> float:
    """Return the share of answers that are yes, 0 for none."""
    given = list(answers)
    return sum(given) / len(given) if given else 0.0


# fmt: off
GROUPS = (
    Group("stories", stories.MEASURES, labelled.STORIES, stories.files, stories.measure,
          stories.cases),
    Group("copies", (*COPY_MEASURES, "same event F1"),
          labelled.STORIES, copy_files, copies),
    Group("angles", ("angles accuracy", "angles mean F1"),
          labelled.STORIES, angle_files, angle_measures),
    Group("extraction", extract.MEASURES, labelled.PAGES, page_files, extract.pinned,
          extract.cases),
    Group("feeds", ("feeds same count", "feeds same titles", "feeds same links",
                    *conformance.MEASURES),
          labelled.FEEDS, feed_files, feed_measures, conformance.cases),
    Group("posts", ("posts identical",),
          labelled.POSTS, post_files, posts),
    Group("sample", ("sample articles read", "sample titles", "sample dates", "sample authors",
                     "sample stories F1", "sample copies", "sample leads", "sample angles",
                     "sample ends"),
          SAMPLE, sample_files, sample_web),
)
# fmt: on
