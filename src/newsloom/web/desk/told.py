"""The address of a page -> the line on what was just done, read from the store and not believed.

Handlers lead to a page with what was done in its address; anybody can write such an address, so
only what the store confirms is said.
"""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request

from newsloom.errors import ConfigError
from newsloom.ports.desk import Outcome
from newsloom.publish.tongue import N_, Tongue
from newsloom.web.desk.frame import Told
from newsloom.web.desk.sides import desk_path
from newsloom.web.desk.wording import act_words
from newsloom.web.live import live_of
from newsloom.web.respond import tongue_for


def told_of(request: Request, back: str) -> Told | None:
    """Return what was just done, with its undo; None = nothing was.

    ``back`` is the page shown after the undo.
    """
    tongue, asked = tongue_for(request), request.query_params
    sentence = SENTENCES.get(asked.get("told", ""))
    if sentence:
        return Told(tongue.say(sentence))
    act = live_of(request).desk.act(asked.get("did", "")) if asked.get("did") else None
    if act is None:
        return None
    words = act_words(tongue, act)
    if act.undone_at is not None:
        return Told(tongue.say("Undone: %(words)s.", words=words))
    soon = soon_words(tongue) if asked.get("soon") else ""
    story = next((desk_path(one.story_id) for one in act.about if one.story_id), "")
    return Told(
        f"{words}.{soon}",
        undo=undo_path(act.act_id),
        back=back,
        story=story if story != back else "",
    )


def soon_words(tongue: Tongue) -> str:
    """Return what is added where a run was under way."""
    return " " + tongue.say("A run is under way: it will carry this out within seconds.")


def did(outcome: Outcome) -> dict[str, str]:
    """Return what the address of the next page says of an outcome."""
    said = {"did": outcome.act.act_id}
    return said if outcome.is_done else said | {"soon": "1"}


def address(path: str, **said: str | int) -> str:
    """Return a path with what its query says; what is "" is left out."""
    query = urlencode({name: value for name, value in said.items() if value != ""})
    return f"{path}?{query}" if query else path


def sentence_of(error: ConfigError) -> str:
    """Return what is wrong with an order as a sentence: "Merge needs two stories; ..."."""
    said = f"{error.path} {error.message}".rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."


def undo_path(act_id: str) -> str:
    """Return where an act is undone."""
    return f"/desk/rulings/{act_id}/undo"


def safe_back(path: str) -> str:
    """Return a page of the desk to go back to; anything else becomes the queue."""
    is_ours = path == "/desk" or path.startswith(("/desk?", "/desk/"))
    return path if is_ours and "\\" not in path and path.isprintable() else "/desk"


SENTENCES = {
    "gone": N_("That decision was made meanwhile, or its evidence has changed. Nothing was done."),
    "later": N_("Put off until its evidence changes."),
    "recheck": N_("The source is looked at again on the next run."),
    "move": N_("The source’s new address is in the place of its old one."),
    "remove": N_("The source was removed; its articles stay."),
    "fixed": N_("That source was mended or removed meanwhile. Nothing was done."),
}
