"""The desk's page of one story: everything an editor can rule about it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.errors import ConfigError
from newsloom.model import Brief, Deed, StoryId
from newsloom.model.people import Role
from newsloom.ports.desk import Order, Outcome
from newsloom.publish.tongue import N_
from newsloom.web.desk.dossier import story_desk, with_ancestors
from newsloom.web.desk.frame import desk_page, page_of
from newsloom.web.desk.log import log_lines
from newsloom.web.desk.others import Other, find_others
from newsloom.web.desk.sides import desk_path
from newsloom.web.desk.told import address, did, sentence_of, told_of
from newsloom.web.live import Live, live_of
from newsloom.web.respond import fragment, problem, see_other, tongue_for
from newsloom.web.visitor import Form, form_of, need_role, visit_of

FIND = "find"
"""Asks for stories to choose from, and rules nothing."""


GROUPS = ("standing", "reports", "other", "title", "excerpt", "topics", "retract")
"""Parts of the page, each a form of its own."""


class Unruled(Exception):
    """What was sent cannot be made an order; the text says what to do, in English."""


def story_routes() -> list[BaseRoute]:
    """Return the routes of the page of one story."""
    return [
        Route("/desk/stories/{story_id}", show_story),
        Route("/desk/stories/{story_id}/rule", rule, methods=["POST"]),
        Route("/desk/suggest", suggest),
    ]


def show_story(request: Request) -> Response:
    """Answer with the page; a merged story leads to the one it is part of."""
    need_role(request, Role.EDITOR)
    asked = request.path_params["story_id"]
    story_id = live_of(request).front.find_story(asked)
    if story_id is not None and story_id != asked:
        return see_other(address(desk_path(story_id), **request.query_params))
    return story_page(request, asked)


def story_page(
    request: Request,
    story_id: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    group: str = "",
    wrong: str = "",
    others: tuple[Other, ...] = (),
) -> Response:
    """Return the page of a story.

    Args:
        group: the form that was sent; it keeps what was typed.
        wrong: why it could not be ruled.
        others: the stories offered where another one is chosen.
    """
    live, tongue = live_of(request), tongue_for(request)
    brief = next(iter(live.front.briefs([story_id])), None)
    if brief is None:
        sentence = tongue.say("There is no such story. Go back to the queue.")
        return problem(request, HTTPStatus.NOT_FOUND, sentence)
    acts = live.desk.acts_on(story_id)
    standing, page = live.desk.standing(story_id), page_of(request)
    story = story_desk(tongue, brief, standing, live.topics(), acts, page)
    return desk_page(
        request,
        "desk_story.html",
        "",
        tongue.say("Story: %(title)s", title=story.title),
        status=status,
        told=told_of(request, desk_path(story_id)),
        story=story,
        lines=log_lines(tongue, live, acts),
        group=group,
        wrong=wrong,
        typed=form_of(request),
        others=others,
    )


def suggest(request: Request) -> Response:
    """Answer with the stories that may be meant, for a script to put beneath the field."""
    need_role(request, Role.EDITOR)
    asked = request.query_params
    others = find_others(
        live_of(request), tongue_for(request), asked.get("other", "").strip(), asked.get("not", "")
    )
    typed = asked.get("other", "").strip()
    return fragment(request, "desk_others.html", others=others, asked=typed, chosen="")


def rule(request: Request) -> Response:
    """Keep what an editor rules about the story and show how it stands then."""
    account = need_role(request, Role.EDITOR)
    live, form, tongue = live_of(request), form_of(request), tongue_for(request)
    story_id = StoryId(request.path_params["story_id"])
    brief = next(iter(live.front.briefs([story_id])), None)
    if brief is None:
        return story_page(request, story_id)
    group, given = group_of(form), form.one("do")
    if given == FIND:
        return with_others(request, story_id, group)
    try:
        order = order_of(given, brief, form, live)
        outcome = live.desk.order(order, account.name, form.one("note"), visit_of(request).address)
    except Unruled as exc:
        return with_others(request, story_id, group, tongue.say(str(exc)))
    except ConfigError as exc:
        return with_others(request, story_id, group, sentence_of(exc))
    path = address(desk_path(stands_at(outcome, story_id)), **did(outcome))
    # A browser keeps the place of the form that was sent, where none is named.
    return see_other(f"{path}#done")


def group_of(form: Form) -> str:
    """Return the part of the page that was sent; a part there is not becomes the first."""
    group = form.one("group")
    return group if group in GROUPS else GROUPS[0]


def with_others(request: Request, story_id: str, group: str, wrong: str = "") -> Response:
    """Return the page with the stories that may be meant, and with what is wrong, if anything."""
    tongue, asked = tongue_for(request), form_of(request).one("other")
    others = find_others(live_of(request), tongue, asked, story_id)
    if not wrong and not others:
        wrong = tongue.say("No other story has these words. Try fewer, or its address.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return story_page(request, story_id, status=status, group=group, wrong=wrong, others=others)


def stands_at(outcome: Outcome, story_id: StoryId) -> StoryId:
    """Return the story whose page shows what came of an order."""
    for story in outcome.stories:
        if story.story_id == story_id:
            return story.merged_into or story_id
    return outcome.stories[0].story_id if outcome.stories else story_id


# --- orders --------------------------------------------------------------------------------------


def order_of(given: str, brief: Brief, form: Form, live: Live) -> Order:
    """Return the order that a form means.

    Raises:
        Unruled: something is missing from it.
    """
    story_id = brief.dossier.story.story_id
    if given not in tuple(Deed):
        raise Unruled(N_("Choose one of the buttons."))
    deed = Deed(given)
    match deed:
        case Deed.TITLE | Deed.EXCERPT | Deed.RETRACT:
            return Order(deed, story_id, value=worded(form.one(VALUES[deed])))
        case Deed.PIN | Deed.PUBLISH | Deed.HOLD:
            return Order(deed, story_id)
        case Deed.TOPICS:
            chosen = with_ancestors(live.topics(), form.all("topic"))
            return Order(deed, story_id, topics=chosen)
        case Deed.LEAD:
            return Order(deed, story_id, article_id=named(form.one("lead"), NO_LEAD))
        case Deed.SPLIT:
            return Order(deed, story_id, articles=ticked(form, 1))
        case Deed.MOVE:
            other = other_story(form, live, story_id)
            return Order(deed, story_id, other_id=other, articles=ticked(form, 1))
        case Deed.MERGE:
            return Order(deed, story_id, other_id=other_story(form, live, story_id))
        case _:
            return pair_order(deed, brief, form, live)


def pair_order(deed: Deed, brief: Brief, form: Form, live: Live) -> Order:
    """Return the order that is about one or two reports."""
    story_id, by_id = brief.dossier.story.story_id, reports_by_id(brief)
    match deed:
        case Deed.SAME:
            one, two = ticked(form, 2, 2)
            return Order(deed, article_id=one, other_id=two)
        case Deed.APART if form.one("group") == "other":
            other = live.desk.standing(other_story(form, live, story_id))
            theirs = live.desk.reports(other.story_id) if other else ()
            if not theirs:
                raise Unruled(NO_STORY)
            return Order(deed, article_id=brief.lead.article_id, other_id=theirs[0].article_id)
        case Deed.APART:
            one, two = ticked(form, 2, 2)
            return Order(deed, article_id=one, other_id=two)
        case Deed.COPY:
            (one,) = ticked(form, 1, 1)
            return Order(deed, article_id=one, other_id=named(form.one("original"), NO_ORIGINAL))
        case Deed.NOT_COPY:
            (one,) = ticked(form, 1, 1)
            return Order(deed, article_id=one, other_id=by_id.get(one, ""))
        case Deed.NEVER_LEAD:
            domains = {domains_by_id(brief).get(one, "") for one in ticked(form, 1)}
            if len(domains) > 1:
                raise Unruled(N_("Tick reports of one provider only."))
            return Order(deed, story_id, value=domains.pop())
        case _:
            raise Unruled(N_("Choose one of the buttons."))


VALUES: Mapping[Deed, str] = {
    Deed.TITLE: "title",
    Deed.EXCERPT: "excerpt",
    Deed.RETRACT: "correction",
}
"""Deed -> the field that holds its words."""

NO_LEAD = N_("Choose the report that shall lead.")
NO_ORIGINAL = N_("Choose the report it is a copy of.")
NO_STORY = N_("Choose the other story: type some of its title, its address or its id, and find it.")
NO_WORDS = N_("Write something first.")


def reports_by_id(brief: Brief) -> Mapping[str, str]:
    """Return article -> the article it is a copy of."""
    return {r.article.article_id: r.syndication.original_id for r in brief.dossier.reports}


def domains_by_id(brief: Brief) -> Mapping[str, str]:
    """Return article -> domain of its provider."""
    return {r.article.article_id: r.article.provider.domain for r in brief.dossier.reports}


def worded(text: str) -> str:
    """Return a text that says something, as one line for each of its lines."""
    if not text.strip():
        raise Unruled(NO_WORDS)
    return "\n".join(line.strip() for line in text.strip().splitlines())


def named(value: str, missing: str) -> str:
    """Return what was chosen."""
    if not value:
        raise Unruled(missing)
    return value


def ticked(form: Form, least: int, most: int = 0) -> tuple[str, ...]:
    """Return the reports that were ticked, at least and at most so many (0 = any number)."""
    found = tuple(dict.fromkeys(form.all("tick")))
    if len(found) < least or (most and len(found) > most):
        if most == 1:
            raise Unruled(N_("Tick one report."))
        if most == 2:
            raise Unruled(N_("Tick two reports."))
        raise Unruled(N_("Tick the reports first."))
    return found


def other_story(form: Form, live: Live, than: str) -> str:
    """Return the other story that was chosen, or that was typed so that no other can be meant."""
    chosen = form.one("story") or live.front.find_story(form.one("other")) or ""
    if not chosen or chosen == than:
        raise Unruled(NO_STORY)
    return chosen
