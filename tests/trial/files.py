"""Invented label files."""

import json
from collections.abc import Iterable, Mapping

LOCK = (
    "The harbour board of Velm closed its northern lock on Tuesday after divers found cracks in "
    "both of the steel gates that keep the tide out of the old town. Engineers will drain the "
    "chamber over the weekend and weld new plates to the hinges, the board wrote in a notice to "
    "ship owners. Freighters bound for the grain silos must wait in the roads or unload at Tarn, "
    "forty kilometres down the coast. Fishermen said they had warned of leaks for two winters."
)
PEARS = (
    "Growers in the Ossel valley are tearing out a third of their pear trees because a fungus has "
    "spread from the wild hedges into the orchards. The chamber of agriculture advised burning the "
    "wood at once and planting quinces, which seem to resist the spores. Beekeepers asked for "
    "smaller fires, since smoke drives their swarms out of the valley in the weeks of blossom."
)
ROWS = (
    {"id": "1", "title": "Velm closes northern lock after cracks in gates", "story": "lock"},
    {"id": "2", "title": "Cracks in gates: Velm harbour closes northern lock", "story": "lock"},
    {"id": "3", "title": "Pear trees torn out in the Ossel valley", "story": "pears"},
    {"id": "4", "title": "Fungus: Ossel valley growers tear out pear trees", "story": "pears"},
    {"id": "5", "title": "Theatre reopens with a comedy about two clocks", "story": "theatre"},
)
"""Headlines of three events, four of which an engine without an embedder can pair."""


def jsonl(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows as a file."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def pair(label: str, **keys: object) -> dict[str, object]:
    """Return a row of a pair file about the lock and the pears."""
    row = {
        "id1": "a", "id2": "b", "label": label,
        "title1": "Velm closes lock", "title2": "Pear trees torn out",
        "text1": LOCK, "text2": PEARS,
    }  # fmt: skip
    return {**row, **keys}


def stream(events: int, reports: int) -> list[dict[str, object]]:
    """Return rows of invented headlines: reports of one event share most of their words.

    Every event shares a few words with the next, as one day's news does.
    """
    rows = []
    for event in range(events):
        words = [f"w{event}x{n}" for n in range(6)] + [f"w{event + 1}x0", "harbour", "council"]
        for report in range(reports):
            mine = words[report:] + words[:report]
            title = " ".join(mine[: 6 + report % 3])
            rows.append({"id": f"{event}-{report}", "title": title, "story": f"e{event}"})
    return rows
