"""The archives' own rules, on invented posts and on the archives themselves."""

from pathlib import Path

import pytest
import yaml

from newsloom.judge.archive import Rated, has_elder, judge_post
from newsloom.settings import Seed
from tests.judge.reports import at
from tests.shared import SHARED, needs_shared

SEED = Seed()
SISTER = Seed(related_points=20, threshold=70)


@pytest.mark.parametrize(
    ("quality", "related", "seed", "expected"),
    [
        pytest.param(74, [57, 44, 22], SEED, (104, True), id="leads three"),
        pytest.param(69, [89, 74], SEED, (-1, False), id="a better one leads"),
        pytest.param(89, [89], SEED, (99, True), id="an equal one does not take the lead"),
        pytest.param(49, [40, 30], SEED, (49, False), id="below the floor"),
        pytest.param(50, [40], SEED, (60, True), id="at floor and threshold"),
        pytest.param(59, [], SEED, (59, False), id="below the threshold"),
        pytest.param(107, [87] * 7, SISTER, (247, True), id="another site's points"),
        pytest.param(67, [], SISTER, (67, False), id="another site's threshold"),
    ],
)
def test_rules(quality, related, seed, expected):
    assert judge_post(quality, related, seed) == expected


def test_an_elder_of_the_same_quality_leads():
    assert judge_post(107, [107], SISTER, elder=True) == (-1, False)


@pytest.mark.parametrize(
    ("related", "expected"),
    [
        pytest.param(Rated(70, "harrow.example", at(-5)), True, id="earlier, same provider"),
        pytest.param(Rated(70, "harrow.example", at(5)), False, id="later"),
        pytest.param(Rated(70, "quill.example", at(-5)), False, id="another provider"),
        pytest.param(Rated(69, "harrow.example", at(-5)), False, id="not as good"),
    ],
)
def test_has_elder(related, expected):
    assert has_elder(Rated(70, "harrow.example", at(0)), [related]) is expected


def test_a_post_without_quality_is_not_judged():
    with pytest.raises(ValueError, match="not judged"):
        judge_post(None, [], SEED)


def agreement(paths: list[Path], seed: Seed) -> tuple[int, int]:
    """Return (posts that agree, posts judged)."""
    agree = judged = 0
    for path in paths:
        post = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        if post.get("quality") is None:
            continue
        own, *related = (rated(row) for row in (post, *post.get("related", [])))
        found = judge_post(own.quality, [r.quality for r in related], seed, has_elder(own, related))
        judged += 1
        agree += found == (post["heat"], post["published"])
    return agree, judged


def rated(row: dict) -> Rated:
    return Rated(row["quality"], row["provider"]["domain"], row["publishedDateTime"])


@needs_shared
def test_the_seeds_agree():
    assert agreement(sorted((SHARED / "seeds").glob("00[0-3]*")), SEED) == (4, 4)


@needs_shared
def test_a_sister_archive_agrees_but_for_one_tie():
    assert agreement(sorted((SHARED / "data/posts").glob("*.md")), SISTER) == (75, 76)
