"""The gate simulator: a form of settings -> what would appear, disappear or move; then saved.

What would happen is asked of ``ports.Tuning``; here it is put on a page. Trying writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.errors import ConfigError
from newsloom.model.people import Role
from newsloom.model.tuning import ChangedSetting, Knob, Move, Outcome, Simulation, StoryChange
from newsloom.ports.tuning import Draft, Faults
from newsloom.publish.tongue import N_, Tongue
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.live import live_of
from newsloom.web.respond import fragment, see_other, tongue_for
from newsloom.web.tuning.saying import note, number_in, told_of
from newsloom.web.visitor import form_of, need_role

PATH = "/desk/gate"
DAYS = 7
"""Days looked back at first."""
MOST_DAYS = 60
ROWS = 100
"""Changes shown; the rest is counted."""

LABELS: Mapping[str, str] = {
    "gate.blocked_providers": N_("Blocked providers, one domain a line"),
    "gate.blocked_phrases": N_("Blocked phrases, one a line"),
    "gate.topic_required": N_("A topic is required"),
    "gate.min_quality": N_("Quality of the lead, at least"),
    "gate.min_independent": N_("Independent reports, at least"),
    "gate.min_heat": N_("Heat, at least"),
    "heating.half_life_hours": N_("Hours in which heat halves"),
    "heating.related_points": N_("Heat of a further report of quality 70"),
    "heating.related_cap": N_("Heat of a further report, at most"),
    "heating.trend_hours": N_("Hours over which rising is measured"),
    "heating.trend_points": N_("Change that counts as rising or falling"),
    "seed.related_points": N_("Heat of a related report"),
    "seed.quality_floor": N_("Quality from which related reports count"),
    "seed.threshold": N_("Heat, at least"),
}
"""What a form calls a setting; one that is not here is called by its name."""

MOVES: Mapping[Move, str] = {
    Move.APPEARS: N_("Appears"),
    Move.DISAPPEARS: N_("Disappears"),
    Move.RISES: N_("Rises"),
    Move.FALLS: N_("Falls"),
    Move.STAYS: N_("Stays"),
}


@dataclass(frozen=True, slots=True)
class KnobField:
    """One setting in the form."""

    knob: Knob
    label: str
    typed: str
    hint: str
    wrong: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One story that changes, as the page shows it."""

    story_id: str
    title: str
    move: Move
    word: str
    before: str
    after: str
    because: str


@dataclass(frozen=True, slots=True)
class FrontRow:
    """One place of the front page before and after."""

    story_id: str
    title: str
    before: str
    after: str
    move: Move
    word: str


@dataclass(frozen=True, slots=True)
class GateResult:
    """A simulation as the page shows it."""

    summary: str
    left_out: str
    kept: str
    changes: tuple[ChangeRow, ...]
    more: int
    """Changes that are not shown."""
    front: tuple[FrontRow, ...]
    front_words: str


def gate_routes() -> list[BaseRoute]:
    """Return the routes of the simulator."""
    return [
        Route(PATH, show_gate),
        Route(PATH, try_or_save, methods=["POST"]),
        Route(f"{PATH}/front", glance, methods=["POST"]),
    ]


# --- handlers ------------------------------------------------------------------------------------


def show_gate(request: Request) -> Response:
    """Answer with the settings in force and the front page they give."""
    tongue = tongue_for(request)
    sentences = {
        "saved": tongue.say("The settings are saved. The next round of the run takes them."),
        "same": tongue.say("Nothing was changed, so nothing was saved."),
    }
    need_role(request, Role.EDITOR)
    try:
        return gate_page(request, {}, told=told_of(request, sentences))
    except ConfigError as exc:
        return unreadable_page(request, exc)


def try_or_save(request: Request) -> Response:
    """Answer with what the settings in the form would do, or write them."""
    need_role(request, Role.EDITOR)
    form, tuning = form_of(request), live_of(request).tuning
    try:
        given = given_of(request)
        if form.one("do") != "save":
            return gate_page(request, given, draft=tuning.draft(given), is_tried=True)
        draft = tuning.save_settings(given)
        if draft.faults:
            return gate_page(request, given, draft=draft, is_tried=True)
    except ConfigError as exc:
        return unreadable_page(request, exc)
    for change in draft.changed:
        note(request, "changed the setting", change.name, f"{change.before} to {change.after}")
    return see_other(f"{PATH}?did={'saved' if draft.changed else 'same'}")


