"""What an embedder costs, and what stories are worth with it: to choose one by.

Run: ``python -m bench.embedders [CHOICE ...] [--stories]``; a choice is a value of
``matching.embedder``, ``auto`` by default. Each has a process of its own. Rates are of one core:
headlines alone, and headlines with the first 300 characters of the text, as Newsloom embeds them.
``--stories`` adds the mean B-cubed F1 over the labelled sets, with the weights as they are.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from statistics import fmean
from time import process_time

from bench.child import measured_apart
from bench.labelled import STORIES, is_absent, read_rows
from bench.machine import peak_mib
from bench.stories import run_sets
from newsloom.edges.embed import open_embedder
from newsloom.match.fingerprint import EMBEDDED_CHARACTERS
from newsloom.ports import Embedder
from newsloom.trial.measures import b_cubed

TEXTS = 300


def measure(choice: str, with_stories: bool) -> dict[str, float]:
    """Return the measures of one embedder."""
    rows = read_rows(STORIES / "groundnews_dev.jsonl")[:TEXTS]
    titles = [row["title"] for row in rows]
    texts = [f"{row['title']}. {row['text'][:EMBEDDED_CHARACTERS]}" for row in rows]
    before = peak_mib()
    embedder = open_embedder(choice)
    start = process_time()
    embedder.embed(texts[:1])
    loading = process_time() - start
    measures = {
        "headlines/s": len(titles) / seconds(embedder, titles),
        "texts/s": len(texts) / seconds(embedder, texts),
        "s to load": loading,
        "MiB": peak_mib() - before,
    }
    if with_stories:
        outcomes = run_sets(embedder).values()
        measures["mean F1"] = fmean(b_cubed(o.predicted, o.true).f1 for o in outcomes)
    return measures


def seconds(embedder: Embedder, texts: Sequence[str]) -> float:
    """Return the seconds of one core that embedding takes."""
    start = process_time()
    embedder.embed(texts)
    return process_time() - start


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print a line for each embedder, and return their measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("choices", nargs="*", metavar="CHOICE", help="of matching.embedder")
    parser.add_argument("--stories", action="store_true", help="find the stories with it, too")
    parser.add_argument("--here", action="store_true", help="one choice, in this process")
    chosen = parser.parse_args(arguments)
    if is_absent(STORIES):
        return {}
    choices: Sequence[str] = chosen.choices or ["auto"]
    if chosen.here:
        return measure(choices[0], chosen.stories)
    measures: dict[str, float] = {}
    for choice in choices:
        flags = ["--here", *["--stories"] * chosen.stories]
        found = measured_apart("embedders", [choice, *flags])
        name = open_embedder(choice).name
        print(f"{name:40} " + "  ".join(f"{what} {n:.4g}" for what, n in found.items()), flush=True)
        measures |= {f"{name} {what}": number for what, number in found.items()}
    return measures


if __name__ == "__main__":
    main()
