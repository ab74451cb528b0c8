"""Which of the titles a page gives is its headline."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.extract.declarations import read_declarations
from newsloom.extract.headline import Headline, choose_headline
from newsloom.extract.json_ld import read_json_ld
from newsloom.extract.tree import parse_tree

SITES = ("harrowpost.example", "Harrow Post")
LONG = (
    "Divers of Port Ellery find forty rotten piles under the east pier and close it for four months"
)


@dataclass(frozen=True)
class Page:
    """The places of a page that give a title, and the one that is right."""

    name: str
    expected: str
    og: str = ""
    headline: str = ""
    heading: str = ""
    title: str = ""
    more: str = ""
    """Further tags of the head."""

    @property
    def html(self) -> str:
        """The page."""
        told = {"@type": "NewsArticle", "headline": self.headline}
        script = f'<script type="application/ld+json">{json.dumps(told)}</script>'
        og = f'<meta property="og:title" content="{self.og}">' if self.og else ""
        head = f"<title>{self.title}</title>{og}{script if self.headline else ''}{self.more}"
        return f"<html><head>{head}</head><body>{self.heading}</body></html>"


PAGES = (
    Page("all agree", "Pier closes", *["Pier closes"] * 2, "<h1>Pier closes</h1>", "Pier closes"),
    Page("two against one for search engines", "East pier closes",
         "East pier closes", "Pier closure: what is known", "<h1>East pier closes</h1>"),
    Page("two against one for social networks", "East pier closes",
         "You will not believe this pier", "East pier closes", "<h1>East pier closes</h1>"),
    Page("declared twice, shown differently", "East pier closes",
         "East pier closes", "East pier closes", "<h1>Why the pier had to close</h1>"),
    Page("shown in page and window", "Why the pier had to close", "East pier closes",
         "East pier closes", "<h1>Why the pier had to close</h1>", "Why the pier had to close"),
    Page("shown, and nobody agrees", "Why the east pier had to close",
         "East pier closes", "The pier of Ellery is closed",
         "<h1>Why the east pier had to close</h1>"),
    Page("the heading is the site's name", "Pier closes", "Pier closes", "",
         "<h1>Harrow Post</h1>"),
    Page("the heading is a section", "Pier closes", "Pier closes", "", "<h1>Local</h1>"),
    Page("the heading is of another article", "Pier closes", "Pier closes", "",
         "<h1>Ferry runs again</h1>", "Pier closes"),
    Page("several headings", "Pier closes for months", "Pier closes for months", "",
         "<h1>Menu</h1><h1>Pier closes for months</h1><h1>Newsletter</h1>"),
    Page("a heading alone", "Pier closes", heading="<h1>Pier <em>closes</em></h1>"),
    Page("a picture in the heading", "Pier closes",
         heading="<h1><svg><title>Icon</title></svg>Pier closes<script>x()</script></h1>"),
    Page("hidden words in the heading", "Pier closes",
         heading='<h1><span class="visually-hidden">Video</span>Pier closes</h1>'),
    Page("window only", "Pier closes", title="Pier closes | Harrow Post"),
    Page("the title of a picture is none", "Pier closes",
         title="Pier closes", heading="<svg><title>Logo</title></svg>"),
    Page("nothing", ""),
    Page("only the site", "", "Harrow Post", "", "<h1>The Harrow Post</h1>", "Harrow Post"),
    Page("site in og:title, not in the heading", "Pier closes", "Pier closes - Harrow Post", "",
         "<h1>Pier closes</h1>", "Pier closes - Harrow Post"),
    Page("section in og:title, not in the heading", "Pier of Ellery closes",
         "Pier of Ellery closes | Local", "", "<h1>Pier of Ellery closes</h1>",
         "Pier of Ellery closes | Local - Harrow Post"),
    Page("genre in og:title, not in the heading", "Pier of Ellery closes",
         "Opinion | Pier of Ellery closes", "", "<h1>Pier of Ellery closes</h1>"),
    Page("label as printed", "Live: Pier of Ellery closes", "Live: Pier of Ellery closes",
         "Live: Pier of Ellery closes", "<h1>Live: Pier of Ellery closes</h1>"),
    Page("kicker in the heading", "Pier of Ellery closes", "Pier of Ellery closes", "",
         '<h1><span class="kicker">Harbour</span><span>Pier of Ellery closes</span></h1>'),
    Page("kicker in all of them", "Harbour: Pier of Ellery closes",
         "Harbour: Pier of Ellery closes", "Harbour: Pier of Ellery closes",
         "<h1><span>Harbour</span><span>Pier of Ellery closes</span></h1>"),
    Page("cut off with dots", LONG, f"{LONG[:70]}…", "", f"<h1>{LONG}</h1>"),
    Page("cut off without dots", LONG, LONG, LONG[:71], "<h1>Ellery</h1>"),
    Page("cut off everywhere but in the heading", LONG, f"{LONG[:60]}...", LONG[:71],
         f"<h1>{LONG}</h1>"),
    Page("spelled with other marks", "‘We can’t close it,’ he says", "'We can't close it,' he says",
         "", "<h1>‘We can’t close it,’ he says</h1>"),
    Page("escaped twice", "Pier & quay’s end", "Pier &amp;amp; quay&amp;#8217;s end",
         "Pier &amp; quay&#8217;s end"),
    Page("heading in capitals", "Pier of Ellery closes", "Pier of Ellery closes", "",
         "<h1>PIER OF ELLERY CLOSES</h1>"),
    Page("two og:titles", "Pier of Ellery closes", "Pier of Ellery closes", "", "",
         more='<meta property="og:title" content="Pier of Ellery closes - Harrow Post">'),
    Page("meta alone", "Pier closes", more='<meta name="parsely-title" content="Pier closes">'),
    Page("alternative headline agrees", "Pier closes now", "Pier closes now", "Pier closure",
         more='<meta name="twitter:title" content="Pier closes now">'),
    Page("no letters", "???", "???", "", "<h1>???</h1>"),
    Page("East Asian heading is the site's", "港口关闭四个月", "港口关闭四个月 - 晨报", "",
         "<h1>晨报</h1>", "港口关闭四个月 - 晨报"),
)  # fmt: skip


def choose(html: str) -> Headline:
    """Return the headline of a page."""
    told = read_declarations(parse_tree(html))
    return choose_headline(told, read_json_ld(told.scripts).fields, SITES)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_headline(page: Page) -> None:
    assert page.expected == choose(page.html).text


def test_as_printed() -> None:
    page = Page("", "", "Pier closes", "", "<h1>Pier closes</h1>", "Pier closes | Harrow Post")
    assert choose(page.html) == Headline("Pier closes", "Pier closes | Harrow Post", True)
    alone = Page("", "", title="Pier closes | Harrow Post")
    assert choose(alone.html) == Headline("Pier closes", "Pier closes | Harrow Post", False)


def test_a_page_in_the_wrong_tag_is_no_title() -> None:
    whole = "Pier closes for months. " * 40
    page = Page("", "", "Pier closes", "", f"<h1>{whole}</h1>", whole)
    assert choose(page.html) == Headline("Pier closes", "Pier closes", False)


def test_a_heading_that_repeats_the_window_shows_nothing() -> None:
    """Such a site puts every title there, with whatever it adds."""
    same = "Pier closes | Local"
    assert not choose(Page("", "", same, "", f"<h1>{same}</h1>", same).html).is_shown


words = st.lists(
    st.sampled_from(["Pier", "closes", "Harrow Post", "|", " - ", ":", "…", "'", "港口", ""]),
    max_size=6,
).map(" ".join)  # fmt: skip


@settings(deadline=None)
@given(words, words, words, words)
def test_any_titles_give_one_of_them(og: str, headline: str, heading: str, title: str) -> None:
    page = Page("", "", og, headline, f"<h1><b>{heading}</b></h1>", title)
    found = choose(page.html)
    told = " ".join(" ".join((og, headline, heading, title)).split())
    assert all(word in told for word in found.text.split())
