"""The table of endpoints -> the OpenAPI 3.1 document: shapes from the Structs, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from newsloom.model.hooks import HookEvent
from newsloom.web.api.desk_shapes import RulingNotice, SourceNotice, StoryNotice, TestNotice
from newsloom.web.api.endpoint import JSON, Endpoint
from newsloom.web.api.links import ROOT
from newsloom.web.api.problems import PROBLEM, Problem

REF = "#/components/schemas/{name}"

ABOUT = (
    "Stories, their reports and reasons, as this newsroom tells them. Reading needs no token; "
    "scripts of any site may read. A token is sent as `Authorization: Bearer TOKEN`. Every list "
    "is `{items, next}`; every error is application/problem+json with one sentence. Every GET has "
    "an ETag, save the stream of events, and can be asked as HEAD."
)

PARTS: Mapping[str, str] = {
    "story_id": "Id of a story, or of one of its articles.",
    "article_id": "Id of an article.",
    "act_id": "Id of an act, or of one of its rulings that stands by itself.",
    "hook_id": "Id of a webhook.",
    "notice_id": "Id of a notice.",
}

SAYS: Mapping[HTTPStatus, str] = {
    HTTPStatus.OK: "Here it is.",
    HTTPStatus.CREATED: "It is made.",
    HTTPStatus.ACCEPTED: "It will be done.",
    HTTPStatus.NO_CONTENT: "It is done.",
    HTTPStatus.NOT_MODIFIED: "What you have still stands.",
    HTTPStatus.TEMPORARY_REDIRECT: "It is part of another one now.",
    HTTPStatus.BAD_REQUEST: "The request cannot be understood, or asks for what makes no sense.",
    HTTPStatus.UNAUTHORIZED: "It needs a token, or the token is not known.",
    HTTPStatus.FORBIDDEN: "The token does not reach so far.",
    HTTPStatus.NOT_FOUND: "There is no such thing.",
    HTTPStatus.CONFLICT: "It has been done already.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More was sent than is read.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "It is no JSON.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not now; see Retry-After.",
}

NOTICES: Mapping[HookEvent, type[Struct]] = {
    HookEvent.STORY_PUBLISHED: StoryNotice,
    HookEvent.STORY_CHANGED: StoryNotice,
    HookEvent.STORY_RETRACTED: StoryNotice,
    HookEvent.RULING_MADE: RulingNotice,
    HookEvent.SOURCE_BROKEN: SourceNotice,
    HookEvent.TEST: TestNotice,
}
"""What the body of each webhook call is."""

SIGNED = {
    "webhook-id": "The same however often the call is made.",
    "webhook-timestamp": "Seconds since 1970.",
    "webhook-signature": "`v1,` and the base64 HMAC-SHA256 of id.timestamp.body.",
}

Node = dict[str, Any]


def openapi_document(endpoints: Sequence[Endpoint]) -> Node:
    """Return the document of a table of endpoints."""
    shapes = Shapes(endpoints)
    paths: dict[str, Node] = {}
    for one in endpoints:
        paths.setdefault(one.path, {})[one.method.lower()] = operation(one, shapes)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Newsloom", "version": "1", "description": ABOUT},
        "servers": [{"url": ROOT}],
        "paths": paths,
        "webhooks": {event.value: webhook(event, shapes) for event in HookEvent},
        "components": {
            "schemas": shapes.components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


class Shapes:
    """The JSON Schemas of everything the table names."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        bodies = [one.body for one in endpoints if fields(one.body)]
        gives = [one.gives for one in endpoints if one.gives]
        parameters = [f.type for one in endpoints for f in fields(one.query)]
        wanted: list[Any] = [Problem, *NOTICES.values(), *bodies, *gives, *parameters]
        found, self.components = msgspec.json.schema_components(wanted, ref_template=REF)
        self.by_type = list(zip(wanted, found, strict=True))

    def of(self, wanted: Any) -> Node:
        """Return the schema of a type."""
        return next(schema for kind, schema in self.by_type if kind == wanted)


