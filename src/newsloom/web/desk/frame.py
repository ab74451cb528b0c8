"""Request -> what stands around every page of the desk, and the page in it.

Only editors come this far; which page is shown is decided by its handler.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from newsloom.model.people import Role
from newsloom.publish.frame import Page
from newsloom.publish.tongue import N_
from newsloom.web.respond import page, tongue_for
from newsloom.web.visitor import need_role

TABS = (
    ("/desk", N_("Queue"), Role.EDITOR),
    ("/desk/rulings", N_("Rulings"), Role.EDITOR),
    ("/desk/gate", N_("Gate"), Role.EDITOR),
    ("/desk/topics", N_("Topics"), Role.EDITOR),
    ("/desk/providers", N_("Providers"), Role.EDITOR),
    ("/desk/sources", N_("Sources"), Role.EDITOR),
    ("/desk/learning", N_("Learning"), Role.EDITOR),
    ("/desk/people", N_("People"), Role.ADMIN),
    ("/desk/hooks", N_("Webhooks"), Role.ADMIN),
    ("/", N_("Front page"), Role.EDITOR),
)
"""Path, name, and the role that sees it."""

ROLES = {Role.EDITOR: N_("editor"), Role.ADMIN: N_("admin")}


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the desk, or the front page."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line at the top of a page: what was just done, or why it could not be."""

    sentence: str
    undo: str = ""
    """Path that takes a form and undoes it; "" = there is no undo."""
    back: str = "/desk"
    """Page shown after the undo."""
    story: str = ""
    """Page of the story it was done to, where that is another page; "" = there is none."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One queue in the side list."""

    path: str
    name: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class DeskFrame:
    """What stands around a page of the desk."""

    tab: str
    """Path of the tab it belongs to."""
    tabs: tuple[Tab, ...]
    person: str
    role: str
    told: Told | None
    queues: tuple[QueueLine, ...]
    """() on pages without the side list."""

    @property
    def waiting(self) -> int:
        """How many decisions wait in all queues."""
        return sum(queue.count for queue in self.queues)


def page_of(request: Request) -> int:
    """Return the number of the page of a list that is asked for; 1 for anything else."""
    number = request.query_params.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 7 else 1


def desk_page(
    request: Request,
    template: str,
    tab: str,
    title: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    told: Told | None = None,
    queues: tuple[QueueLine, ...] = (),
    **context: object,
) -> Response:
    """Return a page of the desk.

    Args:
        tab: path of the tab it belongs to.
        title: name of the page, in the visitor's tongue.
        context: what the template reads beside ``frame`` and ``desk``.
    """
    account = need_role(request, Role.EDITOR)
    tongue = tongue_for(request)
    desk = DeskFrame(
        tab=tab,
        tabs=tuple(Tab(p, tongue.say(name)) for p, name, role in TABS if account.role >= role),
        person=account.called,
        role=tongue.say(ROLES[account.role]),
        told=told,
        queues=queues,
    )
    about = Page("desk.html", title, "", is_anywhere=True)
    return page(request, template, about, masthead=None, status=status, desk=desk, **context)
