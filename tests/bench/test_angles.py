"""The bench of angles: its labels hold no text, and its measures are what they say."""

from __future__ import annotations

import csv

import pytest

from bench import angles
from bench.angles import Found, f1_of, measure, read_angles, stories_of
from newsloom.model import Angle
from newsloom.trial.labelled import read_labelled
from tests.shared import needs_shared

ROW = read_labelled([b'{"id": "1", "title": "Lock shut", "story": "a"}'], "rows.jsonl")[0]


def found(true: str, told: str) -> Found:
    return Found(ROW, Angle(true), Angle(told), "")


FIVE = [found("report", "report")] * 6 + [found("reaction", "reaction")] * 4
ODD = [found("reaction", "report"), found("opinion", "report")]


def test_labels_are_ids_and_angles_and_nothing_else():
    with angles.LABELS.open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)]
    assert rows[0] == ["set", "id", "angle"]
    assert all(len(row) == 3 and " " not in "".join(row) for row in rows)
    assert len(read_angles()) == len(rows) - 1
    assert set(read_angles().values()) == set(Angle)


def test_measures():
    assert measure([*FIVE, *ODD]) == {
        "accuracy": pytest.approx(10 / 12),
        "accuracy / always report": 0.5,
        "mean F1": pytest.approx((12 / 14 + 8 / 9) / 2),
    }
    assert f1_of(Angle.ANALYSIS, {}) == 0.0


@needs_shared
def test_every_label_is_of_a_report_that_is_there():
    labels = read_angles()
    there = {
        (name, row.key)
        for name in {name for name, _ in labels}
        for rows in stories_of(name).values()
        for row in rows
    }
    assert set(labels) <= there
