"""Bytes of a page -> text and tree."""

from html import unescape

import pytest

from newsloom.extract.tree import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_TAGS,
    decode_text,
    max_depth,
    read_tree,
)

CHARSETS = {
    "UTF-8": ("Brücke".encode(), "", "Brücke"),
    "UTF-8 under a wrong header": ("Brücke".encode(), "text/html; charset=latin1", "Brücke"),
    "UTF-8 mark": (b"\xef\xbb\xbf" + "Brücke".encode(), "", "Brücke"),
    "UTF-16": ("Brücke".encode("utf-16"), "", "Brücke"),
    "header": ("мост".encode("koi8-r"), "text/html; charset=KOI8-R", "мост"),
    "meta tag": ("<meta charset='windows-1251'>мост".encode("cp1251"), "", "мост"),
    "no charset of browsers": ("Brücke".encode("cp1252"), "x; charset=punycode", "Brücke"),
    "no charset of texts": ("Brücke".encode("cp1252"), "x; charset=base64", "Brücke"),
    "quoted": ("мост".encode("cp1251"), 'text/html; charset="windows-1251"', "мост"),
}


@pytest.mark.parametrize(("body", "header", "expected"), CHARSETS.values(), ids=CHARSETS)
def test_decode_text(body: bytes, header: str, expected: str) -> None:
    assert decode_text(body, header).endswith(expected)


DEPTHS = {
    "flat": ("<div></div><div></div>", 1),
    "nested": ("<div><div><span></span></div></div>", 3),
    "paragraphs close each other": ("<p>" * 500, 0),
    "tags in a script do not count": ("<script>" + "'<div>'" * 500 + "</script><div>", 1),
    "void and self-closed": ("<br><img src=x><circle/>" * 500, 0),
}


@pytest.mark.parametrize(("html", "depth"), DEPTHS.values(), ids=DEPTHS)
def test_max_depth(html: str, depth: int) -> None:
    assert depth == max_depth(html)


WRAPPERS = ["div", "span", "b", "h1", "time", "table", "blockquote", "svg"]


@pytest.mark.parametrize("tag", WRAPPERS)
def test_deep_nests_are_taken_apart_and_noted(tag: str) -> None:
    html = "<html><body>" + f"<{tag}>" * 900 + "<p>Words.</p></body></html>"
    page = read_tree(html.encode())
    assert max_depth(page.html) < MAX_DEPTH
    assert page.tree.text_content().strip() == "Words."
    assert page.notes == ("The page nests 902 levels deep; its wrappers were taken off.",)


def test_long_pages_are_cut_and_noted() -> None:
    page = read_tree(b"<p>" + b"word " * MAX_CHARACTERS)
    assert len(page.tree.text_content()) == MAX_CHARACTERS - len("<p>")
    assert page.notes == (f"Only the first {MAX_CHARACTERS} characters of the page were read.",)


def test_pages_of_many_tags_are_cut_and_noted() -> None:
    page = read_tree(b"<p>word" * (MAX_TAGS + 5))
    assert len(page.tree.findall(".//p")) == MAX_TAGS
    assert page.notes == (f"Only the first {MAX_TAGS} tags of the page were read.",)


ATTRIBUTES = {
    "with blanks": " ".join(f"a{n}=1" for n in range(3000)),
    "without blanks": "".join(f'a{n}="1"' for n in range(3000)),
    "with slashes": "/".join(f"a{n}" for n in range(3000)),
    "with brackets in quotes": " ".join(f'a{n}=">"' for n in range(3000)),
}


@pytest.mark.parametrize("attributes", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_a_tag_of_too_many_attributes_loses_them(attributes: str) -> None:
    tree = read_tree(f"<body><p {attributes}>The board voted.</p>".encode()).tree
    assert [len(one.attrib) for one in tree.iter("p")] == [0]
    assert tree.text_content().endswith("The board voted.")


LONG = {
    "a long value": f"<p data-x='{{&quot;a&quot;: {'1, ' * 9000}}}'>The board voted.</p>",
    "a script": f"<p data-x=1><script>{'var a = 1; ' * 9000}</script>The board voted.</p>",
    "a text": f"<p data-x=it's>{'The board voted, it said. ' * 900}It isn't over.</p>",
}


@pytest.mark.parametrize("html", LONG.values(), ids=LONG)
def test_a_long_tag_of_few_attributes_keeps_them(html: str) -> None:
    paragraph = read_tree(html.encode()).tree.find(".//p")
    assert paragraph is not None
    assert "The board voted" in paragraph.text_content()


def test_the_readers_get_less_than_the_page() -> None:
    html = (
        "<html><head><title>Pier</title><script>var x</script></head><body>"
        "<nav><a href='/'>Home</a></nav><header><div>Harrow</div></header>"
        "<ul>" + "<li><a href='/x'>Weather</a></li>" * 4 + "</ul>"
        "<div class='ad'><span></span></div><p>The board voted.<br>It closed.</p>"
        "<ul><li><a href='/y'>One</a> of many words that are no link at all</li></ul></body></html>"
    )
    page = read_tree(html.encode())
    assert [one.tag for one in page.lean.iter()] == ["html", "body", "p", "br", "ul", "li", "a"]
    assert "var x" not in page.html
    assert "Weather" in page.html
    assert "var x" in page.tree.text_content()


def test_formatting_that_is_never_closed_is_not_opened_anew() -> None:
    page = read_tree("".join(f"<p><b id={n}>word" for n in range(4000)).encode())
    assert len(page.html) < 200_000


ODD_SIGNS = [
    "\x00",
    "\x0b",
    "\x7f",
    "\ufffe",
    "\uffff",
    "&#0;",
    "&#x0;",
    "&#31;",
    "&#x1F;",
    "&#x0b;",
]
ODD_SIGNS += ["&#127;", "&#x7f;", "&#xFFFE;", "&#65535;", "&#00011;"]


@pytest.mark.parametrize("sign", ODD_SIGNS)
def test_control_characters_are_blanks(sign: str) -> None:
    assert read_tree(f"<p>a{sign}b</p>".encode()).tree.text_content() == "a b"


@pytest.mark.parametrize(
    "sign", ["&#10;", "&#x9;", "&#65;", "&#x41;", "&#120;", "&#x7fb;", "&#310;"]
)
def test_other_characters_are_none_of_them(sign: str) -> None:
    text = read_tree(f"<p>a{sign}b</p>".encode()).tree.text_content()
    assert text == f"a{unescape(sign)}b"


def test_nothing_gives_an_empty_tree() -> None:
    assert read_tree(b"").tree.text_content() == ""
