import pytest

from newsloom.collect.places import (
    Place,
    distinct_places,
    linked_places,
    listed_places,
    robots_address,
    robots_sitemaps,
    usual_feeds,
    usual_sitemaps,
)
from newsloom.model import SourceKind

URL = "https://www.harrow.example/news/"


def urls(places: tuple[Place, ...]) -> list[str]:
    return [place.url for place in places]


CHANNEL = "UC" + "a1" * 11
SYSTEMS = {
    "WordPress": (
        URL,
        "<script src='/wp-includes/js/a.js'></script>",
        "https://www.harrow.example/news/feed/",
    ),
    "Ghost": (URL, '<meta name="generator" content="Ghost 5.2">', f"{URL}rss/"),
    "Blogger": (
        "https://gulls.blogspot.com/2026/",
        "",
        "https://gulls.blogspot.com/feeds/posts/default",
    ),
    "Medium author": ("https://medium.com/@mara-quill", "", "https://medium.com/feed/@mara-quill"),
    "Medium publication": (
        "https://medium.com/gulls/a-post-1a",
        "",
        "https://medium.com/feed/gulls",
    ),
    "Medium name": ("https://gulls.medium.com/", "", "https://gulls.medium.com/feed"),
    "Substack": ("https://gulls.substack.com/archive", "", "https://gulls.substack.com/feed"),
    "Substack elsewhere": (URL, "https://substackcdn.com/a.png", "https://www.harrow.example/feed"),
    "YouTube channel": (
        f"https://www.youtube.com/channel/{CHANNEL}/videos",
        "",
        f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",
    ),
    "YouTube name": (
        "https://www.youtube.com/@gulls",
        f'<link href="https://www.youtube.com/channel/{CHANNEL}">',
        f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",
    ),
    "YouTube playlist": (
        "https://www.youtube.com/playlist?list=PLx-1",
        "",
        "https://www.youtube.com/feeds/videos.xml?playlist_id=PLx-1",
    ),
    "subreddit": ("https://old.reddit.com/r/gulls/top/", "", "https://www.reddit.com/r/gulls/.rss"),
    "GitHub": (
        "https://github.com/harrow/gulls/issues",
        "",
        "https://github.com/harrow/gulls/releases.atom",
    ),
    "GitLab": (
        "https://gitlab.com/harrow/birds/gulls/-/tags",
        "",
        "https://gitlab.com/harrow/birds/gulls/-/releases.atom",
    ),
    "Mastodon": (
        "https://social.harrow.example/@mara",
        "<title>Mara - Mastodon</title>",
        "https://social.harrow.example/@mara.rss",
    ),
    "Bluesky": (
        "https://bsky.app/profile/harrow.example",
        "",
        "https://bsky.app/profile/harrow.example/rss",
    ),
    "Squarespace": (URL, "static1.squarespace.com", "https://www.harrow.example/news?format=rss"),
    "Wix": (URL, "static.wixstatic.com", "https://www.harrow.example/blog-feed.xml"),
    "Drupal": (URL, "/sites/default/files/a.png", "https://www.harrow.example/rss.xml"),
    "Joomla": (
        URL,
        '<meta content="Joomla! - Open Source">',
        "https://www.harrow.example/news?format=feed&type=rss",
    ),
    "Hugo": (URL, '<meta content="Hugo 0.1">', "https://www.harrow.example/news/index.xml"),
    "Discourse": (URL, '<meta content="Discourse 3">', "https://www.harrow.example/latest.rss"),
    "Stack Exchange": (
        "https://stackoverflow.com/questions/tagged/xml",
        "",
        "https://stackoverflow.com/feeds/tag/xml",
    ),
    "arXiv": ("https://arxiv.org/list/cs.CL/recent", "", "https://rss.arxiv.org/atom/cs.CL"),
    "PyPI": (
        "https://pypi.org/project/gulls/",
        "",
        "https://pypi.org/rss/project/gulls/releases.xml",
    ),
}


@pytest.mark.parametrize(("url", "html", "expected"), SYSTEMS.values(), ids=SYSTEMS)
def test_systems_keep_their_feeds_at_places_of_their_own(
    url: str, html: str, expected: str
) -> None:
    assert urls(linked_places(html.encode(), url))[0] == expected


def test_a_page_of_no_known_system_has_only_its_links() -> None:
    assert linked_places(b"<p>Gulls</p>", URL) == ()
    assert linked_places(b"", "https://www.youtube.com/@gulls") == ()


LINKS = b"""<head>
<link rel="alternate" type="application/rss+xml" title=" All\n news" href="feed">
<link rel="alternate feed" href="/by-rel">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
<link rel="alternate" type="text/html" href="/de/">
</head><body>
<a href="/news/feed/">RSS</a> <a href="/port.rss">Port</a> <a href="/feeds/">Our feeds</a>
<a href="/subscribe" title="Atom feed"><img></a> <a href="feed:https://www.harrow.example/f2">f2</a>
<a href="https://feedly.example/?url=x">RSS</a> <a href="https://feeds.harrow.test/x">Elsewhere</a>
<a href="/refeed-the-gulls">Gulls</a> <a href="/mp3/xmlsong">Song</a>
</body>"""


def test_links_come_in_order_and_once() -> None:
    found = linked_places(LINKS, URL)
    assert urls(found) == [
        "https://www.harrow.example/news/feed",
        "https://www.harrow.example/by-rel",
        "https://www.harrow.example/port.rss",
        "https://www.harrow.example/feeds/",
        "https://www.harrow.example/subscribe",
        "https://feeds.harrow.test/x",
    ]
    assert (found[0].title, found[0].why, found[2].why) == ("All news", "link", "anchor")
    assert urls(listed_places(LINKS, URL))[0] == "https://www.harrow.example/news/feed/"


def test_of_many_links_ten_are_tried() -> None:
    many = "".join(f"<a href='/feeds/{n}'>x</a>" for n in range(40)).encode()
    assert len(linked_places(many, URL)) == len(listed_places(many, URL)) == 10


def test_usual_places_of_a_section_and_of_its_site() -> None:
    found = urls(usual_feeds("https://harrow.example/sport/?page=2"))
    assert found[:2] == ["https://harrow.example/sport/feed", "https://harrow.example/sport/rss"]
    assert "https://harrow.example/index.xml" in found
    assert len(urls(usual_feeds("https://harrow.example/"))) < len(found) == len(set(found))
    assert urls(usual_sitemaps(URL))[0] == "https://www.harrow.example/news-sitemap.xml"


ROBOTS = """User-agent: *
Disallow: /x
Sitemap: https://harrow.example/sitemap.xml
 sitemap : /news-sitemap.xml
#Sitemap: /commented.xml
SITEMAP:https://harrow.example/sitemap.xml
Sitemap: ftp://harrow.example/x.xml
Sitemap: /a.xml
Sitemap: /b.xml
Sitemap: /c.xml
"""


def test_sitemaps_in_robots_txt_news_first() -> None:
    url = robots_address("https://harrow.example/news/?x=1")
    assert url == "https://harrow.example/robots.txt"
    assert urls(robots_sitemaps(ROBOTS, url)) == [
        "https://harrow.example/news-sitemap.xml",
        "https://harrow.example/sitemap.xml",
        "https://harrow.example/a.xml",
        "https://harrow.example/b.xml",
    ]


def test_a_slash_at_the_end_makes_no_other_place() -> None:
    places = [Place(f"https://harrow.example/{end}", SourceKind.FEED, "") for end in ("f", "f/")]
    assert distinct_places(places) == (places[0],)
