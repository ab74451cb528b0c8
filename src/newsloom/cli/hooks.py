"""The commands of webhooks: hooks add, list, remove, test."""

from __future__ import annotations

from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import HERE, JsonOption, RoomOption, app, print_json, print_table, say
from newsloom.errors import ConfigError
from newsloom.model.hooks import Hook, HookEvent, NoticeState
from newsloom.newsroom import Room
from newsloom.newsroom.hooking import RoomHooks
from newsloom.text.counting import counted

BY_COMMAND = "newsloom"
"""Author of what is registered on the command line."""

EVENTS = tuple(event for event in HookEvent if event is not HookEvent.TEST)

hooks_app = typer.Typer(help="Tell other programs what happens.", no_args_is_help=True)
app.add_typer(hooks_app, name="hooks")

HookArgument = Annotated[
    str, typer.Argument(help="Id of the webhook, or its address.", show_default=False)
]


@hooks_app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="Address that is called.", show_default=False)],
    events: Annotated[
        list[str] | None,
        typer.Option("--event", help=f"{', '.join(EVENTS)}; all by default.", show_default=False),
    ] = None,
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Register a webhook and print its secret, which is shown this once."""
    chosen = [event_named(name) for name in events or EVENTS]
    with newsroom.opened(room) as opened:
        hook = RoomHooks(lambda: opened).add_hook(url, chosen, BY_COMMAND)
    if json:
        print_json({**facts(hook), "secret": hook.secret})
        return
    say(f"{hook.url} is called from now on, as {hook.hook_id}.")
    say(f"Its secret, shown this once: {hook.secret}")


@hooks_app.command("list")
def list_hooks(room: RoomOption = HERE, json: JsonOption = False) -> None:
    """Print the webhooks, and how the last call of each ended."""
    with newsroom.opened(room) as opened:
        hooks = RoomHooks(lambda: opened)
        found = hooks.hooks()
        last = {hook.hook_id: next(iter(hooks.notices(hook.hook_id, 1)), None) for hook in found}
    if json:
        print_json([facts(hook) for hook in found])
    elif found:
        rows = [
            (
                hook.hook_id,
                "ended" if hook.ended_at else "called",
                ", ".join(hook.events),
                hook.url,
                notice.says if (notice := last[hook.hook_id]) else "",
            )
            for hook in found
        ]
        columns = ("webhook", "state", "events", "address", "last answer")
        print_table(counted(len(found), "webhook"), columns, rows)
    else:
        say("No webhooks yet. Add one with: newsloom hooks add URL")


@hooks_app.command("remove")
def remove(name: HookArgument, room: RoomOption = HERE, json: JsonOption = False) -> None:
    """Forget a webhook and all that was to be sent to it."""
    with newsroom.opened(room) as opened:
        hook = hook_named(opened, name)
        RoomHooks(lambda: opened).remove_hook(hook.hook_id)
    if json:
        print_json({"removed": hook.hook_id})
    else:
        say(f"{hook.url} is not called any more.")


@hooks_app.command("test")
def test(name: HookArgument, room: RoomOption = HERE, json: JsonOption = False) -> None:
    """Call a webhook now; the exit code is 1 when it does not take the call."""
    with newsroom.opened(room) as opened:
        hook = hook_named(opened, name)
        notice = RoomHooks(lambda: opened).test_hook(hook.hook_id)
    assert notice is not None
    if json:
        print_json({"id": notice.notice_id, "state": notice.state, "says": notice.says})
    else:
        say(f"{hook.url}: {notice.says}")
    if notice.state is not NoticeState.TAKEN:
        raise typer.Exit(1)


def event_named(name: str) -> HookEvent:
    """Return an event by its name.

    Raises:
        ConfigError: there is none such.
    """
    for event in EVENTS:
        if event == name:
            return event
    raise ConfigError(name, f"is no event; choose from {', '.join(EVENTS)}")


def hook_named(room: Room, name: str) -> Hook:
    """Return a webhook by its id or address.

    Raises:
        ConfigError: there is none such.
    """
    for hook in room.store.hooks():
        if name in (hook.hook_id, hook.url):
            return hook
    raise ConfigError(name, "is no webhook of this newsroom; see newsloom hooks list")


def facts(hook: Hook) -> dict[str, object]:
    """Return a webhook in the shape scripts rely on; its secret is not told."""
    return {
        "id": hook.hook_id,
        "url": hook.url,
        "events": hook.events,
        "author": hook.author,
        "made_at": hook.made_at,
        "ended_at": hook.ended_at,
    }
