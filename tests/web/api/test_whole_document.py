"""The real API against its own document: no status, type or shape that is not in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, Response
from schemathesis.specs.openapi.checks import positive_data_acceptance

from newsloom.model.people import Scope
from newsloom.web.api.openapi import openapi_document
from newsloom.web.api.routes import ENDPOINTS
from tests.live import opened_copy, served
from tests.web.api.doors import api_app, token_for

EXAMPLES = 12
"""Of each endpoint, beyond the cases that follow from the document."""

DOCUMENT = msgspec.json.decode(msgspec.json.encode(openapi_document(ENDPOINTS)))

SCHEMA = schemathesis.openapi.from_dict(DOCUMENT).exclude(path="/events")


@pytest.fixture(scope="module")
def door(
    sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Give the address of the API of a sample newsroom, and a token that may do all."""
    place = tmp_path_factory.mktemp("api") / "room"
    with opened_copy(sample_folder, place) as room, served(api_app(room)) as address:
        yield f"{address}api/v1", token_for(room, *Scope)


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_answered_is_in_the_document(case: Case, door: tuple[str, str]) -> None:
    address, token = door
    # No schema can say which cursors, stories or addresses there are: these are refused with 400.
    case.call_and_validate(
        base_url=address,
        headers={"Authorization": f"Bearer {token}"},
        excluded_checks=[positive_data_acceptance],
    )


def test_what_one_answer_names_can_be_asked_for(door: tuple[str, str]) -> None:
    address, token = door
    found = set[tuple[str, int]]()

    class Steps(SCHEMA.include(method="GET").as_state_machine()):  # type: ignore[misc]
        """Asks for what answers before have named, as far as names and shapes tell."""

        def get_call_kwargs(self, case: Case) -> dict[str, object]:
            return {"base_url": address, "headers": {"Authorization": f"Bearer {token}"}}

        def validate_response(self, response: Response, case: Case, **more: object) -> None:
            found.add((case.operation.path, response.status_code))
            case.validate_response(response, excluded_checks=[positive_data_acceptance])

    Steps.run(
        settings=settings(
            max_examples=40,
            stateful_step_count=6,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
    )
    assert found & {("/stories/{story_id}", 200), ("/articles/{article_id}", 200)}