def glance(request: Request) -> Response:
    """Answer with the front page as the form would have it, for a script to put in place."""
    need_role(request, Role.EDITOR)
    tuning, tongue = live_of(request).tuning, tongue_for(request)
    try:
        settings = tuning.draft(given_of(request)).settings
    except ConfigError as exc:
        return fragment(request, "desk_gate_front.html", front=(), front_words=f"{exc}.")
    if settings is None:
        wrong = tongue.say("The settings have a fault; the front page waits until it is mended.")
        return fragment(request, "desk_gate_front.html", front=(), front_words=wrong)
    outcome = tuning.glance(settings).kept
    return fragment(
        request,
        "desk_gate_front.html",
        front=front_rows(outcome, tongue),
        front_words=front_words(outcome, tongue),
    )


def gate_page(
    request: Request,
    given: Mapping[str, str],
    *,
    draft: Draft | None = None,
    is_tried: bool = False,
    told: Told | None = None,
) -> Response:
    """Return the page, with what a draft would do when it is tried."""
    tuning, tongue = live_of(request).tuning, tongue_for(request)
    days = number_in(form_of(request).one("days"), 1, MOST_DAYS, DAYS)
    faults = draft.faults if draft else {}
    settings = draft.settings if draft else tuning.draft({}).settings
    result = front = None
    if settings is not None and is_tried:
        result = result_of(tuning.simulate(settings, days), tongue)
    elif settings is not None:
        front = tuning.glance(settings).kept
    return desk_page(
        request,
        "desk_gate.html",
        PATH,
        tongue.say("Gate"),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        told=told,
        fields=fields_of(tuning.knobs(), given, faults, tongue),
        days=days,
        result=result,
        changed=changed_words(draft.changed if draft else (), tongue),
        front=result.front if result else front_rows(front, tongue) if front else (),
        front_words=result.front_words if result else front_words(front, tongue) if front else "",
    )


def unreadable_page(request: Request, error: ConfigError) -> Response:
    """Return the page when the settings file itself is wrong, or cannot be changed from here."""
    return desk_page(
        request,
        "desk_gate.html",
        PATH,
        tongue_for(request).say("Gate"),
        status=HTTPStatus.CONFLICT,
        told=Told(f"{error}."),
        fields=(),
        days=DAYS,
        result=None,
        changed=(),
        front=(),
        front_words="",
    )


def given_of(request: Request) -> dict[str, str]:
    """Return what the form says of each setting; a box that is not ticked says no."""
    form = form_of(request)
    return {
        knob.name: "\n".join(form.all(knob.name)) if knob.kind != "yes" else form.one(knob.name)
        for knob in live_of(request).tuning.knobs()
        if knob.kind == "yes" or form.all(knob.name)
    }


# --- what is shown -------------------------------------------------------------------------------


def fields_of(
    knobs: Sequence[Knob], given: Mapping[str, str], faults: Faults, tongue: Tongue
) -> list[KnobField]:
    """Return the form's fields, with what was typed and what is wrong with it."""
    return [
        KnobField(
            knob,
            tongue.say(LABELS.get(knob.name, knob.name)),
            given.get(knob.name, knob.text),
            hint_of(knob, tongue),
            faults.get(knob.name, ""),
        )
        for knob in knobs
    ]


def hint_of(knob: Knob, tongue: Tongue) -> str:
    """Return what stands below a field: the value in force, and its bounds."""
    if knob.kind != "number":
        return ""
    if knob.least is not None and knob.most is not None and knob.most <= 1000:
        return tongue.say(
            "now %(now)s, from %(least)s to %(most)s",
            now=knob.text, least=f"{knob.least:g}", most=f"{knob.most:g}",
        )  # fmt: skip
    return tongue.say("now %(now)s", now=knob.text)


def changed_words(changed: tuple[ChangedSetting, ...], tongue: Tongue) -> list[str]:
    """Return one line for each setting that another value was given to."""
    return [
        tongue.say(
            "%(name)s: %(before)s becomes %(after)s",
            name=tongue.say(LABELS.get(one.name, one.name)), before=one.before, after=one.after,
        )
        for one in changed
    ]  # fmt: skip


