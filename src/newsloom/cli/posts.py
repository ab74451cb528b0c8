"""Commands that work on posts: post unseal, post check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import JsonOption, app, print_json, say, warn
from newsloom.collect.post import Post, PostCheck, RelatedPost, check_post, read_post
from newsloom.errors import ParseError
from newsloom.judge.archive import Rated, has_elder, judge_post
from newsloom.publish.sealed import unseal
from newsloom.settings import Profile, Seed

post_app = typer.Typer(help="Work on posts.", no_args_is_help=True)
app.add_typer(post_app, name="post")


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
