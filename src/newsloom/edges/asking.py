"""Questions about one article or story, and counts; nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Table, select

from newsloom.edges import tables as t
from newsloom.edges.rows import count
from newsloom.edges.summaries import Summaries
from newsloom.match.weft import is_story_id, mint_story_id
from newsloom.model import ArticleId, StoryId
from newsloom.text.urls import canonical_url, desktop_variants

Line = tuple[str, object]

ROWS = (
    "poll",
    "collect",
    "subscribe",
    "fetch",
    "extract",
    "fingerprint",
    "syndication",
    "passages",
    "quality",
    "topics",
    "search",
    "stories",
    "lead",
    "pictures",
    "angles",
    "heat",
    "gate",
    "crops",
    "summary",
    "publish",
    "deliver",
    "notify",
)
"""Rows of the pipeline, in the order a trace prints them."""

COUNTED: Mapping[str, Table] = {
    "sources": t.SOURCES,
    "subscriptions": t.SUBSCRIPTIONS,
    "items": t.ITEMS,
    "pages": t.PAGES,
    "articles": t.ARTICLES,
    "article_versions": t.ARTICLE_VERSIONS,
    "fingerprints": t.FINGERPRINTS,
    "syndications": t.SYNDICATIONS,
    "passages": t.PASSAGES,
    "coverages": t.COVERAGES,
    "qualities": t.QUALITIES,
    "taggings": t.TAGGINGS,
    "leads": t.LEADS,
    "illustrations": t.ILLUSTRATIONS,
    "crops": t.CROPS,
    "angles": t.ANGLES,
    "heats": t.HEATS,
    "verdicts": t.VERDICTS,
    "summaries": t.SUMMARIES,
    "rulings": t.RULINGS,
    "posts": t.POSTS,
    "renditions": t.RENDITIONS,
    "endings": t.ENDINGS,
    "due": t.WORK_LIST,
}


class Asking(Summaries):
    """Look-ups for people."""

    def find_story(self, key: str) -> StoryId | None:
        """Return the story with this id (or its survivor), article id, or article URL.

        A mobile or AMP address leads to the article's plain one.

        The id that an article's story had in a newsroom where it came first leads to the story it
        stands in here: links outlive a newsroom that was built anew.
        """
        with self.reading():
            if self.stories([key]):
                return self.survivor(StoryId(key))
            founder = self._founder_of(key)
            if founder is not None:
                return self.stories_of([founder])[0]
            url = canonical_url(key) or key
            known = self.article_ids([key, url, *desktop_variants(url)])
            found = self.coverages([key, *known.values()])
            return next((cover.story_id for cover in found.values()), None)

    def _founder_of(self, key: str) -> ArticleId | None:
        """Return the article whose own story would have this id, None when there is none."""
        if not is_story_id(key):
            return None
        with self.reading() as connection:
            ids = connection.execute(select(t.COVERAGES.c.article_id)).scalars()
            return next((ArticleId(i) for i in ids if mint_story_id(ArticleId(i)) == key), None)

    def trace(self, url: str) -> Sequence[Line]:
        """Return (row name, record) of everything known of one article URL, in table order.

        A page comes without its bytes, an article with all its versions, and each drop or
        deferral under the row it happened in.
        """
        with self.reading():
            canonical = canonical_url(url) or url
            known = self.article_ids([canonical, url, *desktop_variants(canonical)])
            ids = list(dict.fromkeys(known.values()))
            urls = {canonical, url}.union(*(self.page_urls(key) for key in ids))
            lines = [*self._gathered(sorted(urls)), *self._judged(ids)]
            story_ids = self.stories_of(ids)
            lines += self._told(story_ids)
            endings = self.endings_of([*sorted(urls), *ids, *story_ids])
            lines += [(ending.stage, ending) for ending in endings]
            return sorted(lines, key=place)

    def counts(self) -> Mapping[str, int]:
        """Return how many records of each kind there are; ``stories`` counts the standing ones."""
        with self.reading() as connection:
            standing = count(connection, t.STORIES, t.STORIES.c.merged_into.is_(None))
            merged = count(connection, t.STORIES, t.STORIES.c.merged_into.is_not(None))
            counted = {name: count(connection, table) for name, table in COUNTED.items()}
            published = count(connection, t.VERDICTS, t.VERDICTS.c.decision == "publish")
            told = {"stories": standing, "merged_stories": merged, "published": published}
            return counted | told

    def _gathered(self, urls: Sequence[str]) -> Iterable[Line]:
        """Return the lines of items and pages."""
        yield from (("collect", item) for item in self.mentions(urls))
        yield from (("fetch", page) for page in self.bare_pages(urls))

    def _judged(self, ids: Sequence[ArticleId]) -> Iterable[Line]:
        """Return the lines of articles, row by row."""
        for key in ids:
            yield from (("extract", version) for version in self.article_versions(key))
        yield from (("fingerprint", record) for record in self.fingerprints(ids).values())
        yield from (("syndication", record) for record in self.syndications(ids).values())
        yield from (("passages", record) for record in self.passages(ids).values())
        yield from (("quality", record) for record in self.qualities(ids).values())
        yield from (("topics", record) for record in self.taggings(ids).values())
        yield from (("stories", record) for record in self.coverages(ids).values())
        yield from (("pictures", record) for record in self.illustrations(ids).values())

    def _told(self, ids: Sequence[StoryId]) -> Iterable[Line]:
        """Return the lines of stories, row by row."""
        yield from (("stories", record) for record in self.stories(ids).values())
        yield from (("lead", record) for record in self.leads(ids).values())
        yield from (("angles", record) for record in self.angles(ids).values())
        yield from (("heat", record) for record in self.heats(ids).values())
        yield from (("gate", record) for record in self.verdicts(ids).values())
        yield from (("summary", record) for record in self.summaries_of(ids).values())


def place(line: Line) -> int:
    """Return where a line stands in a trace; rows that are not known come last."""
    return ROWS.index(line[0]) if line[0] in ROWS else len(ROWS)
