"""newsloom.toml -> Settings; every number with its unit, range and origin.

``parse_settings`` reads a text; ``render_settings`` writes the commented file ``init`` starts a
newsroom with. Nothing here reads a file.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

from newsloom.errors import ConfigError

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Points = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Factor = Annotated[float, msgspec.Meta(ge=0.1, le=10)]
Positive = Annotated[float, msgspec.Meta(gt=0, le=1e6)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Hours = Annotated[float, msgspec.Meta(gt=0, le=87_600)]
"""At most ten years."""
Language = Annotated[str, msgspec.Meta(pattern="^[a-z]{2}$")]
Address = Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s/][^\s]*$")]
WebAddress = Annotated[str, msgspec.Meta(pattern=r"^(https?://[^\s/?#@]+)?$")]
"""Scheme and host, without a path; "" = none."""
Issuer = Annotated[str, msgspec.Meta(pattern=r"^(https?://[^\s/?#@]+(/[^\s?#]*)?)?$")]
RoleName = Literal["", "reader", "editor", "admin"]
EmbedderChoice = Annotated[
    str,
    msgspec.Meta(
        pattern="^(auto|none|use-multilingual-3|(model2vec|onnx|sentence-transformers):.+)$"
    ),
]
Place = Annotated[str, msgspec.Meta(pattern=r"^(\[[0-9A-Fa-f:.]+\]|[^\s/@:\[\]]+)(:\d{1,5})?$")]
"""A host, ``host:port``, or an address and port: ``127.0.0.1:8099``, ``[::1]:80``."""
Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]
FolderName = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f]+$")]


class FullText(StrEnum):
    """When the page of an item is fetched."""

    ALWAYS = "always"
    NEEDED = "needed"
    NEVER = "never"


class Profile(StrEnum):
    """Which rules judge: Newsloom's own, or those of the archives it must reproduce."""

    DEFAULT = "default"
    SEED = "seed"


