"""``newsloom show`` and ``trace``: what reports have in common."""

import json

LOCK = (
    "The harbour board of Velm closed its northern lock on Tuesday after divers found cracks in "
    "both of the steel gates that keep the tide out of the old town. Engineers will drain the "
    "chamber over the weekend and weld new plates to the hinges, the board wrote in a notice to "
    "ship owners. Freighters bound for the grain silos must wait in the roads or unload at Tarn, "
    "forty kilometres down the coast. Fishermen said they had warned of leaks for two winters."
)
CUT = " ".join(LOCK.split()[:60])
ONE, TWO = "https://one.example/lock", "https://two.example/lock"


def row(url: str, hour: int, text: str) -> str:
    told = {"url": url, "title": "Velm closes its northern lock", "text": text}
    return json.dumps({**told, "published": f"2026-03-01T0{hour}:00:00Z"}) + "\n"


def test_a_copy_shows_the_passage_it_shares(newsloom, room, tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text(row(ONE, 8, LOCK) + row(TWO, 9, f"{CUT} More tomorrow."), "utf-8")
    assert newsloom("import", "-C", room, rows).code == 0
    assert newsloom("run", room).code == 0
    facts = newsloom("show", ONE, "-C", room, "--json").facts
    original, copy = facts["coverage"]
    assert (original["copy_of"], original["overlaps"], original["passages"]) == (None, [], [])
    assert copy["copy_of"] == original["id"]
    (overlap,) = copy["overlaps"]
    assert (overlap["id"], overlap["kind"], overlap["by"]) == (original["id"], "copy", "text")
    assert copy["passages"] == [CUT]
    told = newsloom("show", ONE, "-C", room).out
    assert "Shared text" in told
    assert "The harbour board of Velm" in told
    records = newsloom("trace", TWO, "-C", room, "--json").facts
    assert [r["record"]["other_id"] for r in records if r["stage"] == "passages"] == [
        original["id"]
    ]
