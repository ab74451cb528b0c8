"""The JSON that scripts rely on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec

from newsloom.model import Angle, Angles, Reason, ReportAngle
from newsloom.publish.facts import story_detail, story_row
from tests.publish.briefs import COASTER, NOON, brief, report, titled

LEAD = report("ferry", topics=("Ferries",))
COPY = report("copy", quality=40, provider=COASTER, hours=2, copy_of=LEAD)
PLAIN = Reason("plain", 3.0, "Every report begins as a plain one.")
TOLD = ReportAngle(LEAD.article.article_id, Angle.REPORT, 3.0, (PLAIN,), "A plain report.")
STORY = brief(LEAD, COPY, peak=80, story_id="s1", rulings=(titled("s1", "Skarn is back"),))
STORY = replace(STORY, angles=Angles(STORY.dossier.story.story_id, (TOLD,)))


def test_row_of_a_story() -> None:
    assert story_row(STORY, NOON + timedelta(hours=24)) == {
        "id": "s1",
        "title": "Skarn is back",
        "lead": {
            "id": LEAD.article.article_id,
            "url": "https://harrow.example/ferry",
            "provider": "Harrow Gazette",
            "quality": 70,
        },
        "articles": 2,
        "independent": 1,
        "heat": 40.0,
        "verdict": "publish",
        "topics": ["Ferries"],
    }


def test_detail_holds_the_row_the_coverage_and_every_reason() -> None:
    detail = story_detail(STORY, NOON)
    row = story_row(STORY, NOON)
    assert row == {key: detail[key] for key in row}
    assert detail["coverage"] == [
        {
            "id": LEAD.article.article_id,
            "url": "https://harrow.example/ferry",
            "title": "Ferry line to Skarn reopens",
            "provider": "Harrow Gazette",
            "published": "2026-03-04T12:00:00Z",
            "quality": 70,
            "copy_of": None,
            "counts_with": None,
            "passages": [],
            "overlaps": [],
            "evidence": "It names the same ferry.",
            "angle": "report",
        },
        {
            "id": COPY.article.article_id,
            "url": "https://coaster.example/copy",
            "title": "Ferry line to Skarn reopens",
            "provider": "The Coaster",
            "published": "2026-03-04T14:00:00Z",
            "quality": 40,
            "copy_of": LEAD.article.article_id,
            "counts_with": None,
            "passages": ["The ferry sails again."],
            "overlaps": [
                {
                    "id": LEAD.article.article_id,
                    "kind": "copy",
                    "by": "text",
                    "words": 90,
                    "share": 0.9,
                    "other_share": 0.6,
                }
            ],
            "evidence": "It shares 90 words.",
            "angle": None,
        },
    ]
    assert detail["heat_reasons"] == [
        {"feature": "lead", "points": 80, "detail": "The lead's quality."}
    ]
    assert detail["gate_answers"] == [
        {"rule": "min_heat", "passed": True, "sentence": "Its heat is high enough."}
    ]
    assert detail["angles"] == []
    assert detail["angle_reasons"] == {
        LEAD.article.article_id: [
            {"feature": "plain", "points": 3.0, "detail": "Every report begins as a plain one."}
        ]
    }
    assert detail["lead_reasons"] == [{"feature": "quality", "points": 70, "detail": "The best."}]
    assert set(detail["quality_reasons"]) == {  # type: ignore[call-overload]
        LEAD.article.article_id,
        COPY.article.article_id,
    }


def test_detail_is_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(story_detail(STORY, NOON)))["peak"] == 80
