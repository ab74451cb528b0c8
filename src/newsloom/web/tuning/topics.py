"""The editor of the taxonomy: the tree, one topic in a form, its effect before it is saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.errors import ConfigError
from newsloom.model import Picture, Topic
from newsloom.model.people import Role
from newsloom.model.tuning import TopicPreview
from newsloom.ports.tuning import Faults, PlacedTopic
from newsloom.publish.tongue import Tongue
from newsloom.text.slug import slugify
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.live import live_of
from newsloom.web.respond import see_other, tongue_for
from newsloom.web.tuning.saying import note, number_in, told_of
from newsloom.web.visitor import Form, form_of, need_role

PATH = "/desk/topics"
EDIT = f"{PATH}/edit"
DAYS = 7
MOST_DAYS = 60
ROWS = 60
"""Stories of a preview that are shown; the rest is counted."""

NOTHING = Topic("", "", "")
IMAGE = re.compile(r"(?P<url>\S+)(?:\s+(?P<width>\d{1,5})x(?P<height>\d{1,5}))?(?:\s+(?P<alt>.+))?")
"""A line of the form: an address, its size and its words, the last two if need be."""


@dataclass(frozen=True, slots=True)
class TopicForm:
    """One topic as the form has it."""

    was: str
    """``topic_id`` of the topic that is changed; "" = a new one."""
    topic: Topic
    digest: str
    faults: Faults
    children: int = 0

    @property
    def images(self) -> str:
        """The images, one a line."""
        return "\n".join(map(image_line, self.topic.images))

    def wrong(self, field: str) -> str:
        """Return what is wrong with a field, "" = nothing."""
        return self.faults.get(field, "")


def topic_routes() -> list[BaseRoute]:
    """Return the routes of the taxonomy's pages."""
    return [
        Route(PATH, show_topics),
        Route(EDIT, show_topic),
        Route(EDIT, try_or_save, methods=["POST"]),
        Route(f"{PATH}/remove", remove, methods=["POST"]),
    ]


# --- handlers ------------------------------------------------------------------------------------


def show_topics(request: Request) -> Response:
    """Answer with the tree."""
    tongue, name = tongue_for(request), request.query_params.get("name", "")[:200]
    sentences = {
        "saved": tongue.say(
            "%(name)s is saved. Articles are tagged anew on the next round of the run.", name=name
        ),
        "removed": tongue.say("%(name)s is no topic any more.", name=name),
    }
    return topics_page(request, told=told_of(request, sentences))


def show_topic(request: Request) -> Response:
    """Answer with one topic in a form, or an empty form for a new one."""
    need_role(request, Role.EDITOR)
    asked = request.query_params.get("id", "")
    try:
        placed = {one.topic.topic_id: one for one in live_of(request).tuning.topics()}
    except ConfigError as exc:
        return topics_page(request, status=HTTPStatus.CONFLICT, told=Told(f"{exc}."))
    if not asked:
        parent = request.query_params.get("parent", "")
        return topics_page(request, form=TopicForm("", replace(NOTHING, parent=parent), "", {}))
    if asked not in placed:
        told = Told(tongue_for(request).say("There is no such topic any more."))
        return topics_page(request, status=HTTPStatus.NOT_FOUND, told=told)
    one = placed[asked]
    return topics_page(request, form=TopicForm(asked, one.topic, one.digest, {}))


def try_or_save(request: Request) -> Response:
    """Show which stories would gain or lose the topic, or write it."""
    need_role(request, Role.EDITOR)
    tuning, sent = live_of(request).tuning, form_of(request)
    was, digest = sent.one("was"), sent.one("digest")
    topic, faults = topic_in(sent, tongue_for(request))
    form = TopicForm(was, topic, digest, faults)
    try:
        faults = faults or tuning.try_topic(was, topic)
        if not faults and sent.one("do") == "save":
            faults = tuning.save_topic(was, topic, digest)
            if not faults:
                note(request, "changed the topic" if was else "added the topic", topic.name)
                return see_other(f"{PATH}?{urlencode({'did': 'saved', 'name': topic.name})}")
        if faults:
            refused = replace(form, faults=faults)
            return topics_page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, form=refused)
        days = number_in(sent.one("days"), 1, MOST_DAYS, DAYS)
        return topics_page(request, form=form, preview=tuning.preview_topic(was, topic, days))
    except ConfigError as exc:
        return topics_page(request, status=HTTPStatus.CONFLICT, form=form, told=Told(f"{exc}."))


