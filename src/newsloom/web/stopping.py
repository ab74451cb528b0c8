"""uvicorn's server, which tells the app's endless answers to end before it waits for them."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn


class StoppingServer(uvicorn.Server):
    """A server that stops at once: streams are ended first, other answers are finished."""

    def __init__(self, config: uvicorn.Config, before: Callable[[], None]) -> None:
        super().__init__(config)
        self.before = before

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then what uvicorn ends."""
        self.before()
        await super().shutdown(sockets)
