"""What went wrong -> an answer of type application/problem+json (RFC 9457) with one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from starlette.exceptions import HTTPException
from starlette.responses import Response

PROBLEM = "application/problem+json"

BROKEN = "This could not be answered just now. Try again in a minute."

RETRY_SECONDS = 5


class Problem(Struct, frozen=True):
    """Why there is no answer (RFC 9457)."""

    title: Annotated[str, Meta(description="What the status means.")]
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: Annotated[str, Meta(description="One sentence: what is wrong, and what to do.")]
    type: str = "about:blank"


class Refusal(Exception):
    """A request that cannot be answered: a status, and one sentence on what to do."""

    def __init__(
        self, status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, sentence)
        self.status, self.sentence, self.headers = status, sentence, dict(headers or {})


def problem_answer(
    status: int, sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the answer to a request that failed."""
    problem = Problem(HTTPStatus(status).phrase, int(status), sentence)
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(msgspec.json.encode(problem), int(status), kept, PROBLEM)


def problem_of(error: HTTPException) -> Response:
    """Return the answer to a request that was refused before it came to the API."""
    sentence, headers = error.detail, error.headers or {}
    if sentence == HTTPStatus(error.status_code).phrase:
        sentence = "This cannot be done here; /api/v1/ lists what can."
    return problem_answer(error.status_code, sentence, headers)
