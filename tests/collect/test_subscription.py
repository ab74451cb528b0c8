"""What a hub sends, believed or not."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.collect.subscription import confirmed, is_signed, is_wanted
from newsloom.model import Subscription

NOW = datetime(2026, 10, 8, 12, tzinfo=UTC)
FEED = "https://ledger.harrow.example/feed"
ASKED = Subscription(FEED, "https://hub.example/", FEED, "token", "secret")


def signed(body, secret="secret", method="sha256"):
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_each_method_of_the_standard(method):
    assert is_signed(b"news", signed(b"news", method=method), "secret")
    assert is_signed(b"news", signed(b"news", method=method).upper(), "secret")
    assert not is_signed(b"newS", signed(b"news", method=method), "secret")
    assert not is_signed(b"news", signed(b"news", "other", method), "secret")


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", "sha256", "md5=" + "0" * 32, "=", "new=1", "sha256=ä", "blake2b=00"],
)
def test_other_signatures_are_none(signature):
    assert not is_signed(b"news", signature, "secret")


@given(st.binary(), st.text())
def test_no_signature_is_too_odd_to_be_judged(body, signature):
    assert not is_signed(body, signature, "secret")


@pytest.mark.parametrize(
    ("lease", "granted"),
    [
        ("3600", timedelta(hours=1)),
        ("864000", timedelta(days=10)),
        ("99999999", timedelta(days=30)),
        ("", timedelta(days=1)),
        ("soon", timedelta(days=1)),
        ("-5", timedelta(days=1)),
        ("٣٦٠٠", timedelta(days=1)),
    ],
)
def test_leases(lease, granted):
    assert confirmed(ASKED, FEED, lease, NOW).until == NOW + granted


def test_another_topic_is_not_confirmed():
    assert confirmed(ASKED, f"{FEED}/other", "3600", NOW) is None


def test_a_hub_is_asked_again_when_it_or_its_topic_is_another():
    assert is_wanted(None, ASKED.hub, FEED)
    assert not is_wanted(ASKED, ASKED.hub, FEED)
    assert is_wanted(ASKED, "https://other.example/", FEED)
    assert is_wanted(ASKED, ASKED.hub, f"{FEED}?all")
