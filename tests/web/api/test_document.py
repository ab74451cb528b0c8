"""The OpenAPI document: what is in it is there, and what is there is in it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from jsonschema_rs import Draft202012Validator
from starlette.routing import Route

from newsloom.model.hooks import HookEvent
from newsloom.model.people import Scope
from newsloom.newsroom import Room
from newsloom.web.api import Hub, api_routes
from newsloom.web.api.door import Door, Missing
from newsloom.web.api.openapi import NOTICES, openapi_document
from newsloom.web.api.routes import ENDPOINTS
from tests.edges.receiver import receiving
from tests.web.api.doors import client_of

DOCUMENT: dict[str, Any] = json.loads(msgspec.json.encode(openapi_document(ENDPOINTS)))


def test_every_route_is_in_the_document_and_the_other_way_round() -> None:
    there = set[tuple[str, str]]()
    for route in api_routes(Hub()):
        assert isinstance(route, Route)
        path = route.path.removeprefix("/api/v1")
        is_elsewhere = path in ("", route.path)  # /events, the desk's page, what leads to the index
        if isinstance(route.endpoint, Missing) or is_elsewhere:
            continue
        door = route.endpoint
        methods = door.by_method if isinstance(door, Door) else ["GET"]
        there |= {(path, method) for method in methods}
    told = {(path, method.upper()) for path, item in DOCUMENT["paths"].items() for method in item}
    assert there == told
    assert len(there) == len(ENDPOINTS)


def test_the_document_is_what_is_served(sample_room: Room) -> None:
    assert client_of(sample_room).get("/api/v1/openapi.json").json() == DOCUMENT


def test_every_scope_is_one_that_accounts_can_give() -> None:
    named = {
        scope
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        for way in operation["security"]
        for scopes in way.values()
        for scope in scopes
    }
    assert named == {scope.value for scope in Scope}


def test_every_shape_is_described_and_used() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    text = json.dumps(DOCUMENT)
    for name, schema in schemas.items():
        assert schema.get("description"), name
        assert f'"#/components/schemas/{name}"' in text, name
    for item in DOCUMENT["paths"].values():
        for operation in item.values():
            for parameter in operation["parameters"]:
                assert (
                    parameter.get("description")
                    or "enum" in json.dumps(parameter)
                    or ("$ref" in json.dumps(parameter))
                ), parameter["name"]


def test_names_of_operations_are_told_apart() -> None:
    names = [
        operation["operationId"]
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
    ]
    assert len(set(names)) == len(names)


def test_every_event_has_a_body() -> None:
    assert set(NOTICES) == set(HookEvent)
    assert set(DOCUMENT["webhooks"]) == {event.value for event in HookEvent}


def validator(event: HookEvent) -> Draft202012Validator:
    """Return what checks the body of a call."""
    body = DOCUMENT["webhooks"][event.value]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


@pytest.mark.parametrize("event", ["story.published", "ruling.made", "hook.test"])
def test_what_hooks_are_sent_is_in_the_document(sample_room: Room, event: str) -> None:
    from newsloom.model import Ruling, RulingKind
    from newsloom.newsroom.hooking import RoomHooks
    from tests.edges.test_hooks import NOW, summary, tell

    with receiving() as receiver:
        store, hooks = sample_room.store, RoomHooks(lambda: sample_room)
        hook = hooks.add_hook(f"http://127.0.0.1:{receiver.port}/", [HookEvent(event)], "ines")
        tell(store, summary(), NOW)
        ruling = Ruling("r1", RulingKind.TITLE, "a1", "", "Port opens", "ines", "", NOW)
        store.tell_of_rulings([ruling], NOW)
        hooks.test_hook(hook.hook_id)
        (notice,) = [one for one in store.notices() if one.event == event]
        assert list(validator(HookEvent(event)).iter_errors(json.loads(notice.body))) == []