def doc(text: str, default: Any) -> Any:
    """Return a dataclass field with its sentence and default."""
    made = (lambda: default) if isinstance(default, (tuple, dict)) else None
    if made is not None:
        return field(default_factory=made, metadata={"doc": text})
    return field(default=default, metadata={"doc": text})


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Who publishes."""

    name: str = doc("Name of the site, as readers see it.", "My newsroom")
    url: Address = doc(
        "Public address of the site, without a slash at the end.", "http://localhost"
    )
    description: str = doc("One sentence about the site.", "The news, each event once.")
    language: Language = doc(
        "Language of the site's own words: en, es or de; any other: English.", "en"
    )
    languages: tuple[Language, ...] = doc(
        "Languages articles may have; others are dropped as `language`. Empty: all. "
        "What was read before stays.",
        (),
    )
    profile: Profile = doc(
        "`default`, or `seed`: quality as rated in imported posts, heat by the [seed] rules.",
        Profile.DEFAULT,
    )


@dataclass(frozen=True, slots=True)
class Fetching:
    """How the web is asked."""

    contact: str = doc("Address put into the User-Agent, so that publishers can reach you.", "")
    timeout_seconds: Positive = doc("Seconds for one whole request.", 20.0)
    max_bytes: Count = doc("Bytes a body may have after decompression (15 MiB).", 15 * 1024 * 1024)
    max_redirects: Count = doc("Redirects followed for one request.", 5)
    inflation: Positive = doc(
        "Times a body may grow by decompression beyond the first MiB (docs/decisions/014).", 100.0
    )
    http2: bool = doc("Speak HTTP/2 to servers that can.", True)
    per_host: Annotated[int, msgspec.Meta(ge=1, le=8)] = doc("Requests to one host at a time.", 2)
    host_delay_seconds: Annotated[float, msgspec.Meta(ge=0, le=3600)] = doc(
        "Seconds between the starts of two requests to one host; robots.txt may ask for more.", 0.5
    )
    crawl_delay_most_seconds: Annotated[float, msgspec.Meta(ge=0, le=3600)] = doc(
        "Longest pause that a robots.txt can ask for.", 30.0
    )
    at_once: Annotated[int, msgspec.Meta(ge=1, le=256)] = doc("Requests under way in all.", 32)
    check_minutes: Positive = doc(
        "Minutes to the second look at a new source; then its own pace counts (`run --watch`).",
        30.0,
    )
    shortest_minutes: Positive = doc("Least minutes between two looks at a source.", 10.0)
    longest_minutes: Positive = doc("Most minutes between two looks at a source.", 1440.0)
    stale_days: Positive = doc("Days without a new item after which a source is stale.", 30.0)
    full_text: FullText = doc(
        "When the page of an item is fetched: `always`, `needed` (only where the source gives less "
        "than the whole article; docs/decisions/017), or `never`.",
        FullText.ALWAYS,
    )
    obey_robots: bool = doc("Obey robots.txt.", True)
    recheck_hours: tuple[Hours, ...] = doc(
        "Hours after publication at which a page is read again, for corrections. Empty: never.",
        (2.0, 12.0),
    )
    max_tries: Annotated[int, msgspec.Meta(ge=1)] = doc("Tries before an article is given up.", 5)
    allow_ports: tuple[Port, ...] = doc("Ports asked besides 80 and 443.", ())
    allow_private: tuple[Place, ...] = doc(
        "Hosts and addresses of private networks that may be asked all the same, with their port "
        'where it is not 80 or 443: `["127.0.0.1:8099", "wiki.intra"]`.',
        (),
    )
    websub_callback: str = doc(
        "Public address of this newsroom's `serve`, at which WebSub hubs tell what is new: "
        '`"https://news.example"`. Empty: sources are only polled.',
        "",
    )
    resolve: dict[str, Place] = doc(
        "Hosts reached at a fixed address, for test webs and intranets: "
        '`".example" = "127.0.0.1:8080"` sends every host under .example there.',
        {},
    )


@dataclass(frozen=True, slots=True)
class Matching:
    """What belongs together. A change holds for reports that come from now on."""

    window_hours: Hours = doc("Hours within which a report can join a story.", 96.0)
    late_hours: Hours = doc(
        "Hours after a published story's last independent report from which on a further one is "
        "put to the editor instead of joining it.",
        72.0,
    )
    decay_hours: Hours = doc(
        "Width of the Gaussian by which likeness fades with the hours between two reports: at so "
        "many hours .61 of it is left (docs/decisions/012).",
        60.0,
    )
    embedder: EmbedderChoice = doc(
        "What reads meaning, besides words: `auto` (use-multilingual-3 where the extra `embed` is "
        "installed, else nothing), `none`, `use-multilingual-3`, or a model in a folder: "
        "`model2vec:FOLDER`, `onnx:FOLDER`, `sentence-transformers:FOLDER`. Another one reads "
        "everything again.",
        "auto",
    )
    join_probability: Share = doc(
        "Least probability for joining a story: the mean against its 20 nearest reports.", 0.38
    )
    copy_jaccard: Share = doc("Shared 4-word runs of both texts that make a copy.", 0.3)
    copy_containment: Share = doc("Shared 4-word runs of the shorter text that make a copy.", 0.75)
    partial_containment: Share = doc(
        "Shared 4-word runs of the shorter text that make a partial copy.", 0.2
    )
    copy_words: Count = doc("Shared words a copy must have at least.", 60)


@dataclass(frozen=True, slots=True)
class Leading:
    """Which report leads a story."""

    margin: Positive = doc("Points a new lead must win by, on two runs in a row.", 5.0)


@dataclass(frozen=True, slots=True)
class Rating:
    """How much each feature of quality counts (default profile): 1 = as shipped.

    The points themselves, with their origin, stand in Newsloom's table of quality.
    """

    completeness: Factor = doc("Length of the text.", 1.0)
    depth: Factor = doc("Numbers, names, quotations and paragraphs.", 1.0)
    excerpt: Factor = doc("An excerpt.", 1.0)
    byline: Factor = doc("A named author.", 1.0)
    picture: Factor = doc("A usable picture.", 1.0)
    date: Factor = doc("A date, by where it comes from.", 1.0)
    originality: Factor = doc("What an original gains and a copy loses.", 1.0)
    headline: Factor = doc("An honest headline, and faults of one.", 1.0)
    stub: Factor = doc("What a page behind a wall loses.", 1.0)
    extraction: Factor = doc("What an unsure text and a page full of other things lose.", 1.0)


@dataclass(frozen=True, slots=True)
class Heating:
    """How hot a story is (default profile)."""

    half_life_hours: Hours = doc("Hours in which a report's share halves.", 24.0)
    related_points: Positive = doc("Share of a further independent report of quality 70.", 10.0)
    related_cap: Positive = doc("Highest share of a further report.", 15.0)
    trend_hours: Hours = doc("Hours over which rising or falling is measured.", 6.0)
    trend_points: Positive = doc("Change that counts as rising or falling.", 2.0)


@dataclass(frozen=True, slots=True)
class Gate:
    """What is published (default profile). The rules are asked in this order.

    A published story stays published, whatever the last four say later; only an editor's ruling
    or a block takes it back.
    """

    blocked_providers: tuple[str, ...] = doc("Domains never published as lead.", ())
    blocked_phrases: tuple[str, ...] = doc("Phrases in a lead's title that refuse a story.", ())
    topic_required: bool = doc("Refuse stories without a topic of the taxonomy.", False)
    min_quality: Points = doc("Least quality of the lead, 0 to 100.", 40)
    min_independent: Count = doc("Least number of independent reports.", 1)
    min_heat: Points = doc("Least peak heat.", 40)


@dataclass(frozen=True, slots=True)
class Seed:
    """Rules of the archives (profile `seed`)."""

    related_points: Points = doc("Heat for each related report.", 10)
    quality_floor: Points = doc("Below this quality, related reports add nothing.", 50)
    threshold: Points = doc("Least heat to be published.", 60)


@dataclass(frozen=True, slots=True)
class Publishing:
    """What is written where."""

    targets: tuple[str, ...] = doc(
        "Which renditions are made: jekyll, json_api, feeds, site. One taken out is withdrawn.",
        ("jekyll", "json_api", "feeds", "site"),
    )
    folder: FolderName = doc("Folder of the edition, relative to the newsroom.", "public")
    related_max: Annotated[int, msgspec.Meta(ge=0, le=100)] = doc(
        "Related reports shown in a post; the story keeps all.", 4
    )
    pictures: bool = doc(
        "Keep a small copy of the picture of each published story's lead, and show it on the live "
        "pages. Without it they link to the provider's.",
        True,
    )
    page_size: Annotated[int, msgspec.Meta(ge=1, le=500)] = doc("Posts on one JSON API page.", 20)
    feed_size: Annotated[int, msgspec.Meta(ge=1, le=500)] = doc("Stories in a feed.", 50)


@dataclass(frozen=True, slots=True)
class SignIn:
    """How readers and editors sign in to `serve`. Accounts are made with `newsloom people`."""

    address: WebAddress = doc(
        'Public address of `serve`, `"https://news.example"`, which passkeys are bound to and an '
        "outside provider leads back to. Empty: the one it is asked at.",
        "",
    )
    password: bool = doc("Let accounts sign in by name and password.", True)
    passkeys: bool = doc("Let accounts sign in by passkeys too (extra `passkeys`).", True)
    oidc_issuer: Issuer = doc(
        "OpenID Connect provider that people may sign in with (extra `oidc`); the client's secret "
        "stands in the environment variable NEWSLOOM_OIDC_SECRET. Empty: none.",
        "",
    )
    oidc_client_id: str = doc("What the provider knows this newsroom as.", "")
    oidc_name: str = doc("What the sign-in page calls the provider.", "your organisation")
    oidc_scopes: tuple[str, ...] = doc(
        "What is asked of the provider.", ("openid", "profile", "email")
    )
    oidc_role: RoleName = doc(
        "Role of whoever comes from there for the first time: `reader`, `editor`, `admin`. Empty: "
        "only those whose groups give them a role may come.",
        "reader",
    )
    oidc_claim: str = doc("Claim that holds somebody's groups.", "groups")
    oidc_roles: dict[str, RoleName] = doc(
        'Roles that groups give, at every sign-in: `desk = "editor"`. The highest counts.', {}
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a newsroom."""

    newsroom: Newsroom = field(default_factory=Newsroom)
    fetching: Fetching = field(default_factory=Fetching)
    matching: Matching = field(default_factory=Matching)
    leading: Leading = field(default_factory=Leading)
    quality: Rating = field(default_factory=Rating)
    heating: Heating = field(default_factory=Heating)
    gate: Gate = field(default_factory=Gate)
    seed: Seed = field(default_factory=Seed)
    publishing: Publishing = field(default_factory=Publishing)
    sign_in: SignIn = field(default_factory=SignIn)


