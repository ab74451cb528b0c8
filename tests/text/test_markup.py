import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.markup import clean_html, plain_text, unescape

PLAIN = {
    "paragraphs": ("<p>One.</p>\n<p>Two <b>bold</b>.</p>", "One.\nTwo bold."),
    "break": ("one<br>two<br/>three", "one\ntwo\nthree"),
    "source lines are only space": ("<p>one\ntwo</p>", "one two"),
    "entities": ("R&amp;D &eacute;&nbsp;&#8217;", "R&D é ’"),
    "script and style": ("<style>p{}</style>a<script>b()</script>", "a"),
    "comment": ("x<!-- y -->z", "xz"),
    "sign": ("a < b &amp; c", "a < b & c"),
    "list": ("<ul><li>one<li>two</ul>", "one\ntwo"),
    "no markup": ("  two\n words ", "two words"),
    "soft hyphen": ("Donau\u00addampf", "Donaudampf"),
    "unclosed": ("<p>one <b>two", "one two"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("html", "expected"), PLAIN.values(), ids=PLAIN)
def test_plain_text(html: str, expected: str) -> None:
    assert expected == plain_text(html)


CLEAN = {
    "relative link": (
        '<a href="/x" onclick="y()" class="z">a</a>',
        '<a href="https://harrow.example/x" rel="nofollow noopener">a</a>',
    ),
    "script link": ('<a href="javascript:x()">a</a>', '<a rel="nofollow noopener">a</a>'),
    "picture": (
        '<img src="p.jpg" onerror="x()" alt="A">',
        '<img src="https://harrow.example/news/p.jpg" alt="A">',
    ),
    "frame": ("a<iframe src=x>b</iframe>", "a"),
    "form": ("<form><input name=a>text</form>", "text"),
    "data address": ('<img src="data:image/png;base64,xx">', "<img>"),
}


@pytest.mark.parametrize(("html", "expected"), CLEAN.values(), ids=CLEAN)
def test_clean_html(html: str, expected: str) -> None:
    assert expected == clean_html(html, "https://harrow.example/news/a")


def test_relative_links_are_dropped_without_an_address() -> None:
    assert clean_html('<a href="/x">a</a>') == '<a rel="nofollow noopener">a</a>'


@pytest.mark.parametrize("base", ["http://[", "https://xn--xn--/", "feed.xml", "ftp://a.example/"])
def test_a_base_that_is_no_address_drops_relative_links(base: str) -> None:
    assert clean_html('<a href="/x">a</a>', base) == '<a rel="nofollow noopener">a</a>'


SCRAPS = st.sampled_from(
    [*"<>/ab&;\"'= !-", "<script>", " onclick=", "<a href=", "<p>", "<img src="]
)


@given(st.lists(SCRAPS).map("".join))
def test_cleaning_twice_changes_nothing_more(html: str) -> None:
    once = clean_html(html, "https://harrow.example/")
    assert once == clean_html(once, "https://harrow.example/")


SIMPLE = st.sampled_from([
    *"<>/ab&;\"'= !\n-", "<p>", "</p>", "<br/>", "<b>", "</b>", "<B>", '<a href="x?a=1&amp;b=2">',
    "<a href='<p>'>", "</a>", "<img alt='a > b' src=x>", "<li>", "&amp;lt;", "&#8217;", "&nbsp;",
    "<script>", "</script>", "<!--", "-->", "<t", "</div>", "<table>", "\u00ad", "é",
])  # fmt: skip


@given(st.lists(SIMPLE).map("".join))
def test_simple_markup_is_read_as_the_parser_reads_it(html: str) -> None:
    """A table is not simple: it sends what follows to the HTML parser."""
    parsed = plain_text(f"<table></table>{html}")
    assert "".join(parsed.split()) == "".join(plain_text(html).split())


@pytest.mark.parametrize("html", ["<div>" * 200_000 + "x", "<b>" * 200_000 + "x"])
def test_endless_nesting_is_read_without_the_parser(html: str) -> None:
    assert (plain_text(html), clean_html(html)) == ("x", "<p>x</p>")


FLOODS = ["&" * 1_000_000, "<p>" + "&a;" * 500_000, "<x>" + "& " * 500_000]


@pytest.mark.parametrize("html", FLOODS, ids=["bare", "unknown", "with a tag"])
def test_a_flood_of_ampersands_is_read_without_the_parser(html: str) -> None:
    started = time.process_time()
    assert clean_html(html).startswith("<p>&amp;")
    assert plain_text(html).startswith("&")
    assert time.process_time() - started < 1


UNESCAPED = {
    "once": ("AT&amp;T", "AT&T"),
    "twice": ("AT&amp;amp;T", "AT&T"),
    "number": ("it&#8217;s", "it’s"),
    "bare": ("R&D", "R&D"),
}


@pytest.mark.parametrize(("text", "expected"), UNESCAPED.values(), ids=UNESCAPED)
def test_unescape(text: str, expected: str) -> None:
    assert expected == unescape(text)
