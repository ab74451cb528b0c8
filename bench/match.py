"""Labelled sets -> how well stories are woven beside the textbook ways, and in another order.

Run: ``python -m bench.match [--all] [--order]``. Stories are split in two by a hash of their label;
the other half is reported (``--all``: both), at one setting for all sets. ``--order``: the same
articles come in another order, and the stories of both runs are compared. Copies are measured in
``bench.copies``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import fmean
from time import perf_counter

from bench.labelled import STORIES, is_absent
from bench.machine import say_peak
from bench.peers import WAYS, chosen, f1, material
from bench.stories import SETS, files
from newsloom.edges.embed import open_embedder
from newsloom.match.weft import mint_story_id
from newsloom.model import Article, DateOrigin, StoryId
from newsloom.ports import Embedder
from newsloom.settings import Matching
from newsloom.trial.labelled import Labelled, read_labelled
from newsloom.trial.measures import b_cubed
from newsloom.trial.scores import score
from newsloom.trial.training import is_tuning
from newsloom.trial.trial import run_trial

SHUFFLE_HOURS = 24.0
"""By so much the arrivals of dated articles are moved at random; undated ones in all ways."""

SEEDS = (1, 2, 3)


def read_set(path: Path) -> list[Labelled]:
    """Return the rows of one labelled set."""
    with path.open("rb") as lines:
        return list(read_labelled(lines, path.name))


def compare(is_all: bool, embedder: Embedder) -> dict[str, float]:
    """Print and return the measures of every set, ours and the textbook ways'."""
    rows = {name: read_set(path) for name, path in zip(SETS, files(), strict=True)}
    tuning = {n: material(half(rows[n], is_tuning=True), embedder) for n in rows}
    told = {n: rows[n] if is_all else half(rows[n], is_tuning=False) for n in rows}
    measures: dict[str, float] = {}
    for name, some in told.items():
        start = perf_counter()
        articles = [row.article for row in some]
        predicted = run_trial(articles, Matching(), embedder).stories_of(articles)
        seconds = perf_counter() - start
        found = score(predicted, [row.story for row in some])
        print(
            f"{name:11} P {found.b3_p:.3f}  R {found.b3_r:.3f}  F1 {found.b3_f1:.3f}  "
            f"pair F1 {found.pair_f1:.3f}  stories {found.stories_predicted} of "
            f"{found.stories_true}  singletons {found.singletons_b3_f1:.3f}  "
            f"{len(some) / seconds:.0f} articles/s"
        )
        measures |= {f"{name} F1": found.b3_f1, f"{name} articles/s": len(some) / seconds}
    measures["mean F1"] = fmean(measures[f"{name} F1"] for name in SETS)
    print(f"mean B-cubed F1 {measures['mean F1']:.3f}")
    choices = chosen(tuning)
    material_of = {name: material(some, embedder) for name, some in told.items()}
    for way, (function, _) in WAYS.items():
        found_f1 = {name: f1(function, material_of[name], choices[way]) for name in SETS}
        line = "  ".join(f"{name} {value:.3f}" for name, value in found_f1.items())
        print(f"{way:21} at {choices[way]:<5} {line}  mean {fmean(found_f1.values()):.3f}")
        measures[f"{way} mean F1"] = fmean(found_f1.values())
    return measures


def half(rows: Iterable[Labelled], *, is_tuning: bool) -> list[Labelled]:
    """Return the rows of one half of the stories."""
    return [row for row in rows if is_tuning_row(row) is is_tuning]


def is_tuning_row(row: Labelled) -> bool:
    """Say whether a row's story is one to tune on."""
    return is_tuning(row.story)


# --- order ---------------------------------------------------------------------------------------


def compare_orders(embedder: Embedder) -> dict[str, float]:
    """Print and return how alike the stories are when the articles come in another order.

    ``agreement``: B-cubed F1 of one run against the other. ``same id``: stories of three or more
    whose id is also one of the other run. ``id leads there``: those whose id, looked up in the
    other run as ``find_story`` does (by the article that founded it), leads to the story that holds
    most of its reports.
    """
    measures: dict[str, float] = {}
    for name, path in zip(SETS, files(), strict=True):
        articles = [row.article for row in read_set(path)]
        there = stories_of(articles, embedder)
        found = [
            orders_agree(articles, there, stories_of(shuffled(articles, Random(seed)), embedder))
            for seed in SEEDS
        ]
        means = {what: fmean(one[what] for one in found) for what in found[0]}
        print(f"{name:11} " + "  ".join(f"{what} {value:.3f}" for what, value in means.items()))
        measures |= {f"{name} {what}": value for what, value in means.items()}
    return measures


def stories_of(articles: Sequence[Article], embedder: Embedder) -> dict[str, StoryId]:
    """Return the story of each article by its id."""
    coverages = run_trial(articles, Matching(), embedder).coverages
    return {key: coverage.story_id for key, coverage in coverages.items()}


def shuffled(articles: Sequence[Article], chance: Random) -> list[Article]:
    """Return the articles as they might arrive as well."""
    if articles[0].date_origin is not DateOrigin.FIRST_SEEN:
        return sorted(
            articles,
            key=lambda a: a.published_at + timedelta(hours=chance.random() * SHUFFLE_HOURS),
        )
    mixed = chance.sample(articles, len(articles))
    return [
        replace(article, published_at=then.published_at)
        for article, then in zip(mixed, articles, strict=True)
    ]


def orders_agree(
    articles: Sequence[Article], there: dict[str, StoryId], here: dict[str, StoryId]
) -> dict[str, float]:
    """Return the measures of one pair of runs, 0..1."""
    ids = [article.article_id for article in articles]
    members: dict[StoryId, list[str]] = {}
    for key in ids:
        members.setdefault(there[key], []).append(key)
    large = [story for story, some in members.items() if len(some) > 2]
    founders = {mint_story_id(key): key for key in ids}
    leads = [
        story in founders
        and here[founders[story]] == Counter(here[k] for k in members[story]).most_common(1)[0][0]
        for story in large
    ]
    return {
        "agreement": b_cubed([there[k] for k in ids], [here[k] for k in ids]).f1,
        "same id": fmean(story in set(here.values()) for story in large),
        "id leads there": fmean(leads),
    }


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print the measures, and return them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="both halves of the stories")
    parser.add_argument("--order", action="store_true", help="stories when articles come otherwise")
    chosen_options = parser.parse_args(arguments)
    if is_absent(STORIES):
        return {}
    embedder = open_embedder()
    found = compare_orders(embedder) if chosen_options.order else {}
    measures = found or compare(chosen_options.all, embedder)
    say_peak()
    return measures


if __name__ == "__main__":
    main()