def remove(request: Request) -> Response:
    """Take out a topic without children."""
    need_role(request, Role.EDITOR)
    tuning, topic_id = live_of(request).tuning, form_of(request).one("id")
    try:
        names = {one.topic.topic_id: one.topic.name for one in tuning.topics()}
        faults = tuning.remove_topic(topic_id)
    except ConfigError as exc:
        return topics_page(request, status=HTTPStatus.CONFLICT, told=Told(f"{exc}."))
    if faults:
        told = Told(next(iter(faults.values())))
        return topics_page(request, status=HTTPStatus.CONFLICT, told=told)
    note(request, "removed the topic", names[topic_id])
    return see_other(f"{PATH}?{urlencode({'did': 'removed', 'name': names[topic_id]})}")


def topics_page(
    request: Request,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    told: Told | None = None,
    form: TopicForm | None = None,
    preview: TopicPreview | None = None,
) -> Response:
    """Return the page, with a topic in a form and what a preview found."""
    need_role(request, Role.EDITOR)
    tongue = tongue_for(request)
    try:
        topics: Sequence[PlacedTopic] = live_of(request).tuning.topics()
    except ConfigError as exc:
        topics, told = (), Told(f"{exc}.")
    return desk_page(
        request,
        "desk_topics.html",
        PATH,
        tongue.say("Topics"),
        status=status,
        told=told,
        topics=topics,
        parents=parents_of(topics, form.was if form else "", tongue),
        parented={one.topic.parent for one in topics},
        form=form,
        preview=preview,
        rows=preview.changed[:ROWS] if preview else (),
        preview_words=preview_words(preview, tongue) if preview else "",
    )


# --- the form ------------------------------------------------------------------------------------


def topic_in(sent: Form, tongue: Tongue) -> tuple[Topic, Faults]:
    """Return the topic a form gives, and what is wrong with the form itself."""
    name = " ".join(sent.one("name").split())
    images, wrong = images_in(sent.exact("images"), tongue)
    topic = Topic(
        topic_id=sent.one("was") or sent.one("topic_id") or slugify(name),
        name=name,
        shortname=" ".join(sent.one("shortname").split()) or name,
        parent=sent.one("parent"),
        keywords=lines_in(sent.exact("keywords")),
        hashtags=lines_in(sent.exact("hashtags")),
        images=images,
        must_match=lines_in(sent.exact("must_match")),
        must_not_match=lines_in(sent.exact("must_not_match")),
    )
    return topic, wrong


def lines_in(text: str) -> tuple[str, ...]:
    """Return the lines of a field, white space folded, without empty ones and repeats."""
    folded = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, folded)))


def images_in(text: str, tongue: Tongue) -> tuple[tuple[Picture, ...], Faults]:
    """Return the images of a field, and what is wrong with it."""
    found: list[Picture] = []
    for line in lines_in(text):
        match = IMAGE.fullmatch(line)
        if match is None or not match["url"].startswith(("http://", "https://")):
            wrong = tongue.say(
                "“%(line)s” is no image; write its address, then 640x400 and words if you like.",
                line=line,
            )
            return tuple(found), {"images": wrong}
        size = int(match["width"] or 0), int(match["height"] or 0)
        found.append(Picture(match["url"], *size, match["alt"] or "", "taxonomy"))
    return tuple(found), {}


def image_line(picture: Picture) -> str:
    """Return one image as a line of the form."""
    size = f"{picture.width}x{picture.height}" if picture.width else ""
    return " ".join(filter(None, (picture.url, size, picture.alt)))


def parents_of(
    topics: Sequence[PlacedTopic], topic_id: str, tongue: Tongue
) -> list[tuple[str, str]]:
    """Return the topics another can be put below: all but itself and those below it."""
    barred: set[str] = {topic_id} if topic_id else set()
    rows = [("", tongue.say("none: it stands at the top"))]
    for one in topics:
        if one.topic.parent in barred or one.topic.topic_id in barred:
            barred.add(one.topic.topic_id)
        else:
            rows.append((one.topic.topic_id, "– " * one.depth + one.topic.name))
    return rows


def preview_words(preview: TopicPreview, tongue: Tongue) -> str:
    """Return what a preview found, in a sentence."""
    of = tongue.count(
        "Of %(num)s story in %(days)s days", "Of %(num)s stories in %(days)s days",
        preview.stories, days=preview.days,
    )  # fmt: skip
    gain = sum(bool(row.gains) for row in preview.changed)
    lose = sum(bool(row.loses) for row in preview.changed)
    said = tongue.say(
        "%(of)s, %(gain)s gain a topic and %(lose)s lose one.", of=of, gain=gain, lose=lose
    )
    if not preview.left_out:
        return said
    older = tongue.count(
        "%(num)s older story was not tried: only the newest are.",
        "%(num)s older stories were not tried: only the newest are.",
        preview.left_out,
    )
    return f"{said} {older}"
