"""Commands that look at one thing without a newsroom: extract, feed, post check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import JsonOption, app, print_json, say, warn
from newsloom.collect.imports import read_import
from newsloom.collect.listing import list_items
from newsloom.collect.post import Post, PostCheck, RelatedPost, check_post, read_post
from newsloom.errors import ExtractError, ParseError
from newsloom.extract.article import extract_article
from newsloom.judge.archive import Rated, has_elder, judge_post
from newsloom.model import Article, Dropped, Item, Listing, Page
from newsloom.publish.edition import public_url
from newsloom.publish.sealed import unseal
from newsloom.settings import Profile, Seed
from newsloom.text.dates import format_utc
from newsloom.text.urls import article_id

post_app = typer.Typer(help="Work on posts.", no_args_is_help=True)
app.add_typer(post_app, name="post")

PlaceArgument = Annotated[str, typer.Argument(metavar="FILE|URL", help="A file or an address.")]


def is_address(place: str) -> bool:
    """Return whether a place is a web address and not a file."""
    return "://" in place


@app.command()
def extract(place: PlaceArgument, json: JsonOption = False) -> None:
    """Print the article on a page or in a file."""
    try:
        article = extract_article(page_at(place))
    except ExtractError as exc:
        raise ExtractError(place, exc.message, exc.code) from exc
    if isinstance(article, Dropped):
        raise ExtractError(place, article.detail or article.code)
    if json:
        print_json(article_facts(article))
    else:
        print_article(article)


def print_article(article: Article) -> None:
    """Print an article for people: what is known, how it is known, then the text."""
    credit = article.wire_credit
    lines = {
        "title": article.title,
        "address": public_url(article),
        "provider": article.provider.name,
        "byline": ", ".join(f"{p.name} ({p.role})" for p in article.byline),
        "wire credit": f"{credit.agency}: {credit.evidence}" if credit else "",
        "dateline": article.dateline,
        "published": f"{format_utc(article.published_at)}. {article.date_reason}",
        "language": article.language,
        "confidence": f"{article.confidence:.2f}",
        "excerpt": article.excerpt,
    }
    for name, value in lines.items():
        if value:
            say(f"{name}: {value}")
    for name, values in (("key point", article.key_points), ("note", article.notes)):
        for value in values:
            say(f"{name}: {value}")
    for picture in article.pictures:
        say(f"picture: {picture.url} ({picture.width} x {picture.height}, {picture.origin})")
    say(f"\n{article.text}")


def page_at(place: str) -> Page:
    """Return the page at an address or in a file."""
    if is_address(place):
        return newsroom.fetch_page(place)
    at = newsroom.now()
    found = read_import(place, newsroom.read_bytes(Path(place)), at)
    for problem in found.problems:
        warn(problem)
    if not found.pages:
        raise ParseError(place, f"holds no article (it is {found.kind}); give a page or a text")
    return found.pages[0]


NOT_AUTHORS = ("editing", "photography")
"""Roles of people in a byline who did not write."""


def article_facts(article: Article) -> dict[str, object]:
    """Return an article in the shape scripts rely on."""
    credit = article.wire_credit
    return {
        "url": public_url(article),
        "title": article.title,
        "authors": [p.name for p in article.byline if p.role not in NOT_AUTHORS],
        "byline": [{"name": p.name, "role": p.role} for p in article.byline],
        "published": format_utc(article.published_at),
        "date_reason": article.date_reason,
        "language": article.language,
        "excerpt": article.excerpt,
        "body": article.text,
        "key_points": article.key_points,
        "dateline": article.dateline,
        "wire_credit": {"agency": credit.agency, "evidence": credit.evidence} if credit else None,
        "pictures": article.pictures,
        "canonical_url": article.canonical_url,
        "amp_url": article.amp_url,
        "provider": article.provider,
        "is_free": article.is_free,
        "confidence": round(article.confidence, 3),
        "notes": article.notes,
    }


@app.command()
def feed(place: PlaceArgument, json: JsonOption = False) -> None:
    """Print what a feed or sitemap lists."""
    listing = listing_at(place)
    if json:
        items = [item_facts(item) for item in listing.items]
        print_json({"title": listing.title, "items": items})
        return
    say(f"{listing.title or place}: {len(listing.items)} items")
    for item in listing.items:
        when = format_utc(item.published_at) if item.published_at else "undated"
        say(f"  {when}  {item.title}\n    {item.web_url}")


def listing_at(place: str) -> Listing:
    """Return what the source at an address or in a file lists."""
    if is_address(place):
        return list_items(newsroom.poll_source(place))
    body = newsroom.read_bytes(Path(place))
    return list_items(newsroom.snapshot_of(place, body))


def item_facts(item: Item) -> dict[str, object]:
    """Return an item in the shape scripts rely on."""
    return {
        "id": article_id(item.web_url),
        "url": item.web_url,
        "title": item.title,
        "summary": item.summary,
        "published": format_utc(item.published_at) if item.published_at else None,
        "authors": item.authors,
        "provider": item.provider,
    }


@post_app.command("unseal")
def unseal_post(
    file: Annotated[Path, typer.Argument(help="A post with a `secured` value.", readable=False)],
    json: JsonOption = False,
) -> None:
    """Print what a post keeps sealed; the master key comes from the environment."""
    post = read_post(newsroom.read_bytes(file).decode("utf-8", "replace"), str(file))
    if not post.secured:
        raise ParseError(str(file), "has no `secured` value; give a post that has one")
    record = unseal(post.secured, post.web_url, newsroom.master_key())
    if json:
        print_json(record)
        return
    for name, value in record.items():
        say(f"{name}: {value}")


@post_app.command("check")
def check_posts(
    files: Annotated[list[Path], typer.Argument(help="Posts to check.", readable=False)],
    profile: Annotated[
        Profile, typer.Option(help="`seed` also recomputes heat and published.")
    ] = Profile.DEFAULT,
    related_points: Annotated[int, typer.Option(help="Heat for each related report.")] = 10,
    quality_floor: Annotated[int, typer.Option(help="Quality below which they add nothing.")] = 50,
    threshold: Annotated[int, typer.Option(help="Least heat to be published.")] = 60,
    json: JsonOption = False,
) -> None:
    """Read and rewrite posts in memory; say identical, or show the first difference."""
    checks, problems = [], []
    seed = Seed(related_points, quality_floor, threshold)
    disagreements: list[dict[str, object]] = []
    for file in files:
        try:
            text = newsroom.read_bytes(file).decode("utf-8")
            checks.append((file, check_post(text, str(file))))
            if profile is Profile.SEED:
                disagreements += disagreements_of(text, file, seed)
        except UnicodeDecodeError as exc:
            problems.append(ParseError(str(file), f"is not UTF-8 ({exc.reason}); save it as UTF-8"))
        except ParseError as exc:
            problems.append(exc)
    report(checks, problems, disagreements if profile is Profile.SEED else None, json)


def report(
    checks: Sequence[tuple[Path, PostCheck]],
    problems: Sequence[ParseError],
    disagreements: Sequence[dict[str, object]] | None,
    json: bool,
) -> None:
    """Print the outcome of ``post check`` and leave with its exit code."""
    differ = [
        {"file": str(file), "line": check.line, "was": check.was, "now": check.now}
        for file, check in checks
        if not check.identical
    ]
    facts: dict[str, object] = {
        "checked": len(checks), "identical": len(checks) - len(differ), "differ": differ,
    }  # fmt: skip
    if disagreements is not None:
        facts["disagree"] = disagreements
    if json:
        print_json({**facts, "problems": [str(problem) for problem in problems]})
    else:
        print_report(facts, disagreements)
    for problem in problems:
        warn(problem)
    if problems and not checks:
        raise typer.Exit(2)
    if differ or disagreements or problems:
        raise typer.Exit(1)


def print_report(
    facts: dict[str, object], disagreements: Sequence[dict[str, object]] | None
) -> None:
    """Print the outcome of ``post check`` for people."""
    differ = facts["differ"]
    assert isinstance(differ, list)
    for one in differ:
        say(f"{one['file']}, line {one['line']}\n  was {one['was']!r}\n  now {one['now']!r}")
    say(f"{facts['checked']} posts checked, {facts['identical']} identical.")
    for row in disagreements or ():
        say(f"{row['file']}: {row['key']} is {row['printed']}, by the rules {row['computed']}")
    if disagreements is not None and not disagreements:
        say("Heat and published agree with the rules in all of them.")


def disagreements_of(text: str, file: Path, seed: Seed) -> list[dict[str, object]]:
    """Return where a post's heat or published differ from the rules; a post without is skipped."""
    post = read_post(text, str(file))
    if post.quality is None or post.heat is None:
        return []
    qualities = [r.quality for r in post.related if r.quality is not None]
    elder = any(has_elder(own, fully_rated(post.related)) for own in fully_rated([post]))
    heat, published = judge_post(post.quality, qualities, seed, elder)
    pairs = (("heat", post.heat, heat), ("published", post.published, published))
    return [
        {"file": str(file), "key": key, "printed": printed, "computed": computed}
        for key, printed, computed in pairs
        if printed != computed
    ]


def fully_rated(posts: Sequence[Post | RelatedPost]) -> list[Rated]:
    """Return the ratings of those posts that say their quality, provider and date."""
    return [
        Rated(p.quality, p.provider.domain, p.published_at)
        for p in posts
        if p.quality is not None and p.provider is not None and p.published_at is not None
    ]
