"""How well and how fast bodies are read from 181 labelled pages, next to the readers used.

Run it: ``python -m bench.extract [folder of the labelled pages]``. The folder holds
``ground-truth.json`` (id -> articleBody, url) and ``html/<id>.html.gz``. Token F1 is the mean over
pages of the F1 of the word multisets.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from bench.labelled import PAGES, is_absent
from bench.machine import say_peak
from newsloom.extract.body import extract_body
from newsloom.extract.metadata import read_metadata
from newsloom.extract.tree import read_tree

SURE = 0.9
WORD = re.compile(r"\w+")


def ours(html: bytes) -> str:
    """Return Newsloom's text, key points included."""
    page = read_tree(html)
    declared = read_metadata(page.tree, "https://news.harrow.example/")
    body = extract_body(page, declared.title, declared.body)
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


def precision_recall_f1(got: str, wanted: str) -> tuple[float, float, float]:
    """Return the three measures of two texts' word multisets, each 0..1."""
    left, right = Counter(WORD.findall(got)), Counter(WORD.findall(wanted))
    shared = (left & right).total()
    precision = shared / left.total() if left else float(not right)
    recall = shared / right.total() if right else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def measure(
    reader: Callable[[bytes], str], pages: Mapping[str, bytes], truth: Mapping[str, str]
) -> dict[str, float]:
    """Return the reader's mean precision, recall and F1, and its pages a second."""
    started = time.perf_counter()
    texts = {key: reader(html) for key, html in pages.items()}
    seconds = time.perf_counter() - started
    rows = [precision_recall_f1(texts[key], truth[key]) for key in pages]
    p, r, f1 = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    return {"precision": p, "recall": r, "f1": f1, "pages/s": len(pages) / seconds}


def print_confidence(pages: Mapping[str, bytes], truth: Mapping[str, str]) -> None:
    """Print the F1 of sure and unsure pages: what the confidence is worth."""
    groups: dict[bool, list[float]] = {True: [], False: []}
    for key, html in pages.items():
        page = read_tree(html)
        body = extract_body(page, read_metadata(page.tree, "https://news.harrow.example/").title)
        groups[body.confidence >= SURE].append(precision_recall_f1(body.text, truth[key])[2])
    for is_sure, scores in groups.items():
        sign = ">=" if is_sure else "<"
        mean = sum(scores) / max(len(scores), 1)
        print(f"confidence {sign} {SURE}: {len(scores)} pages, F1 {mean:.4f}")


def read_labelled(folder: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the labelled pages and their texts, by id."""
    labels = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    truth = {key: label["articleBody"] for key, label in labels.items()}
    pages = {
        key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in truth
    }
    return pages, truth


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Measure the three readers, print the table, and return what matters of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=PAGES)
    folder = parser.parse_args(arguments).folder
    if is_absent(folder / "ground-truth.json"):
        return {}
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    pages, truth = read_labelled(folder)
    print(f"{len(pages)} pages\n{'reader':12} precision    recall        F1   pages/s")
    readers = {"resiliparse": resiliparse_alone, "trafilatura": trafilatura_alone, "newsloom": ours}
    table: dict[str, dict[str, float]] = {}
    for name, reader in readers.items():
        row = table[name] = measure(reader, pages, truth)
        figures = (row["precision"], row["recall"], row["f1"])
        print(f"{name:12}", *(f"{value:9.4f}" for value in figures), f"{row['pages/s']:9.1f}")
    print_confidence(pages, truth)
    own, peer = table["newsloom"], table["trafilatura"]
    return {
        **own,
        "F1 / trafilatura": own["f1"] / peer["f1"],
        "time / trafilatura": peer["pages/s"] / own["pages/s"],
        "peak MiB": say_peak(),
    }


if __name__ == "__main__":
    main()
