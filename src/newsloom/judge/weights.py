"""data/quality.toml -> Weights: the points of every feature of quality, checked when read.

It rates nothing; the features that use these numbers stand in ``quality``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import msgspec

from newsloom.data import read_text


class Completeness(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points for length."""

    full: float
    full_words: int
    curve: float
    excerpt_only: float


class Each(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points for every one found, and at most."""

    each: float
    most: float


class Depth(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points for what a text holds."""

    numbers: Each
    names: Each
    quotations: Each
    paragraphs: Each


class Presence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points for what a report comes with."""

    excerpt: float
    byline: float
    picture: float
    picture_width: int
    picture_height: int


class Headline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points and patterns of headlines."""

    honest: float
    shouting: float
    clickbait: float
    template: float
    question: float
    exclamation: float
    shouting_share: float
    shouting_letters: int
    clickbait_patterns: tuple[str, ...]
    template_patterns: tuple[str, ...]


class Stub(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points and patterns of pages that could not be read."""

    paywall: float
    paid: float
    wall: float
    thin: float
    thin_words: int
    stub_words: int
    wall_patterns: tuple[str, ...]


class Extraction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points for how surely the text was read."""

    unsure: float
    boilerplate: float
    boilerplate_from: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``data/quality.toml``."""

    completeness: Completeness
    depth: Depth
    presence: Presence
    date: Mapping[str, float]
    originality: Mapping[str, float]
    headline: Headline
    stub: Stub
    extraction: Extraction
    standing: Mapping[str, float]


WEIGHTS = msgspec.convert(tomllib.loads(read_text("quality.toml")), Weights)
