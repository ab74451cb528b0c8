"""The body of a request -> its bytes, and the form they are; bounded in every direction."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from newsloom.web.visitor import Form

MOST_BYTES: Final = 4 * 1024 * 1024
"""Of one request, files and all; a year of rulings is about one MiB."""
MOST_FIELDS: Final = 5000
"""Of one form; a story of a thousand articles ticks as many."""
MOST_FILES: Final = 4

URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


async def read_body(request: Request) -> bytes:
    """Return the whole body.

    Raises:
        HTTPException: it is longer than ``MOST_BYTES`` (413), or broke off (400).
    """
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                sentence = f"At most {MOST_BYTES // 1024 // 1024} MiB can be sent at once."
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    except ClientDisconnect as exc:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The request broke off.") from exc
    return bytes(body)


async def parse_form(request: Request, body: bytes) -> Form:
    """Return the form in a body; an empty one where the body is something else.

    Raises:
        HTTPException: it is no form although it says so, or has too many fields (400).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == URLENCODED:
            return parse_urlencoded(body)
        if kind == MULTIPART:
            return await parse_multipart(request, body)
    except (ValueError, KeyError, MultiPartException) as exc:
        sentence = "This form cannot be read: load the page again and send it once more."
        raise HTTPException(HTTPStatus.BAD_REQUEST, sentence) from exc
    return Form()


def parse_urlencoded(body: bytes) -> Form:
    """Return the form in a urlencoded body; raises ValueError for any other."""
    fields: dict[str, list[str]] = {}
    text = body.decode("ascii")
    pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return Form({name: tuple(values) for name, values in fields.items()})


async def parse_multipart(request: Request, body: bytes) -> Form:
    """Return the form in a multipart body."""

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        request.headers,
        stream(),
        max_files=MOST_FILES,
        max_fields=MOST_FIELDS,
        max_part_size=MOST_BYTES,
    )
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for name, value in (await parser.parse()).multi_items():
        if isinstance(value, UploadFile):
            files[name] = await value.read()
            await value.close()
        else:
            fields.setdefault(name, []).append(value)
    return Form({name: tuple(values) for name, values in fields.items()}, files)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that gives the body, once read, to whoever reads it again."""
    is_given = False

    async def again() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
