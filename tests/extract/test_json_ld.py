"""Broken and nested JSON-LD, and which of its objects is the article."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.json_ld import (
    JsonLd,
    everything_in,
    parse_json,
    read_json_ld,
    text_of,
    type_names,
)

PIER = {"@type": "NewsArticle", "headline": "Pier closes"}

REPAIRED: dict[str, tuple[str, object]] = {
    "comment marks": ('<!-- {"a": 1} -->', {"a": 1}),
    "CDATA": ('<![CDATA[{"a": 1}]]>', {"a": 1}),
    "CDATA behind slashes": ('//<![CDATA[\n{"a": 1}\n//]]>', {"a": 1}),
    "semicolon": ('{"a": 1};', {"a": 1}),
    "byte order mark": ('\ufeff{"a": 1}', {"a": 1}),
    "trailing commas": ('{"a": [1, 2,],}', {"a": [1, 2]}),
    "raw newline and tab": ('{"a": "Pier\n\tcloses"}', {"a": "Pier closes"}),
    "control character": ('{"a": "Pier\x01closes"}', {"a": "Pier closes"}),
    "stray backslash": (r'{"a": "Pier\-closes"}', {"a": "Pier\\-closes"}),
    "half a surrogate pair": (r'{"a": "Pier \ud83d"}', {"a": "Pier \ufffd"}),
    "a whole pair beside a fault": (r'{"a": "\ud83d\ude00",}', {"a": "\U0001f600"}),
    "escaped as HTML": ("{&quot;a&quot;: &quot;Pier&quot;}", {"a": "Pier"}),
    "block comment": ('/* made by hand */ {"a": 1 /* one */}', {"a": 1}),
    "line comments": ('{"a": 1, // one\n// two\n"b": "//x.example/y"}',
                      {"a": 1, "b": "//x.example/y"}),
    "two values in one block": ('{"a": 1}\n{"b": 2}', [{"a": 1}, {"b": 2}]),
    "quotation marks inside": ('{"a": "The "old" pier", "b": 2}',
                               [{"a": 'The "old" pier', "b": 2}]),
    "hopeless": ('{"a": ', None),
    "nothing": ("", None),
    "too deep": ("[" * 20_000, None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), REPAIRED.values(), ids=REPAIRED)
def test_repairs(text: str, value: object) -> None:
    assert value == parse_json(text)


def test_repairs_take_no_time_that_grows_with_the_square() -> None:
    for piece in ('"', "}  {", "//\n", "/*", " \n", ",  ", "\\u"):
        assert parse_json("{" + piece * 100_000) is None


FOUND: dict[str, tuple[object, str]] = {
    "object": (PIER, "Pier closes"),
    "list": ([{"@type": "WebSite", "headline": "Harrow"}, PIER], "Pier closes"),
    "graph": ({"@graph": [{"@type": "WebSite"}, PIER]}, "Pier closes"),
    "graph of graphs": ({"@graph": [{"@graph": [PIER]}]}, "Pier closes"),
    "inside the page": ({"@type": "WebPage", "mainEntity": PIER}, "Pier closes"),
    "types in a list": ({**PIER, "@type": ["Thing", "NewsArticle"]}, "Pier closes"),
    "type as address": ({**PIER, "@type": "https://schema.org/NewsArticle"}, "Pier closes"),
    "type with a prefix": ({**PIER, "@type": "schema:NewsArticle"}, "Pier closes"),
    "type without a mark": ({"type": "NewsArticle", "headline": "Pier closes"}, "Pier closes"),
    **{
        kind: ({**PIER, "@type": kind}, "Pier closes")
        for kind in (
            "LiveBlogPosting", "OpinionNewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle",
            "BackgroundNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle", "BlogPosting",
            "Report", "TechArticle", "AskPublicNewsArticle", "VideoObject",
        )
    },
    "the fullest": ([PIER, {**PIER, "headline": "Quay", "author": "Ida"}], "Quay"),
    "the one of this address": (
        [
            {**PIER, "headline": "Other", "author": "Ida", "url": "https://harrow.example/other"},
            {**PIER, "mainEntityOfPage": {"@id": "https://harrow.example/pier/#page"}},
        ],
        "Pier closes",
    ),
    "an article before a video": (
        [{"@type": "VideoObject", "headline": "Film", "author": "Ida", "image": "x"}, PIER],
        "Pier closes",
    ),
    "none": ({"@type": "Organization", "headline": "Harrow"}, ""),
    "not an object": (17, ""),
}  # fmt: skip


@pytest.mark.parametrize(("value", "headline"), FOUND.values(), ids=FOUND)
def test_the_article(value: object, headline: str) -> None:
    found = read_json_ld([json.dumps(value)], "https://harrow.example/pier")
    assert headline == text_of(found.article.get("headline"))


def test_blocks_are_read_one_by_one() -> None:
    found = read_json_ld(['{"broken": ', json.dumps({"@type": "WebSite"}), json.dumps(PIER)])
    assert found.article == PIER
    assert len(found.objects) == 2


def test_a_page_gives_its_article_what_that_leaves_out() -> None:
    page = {"@type": "WebPage", "datePublished": "2026-03-03", "headline": "H", "name": "N"}
    found = read_json_ld([json.dumps([page, PIER])])
    assert found.fields == {**PIER, "datePublished": "2026-03-03"}
    assert found.article == PIER


def test_a_page_that_is_written_is_not_about_its_video() -> None:
    video = json.dumps({"@type": "VideoObject", "name": "Film"})
    assert read_json_ld([video]).article
    assert not read_json_ld([video], is_written=True).article


IDA = {"@type": "Person", "@id": "#ida", "name": "Ida Brandt"}
REFERENCES: dict[str, tuple[object, object]] = {
    "reference": ({"@id": "#ida"}, IDA),
    "reference with a type": ({"@type": "Person", "@id": "#ida"}, IDA),
    "unknown": ({"@id": "#maud"}, {"@id": "#maud"}),
    "not bare": ({"@id": "#ida", "name": "I."}, {"@id": "#ida", "name": "I."}),
    "text": ("Ida", "Ida"),
}


@pytest.mark.parametrize(("value", "meant"), REFERENCES.values(), ids=REFERENCES)
def test_references(value: object, meant: object) -> None:
    nested = {"@type": "WebPage", "about": [{"knows": IDA}]}
    found = read_json_ld([json.dumps([{"@id": "#ida"}, nested])])
    assert meant == found.resolved(value)


VALUES = {
    "text": ("Pier", "Pier"),
    "name": ({"name": "Pier"}, "Pier"),
    "value": ({"@value": "Pier"}, "Pier"),
    "list": ([None, {}, {"name": ["", "Pier"]}], "Pier"),
    "number": (17, ""),
    "nothing": (None, ""),
}


@pytest.mark.parametrize(("value", "text"), VALUES.values(), ids=VALUES)
def test_text_of(value: object, text: str) -> None:
    assert text == text_of(value)


def test_depth_is_bounded() -> None:
    deep: object = "Pier"
    for _ in range(5_000):
        deep = {"name": deep}
    assert text_of(deep) == ""
    wide = [deep] * 3
    assert JsonLd({}, {}, ({"@id": "#a", "x": wide},)).resolved({"@id": "#b"}) == {"@id": "#b"}
    assert sum(1 for _ in everything_in(wide * 10_000)) <= 20_000


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "name", "author", "mainEntity", "hasPart"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(jsons, st.sampled_from(["", ",}", "-->", '"', "\\", "/*", "\x00", "]"]))
def test_any_json_gives_objects(value: object, fault: str) -> None:
    found = read_json_ld(
        [json.dumps(value) + fault, fault + json.dumps(value)], "https://a.example"
    )
    assert all(isinstance(one, dict) for one in found.objects)
    assert all(isinstance(name, str) for one in found.objects for name in type_names(one))
