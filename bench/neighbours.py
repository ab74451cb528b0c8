"""How fast the nearest of many vectors are found, exactly and by the graph, and how many are right.

Run: ``python -m bench.neighbours [--size N ...]``. Vectors are made: 512 wide, about twenty an
event, events near each other by topic. Each kind and size has a process of its own. ``ms`` are of
one core for one vector: asked alone, in batches of 200, or added; recall is of the ten nearest.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from time import process_time

import numpy as np
from numpy.typing import NDArray

from bench.child import measured_apart
from bench.machine import peak_mib
from newsloom.edges.neighbours import GraphNeighbours
from newsloom.match.neighbours import ExactNeighbours, Neighbours

WIDTH = 512
TOPICS = 60
"""Directions that events differ in most: the space of news is far from 512 wide."""
PER_EVENT = 20
BATCH = 200
NEAREST = 10
ASKED = 1000
SIZES = (20_000, 100_000)
KINDS: dict[str, Callable[[int], Neighbours]] = {"exact": ExactNeighbours, "graph": GraphNeighbours}


def batches(size: int, seed: int = 1) -> Iterator[NDArray[np.float16]]:
    """Yield ``size`` unit vectors in batches, the reports of an event near each other in order."""
    chance = np.random.default_rng(seed)
    topics = chance.normal(size=(TOPICS, WIDTH))
    for _ in range(0, size, BATCH):
        events = chance.normal(size=(BATCH // PER_EVENT, TOPICS)).repeat(PER_EVENT, axis=0)
        rows = (events + 0.5 * chance.normal(size=(BATCH, TOPICS))) @ topics
        rows += 1.5 * chance.normal(size=rows.shape)
        yield (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)


def measure(kind: str, size: int) -> dict[str, float]:
    """Return the measures of one kind that holds ``size`` vectors."""
    held = KINDS[kind](WIDTH)
    before, adding = peak_mib(), 0.0
    every = max(1, size // ASKED)
    asked = []
    for number, rows in enumerate(batches(size)):
        start = process_time()
        held.add(range(number * BATCH, (number + 1) * BATCH), rows)
        adding += process_time() - start
        asked.append(rows[-(number * BATCH) % every :: every].copy())
    memory = peak_mib() - before
    questions = np.concatenate(asked)[:ASKED]
    one = seconds_each(held, questions[:20], 1)
    many = seconds_each(held, questions, BATCH)
    found = held.nearest(questions, NEAREST).places
    return {
        "ms alone": one * 1000,
        "ms in 200": many * 1000,
        "ms to add": adding / size * 1000,
        "MiB": memory,
        "recall": recall(found, size, questions),
    }


def seconds_each(held: Neighbours, asked: NDArray[np.float16], batch: int) -> float:
    """Return the seconds for one answer when so many are asked at a time."""
    start = process_time()
    for at in range(0, len(asked), batch):
        held.nearest(asked[at : at + batch], NEAREST)
    return (process_time() - start) / len(asked)


def recall(found: NDArray[np.int64], size: int, asked: NDArray[np.float16]) -> float:
    """Return the share of the true nearest that were found: the vectors are made once more."""
    best = np.full((len(asked), 0), 0.0)
    places = np.zeros((len(asked), 0), np.int64)
    for number, rows in enumerate(batches(size)):
        near = asked.astype(np.float32) @ rows.astype(np.float32).T
        here = np.broadcast_to(np.arange(BATCH) + number * BATCH, near.shape)
        best, places = np.hstack((best, near)), np.hstack((places, here))
        if best.shape[1] > 20 * BATCH or (number + 1) * BATCH >= size:
            top = np.argpartition(-best, NEAREST, axis=1)[:, :NEAREST]
            best, places = np.take_along_axis(best, top, 1), np.take_along_axis(places, top, 1)
    shared = [
        len({*one} & {*two}) for one, two in zip(found.tolist(), places.tolist(), strict=True)
    ]
    return sum(shared) / found.size


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print a line for each kind and size, and return their measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, action="append", help="vectors held")
    parser.add_argument("--kind", choices=KINDS, help="only this kind, in this process")
    chosen = parser.parse_args(arguments)
    sizes: Sequence[int] = chosen.size or SIZES
    if chosen.kind:
        return measure(chosen.kind, sizes[0])
    measures: dict[str, float] = {}
    for size in sizes:
        for kind in KINDS:
            found = measured_apart("neighbours", ["--kind", kind, "--size", str(size)])
            said = "  ".join(f"{name} {value:.4g}" for name, value in found.items())
            print(f"{kind:6} {size:9,} {said}", flush=True)
            measures |= {f"{kind} {size} {name}": value for name, value in found.items()}
    return measures


if __name__ == "__main__":
    main()
