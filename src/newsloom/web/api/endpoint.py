"""Endpoint: one line of the API's table, and what its handler is given and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from msgspec import Struct

from newsloom.model.people import Account, Scope
from newsloom.web.live import Live

JSON = "application/json"

Query = TypeVar("Query", bound=Struct)
Body = TypeVar("Body", bound=Struct)


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters, or no body."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[Query, Body]):
    """A request as its handler sees it: everything in it has been checked."""

    house: Live
    path: Mapping[str, str]
    query: Query
    body: Body
    account: Account | None
    """Of the token that signed it; None = it is signed by none."""
    sees_all: bool
    """Whether it is an editor's, who sees what readers do not."""
    address: str
    """Where it came from."""

    @property
    def who(self) -> str:
        """Name of the account; "" = nobody's."""
        return self.account.name if self.account else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler gives: a shape, bytes of the endpoint's media type, or nothing."""

    value: Struct | bytes | None
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One line of the table: what can be asked, by whom, and every way it can be answered."""

    method: str
    path: str
    """Below /api/v1; a part in braces is a parameter."""
    name: str
    says: str
    """What it does, one sentence."""
    handle: Callable[[Asked[Any, Any]], Answer] | None
    """None = it is no answer of one piece, and has a route of its own."""
    query: type[Struct] = Nothing
    body: type[Struct] = Nothing
    gives: type[Struct] | None = None
    """None = no JSON; see ``media``."""
    media: str = JSON
    """"" = an answer without a body."""
    scope: Scope | None = None
    """None = anybody may ask."""
    status: HTTPStatus = HTTPStatus.OK
    is_kept: bool = False
    """True = the answer follows from the stories alone: it is made once after each change."""
    also: tuple[HTTPStatus, ...] = ()
    """Further statuses it answers with, beyond those its other columns mean."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parameters in its path."""
        pieces = self.path.split("/")
        return tuple(piece.strip("{}").partition(":")[0] for piece in pieces if "{" in piece)

    @property
    def is_safe(self) -> bool:
        """Whether it changes nothing."""
        return self.method == "GET"

    @property
    def has_etag(self) -> bool:
        """Whether its answer is of one piece that can be kept."""
        return self.is_safe and self.handle is not None

    @property
    def statuses(self) -> tuple[HTTPStatus, ...]:
        """Return every status it can answer with, in order."""
        found = {self.status, HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, *self.also}
        found |= {HTTPStatus.SERVICE_UNAVAILABLE}
        found |= {HTTPStatus.NOT_MODIFIED} if self.has_etag else set()
        found |= {HTTPStatus.FORBIDDEN} if self.scope else set()
        found |= {HTTPStatus.NOT_FOUND} if self.parts else set()
        if not self.is_safe:
            found |= {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE}
        return tuple(sorted(found))


def endpoint(
    method: str,
    path: str,
    name: str,
    says: str,
    handle: Callable[[Asked[Query, Body]], Answer],
    query: type[Query],
    body: type[Body],
    gives: type[Struct] | None,
    **more: Any,
) -> Endpoint:
    """Return one line of the table; the type checker refuses a handler that does not fit it."""
    return Endpoint(method, path, name, says, handle, query, body, gives, **more)
