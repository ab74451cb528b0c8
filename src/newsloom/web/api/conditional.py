"""Bytes -> an answer with a strong ETag, or only that the asker has just these bytes."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from newsloom.web.respond import etag_of, is_known


def conditional(request: Request, body: bytes, media: str, headers: Mapping[str, str]) -> Response:
    """Return the body, or 304 where If-None-Match names its ETag or any."""
    etag = etag_of(body)
    told = {**headers, "ETag": etag}
    if request.headers.get("if-none-match", "").strip() == "*" or is_known(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    return Response(body, HTTPStatus.OK, told, media)
