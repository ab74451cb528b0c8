"""Text -> PairModel: the weights by which two articles are judged to report one event, and back.

A small readable file; what the weights multiply is measured in evidence.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from functools import cache
from math import isfinite

from newsloom.data import read_text
from newsloom.errors import ConfigError

VERSION = 1
"""Of the file's form; another one is refused."""

SHIPPED = "pair_model.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model: log odds = bias + sum of weight x value."""

    bias: float
    title: float
    containment: float
    headline_in_lede: float
    lede: float
    numbers: float
    conflict: float
    meaning: float


@dataclass(frozen=True, slots=True)
class PairModel:
    """One set of weights for what is known of both articles."""

    headlines: Weights
    """One of the two is known by its headline only, and one has no vector."""
    meant_headlines: Weights
    """The same, and an embedder has read both."""
    texts: Weights
    """Both are known beyond the headline."""
    trained_on: str
    """Where the weights come from, for people."""


@cache
def shipped_model() -> PairModel:
    """Return the weights that come with Newsloom."""
    return parse_pair_model(read_text(SHIPPED), SHIPPED)


def parse_pair_model(text: str, path: str) -> PairModel:
    """Return the model in a file.

    Raises:
        ConfigError: not TOML, another version, a weight missing, unknown or no number.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(path, f"is not TOML: {exc}") from exc
    if found.get("version") != VERSION:
        raise ConfigError(path, f'needs "version = {VERSION}"; train it again')
    sets = {name: weights_of(found.get(name), name, path) for name in SETS}
    return PairModel(**sets, trained_on=str(found.get("trained_on", "")))


SETS = ("headlines", "meant_headlines", "texts")


def weights_of(table: object, name: str, path: str) -> Weights:
    """Return one set of weights, every one of them named and a number."""
    if not isinstance(table, dict):
        raise ConfigError(path, f"has no table [{name}]")
    wanted = {field.name for field in fields(Weights)}
    for key in sorted(wanted ^ table.keys()):
        raise ConfigError(path, f"[{name}] {'lacks' if key in wanted else 'does not know'} {key}")
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise ConfigError(path, f"[{name}] {key} must be a number, not {value!r}")
    return Weights(**{key: float(value) for key, value in table.items()})


def render_pair_model(model: PairModel) -> str:
    """Return the file of a model: ``parse_pair_model`` reads it back equal."""
    said = model.trained_on.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    parts = [f'version = {VERSION}\ntrained_on = "{said}"\n']
    for name in SETS:
        rows = [f"{key} = {value!r}" for key, value in asdict(getattr(model, name)).items()]
        parts.append("\n".join([f"[{name}]", *rows, ""]))
    return "\n".join(parts)
