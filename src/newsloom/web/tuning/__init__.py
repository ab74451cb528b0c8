"""The desk's pages of tuning: the gate, topics, providers, and what rulings teach."""

from __future__ import annotations

from starlette.routing import BaseRoute

from newsloom.web.tuning.gate import gate_routes
from newsloom.web.tuning.learning import learning_routes
from newsloom.web.tuning.providers import provider_routes
from newsloom.web.tuning.topics import topic_routes


def tuning_routes() -> list[BaseRoute]:
    """Return the routes of all pages of tuning."""
    return [*gate_routes(), *topic_routes(), *provider_routes(), *learning_routes()]
