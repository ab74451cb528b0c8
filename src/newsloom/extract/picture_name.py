"""Address of a picture -> what its name gives away: a placeholder, a logo, an icon, a tracker.

Only the address is read; what the picture shows is not looked at.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

LONGEST_ADDRESS = 4000
"""Characters, as of any address; a longer one is refused."""

ANYWHERE, AT_AN_END, ALONE = (
    r"(?:^|[-_./ ])(?:{words})(?=$|[-_./ ]|@\dx)",
    r"(?:^|[-_./ ])(?:{words})(?:[-_.]?(?:\d+(?:x\d+)?|default|v\d))*(?:@\dx)?$|^(?:{words})[-_.]",
    r"^(?:{words})(?:[-_.]?\d+(?:x\d+)?)*$",
)
"""Where in a name words must stand: `google-pixel-phone` is a picture, `pixel` is none."""
REFUSALS: tuple[tuple[str, str, str], ...] = (
    (
        ANYWHERE,
        r"place[-_]?holders?|default[-_]?(?:promo|image|img|thumb\w*|share|social|og|crop|photo"
        r"|picture|lead|preview|card)\w*|(?:image|img|og|share|social)[-_]?default|fallback"
        r"|no[-_]?(?:image|photo|picture|img|thumb\w*)|missing[-_]?image|image[-_]?(?:missing"
        r"|not[-_]?(?:found|available))|coming[-_]?soon|generic[-_]?(?:news[-_]?)?image|silhouette",
        "a placeholder",
    ),
    (AT_AN_END, r"default|dummy", "a placeholder"),
    (AT_AN_END, r"logos?(?:type)?|wordmark|masthead|brandmark", "a logo"),
    (
        ANYWHERE,
        r"site[-_]?logo|(?:header|footer)[-_]?logo|favicon|touch[-_]?icon|sprites?",
        "a logo",
    ),
    (AT_AN_END, r"ico(?:ns?)?|emojis?|badge|btn|button|spinner|loader", "an icon"),
    (
        ANYWHERE,
        r"avatars?|gravatar|author[-_]?(?:photo|image|pic)\w*"
        r"|profile[-_]?(?:pic|photo|image)\w*|byline[-_]?(?:photo|image)",
        "the picture of an author",
    ),
    (ANYWHERE, r"1x1|spacer|beacon|transparent|web[-_]?bug", "a tracking pixel"),
    (
        ALONE,
        r"pixel|blank|clear|track(?:er|ing)?|count(?:er)?|impression|empty|white|gr[ae]y|bullet"
        r"|arrow|line|dot|trans|shim|loading|lazy(?:[-_]?load)?",
        "a tracking pixel or an empty picture",
    ),
    (
        ANYWHERE,
        r"advert\w*|sponsored|(?:ads?|mail|web)?[-_]?banner[-_]?\d+x\d+|share[-_]?button",
        "an advertisement or a button",
    ),
)
"""(where, words in the last part of the address, what such a picture is)."""

NAMES = tuple(
    (re.compile(where.replace("{words}", words), re.IGNORECASE), what)
    for where, words, what in REFUSALS
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
TRACKER_HOSTS = re.compile(
    r"(?:^|\.)(?:gravatar\.com|doubleclick\.net|scorecardresearch\.com|google-analytics\.com|"
    r"quantserve\.com|feedburner\.com|feedsportal\.com|pixel\.wp\.com|stats\.wordpress\.com|"
    r"facebook\.com|chartbeat\.(?:com|net))$"
)
FOLDERS = re.compile(
    r"/(icons?|logos?|sprites?|emojis?|smilies|avatars?|buttons?|badges|adserver)/", re.IGNORECASE
)
"""Folders that hold no pictures of news."""
UNUSABLE_TYPES = (".svg", ".svgz", ".ico", ".gifv", ".mp4", ".webm", ".m3u8", ".js", ".html",
                  ".htm")  # fmt: skip


def refusal_by_address(url: str) -> str:
    """Return what is wrong with a picture by its address, "" = nothing."""
    if len(url) > LONGEST_ADDRESS:
        return f"its address has {len(url):,} characters"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "its address is not valid"
    if parts.scheme not in ("http", "https") or not host:
        return "its address is not http(s)"
    if TRACKER_HOSTS.search(host):
        return f"{host} serves no news pictures"
    path = unquote(parts.path)
    if path.lower().endswith(UNUSABLE_TYPES):
        return f"it is no photograph ({path.rpartition('.')[2].lower()})"
    name = CAMEL.sub("-", path.rstrip("/").rpartition("/")[2])
    stem, _, ending = name.rpartition(".")
    for pattern, what in NAMES:
        found = pattern.search(stem if stem and len(ending) <= 5 else name)
        if found:
            return f"its name says that it is {what} ({found[0].strip('-_./ ')})"
    folder = FOLDERS.search(path)
    return f"it lies in a folder of {folder[1].lower()}" if folder else ""
