import gzip
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.collect.opml import read_opml, write_opml
from newsloom.errors import ParseError
from newsloom.model import Source, SourceKind
from newsloom.text.markup import unescape

NESTED = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Feeds</title></head><body>
<outline text="Port"><outline text="Works">
<outline type="rss" text="Ledger &amp;amp; Co" xmlUrl="https://ledger.harrow.example/feed" htmlUrl="https://ledger.harrow.example/"/>
</outline></outline>
<outline title="Gulls" text="g" xmlurl="feed://gulls.example/rss"/>
<outline text="Again" xmlUrl="https://ledger.harrow.example/feed"/>
<outline text="A note"/>
</body></opml>"""


def test_folders_are_flattened_and_each_address_stands_once() -> None:
    assert read_opml(NESTED.encode(), "feeds.opml") == (
        Source("https://ledger.harrow.example/feed", SourceKind.FEED, "Ledger & Co"),
        Source("https://gulls.example/rss", SourceKind.FEED, "Gulls"),
    )


TITLES = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"
    ),
    max_size=20,
).filter(lambda title: unescape(title) == title)
SOURCES = st.lists(
    st.builds(
        Source,
        st.integers(0, 99).map("https://harrow.example/feed?id={}&x=%3C1%3E".format),
        st.sampled_from([SourceKind.FEED, SourceKind.SITEMAP, SourceKind.WEBPAGE]),
        TITLES,
    ),
    unique_by=lambda source: source.url,
    max_size=8,
)


@given(SOURCES, TITLES)
def test_what_is_written_is_read_back(sources: list[Source], title: str) -> None:
    assert read_opml(write_opml(sources, title).encode(), "x.opml") == tuple(sources)


def test_what_an_index_names_and_what_is_on_disk_is_not_written() -> None:
    sources = [
        Source("https://harrow.example/index.xml", SourceKind.SITEMAP),
        Source(
            "https://harrow.example/s.xml",
            SourceKind.SITEMAP,
            "",
            "https://harrow.example/index.xml",
        ),
        Source("file:///srv/posts", SourceKind.POSTS, "Posts"),
    ]
    assert read_opml(write_opml(sources, "").encode(), "x.opml") == tuple(sources[:1])


def opml(outlines: str, before: str = "") -> bytes:
    return f"{before}<opml version='2.0'><body>{outlines}</body></opml>".encode()


def titled(printed: str, before: str = "") -> bytes:
    return opml(f"<outline {printed} xmlUrl='https://a.example/'/>", before)


LATIN = "<?xml version='1.0' encoding='iso-8859-1'?>"
OWN = "<!DOCTYPE opml [<!ENTITY g 'Gulls'>]>"
TITLED = {
    "entities of HTML": (titled("text='Caf&eacute; &nbsp;&amp; Bar'"), "Café & Bar"),
    "a bare &": (titled("text='R & D'"), "R & D"),
    "no title": (titled(""), ""),
    "an empty title": (titled("title='' text='https://a.example/'"), ""),
    "another charset": (titled("text='Größe'", LATIN).decode().encode("latin-1"), "Größe"),
    "wide characters": (titled("text='Größe'").decode().encode("utf-16"), "Größe"),
    "packed": (gzip.compress(titled("text='G'")), "G"),
    "an Atom feed": (titled("type='atom' text='A'"), "A"),
    "its own entities": (titled("text='&g; at sea'", OWN), "Gulls at sea"),
}


@pytest.mark.parametrize(("body", "title"), TITLED.values(), ids=TITLED)
def test_titles_are_read_as_meant(body: bytes, title: str) -> None:
    expected = (Source("https://a.example/", SourceKind.FEED, title),)
    assert read_opml(body, "x.opml") == expected


def test_folders_may_nest_a_hundred_deep() -> None:
    leaf = "<outline xmlUrl='https://a.example/'/>"
    body = opml("<outline text='f'>" * 100 + leaf + "</outline>" * 100)
    assert [source.url for source in read_opml(body, "x.opml")] == ["https://a.example/"]


LAUGHS = (
    "<!DOCTYPE opml [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {name} '{f'&{below};' * 10}'>" for name, below in pairwise("lkjihgfedcba"))
    + "]>"
)
BROKEN = {
    "unclosed tag": (
        b"<opml>\n<body>\n<outline</body></opml>",
        "x.opml, line 3: is not well-formed",
    ),
    "after a comment": (b"\n<!-- a\nb -->\n<opml>\n<body></opml>", "x.opml, line 5: is not well-f"),
    "cut off": (b"<opml>\n<body>\n<outline xmlUrl='https://a.example/'/>", "line 3: is not well"),
    "a feed": (b"<rss/>", "its root is <rss>"),
    "words": (b"gulls", "has no XML root"),
    "nothing": (b"", "has no XML root"),
    "laughter": (opml("<outline text='&l;' xmlUrl='https://a.example/'/>", LAUGHS), "x.opml: "),
    "too deep": (opml("<outline>" * 400 + "</outline>" * 400), "x.opml: "),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_named(name: str) -> None:
    body, words = BROKEN[name]
    with pytest.raises(ParseError) as caught:
        read_opml(body, "x.opml")
    assert words in str(caught.value)
