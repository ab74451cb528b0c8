"""Webhooks: who is told of events, what is on its way to them, and who calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from newsloom.model.ends import Deferred, Dropped
from newsloom.model.gathering import Health
from newsloom.model.hooks import Answered, Call, Hook, HookEvent, Notice

ENDED = "hook-ended"
"""Drop code of a call to a hook that wants no more."""

HOOK_CODES: Mapping[str, str] = {
    ENDED: "The webhook asks for no more calls (410).",
}
"""Every drop code of a call that no other row has, with its sentence."""


class Hooks(Protocol):
    """The webhooks of a newsroom in the hands of who looks after them."""

    def hooks(self) -> Sequence[Hook]:
        """All hooks, the ended ones too, by the time they were made."""
        ...

    def add_hook(self, url: str, events: Sequence[HookEvent], author: str) -> Hook:
        """Register an address; the hook has its new secret.

        Raises:
            ConfigError: it is no web address, or there are no events.
        """
        ...

    def remove_hook(self, hook_id: str) -> bool:
        """Forget a hook and all that was to be sent to it; False = it was not known."""
        ...

    def notices(self, hook_id: str = "", limit: int = 50) -> Sequence[Notice]:
        """What one hook, or any, was told or is to be told, the latest first."""
        ...

    def send_again(self, notice_id: str) -> bool:
        """Make a notice due now, however it ended; False = it is not known, or its hook ended."""
        ...

    def test_hook(self, hook_id: str) -> Notice | None:
        """Call a hook now and tell how it ended; None = it is not known."""
        ...


class HookStore(Protocol):
    """What the rows of the pipeline keep and read of hooks. Any method can raise StoreError."""

    def tell_of_stories(self, ids: Sequence[str]) -> Sequence[str]:
        """Keep what hooks are to be told of stories whose summary has just changed.

        Returns the ids of the notices. Part of the transaction in which they changed.
        """
        ...

    def tell_of_sources(self, healths: Mapping[str, Health], at: datetime) -> None:
        """Keep what hooks are to be told of sources whose health was saved at ``at``; due now."""
        ...

    def calls(self, ids: Sequence[str]) -> Mapping[str, Call]:
        """Notices with where they go; those of ended hooks are left out."""
        ...

    def save_answers(self, rows: Sequence[Answered]) -> Sequence[str]: ...
    def note_calls(self, ends: Mapping[Any, Any], at: datetime) -> None:
        """Keep how calls ended that were not answered well; "hook-ended" ends the hook."""
        ...


class Caller(Protocol):
    """Calls hooks."""

    def call(self, calls: Mapping[str, Call]) -> Mapping[str, Answered | Deferred | Dropped]:
        """How each call ended: taken, to be tried again, or given up."""
        ...
