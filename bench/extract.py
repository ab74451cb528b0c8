"""How well and how fast bodies are read from 181 labelled pages, next to the readers used.

Run it: ``python -m bench.extract [folder of the labelled pages]``. The folder holds
``ground-truth.json`` (id -> articleBody, url) and ``html/<id>.html.gz``. Token F1 is the mean over
pages of the F1 of the word multisets.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from newsloom.extract.body import extract_body
from newsloom.extract.metadata import read_metadata
from newsloom.extract.tree import read_tree

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("NEWSLOOM_SHARED", ROOT.parent / "shared"))
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


def measure(name: str, reader: Callable[[bytes], str], pages: dict[str, bytes],
            truth: dict[str, str]) -> dict[str, float]:  # fmt: skip
    """Return the reader's mean precision, recall, F1 and pages a second, and print them."""
    started = time.perf_counter()
    texts = {key: reader(html) for key, html in pages.items()}
    seconds = time.perf_counter() - started
    rows = [precision_recall_f1(texts[key], truth[key]) for key in pages]
    p, r, f1 = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    rate = len(pages) / seconds
    print(f"{name:12} {p:9.4f} {r:9.4f} {f1:9.4f} {rate:9.1f}")
    return {"precision": p, "recall": r, "f1": f1, "pages_per_second": rate}


def print_confidence(pages: dict[str, bytes], truth: dict[str, str]) -> None:
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


def main() -> dict[str, dict[str, float]]:
    """Measure the three readers, print the table, and return it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data" / "pages"
    if not (folder / "ground-truth.json").is_file():
        raise SystemExit(f"no labelled pages in {folder}: name their folder as the first argument")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    labels = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    truth = {key: label["articleBody"] for key, label in labels.items()}
    pages = {
        key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in truth
    }
    print(f"{len(pages)} pages\n{'reader':12} precision    recall        F1   pages/s")
    readers = {"resiliparse": resiliparse_alone, "trafilatura": trafilatura_alone, "newsloom": ours}
    table = {name: measure(name, reader, pages, truth) for name, reader in readers.items()}
    print_confidence(pages, truth)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak:.0f} MiB")
    return table


if __name__ == "__main__":
    main()