def operation(one: Endpoint, shapes: Shapes) -> Node:
    """Return what the document says of one endpoint."""
    found: Node = {
        "operationId": one.name,
        "summary": one.says,
        "parameters": [*map(path_parameter, one.parts), *query_parameters(one, shapes)],
        "responses": {str(int(s)): response(one, s, shapes) for s in one.statuses},
        "security": [{"token": [one.scope.value]}] if one.scope else [{}, {"token": ["read"]}],
    }
    if fields(one.body):
        content = {JSON: {"schema": shapes.of(one.body)}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def path_parameter(name: str) -> Node:
    """Return what the document says of a part of a path."""
    schema = {"type": "string", "minLength": 1}
    return {
        "name": name, "in": "path", "required": True, "description": PARTS[name], "schema": schema,
    }  # fmt: skip


def query_parameters(one: Endpoint, shapes: Shapes) -> list[Node]:
    """Return what the document says of the parameters of a query."""
    return [query_parameter(field, shapes) for field in fields(one.query)]


def query_parameter(field: FieldInfo, shapes: Shapes) -> Node:
    """Return what the document says of one parameter; one that is left out is never null."""
    schema = dict(shapes.of(field.type))
    description = schema.pop("description", "")
    kinds = [kind for kind in schema.pop("anyOf", ()) if kind != {"type": "null"}]
    for kind in kinds:
        schema |= kind
    if not field.required and field.default not in (None, ""):
        schema["default"] = field.default
    told = {"description": description} if description else {}
    return {
        "name": field.encode_name, "in": "query", "required": field.required, **told,
        "schema": schema,
    }  # fmt: skip


def response(one: Endpoint, status: HTTPStatus, shapes: Shapes) -> Node:
    """Return what the document says of one answer."""
    found: Node = {"description": SAYS[status]}
    if status >= HTTPStatus.BAD_REQUEST:
        found["content"] = {PROBLEM: {"schema": shapes.of(Problem)}}
    elif status == one.status and one.gives is not None:
        found["content"] = {one.media: {"schema": shapes.of(one.gives)}}
    elif status == one.status and one.media not in ("", JSON):
        found["content"] = {one.media: {"schema": {"type": "string"}}}
    elif status == one.status and one.media:
        found["content"] = {one.media: {"schema": {"type": "object"}}}
    if headers := response_headers(one, status):
        found["headers"] = headers
    return found


def response_headers(one: Endpoint, status: HTTPStatus) -> Node:
    """Return what the document says of the headers of an answer."""
    names: dict[str, str] = {}
    is_page = one.gives is not None and "next" in one.gives.__struct_fields__
    if status is HTTPStatus.OK and is_page:
        names["Link"] = 'The next page, `rel="next"`; absent = this is the last one.'
    if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED) and one.has_etag:
        names["ETag"] = "Of these bytes; send it as If-None-Match."
    if status is HTTPStatus.TEMPORARY_REDIRECT:
        names["Location"] = "Where it is."
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        names["Retry-After"] = "Seconds."
    text = {"type": "string"}
    return {name: {"description": says, "schema": text} for name, says in names.items()}


def webhook(event: HookEvent, shapes: Shapes) -> Node:
    """Return what the document says of one event that webhooks are told of."""
    content = {JSON: {"schema": shapes.of(NOTICES[event])}}
    headers = [
        {"name": name, "in": "header", "required": True, "description": says,
         "schema": {"type": "string"}}
        for name, says in SIGNED.items()
    ]  # fmt: skip
    answers = {
        "2XX": {"description": "It was taken."},
        "410": {"description": "No more calls, please."},
        "default": {"description": "It is called again, less and less often, ten times in all."},
    }
    return {
        "post": {
            "operationId": event.value,
            "parameters": headers,
            "requestBody": {"required": True, "content": content},
            "responses": answers,
        }
    }
