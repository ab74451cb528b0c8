import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.collect.opml import read_opml, write_opml
from newsloom.errors import ParseError
from newsloom.model import Source, SourceKind

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
    assert read_opml(NESTED, "feeds.opml") == (
        Source("https://ledger.harrow.example/feed", SourceKind.FEED, "Ledger & Co"),
        Source("https://gulls.example/rss", SourceKind.FEED, "Gulls"),
    )


TITLES = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="&\ufffe\uffff"
    ),
    max_size=20,
)
SOURCES = st.lists(
    st.builds(
        Source,
        st.integers(0, 99)
        .map("https://harrow.example/feed?id={}&x=<1>".format)
        .map(lambda url: url.replace("<1>", "%3C1%3E")),
        st.sampled_from([SourceKind.FEED, SourceKind.SITEMAP, SourceKind.WEBPAGE]),
        TITLES,
    ),
    unique_by=lambda source: source.url,
    max_size=8,
)


@given(SOURCES, TITLES)
def test_what_is_written_is_read_back(sources: list[Source], title: str) -> None:
    assert read_opml(write_opml(sources, title), "x.opml") == tuple(sources)


def test_broken_xml_names_its_line() -> None:
    with pytest.raises(ParseError, match="feeds.opml, line 3: is not well-formed") as caught:
        read_opml("<opml>\n<body>\n<outline</body></opml>", "feeds.opml")
    assert caught.value.line == 3


def test_other_xml_is_no_opml() -> None:
    with pytest.raises(ParseError, match="its root is <rss>"):
        read_opml("<rss/>", "feeds.opml")
