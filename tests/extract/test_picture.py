"""Which pictures are usable, and why the others are not."""

import pytest
from lxml.html import document_fromstring

from newsloom.extract.picture import (
    MAX_PICTURES,
    body_pictures,
    choose_pictures,
    og_pictures,
    refuse_picture,
)
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
    "url", ["data:image/png;base64,AAAA", "ftp://x.example/a.jpg", "https://[bad/a.jpg", ""]
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


def test_lazy_pictures_of_the_body() -> None:
    tree = document_fromstring(
        '<html><body><img src="/nav.jpg"><article><figure><img src="data:image/gif;base64,R0"'
        ' data-src="/quay.jpg" width="800" height="500" alt="The quay"></figure></article></body>'
    )
    assert [Picture("https://harrow.example/quay.jpg", 800, 500, "The quay", "body")] == list(
        body_pictures(tree, "https://harrow.example/x")
    )
