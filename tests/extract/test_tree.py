"""Bytes of a page -> text and tree."""

import pytest

from newsloom.extract.tree import MAX_CHARACTERS, MAX_DEPTH, decode_text, max_depth, read_tree

CHARSETS = {
    "UTF-8": ("Brücke".encode(), "", "Brücke"),
    "UTF-8 under a wrong header": ("Brücke".encode(), "text/html; charset=latin1", "Brücke"),
    "UTF-8 mark": (b"\xef\xbb\xbf" + "Brücke".encode(), "", "Brücke"),
    "UTF-16": ("Brücke".encode("utf-16"), "", "Brücke"),
    "header": ("мост".encode("koi8-r"), "text/html; charset=KOI8-R", "мост"),
    "meta tag": ("<meta charset='windows-1251'>мост".encode("cp1251"), "", "мост"),
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


def test_deep_nests_are_taken_apart_and_noted() -> None:
    html = "<html><body>" + "<div>" * 900 + "<p>Words.</p></body></html>"
    page = read_tree(html.encode())
    assert max_depth(page.html) < MAX_DEPTH
    assert page.tree.text_content().strip() == "Words."
    assert page.notes == ("The page nests 902 levels deep; its wrappers were taken off.",)


def test_long_pages_are_cut_and_noted() -> None:
    page = read_tree(b"<p>" + b"word " * MAX_CHARACTERS)
    assert len(page.html) == MAX_CHARACTERS
    assert page.notes == (f"Only the first {MAX_CHARACTERS} characters of the page were read.",)


def test_nothing_gives_an_empty_tree() -> None:
    assert read_tree(b"").tree.text_content() == ""
