"""Brief -> what every target prints of a story: its names, order, counts and addresses.

Pure look-ups on one story, shared by all targets. Nothing is decided here: lead, heat and verdict
come in with the Brief, and no target's bytes are made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b

from newsloom.independence import is_independent
from newsloom.model import (
    Article,
    ArticleId,
    Brief,
    DateOrigin,
    Decision,
    Edition,
    Report,
    RulingKind,
    StoryId,
)
from newsloom.ruled import ruled_topics, ruled_value
from newsloom.text.slug import slugify
from newsloom.text.unlisted import is_unlisted


def published_briefs(edition: Edition) -> tuple[Brief, ...]:
    """Return the stories readers see, hottest first: the edition without its retired ones."""
    return tuple(b for b in edition.briefs if b.verdict.decision is Decision.PUBLISH)


def newest_first(briefs: Iterable[Brief]) -> tuple[Brief, ...]:
    """Return the stories by the time of their newest report, latest first, then by story id."""
    by_id = sorted(briefs, key=lambda b: b.dossier.story.story_id)
    return tuple(sorted(by_id, key=newest_at, reverse=True))


def post_name(brief: Brief) -> str:
    """Return ``YYYY-MM-DD-slug.md``: the name the story has, else the one it gets now.

    A new name is the day (UTC) and the slug of the lead as it stands. The name once given stays,
    whatever becomes of the lead.
    """
    if brief.post_name:
        return brief.post_name
    lead = lead_report(brief).article
    return f"{lead.published_at:%Y-%m-%d}-{slugify(lead.title)}.md"


def story_path(brief: Brief) -> str:
    """Return the path of the story's page in the site: ``stories/<story id>.html``."""
    return story_page_path(brief.dossier.story.story_id)


def story_page_path(story_id: StoryId) -> str:
    """Return the path of the page of the story with an id."""
    return f"stories/{story_id}.html"


def lead_report(brief: Brief) -> Report:
    """Return the report shown first.

    Raises:
        ValueError: the lead is not one of the story's reports.
    """
    wanted = brief.lead.article_id
    for report in brief.dossier.reports:
        if report.article.article_id == wanted:
            return report
    story = brief.dossier.story.story_id
    raise ValueError(f"lead {wanted} is no report of story {story}")


def reports_by_id(brief: Brief) -> dict[ArticleId, Report]:
    """Return the story's reports by article id."""
    return {r.article.article_id: r for r in brief.dossier.reports}


def related_reports(brief: Brief, copies_last: bool = True) -> tuple[Report, ...]:
    """Return all reports but the lead: best quality first, then earliest, then by URL.

    With ``copies_last`` no copy or partial copy stands above an original.
    """
    others = [r for r in brief.dossier.reports if r.article.article_id != brief.lead.article_id]
    return tuple(sorted(others, key=lambda r: (copies_last and not is_independent(r), *worth(r))))


def worth(report: Report) -> tuple[int, datetime, str]:
    """Return the key that puts the best report first."""
    article = report.article
    return (-report.quality.points, article.published_at, article.web_url)


def independent_count(brief: Brief) -> int:
    """Return how many reports of the story are their providers' own text, an agency's once."""
    return sum(map(is_independent, brief.dossier.reports))


def display_title(brief: Brief) -> str:
    """Return the title readers see: an editor's, the latest in force, else the lead's."""
    return ruled_value(brief.dossier, RulingKind.TITLE) or lead_report(brief).article.title


def display_excerpt(brief: Brief) -> str:
    """Return what sums the story up: an editor's words, the latest in force, else the lead's."""
    return ruled_value(brief.dossier, RulingKind.EXCERPT) or lead_report(brief).article.excerpt


def story_topics(brief: Brief) -> tuple[str, ...]:
    """Return topic names: an editor's; else the lead's, then those half of the originals share.

    Topics beyond the lead's come by how many originals have them, then by name, so that one
    wandering report does not tag the story.
    """
    ruled = ruled_topics(brief.dossier)
    if ruled is not None:
        return ruled
    own = dict.fromkeys(tag.topic for tag in lead_report(brief).tagging.tags)
    originals = [r for r in brief.dossier.reports if is_independent(r)]
    counts = Counter(t for r in originals for t in {tag.topic for tag in r.tagging.tags})
    shared = [t for t in counts if t not in own and 2 * counts[t] >= len(originals)]
    return (*own, *sorted(shared, key=lambda t: (-counts[t], t)))


def newest_at(brief: Brief) -> datetime:
    """Return the time of the newest dated report; the lead's when no report has a date."""
    dated = [
        r.article.published_at
        for r in brief.dossier.reports
        if r.article.date_origin is not DateOrigin.FIRST_SEEN
    ]
    return max(dated, default=lead_report(brief).article.published_at)


def post_heat(brief: Brief) -> int:
    """Return the heat a post shows: the peak, halves rounded up; -1 for one that has gone."""
    if brief.verdict.decision in (Decision.RETIRE, Decision.RETRACT):
        return -1
    return int(Decimal(brief.heat.peak).quantize(Decimal(1), ROUND_HALF_UP))


def public_url(article: Article) -> str:
    """Return the address to link to; "" for an article whose address was never public."""
    return "" if is_unlisted(article.web_url) else article.web_url


def topic_slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a path-safe name for each topic, sorted by topic; no two topics share one.

    The slug of the name; where another topic has it (C++, C#), a hash of the name is joined.
    """
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(set(names)):
        slug = slugify(name)
        if slug in taken:
            slug = f"{slug}-{blake2b(name.encode(), digest_size=4).hexdigest()}"
        taken.add(slug)
        slugs[name] = slug
    return slugs


def briefs_by_topic(briefs: Iterable[Brief]) -> dict[str, tuple[Brief, ...]]:
    """Return the stories of each topic in the order given, sorted by topic name."""
    found: dict[str, list[Brief]] = {}
    for brief in briefs:
        for topic in story_topics(brief):
            found.setdefault(topic, []).append(brief)
    return {topic: tuple(found[topic]) for topic in sorted(found)}
