"""Page -> its HTML: the templates, and what stands around every page.

What is inside a page is decided by its caller; no page is chosen here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from urllib.parse import urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from newsloom.data import names, read_text
from newsloom.model import ArticleId, Heat, HeatShare, StoryId
from newsloom.publish.loom import loom, spark
from newsloom.publish.retold import retold
from newsloom.publish.shelf import Link, Masthead, topic_path
from newsloom.publish.tongue import ENGLISH, Tongue
from newsloom.publish.words import (
    Moment,
    Sentence,
    edition_words,
    kept_together,
    of_hundred,
    printable,
    relative_words,
    safe_href,
)

TABS = 9
"""Topics in the bar of every page; all of them are on their own page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site."""

    path: str
    title: str
    """"" for the front page, which has the site's name alone."""
    description: str
    tab: str = ""
    """Path of the tab it belongs to; "" = none."""
    is_front: bool = False
    is_anywhere: bool = False
    """True = served under any address, so its links start at the site's own root."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page."""

    site: str
    title: str
    description: str
    canonical: str
    root: str
    """What leads from this page to the site's folder: "", "../", "/"."""
    name_tag: str
    """Element of the site's name: the heading of the front page, else a paragraph."""
    moment: Moment
    at: datetime
    day: str
    updated: str
    became: str
    tabs: tuple[Link, ...]
    tab: str
    feed: str
    """What leads from this page to the Atom feed; "" = none is published with these pages."""

    @property
    def tongue(self) -> Tongue:
        """Return the language of the page's own words."""
        return self.moment.tongue


def frame_of(masthead: Masthead, page: Page) -> Frame:
    """Return what stands around a page."""
    newsroom, at, tongue = masthead.settings.newsroom, masthead.moment.at, masthead.moment.tongue
    base = "" if page.is_anywhere else safe_href(newsroom.url)
    path = "" if page.is_front else page.path
    root = root_of(masthead, page.path, page.is_anywhere)
    return Frame(
        site=newsroom.name,
        title=page.title,
        description=page.description,
        canonical=f"{base.rstrip('/')}/{path}" if base else "",
        root=root,
        name_tag="h1" if page.is_front else "p",
        moment=masthead.moment,
        at=at,
        day=tongue.day(at),
        updated=updated_words(masthead),
        became=edition_words(tongue, masthead.articles, masthead.sources, masthead.stories),
        tabs=tabs_of(masthead, page.tab),
        tab=page.tab,
        feed=feed_url(masthead, root),
    )


def feed_url(masthead: Masthead, root: str) -> str:
    """Return what leads from a page to the feed of all stories; "" when there is none.

    Feeds lie beside the static site; the live pages have none yet.
    """
    targets = masthead.settings.publishing.targets
    has_feeds = "feeds" in targets and not masthead.moment.is_live
    return f"{root}atom.xml" if has_feeds else ""


def updated_words(masthead: Masthead) -> str:
    """Return when the newest report came: the time of day, on a live page how long ago."""
    newest, moment, tongue = masthead.newest_at, masthead.moment, masthead.moment.tongue
    if moment.is_live:
        return tongue.say("updated %(ago)s", ago=relative_words(tongue, newest, moment.at))
    return tongue.say("updated %(clock)s", clock=tongue.clock(newest))


def root_of(masthead: Masthead, path: str, is_anywhere: bool = False) -> str:
    """Return what leads from a page to the site's folder."""
    if masthead.moment.is_live:
        return "/"
    if is_anywhere:
        return f"{urlsplit(safe_href(masthead.settings.newsroom.url)).path.rstrip('/')}/"
    return "../" * path.count("/")


def tabs_of(masthead: Masthead, current: str) -> tuple[Link, ...]:
    """Return the front page and the topics with most stories; the current one is always there.

    A topic every story has is no choice and gets no tab of its own.
    """
    everything = Link(masthead.moment.tongue.say("All"), "index.html")
    slugs, stories = masthead.slugs, masthead.stories
    useful = [topic for topic, count in masthead.topics if count < stories or stories == 1]
    links = [Link(topic, topic_path(slugs[topic])) for topic in useful[:TABS]]
    known = {link.path for link in links}
    extra = [Link(t, p) for t, _ in masthead.topics if (p := topic_path(slugs[t])) == current]
    return (everything, *links, *(link for link in extra if link.path not in known))


