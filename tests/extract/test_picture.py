"""Which pictures are usable, and why the others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from newsloom.extract.picture import (
    MAX_PICTURES,
    body_pictures,
    choose_pictures,
    json_ld_pictures,
    og_pictures,
    refuse_picture,
)
from newsloom.extract.picture_address import parse_srcset, picture_key, width_in_address
from newsloom.model import Picture

AT = "https://img.harrow.example/2026/"
REFUSED = {
    "placeholder of a site": ("defaultPromoCrop.png", "placeholder"),
    "placeholder": ("sr_placeholder.png", "placeholder"),
    "default image": ("default-image.jpg", "placeholder"),
    "default at the end": ("opengraph_default.png", "placeholder"),
    "no image": ("no_image_available.jpg", "placeholder"),
    "fallback": ("news-fallback.jpg", "placeholder"),
    "logo": ("logo.png", "logo"),
    "logo of a site": ("print-header-logo.png", "logo"),
    "logo with a size": ("harrow-logo-512x512.png", "logo"),
    "logo in camel case": ("harrowLogo.png", "logo"),
    "icon": ("share-icon.png", "icon"),
    "touch icon": ("apple-touch-icon-180.png", "logo"),
    "avatar": ("avatar_ida.jpg", "author"),
    "sprite": ("ui-sprite@2x.png", "logo"),
    "blank": ("blank.gif", "empty"),
    "1x1": ("1x1.png", "pixel"),
    "pixel": ("pixel.gif?id=7", "pixel"),
    "vector graphic": ("chart.svg", "no photograph"),
    "video": ("clip.mp4", "no photograph"),
    "advertising": ("mail_banner_300x250_spring.png", "advertisement"),
    "loading": ("loading.gif", "empty"),
    "spinner": ("player-spinner.png", "icon"),
    "folder of icons": ("icons/close-2.png", "folder of icons"),
    "folder of avatars": ("avatars/male2.jpg", "folder of avatars"),
}


@pytest.mark.parametrize(("name", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused_by_name(name: str, reason: str) -> None:
    sentence = refuse_picture(Picture(AT + name))
    assert reason in sentence
    assert AT + name in sentence
    assert choose_pictures([Picture(AT + name, 1200, 630, origin="post")]) == ()


USABLE = (
    "google-pixel-phone.jpg",
    "alibaba-logo-on-a-tower-getty-1024.jpg",
    "white-house-press-room.jpg",
    "core_promo.jpg",
    "rawImage.jpg",
    "counter-protest-in-stavn.jpg",
    "P576YUSSWVG77AD5IZICKXZ35M.jpg",
    "iconic-lighthouse.jpg",
    "photo.jpg?quality=82&strip=all",
    "acastro_180730_1777_0001.0.jpg",
)


@pytest.mark.parametrize("name", USABLE)
def test_usable_by_name(name: str) -> None:
    assert refuse_picture(Picture(AT + name)) == ""


SIZES = {
    "tracking pixel": ((1, 1), True),
    "thumbnail": ((65, 65), True),
    "banner": ((850, 120), True),
    "photo": ((1200, 630), False),
    "tall photo": ((600, 1400), False),
    "not declared": ((0, 0), False),
}


@pytest.mark.parametrize(("size", "is_refused"), SIZES.values(), ids=SIZES)
def test_refused_by_size(size: tuple[int, int], is_refused: bool) -> None:
    assert is_refused == bool(refuse_picture(Picture(AT + "a-photo.jpg", *size)))


@pytest.mark.parametrize(
    "url",
    [
        "data:image/png;base64,AAAA",
        "ftp://x.example/a.jpg",
        "https://[bad/a.jpg",
        f"{AT}{'x' * 4000}.jpg",
        "",
    ],
)
def test_refused_addresses(url: str) -> None:
    assert refuse_picture(Picture(url)) != ""


def test_the_best_come_first_and_each_once() -> None:
    photo = AT + "quay.jpg"
    candidates = [
        Picture(AT + "in-the-text.jpg", origin="body"),
        Picture(photo, 800, 600, "The quay", "json-ld"),
        Picture(photo, origin="og"),
        Picture(AT + "feed.jpg", origin="feed"),
    ]
    assert (
        Picture(photo, 800, 600, "The quay", "og"),
        Picture(AT + "feed.jpg", origin="feed"),
        Picture(AT + "in-the-text.jpg", origin="body"),
    ) == choose_pictures(candidates)


def test_at_most_six() -> None:
    many = [Picture(f"{AT}quay-{n}.jpg") for n in range(20)]
    assert len(choose_pictures(many)) == MAX_PICTURES


def test_sizes_belong_to_the_picture_before_them() -> None:
    tree = document_fromstring(
        '<html><head><meta property="og:image" content="/a.jpg">'
        '<meta property="og:image:width" content="1200">'
        '<meta property="og:image" content="https://b.example/b.jpg">'
        '<meta property="og:image:width" content="600px">'
        '<meta property="og:image:height" content="many"></head><body></body></html>'
    )
    assert [
        Picture("https://harrow.example/a.jpg", 1200, 0, "", "og"),
        Picture("https://b.example/b.jpg", 600, 0, "", "og"),
    ] == list(og_pictures(tree, "https://harrow.example/x"))


PAGE = "https://harrow.example/quay/story"
BIG = Picture(AT + "quay.jpg", 1024, 576, "", "og")
SAME = {
    "size at the end of the name": (
        [Picture(AT + "quay-300x200.jpg", origin="og"), Picture(AT + "quay-1024x683.jpg")],
        Picture(AT + "quay-1024x683.jpg", 1024, 683, "", "og"),
    ),
    "width in the query": (
        [Picture(AT + "quay.jpg?w=320", origin="og"), Picture(AT + "quay.jpg?w=980&h=600")],
        Picture(AT + "quay.jpg?w=980&h=600", origin="og"),
    ),
    "size in a folder": (
        [
            Picture("https://img.example/320x180/quay.jpg", origin="og"),
            Picture("https://img.example/960x540/quay.jpg", 960, 540, "The quay", "json-ld"),
        ],
        Picture("https://img.example/960x540/quay.jpg", 960, 540, "The quay", "og"),
    ),
    "one told server": (
        [
            Picture("https://img.example/c_fill,w_300/quay.jpg", origin="og"),
            Picture("https://img.example/c_fill,w_900,h_500/quay.jpg", origin="json-ld"),
        ],
        Picture("https://img.example/c_fill,w_900,h_500/quay.jpg", origin="og"),
    ),
    "the one that all are made from": (
        [Picture(AT + "quay-600x400.jpg", origin="og"), Picture(AT + "quay.jpg", origin="body")],
        Picture(AT + "quay.jpg", origin="og"),
    ),
    "what is wide enough stays": (
        [BIG, Picture(AT + "quay.jpg?resize=2400,2400", 2400, 2400, "", "body")],
        BIG,
    ),
    "http and https": (
        [Picture(AT + "quay.jpg", 800, 600, "", "og"), Picture("http" + AT[5:] + "quay.jpg")],
        Picture(AT + "quay.jpg", 800, 600, "", "og"),
    ),
}


@pytest.mark.parametrize(("mentions", "kept"), SAME.values(), ids=SAME)
def test_one_picture_in_many_sizes_is_one_candidate(mentions: list[Picture], kept: Picture) -> None:
    assert (kept,) == choose_pictures(mentions)


OTHERS = {
    "other names": (AT + "quay-1.jpg", AT + "quay-2.jpg"),
    "other folders": (AT + "a/quay.jpg", AT + "b/quay.jpg"),
    "what the query names": (AT + "show?id=1&w=300", AT + "show?id=2&w=300"),
    "a signature without a size": (AT + "show?s=1", AT + "show?s=2"),
}


@pytest.mark.parametrize("urls", OTHERS.values(), ids=OTHERS)
def test_other_pictures_stay_apart(urls: tuple[str, str]) -> None:
    assert urls == tuple(p.url for p in choose_pictures(Picture(url) for url in urls))


def test_what_a_post_prints_stays_as_it_is() -> None:
    printed = [Picture(AT + f"quay-{n}00x{n}00.jpg", origin="post") for n in (2, 4)]
    assert tuple(printed) == choose_pictures(printed)


def test_open_graph_has_secure_addresses_and_texts() -> None:
    tree = document_fromstring(
        '<html><head><meta property="og:image" content="http://b.example/b.jpg">'
        '<meta property="og:image:secure_url" content="https://b.example/b.jpg">'
        '<meta property="og:image:alt" content="The &lt;b&gt;quay&lt;/b&gt;">'
        '<meta property="og:image:url" content="https://c.example/ignored.jpg">'
        '<meta name="twitter:image:src" content="/t.jpg">'
        '<meta name="twitter:image:alt" content="Boats"></head><body></body></html>'
    )
    assert [
        Picture("https://b.example/b.jpg", 0, 0, "The quay", "og"),
        Picture("https://harrow.example/t.jpg", 0, 0, "Boats", "og"),
    ] == list(og_pictures(tree, PAGE))


def test_json_ld_names_pictures_in_many_ways() -> None:
    graph = [
        {"@id": "#primary", "@type": "ImageObject", "url": "/p.jpg", "width": 1200, "height": 675},
        {"@id": "#empty"},
    ]
    shapes = [
        ("/a.jpg", ["/a.jpg"]),
        ({"@type": "ImageObject", "contentUrl": "/b.jpg", "caption": "Boats"}, ["/b.jpg"]),
        (["/a.jpg", {"url": ["/c.jpg"]}, 7, None], ["/a.jpg", "/c.jpg"]),
        ({"@list": [{"url": "/d.jpg"}, {"@id": "#primary"}]}, ["/d.jpg", "/p.jpg"]),
        ({"@id": "#empty"}, []),
        ({"@id": "#nobody"}, []),
        ({"url": {"@value": "/e.jpg"}}, ["/e.jpg"]),
        (None, []),
    ]
    for value, wanted in shapes:
        found = [p.url for p in json_ld_pictures(value, PAGE, graph)]
        assert [f"https://harrow.example{path}" for path in wanted] == found
    (primary,) = json_ld_pictures({"@id": "#primary"}, PAGE, graph)
    assert (primary.width, primary.height) == (1200, 675)


def in_body(inner: str) -> list[Picture]:
    """Return the pictures of a page whose article holds ``inner``."""
    page = f"<html><body><img src='/nav.jpg'><article>{inner}</article></body></html>"
    return list(body_pictures(document_fromstring(page), PAGE))


def at_home(path: str, width: int = 0, height: int = 0, alt: str = "") -> Picture:
    return Picture(f"https://harrow.example{path}", width, height, alt, "body")


BODIES = {
    "lazy": (
        '<figure><img src="data:image/gif;base64,R0" data-src="/quay.jpg" width="800"'
        ' height="500" alt="The quay"></figure>',
        at_home("/quay.jpg", 800, 500, "The quay"),
    ),
    "stand-in until then": (
        '<img src="/grey.gif" data-lazy-src="/quay.jpg">',
        at_home("/quay.jpg"),
    ),
    "without a script": (
        '<img src="data:image/gif;base64,R0"><noscript><img src="/quay.jpg"></noscript>',
        at_home("/quay.jpg"),
    ),
    "largest of a srcset": (
        '<img src="/s.jpg" width="400" height="300" srcset="/s.jpg 400w, /l.jpg 1200w,/m.jpg 9w">',
        at_home("/l.jpg", 1200, 900),
    ),
    "srcset by density": (
        '<img src="/s.jpg" width="400" height="300" srcset="/s.jpg, /l.jpg 2x">',
        at_home("/l.jpg", 800, 600),
    ),
    "lazy srcset with commas in addresses": (
        '<img data-srcset="/w_300,h_200/q.jpg 300w, /w_900,h_600/q.jpg 900w">',
        at_home("/w_900,h_600/q.jpg", 900),
    ),
    "sources of a picture": (
        '<picture><source srcset="/wide.webp 1600w" type="image/webp"><source srcset="/n.webp">'
        '<img src="/quay.jpg" width="800" height="500"></picture>',
        at_home("/wide.webp", 1600),
    ),
    "caption as text": (
        '<figure><div><img src="/quay.jpg"></div><figcaption>The\n quay <b>at</b> noon'
        "</figcaption></figure>",
        at_home("/quay.jpg", alt="The quay at noon"),
    ),
    "its own text before the caption": (
        '<figure><img src="/quay.jpg" alt="Boats"><figcaption>The quay</figcaption></figure>',
        at_home("/quay.jpg", alt="Boats"),
    ),
    "linked to its file": (
        '<a href="/full/quay.jpg?dl=1"><img src="/quay.jpg"></a>',
        at_home("/quay.jpg"),
    ),
    "linked to the page itself": (
        '<a href="/quay/story#gallery"><img src="/quay.jpg"></a>',
        at_home("/quay.jpg"),
    ),
}


@pytest.mark.parametrize(("inner", "picture"), BODIES.values(), ids=BODIES)
def test_pictures_of_the_body(inner: str, picture: Picture) -> None:
    assert [picture] == in_body(inner)


NOTHING = {
    "another article's": '<a href="/other/story"><img src="/other.jpg"></a>',
    "in the margin": '<aside><figure><img src="/aside.jpg"></figure></aside>',
    "a template": '<img data-src="https://img.example/{width}/quay.jpg">',
    "no address": '<img src="" srcset=", ,">',
    "no web address": '<img src="ftp://x.example/a.jpg">',
    "not valid": '<img src="https://[bad/a.jpg">',
}


@pytest.mark.parametrize("inner", NOTHING.values(), ids=NOTHING)
def test_what_is_no_picture_of_the_article(inner: str) -> None:
    assert in_body(inner) == []


def test_at_most_twelve_of_the_body() -> None:
    assert len(in_body("".join(f'<img src="/{n}.jpg">' for n in range(40)))) == 12


SETS = {
    "widths": ("a.jpg 1w, b.jpg 2w", [("a.jpg", 1, 0), ("b.jpg", 2, 0)]),
    "densities": ("a.jpg, b.jpg 1.5x", [("a.jpg", 0, 0), ("b.jpg", 0, 1.5)]),
    "no space after the comma": ("a.jpg 1x,b.jpg 2x", [("a.jpg", 0, 1), ("b.jpg", 0, 2)]),
    "commas in an address": ("a,b.jpg 1x", [("a,b.jpg", 0, 1)]),
    "commas around": (",,a.jpg, , ,b.jpg,", [("a.jpg", 0, 0), ("b.jpg", 0, 0)]),
    "two descriptors": ("a.jpg 800w 600h, b.jpg", [("a.jpg", 800, 0), ("b.jpg", 0, 0)]),
    "unknown descriptor": ("a.jpg wide", [("a.jpg", 0, 0)]),
    "nothing": (" \n ", []),
}


@pytest.mark.parametrize(("value", "wanted"), SETS.values(), ids=SETS)
def test_srcsets(value: str, wanted: list[tuple[str, int, float]]) -> None:
    assert wanted == parse_srcset(value)


addresses = st.one_of(
    st.text(max_size=80),
    st.from_regex(
        r"https?://[a-z]{1,5}\.example(/[\w:,.=-]{0,30}){0,4}(\?[\w&=%,]{0,40})?", fullmatch=True
    ),
)


@given(addresses)
def test_any_address_has_a_key_and_a_width(url: str) -> None:
    assert picture_key(url) == picture_key(url)
    assert 0 <= width_in_address(url) <= 99_999
    refuse_picture(Picture(url))


@given(st.text(alphabet=" ,ab.jpg/12wx\t", max_size=200))
def test_any_srcset_gives_addresses_without_white_space(value: str) -> None:
    assert all(one.url and not any(map(str.isspace, one.url)) for one in parse_srcset(value))


@given(st.lists(addresses, max_size=12))
def test_chosen_pictures_are_among_those_offered(urls: list[str]) -> None:
    chosen = choose_pictures(Picture(url, origin="og") for url in urls)
    assert {picture.url for picture in chosen} <= set(urls)
    assert len({picture_key(picture.url) for picture in chosen}) == len(chosen) <= MAX_PICTURES
