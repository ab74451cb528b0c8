"""Edition -> the files of a Jekyll site: posts in ``_news``, topics and organizations in ``_data``.

Posts are in the house style of `newsloom.text.housestyle`, keys in the seeds' order. No layout and
no configuration is written: that is the Jekyll site's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from newsloom.errors import PublishError
from newsloom.model import Brief, Edition, Picture, Provider, Rendition, RenditionSet, Topic
from newsloom.publish.edition import (
    lead_report,
    post_name,
    public_url,
    published_briefs,
    story_topics,
    topic_slugs,
)
from newsloom.publish.fields import image_fields, post_fields
from newsloom.publish.sealed import seal
from newsloom.settings import Settings
from newsloom.text.frontmatter import new_front_matter, render_front_matter
from newsloom.text.housestyle import render_mapping

TARGET = "jekyll"
SAFE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")


def render_jekyll(edition: Edition, settings: Settings, master_key: bytes = b"") -> RenditionSet:
    """Return one post for each story of the edition, retired ones included, and its data files.

    With a ``master_key`` of at least 16 bytes each post ends with its `sealed_record`.

    Raises:
        PublishError: two stories have one post name, or the master key is too short.
    """
    files: dict[str, str] = {}
    for brief in edition.briefs:
        path = f"_news/{post_name(brief)}"
        if path in files:
            message = f"two stories have the post name {post_name(brief)}; rename one of them"
            raise PublishError(TARGET, message)
        files[path] = render_post(brief, settings, master_key)
    briefs = published_briefs(edition)
    files |= topic_files(briefs, edition.topics) | organization_files(briefs)
    return RenditionSet(
        TARGET,
        tuple(Rendition(TARGET, path, files[path].encode()) for path in sorted(files)),
        posts=tuple((brief.post_holder, post_name(brief)) for brief in edition.briefs),
    )


def render_post(brief: Brief, settings: Settings, master_key: bytes = b"") -> str:
    """Return the text of one story's post.

    Raises:
        PublishError: the master key is too short.
    """
    fields = post_fields(brief, settings)
    if master_key:
        web_url = public_url(lead_report(brief).article)
        fields["secured"] = seal(sealed_record(brief), web_url, master_key)
    return render_front_matter(new_front_matter(fields))


def sealed_record(brief: Brief) -> dict[str, object]:
    """Return what a post must not show: ids, the lead's full text, editors' notes."""
    lead = lead_report(brief).article
    notes = [ruling.note for ruling in brief.dossier.rulings if ruling.note]
    return {
        "article": lead.article_id,
        "members": [report.article.article_id for report in brief.dossier.reports],
        "notes": notes,
        "story": brief.dossier.story.story_id,
        "text": lead.text,
    }


def topic_files(briefs: Iterable[Brief], topics: tuple[Topic, ...]) -> dict[str, str]:
    """Return a ``_data/topics`` file for each topic in use, by path."""
    known = {topic.name: topic for topic in topics}
    used = {name for brief in briefs for name in story_topics(brief)}
    return {
        f"_data/topics/{slug}.yml": render_mapping(topic_fields(name, slug, known.get(name)))
        for name, slug in topic_slugs(used).items()
    }


def topic_fields(name: str, slug: str, topic: Topic | None) -> dict[str, object]:
    """Return a topic as the taxonomy has it; one of no taxonomy has only its name."""
    if topic is None:
        return {"_id": slug, "name": name, "shortname": name}
    optional: dict[str, object] = {
        "parent": topic.parent,
        "keywords": topic.keywords,
        "hashtags": topic.hashtags,
        "images": [image_fields(picture) for picture in topic.images],
    }
    return {
        "_id": topic.topic_id,
        "name": topic.name,
        "shortname": topic.shortname or topic.name,
        **{key: value for key, value in optional.items() if value},
    }


def organization_files(briefs: Iterable[Brief]) -> dict[str, str]:
    """Return a ``_data/organizations`` file for each provider's domain, by path.

    A domain under several names gets the most frequent, then the first by alphabet.
    """
    names: dict[str, Counter[str]] = {}
    images: dict[str, tuple[Picture, ...]] = {}
    for provider in providers_of(briefs):
        names.setdefault(provider.domain, Counter())[provider.name] += 1
        images[provider.domain] = max(images.get(provider.domain, ()), provider.images, key=len)
    files: dict[str, str] = {}
    for domain, counts in sorted(names.items()):
        safe = "".join(c for c in domain.lower() if c in SAFE).strip(".-")
        name = min(counts, key=lambda n: (-counts[n], n))
        fields: dict[str, object] = {"name": name, "domain": domain}
        if images[domain]:
            fields["images"] = [image_fields(picture) for picture in images[domain]]
        if safe:
            files[f"_data/organizations/{safe}.yml"] = render_mapping(fields)
    return files


def providers_of(briefs: Iterable[Brief]) -> Iterable[Provider]:
    """Yield the provider of every report."""
    return (report.article.provider for brief in briefs for report in brief.dossier.reports)