# --- templates -----------------------------------------------------------------------------------


def rendered(
    template: str, frame: Frame | None = None, tongue: Tongue = ENGLISH, **context: object
) -> bytes:
    """Return the UTF-8 bytes of one template; a name it asks for and does not get is an error.

    It speaks the tongue of its frame; ``tongue`` is for one that has none.
    """
    if frame is not None:
        context, tongue = {**context, "frame": frame}, frame.tongue
    return templates(tongue).get_template(template).render(context).encode("utf-8")


@cache
def templates(tongue: Tongue = ENGLISH) -> Environment:
    """Return the templates in a tongue; everything put into them is escaped."""
    files = {n: with_words(tongue, read_text(f"templates/{n}")) for n in names("templates")}
    environment = Environment(
        loader=DictLoader(files),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals |= spoken_in(tongue)
    environment.filters |= filters_in(tongue)
    environment.globals["tongue"] = tongue
    environment.globals["marks"] = {"loom": loom(2, 3), "spark": sample_spark()}
    return environment


PLAIN = re.compile(r'\{\{ _\("([^"]*)"\) \}\}')
"""A message without values, where a template puts it."""


def with_words(tongue: Tongue, template: str) -> str:
    """Return a template with its plain messages said: once, and not on every page."""
    return PLAIN.sub(lambda found: tongue.say(found[1]), template)


def spoken_in(tongue: Tongue) -> dict[str, Callable[..., Markup]]:
    """Return what templates say messages with; values are escaped and made printable."""

    def say(message: str, /, **values: object) -> Markup:
        return filled(tongue.translations.gettext(message), values)

    def count(one: str, many: str, num: int, /, **values: object) -> Markup:
        text = tongue.translations.ngettext(one, many, num)
        return filled(text, {**values, "num": tongue.number(num)})

    return {"_": say, "gettext": say, "ngettext": count}


def filled(message: str, values: Mapping[str, object]) -> Markup:
    """Return a message, which may have tags, with values, which may not."""
    return Markup(message % {name: escape(printable(value)) for name, value in values.items()})


def filters_in(tongue: Tongue) -> dict[str, Callable[..., str]]:
    """Return what the templates call beside Jinja's own."""
    return {
        "iso": lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "date": lambda at: f"{at:%Y-%m-%d}",
        "full": tongue.full,
        "day": tongue.day,
        "clock": tongue.clock,
        "kept": kept_together,
        "hundred": partial(of_hundred, tongue),
        "number": tongue.number,
        "fraction": tongue.fraction,
        "reason": partial(reason_in, tongue),
        "spoken": partial(marked_up, tongue),
    }


def reason_in(tongue: Tongue, sentence: str) -> str:
    """Return a reason, which is kept in English, for a page in a tongue."""
    return sentence if tongue.code == "en" else marked_up(tongue, retold(tongue, sentence))


def marked_up(tongue: Tongue, sentence: Sentence) -> str:
    """Return a sentence, with its language where that is not the page's own."""
    if sentence.language == tongue.code or not sentence.words:
        return sentence.words
    words = printable(sentence.words)
    return Markup('<span lang="{}" dir="ltr">{}</span>').format(sentence.language, words)


def sample_spark() -> Markup:
    """Return the spark of an invented rising story, for the key to the marks."""
    at = datetime(2000, 1, 2, tzinfo=UTC)
    early = HeatShare(ArticleId("a"), at - timedelta(hours=14), 60.0, "")
    late = HeatShare(ArticleId("b"), at - timedelta(hours=4), 30.0, "")
    heat = Heat(StoryId("key"), 24.0, (early, late), 0.0, at, ())
    return spark(heat, at, "rising")