def parse_settings(text: str, path: str = "newsloom.toml") -> Settings:
    """Return the settings in a TOML text; what is not named keeps its default.

    Raises:
        ConfigError: not TOML, an unknown name, or a value out of its range; with the line.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        found = re.search(r"at line (\d+)", str(exc))
        line = int(found[1]) if found else text.count("\n") + 1
        message = f"not valid TOML: {str(exc).split(' (')[0].lower()}; mend this line"
        raise ConfigError(path, message, line) from exc
    refuse_unknown(raw, Settings, "", text, path)
    try:
        return msgspec.convert(raw, Settings)
    except msgspec.ValidationError as exc:
        message, _, place = str(exc).partition(" - at `$.")
        message = re.sub(r"Expected `str` matching regex .*", "has not the form it needs", message)
        name = place.rstrip("`")
        known = f"`{name}`: {message[0].lower()}{message[1:]}" if name else message
        raise ConfigError(path, known + meaning_of(name), line_of(text, name)) from exc


def meaning_of(name: str) -> str:
    """Return what ``section.key`` means and its default, in brackets; "" for anything else."""
    section, _, rest = name.partition(".")
    key = re.split(r"[.\[]", rest)[0]
    record = getattr(Settings(), section, None)
    for entry in fields(record) if is_dataclass(record) else ():
        if entry.name == key:
            return f" ({entry.metadata['doc']} Default: {toml(getattr(record, key))})"
    return ""


def refuse_unknown(raw: dict[str, Any], record: type, prefix: str, text: str, path: str) -> None:
    """Raise ConfigError on the first name that no setting has."""
    known = {f.name for f in fields(record)}
    for name, value in raw.items():
        full = f"{prefix}{name}"
        if name not in known:
            message = f"`{full}` is no setting; the names here are {', '.join(sorted(known))}"
            raise ConfigError(path, message, line_of(text, full))
        inner = get_type_hints(record)[name]
        if isinstance(inner, type) and is_dataclass(inner) and isinstance(value, dict):
            refuse_unknown(value, inner, f"{full}.", text, path)


def line_of(text: str, name: str) -> int:
    """Return the 1-based line where the setting ``section.key`` stands, 0 when it is not found."""
    section, _, rest = name.partition(".")
    key = re.split(r"[.\[]", rest)[0]
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\[?\s*([\w-]+)", line)
        here = header[1] if header else here
        named = re.match(r"\s*([\w-]+)\s*=", line)
        if key and re.match(rf"\s*\[\s*{section}\s*\.\s*{key}\s*\]", line):
            return number
        if not key and (header and here == section or named and not here and named[1] == section):
            return number
        if key and here == section and named and named[1] == key:
            return number
    return 0


def render_settings(settings: Settings) -> str:
    """Return the commented TOML text of ``settings``; reading it back gives them again."""
    parts = ["# Newsloom's settings. Every line shows its default; change what you need.\n"]
    for section in fields(settings):
        record = getattr(settings, section.name)
        about = "\n".join(f"# {line}".rstrip() for line in about_section(record))
        parts.append(f"\n{about}\n[{section.name}]\n")
        tables = ""
        for entry in fields(record):
            value = getattr(record, entry.name)
            note = f"# {entry.metadata['doc']}\n"
            if isinstance(value, dict):
                rows = "".join(f"{toml(k)} = {toml(v)}\n" for k, v in value.items())
                tables += f"\n{note}[{section.name}.{entry.name}]\n{rows}"
            else:
                parts.append(f"{note}{entry.name} = {toml(value)}\n")
        parts.append(tables)
    return "".join(parts)


def about_section(record: object) -> list[str]:
    """Return the lines of a section's docstring."""
    return inspect.cleandoc(type(record).__doc__ or "").splitlines()


def toml(value: object) -> str:
    """Return one value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(toml(v) for v in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{toml(k)} = {toml(v)}' for k, v in value.items())}}}"
    return msgspec.json.encode(str(value)).decode()
