"""What WebSub hubs ask and send -> ``ports.HubPost`` (W3C WebSub, 5.3 and 7)."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsloom.ports import HubPost

PATH = "/websub/"
"""Before the token of a subscription, in the address hubs call."""

LONGEST_CHALLENGE = 4096


def websub_routes(post: HubPost, max_bytes: int) -> list[Route]:
    """Return the routes hubs call; a body of more than ``max_bytes`` is refused."""

    def confirm(request: Request) -> Response:
        asked = request.query_params
        challenge = asked.get("hub.challenge", "")
        token, topic = request.path_params["token"], asked.get("hub.topic", "")
        if asked.get("hub.mode") == "denied":
            return said(HTTPStatus.OK, "noted")
        is_asked = asked.get("hub.mode") == "subscribe" and 0 < len(challenge) <= LONGEST_CHALLENGE
        if is_asked and post.confirm(token, topic, asked.get("hub.lease_seconds", "")):
            return said(HTTPStatus.OK, challenge)
        return said(HTTPStatus.NOT_FOUND, "nobody here has asked for it")

    async def receive(request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > max_bytes:
                return said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {max_bytes} bytes")
        told = request.headers
        is_known = await run_in_threadpool(
            post.receive,
            request.path_params["token"],
            bytes(body),
            told.get("content-type", ""),
            told.get("x-hub-signature", ""),
        )
        if not is_known:
            return said(HTTPStatus.GONE, "there is no such subscription")
        return said(HTTPStatus.ACCEPTED, "thank you")

    return [
        Route(f"{PATH}{{token}}", confirm, methods=["GET"]),
        Route(f"{PATH}{{token}}", receive, methods=["POST"]),
    ]


def said(status: HTTPStatus, text: str) -> Response:
    """Return a plain answer that no browser takes for a page."""
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(text, status, headers, "text/plain")