def result_of(found: Simulation, tongue: Tongue) -> GateResult:
    """Return a simulation in words and rows."""
    fresh, kept = found.fresh, found.kept
    staying = sum(c.move is Move.DISAPPEARS and c.is_published for c in fresh.changes)
    return GateResult(
        summary=summary_of(found, fresh, tongue),
        left_out=tongue.count(
            "%(num)s older story was not tried: only the newest are.",
            "%(num)s older stories were not tried: only the newest are.",
            found.left_out,
        )
        if found.left_out
        else "",
        kept=kept_words(kept, staying, tongue),
        changes=tuple(change_row(change, tongue) for change in fresh.changes[:ROWS]),
        more=max(0, len(fresh.changes) - ROWS),
        front=tuple(front_rows(kept, tongue)),
        front_words=front_words(kept, tongue),
    )


def summary_of(found: Simulation, fresh: Outcome, tongue: Tongue) -> str:
    """Return the counts: "Of 143 stories in 7 days: 6 appear, 9 disappear, 128 stay."."""
    of = tongue.count(
        "Of %(num)s story in %(days)s days", "Of %(num)s stories in %(days)s days",
        found.stories, days=found.days,
    )  # fmt: skip
    moving = fresh.count(Move.RISES, Move.FALLS)
    return tongue.say(
        "%(of)s: %(appear)s appear, %(disappear)s disappear, %(move)s change place, "
        "%(stay)s stay.",
        of=of, appear=fresh.count(Move.APPEARS), disappear=fresh.count(Move.DISAPPEARS),
        move=moving, stay=fresh.stay,
    )  # fmt: skip


def kept_words(kept: Outcome, staying: int, tongue: Tongue) -> str:
    """Return what saving would really do, as what is published stays."""
    said = tongue.say(
        "On saving, %(appear)s appear and %(disappear)s disappear.",
        appear=kept.count(Move.APPEARS), disappear=kept.count(Move.DISAPPEARS),
    )  # fmt: skip
    if not staying:
        return said
    stays = tongue.count(
        "%(num)s that would disappear is published and stays.",
        "%(num)s that would disappear are published and stay.",
        staying,
    )
    return f"{said} {stays}"


def change_row(change: StoryChange, tongue: Tongue) -> ChangeRow:
    """Return one change with its words."""
    word = tongue.say(MOVES[change.move])
    return ChangeRow(
        change.story_id, change.title, change.move, word,
        stands(change.before.place, change.before.rule, tongue),
        stands(change.after.place, change.after.rule, tongue),
        because(change, tongue),
    )  # fmt: skip


def stands(place: int, rule: str, tongue: Tongue) -> str:
    """Return where a story stands: its place, or the rule that keeps it away."""
    if place:
        return tongue.say("place %(place)s", place=place)
    return tongue.say("not published: %(rule)s", rule=rule)


def because(change: StoryChange, tongue: Tongue) -> str:
    """Return why a story changes: what the gate says now, or its heat before and after."""
    if change.move in (Move.APPEARS, Move.DISAPPEARS):
        if change.is_published and change.move is Move.DISAPPEARS:
            stays = tongue.say("It is published and stays.")
            return f"{change.after.sentence} {stays}"
        return change.after.sentence
    before, after = (f"{one.heat:.1f}" for one in (change.before, change.after))
    if before == after:
        return tongue.say("Its heat is the same; stories above it come or go.")
    return tongue.say("Heat %(before)s, then %(after)s.", before=before, after=after)


def front_rows(outcome: Outcome, tongue: Tongue) -> list[FrontRow]:
    """Return the first places before and after."""
    return [
        FrontRow(
            change.story_id, change.title, place_words(change.before.place),
            place_words(change.after.place), change.move, tongue.say(MOVES[change.move]),
        )
        for change in outcome.front
    ]  # fmt: skip


def place_words(place: int) -> str:
    """Return a place, "" for none."""
    return str(place) if place else ""


def front_words(outcome: Outcome, tongue: Tongue) -> str:
    """Return how many of the first places change."""
    changed = sum(change.move is not Move.STAYS for change in outcome.front)
    if not outcome.front:
        return tongue.say("Nothing is published yet.")
    if not changed:
        return tongue.say("On today’s front page nothing changes place.")
    return tongue.count(
        "On today’s front page %(num)s of the first places changes.",
        "On today’s front page %(num)s of the first places change.",
        changed,
    )
