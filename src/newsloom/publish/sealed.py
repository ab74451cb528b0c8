"""Record -> the sealed value of a post, and back: what must not be public, bound to its post.

Format: ``base64(ciphertext);base64(16-byte IV)``. Newsloom's own is AES-SIV: PKCS#7-padded JSON
under a key by HKDF-SHA256 from the master key, with ``["v1", webUrl]`` as associated data. The IV
is the SIV: the same record gives the same bytes on every run, and any change is noticed. Values
sealed by other programs look alike but cannot be opened; keep them as they are.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.padding import PKCS7

from newsloom.errors import PublishError

MIN_KEY_BYTES = 16
"""A master key shorter than AES-128's could be guessed."""

IV_BYTES = 16
KEY_BYTES = 64
"""AES-SIV with two 256-bit halves."""

PURPOSE = b"newsloom sealed v1"
VERSION = b"v1"


def seal(record: Mapping[str, object], web_url: str, master_key: bytes) -> str:
    """Return the sealed value of a record, bound to its post's ``webUrl``; always the same bytes.

    ``record``: what JSON can hold; the order of its keys does not matter.

    Raises:
        PublishError: the master key is shorter than 16 bytes.
    """
    padder = PKCS7(128).padder()
    plain = padder.update(msgspec.json.encode(record, order="deterministic")) + padder.finalize()
    out = cipher(master_key).encrypt(plain, bound_to(web_url))
    iv, ciphertext = out[:IV_BYTES], out[IV_BYTES:]
    return f"{b64encode(ciphertext).decode()};{b64encode(iv).decode()}"


def unseal(value: str, web_url: str, master_key: bytes) -> dict[str, object]:
    """Return the record in a sealed value.

    Raises:
        PublishError: no sealed value at all; or the key, the address or a byte is not the one it
            was sealed with, as it is with every value another program sealed; or no record in it.
    """
    parts = split_value(value)
    if parts is None:
        message = "this is no sealed value (base64;base64 of 16 bytes); give the one from the post"
        raise PublishError("sealed", message)
    ciphertext, iv = parts
    try:
        plain = cipher(master_key).decrypt(iv + ciphertext, bound_to(web_url))
    except InvalidTag as exc:
        message = (
            f"the sealed value of {web_url or 'this post'} does not open: another master key, "
            "another post, changed bytes, or not sealed by Newsloom; check the key"
        )
        raise PublishError("sealed", message) from exc
    try:
        unpadder = PKCS7(128).unpadder()
        record = unpadder.update(plain) + unpadder.finalize()
        return msgspec.json.decode(record, type=dict[str, object])
    except (ValueError, msgspec.MsgspecError, RecursionError) as exc:
        message = (
            f"the sealed value of {web_url or 'this post'} opens, but holds no record; "
            "open it with the program that sealed it"
        )
        raise PublishError("sealed", message) from exc


def is_ours(value: str, web_url: str, master_key: bytes) -> bool:
    """Return whether a value was sealed by Newsloom with this key for this post.

    Raises:
        PublishError: the master key is shorter than 16 bytes.
    """
    parts = split_value(value)
    key = cipher(master_key)
    if parts is None:
        return False
    try:
        key.decrypt(parts[1] + parts[0], bound_to(web_url))
    except InvalidTag:
        return False
    return True


def split_value(value: str) -> tuple[bytes, bytes] | None:
    """Return (ciphertext, IV), None when the value does not have that form."""
    first, mark, second = value.strip().partition(";")
    try:
        ciphertext, iv = b64decode(first, validate=True), b64decode(second, validate=True)
    except (binascii.Error, ValueError):
        return None
    whole = mark and ciphertext and len(ciphertext) % 16 == 0 and len(iv) == IV_BYTES
    return (ciphertext, iv) if whole else None


def cipher(master_key: bytes) -> AESSIV:
    """Return the cipher of a master key."""
    if len(master_key) < MIN_KEY_BYTES:
        message = f"the master key has {len(master_key)} bytes; give at least {MIN_KEY_BYTES}"
        raise PublishError("sealed", message)
    return AESSIV(HKDF(hashes.SHA256(), KEY_BYTES, None, PURPOSE).derive(master_key))


def bound_to(web_url: str) -> list[bytes]:
    """Return the associated data of a post."""
    return [VERSION, web_url.encode("utf-8", "surrogatepass")]
