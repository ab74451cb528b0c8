"""A newsroom changes its embedder: everything is read again, and nothing is compared across."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from newsloom import newsroom
from newsloom.errors import ConfigError
from tests.contract import models
from tests.rooms import NOON, run_at

TITLES = (
    "Council of Kallsund switches the harbour lights off at midnight",
    "Port lamps in Kallsund go dark, mayor says",
    "A goal in the last minute wins the cup for the visitors",
)


@pytest.fixture
def room(tmp_path) -> Path:
    folder = tmp_path / "room"
    newsroom.init_room(folder)
    rows = [
        {
            "title": title,
            "url": f"https://paper{n}.example/{n}",
            "published": "2026-11-22T08:00:00Z",
        }
        for n, title in enumerate(TITLES)
    ]
    lines = tmp_path / "rows.jsonl"
    lines.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    models.save_static(folder / "models" / "small")
    models.save_onnx(folder / "models" / "deep")
    choose(folder, "none")
    with newsroom.opened(folder, clock=lambda: NOON) as opened:
        newsroom.import_files(opened, [lines])
    return folder


def choose(room: Path, choice: str) -> None:
    settings = room / "newsloom.toml"
    text = settings.read_text("utf-8")
    settings.write_text(re.sub(r"(?m)^embedder = .*$", f'embedder = "{choice}"', text), "utf-8")


def read_by(room: Path) -> tuple[set[str], set[int]]:
    """Return the embedders that have read the articles, and how wide their vectors are."""
    run_at(room)
    with newsroom.opened(room) as opened:
        ids = [
            report.article.article_id for b in opened.store.briefs() for report in b.dossier.reports
        ]
        prints = opened.store.fingerprints(ids).values()
    assert len(prints) == len(TITLES)
    return {p.vector_model for p in prints}, {len(np.frombuffer(p.vector, "<f2")) for p in prints}


def test_another_embedder_reads_everything_again(room):
    assert read_by(room) == ({""}, {0})
    for choice in ("model2vec:models/small", "onnx:models/deep", "none"):
        choose(room, choice)
        with newsroom.opened(room) as opened:
            name = opened.embedder.name
        assert name.partition("@")[0] == choice.replace("models/", "").removesuffix("none")
        assert read_by(room) == ({name}, {models.WIDTH if name else 0})


def test_other_weights_under_the_old_name_read_everything_again(room):
    choose(room, "model2vec:models/small")
    ((before,), _) = read_by(room)
    weights = room / "models" / "small" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-4] + np.float32(3.0).tobytes())
    ((after,), _) = read_by(room)
    assert before != after


def test_a_broken_model_stops_the_run_and_the_next_one_catches_up(room):
    choose(room, "onnx:models/deep")
    graph = room / "models" / "deep" / "model.onnx"
    whole = graph.read_bytes()
    graph.write_bytes(whole[:100])
    with pytest.raises(ConfigError, match="holds no model"):
        run_at(room)
    graph.write_bytes(whole)
    ((name,), _) = read_by(room)
    assert name.startswith("onnx:deep@")
