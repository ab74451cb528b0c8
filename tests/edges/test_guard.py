"""Which addresses are public, and where the settings send a host."""

from __future__ import annotations

import pytest

from newsloom.edges.guard import fixed_place, is_public, split_place

ADDRESSES = {
    "8.8.8.8": True,
    "93.184.216.34": True,
    "2606:2800:220:1:248:1893:25c8:1946": True,
    "64:ff9b::8.8.8.8": True,
    "::ffff:8.8.8.8": False,
    "2002:808:808::1": False,
    "0.0.0.0": False,
    "10.1.2.3": False,
    "100.64.0.1": False,
    "127.0.0.1": False,
    "127.9.9.9": False,
    "169.254.169.254": False,
    "172.16.0.1": False,
    "192.168.1.1": False,
    "198.18.0.1": False,
    "224.0.0.1": False,
    "240.0.0.1": False,
    "255.255.255.255": False,
    "::": False,
    "::1": False,
    "::127.0.0.1": False,
    "::ffff:127.0.0.1": False,
    "::ffff:10.0.0.1": False,
    "64:ff9b::127.0.0.1": False,
    "64:ff9b::10.0.0.1": False,
    "64:ff9b:1::1": False,
    "64:ff9b:1::8.8.8.8": False,
    "2001::1": False,
    "2001:200::1": True,
    "3fff::1": False,
    "192.0.0.192": False,
    "192.88.99.1": False,
    "168.63.129.16": False,
    "2606:2800:220:1::1%eth0": False,
    "2001:db8::1": False,
    "2002:7f00:1::1": False,
    "fc00::1": False,
    "fe80::1": False,
    "fe80::1%eth0": False,
    "fec0::1": False,
    "ff02::1": False,
}


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.items(), ids=ADDRESSES)
def test_is_public(address: str, expected: bool) -> None:
    assert expected == is_public(address)


RESOLVE = {
    ".example": "127.0.0.1:80",
    ".harrow.example": "127.0.0.1:81",
    "news.harrow.example": "[::1]:82",
}
PLACES = {
    "news.harrow.example": "[::1]:82",
    "www.harrow.example": "127.0.0.1:81",
    "harrow.example": "127.0.0.1:80",
    "example": None,
    "notexample": None,
    "harrow.test": None,
}


@pytest.mark.parametrize(("host", "expected"), PLACES.items(), ids=PLACES)
def test_fixed_place(host: str, expected: str | None) -> None:
    assert expected == fixed_place(host, RESOLVE)


SPLIT = {
    "127.0.0.1": ("127.0.0.1", 80),
    "127.0.0.1:8080": ("127.0.0.1", 8080),
    "[::1]:8080": ("::1", 8080),
    "[::1]": ("::1", 80),
    "::1": ("::1", 80),
}


@pytest.mark.parametrize(("place", "expected"), SPLIT.items(), ids=SPLIT)
def test_split_place(place: str, expected: tuple[str, int]) -> None:
    assert expected == split_place(place, 80)
