"""The query and the body of a request -> the Struct that describes them, or one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, inspect
from msgspec.structs import FieldInfo, fields

from newsloom.web.api.problems import Refusal

Shape = TypeVar("Shape", bound=Struct)

WHOLE = re.compile(r"-?[0-9]{1,18}")
SWITCHES = {"true": True, "false": False}
SHOWN = 80
"""Characters of a wrong value that are said back."""


def parse_parameters(pairs: Sequence[tuple[str, str]], shape: type[Shape]) -> Shape:
    """Return the parameters of a query.

    Raises:
        Refusal: one is not known, given twice, or not of its type.
    """
    known = {field.encode_name: field for field in fields(shape)}
    given: dict[str, Any] = {}
    for name, text in pairs:
        if name not in known:
            raise refused(f"There is no parameter `{said(name)}` here; {choices(known)}.")
        if name in given:
            raise refused(f"The parameter `{name}` is given twice; give it once.")
        given[name] = parse_value(text, known[name])
    for name, field in known.items():
        if field.required and name not in given:
            raise refused(f"The parameter `{name}` is missing.")
    return shape(**{known[name].name: value for name, value in given.items()})


def parse_value(text: str, field: FieldInfo) -> Any:
    """Return the value of one parameter."""
    kind = kind_of(field)
    value: object = text
    if isinstance(kind, inspect.IntType) and WHOLE.fullmatch(text):
        value = int(text)
    elif isinstance(kind, inspect.BoolType):
        value = SWITCHES.get(text, text)
    try:
        found = msgspec.convert(value, field.type)
        return found.astimezone(UTC) if isinstance(found, datetime) else found
    except (msgspec.ValidationError, OverflowError) as exc:
        wanted = wanted_of(kind, exc)
        sentence = f"The parameter `{field.encode_name}` cannot be `{said(text)}`: {wanted}."
        raise refused(sentence) from exc


def kind_of(field: FieldInfo) -> inspect.Type:
    """Return the type a parameter has when it is given."""
    kind = bare(inspect.type_info(field.type))
    if isinstance(kind, inspect.UnionType):
        kinds = map(bare, kind.types)
        return next(one for one in kinds if not isinstance(one, inspect.NoneType))
    return kind


def bare(kind: inspect.Type) -> inspect.Type:
    """Return a type without what is said about it."""
    return bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


def wanted_of(kind: inspect.Type, exc: Exception) -> str:
    """Return what a parameter should have been."""
    if isinstance(kind, inspect.DateTimeType):
        return "write a time with its zone, such as 2026-10-08T09:12:00Z"
    if isinstance(kind, inspect.BoolType):
        return "write true or false"
    if isinstance(kind, inspect.EnumType):
        return f"choose from {', '.join(str(one.value) for one in kind.cls)}"
    told = str(exc).partition(" - at")[0]
    return told[:1].lower() + told[1:]


def parse_body(body: bytes, content_type: str, shape: type[Shape]) -> Shape:
    """Return what was sent; where nothing is asked for, nothing must be sent.

    Raises:
        Refusal: it is no JSON, or not of this shape.
    """
    if not fields(shape):
        if body.strip() not in (b"", b"{}"):
            raise refused("Nothing is to be sent here: leave the body empty.")
        return shape()
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "application/json":
        sentence = "Send JSON, with `Content-Type: application/json`."
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, sentence)
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as exc:
        raise refused(f"This is not what is wanted here: {in_words(str(exc))}.") from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise refused(f"This is no JSON: {exc}.") from exc


def in_words(told: str) -> str:
    """Return msgspec's sentence with the place in plain words: "expected `str` in `url`"."""
    what, _, place = told.partition(" - at `$")
    where = place.strip("`").lstrip(".")
    return what[:1].lower() + what[1:] + (f", in `{where}`" if where else "")


def choices(known: dict[str, FieldInfo]) -> str:
    """Return which parameters there are."""
    return f"known are {', '.join(known)}" if known else "none is known"


def said(text: str) -> str:
    """Return a value as it can be said back: printable and short."""
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
    return "".join(c if c.isprintable() and c != "`" else "?" for c in shown)


def refused(sentence: str) -> Refusal:
    """Return the refusal of a request that cannot be understood."""
    return Refusal(HTTPStatus.BAD_REQUEST, sentence)
