"""Invented articles for the tests of this room."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from newsloom.match.fingerprint import fingerprint_article
from newsloom.model import (
    Article,
    ArticleId,
    DateOrigin,
    Fingerprint,
    Provider,
    Ruling,
    RulingKind,
    WireCredit,
)
from newsloom.text.urls import registered_domain

START = datetime(2031, 3, 4, 8, tzinfo=UTC)

HARBOUR = (
    "The harbour board of Velm closed its northern lock on Tuesday after divers found cracks in "
    "both of the steel gates that keep the tide out of the old town. Engineers will drain the "
    "chamber over the weekend and weld new plates to the hinges, the board wrote in a notice to "
    "ship owners. Freighters bound for the grain silos must wait in the roads or unload at Tarn, "
    "forty kilometres down the coast. Fishermen said they had warned of leaks for two winters and "
    "had been told to write letters. The mayor promised that the ferry to the islands would run "
    "from a pontoon beside the fish market until the lock opens again. Insurers put the cost of "
    "the closure at several million crowns a week, most of it borne by the mills. A spokeswoman "
    "for the mills said that bread would not become dearer before the summer."
)
ORCHARD = (
    "Growers in the Ossel valley are tearing out a third of their pear trees because a fungus has "
    "spread from the wild hedges into the orchards. The chamber of agriculture advised burning the "
    "wood at once and planting quinces, which seem to resist the spores. Beekeepers asked for "
    "smaller fires, since smoke drives their swarms out of the valley in the weeks of blossom. A "
    "laboratory at the college of Hain is testing a yeast that eats the fungus without harming "
    "the fruit, but its director does not expect a result before the harvest. The cooperative "
    "that presses most of the fruit into cider has reserves for a year and will then buy abroad."
)
THEATRE = (
    "The city theatre reopened with a comedy about two clocks that refuse to agree, nine years "
    "after the roof fell in during a rehearsal. The new ceiling is made of ash wood and hangs on "
    "cables, so that nothing can drop on the stalls again, the architect explained on a tour. "
    "Tickets for the first season were gone within a morning. The orchestra plays behind a gauze "
    "curtain because the pit has become a store for the sets. Critics praised the sound in the "
    "upper circle and complained about the price of the lemonade."
)


def make_article(
    url: str,
    title: str,
    text: str = "",
    *,
    excerpt: str = "",
    hours: float = 0.0,
    is_dated: bool = True,
    agency: str = "",
) -> Article:
    """Return an invented article, ``hours`` after the start."""
    domain = registered_domain(url)
    return Article(
        article_id=ArticleId(url.removeprefix("https://")),
        web_url=url,
        title=title,
        text=text,
        excerpt=excerpt,
        provider=Provider(domain, domain),
        published_at=START + timedelta(hours=hours),
        date_origin=DateOrigin.PAGE if is_dated else DateOrigin.FIRST_SEEN,
        date_reason="As invented.",
        seen_at=START,
        language="en",
        wire_credit=WireCredit(agency, f"({agency})") if agency else None,
    )


def prints_of(articles: Iterable[Article]) -> Mapping[ArticleId, Fingerprint]:
    """Return fingerprints by id."""
    return {a.article_id: fingerprint_article(a) for a in articles}


def rule(kind: RulingKind, subject: str, other: str = "", *, minute: int = 0) -> Ruling:
    """Return a ruling made ``minute`` minutes after the start."""
    made_at = START + timedelta(minutes=minute)
    name = f"{kind.value} {subject} {other} {minute}"
    return Ruling(name, kind, subject, other, "", "editor", "", made_at)


def words_of(text: str, start: float, end: float) -> str:
    """Return the words of a text between two shares of its length."""
    parts = text.split()
    return " ".join(parts[int(start * len(parts)) : int(end * len(parts))])


def in_windows(items: Sequence[Article], cuts: Iterable[int]) -> list[list[Article]]:
    """Return ``items`` cut into consecutive windows, empty ones left out."""
    edges = [0, *sorted(cuts), len(items)]
    return [list(items[a:b]) for a, b in zip(edges, edges[1:], strict=False) if a < b]
