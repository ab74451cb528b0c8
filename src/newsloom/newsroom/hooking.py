"""An open newsroom -> its webhooks in the hands of who looks after them, behind ``ports.hooks``."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsloom.edges.calling import SECRET_PREFIX, HookCaller
from newsloom.edges.notices import notice_for
from newsloom.edges.place import place_of
from newsloom.errors import ConfigError, FetchError
from newsloom.model import Dropped
from newsloom.model.hooks import Answered, Hook, HookEvent, Notice
from newsloom.newsroom.room import Room

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class RoomHooks:
    """``ports.hooks.Hooks`` over an open newsroom."""

    opened: Callable[[], Room]
    """Gives the newsroom as its settings are now."""

    @property
    def room(self) -> Room:
        """The newsroom as its settings are now."""
        return self.opened()

    def hooks(self) -> Sequence[Hook]:
        """Return all hooks, by the time they were made."""
        return self.room.store.hooks()

    def add_hook(self, url: str, events: Sequence[HookEvent], author: str) -> Hook:
        """Register an address; the hook has its new secret."""
        if not events:
            raise ConfigError(url, "is to be told of nothing; name an event")
        key = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        hook = Hook(
            hook_id=f"hook_{secrets.token_hex(8)}",
            url=hook_address(url),
            events=tuple(event for event in HookEvent if event in events),
            secret=f"{SECRET_PREFIX}{key}",
            author=author,
            made_at=self.room.clock(),
        )
        self.room.store.save_hook(hook)
        return hook

    def remove_hook(self, hook_id: str) -> bool:
        """Forget a hook and all that was to be sent to it; False = it was not known."""
        return self.room.store.remove_hook(hook_id)

    def notices(self, hook_id: str = "", limit: int = 50) -> Sequence[Notice]:
        """Return what one hook, or any, was told or is to be told, the latest first."""
        return self.room.store.notices(hook_id, limit)

    def send_again(self, notice_id: str) -> bool:
        """Make a notice due now; False = it is not known, or its hook ended."""
        return self.room.store.send_again(notice_id, self.room.clock())

    def test_hook(self, hook_id: str) -> Notice | None:
        """Call a hook now and return how it ended; None = it is not known.

        A test is called once: it is never put off.

        Raises:
            ConfigError: the hook has ended.
        """
        room, store = self.room, self.room.store
        hook = next((hook for hook in store.hooks() if hook.hook_id == hook_id), None)
        if hook is None:
            return None
        if hook.ended_at is not None:
            message = "has asked for no more calls (410); remove it, and register it anew"
            raise ConfigError(hook.url, message)
        at = room.clock()
        notice = notice_for(hook, HookEvent.TEST, hook_id, {"hook": hook_id}, at)
        store.save_notices([notice])
        calls = store.calls([notice.notice_id])
        end = HookCaller(room.settings.fetching, room.clock).call(calls)[notice.notice_id]
        with store.transaction():
            if isinstance(end, Answered):
                store.save_answers([end])
            else:
                once = end if isinstance(end, Dropped) else Dropped("gave-up", end.detail)
                store.note_calls({notice.notice_id: once}, room.clock())
        return store.notice(notice.notice_id)


def hook_address(url: str) -> str:
    """Return the address of a hook as browsers would spell it.

    Raises:
        ConfigError: it is no web address.
    """
    try:
        return place_of(url).url
    except FetchError as exc:
        message = "is no web address; write one that begins with https://"
        raise ConfigError(url, message) from exc
