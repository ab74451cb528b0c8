import gzip
import json
from time import process_time

import pytest

from newsloom.collect.doorscript import location_set_by
from newsloom.collect.landing import Landing, next_address
from tests.shared import SHARED, needs_shared

HERE = "https://tern.example/x1"
TARGET = "https://harrow.example/news/one"
SHORT = f"""<head><noscript><META http-equiv="refresh" content="0;URL={TARGET}"></noscript>
<title>{TARGET}</title></head>
<script>window.opener = null;
location.replace("https:\\/\\/harrow.example\\/news\\/one")</script>"""
APPLE = f"""<html><head><title>A title</title><script>
function redirectToUrl(url) {{ window.location = url }}
function redirectToUrlAfterTimeout(url, timeout) {{ setTimeout(function() {{}}, timeout) }}
window.location = "applenewss:///Axyz"; redirectToUrlAfterTimeout("{TARGET}?utm_source=a", 0)
</script></head><body><p>Opening story</p></body></html>"""
GOOGLE = f"""<html><body><c-wiz jsrenderer="x" data-n-au="{TARGET}?a=1&amp;b=2"><div></div></c-wiz>
{"<script>var a = 5;</script>" * 5000}</body></html>"""
LINKEDIN = f"""<html><h1>This link will take you to a page that's not on LinkedIn</h1>
<a class="button" data-tracking-control-name="external_url_click" data-tracking-will-navigate
href="{TARGET}">{TARGET}</a> <a href="https://www.linkedin.com/help">Learn more</a></html>"""
YAHOO = """<p>words</p><a href="https://news.yahoo.co.jp/articles/0123456789abcdef0123456789abcdef01234567?x=1"
 class="a"><span>記事全文を読む</span></a>"""
LEAVING = f"""<title>Redirect notice</title><p>You are leaving Tern. <a href="/">Back</a>
<a href="{TARGET}">{TARGET}</a> <a href="{TARGET}#top">go on</a></p>"""
WORDS = "<p>" + "word " * 300 + "</p>"


def refresh(content: str, rest: str = "") -> str:
    return f'<html><head><meta http-equiv="Refresh" content="{content}"></head>{rest}</html>'


def script(text: str, rest: str = "") -> str:
    return f"<html><body>{rest}<script>{text}</script></body></html>"


DOORS = {
    "refresh at once": (refresh(f"0;url={TARGET}"), HERE, "tern.example"),
    "refresh in quotes": (refresh(f"3; URL='{TARGET}' "), HERE, "tern.example"),
    "refresh without the word": (refresh(f"5,{TARGET}"), HERE, "tern.example"),
    "refresh to a place of the site": (
        refresh("0;url=/news/one"),
        "https://www.harrow.example/x",
        "harrow.example",
    ),
    "refresh with a few words": (refresh(f"0;url={TARGET}", "<p>moved</p>"), HERE, "tern.example"),
    "refresh to https": (
        refresh(f"0;url={TARGET}"),
        "http://harrow.example/news/one",
        "harrow.example",
    ),
    "short link": (SHORT, HERE, "tern.example"),
    "script": (script(f'window.location.href = "{TARGET}";'), HERE, "tern.example"),
    "script after a while": (
        script(f"setTimeout(function() {{ location = '{TARGET}'; }}, 500);", "wait"),
        HERE,
        "tern.example",
    ),
    "script of the body": (
        f"<body onload=\"location.replace('{TARGET}')\">wait</body>",
        HERE,
        "tern.example",
    ),
    "wrapper in the target": (
        refresh("0;url=https://l.facebook.com/l.php?u=https%3A%2F%2Fharrow.example%2Fnews%2Fone"),
        HERE,
        "tern.example",
    ),
    "tracking in the target": (refresh(f"0;url={TARGET}?utm_source=x"), HERE, "tern.example"),
    "Apple News": (APPLE, "https://apple.news/Axyz", "Apple News"),
    "Google News": (GOOGLE, "https://news.google.com/rss/articles/CBMiabcdefghijk", "Google News"),
    "LinkedIn": (LINKEDIN, "https://lnkd.in/abc", "LinkedIn"),
    "Yahoo Japan": (YAHOO, "https://news.yahoo.co.jp/pickup/6500000?source=rss", "Yahoo Japan"),
    "leaving": (LEAVING, HERE, "tern.example"),
    "leaving in German": (
        f'<p>Sie verlassen diese Seite. <a href="{TARGET}">Weiter</a></p>',
        HERE,
        "tern.example",
    ),
}
TARGETS = {
    "Google News": f"{TARGET}?a=1&b=2",
    "Yahoo Japan": "https://news.yahoo.co.jp/articles/0123456789abcdef0123456789abcdef01234567",
    "refresh to a place of the site": "https://www.harrow.example/news/one",
}

