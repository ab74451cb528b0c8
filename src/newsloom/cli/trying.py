"""Commands that measure the engine on labels: eval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from newsloom import newsroom
from newsloom.cli.display import (
    WORDS_ONLY,
    AnyRoomOption,
    JsonOption,
    app,
    errors,
    print_json,
    print_table,
    say,
    warn,
)
from newsloom.errors import ConfigError
from newsloom.newsroom import Bench, TimedTrial
from newsloom.settings import Profile
from newsloom.trial.answers import Answer, tallies
from newsloom.trial.faults import Faults, Link, worst_faults
from newsloom.trial.labelled import Labelled
from newsloom.trial.pairs import PairSet
from newsloom.trial.scores import Scores, score

MEANING = (
    "Recall is how much of its true story an article stands with, precision how much of what it\n"
    "stands with belongs there; alone is the last number for every article by itself."
)


@app.command("eval")
def evaluate(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Labelled JSON Lines, also .gz; - = standard input."),
    ],
    pairs: Annotated[bool, typer.Option("--pairs", help="The file holds labelled pairs.")] = False,
    articles: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Texts of the pairs, by id.", show_default=False),
    ] = None,
    show_errors: Annotated[
        int, typer.Option("--errors", min=0, metavar="N", help="Show the N worst errors.")
    ] = 0,
    profile: Annotated[
        Profile | None,
        typer.Option(help="Judge as this profile; all profiles match alike.", show_default=False),
    ] = None,
    room: AnyRoomOption = None,
    json: JsonOption = False,
) -> None:
    """Run the engine over labelled articles or pairs and print how often it is right."""
    if articles is not None and not pairs:
        raise ConfigError("--articles", "gives the texts of pairs; add --pairs")
    if file == articles == newsroom.STANDARD_INPUT:
        raise ConfigError("--articles", "and the pairs cannot both come from standard input")
    bench = newsroom.open_bench(room, profile)
    if not bench.embedder.name:
        warn(f"no embedder: {WORDS_ONLY}")
    if pairs:
        evaluate_pairs(newsroom.read_pair_file(file, articles), bench, show_errors, json)
    else:
        evaluate_stories(newsroom.read_label_file(file), bench, show_errors, json)


# --- stories -------------------------------------------------------------------------------------


def evaluate_stories(rows: Sequence[Labelled], bench: Bench, show_errors: int, json: bool) -> None:
    """Print how well the engine finds the stories of labelled articles."""
    repeated = len(rows) - len({row.key for row in rows})
    if repeated:
        warn(f"{repeated} rows repeat an id; each counts as an article of its own")
    timed = try_with_progress(rows, bench)
    true = [row.story for row in rows]
    scores = score(timed.trial.stories_of(row.article for row in rows), true)
    matching = bench.settings.matching
    faults = (
        worst_faults(rows, timed.trial, matching, show_errors, bench.model) if show_errors else None
    )
    rate = len(rows) / timed.seconds
    if json:
        print_json(
            facts_of(scores, rate, timed.peak_mb) | ({} if faults is None else asdict(faults))
        )
        return
    print_scores(scores, score(range(len(rows)), true), len(rows))
    say(f"{rate:.0f} articles/s in the match stage, {timed.peak_mb:.0f} MB of memory at most.")
    if faults is not None:
        print_faults(faults)


def try_with_progress(rows: Sequence[Labelled], bench: Bench) -> TimedTrial:
    """Run the engine; on a terminal a bar tells how far it is."""
    bar = Progress(
        TextColumn("matching"), BarColumn(), MofNCompleteColumn(), console=errors, transient=True,
        disable=not errors.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task("matching", total=len(rows))
        return newsroom.try_stories(rows, bench, lambda done: bar.update(task, completed=done))


def facts_of(scores: Scores, rate: float, peak_mb: float) -> dict[str, object]:
    """Return the numbers of a trial under the names scripts rely on."""
    facts: dict[str, object] = {
        name: round(value, 4) + 0.0 if isinstance(value, float) else value
        for name, value in asdict(scores).items()
    }
    return {**facts, "articles_per_s": round(rate, 1), "peak_mb": round(peak_mb, 1)}


def print_scores(scores: Scores, alone: Scores, articles: int) -> None:
    """Print the measures for people, beside those of every article alone."""
    rows = [
        ("B-cubed", scores.b3_p, scores.b3_r, scores.b3_f1, alone.b3_f1),
        ("pairs", scores.pair_p, scores.pair_r, scores.pair_f1, alone.pair_f1),
        ("CEAF-e", None, None, scores.ceaf_e, alone.ceaf_e),
        ("AMI", None, None, scores.ami, alone.ami),
    ]
    print_table(
        f"{articles} articles",
        ("measure", "precision>", "recall>", "F1>", "alone>"),
        [
            (name, *("" if n is None else thousandths(n) for n in numbers))
            for name, *numbers in rows
        ],
    )
    say(
        f"{scores.stories_predicted} stories found, {scores.stories_true} true: "
        f"{scores.fragments:.2f} for each."
    )
    say(MEANING)


def thousandths(value: float) -> str:
    """Return a number with three decimals; a hair below 0 is 0."""
    return f"{round(value, 3) + 0.0:.3f}"


def print_faults(faults: Faults) -> None:
    """Print the worst merges and splits with what led to them."""
    say(f"\n{'The worst merges' if faults.merges else 'No merges'}: two true stories in one")
    for merge in faults.merges:
        (one, two), (ours, theirs) = merge.labels, merge.articles
        say(f"  {ours} articles of {one} with {theirs} of {two}: {merge.damage} pairs too many")
        print_link(merge.link, "joined them" if merge.link.was_made else "the likest two of them")
    say(f"\n{'The worst splits' if faults.splits else 'No splits'}: a true story in pieces")
    for split in faults.splits:
        sizes = ", ".join(map(str, split.pieces[:10])) + (", ..." if len(split.pieces) > 10 else "")
        say(f"  {split.label} in {len(split.pieces)} ({sizes}): {split.damage} pairs missing")
        print_link(split.link, "the best link between the largest two, refused")


def print_link(link: Link, what: str) -> None:
    """Print two articles and what the engine says of them."""
    say(f"    {link.one.article.title}\n    {link.two.article.title}")
    say(f"    {what}: probability {link.probability:.2f}. {link.sentence}")
    pulls = (f"{f.name} {f.value:.2f} ({f.pull:+.1f})" for f in link.features)
    say(f"    {', '.join(pulls)}")


# --- pairs ---------------------------------------------------------------------------------------


def evaluate_pairs(found: PairSet, bench: Bench, show_errors: int, json: bool) -> None:
    """Print how often the engine is right about labelled pairs."""
    if found.left_out:
        said = ", ".join(f"{number} {label}" for label, number in found.left_out.items())
        warn(f"pairs with other labels were left out: {said}")
    if found.repeated:
        warn(f"{found.repeated} rows ask the same of the same two articles; each pair counts once")
    answers = newsroom.try_pairs(found, bench)
    by_label = tallies(answers)
    wrong = worst_answers(answers, bench.settings.matching.join_probability)[:show_errors]
    if json:
        facts: dict[str, object] = {
            label: {
                "precision": round(tally.agreement.precision, 4),
                "recall": round(tally.agreement.recall, 4),
                "f1": round(tally.agreement.f1, 4),
                "count": tally.count,
                "said": tally.said,
            }
            for label, tally in by_label.items()
        }
        print_json(
            facts | ({"errors": [wrong_facts(a, found) for a in wrong]} if show_errors else {})
        )
        return
    print_table(
        f"{len(answers)} pairs",
        ("label", "precision>", "recall>", "F1>", "pairs>", "said to be"),
        [
            (
                label,
                *(f"{n:.3f}" for n in (t.agreement.precision, t.agreement.recall, t.agreement.f1)),
                t.count,
                ", ".join(f"{number} {other}" for other, number in t.said.items() if number),
            )
            for label, t in by_label.items()
        ],
    )
    for answer in wrong:
        facts = wrong_facts(answer, found)
        say(f"\n  {facts['label']}, said to be {facts['said']}{likely(answer)}")
        say(f"    {facts['title1']}\n    {facts['title2']}")


def worst_answers(answers: Sequence[Answer], threshold: float) -> list[Answer]:
    """Return the wrong answers: those of copying first, then the surest ones about events."""
    wrong = [answer for answer in answers if answer.said is not answer.pair.label]
    return sorted(wrong, key=lambda a: -abs((a.probability or 2.0) - threshold))


def wrong_facts(answer: Answer, found: PairSet) -> dict[str, object]:
    """Return a wrong answer as facts."""
    pair = answer.pair
    return {
        "label": pair.label,
        "said": answer.said,
        "probability": answer.probability,
        "title1": found.articles[pair.one].title,
        "title2": found.articles[pair.two].title,
    }


def likely(answer: Answer) -> str:
    """Return how likely one event is, for people; "" where copying was asked."""
    return (
        ""
        if answer.probability is None
        else f" with probability {answer.probability:.2f} of one event"
    )
