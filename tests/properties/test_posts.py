"""Any post, whatever its texts hold, survives writing and reading by every YAML reader."""

from __future__ import annotations

import io
import math
from datetime import UTC, date, datetime
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from newsloom.collect.post import check_post, read_post
from newsloom.text.frontmatter import (
    new_front_matter,
    parse_front_matter,
    render_front_matter,
    with_value,
)
from newsloom.text.housestyle import render_mapping

CALM = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])

TRAPS = [
    "yes", "No", "on", "OFF", "y", "n", "true", "null", "~", "1e3", "1_000", "0x1F", "0o17", "017",
    "12:30", "1:2:3.5", ".5", "-.inf", ".NaN", "+1", "2020-06-09", "2020-06-09T00:53:00Z", "=",
    "<<", "---", "...", "- a", "? b", "a: b", "a:", ": a", "a #b", "#a", "'", '"', "\\", "\\n",
    "!tag", "&a", "*a", "|", ">", "%a", "@a", "`a`", "[a", "{a", "a]", ",", "a\nb", "\n", "\ta",
    "a\t", " a", "a ", "\r\n", "a\u2028b", "\u2029", "a\x85b", "\x00", "\x1b[0m", "\x7f", "\x9f",
    "\ufeff", "\ufffe", "👩‍👩‍👧 🇩🇪", "a\xa0", "\u200bx", "é", "e\u0301", "漢字", "ﬁ",
    "\U0001ffff", "\U0010fffe",
]  # fmt: skip
texts = st.text(max_size=40) | st.sampled_from(TRAPS)
moments = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 30)).map(
    lambda at: at.replace(tzinfo=UTC)
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False)
    | texts
    | moments
    | st.dates(date(1000, 1, 1), date(9999, 12, 30))
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
known = st.fixed_dictionaries(
    {"title": texts, "excerpt": texts},
    optional={
        "webUrl": texts,
        "quality": st.integers(0, 300),
        "heat": st.integers(-1, 999),
        "published": st.booleans(),
        "publishedDateTime": moments,
        "provider": st.fixed_dictionaries({"name": texts, "domain": texts}),
        "topics": st.lists(texts, max_size=3),
        "related": st.lists(st.fixed_dictionaries({"title": texts, "webUrl": texts}), max_size=3),
    },
)
posts = st.builds(lambda a, b: {**b, **a}, known, st.dictionaries(texts, values, max_size=5))


def plain(value: Any) -> Any:
    """Return a value as plain lists, dicts and aware moments, so that readers compare."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        aware = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return datetime.fromisoformat(aware.isoformat())
    return value


def read_by_pyyaml(text: str) -> Any:
    """Return what PyYAML (YAML 1.1) reads."""
    return plain(yaml.safe_load(text))


def read_by_ruamel(text: str) -> Any:
    """Return what ruamel.yaml (YAML 1.2) reads."""
    return plain(YAML(typ="safe", pure=True).load(io.StringIO(text)))


@CALM
@given(posts)
def test_every_reader_gets_the_values_written(post: dict[str, Any]) -> None:
    text = render_mapping(post)
    assert read_by_pyyaml(text) == plain(post)
    assert read_by_ruamel(text) == plain(post)


@CALM
@given(posts)
def test_a_second_writing_gives_the_same_bytes(post: dict[str, Any]) -> None:
    text = render_front_matter(new_front_matter(post))
    read = parse_front_matter(text)
    assert render_front_matter(read) == text
    assert render_front_matter(new_front_matter(read.values)) == text
    assert list(read.values) == list(post)
    assert check_post(text, "x.md").identical
    assert check_post(text, "x.md").house_style


@CALM
@given(posts, texts, values)
def test_replacing_one_value_touches_nothing_else(
    post: dict[str, Any], key: str, value: object
) -> None:
    doc = parse_front_matter(render_front_matter(new_front_matter(post)))
    changed = with_value(doc, key, value)
    again = parse_front_matter(render_front_matter(changed))
    assert plain(again.values) == plain({**post, key: value})
    others = [entry.raw for entry in doc.entries if entry.key != key]
    assert [entry.raw for entry in again.entries if entry.key != key] == others


class PlainDumper(yaml.SafeDumper):
    """PyYAML's own writer, without anchors."""

    def ignore_aliases(self, data: object) -> bool:
        """Return that no value is written as an alias."""
        return True


styles = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "width": st.sampled_from([20, 80, 1000]),
        "indent": st.sampled_from([2, 4, 7]),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


@CALM
@given(posts, styles, st.sampled_from(["", "# note\n\n"]), st.text(max_size=30))
def test_foreign_styles_are_kept_byte_for_byte(
    post: dict[str, Any], style: dict[str, Any], note: str, body: str
) -> None:
    inner = yaml.dump(post, Dumper=PlainDumper, sort_keys=False, **style)
    newline = style["line_break"]
    text = f"---{newline}{note}{inner}{note}---{newline}{body}"
    doc = parse_front_matter(text)
    assert render_front_matter(doc) == text
    assert plain(doc.values) == read_by_pyyaml(inner)
    again = parse_front_matter(render_front_matter(with_value(doc, "title", "new")))
    assert plain(again.values) == {**plain(doc.values), "title": "new"}


@CALM
@given(known)
def test_a_typed_post_has_the_values_written(post: dict[str, Any]) -> None:
    read = read_post(render_front_matter(new_front_matter(post)), "x.md")
    assert (read.title, read.excerpt) == (post["title"], post["excerpt"])
    assert (read.quality, read.heat) == (post.get("quality"), post.get("heat"))
    at = post.get("publishedDateTime")
    assert read.published_at == (at if at and 1900 <= at.year <= 2199 else None)
    assert list(read.topics) == post.get("topics", [])
    assert [one.title for one in read.related] == [one["title"] for one in post.get("related", [])]


def test_not_a_number_survives_too() -> None:
    text = render_mapping({"a": float("nan")})
    assert math.isnan(read_by_pyyaml(text)["a"])
    assert math.isnan(read_by_ruamel(text)["a"])
