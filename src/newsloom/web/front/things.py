"""What a mark can be on -> the thing itself, by its name: a story, topic, provider or phrase."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request

from newsloom.model import Marked, Summary
from newsloom.publish.personal import folded
from newsloom.publish.tongue import N_, Tongue
from newsloom.web.live import live_of
from newsloom.web.respond import masthead_of, tongue_for
from newsloom.web.visitor import form_of

LONGEST_PHRASE = 100
"""Characters of a phrase; a headline is seldom longer."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a mark is on."""

    what: Marked
    subject: str
    name: str = ""

    @property
    def key(self) -> str:
        """Return it as forms send it: "topic:Work"."""
        return f"{self.what}:{self.subject}"


def thing_sent(request: Request) -> Thing:
    """Return what a form is about: ``thing`` is "story:ID", "topic:NAME", ..."""
    form = form_of(request)
    what, _, subject = form.one("thing").partition(":")
    subject = subject.strip() or form.one("phrase")
    if what not in tuple(Marked) or not subject:
        sentence = N_("Name what it is about: `thing` is story:ID, topic:NAME, ...")
        raise refusal(request, sentence)
    return Thing(Marked(what), subject)


def known_thing(request: Request, thing: Thing) -> Thing:
    """Return a thing by its name.

    Raises:
        HTTPException: there is no such thing here (404), or a phrase says nothing (400).
    """
    match thing.what:
        case Marked.STORY:
            summary = summary_of(request, thing)
            return Thing(thing.what, summary.story_id, summary.title)
        case Marked.TOPIC:
            if thing.subject not in masthead_of(request).slugs:
                raise not_found(request, N_("There is no such topic; all are on the topics page."))
            return Thing(thing.what, thing.subject, thing.subject)
        case Marked.PROVIDER:
            known = {one.domain: one.name for one in live_of(request).front.provider_counts()}
            if thing.subject not in known:
                raise not_found(request, N_("No shown story has a report of this provider."))
            return Thing(thing.what, thing.subject, known[thing.subject])
        case Marked.PHRASE:
            if not folded(thing.subject) or len(thing.subject) > LONGEST_PHRASE:
                sentence = N_("Write a phrase of at least one word and at most %(num)s characters.")
                raise refusal(request, sentence, num=LONGEST_PHRASE)
            return Thing(thing.what, thing.subject, thing.subject)


def summary_of(request: Request, thing: Thing) -> Summary:
    """Return the story of a thing, the survivor of one that was merged.

    Raises:
        HTTPException: there is no such story (404).
    """
    front = live_of(request).front
    found = list(front.summaries_of([thing.subject]).values())
    if found and found[0].merged_into:
        survivor = front.find_story(thing.subject)
        found = list(front.summaries_of([survivor]).values()) if survivor else []
    if thing.what is not Marked.STORY or not found:
        raise not_found(request, N_("There is no such story here."))
    return found[0]


def things_of(tongue: Tongue, summary: Summary) -> list[Thing]:
    """Return what can be muted of a story: itself, its topics, its providers."""
    providers = zip(summary.domains, summary.provider_names, strict=True)
    return [
        Thing(Marked.STORY, summary.story_id, tongue.say("this story")),
        *(
            Thing(Marked.TOPIC, tag.topic, tongue.say("the topic %(name)s", name=tag.topic))
            for tag in summary.topics
        ),
        *(
            Thing(Marked.PROVIDER, domain, tongue.say("what only %(name)s reports", name=name))
            for domain, name in providers
        ),
    ]


def refusal(request: Request, sentence: str, **values: object) -> HTTPException:
    """Return what answers a form that says nothing that can be done."""
    said = tongue_for(request).say(sentence, **values)
    return HTTPException(HTTPStatus.BAD_REQUEST, said)


def not_found(request: Request, sentence: str) -> HTTPException:
    """Return what answers a form about something that is not here."""
    return HTTPException(HTTPStatus.NOT_FOUND, tongue_for(request).say(sentence))
