"""The registry of providers: a table, one provider in a form, and those not in it yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.errors import ConfigError
from newsloom.model.people import Role
from newsloom.model.tuning import Publisher
from newsloom.ports.tuning import Faults, PlacedPublisher, Tuning
from newsloom.publish.tongue import Tongue
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.live import live_of
from newsloom.web.respond import see_other, tongue_for
from newsloom.web.tuning.saying import note, told_of
from newsloom.web.visitor import Form, form_of, need_role

PATH = "/desk/providers"
EDIT = f"{PATH}/edit"
UNLISTED = 30
"""Providers shown that report but are not in the registry, those of most stories first."""


@dataclass(frozen=True, slots=True)
class ProviderForm:
    """One provider as the form has it."""

    was: str
    """A domain of the provider that is changed; "" = a new one."""
    publisher: Publisher
    standing: str
    """As it was typed."""
    digest: str
    faults: Faults
    shipped: float
    """Points where the registry says nothing."""

    def wrong(self, field: str) -> str:
        """Return what is wrong with a field, "" = nothing."""
        return self.faults.get(field, "")


def provider_routes() -> list[BaseRoute]:
    """Return the routes of the registry's pages."""
    return [
        Route(PATH, show_providers),
        Route(EDIT, show_provider),
        Route(EDIT, save, methods=["POST"]),
        Route(f"{PATH}/remove", remove, methods=["POST"]),
    ]


# --- handlers ------------------------------------------------------------------------------------


def show_providers(request: Request) -> Response:
    """Answer with the table."""
    tongue, name = tongue_for(request), request.query_params.get("name", "")[:200]
    sentences = {
        "saved": tongue.say("%(name)s is saved. The next round of the run takes it.", name=name),
        "removed": tongue.say("%(name)s is not in the registry any more.", name=name),
    }
    return providers_page(request, told=told_of(request, sentences))


def show_provider(request: Request) -> Response:
    """Answer with one provider in a form, or a form for a new one."""
    need_role(request, Role.EDITOR)
    domain, asked = request.query_params.get("domain", ""), request.query_params
    tuning = live_of(request).tuning
    try:
        placed = next((p for p in tuning.publishers() if domain in p.publisher.domains), None)
    except ConfigError as exc:
        return providers_page(request, status=HTTPStatus.CONFLICT, told=Told(f"{exc}."))
    if placed is not None:
        form = form_with(tuning, domain, placed.publisher, placed.digest)
        return providers_page(request, form=form)
    if domain:
        told = Told(tongue_for(request).say("There is no such provider in the registry."))
        return providers_page(request, status=HTTPStatus.NOT_FOUND, told=told)
    domains = tuple(filter(None, [asked.get("add", "")[:200]]))
    new = Publisher(asked.get("name", "")[:200], domains)
    return providers_page(request, form=form_with(tuning, "", new, ""))


def save(request: Request) -> Response:
    """Write a provider."""
    need_role(request, Role.EDITOR)
    tuning, sent = live_of(request).tuning, form_of(request)
    was, digest = sent.one("was"), sent.one("digest")
    publisher, faults = publisher_in(sent, tongue_for(request))
    form = ProviderForm(was, publisher, sent.one("standing"), digest, faults, 0.0)
    try:
        faults = faults or tuning.save_publisher(was, publisher, digest)
    except ConfigError as exc:
        return providers_page(request, status=HTTPStatus.CONFLICT, form=form, told=Told(f"{exc}."))
    if faults:
        form = ProviderForm(was, publisher, sent.one("standing"), digest, faults, 0.0)
        return providers_page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    act = "changed the provider" if was else "added the provider"
    note(request, act, publisher.name, detail_of(publisher))
    return see_other(f"{PATH}?{urlencode({'did': 'saved', 'name': publisher.name})}")


def remove(request: Request) -> Response:
    """Take a provider out of the registry."""
    need_role(request, Role.EDITOR)
    tuning, domain = live_of(request).tuning, form_of(request).one("domain")
    try:
        named = {d: p.publisher.name for p in tuning.publishers() for d in p.publisher.domains}
        faults = tuning.remove_publisher(domain)
    except ConfigError as exc:
        return providers_page(request, status=HTTPStatus.CONFLICT, told=Told(f"{exc}."))
    if faults:
        told = Told(next(iter(faults.values())))
        return providers_page(request, status=HTTPStatus.CONFLICT, told=told)
    note(request, "removed the provider", named[domain])
    return see_other(f"{PATH}?{urlencode({'did': 'removed', 'name': named[domain]})}")


def providers_page(
    request: Request,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    told: Told | None = None,
    form: ProviderForm | None = None,
) -> Response:
    """Return the page, with a provider in a form."""
    need_role(request, Role.EDITOR)
    live, tongue = live_of(request), tongue_for(request)
    try:
        placed: Sequence[PlacedPublisher] = live.tuning.publishers()
    except ConfigError as exc:
        placed, told = (), Told(f"{exc}.")
    known = {domain for one in placed for domain in one.publisher.domains}
    counts = sorted(live.front.provider_counts(), key=lambda one: (-one.stories, one.name))
    unlisted = [one for one in counts if one.domain and one.domain not in known]
    return desk_page(
        request,
        "desk_providers.html",
        PATH,
        tongue.say("Providers"),
        status=status,
        told=told,
        form=form,
        providers=[one.publisher for one in placed],
        unlisted=unlisted[:UNLISTED],
    )


# --- the form ------------------------------------------------------------------------------------


def form_with(tuning: Tuning, was: str, publisher: Publisher, digest: str) -> ProviderForm:
    """Return the form of a provider as the registry has it."""
    standing = "" if publisher.standing is None else f"{publisher.standing:g}"
    shipped = tuning.shipped_standing(publisher.domains[0]) if publisher.domains else 0.0
    return ProviderForm(was, publisher, standing, digest, {}, shipped)


def publisher_in(sent: Form, tongue: Tongue) -> tuple[Publisher, Faults]:
    """Return the provider a form gives, and what is wrong with the form itself."""
    faults: dict[str, str] = {}
    standing: float | None = None
    if typed := sent.one("standing").replace(",", ".").replace("\N{MINUS SIGN}", "-"):
        try:
            standing = float(typed)
        except ValueError:
            faults["standing"] = tongue.say("Write a number from -30 to 30, or nothing.")
    domains = (line.strip().lower() for line in sent.exact("domains").replace(",", "\n").split())
    return Publisher(
        " ".join(sent.one("name").split()),
        tuple(dict.fromkeys(filter(None, domains))),
        sent.one("logo"),
        standing,
        sent.one("is_agency") == "yes",
        sent.one("never_leads") == "yes",
    ), faults


def detail_of(publisher: Publisher) -> str:
    """Return what a provider became, for the audit log."""
    said = [", ".join(publisher.domains)]
    said += [f"standing {publisher.standing:g}"] if publisher.standing is not None else []
    said += ["wire agency"] * publisher.is_agency + ["never leads"] * publisher.never_leads
    return "; ".join(said)