PAGES = {
    "an article": WORDS,
    "the same page every five minutes": refresh("300", WORDS),
    "another page every five minutes": refresh(f"300;url={TARGET}", WORDS),
    "the same page at once": refresh(f"0;url={HERE}"),
    "the same page with another query": refresh("0;url=?cookie=1"),
    "an article that also refreshes": refresh(f"0;url={TARGET}", WORDS),
    "an article for readers without scripts": (
        f"<noscript>{refresh(f'0;url={TARGET}')}</noscript>{WORDS[:400]}</p>"
    ),
    "in a comment": f"<!--[if IE]>{refresh(f'0;url={TARGET}')}<![endif]--><p>words</p>",
    "in a text of a script": script(
        f'var a = \'<meta http-equiv="refresh" content="0;{TARGET}">\''
    ),
    "login": refresh("0;url=https://tern.example/login?next=/x1"),
    "consent page that leads back": refresh(f"0;url=https://harrow.example/c?back={HERE}"),
    "consent host": refresh("0;url=https://consent.harrow.example/a"),
    "front page": refresh("0;url=https://harrow.example/"),
    "not found": refresh("0;url=/404.html"),
    "app store": refresh("0;url=https://apps.apple.com/app/id1"),
    "no web address": refresh("0;url=javascript:alert(1)"),
    "refresh without address": refresh("0;url="),
    "script with text": script(f"location = '{TARGET}'", "word " * 60),
    "script with a condition": script(f"if (mobile) location = '{TARGET}'"),
    "script that sets a cookie": script(f"document.cookie = 'a=1'; location = '{TARGET}'"),
    "script that only defines": script(f"function go() {{ location = '{TARGET}' }}"),
    "script beside data": (
        '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
        + script(f"location = '{TARGET}'")
    ),
    "reloads": script("location.reload()"),
    "leaving with two ways out": LEAVING + '<a href="https://other.example/b">other</a>',
    "leaving in a long text": LEAVING + WORDS,
    "one way out of a page that says nothing": f'<p>words <a href="{TARGET}">link</a></p>',
    "Apple's own article": '<script>redirectToUrl("https://apple.news/Abc")</script>',
    "Google's own links": '<c-wiz x><a href="https://policies.google.com/terms">terms</a></c-wiz>',
    "nothing": "",
    "no markup": "just words",
}


@pytest.mark.parametrize("name", DOORS)
def test_a_door_leads_on(name: str) -> None:
    page, url, door = DOORS[name]
    found = next_address(page.encode(), url, "text/html; charset=utf-8")
    assert found == Landing(TARGETS.get(name, TARGET), door)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stays(name: str) -> None:
    url = "https://apple.news/Axyz" if "Apple" in name else HERE
    url = "https://news.google.com/articles/CBMi" if "Google" in name else url
    assert next_address(PAGES[name].encode(), url, "text/html") is None


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/rss+xml"])
def test_what_is_no_markup_leads_nowhere(content_type: str) -> None:
    page = DOORS["refresh at once"][0].encode()
    assert next_address(page, HERE, content_type) is None
    assert next_address(page, HERE) is not None
    assert next_address(page, "not an address") is None


def test_a_page_in_another_charset_is_read() -> None:
    page = f'<meta charset="utf-16le"><p>вы покидаете сайт <a href="{TARGET}">дальше</a>'
    found = next_address(page.encode("cp1251"), HERE, "text/html; charset=windows-1251")
    assert found == Landing(TARGET, "tern.example")


@needs_shared
def test_no_real_article_is_a_door() -> None:
    """Whole, and broken off after 3,000, 20,000 and 60,000 bytes, as a small page would look."""
    folder = SHARED / "data" / "pages"
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    urls = {key: row["url"] for key, row in truth.items()}
    found = list[object]()
    for path in sorted((folder / "html").iterdir()):
        url, body = urls[path.name.partition(".")[0]], gzip.decompress(path.read_bytes())
        for size in (3_000, 20_000, 60_000, len(body)):
            found.append(next_address(body[:size], url, "text/html"))
    assert len(found) >= 4 * 181
    assert [one for one in found if one is not None] == []


SCRIPTS = {
    f'location="{TARGET}"': TARGET,
    f"document.location.href='{TARGET}'\n": TARGET,
    f"window.location.assign( '{TARGET}' )": TARGET,
    f"top.location.replace('{TARGET}');": TARGET,
    f"<!-- \n location.href = '{TARGET}'; // go \n -->": TARGET,
    f"/* if */ location.href = '{TARGET}';": TARGET,
    "location.replace('https:\\/\\/harrow.example\\/a\\u0026b\\x3d1')": "https://harrow.example/a&b=1",
    f"(function() {{ location.href = '{TARGET}'; }})()": TARGET,
    f"window.onload = function() {{ location.href = '{TARGET}'; }}": TARGET,
    f"setTimeout(() => {{ location.href = '{TARGET}'; }}, 9)": TARGET,
    "location.href = 'https://harrow.example/what-if-we-for-while'": (
        "https://harrow.example/what-if-we-for-while"
    ),
    f"location.href = '{TARGET}' + id": "",
    f"location.href = '{TARGET}'; location.href = 'https://other.example/b'": "",
    f"location.href = '{TARGET}'; location.href = place": "",
    f"location.href == '{TARGET}'": "",
    f"a ? location.replace('{TARGET}') : 0": "",
    f"a && location.replace('{TARGET}')": "",
    f"button.onclick = function() {{ location.href = '{TARGET}'; }}": "",
    f"const go = () => {{ location.href = '{TARGET}'; }}": "",
    f"my.location.href = '{TARGET}'": "",
    f"setTimeout(\"location.href='{TARGET}'\", 5)": "",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), SCRIPTS.items())
def test_location_set_by(text: str, expected: str) -> None:
    assert expected == location_set_by([text])


def test_scripts_that_cannot_be_judged_set_nothing() -> None:
    assert location_set_by(None) == location_set_by([]) == ""
    assert location_set_by([f"location = '{TARGET}';", "if (a) b()"]) == ""


def test_hostile_pages_are_read_in_time() -> None:
    before = process_time()
    for page in (
        b"<meta refresh" * 100_000,
        b'<meta http-equiv="refresh" content="0;' + b"a" * 1_000_000,
        b"<div>" * 60_000 + b"<script>location='x'</script>",
        b"<script>" + b"location=" * 3_000 + b"'",
        b"<script>" + b"'\\" * 4_000,
        b"<c-wiz " * 100_000,
        b"you are leaving" + b"<a href=//x" * 5_000,
    ):
        for url in (HERE, "https://news.google.com/articles/CBMi", "https://lnkd.in/a"):
            next_address(page, url)
    assert process_time() - before < 4
