"""Address of a picture -> which picture it is, and which size of it.

One picture is served in many sizes, under addresses that differ by a suffix of the name, a folder
or the query. Whether it is worth showing is not judged here.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

LONGEST_SRCSET = 8000
"""Characters of a srcset that are read; the longest met on news pages had 2,087."""

SUFFIX = re.compile(r"[-_](\d{2,4})x(\d{2,4})(?:[-_]c)?(?:@\dx)?$")
"""Width and height at the end of a name: ``quay-300x200``, as WordPress and others write them."""
SCALED = re.compile(r"(?:-scaled|@\dx)$")
FOLDER = re.compile(
    r"(\d{2,4})[x*]\d{0,4}!?|(?:[a-z]{1,3}_[\w.:-]+,)*w_(\d{2,4})(?:,[a-z]{1,3}_[\w.:-]+)*"
)
"""A whole folder that is a size: ``1024x576``, ``c_fill,w_1024,h_576``."""
SERVING = re.compile(r"[\w-]{27}=|\d+:\d+|\d+x\d+:\d+x\d+|fit-in|smart|trim|filters:.*")
"""Whole folders that stand beside such a one: what the servers of sized pictures are told."""
PROXY = re.compile(r"/dims\d/.*/\?url=(.+)")
"""Path and query of servers that are told crop and size in folders and the picture in ``url``."""
WIDTHS = ("w", "width", "wid", "imwidth")
SIZES = frozenset(
    (*WIDTHS, "h", "height", "hei", "resize", "fit", "crop", "rect", "quality", "q", "qlt")
    + (
        "size",
        "ratio",
        "aspect",
        "auto",
        "format",
        "fm",
        "fmt",
        "dpr",
        "ssl",
        "strip",
        "sharp",
        "impolicy",
        "downsize",
    )
)
"""Parameters that say how a picture is served, not which one it is."""
SIGNATURES = frozenset(("s", "sig", "signature"))
"""Parameters that sign a size; without one beside them they may name the picture."""


def picture_key(url: str) -> str:
    """Return what the addresses of all sizes of one picture share; no address to ask for."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    proxied = PROXY.match(f"{parts.path}?{parts.query}")
    if proxied:
        return f"{host}/?{proxied[1]}"
    *folders, name = parts.path.split("/")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    bare = SUFFIX.sub("", SCALED.sub("", stem)) or stem
    if any(map(FOLDER.fullmatch, folders)):
        folders = [f for f in folders if not FOLDER.fullmatch(f) and not SERVING.fullmatch(f)]
    query = identity(parts.query)
    return f"{host}{'/'.join(folders)}/{bare}{dot}{ending}{'?' if query else ''}{query}"


def is_sized(url: str) -> bool:
    """Return whether an address names one size of a picture, not the picture as it was made."""
    bare, _, query = url.partition("#")[0].partition("?")
    whole = f"{bare.partition('://')[2].removeprefix('www.')}{'?' if query else ''}{query}"
    return picture_key(url) != whole


def identity(query: str) -> str:
    """Return the part of a query that says which picture is meant."""
    given = [part for part in query.split("&") if part]
    names = {part: part.partition("=")[0].lower() for part in given}
    dropped = SIZES | SIGNATURES if SIZES.intersection(names.values()) else SIZES
    return "&".join(part for part in given if names[part] not in dropped)


def size_in_name(url: str) -> tuple[int, int]:
    """Return width and height at the end of a picture's name, (0, 0) = there are none."""
    name = url.partition("#")[0].partition("?")[0].rpartition("/")[2]
    found = SUFFIX.search(name.rpartition(".")[0] or name)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def width_in_address(url: str) -> int:
    """Return the width that name, folder or query of an address tell, 0 = none does."""
    width = size_in_name(url)[0]
    if width:
        return width
    bare, _, query = url.partition("#")[0].partition("?")
    for folder in bare.split("/")[3:-1]:
        found = FOLDER.fullmatch(folder)
        if found:
            return int(found[1] or found[2])
    told = (value for name, value in parse_qsl(query) if name.lower() in WIDTHS)
    return next((int(v) for v in told if re.fullmatch(r"[1-9]\d{1,4}", v)), 0)


class Candidate(NamedTuple):
    """One address of a srcset; at most one of width and density is told, 0 = it is not."""

    url: str
    width: int
    density: float


def parse_srcset(value: str) -> list[Candidate]:
    """Return the addresses of a srcset in their order; what is no candidate is passed over.

    The rules are those of the HTML standard: an address ends at white space, or at a comma with
    white space after it, so that it may hold commas itself.
    """
    found: list[Candidate] = []
    url = descriptor = ""
    for word in value[:LONGEST_SRCSET].split():
        if url:
            told, comma, word = word.partition(",")
            descriptor = descriptor or told
            if not comma:
                continue
            found.append(candidate(url, descriptor))
        word = word.lstrip(",")
        url, descriptor = word.rstrip(","), ""
        if url != word:
            found.append(candidate(url, ""))
            url = ""
    return [*found, candidate(url, descriptor)] if url else found


def candidate(url: str, descriptor: str) -> Candidate:
    """Return an address with what its descriptor (``800w``, ``2x``) says."""
    told = re.fullmatch(r"(\d{1,5})w|(\d{1,2}(?:\.\d{1,3})?)x", descriptor)
    if told is None:
        return Candidate(url, 0, 0.0)
    return Candidate(url, int(told[1] or 0), float(told[2] or 0))
