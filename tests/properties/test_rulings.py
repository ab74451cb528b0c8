"""Random rulings, arrivals and undoings, in any order: after every rerun no ruling is violated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.edges.lock import locked
from newsloom.errors import ConfigError
from newsloom.model import Article, Deed, Originality, Ruling, RulingKind, StoryId
from newsloom.newsroom.acting import overrulings
from newsloom.newsroom.ruling import carry_out, make
from newsloom.newsroom.scene import Saying
from newsloom.ports.desk import Order
from newsloom.ruled import topics_in
from tests.deskroom import ARTICLES, IDS, DeskRoom, desk_room
from tests.match.invented import HARBOUR, ORCHARD, THEATRE

WITH_COPIES = tuple(
    replace(article, text=(HARBOUR, ORCHARD, THEATRE)[n // 4]) if n % 4 in (0, 3) else article
    for n, article in enumerate(ARTICLES)
)
"""The same; the last report of each event copies the first."""

TOPIC_NAMES = ("Harbours", "Orchards", "Stages")
SIDES = (RulingKind.SAME_EVENT, RulingKind.MEMBER_OF)


# --- what a ruling asks of the stories as they stand ---------------------------------------------


def violated(room: DeskRoom) -> list[tuple[str, Ruling]]:
    """Return the rulings in force, and not overruled, that the newsroom does not obey."""
    overruled = {one.older.ruling_id for one in overrulings(room.room)}
    in_force = [r for r in room.room.store.rulings() if r.undone_at is None]
    holding = [r for r in in_force if r.ruling_id not in overruled]
    return [(r.kind, r) for r in holding if not is_obeyed(r, room, holding)]


def is_obeyed(ruling: Ruling, room: DeskRoom, holding: Iterable[Ruling]) -> bool:
    """Say whether a newsroom does what a ruling says, of the articles that have come."""
    store = room.room.store
    covers = store.coverages([ruling.subject, *([ruling.object] if ruling.object else [])])
    if len(covers) < len({ruling.subject, ruling.object} - {""}):
        return True
    stories: list[StoryId] = [cover.story_id for cover in covers.values()]
    kind = ruling.kind
    if kind in SIDES or kind is RulingKind.NOT_SAME_EVENT:
        return (len(set(stories)) == 1) is (kind in SIDES)
    copies = store.syndications(covers)
    if kind is RulingKind.COPY_OF:
        copy, source = copies[ruling.subject], copies[ruling.object]  # type: ignore[index]
        return copy.status is Originality.COPY and copy.original_id == source.original_id
    if kind is RulingKind.NOT_COPY_OF:
        return copies[ruling.subject].original_id != ruling.object  # type: ignore[index]
    return is_said(ruling, room, stories[0], holding)


def is_said(ruling: Ruling, room: DeskRoom, story: StoryId, holding: Iterable[Ruling]) -> bool:
    """Say whether a story shows what a ruling says of it."""
    brief, summary = room.brief(ruling.subject), room.summary(ruling.subject)
    here = {r.article.article_id: r.article.provider.domain for r in brief.dossier.reports}
    match ruling.kind:
        case RulingKind.LEAD:
            return ruling.object not in here or brief.lead.article_id == ruling.object
        case RulingKind.NEVER_LEAD:
            barred = {i for i, domain in here.items() if domain == ruling.value}
            barred = barred if ruling.value else {ruling.subject}
            bars = [r for r in holding if r.kind is RulingKind.NEVER_LEAD]
            all_barred = {r.subject for r in bars if not r.value} | {
                i for i, domain in here.items() for r in bars if r.value == domain
            }
            return brief.lead.article_id not in barred or here.keys() <= all_barred
        case RulingKind.TITLE:
            return summary.title == ruling.value
        case RulingKind.EXCERPT:
            return summary.excerpt == ruling.value
        case RulingKind.TOPIC:
            return tuple(tag.topic for tag in summary.topics) == topics_in(ruling.value)
        case RulingKind.PIN:
            return summary.is_pinned
        case RulingKind.RETRACT:
            return summary.decision == "retract" and summary.correction == ruling.value
        case _:
            return summary.decision == ruling.kind.value


# --- what happens --------------------------------------------------------------------------------

NUMBERS = st.integers(0, len(IDS) - 1)
WORDS = st.sampled_from(("One word", "Another word", "A third"))


@st.composite
def raw_sayings(draw: st.DrawFn) -> Saying:
    """Return a ruling on any articles, as an import might bring it."""
    kind = draw(st.sampled_from(list(RulingKind)))
    one, two = draw(st.sampled_from(IDS)), draw(st.sampled_from(IDS))
    if kind in (*SIDES, RulingKind.NOT_SAME_EVENT, RulingKind.COPY_OF, RulingKind.NOT_COPY_OF):
        other = two if two != one or kind is RulingKind.MEMBER_OF else IDS[IDS.index(one) - 1]
        return Saying(kind, one, other)
    if kind is RulingKind.LEAD:
        return Saying(kind, one, two)
    if kind is RulingKind.NEVER_LEAD:
        return Saying(kind, one, "", draw(st.sampled_from(("", two.partition("/")[0]))))
    if kind is RulingKind.TOPIC:
        return Saying(kind, one, "", draw(st.sampled_from(TOPIC_NAMES)))
    needs_text = kind in (RulingKind.TITLE, RulingKind.EXCERPT, RulingKind.RETRACT)
    return Saying(kind, one, "", draw(WORDS) if needs_text else "")


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Return an order; whether it makes sense, the desk says."""
    deed = draw(st.sampled_from([deed for deed in Deed if deed is not Deed.ARCHIVE]))
    one, two = draw(st.sampled_from(IDS)), draw(st.sampled_from(IDS))
    texts = (Deed.TITLE, Deed.EXCERPT, Deed.RETRACT)
    by_domain = deed is Deed.NEVER_LEAD and draw(st.booleans())
    names_pair = deed in (Deed.SAME, Deed.APART, Deed.COPY, Deed.NOT_COPY)
    return Order(
        deed,
        story_id="" if names_pair else one,
        article_id=one if names_pair or (deed in (Deed.LEAD, Deed.NEVER_LEAD) and not by_domain)
        else "",
        other_id=two if names_pair or deed in (Deed.MERGE, Deed.MOVE) else "",
        articles=tuple(draw(st.lists(st.sampled_from(IDS), max_size=3, unique=True)))
        if deed in (Deed.SPLIT, Deed.MOVE) else (),
        topics=tuple(draw(st.lists(st.sampled_from(TOPIC_NAMES), max_size=2, unique=True)))
        if deed is Deed.TOPICS else (),
        value=one.partition("/")[0] if by_domain else draw(WORDS) if deed in texts else "",
    )  # fmt: skip


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("arrive"), st.lists(NUMBERS, min_size=1, max_size=5)),
        st.tuples(st.just("order"), orders()),
        st.tuples(st.just("order"), orders()),
        st.tuples(st.just("rule"), raw_sayings()),
        st.tuples(st.just("undo"), NUMBERS),
        st.tuples(st.just("again"), st.lists(NUMBERS, min_size=1, max_size=4)),
    ),
    min_size=3,
    max_size=12,
)


