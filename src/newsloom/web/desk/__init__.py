"""The editor's desk: the queue, one story, the log of rulings, the health of sources, webhooks."""

from __future__ import annotations

from starlette.routing import BaseRoute

from newsloom.web.desk.hooks import hook_routes
from newsloom.web.desk.queue import queue_routes
from newsloom.web.desk.rulings import ruling_routes
from newsloom.web.desk.sources import source_routes
from newsloom.web.desk.story import story_routes


def desk_routes() -> list[BaseRoute]:
    """Return the routes of the desk's pages; those of its tuning stand elsewhere."""
    return [
        *queue_routes(),
        *story_routes(),
        *ruling_routes(),
        *source_routes(),
        *hook_routes(),
    ]


__all__ = ["desk_routes"]
