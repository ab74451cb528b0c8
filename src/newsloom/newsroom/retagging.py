"""A story and another taxonomy -> the topics it would gain or lose; nothing is kept."""

from __future__ import annotations

from dataclasses import replace

from ahocorasick_rs import AhoCorasick

from newsloom.judge.topics import Taxonomy, flattened, folded, lowered, tag_article
from newsloom.model import Brief, Report, Topic
from newsloom.model.tuning import Retagged
from newsloom.publish.edition import display_title, story_topics


class Doubt:
    """Which articles another taxonomy could tag otherwise: the others need not be tagged again."""

    def __init__(self, before: Taxonomy, after: Taxonomy) -> None:
        was, will = ({t.topic_id: t for t in one.topics} for one in (before, after))
        changed = [key for key in was.keys() | will.keys() if was.get(key) != will.get(key)]
        self.names = {one[key].name for one in (was, will) for key in changed if key in one}
        words = {
            folded(word)
            for key in changed
            for word in words_of(was.get(key)) ^ words_of(will.get(key))
        }
        self.phrases = AhoCorasick(sorted(words))

    def __call__(self, report: Report) -> bool:
        """Return whether a report has a changed topic, or may have a phrase that came or went."""
        if any(tag.topic in self.names for tag in report.tagging.tags):
            return True
        article = report.article
        texts = (article.title, article.excerpt, *article.key_points, article.text)
        plain = lowered(flattened("\n".join(texts)))
        return bool(self.phrases.find_matches_as_indexes(plain))


def words_of(topic: Topic | None) -> set[str]:
    """Return the keywords of a topic; none of one that is not there."""
    return set(topic.keywords) if topic else set()


def retagged(brief: Brief, after: Taxonomy, doubt: Doubt) -> Retagged | None:
    """Return the topics a story gains and loses under another taxonomy; None = none."""
    reports = tuple(
        replace(one, tagging=tag_article(one.article, after)) if doubt(one) else one
        for one in brief.dossier.reports
    )
    was = story_topics(brief)
    will = story_topics(replace(brief, dossier=replace(brief.dossier, reports=reports)))
    gains, loses = (tuple(t for t in a if t not in b) for a, b in ((will, was), (was, will)))
    if not gains and not loses:
        return None
    return Retagged(brief.dossier.story.story_id, display_title(brief), gains, loses)
