"""What rulings teach: precision and recall of grouping, its mistakes, and a better pair model.

The work is done by a process of its own; the page says how far it is and asks again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Role
from newsloom.model.tuning import LearningState, MonthAgreement, Retraining, Share
from newsloom.publish.tongue import N_, Tongue
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.live import live_of
from newsloom.web.respond import see_other, tongue_for
from newsloom.web.tuning.saying import note, told_of
from newsloom.web.visitor import form_of, need_role

PATH = "/desk/learning"
MISTAKES = 50
"""Mistakes shown; the rest is counted."""

STEPS = {
    "replaying": N_("The articles around the rulings are grouped again, as if nobody had ruled."),
    "fitting": N_("The pair model learns from the rulings."),
}


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The agreement of one month, as the page shows it."""

    month: str
    pairs: int
    precision: str
    recall: str


def learning_routes() -> list[BaseRoute]:
    """Return the routes of the page."""
    return [
        Route(PATH, show_learning),
        Route(PATH, act, methods=["POST"]),
    ]


def show_learning(request: Request) -> Response:
    """Answer with what rulings teach."""
    tongue = tongue_for(request)
    sentences = {
        "accepted": tongue.say(
            "The new model is in force. It judges what comes from the next round of the run on."
        ),
        "undone": tongue.say("The former model is in force again."),
    }
    return learning_page(request, told=told_of(request, sentences))


def act(request: Request) -> Response:
    """Begin a look, accept the model offered, or put the former one back."""
    need_role(request, Role.EDITOR)
    tuning, wanted = live_of(request).tuning, form_of(request).one("do")
    if wanted in ("look", "retrain"):
        why_not = tuning.start_learning(retrain=wanted == "retrain")
        did, line = "", ""
    elif wanted == "accept":
        why_not = tuning.accept_model()
        did, line = "accepted", "accepted the model learnt from rulings"
    elif wanted == "undo":
        why_not = tuning.undo_model()
        did, line = "undone", "put back the former pair model"
    else:
        why_not = tongue_for(request).say("This page has no such button.")
        did, line = "", ""
    if why_not:
        return learning_page(request, status=HTTPStatus.CONFLICT, told=Told(why_not))
    if line:
        note(request, line, "pair_model.toml")
    return see_other(f"{PATH}?did={did}" if did else PATH)


def learning_page(
    request: Request, *, status: HTTPStatus = HTTPStatus.OK, told: Told | None = None
) -> Response:
    """Return the page."""
    need_role(request, Role.EDITOR)
    tongue = tongue_for(request)
    state = live_of(request).tuning.learning()
    lesson = state.lesson
    return desk_page(
        request,
        "desk_learning.html",
        PATH,
        tongue.say("Learning"),
        status=status,
        told=told,
        state=state,
        running=running_words(state, tongue),
        months=[month_row(one, tongue) for one in lesson.months] if lesson else [],
        mistakes=lesson.mistakes[:MISTAKES] if lesson else (),
        more=max(0, len(lesson.mistakes) - MISTAKES) if lesson else 0,
        retrained=retrained_words(lesson.retraining, tongue)
        if lesson and lesson.retraining
        else [],
    )


def running_words(state: LearningState, tongue: Tongue) -> str:
    """Return how far the look is, "" when none is under way."""
    if not state.is_running:
        return ""
    step = tongue.say(STEPS.get(state.step, "The rulings are read."))
    if not state.total:
        return step
    far = tongue.say("%(done)s of %(total)s.", done=state.done, total=state.total)
    return f"{step} {far}"


def month_row(one: MonthAgreement, tongue: Tongue) -> MonthRow:
    """Return the agreement of one month, or of all, in words."""
    month = tongue.say("all")
    if one.month:
        year, _, number = one.month.partition("-")
        month = tongue.month(datetime(int(year), int(number), 1, tzinfo=UTC))
    return MonthRow(
        month, one.pairs, share_words(one.precision, tongue), share_words(one.recall, tongue)
    )


def share_words(share: Share, tongue: Tongue) -> str:
    """Return a share with its interval: "96.1 of 100 (94.0 to 97.6), of 412"."""
    if not share.of:
        return tongue.say("nothing to count")
    value, low, high = (
        tongue.fraction(round(100 * part, 1)) for part in (share.value, share.low, share.high)
    )
    return tongue.say(
        "%(value)s of 100 (%(low)s to %(high)s), %(right)s of %(of)s",
        value=value, low=low, high=high, right=share.right, of=share.of,
    )  # fmt: skip


def retrained_words(found: Retraining, tongue: Tongue) -> list[str]:
    """Return how the model that was learnt does on rulings it had not seen, line by line."""
    lines = [
        tongue.say(
            "Judged right on rulings not seen: %(before)s before, %(after)s after.",
            before=share_words(found.before, tongue), after=share_words(found.after, tongue),
        ),
        tongue.say(
            "F1 %(before)s before, %(after)s after.",
            before=f"{found.f1_before:.3f}", after=f"{found.f1_after:.3f}",
        ),
    ]  # fmt: skip
    if found.won or found.lost:
        lines.append(
            tongue.say(
                "Of the pairs on which they differ, the new model is right on %(share)s.",
                share=share_words(found.won_share, tongue),
            )
        )
    if not found.is_better:
        lines.append(tongue.say("It is not better than the model in force, so it is not offered."))
    return lines