def happen(room: DeskRoom, step: tuple[str, object], articles: Sequence[Article]) -> None:
    """Let one thing happen; an order without sense is refused with a sentence."""
    room.clock.tick()
    store = room.room.store
    match step:
        case ("arrive", list(numbers)):
            room.arrive(articles[n] for n in numbers)
        case ("again", list(numbers)):
            here = list(store.coverages([IDS[n] for n in numbers]))
            store.mark_due("syndication", here, room.clock())
            store.mark_due("stories", here, room.clock())
        case ("order", Order() as order):
            try:
                room.desk.order(order, "ines")
            except ConfigError as exc:
                assert str(exc)
        case ("rule", Saying() as saying):
            make(room.room, [saying], Deed.ARCHIVE, "archive", "")
            carry_out(room.room)
        case ("undo", int(number)):
            acts = [act for act in room.desk.acts() if act.undone_at is None]
            if acts:
                room.desk.undo(acts[number % len(acts)].act_id, "tomas")


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_no_ruling_is_violated_where_each_run_begins_anew(steps: list[tuple[str, object]]) -> None:
    with TemporaryDirectory() as folder, desk_room(Path(folder)) as room:
        room.take(ARTICLES[::2])
        for step in steps:
            happen(room, step, ARTICLES)
            room.run()
            assert violated(room) == [], step


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_no_ruling_is_violated_where_one_process_runs_on(steps: list[tuple[str, object]]) -> None:
    """As under ``run --watch``: the desk keeps, the engines that go on carry out."""
    with TemporaryDirectory() as folder, desk_room(Path(folder)) as room, locked(Path(folder)):
        engines = room.room.engines()
        room.arrive(WITH_COPIES[::2])
        room.run(engines)
        for step in steps:
            happen(room, step, WITH_COPIES)
            room.run(engines)
            assert violated(room) == [], step


GROUPINGS = (Deed.MERGE, Deed.SPLIT, Deed.MOVE, Deed.SAME, Deed.APART)


@settings(max_examples=15, deadline=None)
@given(st.lists(orders().filter(lambda order: order.deed in GROUPINGS), max_size=4), st.data())
def test_when_all_is_undone_the_machine_s_stories_stand_again(
    wanted: list[Order], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder, desk_room(Path(folder)) as room:
        room.take(ARTICLES)
        before = room.groups()
        for order in wanted:
            happen(room, ("order", order), ARTICLES)
        acts = [act.act_id for act in room.desk.acts()]
        for act in data.draw(st.permutations(acts)):
            room.clock.tick()
            room.desk.undo(act, "tomas")
        assert room.groups() == before
