"""Stand-in addresses: lasting, canonical, and never shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.text.unlisted import is_unlisted, unlisted_url
from newsloom.text.urls import canonical_url, registered_domain

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "domain", ["films.example", "", "../Evil/", "ÜBER.example", "a..b", "xn--a"]
)
def test_a_stand_in_is_a_canonical_address(domain: str) -> None:
    made = unlisted_url(domain, "A film", NOON)
    assert canonical_url(made) == made
    assert is_unlisted(made)
    assert registered_domain(made) == "unlisted.invalid"


def test_the_host_names_the_provider() -> None:
    made = unlisted_url("Films.example", "A film", NOON)
    assert made.startswith("https://films.example.unlisted.invalid/")


@settings(deadline=None)
@given(st.text(alphabet="ab-.xn0:/@ü", max_size=12) | st.text(max_size=30), st.text(max_size=9))
def test_any_domain_gives_a_canonical_address(domain: str, title: str) -> None:
    made = unlisted_url(domain, title, None)
    assert (canonical_url(made), is_unlisted(made)) == (made, True)


def test_title_time_and_provider_tell_articles_apart() -> None:
    made = {
        unlisted_url("a.example", "A film", NOON),
        unlisted_url("b.example", "A film", NOON),
        unlisted_url("a.example", "A show", NOON),
        unlisted_url("a.example", "A film", None),
    }
    assert len(made) == 4
    assert unlisted_url("a.example", "A film", NOON) in made


@pytest.mark.parametrize(
    "url",
    [
        "https://harrow.example/ferry",
        "https://harrow.example/x.unlisted.invalid/y",
        "http://a.unlisted.invalid/x",
        "",
    ],
)
def test_other_addresses_are_shown(url: str) -> None:
    assert not is_unlisted(url)
