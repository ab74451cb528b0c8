"""One row of the pipeline, and how rows are run over the work list.

Every row is: read what is due -> decide -> write the decisions -> wake the rows that depend on
them. ``decide`` gives every input one end: a record, ``Dropped(code)`` or ``Deferred(until)``. A
chunk and its ends are written in one transaction, so a crash costs one chunk of work and no data.
``SourceError`` and ``PublishError`` are ends; any other exception stops the run with the chunk
unwritten. Which rows there are, and in which order, stands in ``pipeline``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeVar

from newsloom.errors import FetchError, PublishError, SourceError
from newsloom.model import Deferred, Dropped, Due, Ending, StageCount
from newsloom.ports import Store

In = TypeVar("In")
Out = TypeVar("Out")
Batch = TypeVar("Batch")

PATIENT = frozenset({"waiting"})
"""Codes of deferrals that are no failed try: it was not even begun."""

CHUNK = 200
"""Inputs per transaction: bounds memory and what a crash can cost."""


@dataclass(frozen=True, slots=True)
class Wake:
    """A later row, and which of its keys become due for the keys that changed."""

    stage: str
    keys: Callable[[Sequence[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the table, its types already checked by ``stage``."""

    name: str
    version: str
    read: Callable[[Sequence[str]], Any]
    decide: Callable[[Any], Mapping[Any, Any]]
    write: Callable[[Sequence[Any]], Sequence[str]]
    wakes: tuple[Wake, ...]
    chunk: int
    max_tries: int | None
    missing: str
    """Code of a key whose record is not there to be read."""
    by_publication: bool
    """True = keys come in the order their articles were published, whenever they became due."""
    note: Callable[[Mapping[Any, Any], datetime], None]
    """Told how a chunk's inputs ended, errors included; part of its transaction."""
    arrange: Callable[[Sequence[Due]], Sequence[Due]]
    """Puts due keys in the order in which they are worked on."""


def stage(
    name: str,
    version: str,
    read: Callable[[Sequence[str]], Batch],
    decide: Callable[[Batch], Mapping[Any, Out | Dropped | Deferred | SourceError | PublishError]],
    write: Callable[[Sequence[Out]], Sequence[str]],
    wakes: Sequence[Wake] = (),
    *,
    chunk: int = CHUNK,
    max_tries: int | None = None,
    missing: str = "missing",
    by_publication: bool = False,
    note: Callable[[Mapping[Any, Any], datetime], None] = lambda ends, at: None,
    arrange: Callable[[Sequence[Due]], Sequence[Due]] = lambda due: due,
) -> Stage:
    """Return one row; the type checker refuses a row whose three functions do not fit.

    ``version`` changes when the answers of ``decide`` do; older answers become due again.
    """
    return Stage(
        name, version, read, decide, write, tuple(wakes), chunk, max_tries, missing,
        by_publication, note, arrange,
    )  # fmt: skip


def version(number: str, *settings: object) -> str:
    """Return the version of a row whose answers depend on settings: they change, it changes."""
    return f"{number}-{blake2b(repr(settings).encode(), digest_size=4).hexdigest()}"


def each(
    decide: Callable[[In], Out],
) -> Callable[[Mapping[Any, In]], dict[Any, Out | SourceError]]:
    """Return ``decide`` for a whole chunk; a SourceError is the end of its own input only."""

    def decide_all(inputs: Mapping[Any, In]) -> dict[Any, Out | SourceError]:
        return {key: attempt(decide, value) for key, value in inputs.items()}

    return decide_all


def attempt(decide: Callable[[In], Out], value: In) -> Out | SourceError:
    """Return the decision, or the expected error that is its end."""
    try:
        return decide(value)
    except SourceError as exc:
        return exc


def wake(stage: str) -> Wake:
    """Return: the same keys become due in a later row."""
    return Wake(stage, lambda keys: keys)


def run(
    table: Sequence[Stage],
    store: Store,
    clock: Callable[[], datetime],
    on_progress: Callable[[StageCount, int], None] = lambda count, due: None,
) -> list[StageCount]:
    """Run each row once over what is due; returns how every row's inputs ended.

    ``on_progress`` is told after every chunk: the count so far and how many were due.
    """
    recorded = store.stage_versions()
    with store.transaction():
        for row in table:
            if recorded.get(row.name) != row.version:
                store.raise_version(row.name, row.version, clock())
    return [run_stage(row, store, clock, on_progress) for row in table]


def run_stage(
    row: Stage,
    store: Store,
    clock: Callable[[], datetime],
    on_progress: Callable[[StageCount, int], None],
) -> StageCount:
    """Run one row over its work list, chunk by chunk."""
    count = StageCount(row.name)
    due = store.due(row.name, clock(), by_publication=row.by_publication)
    for chunk in batched(row.arrange(due), row.chunk):
        count = added(count, run_chunk(row, chunk, store, clock))
        on_progress(count, len(due))
    return count


def run_chunk(
    row: Stage, chunk: Sequence[Due], store: Store, clock: Callable[[], datetime]
) -> StageCount:
    """Decide one chunk and write its ends in one transaction, in the order of the answers."""
    tries = {due.key: due.tries for due in chunk}
    keys = list(tries)
    ends = row.decide(row.read(keys))
    at = clock()
    passed: dict[str, Any] = {}
    dropped: list[Ending] = []
    deferred: dict[str, Deferred] = {}
    for key in (*ends, *(key for key in keys if key not in ends)):
        match end_of(ends.get(key, Dropped(row.missing)), row, tries[key]):
            case Dropped(code, detail):
                dropped.append(Ending(row.name, key, code, detail, at))
            case Deferred() as wait:
                deferred[key] = wait
            case record:
                passed[key] = record
    with store.transaction():
        store.settle(row.name, list(passed), dropped, deferred, at)
        row.note(ends, at)
        changed = row.write(list(passed.values())) if passed else ()
        if changed:
            for later in row.wakes:
                store.mark_due(later.stage, later.keys(changed), at)
    return StageCount(row.name, len(keys), len(passed), len(dropped), len(deferred))


def end_of(end: object, row: Stage, tries: int) -> object:
    """Return an end with an expected error turned into the drop or deferral it means."""
    match end:
        case FetchError(retry_at=datetime() as until, code=code):
            end = Deferred(until, str(end), code)
        case PublishError(retry_at=datetime() as until):
            end = Deferred(until, str(end))
        case SourceError():
            return Dropped(end.code, str(end))
        case PublishError():
            return Dropped("refused-by-target", str(end))
    if isinstance(end, Deferred) and is_too_often(end, row, tries):
        return Dropped("gave-up", f"{end.detail}; tried {tries + 1} times")
    return end


def is_too_often(end: Deferred, row: Stage, tries: int) -> bool:
    """Return whether a deferral is the last one its row allows."""
    return row.max_tries is not None and end.code not in PATIENT and tries + 1 >= row.max_tries


def added(total: StageCount, more: StageCount) -> StageCount:
    """Return the sum of two counts of one row."""
    return replace(
        total,
        read=total.read + more.read,
        passed=total.passed + more.passed,
        dropped=total.dropped + more.dropped,
        deferred=total.deferred + more.deferred,
    )


def batched(values: Sequence[In], size: int) -> Iterator[Sequence[In]]:
    """Return consecutive runs of at most ``size`` values."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
