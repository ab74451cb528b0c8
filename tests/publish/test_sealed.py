"""Sealing: the same bytes on every run, opened only with the right key at the right post."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.errors import PublishError
from newsloom.publish.sealed import bound_to, cipher, is_ours, seal, unseal
from tests.shared import SHARED, needs_shared

KEY = b"0123456789abcdef0123456789abcdef"
URL = "https://harrow.example/ferry"
RECORD = {"text": "Long text", "members": ["a", "b"], "n": 1}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
records = st.dictionaries(st.text(), json_values, max_size=5)


@settings(deadline=None)
@given(records, st.text(), st.binary(min_size=16, max_size=64))
def test_what_is_sealed_opens_again(record: dict[str, object], url: str, key: bytes) -> None:
    value = seal(record, url, key)
    assert unseal(value, url, key) == record
    assert seal(record, url, key) == value
    assert is_ours(value, url, key)


@settings(deadline=None)
@given(records, st.data())
def test_any_changed_byte_is_noticed(record: dict[str, object], data: st.DataObject) -> None:
    first, second = (bytearray(b64decode(part)) for part in seal(record, URL, KEY).split(";"))
    part = data.draw(st.sampled_from([first, second]))
    part[data.draw(st.integers(0, len(part) - 1))] ^= data.draw(st.integers(1, 255))
    changed = f"{b64encode(first).decode()};{b64encode(second).decode()}"
    assert not is_ours(changed, URL, KEY)
    with pytest.raises(PublishError, match="does not open"):
        unseal(changed, URL, KEY)


def test_the_form_is_base64_of_whole_blocks_and_of_16_bytes() -> None:
    first, second = map(b64decode, seal(RECORD, URL, KEY).split(";"))
    assert (len(first) % 16, len(second)) == (0, 16)


def test_the_order_of_keys_does_not_matter() -> None:
    turned = dict(reversed(RECORD.items()))
    assert seal(turned, URL, KEY) == seal(RECORD, URL, KEY)


def test_pinned_bytes_so_that_old_posts_still_open() -> None:
    value = "QaAsXImGDazQ3tjDttaTXw==;JF4ynQmYIgC07IvM3XAxSw=="
    assert seal({"a": 1}, URL, KEY) == value


@pytest.mark.parametrize(
    ("name", "value", "url", "key", "message"),
    [
        ("another key", seal(RECORD, URL, KEY), URL, KEY[::-1], "another master key"),
        ("another post", seal(RECORD, URL, KEY), URL + "x", KEY, "another post"),
        ("no base64", "hello; world", URL, KEY, "no sealed value"),
        ("empty", "", URL, KEY, "no sealed value"),
        ("half", seal(RECORD, URL, KEY).split(";")[0], URL, KEY, "no sealed value"),
        ("short key", seal(RECORD, URL, KEY), URL, b"short", "give at least 16"),
    ],
)
def test_what_does_not_open(name: str, value: str, url: str, key: bytes, message: str) -> None:
    with pytest.raises(PublishError, match=message):
        unseal(value, url, key)


@pytest.mark.parametrize("plain", [b"", b"no padding", b"[1]".ljust(16, b"\x0d"), b"\x10" * 16])
def test_what_opens_and_is_no_record(plain: bytes) -> None:
    out = cipher(KEY).encrypt(plain.ljust(16, b"\0"), bound_to(URL))
    value = f"{b64encode(out[16:]).decode()};{b64encode(out[:16]).decode()}"
    assert is_ours(value, URL, KEY)
    with pytest.raises(PublishError, match="opens, but holds no record"):
        unseal(value, URL, KEY)


def test_a_short_key_seals_nothing() -> None:
    with pytest.raises(PublishError, match="5 bytes"):
        seal(RECORD, URL, b"short")


@needs_shared
def test_values_of_other_programs_are_not_ours() -> None:
    for file in sorted((SHARED / "seeds").glob("00[0-3]*")):
        line = next(x for x in file.read_text().splitlines() if x.startswith("secured: "))
        assert not is_ours(line.split('"')[1], URL, KEY), file.name
