"""How well and how fast pages are read: 181 labelled pages, next to the readers used.

Run it: ``python -m bench.extract [folder of the labelled pages]``. The folder holds
``ground-truth.json`` (id -> articleBody, url) and ``html/<id>.html.gz``: the pages, the texts and
the measure (see `runs`) are those of github.com/scrapinghub/article-extraction-benchmark (MIT).

Speed is that of the whole reading, bytes -> Article, against `trafilatura.bare_extraction` as it
comes (bytes -> text, without metadata), page by page in turn; the median of three rounds.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from io import StringIO
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Any

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from bench.labelled import PAGES, is_absent
from bench.machine import say_peak
from bench.runs import hits, score
from newsloom.extract.article import extract_article
from newsloom.extract.body import Body, extract_body
from newsloom.extract.candidates import choose_text, read_with_resiliparse
from newsloom.extract.metadata import read_metadata
from newsloom.extract.tree import read_tree
from newsloom.model import Item, Page

SURE = 0.7
"""Confidence from which a text is believed."""
GOOD = 0.9
"""F1 of a page under which its text is bad."""
ROUNDS = 3
MEASURES = ("extraction F1", "extraction precision", "extraction recall", "extraction token F1")
"""What is pinned; the first three are of runs of four words."""
SOMEWHERE = "https://news.harrow.example/"
SEEN_AT = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The labelled pages by id."""

    pages: Mapping[str, bytes]
    truth: Mapping[str, str]
    urls: Mapping[str, str]

    def part(self, half: int) -> Corpus:
        """Return one half of the pages, 0 or 1, by a hash of their ids."""
        kept = [key for key in self.pages if blake2b(key.encode()).digest()[0] % 2 == half]
        return Corpus(
            {key: self.pages[key] for key in kept},
            {key: self.truth[key] for key in kept},
            {key: self.urls[key] for key in kept},
        )


def read_labelled(folder: Path) -> Corpus:
    """Return the labelled pages of a folder."""
    labels = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = {
        key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in labels
    }
    truth = {key: label["articleBody"] for key, label in labels.items()}
    return Corpus(pages, truth, {key: label["url"] for key, label in labels.items()})


# --- readers -------------------------------------------------------------------------------------


def read_body(html: bytes) -> Body:
    """Return Newsloom's body of a page."""
    page = read_tree(html)
    told = read_metadata(page.tree, SOMEWHERE)
    return extract_body(page, told.title, told.body)


def ours(html: bytes) -> str:
    """Return Newsloom's text, key points included."""
    body = read_body(html)
    return "\n".join((*body.key_points, *body.paragraphs))


def trafilatura_alone(html: bytes) -> str:
    """Return trafilatura's text with its default settings."""
    return trafilatura.extract(html, include_comments=False) or ""


def resiliparse_alone(html: bytes) -> str:
    """Return resiliparse's main content."""
    text = html.decode("utf-8", "replace")
    return str(
        extract_plain_text(text, main_content=True, preserve_formatting=True, alt_texts=False)
    )


READERS: Mapping[str, Callable[[bytes], str]] = {
    "resiliparse": resiliparse_alone,
    "trafilatura": trafilatura_alone,
    "newsloom": ours,
}


# --- what is pinned ------------------------------------------------------------------------------


@cache
def texts_of(reader: str) -> Mapping[str, str]:
    """Return a reader's texts of the labelled pages by id; read once a process."""
    return {key: READERS[reader](html) for key, html in read_labelled(PAGES).pages.items()}


def pinned() -> dict[str, float]:
    """Return the values of ``MEASURES``."""
    found = score(texts_of("newsloom"), read_labelled(PAGES).truth)
    return {f"extraction {name}": value for name, value in found.items()}


def cases() -> dict[str, str]:
    """Return file name -> the F1 of each page by each reader, as CSV; no word of a page."""
    truth = read_labelled(PAGES).truth
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("page", *READERS))
    for key, wanted in sorted(truth.items()):
        found = (hits(texts_of(reader)[key], wanted).f1 for reader in READERS)
        writer.writerow((key, *(f"{value:.3f}" for value in found)))
    return {"pages.csv": table.getvalue()}


# --- tables --------------------------------------------------------------------------------------


