"""An open newsroom -> the desk of its editors: ``ports.desk.Desk`` over a Room.

Orders are worked out in ``ordering``, kept and carried out in ``ruling``; the queue is in
``queueing``. Every order ends in the audit log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from newsloom.model import Article, ArticleId, Deed, Feature, Ruling, StoryId
from newsloom.model.people import AuditLine
from newsloom.newsroom.acting import acts, conflicts
from newsloom.newsroom.ordering import plan
from newsloom.newsroom.queueing import Queue
from newsloom.newsroom.room import Room
from newsloom.newsroom.ruling import (
    carry_out,
    load_rulings,
    make,
    rulings_for,
    stories_touched,
    undo,
    weigh_rulings,
)
from newsloom.newsroom.ruling_file import render_rulings
from newsloom.newsroom.scene import Plan, Scene, set_scene
from newsloom.newsroom.standing import foresee, standings
from newsloom.ports.desk import (
    Act,
    BrokenSource,
    Conflict,
    Counts,
    Held,
    Late,
    Loaded,
    Order,
    Outcome,
    Preview,
    Standing,
    Unsure,
)

PAST: Mapping[Deed, str] = {
    Deed.MERGE: "merged stories",
    Deed.SPLIT: "split a story",
    Deed.MOVE: "moved reports",
    Deed.SAME: "said same event",
    Deed.APART: "said not the same event",
    Deed.COPY: "marked a copy",
    Deed.NOT_COPY: "marked as no copy",
    Deed.LEAD: "chose the lead",
    Deed.NEVER_LEAD: "barred from leading",
    Deed.TITLE: "retitled a story",
    Deed.EXCERPT: "edited an excerpt",
    Deed.TOPICS: "set topics",
    Deed.PIN: "pinned a story",
    Deed.PUBLISH: "published a story",
    Deed.HOLD: "held a story",
    Deed.RETRACT: "retracted a story",
    Deed.ARCHIVE: "imported an archive",
}
"""What the audit log says of each deed."""


class RoomDesk:
    """``ports.desk.Desk`` over a Room; every act is a line of its audit log."""

    def __init__(self, room: Callable[[], Room]) -> None:
        self._room = room
        self._last: Queue | None = None

    @property
    def room(self) -> Room:
        """The newsroom as its settings are now."""
        return self._room()

    def _audit(self, who: str, act: str, subject: str, detail: str, address: str) -> None:
        room = self.room
        room.store.write_audit(AuditLine(room.clock(), who, act, subject, detail, address))

    # --- orders -----------------------------------------------------------------------------------

    def order(self, order: Order, who: str, note: str = "", address: str = "") -> Outcome:
        """Keep what an editor wants as rulings, and carry it out unless a run is under way."""
        room = self.room
        with room.store.transaction():
            scene, planned = self._plan(order)
            rulings = make(room, planned.sayings, order.deed, who, note)
            subject = next(iter(scene.dossiers))
            self._audit(who, PAST[order.deed], subject, note.strip(), address)
        return self._outcome(rulings, list(scene.dossiers))

    def undo(self, act_id: str, who: str, address: str = "") -> Outcome:
        """Undo an act, and let the machine decide again what it decided."""
        room = self.room
        with room.store.transaction():
            rulings = undo(room, act_id, who)
            before = room.store.stories_of(room.store.named_by(rulings))
            deed = acts(room, [act_id])[0].deed
            self._audit(who, f"undid: {PAST[deed]}", act_id, rulings[0].note, address)
        return self._outcome(rulings, before)

    def preview(self, order: Order) -> Preview:
        """Return what an order would do; nothing is written."""
        scene, planned = self._plan(order)
        rulings = rulings_for(planned.sayings, order.deed, "", "", self.room.clock())
        return foresee(self.room, scene, planned, rulings)

    def _plan(self, order: Order) -> tuple[Scene, Plan]:
        """Return what an order is about, and comes to."""
        room = self.room
        topics = {topic.name for topic in room.taxonomy.topics}
        scene = set_scene(order, room.store, topics)
        return scene, plan(order, scene)

    def _outcome(self, rulings: Sequence[Ruling], before: Sequence[StoryId]) -> Outcome:
        """Carry rulings out and return what came of it."""
        room = self.room
        is_done = carry_out(room)
        (act,) = acts(room, [rulings[0].act_id])
        return Outcome(act, standings(room, stories_touched(room, rulings, before)), is_done)

    # --- log --------------------------------------------------------------------------------------

    def acts(self, limit: int = 50, before: str = "") -> Sequence[Act]:
        """Return the newest acts, the undone ones too."""
        return acts(self.room, self.room.store.latest_acts(limit, before))

    def act(self, act_id: str) -> Act | None:
        """Return one act."""
        return next(iter(acts(self.room, [act_id])), None)

    def acts_on(self, story_id: str) -> Sequence[Act]:
        """Return the acts in force that touch a story as it stands, newest first."""
        room = self.room
        members = room.store.members([story_id]).get(StoryId(story_id), [])
        touching = room.store.rulings_on([story_id, *(cover.article_id for cover in members)])
        return acts(room, list(dict.fromkeys(r.act_id for r in reversed(touching))))

    def conflicts(self) -> Sequence[Conflict]:
        """Return acts in force that newer ones overrule, the newest conflict first."""
        return conflicts(self.room)

    # --- queue ------------------------------------------------------------------------------------

    def _queue(self) -> Queue:
        """Return the queue as it was found last, or anew when something has changed."""
        room = self.room
        if self._last is None or not self._last.is_fresh(room):
            self._last = Queue(room)
        return self._last

    def counts(self) -> Counts:
        """Return how many decisions wait in each queue."""
        queue = self._queue()
        return Counts(
            held=len(queue.held()),
            unsure=len(queue.unsure()),
            late=len(queue.late()),
            broken=len(queue.broken()),
            conflicts=len(self.conflicts()),
        )

    def held(self, limit: int = 50) -> Sequence[Held]:
        """Return stories the gate holds or has just refused, the nearest first."""
        return self._queue().held()[:limit]

    def unsure(self, limit: int = 20) -> Sequence[Unsure]:
        """Return groupings the machine is least sure of, the least sure first."""
        return self._queue().unsure()[:limit]

    def late(self, limit: int = 50) -> Sequence[Late]:
        """Return reports that joined published stories late, the newest first."""
        return self._queue().late()[:limit]

    def broken(self) -> Sequence[BrokenSource]:
        """Return sources that give nothing any more, the worst first."""
        return self._queue().broken()

    def later(self, key: str, who: str) -> None:
        """Put off one entry of a queue until its evidence changes."""
        self._queue().put_off(key, who)

    # --- what pages need to ask -------------------------------------------------------------------

    def explain(self, one: str, two: str) -> Sequence[Feature]:
        """Return what is compared of two articles; () = one of them is not known."""
        return self._queue().explain(ArticleId(one), ArticleId(two))

    def standing(self, story_id: str) -> Standing | None:
        """Return one story as it stands."""
        return next(iter(standings(self.room, [StoryId(story_id)])), None)

    def reports(self, story_id: str) -> Sequence[Article]:
        """Return the reports of a story in order of time; () = there is no such story."""
        dossier = self.room.store.dossiers([story_id]).get(StoryId(story_id))
        return tuple(report.article for report in dossier.reports) if dossier else ()

    # --- one file ---------------------------------------------------------------------------------

    def export(self) -> bytes:
        """Return all rulings as one readable file, oldest first."""
        return render_rulings(self.room.store.rulings())

    def weigh(self, body: bytes, name: str) -> Loaded:
        """Return what loading such a file would bring; nothing is kept."""
        return weigh_rulings(self.room, body, name)

    def load(self, body: bytes, name: str, who: str, address: str = "") -> Loaded:
        """Keep the rulings of such a file; the same file twice changes nothing."""
        loaded = load_rulings(self.room, body, name)
        if loaded.new or loaded.changed:
            self._audit(who, "imported rulings", name, f"{loaded.new} new", address)
            carry_out(self.room)
        return loaded
