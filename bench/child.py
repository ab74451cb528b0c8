"""A bench's name -> its measures, from a process of its own: its peak memory is nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context


def measured_apart(name: str, arguments: Sequence[str] = ()) -> dict[str, float]:
    """Return the measures of a bench, run in a new process that ends with it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        return executor.submit(measured, name, arguments).result()


def measured(name: str, arguments: Sequence[str]) -> dict[str, float]:
    """Return the measures of a bench."""
    found: dict[str, float] = import_module(f"bench.{name}").main(arguments)
    return found