def print_scores(corpus: Corpus) -> dict[str, dict[str, float]]:
    """Print and return every reader's measures; of ours those of both halves, too."""
    print(f"{len(corpus.pages)} pages\n{'reader':20}       F1 precision    recall  token F1")
    table: dict[str, dict[str, float]] = {}
    texts: Mapping[str, str] = {}
    for name, reader in READERS.items():
        texts = {key: reader(html) for key, html in corpus.pages.items()}
        table[name] = print_row(name, texts, corpus)
    for half in (0, 1):
        part = corpus.part(half)
        print_row(f"  half {half}", {key: texts[key] for key in part.pages}, part)
    return table


def print_row(name: str, texts: Mapping[str, str], corpus: Corpus) -> dict[str, float]:
    """Print and return the measures of some texts."""
    row = score(texts, corpus.truth)
    print(f"{name:20}", *(f"{value:9.4f}" for value in row.values()))
    return row


def print_confidence(corpus: Corpus) -> None:
    """Print the F1 of sure and unsure pages: what the confidence is worth."""
    groups: dict[bool, list[float]] = {True: [], False: []}
    for key, html in corpus.pages.items():
        body = read_body(html)
        text = "\n".join((*body.key_points, *body.paragraphs))
        groups[body.confidence >= SURE].append(hits(text, corpus.truth[key]).f1)
    for is_sure, found in groups.items():
        bad = sum(value < GOOD for value in found)
        mean = fmean(found) if found else 0.0
        sign = ">=" if is_sure else "<"
        print(f"confidence {sign:2} {SURE}: {len(found)} pages, mean F1 {mean:.4f}, {bad} bad")


def time_readings(corpus: Corpus) -> float:
    """Print and return our pages/s as a share of trafilatura's, the median of three rounds."""
    items = {key: Item(url, url, SOMEWHERE, "", None) for key, url in corpus.urls.items()}
    pages = [Page(items[key], items[key].web_url, "text/html", html, SEEN_AT)
             for key, html in corpus.pages.items()]  # fmt: skip
    for page in pages[:ROUNDS]:
        extract_article(page)
    shares = []
    for _ in range(ROUNDS):
        own = peer = 0.0
        for page in pages:
            own += seconds_of(extract_article, page)
            peer += seconds_of(trafilatura.bare_extraction, page.body)
        rates = f"{len(pages) / own:.1f} pages/s, trafilatura {len(pages) / peer:.1f}"
        print(f"bytes -> Article: {rates}, share {peer / own:.3f}")
        shares.append(peer / own)
    return median(shares)


def seconds_of(work: Callable[[Any], object], given: object) -> float:
    """Return the seconds a piece of work takes."""
    started = perf_counter()
    work(given)
    return perf_counter() - started


def print_steps(corpus: Corpus) -> None:
    """Print what each step of a reading costs, in milliseconds a page."""
    steps: Counter[str] = Counter()
    for key, html in corpus.pages.items():
        marks = [perf_counter()]
        page = read_tree(html)
        marks.append(perf_counter())
        told = read_metadata(page.tree, corpus.urls[key])
        marks.append(perf_counter())
        second = read_with_resiliparse(page.html, main_content=True)
        marks.append(perf_counter())
        choose_text(page, second, told.body)
        marks.append(perf_counter())
        extract_body(page, told.title, told.body)
        marks.append(perf_counter())
        trees, metadata, resiliparse, choice, body = (
            (after - before) * 1000 for before, after in zip(marks, marks[1:], strict=False)
        )
        steps.update({"trees": trees, "metadata": metadata, "resiliparse": resiliparse,
                      "trafilatura and choice": choice,
                      "cleaning": body - choice - resiliparse})  # fmt: skip
    parts = (f"{name} {total / len(corpus.pages):.2f}" for name, total in steps.items())
    print(f"ms a page: {', '.join(parts)}")


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Measure the readers, print the tables, and return what matters of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=PAGES)
    folder = parser.parse_args(arguments).folder
    if is_absent(folder / "ground-truth.json"):
        return {}
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    corpus = read_labelled(folder)
    table = print_scores(corpus)
    print_confidence(corpus)
    print_steps(corpus)
    share = time_readings(corpus)
    return {
        **table["newsloom"],
        "F1 of trafilatura": table["trafilatura"]["F1"],
        "pages/s / trafilatura": share,
        "peak MiB": say_peak(),
    }


if __name__ == "__main__":
    main()
