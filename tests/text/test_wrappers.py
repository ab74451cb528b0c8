import tomllib
from base64 import urlsafe_b64encode
from pathlib import Path
from time import process_time

import pytest

from newsloom.data import read_text
from newsloom.text.urls import host_of
from newsloom.text.wrapper_codes import CODES
from newsloom.text.wrappers import Unwrapped, unwrap

TABLE = tomllib.loads(Path(__file__).with_name("wrappers.toml").read_text("utf-8"))
WRAPPERS = tomllib.loads(read_text("wrappers.toml"))


@pytest.mark.parametrize(("url", "expected"), TABLE["held"].items())
def test_an_address_leads_to_its_target(url: str, expected: list[str] | str) -> None:
    found = Unwrapped(url=expected[1], name=expected[0]) if expected else None
    assert found == unwrap(url)


@pytest.mark.parametrize("case", TABLE["linked"], ids=lambda case: case["url"])
def test_an_aggregators_text_leads_to_the_article(case: dict[str, str]) -> None:
    expected = Unwrapped(case["target"], case["name"]) if "target" in case else None
    assert expected == unwrap(case["url"], case["content"])


def test_an_address_that_holds_its_target_needs_no_text() -> None:
    url = "https://out.reddit.com/t3_1?url=https%3A%2F%2Fharrow.example%2Fa"
    content = '<a href="https://other.example/b">[link]</a>'
    assert unwrap(url, content) == Unwrapped("https://harrow.example/a", "reddit")


def test_every_wrapper_of_the_table_has_a_case() -> None:
    """Of each row at least one host is asked, and the target comes back under its name."""
    for row in WRAPPERS["wrapper"]:
        asked = [
            url
            for url, expected in TABLE["held"].items()
            if expected and expected[0] == row["name"] and is_under(host_of(url), row["hosts"])
        ]
        assert asked, row
    named = {case["name"] for case in TABLE["linked"] if "name" in case}
    assert named == {row["name"] for row in WRAPPERS["discussion"]}


def test_every_code_of_the_table_exists_and_is_used() -> None:
    assert set(CODES) == {row["code"] for row in WRAPPERS["wrapper"] if "code" in row}


def test_a_row_says_in_one_way_where_the_target_is() -> None:
    for row in WRAPPERS["wrapper"]:
        assert ("parameters" in row) != ("tail" in row), row
        assert set(row) <= {"name", "hosts", "path", "parameters", "tail", "code"}, row


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("text", ["", "a", "%", "____", "eyJlIjo1fQ", "W10", "\x00", "-" * 5000])
def test_a_code_reads_anything(code: str, text: str) -> None:
    assert isinstance(CODES[code](text), str)


def test_a_google_news_id_of_two_length_bytes() -> None:
    target = "https://harrow.example/" + "a" * 300
    message = b"\x08\x13\x22" + bytes([0x80 | len(target) % 128, len(target) // 128])
    coded = urlsafe_b64encode(message + target.encode() + b"\xd2\x01\x00").decode().rstrip("=")
    found = unwrap(f"https://news.google.com/rss/articles/{coded}")
    assert found == Unwrapped(target, "Google News")


def test_proofpoint_runs_count_characters() -> None:
    found = CODES["proofpoint-3"]("__https://harrow.example/**Bx*__;" + "w6TDtsO8w58!!x")
    assert found == "https://harrow.example/äöüxß"


def test_hostile_text_is_read_in_time() -> None:
    content = '<a href="' * 100_000 + "<a " * 100_000
    urls = ["https://www.reddit.com/r/a/comments/1/", "https://www.techmeme.com/240102/p5"]
    before = process_time()
    assert [unwrap(url, content) for url in urls] == [None, None]
    assert unwrap("https://r.search.yahoo.com/" + "/RU=" * 1500) is None
    assert unwrap("https://www.google.com/url?" + "q&" * 3000) is None
    assert process_time() - before < 2


def is_under(host: str, listed: list[str]) -> bool:
    plain = [name.removesuffix(".*") for name in listed]
    return any(name == "*" or f".{name}." in f".{host}." for name in plain)
